using Trellis.Journal;
using Trellis.People;
using Trellis.Schools;

namespace Trellis.Statements;

/// <summary>Takes back what a school said; the public record no longer holds a word of it.</summary>
public sealed record WithdrawStatement(Urn School) : Act<SchoolStatement, StatementWithdrawn>
{
    public override string Subject => School.ToString();

    public override Outcome<StatementWithdrawn> Apply(SchoolStatement? before, Occasion now)
    {
        if (now.By is not Holder by || !by.MaySpeakFor(Scope.School(School)))
            return new Refusal(
                "not-your-school",
                "Only the head or a governor of this school can take this back."
            );
        if (before is null)
            return new Refusal("nothing-said", "Your school has not said anything yet.");
        if (!before.Text.IsThere)
            return new Outcome<StatementWithdrawn>.Unchanged();
        return new StatementWithdrawn(School, now.Today, by.Person, by.As.Role);
    }
}

/// <summary>A school took back what it had said.</summary>
public sealed record StatementWithdrawn(Urn School, DateOnly On, PersonId By, Role As)
    : Event<SchoolStatement>
{
    public override SchoolStatement After(SchoolStatement? before, DateTimeOffset at) =>
        new(School, default, On, By, As);
}
