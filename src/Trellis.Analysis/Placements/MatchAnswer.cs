using Trellis.Groups;
using Trellis.Schools;

namespace Trellis.Placements;

/// <summary>What one criterion says of a trust for a school.</summary>
/// <param name="Value">0 to 1, more is better. Where it is not known, the middle of <paramref name="Low"/> and <paramref name="High"/>.</param>
/// <param name="Low">The value lies between low and high nine times in ten.</param>
/// <param name="Weight">What the criterion weighs in this answer: the weights of those in use add up to 1.</param>
/// <param name="IsKnown">Whether anything is known of this trust by this criterion.</param>
/// <param name="Words">What was found, a sentence.</param>
public sealed record MatchPart(
    Criterion Criterion,
    double Value,
    double Low,
    double High,
    double Weight,
    bool IsKnown,
    string Words
);

/// <summary>A criterion that this answer leaves out, and why; the weights of the others are scaled up.</summary>
public sealed record UnusedCriterion(Criterion Criterion, string Why);

/// <summary>A trust that may take the school, with its value.</summary>
/// <param name="Rank">Counted from 1, by value; of equal values the lower UID first.</param>
/// <param name="Value">The sum of weight times value over the parts, 0 to 1.</param>
/// <param name="Low">The value lies between low and high nine times in ten, as far as the parts' uncertainties go and taking them as independent.</param>
/// <param name="TiedWith">The trusts, of all that were ranked, from which this one cannot be told apart: the nine-in-ten interval of the difference of the two values covers 0.</param>
/// <param name="Parts">In the order of the criteria.</param>
/// <param name="Minutes">By car to its nearest school of any phase; null where that is not known.</param>
public sealed record RankedTrust(
    TrustOnDay Trust,
    int Rank,
    double Value,
    double Low,
    double High,
    IReadOnlyList<Uid> TiedWith,
    IReadOnlyList<MatchPart> Parts,
    double? Minutes
);

/// <summary>A trust that may not take the school whatever its value.</summary>
/// <param name="Reasons">Sentences, at least one.</param>
public sealed record ExcludedTrust(TrustOnDay Trust, IReadOnlyList<string> Reasons);

/// <summary>The weight of one criterion at which the first two trusts would stand level, all other weights keeping their proportions.</summary>
/// <param name="Weight">What it weighs in this answer.</param>
/// <param name="TieAt">The weight at which they tie, 0 to 1; null where none does.</param>
public sealed record SwapWeight(Criterion Criterion, double Weight, double? TieAt)
{
    /// <summary>How far the weight would have to move; null where no weight brings a tie.</summary>
    public double? Change => TieAt is { } at ? Math.Abs(at - Weight) : null;
}

/// <summary>What would change the order of the first two.</summary>
/// <param name="Smallest">The criterion that would have to move least; null where none alone would do it.</param>
public sealed record Swap(
    Uid First,
    Uid Second,
    IReadOnlyList<SwapWeight> Weights,
    SwapWeight? Smallest
);

/// <summary>The trusts for a school, with everything that was left out.</summary>
/// <param name="Ranked">The best, as many as were asked for.</param>
/// <param name="Candidates">How many were ranked.</param>
/// <param name="Swap">Null where fewer than two were ranked.</param>
/// <param name="Notes">What a reader has to know of this answer, in sentences.</param>
public sealed record MatchAnswer(
    School School,
    DateOnly Day,
    Criteria Criteria,
    string SnapshotId,
    IReadOnlyList<RankedTrust> Ranked,
    int Candidates,
    IReadOnlyList<ExcludedTrust> Excluded,
    IReadOnlyList<UnusedCriterion> Unused,
    Swap? Swap,
    IReadOnlyList<string> Notes
);

/// <summary>A trust's value for a school alone, without its words.</summary>
/// <param name="Value">Null where a hard filter leaves the trust out.</param>
/// <param name="Reasons">Why it is left out; empty where it is not.</param>
/// <param name="Minutes">By car to its nearest school; null where that is not known.</param>
public sealed record PlacementValue(
    TrustOnDay Trust,
    double? Value,
    double Low,
    double High,
    IReadOnlyList<string> Reasons,
    double? Minutes
);

/// <summary>Facts of a trust near a school; no merit is in them.</summary>
/// <param name="Nearest">Its school nearest to the school asked about.</param>
/// <param name="Kilometres">In a straight line to that school.</param>
/// <param name="Minutes">By car to it, estimated; null where there is no road or it is not known.</param>
/// <param name="NearestOfPhase">Its nearest school that teaches the same phase; null where it has none, or none with a place.</param>
public sealed record NearbyTrust(
    TrustOnDay Trust,
    School Nearest,
    double Kilometres,
    double? Minutes,
    School? NearestOfPhase,
    double? KilometresOfPhase,
    double? MinutesOfPhase
);
