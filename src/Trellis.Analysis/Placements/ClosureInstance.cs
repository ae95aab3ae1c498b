namespace Trellis.Placements;

/// <summary>A school of a trust that closes.</summary>
/// <param name="Id">A URN, or any name of its own where the instance is drawn.</param>
/// <param name="Name">For people; the id where there is no other.</param>
/// <param name="Challenge">Its challenge points, 1 to 5: what help it is owed, as a number.</param>
/// <param name="Cluster">The schools that are better kept together, by any name; empty where it is in none.</param>
/// <param name="Performing">Whether it may go only to trusts on its own list, where it gave one.</param>
/// <param name="List">The trusts it wishes for by id, first choice first; empty where it stated none. One that cannot take it keeps its rank.</param>
public sealed record ClosingSchool(
    string Id,
    string Name,
    int Challenge,
    string Cluster,
    bool Performing,
    IReadOnlyList<string> List
)
{
    /// <summary>How many pupils it has; null where that is not known.</summary>
    public int? Pupils { get; init; }

    /// <summary>What number a trust has on its list, from 1; one after the end where it is not on it; 0 where the school stated no list.</summary>
    public int RankOf(string trust)
    {
        if (List.Count == 0)
            return 0;
        for (var i = 0; i < List.Count; i++)
            if (string.Equals(List[i], trust, StringComparison.Ordinal))
                return i + 1;
        return List.Count + 1;
    }
}

/// <summary>A trust that could receive some of them.</summary>
/// <param name="Places">How many schools it takes, 0 or more.</param>
/// <param name="ChallengePoints">How many challenge points it takes altogether, 0 or more.</param>
public sealed record ReceivingTrust(string Id, string Name, int Places, int ChallengePoints);

/// <summary>A school that could go to a trust.</summary>
/// <param name="Value">The published value of the match, 0 to 1.</param>
/// <param name="Minutes">From the school to the trust's nearest school by car, estimated; null where it is not known.</param>
public sealed record PossiblePlace(string School, string Trust, double Value, double? Minutes);

/// <summary>A school that cannot go to a trust whatever the values, and why.</summary>
/// <param name="Reason">A sentence.</param>
public sealed record RuledOut(string School, string Trust, string Reason);

/// <summary>Everything that a plan for the schools of a closing trust is made from.</summary>
/// <param name="Places">The pairs that may be; one that is not here may not.</param>
/// <param name="RuledOut">Why pairs may not be, where a reason is known.</param>
/// <param name="Locks">Schools whose trust is settled, by id.</param>
public sealed record ClosureInstance(
    IReadOnlyList<ClosingSchool> Schools,
    IReadOnlyList<ReceivingTrust> Trusts,
    IReadOnlyList<PossiblePlace> Places,
    IReadOnlyList<RuledOut> RuledOut,
    IReadOnlyList<(string School, string Trust)> Locks
)
{
    public const double UsualClusterCost = .05;

    public const double UsualFairShare = .7;

    /// <summary>What leaving a school without a trust costs (P), 0 or more, in value; null so much that as many are placed as can be.</summary>
    public double? Penalty { get; init; }

    /// <summary>What each further trust costs that the schools of one cluster are spread over (kappa), 0 or more, in value.</summary>
    public double ClusterCost { get; init; } = UsualClusterCost;

    /// <summary>A trust that takes two or more takes on average at least this share of the mean challenge of all schools of the instance (rho), 0 to 1.</summary>
    public double FairShare { get; init; } = UsualFairShare;
}
