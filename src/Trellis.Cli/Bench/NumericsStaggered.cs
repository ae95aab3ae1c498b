using System.Globalization;
using Trellis.Effects;
using Trellis.Probability;

namespace Trellis.Bench;

/// <summary>Groups treated at different times: the whole of a study against the clock, and each estimator against a truth that was put there.</summary>
internal static class NumericsStaggered
{
    private const int Bootstraps = 1_000;
    private const int Units = 400;
    private const double Effect = .3;
    private const double Seen = .8;
    private const double Critical = 1.959963984540054;
    private static readonly int[] Years = [2014, 2015, 2017, 2018, 2019];
    private static readonly double[] Groups = [2017, 2018, double.PositiveInfinity];

    public static void Run(NumericsBench bench)
    {
        var rows = NumericsPanel.Read(bench).Rows;
        var design = new StaggeredDesign { Controls = ControlGroup.NotYetTreated };
        Time(
            bench,
            "a whole study, doubly robust, ten covariates, not yet treated: effects, four averages, pre-test, 1,000 bootstraps, bands (1.0 s and 1 GB asked for)",
            () => Study(rows, design),
            9.5
        );
        Time(bench, "its effects alone", () => CallawaySantAnna.Estimate(rows, design), null);
        foreach (
            var (name, method) in (ReadOnlySpan<(string, TwoPeriodMethod)>)
                [
                    ("inverse probability", TwoPeriodMethod.InverseProbability),
                    ("regression", TwoPeriodMethod.Regression),
                ]
        )
            Time(
                bench,
                $"effects by {name}",
                () => CallawaySantAnna.Estimate(rows, design with { Method = method }),
                null
            );
        Time(
            bench,
            "effects of the rows as cross-sections, doubly robust",
            () =>
                CallawaySantAnna.Estimate(rows, design with { Sampling = Sampling.CrossSections }),
            null
        );
        Cover(bench, "doubly robust, both models right", TwoPeriodMethod.DoublyRobust, bent: false);
        Cover(
            bench,
            "doubly robust, regression wrong, chances right",
            TwoPeriodMethod.DoublyRobust,
            bent: true
        );
        Cover(
            bench,
            "inverse probability, chances right",
            TwoPeriodMethod.InverseProbability,
            bent: true
        );
        Cover(bench, "regression, right", TwoPeriodMethod.Regression, bent: false);
        Cover(
            bench,
            "doubly robust, units seen at four of five times or so",
            TwoPeriodMethod.DoublyRobust,
            bent: false,
            Sampling.UnbalancedPanel
        );
        Cover(
            bench,
            "doubly robust, each row somebody else",
            TwoPeriodMethod.DoublyRobust,
            bent: false,
            Sampling.CrossSections
        );
    }

    private static void Study(PanelRows rows, StaggeredDesign design)
    {
        var effects = CallawaySantAnna.Estimate(rows, design);
        AggregatedEffects[] averages =
        [
            Aggregates.Simple(effects),
            Aggregates.Dynamic(effects),
            Aggregates.Group(effects),
            Aggregates.Calendar(effects),
        ];
        WaldTest.BeforeTreatment(effects);
        var draws = MultiplierBootstrap.Run(
            [
                .. effects.Influence,
                .. averages.SelectMany(a => a.Parts.Append(a.Overall)).Select(a => a.Influence),
            ],
            effects.Clusters,
            Bootstraps,
            seed: 1
        );
        UniformBand.Of([.. effects.Cells.Select(c => c.Effect)], draws);
        var from = effects.Cells.Count;
        foreach (var average in averages)
        {
            double[] parts = [.. average.Parts.Append(average.Overall).Select(p => p.Effect)];
            UniformBand.Of(parts, draws, from);
            from += parts.Length;
        }
    }

    private static void Time(NumericsBench bench, string what, Action run, double? peer)
    {
        var (seconds, megabytes) = NumericsBench.Fastest(run);
        bench.Add(
            new NumericsTiming(
                $"{what}, 20,000 units in 12 years",
                seconds,
                "did 2.5.1",
                peer,
                Megabytes: megabytes
            )
        );
    }

    private static void Cover(
        NumericsBench bench,
        string what,
        TwoPeriodMethod method,
        bool bent,
        Sampling sampling = Sampling.BalancedPanel
    )
    {
        var held = new bool[bench.Draws];
        var errors = new double[bench.Draws];
        Parallel.For(
            0,
            bench.Draws,
            draw =>
            {
                var effects = CallawaySantAnna.Estimate(
                    Drawn(draw, bent, sampling),
                    new StaggeredDesign { Method = method, Sampling = sampling },
                    cores: 1
                );
                var overall = Aggregates.Simple(effects).Overall;
                errors[draw] = overall.Effect - Effect;
                held[draw] = Math.Abs(errors[draw]) <= Critical * overall.StandardError;
            }
        );
        bench.Add(
            new NumericsCoverage(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}: average effect of {Effect} on {Units} units, of whom those with more of a covariate join sooner and rise faster"
                ),
                bench.Draws,
                held.Count(h => h),
                errors.Average()
            )
        );
    }

    // Who joins when depends on x by a logit; outcomes rise with x, or with e to the x.
    private static PanelRows Drawn(long draw, bool bent, Sampling sampling)
    {
        var unit = new string[Units * Years.Length];
        var time = new int[unit.Length];
        var first = new double[unit.Length];
        var outcome = new double[unit.Length];
        var covariate = new double[unit.Length];
        // Of cross-sections every row is drawn anew, of a panel every unit.
        var alone = sampling == Sampling.CrossSections;
        for (var row = 0; row < unit.Length; row++)
        {
            var (u, t) = Math.DivRem(row, Years.Length);
            var chance = new Draws(draw, alone ? row : u);
            var x = chance.Normal(0);
            // Against the never treated each group's odds are those of a logit.
            double[] odds = [Math.Exp(-.8 + (.6 * x)), Math.Exp(-.6 + (.4 * x)), 1];
            var at = chance.Uniform(1) * odds.Sum();
            var group =
                at < odds[0] ? 0
                : at < odds[0] + odds[1] ? 1
                : 2;
            unit[row] = string.Create(CultureInfo.InvariantCulture, $"U{u}");
            time[row] = Years[t];
            first[row] = Groups[group];
            covariate[row] = x;
            var seen = sampling != Sampling.UnbalancedPanel || chance.Uniform(20 + t) < Seen;
            outcome[row] = seen
                ? chance.Normal(3)
                    + x
                    + (.1 * t)
                    + (.1 * t * (bent ? Math.Exp(x / 2) : x))
                    + (Years[t] >= Groups[group] ? Effect : 0)
                    + (.5 * chance.Normal(10 + t))
                : double.NaN;
        }
        return new PanelRows
        {
            Unit = unit,
            Time = time,
            FirstTreated = first,
            Outcome = outcome,
            Covariates = [new NamedColumn("x", covariate)],
        };
    }
}
