using Trellis.Effects;

namespace Trellis.Evaluations;

/// <summary>A study with how much each school moves its estimates.</summary>
/// <param name="Moves">Null where it has no estimate.</param>
internal sealed record MovedStudy(Study Study, SchoolMoves? Moves);

/// <summary>How much each school moves the estimates of a study: what two studies share by sharing schools is learned from it.</summary>
/// <param name="Units">The URN of each school.</param>
/// <param name="Groups">The trust or federation that each joined, or itself: the clusters of the study.</param>
/// <param name="Overall">The influence function of the answer.</param>
/// <param name="Years">The school years after that are shown.</param>
internal sealed record SchoolMoves(
    IReadOnlyList<string> Units,
    IReadOnlyList<string> Groups,
    double[] Overall,
    IReadOnlyList<AverageEffect> Years
)
{
    public static SchoolMoves Of(
        PanelRows rows,
        GroupTimeEffects effects,
        AverageEffect overall,
        IReadOnlyList<AverageEffect> years
    )
    {
        var group = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Unit.Count; i++)
            group[rows.Unit[i]] = rows.Clusters[0].Values[i];
        return new SchoolMoves(
            effects.Units,
            [.. effects.Units.Select(u => group[u])],
            overall.Influence,
            [.. years.Where(y => y is { At: >= 0, Reference: false } && y.StandardError > 0)]
        );
    }
}
