using Trellis.Answers;
using Trellis.Probability;
using Trellis.Reference;

namespace Trellis.Regression;

public sealed class FixedEffectsRegressionTests
{
    // i = 1 to 60: id = 7i mod 11, yr = 5i mod 6, re = i² mod 7, x = sin i, z = cos 1.7i, w = 1 + i mod 3.
    private static readonly int[] I = [.. Enumerable.Range(1, 60)];
    private static readonly double[] X = [.. I.Select(i => Math.Sin(i))];
    private static readonly double[] Z = [.. I.Select(i => Math.Cos(1.7 * i))];
    private static readonly double[] W = [.. I.Select(i => 1.0 + (i % 3))];
    private static readonly FixedEffect Id = FixedEffect.Of(
        "id",
        (int[])[.. I.Select(i => 7 * i % 11)]
    );
    private static readonly FixedEffect Yr = FixedEffect.Of(
        "yr",
        (int[])[.. I.Select(i => 5 * i % 6)]
    );
    private static readonly FixedEffect Re = FixedEffect.Of(
        "re",
        (int[])[.. I.Select(i => i * i % 7)]
    );
    private static readonly double[] Y =
    [
        .. I.Select(i =>
            (2 * Math.Sin(i))
            - Math.Cos(1.7 * i)
            + (7 * i % 11 / 3.0)
            + Math.Sin(5 * i % 6)
            + (Math.Sin(2.3 * i) * (1 + (Math.Sin(i) * Math.Sin(i))))
        ),
    ];

    private static FixedEffectsFit Fit(double[]? weights, params FixedEffect[] effects) =>
        FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = Y,
                Effects = effects,
                Columns = [("x", X), ("z", Z)],
                Weights = weights,
            }
        );

    private static void Are(double x, double z, IEnumerable<double> actual, string what)
    {
        double[] two = [.. actual];
        Near.Relative(x, two[^2], 1e-9, what + ", x");
        Near.Relative(z, two[^1], 1e-9, what + ", z");
    }

    private static IEnumerable<double> Errors(CoefficientTable table) =>
        table.Coefficients.Select(c => c.StandardError);

    [Fact]
    public void Coefficients_and_independent_errors_are_those_of_lm_with_dummies()
    {
        // R 4.2: lm(y ~ x + z + factor(id) + factor(yr)), with weights, with factor(re).
        var two = Fit(null, Id, Yr);
        Are(2.0622117132762106, -1.1342174419094910, two.Estimates, "two effects");
        Are(0.1280282850474506, 0.3576748632131866, Errors(two.Table()), "two effects");
        var weighted = Fit(W, Id, Yr);
        Are(2.0357922423561301, -1.0481664455477473, weighted.Estimates, "weighted");
        Are(0.1324267607278579, 0.3723611692350057, Errors(weighted.Table()), "weighted");
        var three = Fit(null, Yr, Re, Id);
        Are(2.0570598623135337, -1.4128333606343184, three.Estimates, "three effects");
        Are(0.1318697361092637, 0.5082898310180207, Errors(three.Table()), "three effects");
        Assert.Equal(2 + 11 + 6 + 4 - 2, three.Parameters);
        Assert.Equal(60 - 21, three.Table().DegreesOfFreedom);
        var none = Fit(null);
        Assert.Equal(["(Intercept)", "x", "z"], none.Names);
        Near.Relative(1.7045067228245425, none.Estimates[0], 1e-9, "intercept");
        Are(2.0590195454902598, -1.3386785741723495, none.Estimates, "no effects");
        Are(0.3764383933000595, 0.3790462617058641, Errors(none.Table()), "no effects");
    }

    [Fact]
    public void Heteroskedastic_errors_are_those_of_vcovHC()
    {
        // sandwich: vcovHC(lm with dummies, "HC1").
        Are(
            0.1404928673088400,
            0.4022686937650486,
            Errors(Fit(null, Id, Yr).Table(Uncertainty.Heteroskedastic)),
            "HC1"
        );
        Are(
            0.1493367251206354,
            0.4490303132071224,
            Errors(Fit(W, Id, Yr).Table(Uncertainty.Heteroskedastic)),
            "HC1 weighted"
        );
        Are(
            0.4042708572896796,
            0.3537015060069611,
            Errors(Fit(null).Table(Uncertainty.Heteroskedastic)),
            "HC1 without effects"
        );
    }

    [Fact]
    public void Clustered_errors_are_those_of_vcovCL_with_the_small_sample_factors_of_fixest()
    {
        // sandwich: vcovCL(type = "HC0", cadj = FALSE) of lm with dummies, times (n−1)/(n−K) G/(G−1): K = 8 where the
        // effect lies within clusters, 18 where none does, 3 where both do.
        var (plain, weighted) = (Fit(null, Id, Yr), Fit(W, Id, Yr));
        Are(
            0.1238814909620966,
            0.5985618363006092,
            Errors(plain.Table(Uncertainty.Clustered, Id)),
            "by id"
        );
        Are(
            0.1474742776591149,
            0.6421444768088497,
            Errors(weighted.Table(Uncertainty.Clustered, Id)),
            "by id, weighted"
        );
        Are(
            0.1036467457922903,
            0.2322838273925453,
            Errors(plain.Table(Uncertainty.Clustered, Re)),
            "across id"
        );
        Are(
            0.09606052703111845,
            0.20867796964594426,
            Errors(weighted.Table(Uncertainty.Clustered, Re)),
            "across id, weighted"
        );
        var both = plain.Table(Uncertainty.Clustered, Id, Re);
        Are(0.06046478237367956, 0.52954212055322725, Errors(both), "by id and re");
        Near.Relative(0.01747050964544523, both.Covariance[1], 1e-9, "covariance");
        Assert.Equal(3, both.DegreesOfFreedom);
        Assert.Equal([11, 4], both.Clusters);
        var within = plain.Table(Uncertainty.Clustered, Id, Yr);
        Are(0.142042110298062851, 0.510947389006354835, Errors(within), "by id and yr");
        Near.Relative(-0.005898300157923149, within.Covariance[2], 1e-9, "covariance");
    }

    [Fact]
    public void A_difference_in_differences_of_four_means_is_found_by_hand()
    {
        // Treated go from 10 and 12 to 15 and 19, others from 4 and 6 to 5 and 8: (17 − 11) − (6.5 − 5) = 4.5.
        double[] y = [10, 15, 12, 19, 4, 5, 6, 8];
        var fit = FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = y,
                Effects =
                [
                    FixedEffect.Of("school", ["a", "a", "b", "b", "c", "c", "d", "d"]),
                    FixedEffect.Of("year", (int[])[1, 2, 1, 2, 1, 2, 1, 2]),
                ],
                Columns = [("effect", [0, 1, 0, 1, 0, 0, 0, 0])],
            }
        );
        Assert.Equal(4.5, Assert.Single(fit.Estimates), 1e-12);
        // Gains 5, 7 | 1, 2 about their means: 1 + 1 + .25 + .25 = 2.5, halved in residuals of levels: σ² = 1.25 / (8 − 6);
        // the column within both effects has a squared length of 8 / 16 · ... = 1/2.
        Assert.Equal(Math.Sqrt(1.25 / 2 / .5), fit.Table().Coefficients[0].StandardError, 1e-12);
        Assert.Equal(2, fit.Table().DegreesOfFreedom);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Levels_too_many_to_solve_for_give_the_answer_of_dummies(bool weigh)
    {
        // 700 teachers in 900 schools: by steps. The same by dummies, without a class of this library but LeastSquares.
        var draws = new Draws(4, 0);
        const int Rows = 6000;
        int[] school = new int[Rows],
            teacher = new int[Rows];
        double[] x = new double[Rows],
            y = new double[Rows],
            w = new double[Rows];
        for (var r = 0; r < Rows; r++)
        {
            school[r] = draws.Below(5 * r, 900);
            teacher[r] = draws.Below((5 * r) + 1, 700);
            x[r] = draws.Normal((5 * r) + 2) + (.01 * school[r]);
            y[r] = (3 * x[r]) + (.02 * teacher[r]) + draws.Normal((5 * r) + 3);
            w[r] = weigh ? .5 + draws.Uniform((5 * r) + 4) : 1;
        }
        FixedEffect[] effects =
        [
            FixedEffect.Of("school", school),
            FixedEffect.Of("teacher", teacher),
        ];
        var fit = FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = y,
                Effects = effects,
                Columns = [("x", x), ("of school", [.. school.Select(s => (double)s)])],
                Weights = weigh ? w : null,
            }
        );
        Assert.Equal(["of school"], fit.LeftOut);
        double[][] slow = [.. Slow(effects, [x, y], w)];
        Assert.Equal(Dot(slow[0], slow[1], w) / Dot(slow[0], slow[0], w), fit.Estimates[0], 1e-9);
        var within = new WithinTransformation(effects, weigh ? w : null).Residual(x);
        for (var r = 0; r < Rows; r++)
            Assert.Equal(slow[0][r], within[r], 1e-8);
    }

    [Fact]
    public void One_effect_is_its_means_and_none_leaves_a_column_as_it_is()
    {
        var school = FixedEffect.Of("school", ["a", "b", "a", "b"]);
        Assert.Equal([-1, -3, 1, 3], new WithinTransformation([school]).Residual([1, 2, 3, 8]));
        Assert.Equal([1, 2], new WithinTransformation([]).Residual([1, 2]));
        Assert.Equal(
            [-1.5, 0, .5, 0],
            new WithinTransformation([school], [1, 1, 3, 0]).Residual([1, 2, 3, 2])
        );
    }

    [Fact]
    public void Indicator_columns_are_columns_of_noughts_and_ones()
    {
        var block = new IndicatorColumns(["p", "q"], [.. I.Select(i => (i % 4) - 2)], Z);
        int[] of = block.Column;
        double[] Column(int k) => [.. of.Select((c, r) => c == k ? Z[r] : 0)];
        var sparse = FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = Y,
                Effects = [Id, Yr],
                Columns = [("x", X)],
                Indicators = [block with { Column = [.. of.Select(c => Math.Max(c, -1))] }],
                Weights = W,
            }
        );
        var dense = FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = Y,
                Effects = [Id, Yr],
                Columns = [("x", X), ("p", Column(0)), ("q", Column(1))],
                Weights = W,
            }
        );
        foreach (
            var clusters in (FixedEffect[][])
                [
                    [Id],
                    [Re],
                    [Id, Re],
                ]
        )
        {
            var (one, other) = (
                sparse.Table(Uncertainty.Clustered, clusters),
                dense.Table(Uncertainty.Clustered, clusters)
            );
            Assert.Equal(
                other.Coefficients.Select(c => c.Name),
                one.Coefficients.Select(c => c.Name)
            );
            for (var k = 0; k < 3; k++)
                Near.Relative(
                    other.Coefficients[k].Estimate,
                    one.Coefficients[k].Estimate,
                    1e-10,
                    "estimate"
                );
            for (var k = 0; k < 9; k++)
                Near.Relative(other.Covariance[k], one.Covariance[k], 1e-8, "covariance");
        }
    }

    [Fact]
    public void What_levels_say_is_left_out_although_weights_do_not_add_up_evenly()
    {
        // Sums of tenths and sevenths leave rounding, which is no column to be fitted.
        double[] weights = [.. I.Select(i => (.1 * (1 + (i % 7))) + (1 / 7.0))];
        double[] figures = [.. Id.Level.Select(l => 1e5 / (l + 3.0))];
        var fit = FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = Y,
                Effects = [Id, Yr],
                Columns = [("of its id", figures), ("x", X)],
                Indicators =
                [
                    new IndicatorColumns(["low", "high"], [.. Id.Level.Select(l => l < 5 ? 0 : 1)]),
                    new IndicatorColumns(["of its id too"], new int[60], figures),
                ],
                Weights = weights,
            }
        );
        Assert.Equal(["of its id", "low", "high", "of its id too"], fit.LeftOut);
        var alone = FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = Y,
                Effects = [Id, Yr],
                Columns = [("x", X)],
                Weights = weights,
            }
        );
        Near.Relative(alone.Estimates[0], fit.Estimates[0], 1e-10, "x");
    }

    [Fact]
    public void A_sum_of_coefficients_has_the_variance_of_the_sum()
    {
        var table = Fit(null, Id, Yr).Table(Uncertainty.Clustered, Id);
        var sum = table.Sum("x less half z", [1, -.5]);
        Assert.Equal(table["x"].Estimate - (.5 * table["z"].Estimate), sum.Estimate, 1e-12);
        Assert.Equal(
            Math.Sqrt(table.Covariance[0] + (.25 * table.Covariance[3]) - table.Covariance[1]),
            sum.StandardError,
            1e-12
        );
        Assert.Throws<KeyNotFoundException>(() => table["w"]);
    }

    [Fact]
    public void A_level_that_is_not_known_is_no_level()
    {
        string[] trust = [.. I.Select(i => i is 4 or 30 ? "" : $"t{i % 7}")];
        var answer = new FixedEffectsRows
        {
            Outcome = Y,
            Effects = [Id, Yr],
            Columns = [("x", X)],
            Clusters = [FixedEffect.Of("trust", trust)],
        }.Fit(Uncertainty.Clustered);
        Assert.Equal((58, 2), (answer.Rows, answer.Dropped));
        var remark = answer.Remarks.Single(r => r.Code == "missing-level");
        Assert.Equal("2 rows (line 4, line 30) without 'trust': left out.", remark.Sentence);
        Assert.Equal([7], answer.Table.Clusters);
    }

    [Fact]
    public void Rows_without_a_figure_are_left_out_counted_and_named_by_line()
    {
        double[] y = [.. Y],
            x = [.. X],
            w = [.. W];
        (y[3], x[10], w[20]) = (double.NaN, double.NaN, 0);
        var rows = new FixedEffectsRows
        {
            Outcome = y,
            Effects = [Id, Yr],
            Columns = [("x", x), ("z", Z)],
            Weights = w,
            Lines = [.. I.Select(i => i + 1)],
        };
        var answer = rows.Fit(Uncertainty.Clustered);
        Assert.Equal((57, 3), (answer.Rows, answer.Dropped));
        Assert.Equal(
            ["missing-outcome", "missing-column", "no-weight"],
            answer.Remarks.Select(r => r.Code)
        );
        Assert.Equal("1 row (line 5) without an outcome: left out.", answer.Remarks[0].Sentence);
        int[] kept = [.. Enumerable.Range(0, 60).Except([3, 10, 20])];
        double[] At(double[] values) => [.. kept.Select(k => values[k])];
        var whole = FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = At(Y),
                Effects = [Id.At(kept), Yr.At(kept)],
                Columns = [("x", At(X)), ("z", At(Z))],
                Weights = At(W),
            }
        );
        Assert.Equal(whole.Estimates, answer.Table.Coefficients.Select(c => c.Estimate));
    }

    [Fact]
    public void Rows_alone_in_a_level_are_said_and_left_out_when_asked_until_none_is_alone()
    {
        // e is alone; without it year 3 of c is alone.
        var rows = new FixedEffectsRows
        {
            Outcome = [1, 2, 4, 3, 9, 5, 2, 7],
            Effects =
            [
                FixedEffect.Of("school", ["a", "a", "b", "b", "c", "c", "c", "e"]),
                FixedEffect.Of("year", (int[])[1, 2, 1, 2, 1, 2, 3, 3]),
            ],
            Columns = [("x", [0, 1, 0, 0, 3, 1, 0, 2])],
        };
        var kept = rows.Fit(Uncertainty.Independent);
        Assert.Equal((8, 0), (kept.Rows, kept.Dropped));
        Assert.Equal(2, kept.Remarks.Single(r => r.Code == "singletons").Count);
        var dropped = rows.Fit(Uncertainty.Independent, dropSingletons: true);
        Assert.Equal((6, 2), (dropped.Rows, dropped.Dropped));
        Assert.Equal(
            kept.Table.Coefficients[0].Estimate,
            dropped.Table.Coefficients[0].Estimate,
            1e-12
        );
        Assert.Contains("line 7, line 8", dropped.Remarks[0].Sentence);
    }

    [Fact]
    public void What_cannot_be_answered_is_refused_in_a_sentence()
    {
        var rows = new FixedEffectsRows
        {
            Outcome = Y,
            Effects = [Id, Yr],
            Columns = [("x", X)],
        };
        Assert.Contains(
            "below 0",
            Refused(rows with { Weights = [.. W.Select((w, i) => i == 7 ? -1 : w)] })
        );
        Assert.Contains(
            "line 8",
            Refused(rows with { Weights = [.. W.Select((w, i) => i == 7 ? -1 : w)] })
        );
        Assert.Contains(
            "No row has an outcome",
            Refused(rows with { Outcome = [.. Y.Select(_ => double.NaN)] })
        );
        Assert.Contains(
            "already say",
            Refused(rows with { Columns = [("constant", [.. Y.Select(_ => 3.0)])] })
        );
        Assert.Contains(
            "one cluster",
            Refused(rows with { Clusters = [FixedEffect.Of("la", (int[])[.. I.Select(_ => 1)])] })
        );
        Assert.Contains("no column of clusters", Refused(rows with { Effects = [] }));
        Assert.Contains(
            "too few",
            Assert
                .Throws<UnusableDataException>(() => Fit(null, FixedEffect.Of("row", I)).Table())
                .Message
        );

        static string Refused(FixedEffectsRows rows) =>
            Assert.Throws<UnusableDataException>(() => rows.Fit(Uncertainty.Clustered)).Message;
    }

    [Fact]
    public void A_variance_below_0_by_two_clusters_is_put_right_and_said()
    {
        // Clusters that cross so that what each adds up cancels, while together they do not: V₁ + V₂ < V₁₂.
        for (var seed = 0; seed < 200; seed++)
        {
            var draws = new Draws(seed, 9);
            const int Rows = 24;
            double[] x = [.. Enumerable.Range(0, Rows).Select(r => draws.Normal(r))];
            double[] y = [.. Enumerable.Range(0, Rows).Select(r => draws.Normal(100 + r))];
            var a = FixedEffect.Of("a", (int[])[.. Enumerable.Range(0, Rows).Select(r => r % 3)]);
            var b = FixedEffect.Of(
                "b",
                (int[])[.. Enumerable.Range(0, Rows).Select(r => r / 3 % 4)]
            );
            var fit = FixedEffectsRegression.Fit(
                new FixedEffectsProblem
                {
                    Outcome = y,
                    Effects = [a, b],
                    Columns = [("x", x)],
                }
            );
            var table = fit.Table(Uncertainty.Clustered, a, b);
            if (table.Remarks.Count == 0)
            {
                Assert.True(table.Covariance[0] > 0);
                continue;
            }
            Assert.Equal("covariance-put-right", table.Remarks[0].Code);
            Assert.True(double.IsNaN(table.Coefficients[0].StandardError));
            Assert.True(double.IsNaN(table.Coefficients[0].Statistic));
            Assert.True(double.IsNaN(table.Coefficients[0].Probability));
            return;
        }
        Assert.Fail("No draw had a variance below 0.");
    }

    [Fact]
    public void Turning_rows_scaling_outcomes_and_repeating_rows_do_what_they_should()
    {
        var one = Fit(W, Id, Yr).Table(Uncertainty.Clustered, Id);
        int[] turned = [.. Enumerable.Range(0, 60).Reverse()];
        var other = FixedEffectsRegression
            .Fit(
                new FixedEffectsProblem
                {
                    Outcome = [.. turned.Select(r => 10 * Y[r])],
                    Effects = [Yr.At(turned), Id.At(turned)],
                    Columns =
                    [
                        ("z", [.. turned.Select(r => Z[r])]),
                        ("x", [.. turned.Select(r => X[r])]),
                    ],
                    Weights = [.. turned.Select(r => 3 * W[r])],
                }
            )
            .Table(Uncertainty.Clustered, Id.At(turned));
        foreach (var name in (string[])["x", "z"])
        {
            Near.Relative(10 * one[name].Estimate, other[name].Estimate, 1e-10, name);
            Near.Relative(10 * one[name].StandardError, other[name].StandardError, 1e-10, name);
        }
        int[] repeated =
        [
            .. Enumerable.Range(0, 60).SelectMany(r => Enumerable.Repeat(r, (int)W[r])),
        ];
        var often = FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = [.. repeated.Select(r => Y[r])],
                Effects = [Id.At(repeated), Yr.At(repeated)],
                Columns =
                [
                    ("x", [.. repeated.Select(r => X[r])]),
                    ("z", [.. repeated.Select(r => Z[r])]),
                ],
            }
        );
        Are(one["x"].Estimate, one["z"].Estimate, often.Estimates, "repeated");
    }

    [Fact]
    public void Many_cells_are_solved_for_as_they_are_and_as_columns()
    {
        // 700 cells beside two effects: more than are solved for as levels, as indicators still solved for.
        var draws = new Draws(8, 0);
        const int Rows = 4000;
        int[] unit = [.. Enumerable.Range(0, Rows).Select(r => r / 10)];
        int[] cell = [.. Enumerable.Range(0, Rows).Select(r => draws.Below(r, 1400) - 700)];
        double[] y =
        [
            .. Enumerable.Range(0, Rows).Select(r => draws.Normal(10_000 + r) + (cell[r] / 100)),
        ];
        FixedEffect[] effects =
        [
            FixedEffect.Of("unit", unit),
            FixedEffect.Of("time", (int[])[.. Enumerable.Range(0, Rows).Select(r => r % 10)]),
        ];
        var fit = FixedEffectsRegression.Fit(
            new FixedEffectsProblem
            {
                Outcome = y,
                Effects = effects,
                Indicators =
                [
                    new IndicatorColumns(
                        [.. Enumerable.Range(0, 700).Select(c => $"c{c}")],
                        [.. cell.Select(c => Math.Max(c, -1))]
                    ),
                ],
            }
        );
        // Residuals are orthogonal to every level and every cell: that is what least squares means.
        var e = fit.Residuals;
        Assert.All(
            Enumerable.Range(0, 700),
            c =>
                Assert.Equal(
                    0,
                    Enumerable.Range(0, Rows).Where(r => cell[r] == c).Sum(r => e[r]),
                    1e-8
                )
        );
        Assert.All(
            Enumerable.Range(0, 10),
            t =>
                Assert.Equal(
                    0,
                    Enumerable.Range(0, Rows).Where(r => r % 10 == t).Sum(r => e[r]),
                    1e-8
                )
        );
        Assert.All(
            Enumerable.Range(0, 400),
            u => Assert.Equal(0, Enumerable.Range(0, 10).Sum(r => e[(u * 10) + r]), 1e-8)
        );
        Assert.Equal(700 - fit.LeftOut.Count, fit.Estimates.Length);
        Assert.Equal(fit.Estimates.Length + 400 + 10 - 1, fit.Parameters);
    }

    [Fact]
    public void A_covariance_that_is_none_is_put_right_by_its_eigenvalues()
    {
        // [[1, 2], [2, 1]] has eigenvalues 3 and −1; without the second every cell is 3/2.
        Assert.All(Semidefinite.Nearest([1, 2, 2, 1], 2), cell => Assert.Equal(1.5, cell, 1e-12));
    }

    // Alternating means, plainly, until nothing moves.
    private static IEnumerable<double[]> Slow(FixedEffect[] effects, double[][] columns, double[] w)
    {
        foreach (var column in columns)
        {
            double[] left = [.. column];
            for (double moved = 1; moved > 1e-13; )
            {
                moved = 0;
                foreach (var effect in effects)
                {
                    var (sum, all) = (new double[effect.Count], new double[effect.Count]);
                    for (var r = 0; r < left.Length; r++)
                    {
                        sum[effect.Level[r]] += w[r] * left[r];
                        all[effect.Level[r]] += w[r];
                    }
                    for (var r = 0; r < left.Length; r++)
                        left[r] -= sum[effect.Level[r]] / all[effect.Level[r]];
                    for (var l = 0; l < sum.Length; l++)
                        moved = Math.Max(moved, Math.Abs(sum[l] / all[l]));
                }
            }
            yield return left;
        }
    }

    private static double Dot(double[] a, double[] b, double[] w) =>
        Enumerable.Range(0, a.Length).Sum(r => w[r] * a[r] * b[r]);
}
