using Trellis.Effects;

namespace Trellis.Evaluations;

/// <summary>Parts of a panel.</summary>
internal static class PanelParts
{
    /// <summary>The rows that are kept, in their order.</summary>
    /// <param name="kept">By number of the row, from 0.</param>
    public static PanelRows Where(this PanelRows rows, Func<int, bool> kept)
    {
        int[] own = [.. Enumerable.Range(0, rows.Time.Length).Where(kept)];
        return rows with
        {
            Unit = [.. own.Select(r => rows.Unit[r])],
            Time = [.. own.Select(r => rows.Time[r])],
            FirstTreated = [.. own.Select(r => rows.FirstTreated[r])],
            Outcome = [.. own.Select(r => rows.Outcome[r])],
            Covariates =
            [
                .. rows.Covariates.Select(c => new NamedColumn(
                    c.Name,
                    [.. own.Select(r => c.Values[r])]
                )),
            ],
            Weights = rows.Weights is { } weights ? [.. own.Select(r => weights[r])] : null,
            Clusters =
            [
                .. rows.Clusters.Select(c => new NamedLabels(
                    c.Name,
                    [.. own.Select(r => c.Values[r])]
                )),
            ],
            Lines = null,
        };
    }

    /// <summary>Without some columns.</summary>
    public static PanelRows Without(this PanelRows rows, params string[] covariates) =>
        rows with
        {
            Covariates = [.. rows.Covariates.Where(c => !covariates.Contains(c.Name))],
        };
}
