using Trellis.Answers;
using Trellis.Effects;

namespace Trellis.Evaluations;

/// <summary>Which of the effects of groups at times an answer is the average of, each group by its share.</summary>
/// <param name="Most">The last school year since the first that counts; null for all.</param>
internal sealed record StudyWindow(int? Most)
{
    /// <summary>The registered window: school years 0, 1 and 2 after joining.</summary>
    public static readonly StudyWindow FirstThree = new(StudyPlan.FirstYears - 1);

    public static readonly StudyWindow AllAfter = new((int?)null);

    /// <summary>The registered window; all years after where no result lies in it.</summary>
    public static StudyWindow Of(GroupTimeEffects effects) =>
        effects.Cells.Any(FirstThree.Holds) ? FirstThree : AllAfter;

    public bool Holds(GroupTimeEffect cell) =>
        cell is { Reference: false, EventTime: >= 0 }
        && double.IsFinite(cell.Effect)
        && (Most is null || cell.EventTime <= Most);

    /// <summary>
    /// By school years since the first, those alone for which enough partnerships were treated: errors of fewer are too small, and
    /// one such year breaks the band of all (in the audit of absence a year with 4 schools was held in 76 of 100 draws).
    /// </summary>
    public static IReadOnlyList<AverageEffect> Shown(GroupTimeEffects effects) =>
        [
            .. Aggregates
                .Dynamic(effects)
                .Parts.Where(p =>
                    FewTreatedClusters.Number(effects, p.Groups) >= StudyChecks.FewClusters
                ),
        ];

    /// <summary>The average over the window.</summary>
    /// <exception cref="UnusableDataException">No cell lies in it.</exception>
    public AverageEffect Average(GroupTimeEffects effects) => Average(effects, Holds);

    /// <summary>The average over some cells, before treatment or after, each by its group's share.</summary>
    /// <exception cref="UnusableDataException">There is none.</exception>
    public static AverageEffect Average(GroupTimeEffects effects, Func<GroupTimeEffect, bool> kept)
    {
        int[] own =
        [
            .. Enumerable
                .Range(0, effects.Cells.Count)
                .Where(c =>
                    !effects.Cells[c].Reference
                    && double.IsFinite(effects.Cells[c].Effect)
                    && kept(effects.Cells[c])
                ),
        ];
        // Shares are of groups, whenever they are looked at: as if all were looked at when treatment began.
        return Aggregates
            .Simple(
                effects with
                {
                    Cells =
                    [
                        .. own.Select(c => effects.Cells[c]).Select(c => c with { Time = c.Group }),
                    ],
                    Influence = [.. own.Select(c => effects.Influence[c])],
                    Unanswered = [],
                }
            )
            .Overall;
    }
}
