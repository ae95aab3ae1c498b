using Trellis.Answers;
using Trellis.Probability;
using Trellis.Reference;

namespace Trellis.Effects;

public sealed class SyntheticDifferenceTests
{
    private static SyntheticPanel? Proposition99()
    {
        if (
            ReferenceTable.Read(
                "synthdid_california_prop99.csv",
                "synthetic difference in differences of California's tax on tobacco"
            )
            is not { } table
        )
            return null;
        return SyntheticPanel.From(
            table.Labels("State"),
            table.WholeNumbers("Year"),
            table.Figures("PacksPerCapita"),
            [.. table.Figures("treated").Select(t => t == 1)]
        );
    }

    [Theory]
    [InlineData("sdid", SyntheticMethod.SyntheticDifference)]
    [InlineData("sc", SyntheticMethod.SyntheticControl)]
    [InlineData("did", SyntheticMethod.DifferenceInDifferences)]
    public void California_gives_what_synthdid_gives(string estimator, SyntheticMethod method)
    {
        if (
            Proposition99() is not { } panel
            || ReferenceTable.Read("expected/synthdid_prop99.csv", "answers of synthdid")
                is not { } expected
        )
            return;
        var effect = SyntheticDifference.Estimate(panel, method);
        var row = Assert.Single(expected.Where(("estimator", estimator)));
        Near.Relative(expected.Figure(row, "estimate"), effect.Effect, 1e-6, estimator);
        Assert.Equal((38, 1989), (panel.Controls, effect.Cohorts[0].FirstTreated));
    }

    [Fact]
    public void The_weights_of_states_and_years_are_those_of_synthdid()
    {
        if (Proposition99() is not { } panel)
            return;
        var cohort = SyntheticDifference.Estimate(panel).Cohorts[0];
        var omega = ReferenceTable.Read("expected/synthdid_prop99_omega.csv", "weights of states")!;
        for (var row = 0; row < omega.Count; row++)
        {
            var unit = panel.Units.ToList().IndexOf(omega.Cell(row, "unit"));
            Assert.Equal(omega.Figure(row, "omega"), cohort.UnitWeights[unit], 1e-8);
        }
        var lambda = ReferenceTable.Read(
            "expected/synthdid_prop99_lambda.csv",
            "weights of years"
        )!;
        for (var row = 0; row < lambda.Count; row++)
            Assert.Equal(lambda.Figure(row, "lambda"), cohort.TimeWeights[row], 1e-8);
        // The effect is the mean of its curve, and weighted years before are level with 0.
        Near.Relative(cohort.Effect, cohort.Gaps.Skip(19).Average(), 1e-12, "mean of the curve");
        Assert.Equal(0, cohort.Gaps.Take(19).Zip(cohort.TimeWeights, (g, w) => g * w).Sum(), 1e-9);
    }

    // synthdid drew 200 placebos of 38 controls with R's seed 12345 and found 8.368; here each control plays once.
    [Fact]
    public void The_placebo_error_of_California_is_near_that_of_synthdids_draws()
    {
        if (Proposition99() is not { } panel)
            return;
        var effect = SyntheticDifference.Estimate(panel);
        var error = SyntheticDifferenceErrors.Placebo(effect);
        Assert.Equal(38, error.Repeats);
        Near.Relative(8.36799308138054, error.StandardError, .15, "placebo error");
        var (lower, upper) = error.Around(effect.Effect);
        Near.Relative(2 * 1.959963984540054 * error.StandardError, upper - lower, 1e-12, "width");
        Assert.Contains(
            "1989",
            SyntheticDifferenceErrors.Jackknife(effect).Reason!,
            StringComparison.Ordinal
        );
        Assert.Equal(double.NaN, SyntheticDifferenceErrors.Bootstrap(effect).StandardError);
    }

    // Shares by projected gradient on the simplex: slow, and nothing shared with the steps it checks.
    [Fact]
    public void No_shares_lie_much_lower_than_those_found()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var panel = Simulated(seed, controls: 14, treated: 2, times: 12, first: 8, effect: 0);
            var cohort = SyntheticDifference.Estimate(panel).Cohorts[0];
            var noise = Noise(panel, 8);
            var penalty = Math.Pow(2 * 4, .25) * noise;
            var slow = Projected(panel, penalty, out var height);
            Assert.InRange(
                height([.. cohort.UnitWeights]) - height(slow),
                -1e-12,
                1e-4 * noise * noise
            );
            for (var c = 0; c < 14; c++)
                Assert.Equal(slow[c], cohort.UnitWeights[c], 5e-3);
            Assert.Equal(1, cohort.UnitWeights.Sum(), 1e-12);
            Assert.Equal(1, cohort.TimeWeights.Sum(), 1e-12);
            Assert.All(cohort.UnitWeights, w => Assert.True(w >= 0));
        }
    }

    // Treated 10 less (4 + 6)/2 after; 6 less 4 before, in the mean: 5 − 2 = 3.
    [Fact]
    public void Plain_differences_can_be_worked_by_hand()
    {
        var panel = Panel(
            [
                [3, 5, 4],
                [3, 5, 6],
                [5, 7, 10],
            ],
            [3, 3, 2]
        );
        var effect = SyntheticDifference.Estimate(panel, SyntheticMethod.DifferenceInDifferences);
        Assert.Equal(3, effect.Effect, 1e-12);
        // Treated 5, 7, 10 less controls' means 3, 5, 5, less the gap of 2 before.
        Assert.Equal([0d, 0d, 3d], effect.Cohorts[0].Gaps.Select(g => Math.Round(g, 12)));
    }

    [Fact]
    public void A_treated_unit_that_copies_a_control_is_compared_with_it()
    {
        var draws = new Draws(3, 1);
        var rows = new double[7][];
        for (var u = 0; u < 6; u++)
            rows[u] = [.. Enumerable.Range(0, 10).Select(t => 10 * draws.Normal((u * 10) + t))];
        rows[6] = [.. rows[2].Select((y, t) => y + (t >= 7 ? 4 : 0))];
        var panel = Panel(rows, [10, 10, 10, 10, 10, 10, 7]);
        var effect = SyntheticDifference.Estimate(panel, SyntheticMethod.SyntheticControl);
        Assert.Equal(1, effect.Cohorts[0].UnitWeights[2], 1e-3);
        Assert.Equal(4, effect.Effect, .05);
        Assert.All(effect.Cohorts[0].TimeWeights, w => Assert.Equal(0, w));
    }

    [Fact]
    public void Cohorts_are_averaged_by_treated_units_and_times()
    {
        var whole = Simulated(1, controls: 10, treated: 3, times: 10, first: 6, effect: 1);
        var rows = Enumerable.Range(0, 13).Select(u => whole.Of(u).ToArray()).ToArray();
        var both = Panel(rows, [.. Enumerable.Repeat(10, 10), 6, 8, 8]);
        var early = Panel(rows[..11], [.. Enumerable.Repeat(10, 10), 6]);
        var late = Panel([.. rows[..10], .. rows[11..]], [.. Enumerable.Repeat(10, 10), 8, 8]);
        var (e, l) = (
            SyntheticDifference.Estimate(early).Effect,
            SyntheticDifference.Estimate(late).Effect
        );
        var effect = SyntheticDifference.Estimate(both);
        Assert.Equal([6, 8], effect.Cohorts.Select(c => c.FirstTreated));
        Near.Relative(((1 * 4 * e) + (2 * 2 * l)) / 8, effect.Effect, 1e-12, "average");
        Assert.Contains(
            "6",
            SyntheticDifferenceErrors.Jackknife(effect).Reason!,
            StringComparison.Ordinal
        );
        Assert.True(SyntheticDifferenceErrors.Placebo(effect, 20).StandardError > 0);
    }

    // The same slopes from a column of 0 and 1 for each unit and time: slow, and nothing shared with the sweeps.
    [Fact]
    public void Slopes_of_covariates_are_those_of_dummies_on_untreated_rows()
    {
        const int Units = 9;
        const int Times = 7;
        var draws = new Draws(11, 2);
        int First(int u) =>
            u < 6 ? Times
            : u < 8 ? 4
            : 5;
        var (a, b, y) = (new double[63], new double[63], new double[63]);
        for (var i = 0; i < 63; i++)
        {
            (a[i], b[i]) = (2 + draws.Normal(i), draws.Normal(100 + i) + (i % 7));
            y[i] =
                draws.Normal(200 + i)
                + a[i]
                - (2 * b[i])
                + (i / 7)
                + (i % 7 >= First(i / 7) ? 50 * draws.Normal(300 + i) : 0);
        }
        int[] all = [.. Enumerable.Range(0, 63)];
        var panel = SyntheticPanel.From(
            [.. all.Select(i => $"u{i / 7}")],
            [.. all.Select(i => i % 7)],
            y,
            [.. all.Select(i => i % 7 >= First(i / 7))],
            [new NamedColumn("a", a), new NamedColumn("b", b)]
        );
        int[] use = [.. all.Where(i => i % 7 < First(i / 7))];
        double[] Column(Func<int, double> of) => [.. use.Select(of)];
        var columns = new List<double[]> { Column(i => a[i]), Column(i => b[i]) };
        for (var u = 0; u < Units; u++)
        {
            var unit = u;
            columns.Add(Column(i => i / 7 == unit ? 1 : 0));
        }
        for (var t = 1; t < Times; t++)
        {
            var time = t;
            columns.Add(Column(i => i % 7 == time ? 1 : 0));
        }
        var fit = Regression.LeastSquares.Fit(columns, Column(i => y[i]));
        Near.Relative(fit.Coefficients[0], panel.CovariateCoefficients[0], 1e-9, "slope of a");
        Near.Relative(fit.Coefficients[1], panel.CovariateCoefficients[1], 1e-9, "slope of b");
        Near.Relative(
            y[0] - (fit.Coefficients[0] * a[0]) - (fit.Coefficients[1] * b[0]),
            panel.Of(0)[0],
            1e-9,
            "what is left"
        );
        Assert.Equal(
            [4, 5],
            SyntheticDifference.Estimate(panel).Cohorts.Select(c => c.FirstTreated)
        );
    }

    [Fact]
    public void A_covariate_is_taken_out_with_the_slope_of_untreated_rows()
    {
        var whole = Simulated(2, controls: 12, treated: 2, times: 10, first: 6, effect: 1);
        var draws = new Draws(5, 5);
        var (units, times, outcome, treated, x, fixedOne) = (
            new List<string>(),
            new List<int>(),
            new List<double>(),
            new List<bool>(),
            new List<double>(),
            new List<double>()
        );
        for (var u = 0; u < 14; u++)
        for (var t = 0; t < 10; t++)
        {
            units.Add($"u{u}");
            times.Add(t);
            x.Add(draws.Normal(units.Count) * 10);
            fixedOne.Add(u * u);
            // The effect of treatment may not move the coefficient.
            var on = u >= 12 && t >= 6;
            treated.Add(on);
            outcome.Add((1e-9 * whole.Of(u)[t]) + (3 * x[^1]) + (on ? 5 : 0));
        }
        var panel = SyntheticPanel.From(
            units,
            times,
            outcome,
            treated,
            [new NamedColumn("x", [.. x]), new NamedColumn("fixed", [.. fixedOne])]
        );
        Near.Relative(3, panel.CovariateCoefficients[0], 1e-6, "slope");
        Assert.Equal(0, panel.CovariateCoefficients[1]);
        Assert.Equal("collinear-covariate", Assert.Single(panel.Remarks).Code);
        Assert.Contains("fixed", panel.Remarks[0].Sentence, StringComparison.Ordinal);
        Near.Relative(5, SyntheticDifference.Estimate(panel).Effect, 1e-6, "effect");
    }

    [Fact]
    public void Intervals_hold_a_known_truth_and_errors_are_as_large_as_estimates_vary()
    {
        const int Draws = 200;
        var found = new double[Draws];
        var held = new bool[Draws];
        double placebo = 0,
            bootstrap = 0;
        const int Repeated = 8;
        Parallel.For(
            0,
            Draws,
            seed =>
            {
                var panel = Simulated(seed + 100, 30, treated: 10, times: 8, first: 6, effect: .5);
                var effect = SyntheticDifference.Estimate(panel);
                found[seed] = effect.Effect;
                var (lower, upper) = SyntheticDifferenceErrors
                    .Jackknife(effect)
                    .Around(effect.Effect);
                held[seed] = lower <= .5 && .5 <= upper;
            }
        );
        for (var seed = 0; seed < Repeated; seed++)
        {
            var effect = SyntheticDifference.Estimate(
                Simulated(seed + 100, 30, treated: 10, times: 8, first: 6, effect: .5)
            );
            placebo += SyntheticDifferenceErrors.Placebo(effect, 40, seed).StandardError / Repeated;
            bootstrap +=
                SyntheticDifferenceErrors.Bootstrap(effect, 40, seed).StandardError / Repeated;
        }
        Assert.InRange(held.Count(h => h) / (double)Draws, .9, .995);
        Assert.Equal(.5, found.Average(), .06);
        var mean = found.Average();
        var spread = Math.Sqrt(found.Sum(f => (f - mean) * (f - mean)) / Draws);
        Assert.InRange(placebo / spread, .8, 1.25);
        Assert.InRange(bootstrap / spread, .7, 1.6);
    }

    [Fact]
    public void A_seed_gives_the_same_errors_again_and_another_seed_others()
    {
        var effect = SyntheticDifference.Estimate(
            Simulated(3, 12, treated: 2, times: 8, first: 6, effect: .5)
        );
        var placebo = SyntheticDifferenceErrors.Placebo(effect, 20, 7);
        Assert.Equal(placebo, SyntheticDifferenceErrors.Placebo(effect, 20, 7));
        Assert.NotEqual(placebo, SyntheticDifferenceErrors.Placebo(effect, 20, 8));
        var bootstrap = SyntheticDifferenceErrors.Bootstrap(effect, 20, 7);
        Assert.Equal(bootstrap, SyntheticDifferenceErrors.Bootstrap(effect, 20, 7));
        Assert.NotEqual(bootstrap, SyntheticDifferenceErrors.Bootstrap(effect, 20, 8));
        Assert.Equal((20, null), (bootstrap.Repeats, bootstrap.Reason));
    }

    // Plain differences of two treated and three controls, one time each side: leaving units out by hand.
    [Fact]
    public void The_jackknife_can_be_worked_by_hand()
    {
        var panel = Panel(
            [
                [0, 0, 0],
                [0, 0, 3],
                [0, 0, 6],
                [0, 0, 9],
                [0, 0, 11],
            ],
            [3, 3, 3, 2, 2]
        );
        var effect = SyntheticDifference.Estimate(panel, SyntheticMethod.DifferenceInDifferences);
        Assert.Equal(7, effect.Effect, 1e-12);
        // Without each: 10 - 4.5, 10 - 3, 10 - 1.5, 11 - 3, 9 - 3.
        double[] without = [5.5, 7, 8.5, 8, 6];
        var mean = without.Average();
        Near.Relative(
            Math.Sqrt(4d / 5 * without.Sum(w => (w - mean) * (w - mean))),
            SyntheticDifferenceErrors.Jackknife(effect).StandardError,
            1e-12,
            "jackknife"
        );
    }

    [Fact]
    public void The_jackknife_needs_two_controls_with_weight()
    {
        var effect = SyntheticDifference.Estimate(
            Panel(
                [
                    [0, 0, 1],
                    [0, 0, 3],
                    [0, 0, 9],
                    [0, 0, 11],
                ],
                [3, 3, 2, 2]
            ),
            SyntheticMethod.DifferenceInDifferences
        );
        // 10 - 2; without each 7, 9, 9, 7.
        Near.Relative(
            Math.Sqrt(3),
            SyntheticDifferenceErrors.Jackknife(effect).StandardError,
            1e-12,
            "two controls"
        );
        var lone = effect with { Cohorts = [effect.Cohorts[0] with { UnitWeights = [1, 0] }] };
        Assert.Contains(
            "One control has all the weight",
            SyntheticDifferenceErrors.Jackknife(lone).Reason!,
            StringComparison.Ordinal
        );
    }

    // One treated unit and three controls: each plays the treated against the other two.
    [Fact]
    public void Placebos_of_one_treated_unit_can_be_worked_by_hand()
    {
        var panel = Panel(
            [
                [0, 0, 0],
                [0, 0, 3],
                [0, 0, 6],
                [0, 0, 9],
            ],
            [3, 3, 3, 2]
        );
        var effect = SyntheticDifference.Estimate(panel, SyntheticMethod.DifferenceInDifferences);
        // 0 - 4.5, 3 - 3, 6 - 1.5: mean 0.
        var error = SyntheticDifferenceErrors.Placebo(effect);
        Near.Relative(Math.Sqrt(2 * 4.5 * 4.5 / 3), error.StandardError, 1e-12, "placebo");
        Assert.Equal(3, error.Repeats);
    }

    [Fact]
    public void Panels_that_cannot_answer_are_refused_with_names()
    {
        Says(
            "2 rows do not say of which unit",
            ["a", "", "NA"],
            [1, 1, 1],
            [1, 2, 3],
            [false, false, false]
        );
        Says("a at 1", ["a", "a", "b"], [1, 1, 1], [1, 2, 3], [false, false, false]);
        Says(
            "The treatment of 1 unit (a) ends",
            ["a", "a", "a", "b", "b", "b"],
            [1, 2, 3, 1, 2, 3],
            [1, 2, 3, 4, 5, 6],
            [false, true, false, false, false, false]
        );
        Says(
            "1 unit (a) treated from the first time",
            ["a", "a", "b", "b"],
            [1, 2, 1, 2],
            [1, 2, 3, 4],
            [true, true, false, false]
        );
        Says(
            "No unit is treated",
            ["a", "a", "b", "b"],
            [1, 2, 1, 2],
            [1, 2, 3, 4],
            [false, false, false, false]
        );
        Says(
            "1 unit is never treated",
            ["a", "a", "b", "b"],
            [1, 2, 1, 2],
            [1, 2, 3, 4],
            [false, true, false, false]
        );
        Says(
            "Treated: 1 unit (a) without a figure",
            ["a", "a", "a", "b", "b", "b"],
            [1, 2, 3, 1, 2, 3],
            [1, double.NaN, 3, 4, 5, 6],
            [false, false, true, false, false, false]
        );
        var steady = Panel(
            [
                [1, 2, 3, 4],
                [2, 3, 4, 5],
                [1, 2, 3, 9],
            ],
            [4, 4, 3]
        );
        Assert.Contains(
            "change by the same amount",
            Assert
                .Throws<UnusableDataException>(() => SyntheticDifference.Estimate(steady))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            5,
            SyntheticDifference.Estimate(steady, SyntheticMethod.DifferenceInDifferences).Effect,
            1e-12
        );
        var soon = Panel(
            [
                [1, 2, 3],
                [2, 5, 4],
                [1, 2, 3],
            ],
            [3, 3, 1]
        );
        Assert.Contains(
            "treated after one time only",
            Assert.Throws<UnusableDataException>(() => SyntheticDifference.Estimate(soon)).Message,
            StringComparison.Ordinal
        );

        static void Says(
            string words,
            string[] units,
            int[] times,
            double[] outcome,
            bool[] treated
        ) =>
            Assert.Contains(
                words,
                Assert
                    .Throws<UnusableDataException>(() =>
                        SyntheticPanel.From(units, times, outcome, treated)
                    )
                    .Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_control_with_a_hole_is_left_out_and_counted()
    {
        var panel = SyntheticPanel.From(
            ["a", "a", "b", "b", "c", "c", "d", "e", "e"],
            [1, 2, 1, 2, 1, 2, 1, 1, 2],
            [1, 2, 3, 4, 5, 9, 1, double.NaN, 1],
            [false, false, false, false, false, true, false, false, false]
        );
        Assert.Equal(["a", "b", "c"], panel.Units);
        var remark = Assert.Single(panel.Remarks);
        Assert.Equal(("unbalanced-unit", 2), (remark.Code, remark.Count));
        Assert.Contains("(d, e)", remark.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_controls_for_placebos_are_said()
    {
        var panel = Simulated(1, controls: 4, treated: 3, times: 8, first: 5, effect: 0);
        var error = SyntheticDifferenceErrors.Placebo(SyntheticDifference.Estimate(panel));
        Assert.Equal(double.NaN, error.StandardError);
        Assert.Contains("4 controls cannot play 3", error.Reason!, StringComparison.Ordinal);
    }

    private static SyntheticPanel Panel(double[][] rows, int[] first)
    {
        var times = rows[0].Length;
        return SyntheticPanel.From(
            [.. rows.SelectMany((r, u) => r.Select(_ => $"u{u}"))],
            [.. rows.SelectMany(r => r.Select((_, t) => t))],
            [.. rows.SelectMany(r => r)],
            [.. rows.SelectMany((r, u) => r.Select((_, t) => t >= first[u]))]
        );
    }

    // Units and times with effects of their own, one factor that units follow more or less, noise, and a known effect.
    private static SyntheticPanel Simulated(
        int seed,
        int controls,
        int treated,
        int times,
        int first,
        double effect
    )
    {
        var draws = new Draws(seed, 77);
        var rows = new double[controls + treated][];
        for (var u = 0; u < rows.Length; u++)
        {
            var (level, loading) = (draws.Normal(u), draws.Uniform(1000 + u));
            rows[u] =
            [
                .. Enumerable
                    .Range(0, times)
                    .Select(t =>
                        level
                        + (.3 * t)
                        + (loading * draws.Normal(2000 + t))
                        + (.5 * draws.Normal(3000 + (u * times) + t))
                        + (u >= controls && t >= first ? effect : 0)
                    ),
            ];
        }
        return Panel(
            rows,
            [.. Enumerable.Repeat(times, controls), .. Enumerable.Repeat(first, treated)]
        );
    }

    private static double Noise(SyntheticPanel panel, int first)
    {
        var steps = new List<double>();
        for (var c = 0; c < panel.Controls; c++)
        for (var t = 1; t < first; t++)
            steps.Add(panel.Of(c)[t] - panel.Of(c)[t - 1]);
        var mean = steps.Average();
        return Math.Sqrt(steps.Sum(s => (s - mean) * (s - mean)) / (steps.Count - 1));
    }

    private static double[] Projected(
        SyntheticPanel panel,
        double penalty,
        out Func<double[], double> height
    )
    {
        var (n, first) = (panel.Controls, panel.FirstTreated[^1]);
        var treated = panel.Units.Count - n;
        var a = new double[first, n];
        var b = new double[first];
        for (var t = 0; t < first; t++)
        {
            for (var c = 0; c < n; c++)
                a[t, c] = panel.Of(c)[t];
            for (var u = n; u < panel.Units.Count; u++)
                b[t] += panel.Of(u)[t] / treated;
        }
        for (var c = 0; c <= n; c++)
        {
            double mean = 0;
            for (var t = 0; t < first; t++)
                mean += (c < n ? a[t, c] : b[t]) / first;
            for (var t = 0; t < first; t++)
                if (c < n)
                    a[t, c] -= mean;
                else
                    b[t] -= mean;
        }
        double[] Off(double[] x) =>
            [
                .. Enumerable
                    .Range(0, first)
                    .Select(t => Enumerable.Range(0, n).Sum(c => a[t, c] * x[c]) - b[t]),
            ];
        height = x => (penalty * penalty * x.Sum(s => s * s)) + (Off(x).Sum(o => o * o) / first);
        var shares = Enumerable.Repeat(1d / n, n).ToArray();
        double steep = 2 * penalty * penalty;
        for (var t = 0; t < first; t++)
        for (var c = 0; c < n; c++)
            steep += 2 * a[t, c] * a[t, c] / first;
        for (var step = 0; step < 4000; step++)
        {
            var off = Off(shares);
            var moved = new double[n];
            for (var c = 0; c < n; c++)
                moved[c] =
                    shares[c]
                    - (
                        (
                            (2 * penalty * penalty * shares[c])
                            + (2 * Enumerable.Range(0, first).Sum(t => a[t, c] * off[t]) / first)
                        ) / steep
                    );
            // The nearest point of the simplex: what lies above one water level.
            double low = moved.Min() - 1,
                high = moved.Max();
            for (var half = 0; half < 60; half++)
                if (moved.Sum(m => Math.Max(0, m - ((low + high) / 2))) > 1)
                    low = (low + high) / 2;
                else
                    high = (low + high) / 2;
            shares = [.. moved.Select(m => Math.Max(0, m - low))];
        }
        return shares;
    }
}
