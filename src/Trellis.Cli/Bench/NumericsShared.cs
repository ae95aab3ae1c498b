using System.Globalization;
using Trellis.Effects;
using Trellis.Probability;

namespace Trellis.Bench;

/// <summary>The bootstrap, averages and every trust against the same controls, on the simulated panel.</summary>
internal static class NumericsShared
{
    private const int Trusts = 2_000;
    private const int Draws = 1_000;

    public static void Run(NumericsBench bench)
    {
        var panel = NumericsPanel.Read(bench);
        var effects = CallawaySantAnna.Estimate(
            panel.Rows,
            new StaggeredDesign { Controls = ControlGroup.NotYetTreated }
        );
        AggregatedEffects[] averages = [];
        var (seconds, megabytes) = NumericsBench.Fastest(() =>
            averages = [
                Aggregates.Simple(effects),
                Aggregates.Dynamic(effects),
                Aggregates.Group(effects),
                Aggregates.Calendar(effects),
            ]
        );
        bench.Add(
            new NumericsTiming(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"four averages of {effects.Cells.Count} cells of {effects.Number:N0} units"
                ),
                seconds,
                "did 2.5.1 with their bootstraps",
                3.8,
                Megabytes: megabytes
            )
        );
        double[][] influence =
        [
            .. effects.Influence,
            .. averages.SelectMany(a => a.Parts.Append(a.Overall)).Select(a => a.Influence),
        ];
        (seconds, megabytes) = NumericsBench.Fastest(() =>
            MultiplierBootstrap.Run(influence, effects.Clusters, Draws, seed: 1).CriticalValue()
        );
        bench.Add(
            new NumericsTiming(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"bootstrap of {influence.Length} estimates of {effects.Number:N0} units, {Draws:N0} draws, with its band"
                ),
                seconds,
                "R's sign matrix times influence",
                HereSeconds: InR(influence.Length, effects.Number),
                Megabytes: megabytes
            )
        );
        var trusts = Dealt(panel.Rows);
        foreach (
            var method in (TwoPeriodMethod[])
                [TwoPeriodMethod.DoublyRobust, TwoPeriodMethod.Regression]
        )
        {
            IReadOnlyList<TreatedEffect> all = [];
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var before = GC.GetTotalAllocatedBytes(true);
            all = SharedControls
                .Estimate(panel.Rows, trusts, new StaggeredDesign { Method = method })
                .Each;
            bench.Add(
                new NumericsTiming(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{all.Count:N0} trusts against the same {panel.NeverTreated().Length:N0} controls, {(method == TwoPeriodMethod.Regression ? "regression" : "doubly robust")}, ten covariates, event studies; {all.Count(a => double.IsFinite(a.Overall)):N0} with an answer (once; 60 s asked for)"
                    ),
                    watch.Elapsed.TotalSeconds,
                    "nobody",
                    Megabytes: (GC.GetTotalAllocatedBytes(true) - before) / 1e6
                )
            );
        }
    }

    // Each treated unit to one of the trusts, by chance.
    private static NamedLabels Dealt(PanelRows rows)
    {
        var chance = new Draws(1, 0);
        var of = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new string[rows.Unit.Count];
        for (var row = 0; row < names.Length; row++)
            if (!of.TryGetValue(rows.Unit[row], out names[row]!))
                of[rows.Unit[row]] = names[row] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"T{chance.Below(of.Count, Trusts)}"
                );
        return new NamedLabels("trust", names);
    }

    private static double? InR(int estimates, int units) =>
        NumericsBench.InR(
            string.Create(
                CultureInfo.InvariantCulture,
                $"set.seed(1); m <- matrix(rnorm({units} * {estimates}), {units}); t <- system.time(for (b in 1:20) {{ s <- matrix(sample(c(-1, 1), {units} * 50, TRUE), 50); d <- s %*% m }})[[3]]; cat(t)"
            )
        );
}
