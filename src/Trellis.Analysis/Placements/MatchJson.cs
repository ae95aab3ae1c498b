namespace Trellis.Placements;

/// <summary>An answer as programs read it: the same words and numbers on the command line and over the API.</summary>
public static class MatchJson
{
    /// <returns>Plain objects to be written with names in camel case.</returns>
    public static object Of(MatchAnswer answer) =>
        new
        {
            Urn = answer.School.Urn.Value,
            answer.School.Name,
            On = answer.Day,
            Criteria = answer.Criteria.Version,
            Snapshot = answer.SnapshotId,
            answer.Candidates,
            Excluded = answer.Excluded.Select(e => new
            {
                Uid = e.Trust.Uid.Value,
                e.Trust.Name,
                e.Reasons,
            }),
            Ranked = answer.Ranked.Select(r => new
            {
                Uid = r.Trust.Uid.Value,
                r.Trust.Name,
                r.Rank,
                r.Value,
                Interval = new[] { r.Low, r.High },
                TiedWith = r.TiedWith.Select(u => u.Value),
                r.Minutes,
                Parts = r.Parts.ToDictionary(
                    p => p.Criterion.Id,
                    p => new
                    {
                        p.Value,
                        Interval = new[] { p.Low, p.High },
                        p.Weight,
                        Known = p.IsKnown,
                        p.Words,
                        p.Criterion.Source,
                    }
                ),
            }),
            Unused = answer.Unused.ToDictionary(u => u.Criterion.Id, u => u.Why),
            Swap = answer.Swap is { } swap
                ? new
                {
                    First = swap.First.Value,
                    Second = swap.Second.Value,
                    Smallest = swap.Smallest?.Criterion.Id,
                    Weights = swap.Weights.ToDictionary(
                        w => w.Criterion.Id,
                        w => new
                        {
                            w.Weight,
                            w.TieAt,
                            w.Change,
                        }
                    ),
                }
                : null,
            answer.Notes,
        };
}
