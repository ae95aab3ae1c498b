using Trellis.Journal;
using Trellis.Matching;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Consistency;

/// <summary>What is published of a quarter's decisions beside earlier ones, and kept: an edition is never changed, another one comes after it.</summary>
/// <param name="Editions">The oldest first.</param>
/// <param name="Answers">What deciders said, in the order in which they did; of one region about one pair the newest holds.</param>
public sealed record ConsistencyReport(
    Quarter Quarter,
    IReadOnlyList<ReportEdition> Editions,
    IReadOnlyList<DifferenceAnswer> Answers
) : Document
{
    public override string Key => Quarter.ToString();

    public override IReadOnlyList<string> Involves => [];
}

/// <summary>A quarter as it was worked out on a day, with all it was worked out from.</summary>
/// <param name="Number">From 1.</param>
/// <param name="On">The day on which it was published.</param>
/// <param name="Snapshot">The open data that say what a school was like.</param>
/// <param name="Entry">The last entry of the journal whose public steps were read.</param>
/// <param name="Method">The way of reckoning: <see cref="LikeCases.Method"/> at that time.</param>
/// <param name="Cases">All that were held beside each other, by day.</param>
public sealed record ReportEdition(
    int Number,
    DateOnly On,
    SnapshotMark Snapshot,
    long Entry,
    int Method,
    IReadOnlyList<DecidedCase> Cases,
    QuarterAudit Audit
)
{
    /// <summary>An edition from what is decided; its number and day are given when it is published.</summary>
    /// <param name="cases">All that anybody may read of; those of other times are left out.</param>
    public static ReportEdition Of(
        Quarter quarter,
        SnapshotMark snapshot,
        long entry,
        IReadOnlyList<DecidedCase> cases
    ) =>
        new(
            0,
            default,
            snapshot,
            entry,
            LikeCases.Method,
            Within(quarter, cases),
            QuarterAudit.Of(quarter, cases)
        );

    /// <summary>Whether another one rests on the same decisions: which cases, decided when and how, and how each criterion was judged.</summary>
    /// <remarks>What the open data say of schools changes with each import, and is no reason for another edition.</remarks>
    public bool RestsOnTheSame(ReportEdition other) => RestsOn(other.Cases);

    /// <summary>Whether it would rest on the same decisions if it were worked out from some cases.</summary>
    /// <param name="cases">All that anybody may read of, as <see cref="Of"/> takes them; those of other times are left out.</param>
    public bool RestsOn(IReadOnlyList<DecidedCase> cases)
    {
        var now = Within(Audit.Quarter, cases);
        return Cases.Count == now.Count
            && Cases
                .Zip(now)
                .All(c =>
                    (c.First.Ref, c.First.On, c.First.Outcome, c.First.Version)
                        == (c.Second.Ref, c.Second.On, c.Second.Outcome, c.Second.Version)
                    && c.First.Judged.SequenceEqual(c.Second.Judged)
                );
    }

    private static List<DecidedCase> Within(Quarter quarter, IReadOnlyList<DecidedCase> cases) =>
        [
            .. cases
                .Where(c => c.On >= QuarterAudit.FirstDay(quarter) && c.On <= quarter.Last)
                .OrderBy(c => c.On)
                .ThenBy(c => c.Ref.ToString(), StringComparer.Ordinal),
        ];

    /// <summary>A case of it; null where it is none.</summary>
    public DecidedCase? Find(CaseRef reference) => Cases.FirstOrDefault(c => c.Ref == reference);

    /// <summary>Whether it has a pair of like cases that were decided differently.</summary>
    public bool Has(CaseRef earlier, CaseRef later) =>
        Audit.Pairs.Any(p => p.Earlier == earlier && p.Later == later);
}

/// <summary>What a decider says of two like cases that were decided differently; public.</summary>
/// <param name="Region">For which region.</param>
public sealed record DifferenceAnswer(
    CaseRef Earlier,
    CaseRef Later,
    Scope Region,
    PersonId By,
    DateOnly On,
    FreeText Words
);
