using Trellis.Probability;

namespace Trellis.Effects;

/// <summary>A panel drawn with known effects: groups choose by a covariate that also moves outcomes.</summary>
internal static class StaggeredPanel
{
    public static readonly int[] Years = [2012, 2013, 2014, 2016, 2017, 2018];
    private static readonly double[] Begins = [2014, 2016, 2018, double.PositiveInfinity];

    /// <param name="moving">Whether covariates and weights change with time.</param>
    /// <param name="seen">The chance that a unit is seen at a time.</param>
    /// <param name="effect">Of treatment at a time since it began.</param>
    public static PanelRows Of(
        long seed,
        int units = 160,
        bool moving = false,
        bool weighted = false,
        double seen = 1,
        Func<int, double>? effect = null
    )
    {
        var (unit, time, first) = (new List<string>(), new List<int>(), new List<double>());
        var (outcome, x, z, weight) = (
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>()
        );
        var (district, county) = (new List<string>(), new List<string>());
        for (var u = 0; u < units; u++)
        {
            var chance = new Draws(seed, u);
            var size = chance.Normal(0);
            var poor = chance.Uniform(1) < .4 ? 1 : 0;
            var group = Math.Clamp((int)(4 * Share(chance.Normal(2) - (.5 * size))), 0, 3);
            var level = chance.Normal(3);
            var mass = .5 + chance.Uniform(4);
            for (var t = 0; t < Years.Length; t++)
            {
                if (chance.Uniform(100 + t) > seen)
                    continue;
                var since = Years[t] - Begins[group];
                unit.Add($"school {u}");
                time.Add(Years[t]);
                first.Add(Begins[group]);
                x.Add(moving ? size + (.3 * chance.Normal(200 + t)) : size);
                z.Add(poor);
                weight.Add(moving ? mass * (1 + (.1 * chance.Uniform(300 + t))) : mass);
                outcome.Add(
                    level
                        + (.2 * t)
                        + (.1 * t * size)
                        + (.05 * t * poor)
                        + (since >= 0 ? (effect ?? (e => .3 + (.1 * e)))((int)since) : 0)
                        + (.4 * chance.Normal(400 + t))
                );
                district.Add($"district {u % 23}");
                county.Add($"county {u % 7}");
            }
        }
        return new PanelRows
        {
            Unit = unit,
            Time = [.. time],
            FirstTreated = [.. first],
            Outcome = [.. outcome],
            Covariates = [new NamedColumn("size", [.. x]), new NamedColumn("poor", [.. z])],
            Weights = weighted ? [.. weight] : null,
            Clusters = [new NamedLabels("district", district), new NamedLabels("county", county)],
        };
    }

    private static double Share(double normal) => Shrinkage.Normal.Below(normal);

    /// <summary>The same rows in another order, or some of them.</summary>
    public static PanelRows Picked(PanelRows rows, IReadOnlyList<int> order) =>
        new()
        {
            Unit = [.. order.Select(r => rows.Unit[r])],
            Time = [.. order.Select(r => rows.Time[r])],
            FirstTreated = [.. order.Select(r => rows.FirstTreated[r])],
            Outcome = [.. order.Select(r => rows.Outcome[r])],
            Covariates =
            [
                .. rows.Covariates.Select(c => new NamedColumn(
                    c.Name,
                    [.. order.Select(r => c.Values[r])]
                )),
            ],
            Weights = rows.Weights is null ? null : [.. order.Select(r => rows.Weights[r])],
            Clusters =
            [
                .. rows.Clusters.Select(c => new NamedLabels(
                    c.Name,
                    [.. order.Select(r => c.Values[r])]
                )),
            ],
        };
}
