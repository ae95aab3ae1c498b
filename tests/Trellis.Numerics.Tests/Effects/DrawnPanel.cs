using System.Globalization;
using Trellis.Probability;

namespace Trellis.Effects;

/// <summary>Panels drawn from a known world: unit and time effects, trends that follow a covariate, noise that remembers.</summary>
internal static class DrawnPanel
{
    /// <param name="trend">How much more the outcome grows a time for a unit whose first covariate is 1 higher.</param>
    /// <param name="memory">How much of a time's noise stays to the next.</param>
    /// <param name="changing">Whether the second covariate changes with time.</param>
    public static PanelRows Draw(
        int units,
        int[] times,
        long seed,
        long stream = 0,
        double trend = 0,
        double memory = .3,
        double noise = 1,
        bool changing = false,
        int clusters = 0,
        double clusterNoise = 0
    )
    {
        var chance = new Draws(seed, stream);
        long number = 0;
        var common = times.Select(_ => chance.Normal(number++)).ToArray();
        var shocks = Enumerable
            .Range(0, clusters * times.Length)
            .Select(_ => clusterNoise * chance.Normal(number++))
            .ToArray();
        var n = units * times.Length;
        var (unit, time, outcome) = (new string[n], new int[n], new double[n]);
        var (x1, x2, weight, cluster) = (
            new double[n],
            new double[n],
            new double[n],
            new string[n]
        );
        for (var u = 0; u < units; u++)
        {
            var name = u.ToString(CultureInfo.InvariantCulture);
            var (own, first, second) = (
                chance.Normal(number++),
                chance.Normal(number++),
                chance.Normal(number++)
            );
            double kept = 0;
            for (var t = 0; t < times.Length; t++)
            {
                var row = (u * times.Length) + t;
                kept = (memory * kept) + (noise * chance.Normal(number++));
                (unit[row], time[row]) = (name, times[t]);
                (x1[row], x2[row]) = (first, second + (changing ? .2 * t * first : 0));
                weight[row] = 1 + (u % 3);
                var group = clusters == 0 ? 0 : u % clusters;
                cluster[row] = group.ToString(CultureInfo.InvariantCulture);
                outcome[row] =
                    own
                    + common[t]
                    + (trend * first * times[t] - (trend * first * times[0]))
                    + (.3 * first)
                    + kept
                    + (clusters == 0 ? 0 : shocks[(group * times.Length) + t]);
            }
        }
        return new PanelRows
        {
            Unit = unit,
            Time = time,
            FirstTreated = [.. Enumerable.Repeat(double.PositiveInfinity, n)],
            Outcome = outcome,
            Covariates = [new NamedColumn("intake", x1), new NamedColumn("size", x2)],
            Weights = weight,
            Clusters = clusters == 0 ? [] : [new NamedLabels("area", cluster)],
        };
    }

    /// <summary>Some of the rows, as they are.</summary>
    public static PanelRows Where(PanelRows rows, Func<int, bool> keep)
    {
        int[] kept = [.. Enumerable.Range(0, rows.Time.Length).Where(keep)];
        T[] Of<T>(IReadOnlyList<T> all) => [.. kept.Select(r => all[r])];
        return new PanelRows
        {
            Unit = Of(rows.Unit),
            Time = Of(rows.Time),
            FirstTreated = Of(rows.FirstTreated),
            Outcome = Of(rows.Outcome),
            Covariates = [.. rows.Covariates.Select(c => new NamedColumn(c.Name, Of(c.Values)))],
            Weights = rows.Weights is null ? null : Of(rows.Weights),
            Clusters = [.. rows.Clusters.Select(c => new NamedLabels(c.Name, Of(c.Values)))],
        };
    }
}
