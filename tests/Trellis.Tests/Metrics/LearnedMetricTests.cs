using Trellis.Metrics;
using Trellis.Neighbours;

namespace Trellis.Tests.Metrics;

public sealed class LearnedMetricTests
{
    private const int Rows = 2_000;

    /// <summary>Six inputs drawn by chance; the level is 3a + b + ab, the turnout 2c with the level's a in it, and d, e and f say nothing of either.</summary>
    private sealed record Planted(int[] Keys, double[][] Inputs, double[] Level, double[] Turnout)
    {
        public static Planted Draw(int seed)
        {
            var chance = new Random(seed);
            double Normal() =>
                Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble()))
                * Math.Cos(2 * Math.PI * chance.NextDouble());
            var inputs = Enumerable
                .Range(0, 6)
                .Select(_ => Enumerable.Range(0, Rows).Select(_ => Normal()).ToArray())
                .ToArray();
            double[] a = inputs[0],
                b = inputs[1],
                c = inputs[2];
            return new Planted(
                [.. Enumerable.Range(100_000, Rows)],
                inputs,
                [
                    .. Enumerable
                        .Range(0, Rows)
                        .Select(r => (3 * a[r]) + b[r] + (a[r] * b[r]) + Normal()),
                ],
                [.. Enumerable.Range(0, Rows).Select(r => (2 * c[r]) + a[r] + Normal())]
            );
        }

        public Planted In(int[] order) =>
            new(
                [.. order.Select(r => Keys[r])],
                [.. Inputs.Select(i => order.Select(r => i[r]).ToArray())],
                [.. order.Select(r => Level[r])],
                [.. order.Select(r => Turnout[r])]
            );

        public LearnedMetric Learn() =>
            LearnedMetric.Learn(
                [
                    .. Inputs.Select(
                        (figures, k) =>
                            new MetricInput("abcdef"[k].ToString(), figures, Curved: k < 2)
                    ),
                ],
                [new("level", "level", Level), new("turnout", "turnout", Turnout)],
                ["level", "turnout"],
                Folds.Of(Keys, 5),
                MetricRecipe.Standard
            );
    }

    private static readonly Planted Drawn = Planted.Draw(5);
    private static readonly LearnedMetric Learned = Drawn.Learn();

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(),
            meanB = b.Average();
        var both = a.Zip(b).Sum(p => (p.First - meanA) * (p.Second - meanB));
        return both
            / Math.Sqrt(
                a.Sum(v => (v - meanA) * (v - meanA)) * b.Sum(v => (v - meanB) * (v - meanB))
            );
    }

    [Fact]
    public void Axes_have_mean_0_and_deviation_1_and_say_nothing_twice()
    {
        for (var fold = 0; fold < 5; fold++)
        {
            double[] level = Learned.Places(0, fold),
                turnout = Learned.Places(1, fold);
            foreach (var axis in new[] { level, turnout })
            {
                Assert.Equal(0, axis.Average(), 1e-10);
                Assert.Equal(1, Spread.StandardDeviation(axis), 1e-10);
            }
            Assert.Equal(0, Correlation(level, turnout), 1e-10);
        }
    }

    [Fact]
    public void What_was_planted_is_found()
    {
        double[] a = Drawn.Inputs[0],
            b = Drawn.Inputs[1],
            c = Drawn.Inputs[2];
        var truth = a.Zip(b).Select(p => (3 * p.First) + p.Second + (p.First * p.Second)).ToArray();
        Assert.InRange(Correlation(truth, Learned.Places(0)), .99, 1);
        // The second axis is what turnout says beyond the level: c.
        Assert.InRange(Correlation(c, Learned.Places(1)), .95, 1);
        // Level: 9 + 1 + 1 of 12 can be known. Turnout: 4 + 1 of 6.
        Assert.InRange(Learned.Constants.Explained["level"], .88, 11 / 12.0 + .02);
        Assert.InRange(Learned.Constants.Explained["turnout"], .80, 5 / 6.0 + .02);
        // An input that says nothing moves hardly anybody.
        Assert.All(
            Learned.Constants.Formulas,
            fold =>
                Assert.All(fold[0].Coefficients.Skip(3).Take(3), d => Assert.InRange(d, -.05, .05))
        );
    }

    [Fact]
    public void Outcomes_made_by_chance_teach_nothing_that_holds()
    {
        var chance = new Random(12);
        var metric = (
            Drawn with
            {
                Level = [.. Drawn.Level.Select(_ => chance.NextDouble())],
            }
        ).Learn();
        Assert.InRange(metric.Constants.Explained["level"], -.05, .01);
    }

    [Fact]
    public void A_place_is_worked_out_again_by_hand_from_the_published_constants()
    {
        var constants = Learned.Constants;
        var folds = Folds.Of(Drawn.Keys, 5);
        foreach (var row in new[] { 0, 1, 17, 999, Rows - 1 })
            for (var axis = 0; axis < 2; axis++)
            {
                // Pulled in, standard, products standard again, times the coefficients: nothing else.
                var figures = Drawn.Inputs.Select(i => i[row]).ToArray();
                var z = figures
                    .Select(
                        (f, k) =>
                            (
                                Math.Min(
                                    Math.Max(f, constants.Standards[k].Low),
                                    constants.Standards[k].High
                                ) - constants.Standards[k].Mean
                            ) / constants.Standards[k].Deviation
                    )
                    .ToArray();
                var formula = constants.Formulas[folds[row]][axis];
                var byHand = formula.Intercept;
                for (var t = 0; t < constants.Terms.Count; t++)
                {
                    var term = constants.Terms[t];
                    byHand +=
                        formula.Coefficients[t]
                        * (
                            term.Second < 0
                                ? z[term.First]
                                : ((z[term.First] * z[term.Second]) - term.Mean) / term.Deviation
                        );
                }
                Assert.Equal(byHand, Learned.Places(axis)[row], 1e-9);
                Assert.Equal(byHand, constants.Place(figures, axis, folds[row]), 1e-9);
                Assert.Equal(Learned.Places(axis, folds[row])[row], Learned.Places(axis)[row]);
            }
        // a, b, ..., f alone, and of the two that may curve aa, ab and bb.
        Assert.Equal(6 + 3, constants.Terms.Count);
    }

    [Fact]
    public void The_order_of_the_rows_changes_no_place()
    {
        var order = Enumerable.Range(0, Rows).ToArray();
        new Random(8).Shuffle(order);
        var shuffled = Drawn.In(order).Learn();
        for (var axis = 0; axis < 2; axis++)
        {
            double[] before = Learned.Places(axis),
                after = shuffled.Places(axis);
            for (var i = 0; i < Rows; i++)
                Assert.Equal(before[order[i]], after[i], 1e-9);
        }
    }

    [Fact]
    public void What_a_row_and_its_fold_reached_never_moves_their_places()
    {
        var folds = Folds.Of(Drawn.Keys, 5);
        var upset = Drawn.Level.Select((v, row) => folds[row] == 2 ? 50 - (9 * v) : v).ToArray();
        var after = (Drawn with { Level = upset }).Learn();
        for (var axis = 0; axis < 2; axis++)
            Assert.Equal(Learned.Places(axis, 2), after.Places(axis, 2));
        // Of the others it is meant to.
        Assert.NotEqual(Learned.Places(0, 1), after.Places(0, 1));
    }

    [Fact]
    public void A_missing_input_counts_as_the_average_and_a_row_of_which_too_little_is_known_has_no_place()
    {
        double Known(params int[] inputs) =>
            Learned.Constants.Place(
                [
                    .. Enumerable
                        .Range(0, 6)
                        .Select(k => inputs.Contains(k) ? Drawn.Inputs[k][4] : double.NaN),
                ],
                0,
                0
            );
        // a has about three quarters of the axis, b about one quarter; less than .6 known is too little.
        Assert.True(double.IsFinite(Known(0)));
        Assert.True(double.IsNaN(Known(1, 2, 3, 4, 5)));
        Assert.True(double.IsNaN(Known()));
        var formula = Learned.Constants.Formulas[0][0];
        Assert.Equal(
            formula.Intercept
                + (formula.Coefficients[0] * Learned.Constants.Standards[0].Of(Drawn.Inputs[0][4]))
                + (
                    formula.Coefficients[6]
                    * Learned
                        .Constants.Terms[6]
                        .Of([Learned.Constants.Standards[0].Of(Drawn.Inputs[0][4]), 0, 0, 0, 0, 0])
                ),
            Known(0),
            1e-12
        );
    }

    [Fact]
    public void An_axis_without_an_outcome_and_a_metric_without_an_input_are_refused()
    {
        var missing = Assert.Throws<ArgumentException>(() =>
            LearnedMetric.Learn(
                [new("a", [1, 2])],
                [new("o", "level", [1, 2])],
                ["turnout"],
                [0, 1],
                MetricRecipe.Standard
            )
        );
        Assert.Contains(
            "The axis 'turnout' has no outcome.",
            missing.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() =>
            LearnedMetric.Learn(
                [],
                [new("o", "level", [1, 2])],
                ["level"],
                [0, 1],
                MetricRecipe.Standard
            )
        );
        Assert.Throws<ArgumentException>(() =>
            LearnedMetric.Learn(
                [new("a", [1, 2, 3])],
                [new("o", "level", [1, 2])],
                ["level"],
                [0, 1],
                MetricRecipe.Standard
            )
        );
    }
}
