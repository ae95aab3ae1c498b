using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Consistency;

/// <summary>How a published criterion was judged.</summary>
public enum Judgement
{
    Met,
    Partly,
    NotMet,
}

/// <summary>A criterion of a decision and what it was found to be.</summary>
/// <param name="Criterion">The id of its question in the table: "education".</param>
public sealed record Judged(Code Criterion, Judgement Found);

/// <summary>A case about one school that was decided, with what anybody may know of it.</summary>
/// <param name="Kind">The procedure that leads it; only cases of one kind are held beside each other.</param>
/// <param name="Version">Of the table, and with it of the criteria.</param>
/// <param name="On">The day of the decision.</param>
/// <param name="Outcome">The state it led to, as its table names it: "approved", "declined".</param>
/// <param name="For">Whether what was proposed is to happen.</param>
/// <param name="Judged">Each criterion once; none where the decision was held against none.</param>
public sealed record DecidedCase(
    CaseRef Ref,
    ProcedureId Kind,
    int Version,
    Scope School,
    Scope Region,
    DateOnly On,
    Code Outcome,
    bool For,
    IReadOnlyList<Judged> Judged,
    SchoolThen Then
)
{
    /// <summary>Whether a state says yes or no to what is proposed; null where it says neither, as a decision that is put off.</summary>
    /// <remarks>An order that is made says neither: it follows a decision with reasons, or the law left nothing to decide.</remarks>
    public static bool? Says(string state) =>
        state switch
        {
            "approved" => true,
            "declined" or "refused" or "rise-first" => false,
            _ => null,
        };

    /// <summary>How a criterion was judged; null where it was not.</summary>
    public Judgement? Of(Code criterion) =>
        Judged.FirstOrDefault(j => j.Criterion == criterion)?.Found;
}
