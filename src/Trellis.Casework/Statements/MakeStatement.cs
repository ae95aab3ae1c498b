using Trellis.Journal;
using Trellis.People;
using Trellis.Schools;

namespace Trellis.Statements;

/// <summary>Says something in a school's name. A school in a trust may: this is speaking, not acting.</summary>
public sealed record MakeStatement(Urn School, FreeText Text) : Act<SchoolStatement, StatementMade>
{
    public override string Subject => School.ToString();

    public override Outcome<StatementMade> Apply(SchoolStatement? before, Occasion now)
    {
        if (now.By is not Holder by || !by.MaySpeakFor(Scope.School(School)))
            return new Refusal(
                "not-your-school",
                "Only the head or a governor of this school can say this."
            );
        var text = Text.ToString().ReplaceLineEndings("\n").Trim();
        if (text.Length == 0)
            return new Refusal("text-missing", "Enter what your school would like to say.");
        if (text.Length > SchoolStatement.Longest)
            return new Refusal(
                "text-too-long",
                $"Use {SchoolStatement.Longest:N0} characters or fewer. You have {text.Length:N0}."
            );
        if (text.Any(letter => char.IsControl(letter) && letter != '\n'))
            return new Refusal(
                "text-unfit",
                "Remove characters that cannot be printed. They often come with pasted text."
            );
        if (before?.Text.Text == text)
            return new Outcome<StatementMade>.Unchanged();
        return new StatementMade(School, text, now.Today, by.Person, by.As.Role);
    }
}

/// <summary>A school said something of itself.</summary>
public sealed record StatementMade(Urn School, FreeText Text, DateOnly On, PersonId By, Role As)
    : Event<SchoolStatement>
{
    public override SchoolStatement After(SchoolStatement? before, DateTimeOffset at) =>
        new(School, Text, On, By, As);
}
