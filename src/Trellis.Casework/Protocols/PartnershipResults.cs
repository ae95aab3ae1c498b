using System.Text.Json.Serialization;
using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Journal;
using Trellis.Matching;
using Trellis.Measures;
using Trellis.Partnerships;
using Trellis.PublicRecord;

namespace Trellis.Protocols;

/// <summary>What was found of a partnership, release of data after release, and kept: an edition is never changed, another one comes after it.</summary>
/// <param name="Editions">The oldest first.</param>
/// <param name="Hidden">Whether nobody may read of the partnership now, and so of this.</param>
public sealed record PartnershipResults(
    PartnershipId Id,
    IReadOnlyList<ResultsEdition> Editions,
    bool Hidden
) : Document
{
    public override string Key => Id.ToString();

    public override IReadOnlyList<string> Involves => [];
}

/// <summary>Why an edition differs from the one before.</summary>
public enum WhyAnew
{
    First,

    /// <summary>A further year of results was published.</summary>
    NewResults,

    /// <summary>Other members count, or could be compared.</summary>
    MembersChanged,

    /// <summary>The members stated a deviation from the protocol.</summary>
    Deviation,

    /// <summary>The program reckons in another way.</summary>
    Method,

    /// <summary>The data have an outcome no longer; the last answer stays.</summary>
    ResultsDropped,

    /// <summary>The publisher changed figures of years that were known.</summary>
    FiguresRevised,
}

/// <summary>What was found from one release of data.</summary>
/// <param name="Number">From 1.</param>
/// <param name="On">The day on which it was worked out.</param>
/// <param name="Data">The date of the register in the release; null where it has none.</param>
/// <param name="Method">The way of reckoning.</param>
/// <param name="Deviations">How many had been stated.</param>
/// <param name="Counting">How many members counted.</param>
public sealed record ResultsEdition(
    int Number,
    DateOnly On,
    SnapshotMark Snapshot,
    DateOnly? Data,
    int Method,
    ProtocolHash Protocol,
    int Deviations,
    int Counting,
    IReadOnlyList<KeptFinding> Findings,
    IReadOnlyList<WhyAnew> Why
)
{
    /// <summary>Why this one is another than the one before; nothing where both say the same.</summary>
    /// <param name="before">Null for the first.</param>
    public IReadOnlyList<WhyAnew> Since(ResultsEdition? before)
    {
        if (before is null)
            return [WhyAnew.First];
        var why = new List<WhyAnew>();
        if (
            Findings.Any(f =>
                Like(before, f) is { } was && f.Newest?.Starts > (was.Newest?.Starts ?? 0)
            )
        )
            why.Add(WhyAnew.NewResults);
        if (before.Findings.Any(f => f.Newest is not null && Like(this, f) is { Newest: null }))
            why.Add(WhyAnew.ResultsDropped);
        if (
            Counting != before.Counting
            || Findings.Any(f =>
                Like(before, f) is { } was
                    ? was.Newest == f.Newest && was.Compared != f.Compared
                    // The way of reckoning before had none of givers.
                    : f.Of == FindingOf.Treated || Method == before.Method
            )
        )
            why.Add(WhyAnew.MembersChanged);
        if (Deviations != before.Deviations)
            why.Add(WhyAnew.Deviation);
        if (Method != before.Method)
            why.Add(WhyAnew.Method);
        return why.Count > 0 ? why
            : Findings.SequenceEqual(before.Findings) ? []
            : [WhyAnew.FiguresRevised];
    }

    private static KeptFinding? Like(ResultsEdition edition, KeptFinding finding) =>
        edition.Findings.FirstOrDefault(f =>
            (f.Outcome, f.Phase, f.Of) == (finding.Outcome, finding.Phase, finding.Of)
        );
}

/// <summary>What was found of one outcome in one phase.</summary>
/// <param name="Compared">How many members could be compared.</param>
/// <param name="Newest">The newest year with results of anybody; null where the data have none.</param>
/// <param name="Effect">In standard deviations between schools, with the interval; null where nothing could be compared.</param>
/// <param name="SmallestSeen">The least true difference that would be found in four of five cases.</param>
/// <param name="Deviation">One standard deviation in the unit of the outcome.</param>
/// <param name="Of">Whose course it is; what was kept before givers were compared is of the treated.</param>
public sealed record KeptFinding(
    OutcomeCode Outcome,
    PhaseGroup Phase,
    bool Judged,
    int Compared,
    Year? Newest,
    double? Effect,
    double? Low,
    double? High,
    double? SmallestSeen,
    double? Deviation,
    FindingOf Of = FindingOf.Treated
);

/// <summary>Keeps what was found of a partnership, or hides it where nobody may read of the partnership. The program does it by itself.</summary>
/// <param name="Edition">Its number, day and reasons are given here; null to hide what is kept.</param>
public sealed record KeepResults(PartnershipId Id, ResultsEdition? Edition)
    : Act<PartnershipResults, ResultsKept>
{
    public override string Subject => Id.ToString();

    public override Outcome<ResultsKept> Apply(PartnershipResults? before, Occasion now)
    {
        if (now.By is not Program)
            return new Refusal("not-by-hand", "The program keeps results, and nobody else.");
        if (Edition is null)
            return before is null
                    ? new Refusal("nothing-kept", "There is nothing that could be hidden.")
                : before.Hidden ? new Outcome<ResultsKept>.Unchanged()
                : new ResultsKept(Id, null);
        var last = before?.Editions is [.., var newest] ? newest : null;
        var why = Edition.Since(last);
        if (why.Count == 0)
            return before!.Hidden
                ? new ResultsKept(Id, last)
                : new Outcome<ResultsKept>.Unchanged();
        return new ResultsKept(
            Id,
            Edition with
            {
                Number = (last?.Number ?? 0) + 1,
                On = now.Today,
                Why = why,
            }
        );
    }
}

/// <summary>What was found of a partnership was kept, or hidden.</summary>
/// <param name="Edition">Null where it was hidden.</param>
public sealed record ResultsKept(PartnershipId Id, ResultsEdition? Edition)
    : Event<PartnershipResults>
{
    public override PartnershipResults After(PartnershipResults? before, DateTimeOffset at) =>
        Edition is null
            ? before! with
            {
                Hidden = true,
            }
            : new PartnershipResults(
                Id,
                [.. (before?.Editions ?? []).Where(e => e.Number != Edition.Number), Edition],
                false
            );
}

/// <summary>What was found of a partnership as the public record has it: every edition.</summary>
public sealed record PublicResults(PartnershipId Id, IReadOnlyList<ResultsEdition> Editions)
{
    public const string Kind = "partnership-results";

    /// <summary>The newest edition.</summary>
    [JsonIgnore]
    public ResultsEdition Newest => Editions[^1];

    public static PublicChange Of(PartnershipResults given) =>
        new(
            Kind,
            given.Key,
            given.Hidden ? null : ActJson.Write(new PublicResults(given.Id, given.Editions))
        );

    /// <summary>Reads what was published.</summary>
    public static PublicResults Read(PublicEntry entry) => ActJson.Read<PublicResults>(entry.Json);
}
