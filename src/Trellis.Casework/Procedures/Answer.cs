using Trellis.Journal;
using Trellis.People;

namespace Trellis.Procedures;

/// <summary>What was answered to a question of a step, of the kind it asks for; all else is empty.</summary>
/// <param name="Chosen">The choices; empty for other kinds. A ticked box of one is "yes".</param>
/// <param name="Person">Of a party that is one person, such as an adviser: who.</param>
public sealed record Answer(
    Code Ask,
    DateOnly? Day,
    int? Number,
    FreeText Text,
    IReadOnlyList<Code> Chosen,
    Scope? Party,
    PersonId? Person
)
{
    public static readonly Code Ticked = Code.Parse("yes");

    public const int LongestText = 2000;

    public static Answer Of(Code ask, DateOnly day) => new(ask, day, null, default, [], null, null);

    public static Answer Of(Code ask, int number) =>
        new(ask, null, number, default, [], null, null);

    public static Answer Of(Code ask, FreeText text) => new(ask, null, null, text, [], null, null);

    public static Answer Of(Code ask, params IReadOnlyList<Code> chosen) =>
        new(ask, null, null, default, chosen, null, null);

    public static Answer Of(Code ask, Scope party, PersonId? person = null) =>
        new(ask, null, null, default, [], party, person);
}

/// <summary>Why answers do not do, and at which question.</summary>
/// <param name="Ask">Null where it is about the step as a whole.</param>
public sealed record Objection(Code? Ask, Refusal Why);

/// <summary>Whether answers are of the kind that is asked for, and keep the rules of their step.</summary>
public static class Answering
{
    /// <summary>Whether a question is asked, given the answers to the others of its step.</summary>
    public static bool IsAsked(this Ask ask, IReadOnlyList<Answer> answers) =>
        ask.When is not { } when
        || answers.FirstOrDefault(a => a.Ask == when.Ask)?.Chosen.Contains(when.Choice) == true;

    /// <summary>All that is wrong with the answers to a step, in the order of its questions; empty where nothing is.</summary>
    /// <param name="stating">Whether a side only writes down what others did.</param>
    public static IReadOnlyList<Objection> Check(
        Procedure table,
        ProcedureCase before,
        Step step,
        IReadOnlyList<Answer> answers,
        DateOnly today,
        CaseFacts? whole = null,
        bool stating = false
    )
    {
        var wrong = new List<Objection>();
        foreach (var ask in step.Asks)
        {
            var given = answers.Where(a => a.Ask == ask.Id).ToList();
            if (!ask.IsAsked(answers))
            {
                if (given.Count > 0)
                    wrong.Add(No(ask, "not-asked", $"'{ask.Name}' is not asked here."));
            }
            else if (given.Count > 1)
                wrong.Add(No(ask, "answered-twice", $"'{ask.Name}' is answered twice."));
            else if (Misfit(table, ask, given.FirstOrDefault()) is { } misfit)
                wrong.Add(misfit);
        }
        if (answers.Any(a => step.Asks.All(k => k.Id != a.Ask)))
            wrong.Add(
                new Objection(
                    null,
                    new Refusal("not-asked", "An answer is to no question of this step.")
                )
            );
        // A rule about an answer that is missing or unfit would say the same thing twice.
        if (wrong.Count > 0)
            return wrong;
        foreach (var rule in step.Rules)
        {
            var asked = new Asked(rule, table, before, answers, today, whole ?? CaseFacts.None)
            {
                Stating = stating,
            };
            if (asked.Is(rule.When) && asked.Is(rule.And) && rule.Guard.Check(asked) is { } why)
                wrong.Add(new Objection(rule.Field, why));
        }
        return wrong;
    }

    private static Objection? Misfit(Procedure table, Ask ask, Answer? given)
    {
        var isEmpty =
            given is null
            || given
                is { Day: null, Number: null, Text.IsThere: false, Chosen.Count: 0, Party: null };
        if (isEmpty)
            return ask.Optional || ask.Kind == AskKind.Ticks
                ? null
                : No(ask, "answer-missing", Missing(ask));
        // Exactly the part that the kind asks for is there, so that no word travels in a field nobody looks at.
        var others =
            (given!.Day is null ? 0 : 1)
            + (given.Number is null ? 0 : 1)
            + (given.Text.IsThere ? 1 : 0)
            + (given.Chosen.Count > 0 ? 1 : 0)
            + (given.Party is null ? 0 : 1);
        if (others != 1 || given.Person is not null && given.Party is null)
            return No(ask, "answer-unfit", $"'{ask.Name}' is answered in more than one way.");
        switch (ask.Kind)
        {
            case AskKind.Day when given.Day is { } day:
                return Calendar.WorkingDays.England.Knows(day)
                    ? null
                    : No(
                        ask,
                        "day-out-of-range",
                        $"{ask.Name}: enter a day between {Spans.InWords(Calendar.WorkingDays.England.First)} and {Spans.InWords(Calendar.WorkingDays.England.Last)}."
                    );
            case AskKind.Number when given.Number is { } number:
                return number is >= 0 and <= 10_000_000
                    ? null
                    : No(
                        ask,
                        "number-out-of-range",
                        $"{ask.Name}: enter a number from 0 to 10,000,000."
                    );
            case AskKind.Text when given.Text.Text is { } text:
                return text.Length > Answer.LongestText
                        ? No(
                            ask,
                            "text-too-long",
                            $"{ask.Name}: use {Answer.LongestText:N0} characters or fewer. You have {text.Length:N0}."
                        )
                    : text.Any(letter => char.IsControl(letter) && letter != '\n')
                        ? No(
                            ask,
                            "text-unfit",
                            $"{ask.Name}: remove characters that cannot be printed."
                        )
                    : null;
            case AskKind.Choice or AskKind.Ticks when given.Chosen.Count > 0:
                return
                    given.Chosen.All(c => ask.Options.Any(o => o.Id == c))
                    && given.Chosen.Distinct().Count() == given.Chosen.Count
                    && (ask.Kind == AskKind.Ticks || given.Chosen.Count == 1)
                    ? null
                    : No(ask, "choice-unknown", $"{ask.Name}: choose from the list.");
            case AskKind.Yes when given.Chosen is [var yes] && yes == Answer.Ticked:
                return null;
            case AskKind.Party when given.Party is { } party:
                var side = table.SideOf(ask.Side!.Value)!;
                return
                    side.Kinds.Contains(party.Kind)
                    && party.Kind == ScopeKind.OwnCases == (given.Person is not null)
                    ? null
                    : No(ask, "party-unfit", $"{ask.Name}: this cannot be {side.Name}.");
            default:
                return No(
                    ask,
                    "answer-unfit",
                    $"'{ask.Name}' is answered in another way than asked."
                );
        }
    }

    private static string Missing(Ask ask) =>
        ask.Kind switch
        {
            AskKind.Day => $"{ask.Name}: enter a day.",
            AskKind.Number => $"{ask.Name}: enter a number.",
            AskKind.Text => $"{ask.Name}: enter some words.",
            AskKind.Yes => $"{ask.Name}: tick the box, or leave the step undone.",
            AskKind.Party => $"{ask.Name}: say who.",
            _ => $"{ask.Name}: choose one.",
        };

    private static Objection No(Ask ask, string code, string sentence) =>
        new(ask.Id, new Refusal(code, sentence));
}
