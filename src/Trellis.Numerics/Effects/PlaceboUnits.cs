using Trellis.Probability;

namespace Trellis.Effects;

/// <summary>What chance does to an average over a few treated units, learned from the departures of many controls.</summary>
/// <remarks>
/// Conley and Taber, "Inference with difference in differences with a small number of policy changes", Review of Economics and
/// Statistics 93 (2011). A draw puts a control, chosen by chance, in the place of each treated unit, over the same times; controls
/// being many, what is estimated on them does not move beside it.
/// </remarks>
internal static class PlaceboUnits
{
    private const int Count = 1999;
    private const double Level = .95;
    private const long Seed = 2011;

    /// <summary>The chance of an average as far from 0, and the effects that are not rejected.</summary>
    /// <param name="study">Its cells from treatment on all have effects, or those of a group do.</param>
    /// <param name="overall">The average over them by shares of groups.</param>
    /// <param name="number">Of the treater among all: draws are by number.</param>
    public static (double PValue, Interval Interval) Test(
        TreatedStudy study,
        double overall,
        ControlSide side,
        int number
    )
    {
        var effects = study.Effects;
        // A unit counts in each cell of its group: its departures sum over the group's times.
        var times = effects
            .Cells.Where(c =>
                c is { EventTime: >= 0, Reference: false } && double.IsFinite(c.Effect)
            )
            .GroupBy(c => c.Group)
            .ToDictionary(g => g.Key, g => g.Count());
        var units = new List<(double[] Departures, double Weight)>();
        double total = 0;
        for (var i = 0; i < effects.Number && double.IsFinite(effects.FirstTreated[i]); i++)
            if (times.TryGetValue((int)effects.FirstTreated[i], out var count))
            {
                var cohort = Array.BinarySearch(side.Ready.Cohorts, effects.FirstTreated[i]);
                units.Add((side.Departures(cohort), effects.Weights[i]));
                total += effects.Weights[i] * count;
            }
        var chance = new Draws(Seed, number);
        var drawn = new double[Count];
        var asFar = 1;
        for (var d = 0; d < Count; d++)
        {
            double sum = 0;
            for (var u = 0; u < units.Count; u++)
            {
                var (departures, weight) = units[u];
                sum += weight * departures[chance.Below(((long)d * units.Count) + u, side.Count)];
            }
            drawn[d] = sum / total;
            if (Math.Abs(drawn[d]) >= Math.Abs(overall))
                asFar++;
        }
        Array.Sort(drawn);
        return (
            asFar / (Count + 1.0),
            new Interval(
                overall - BootstrapDraws.Quantile(drawn, (1 + Level) / 2),
                overall - BootstrapDraws.Quantile(drawn, (1 - Level) / 2)
            )
        );
    }
}
