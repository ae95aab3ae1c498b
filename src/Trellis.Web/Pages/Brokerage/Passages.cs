using Trellis.Components;
using Trellis.Journal;
using Trellis.Procedures;
using Trellis.Redactions;

namespace Trellis.Pages.Brokerage;

/// <summary>A public text of a case, as a form names it.</summary>
/// <param name="Name">"Decide: Why".</param>
public sealed record PublicWords(DeskProcedure In, PlacedText Text, string Name)
{
    /// <summary>"c0123456789/1.decision-because".</summary>
    public string Value => $"{In.Case.Id}/{Text.At}";

    /// <summary>All of some procedures, in their order.</summary>
    public static IReadOnlyList<PublicWords> Of(IEnumerable<DeskProcedure> procedures) =>
        [
            .. from one in procedures
            from text in one.Case.PublicTexts
            select new PublicWords(one, text, NameOf(one.Case, text.At)),
        ];

    /// <summary>What a place of a procedure is called: the step and the question.</summary>
    public static string NameOf(ProcedureCase given, TextAt at)
    {
        var (taken, ask) = at.ToString().Split('.', 2) is [var index, var id]
            ? (
                int.TryParse(index, out var i) && i < given.History.Count ? given.History[i] : null,
                id
            )
            : (null, "");
        var step = taken is null ? null : given.Table.StepOf(taken.Step);
        return step?.Asks.FirstOrDefault(a => a.Id.ToString() == ask) is { } asked
            ? $"{step.Name}: {asked.Name}"
            : $"{given.Table.Name}: a text that was taken away";
    }
}

/// <summary>A passage that is hidden, or was, as whoever works on the case sees it.</summary>
/// <param name="Words">What is hidden; empty once it is not.</param>
/// <param name="Reviews">Those that wait for an answer.</param>
/// <param name="IsOwn">Whether the visitor hid it.</param>
public sealed record HiddenPassage(
    DeskProcedure In,
    Redaction One,
    string Name,
    string Words,
    IReadOnlyList<RedactionReview> Reviews,
    bool IsOwn
)
{
    /// <summary>Names the passage in a form: "c0123456789/2".</summary>
    public string Value => $"{In.Case.Id}/{One.Number}";

    /// <summary>All of some procedures, those that hold first.</summary>
    public static IReadOnlyList<HiddenPassage> Of(
        IEnumerable<DeskProcedure> procedures,
        People.PersonId visitor
    ) =>
        [
            .. from one in procedures
            let hidden = one.Case.Redactions.Hidden(one.Case.PublicTexts)
            from made in one.Case.Redactions.All
            orderby made.Ended is not null, made.On descending, made.Number descending
            select new HiddenPassage(
                one,
                made,
                PublicWords.NameOf(one.Case, made.At),
                hidden.FirstOrDefault(h => h.Number == made.Number)?.Words ?? "",
                [
                    .. one.Case.Redactions.Reviews.Where(r =>
                        r.Of == made.Number && r.Outcome is null
                    ),
                ],
                made.By == visitor
            ),
        ];

    /// <summary>"until 1 April 2027", "public again since 3 March 2026".</summary>
    public string Until =>
        One.Ended is { } ended
            ? $"public again since {ended.InWords()}"
            : $"until {One.Expires.InWords()}";
}

/// <summary>What the public will read once a passage is hidden.</summary>
/// <param name="In">In which text.</param>
/// <param name="Made">The redaction as it would be kept.</param>
/// <param name="Share">How much of the procedure's words is hidden then.</param>
public sealed record PassagePreview(PublicWords In, Redaction Made, string Open, WordShare Share)
{
    /// <summary>The same code in words, as everybody reads it.</summary>
    public string Line => PassageLines.Of(Made.Code, Made.Expires, null);

    public string Code => Naming.Of(Made.Code.ToString());
}

/// <summary>How passages that are not shown are told to everybody.</summary>
public static class PassageLines
{
    /// <summary>"One passage is withheld: commercial, in negotiation, until 1 April 2027."</summary>
    public static string Of(RedactionCode code, DateOnly expires, DateOnly? ended) =>
        ended is { } on
            ? $"One passage was withheld: {code.InWords()}. It is shown again since {on.InWords()}."
            : $"One passage is withheld: {code.InWords()}, until {expires.InWords()}.";

    /// <summary>"3 % of the words": how much of a document is not shown.</summary>
    public static string Share(WordShare share) =>
        share.Redacted == 0
            ? "No word is withheld now."
            : $"{share.Redacted:N0} of {share.Words:N0} words {(share.Redacted == 1 ? "is" : "are")} withheld ({share.Percent} %).";

    /// <summary>What came of a review, or by when an answer is due.</summary>
    public static string Of(PublicReview review, DateOnly today) =>
        review is { Outcome: { } outcome, AnsweredOn: { } on }
            ? $"Somebody asked on {review.AskedOn.InWords()} for it to be looked at again. Answered on {on.InWords()}: {(outcome == ReviewOutcome.Released ? "the words are public" : "the words stay withheld")}. {review.Words}"
        : review.Due is { } due && due < today
            ? $"Somebody asked on {review.AskedOn.InWords()} for it to be looked at again. The answer was due by {due.InWords()} and is late."
        : $"Somebody asked on {review.AskedOn.InWords()} for it to be looked at again.{(review.Due is { } by ? $" The answer is due by {by.InWords()}." : "")}";
}
