using Trellis.Answers;
using Trellis.Effects;
using Trellis.Reference;

namespace Trellis.Sensitivity;

public sealed class HonestIntervalsTests
{
    [Fact]
    public void Relative_magnitudes_are_those_of_HonestDiD_on_a_wide_grid()
    {
        var study = PublishedStudy.Read("relative magnitudes against HonestDiD");
        var wide = ReferenceTable.Read(
            "expected/honestdid_wide_grid.csv",
            "relative magnitudes against HonestDiD"
        );
        if (study is null || wide is null)
            return;
        // Its grid has a point each .0025: the true end lies beyond the last point accepted, by less than a step.
        for (var row = 0; row < wide.Count; row++)
        {
            var weights = wide.Cell(row, "case").Contains("l=e1", StringComparison.Ordinal)
                ? HonestIntervals.First(study)
                : HonestIntervals.Average(study);
            var ours = HonestIntervals.RelativeMagnitudes(study, weights, wide.Figure(row, "Mbar"));
            Assert.InRange(wide.Figure(row, "lb") - ours.Lower, 0, 2.5 / 999);
            Assert.InRange(ours.Upper - wide.Figure(row, "ub"), 0, 2.5 / 999);
        }
    }

    [Fact]
    public void An_interval_is_not_cut_off_where_the_default_grid_of_HonestDiD_ends()
    {
        if (PublishedStudy.Read("the end that HonestDiD cuts off") is not { } study)
            return;
        // 20 standard errors of the target are .353; HonestDiD's interval silently ends there, the true one at .507.
        var ours = HonestIntervals.RelativeMagnitudes(study, HonestIntervals.Average(study), 1);
        Assert.InRange(ours.Upper, .504, .509);
    }

    // Weights by Nelder and Mead in R 4.2: optim(half length over the weights, reltol = 1e-16), twelve starts each, with the
    // folded normal by uniroot(pnorm(c - t) - pnorm(-c - t) - .95, tol = 1e-15).
    [Theory]
    [InlineData("e1", 0, 0.131459616517, 0.216119694504)]
    [InlineData("e1", .005, 0.140627432066, 0.239612049311)]
    [InlineData("e1", .01, 0.154968107518, 0.270471884189)]
    [InlineData("e1", .05, 0.169397836335, 0.368554378145)]
    [InlineData("e1", .2, 0.019397937997, 0.518554276482)]
    [InlineData("average", 0, 0.133248134946, 0.230304738378)]
    [InlineData("average", .005, 0.122252696373, 0.291213234597)]
    [InlineData("average", .01, 0.124041942703, 0.368043203122)]
    [InlineData("average", .05, 0.063574716059, 0.738304764423)]
    [InlineData("third less fourth", .005, 0.042854307157, 0.166614826105)]
    [InlineData("third less fourth", .01, 0.002200960601, 0.171123199793)]
    [InlineData("third less fourth", .2, -0.806353788870, 0.887321900624)]
    public void Intervals_of_fixed_length_are_the_shortest_there_are(
        string target,
        double bound,
        double lower,
        double upper
    )
    {
        if (PublishedStudy.Read("intervals of fixed length") is not { } study)
            return;
        double[] weights = target switch
        {
            "e1" => HonestIntervals.First(study),
            "average" => HonestIntervals.Average(study),
            _ => [0, 0, 1, -1],
        };
        var ours = HonestIntervals.FixedLength(study, weights, bound);
        Assert.Equal(upper - lower, 2 * ours.HalfLength, 1e-10);
        // The length is flat about its optimum, so the place is known to half as many digits.
        Assert.Equal(lower, ours.Lower, 1e-7);
        Assert.Equal(upper, ours.Upper, 1e-7);
        Assert.Equal(
            ours.HalfLength,
            ours.StandardError
                * FoldedNormal.CriticalValue(ours.LargestBias / ours.StandardError, .95),
            1e-12
        );
        var smooth = HonestIntervals.Smoothness(study, weights, bound);
        Assert.Equal((ours.Lower, ours.Upper), (smooth.Lower, smooth.Upper));
    }

    [Fact]
    public void The_weights_of_a_fixed_length_take_out_any_straight_trend_and_their_largest_bias_is_reached_by_a_path()
    {
        var study = TrendStudies.Draw(5, 3, seed: 4);
        double[] weights = [.2, -.5, 1.3];
        var ours = HonestIntervals.FixedLength(study, weights, .07);
        double Pushed(double[] path) =>
            Enumerable.Range(0, study.Count).Sum(i => ours.Weights[i] * path[i]);
        Assert.Equal(0, Pushed(PretrendTest.Straight(study, 1)), 1e-12);
        // Every path whose bends are all at the bound, up or down: 7 bends, 128 paths.
        var largest = Enumerable
            .Range(0, 128)
            .Max(signs =>
                Pushed(
                    TrendStudies.Bent(
                        study,
                        [.. Enumerable.Range(0, 7).Select(b => (signs >> b & 1) == 1 ? .07 : -.07)]
                    )
                )
            );
        Assert.Equal(largest, ours.LargestBias, 1e-12);
    }

    [Theory]
    [InlineData(3, 3, 1, true, 11)]
    [InlineData(2, 3, .5, true, 12)]
    [InlineData(3, 2, 2, false, 13)]
    public void Relative_magnitudes_are_those_of_a_plain_second_writing(
        int before,
        int after,
        double bound,
        bool hybrid,
        int seed
    )
    {
        var study = TrendStudies.Draw(before, after, seed);
        double[] weights = [.6, -.1, .5];
        weights = weights[..after];
        var ours = HonestIntervals.RelativeMagnitudes(
            study,
            weights,
            bound,
            method: hybrid ? HonestMethod.LeastFavourableHybrid : HonestMethod.Conditional
        );
        double lower = double.PositiveInfinity,
            upper = double.NegativeInfinity;
        var margin = .1 * (ours.Upper - ours.Lower);
        for (var place = 0; place < before; place++)
            foreach (var sign in (int[])[1, -1])
            {
                var rows = new List<double[]>();
                for (var t = 1; t <= after; t++)
                    foreach (var way in (int[])[1, -1])
                    {
                        // way (δ_t - δ_(t-1)) - bound sign (δ_s - δ_(s-1)) <= 0, δ of time 0 being 0.
                        var row = new double[before + after];
                        row[before + t - 1] += way;
                        if (t > 1)
                            row[before + t - 2] -= way;
                        if (place + 1 < before)
                            row[place + 1] -= sign * bound;
                        row[place] += sign * bound;
                        rows.Add(row);
                    }
                var slow = new SlowConditionalTest(
                    study,
                    [.. rows],
                    new double[rows.Count],
                    weights,
                    .95,
                    hybrid
                ).Interval(ours.Lower - margin, ours.Upper + margin, 240);
                if (!double.IsNaN(slow.Lower))
                    (lower, upper) = (Math.Min(lower, slow.Lower), Math.Max(upper, slow.Upper));
            }
        // A step of the grid, and the critical value of the first test by chance.
        var step = 1.2 * (ours.Upper - ours.Lower) / 240;
        Assert.Equal(lower, ours.Lower, (hybrid ? 2 : 1.01) * step);
        Assert.Equal(upper, ours.Upper, (hybrid ? 2 : 1.01) * step);
    }

    [Theory]
    [InlineData(.02, HonestMethod.LeastFavourableHybrid, TrendShape.Any, 21)]
    [InlineData(.1, HonestMethod.LeastFavourableHybrid, TrendShape.AboveZero, 22)]
    [InlineData(.05, HonestMethod.Conditional, TrendShape.Any, 23)]
    [InlineData(.05, HonestMethod.Conditional, TrendShape.BelowZero, 24)]
    [InlineData(.1, HonestMethod.Conditional, TrendShape.Rising, 25)]
    [InlineData(.1, HonestMethod.LeastFavourableHybrid, TrendShape.Falling, 28)]
    [InlineData(.1, HonestMethod.FixedLengthHybrid, TrendShape.Any, 26)]
    [InlineData(.08, HonestMethod.FixedLengthHybrid, TrendShape.AboveZero, 27)]
    public void Smoothness_by_the_conditional_test_is_that_of_a_plain_second_writing(
        double bound,
        HonestMethod method,
        TrendShape shape,
        int seed
    )
    {
        const int Before = 3;
        var study = TrendStudies.Draw(Before, 3, seed);
        double[] weights = [0, .5, .5];
        var ours = HonestIntervals.Smoothness(study, weights, bound, method: method, shape: shape);
        var rows = new List<double[]>();
        var limits = new List<double>();
        void Add(double limit, params (int Time, int Times)[] parts)
        {
            // Time 0 has no column.
            var row = new double[6];
            foreach (var (time, times) in parts)
                if (time != 0)
                    row[time < 0 ? Before + time : Before + time - 1] = times;
            rows.Add(row);
            limits.Add(limit);
        }
        for (var t = 0; t < 3; t++)
            foreach (var way in (int[])[1, -1])
                Add(bound, (t - 1, way), (t, -2 * way), (t + 1, way));
        for (var t = 1; t <= 3; t++)
            if (shape == TrendShape.AboveZero)
                Add(0, (t, -1));
            else if (shape == TrendShape.BelowZero)
                Add(0, (t, 1));
            else if (shape == TrendShape.Rising)
                Add(0, (t - 1, 1), (t, -1));
            else if (shape == TrendShape.Falling)
                Add(0, (t - 1, -1), (t, 1));
        var slow = new SlowConditionalTest(
            study,
            [.. rows],
            [.. limits],
            weights,
            .95,
            method != HonestMethod.Conditional,
            method == HonestMethod.FixedLengthHybrid
                ? HonestIntervals.FixedLength(study, weights, bound, .995)
                : null
        );
        // A step of the grid, and the critical value of the first test by chance.
        var wide = ours.Upper - ours.Lower;
        var found = slow.Interval(ours.Lower - (.1 * wide), ours.Upper + (.1 * wide), 200);
        var within = 1.2 * wide / 200 * (method == HonestMethod.LeastFavourableHybrid ? 3 : 1.01);
        Assert.Equal(found.Lower, ours.Lower, within);
        Assert.Equal(found.Upper, ours.Upper, within);
    }

    [Fact]
    public void With_next_to_no_chance_in_it_the_interval_is_what_the_bound_leaves_open()
    {
        // Steps before: .02, -.05 and .01 (to time 0), so .05 a step is the worst; bends -.07 and .06.
        double[] path = [.02, .04, -.01];
        var study = new EventStudyEstimates([.. path, .5, .7], TrendStudies.Identity(5, 1e-12), 3);
        Near(HonestIntervals.RelativeMagnitudes(study, [1, 0], 1), .5 - .05, .5 + .05);
        Near(HonestIntervals.RelativeMagnitudes(study, [0, 1], .5), .7 - .05, .7 + .05);
        Near(HonestIntervals.RelativeMagnitudes(study, [.5, .5], 2), .6 - .15, .6 + .15);
        // The last step before was .01 up: going on like that, and bending by .07 a step at most.
        Near(HonestIntervals.RelativeBends(study, [1, 0], 1), .5 - .01 - .07, .5 - .01 + .07);
        Near(HonestIntervals.RelativeBends(study, [0, 1], 1), .7 - .02 - .21, .7 - .02 + .21);
        Near(
            HonestIntervals.Smoothness(study, [0, 1], .1, method: HonestMethod.Conditional),
            .7 - .02 - .3,
            .7 - .02 + .3
        );
        // What is known of the trend's way takes off a half: it cannot have fallen below 0, so the effect is no larger than seen.
        Near(
            HonestIntervals.RelativeMagnitudes(study, [1, 0], 1, shape: TrendShape.AboveZero),
            .5 - .05,
            .5
        );
        Near(
            HonestIntervals.RelativeMagnitudes(study, [1, 0], 1, shape: TrendShape.BelowZero),
            .5,
            .5 + .05
        );
        Near(
            HonestIntervals.RelativeMagnitudes(study, [0, 1], 1, shape: TrendShape.Falling),
            .7,
            .7 + .1
        );
        Near(
            HonestIntervals.RelativeMagnitudes(study, [0, 1], 1, shape: TrendShape.Rising),
            .7 - .1,
            .7
        );

        static void Near(HonestInterval interval, double lower, double upper)
        {
            Assert.Equal(lower, interval.Lower, 1e-4);
            Assert.Equal(upper, interval.Upper, 1e-4);
        }
    }

    [Fact]
    public void Over_years_without_data_a_trend_may_go_as_far_as_in_as_many_years_with_them()
    {
        double[] path = [.02, .04, -.01];
        var study = new EventStudyEstimates(
            [.. path, .5, .7],
            TrendStudies.Identity(5, 1e-12),
            3,
            [-3, -2, -1, 3, 4]
        );
        // Three years at .05 a year, then one more.
        var first = HonestIntervals.RelativeMagnitudes(study, [1, 0], 1);
        Assert.Equal(.35, first.Lower, 1e-4);
        Assert.Equal(.65, first.Upper, 1e-4);
        var second = HonestIntervals.RelativeMagnitudes(study, [0, 1], 1);
        Assert.Equal(.5, second.Lower, 1e-4);
        Assert.Equal(.9, second.Upper, 1e-4);
        // The last .01 a year goes on for three years; its bend is by the two years between the middles.
        var smooth = HonestIntervals.Smoothness(
            study,
            [1, 0],
            .1,
            method: HonestMethod.Conditional
        );
        Assert.Equal(.5 - .03 - .6, smooth.Lower, 1e-4);
        Assert.Equal(.5 - .03 + .6, smooth.Upper, 1e-4);
    }

    [Fact]
    public void An_interval_of_fixed_length_knows_how_far_times_lie_apart()
    {
        var even = TrendStudies.Draw(4, 3, seed: 33);
        EventStudyEstimates At(params double[] times) =>
            new(even.Estimates.ToArray(), even.Covariance.ToArray(), 4, times);
        double[] weights = [.2, .3, .5];
        var ours = HonestIntervals.FixedLength(even, weights, .04);
        var told = HonestIntervals.FixedLength(At(-4, -3, -2, -1, 1, 2, 3), weights, .04);
        Assert.Equal((ours.Lower, ours.Upper), (told.Lower, told.Upper));
        // Twice as far apart, a bend of a quarter goes as far.
        var wider = HonestIntervals.FixedLength(At(-8, -6, -4, -2, 2, 4, 6), weights, .01);
        Assert.Equal(ours.Lower, wider.Lower, 1e-9);
        Assert.Equal(ours.Upper, wider.Upper, 1e-9);
        var hole = At(-6, -5, -2, -1, 1, 4, 5);
        var uneven = HonestIntervals.FixedLength(hole, weights, .04);
        var straight = PretrendTest.Straight(hole, 1);
        Assert.Equal(0, straight.Select((d, i) => d * uneven.Weights[i]).Sum(), 1e-12);
        Assert.Equal(weights, uneven.Weights.Skip(4));
        Assert.True(uneven.HalfLength > ours.HalfLength);
        Assert.Throws<ArgumentException>(() => At(1, 2));
        foreach (
            var times in (double[][])
                [
                    [-4, -3, -2, 1, 2, 3, 4],
                    [-4, -3, -1, -2, 1, 2, 3],
                    [-4, -3, -2, -1, -.5, 2, 3],
                    [-4, -3, -2, -1, 1, 1, 3],
                    [-4, -3, -2, double.NaN, 1, 2, 3],
                ]
        )
            Assert.Contains(
                "times must rise",
                Assert.Throws<UnusableDataException>(() => At(times)).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void An_event_study_is_read_from_the_time_it_is_measured_from()
    {
        // Base two years before treatment: the year between comes after it.
        var study = new EventStudy(
            [-4, -3, -1, 0, 1],
            [.1, .2, .3, .4, .5],
            TrendStudies.Identity(5, 1),
            3,
            [-2]
        );
        var ours = EventStudyEstimates.Of(study);
        Assert.Equal(2, ours.Before);
        Assert.Equal([-2, -1, 1, 2, 3], ours.Times.ToArray());
        Assert.Equal([0, .5, .5], HonestIntervals.Average(ours, from: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => HonestIntervals.Average(ours, from: 4));
        foreach (
            var references in (int[][])
                [
                    [],
                    [-2, -5],
                ]
        )
            Assert.Throws<UnusableDataException>(() =>
                EventStudyEstimates.Of(study with { References = references })
            );
    }

    [Fact]
    public void Bends_against_the_largest_before_leave_a_straight_trend_alone()
    {
        var study = TrendStudies.Draw(4, 2, seed: 31);
        var slanted = new EventStudyEstimates(
            [.. PretrendTest.Straight(study, 3).Zip(study.Estimates.ToArray(), (a, b) => a + b)],
            study.Covariance.ToArray(),
            4
        );
        var weights = HonestIntervals.First(study);
        var flat = HonestIntervals.RelativeBends(study, weights, 1);
        var sloped = HonestIntervals.RelativeBends(slanted, weights, 1);
        // A straight trend of 3 a step is taken out of what comes after: it leaves the effect where it was.
        Assert.Equal(flat.Lower, sloped.Lower, 1e-7);
        Assert.Equal(flat.Upper, sloped.Upper, 1e-7);
        var parallel = HonestIntervals.RelativeMagnitudes(slanted, weights, 1);
        Assert.True(parallel.Upper > 5);
    }

    [Fact]
    public void With_bends_of_0_the_relative_and_the_absolute_bound_say_the_same()
    {
        var study = TrendStudies.Draw(4, 2, seed: 31);
        var weights = HonestIntervals.Average(study);
        var relative = HonestIntervals.RelativeBends(study, weights, 0);
        var absolute = HonestIntervals.Smoothness(
            study,
            weights,
            0,
            method: HonestMethod.LeastFavourableHybrid
        );
        Assert.Equal(absolute.Lower, relative.Lower, 1e-9);
        Assert.Equal(absolute.Upper, relative.Upper, 1e-9);
    }

    [Theory]
    [InlineData(HonestMethod.LeastFavourableHybrid)]
    [InlineData(HonestMethod.Conditional)]
    public void An_interval_scales_shifts_and_turns_with_the_estimates(HonestMethod method)
    {
        var study = TrendStudies.Draw(3, 3, seed: 41);
        double[] weights = [.5, .25, .25];
        var ours = HonestIntervals.RelativeMagnitudes(study, weights, .8, method: method);
        EventStudyEstimates With(Func<double, int, double> change, double scale) =>
            new(
                [.. study.Estimates.ToArray().Select(change)],
                [.. study.Covariance.ToArray().Select(c => c * scale * scale)],
                3
            );
        var larger = HonestIntervals.RelativeMagnitudes(
            With((b, _) => 10 * b, 10),
            weights,
            .8,
            method: method
        );
        Assert.Equal(10 * ours.Lower, larger.Lower, 1e-6);
        Assert.Equal(10 * ours.Upper, larger.Upper, 1e-6);
        var turned = HonestIntervals.RelativeMagnitudes(
            With((b, _) => -b, 1),
            weights,
            .8,
            method: method
        );
        // The draws of the first test are not even about 0.
        Assert.Equal(-ours.Upper, turned.Lower, .02);
        Assert.Equal(-ours.Lower, turned.Upper, .02);
        var shifted = HonestIntervals.RelativeMagnitudes(
            With((b, i) => i >= 3 ? b + 2 : b, 1),
            weights,
            .8,
            method: method
        );
        Assert.Equal(ours.Lower + 2, shifted.Lower, 1e-7);
        Assert.Equal(ours.Upper + 2, shifted.Upper, 1e-7);
    }

    [Fact]
    public void With_parallel_trends_the_conditional_test_gives_the_usual_interval()
    {
        var study = TrendStudies.Draw(3, 3, seed: 51);
        var weights = HonestIntervals.Average(study);
        var usual = HonestIntervals.Original(study, weights);
        var ours = HonestIntervals.RelativeMagnitudes(
            study,
            weights,
            0,
            method: HonestMethod.Conditional
        );
        Assert.Equal(usual.Lower, ours.Lower, 1e-9);
        Assert.Equal(usual.Upper, ours.Upper, 1e-9);
        var covariance = study.Covariance;
        var variance = 0.0;
        for (var i = 3; i < 6; i++)
        for (var j = 3; j < 6; j++)
            variance += covariance[(i * 6) + j] / 9;
        Assert.Equal(
            1.959963984540054 * Math.Sqrt(variance),
            (usual.Upper - usual.Lower) / 2,
            1e-12
        );
    }

    [Fact]
    public void A_single_time_after_treatment_can_be_asked_about()
    {
        var study = TrendStudies.Draw(3, 1, seed: 61);
        var before = HonestIntervals.Original(study, [1]);
        var narrow = HonestIntervals.RelativeMagnitudes(study, [1], 0);
        var wide = HonestIntervals.RelativeMagnitudes(study, [1], 1);
        Assert.True(wide.Lower < narrow.Lower && narrow.Upper < wide.Upper);
        Assert.Equal(before.Lower, narrow.Lower, .2 * (before.Upper - before.Lower));
        Assert.False(HonestIntervals.Smoothness(study, [1], .1).IsEmpty);
        Assert.False(
            HonestIntervals.Smoothness(study, [1], .1, method: HonestMethod.Conditional).IsEmpty
        );
    }

    // The formulas of HonestDiD for one time after, written out in R 4.2 over a grid of .0005: estimates 1 to 5 of the study.
    [Theory]
    [InlineData("rm", HonestMethod.LeastFavourableHybrid, 0, .1355, .2525)]
    [InlineData("rm", HonestMethod.LeastFavourableHybrid, .5, .1155, .2745)]
    [InlineData("rm", HonestMethod.LeastFavourableHybrid, 1, .066, .3205)]
    [InlineData("rm", HonestMethod.LeastFavourableHybrid, 2, -.043, .4255)]
    [InlineData("rm", HonestMethod.Conditional, .5, .105, .281)]
    [InlineData("rm", HonestMethod.Conditional, 2, -.041, .424)]
    [InlineData("sd", HonestMethod.LeastFavourableHybrid, .1, .0955, .4635)]
    [InlineData("sd", HonestMethod.Conditional, .05, .1045, .4525)]
    [InlineData("sd", HonestMethod.Conditional, .1, .096, .466)]
    public void With_one_time_after_treatment_the_answers_are_those_of_HonestDiD_too(
        string kind,
        HonestMethod method,
        double bound,
        double lower,
        double upper
    )
    {
        if (PublishedStudy.Read("one time after treatment") is not { } whole)
            return;
        var study = new EventStudyEstimates(
            whole.Estimates[..5].ToArray(),
            [.. Enumerable.Range(0, 25).Select(i => whole.Covariance[(i / 5 * 8) + (i % 5)])],
            4
        );
        var ours =
            kind == "rm"
                ? HonestIntervals.RelativeMagnitudes(study, [1], bound, method: method)
                : HonestIntervals.Smoothness(study, [1], bound, method: method);
        Assert.InRange(lower - ours.Lower, -1e-9, .0005);
        Assert.InRange(ours.Upper - upper, -1e-9, .0005);
    }

    [Fact]
    public void The_largest_bend_before_is_the_one_seen_with_what_chance_leaves_open()
    {
        // Steps before are -.02, -.07 and .05: bends of -.05, with a variance of 1 + 4 + 1, and of .12, with 1 + 4, time 0 having none.
        var study = new EventStudyEstimates([.04, .02, -.05, 9], TrendStudies.Identity(4, 1e-4), 3);
        const double Z = 1.6448536269514722;
        Assert.Equal(
            .12 + (Z * .01 * Math.Sqrt(5)),
            HonestIntervals.LargestBendBefore(study),
            1e-12
        );
        Assert.Equal(
            .3,
            HonestIntervals.LargestBendBefore(new EventStudyEstimates([1, 2], [.09, 0, 0, 1], 1)),
            1e-12
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            HonestIntervals.LargestBendBefore(study, 1)
        );
    }

    [Fact]
    public void Where_the_times_before_break_the_bound_themselves_the_interval_is_empty_and_says_so()
    {
        // One time after and a zigzag before that no straight line comes near.
        var study = new EventStudyEstimates([9, -9, 9, .1], TrendStudies.Identity(4, .01), 3);
        var ours = HonestIntervals.Smoothness(
            study,
            [1],
            0,
            method: HonestMethod.LeastFavourableHybrid
        );
        Assert.True(ours.IsEmpty);
        Assert.True(double.IsNaN(ours.Upper));
        Assert.False(ours.Holds(0));
    }

    [Fact]
    public void The_breakdown_is_the_bound_at_which_nothing_enters()
    {
        if (PublishedStudy.Read("breakdown values") is not { } study)
            return;
        var first = HonestIntervals.First(study);
        HonestInterval At(double bound) => HonestIntervals.RelativeMagnitudes(study, first, bound);
        var breakdown = HonestIntervals.Breakdown(At);
        // HonestDiD's table has .0135 as the lower end at 1.5 and -.0415 at 2.
        Assert.InRange(breakdown, 1.55, 1.7);
        Assert.True(At(breakdown - 2e-4).Lower > 0);
        Assert.True(At(breakdown + 2e-4).Lower <= 0);
        Assert.Equal(0, HonestIntervals.Breakdown(At, effect: .2));
        Assert.Equal(double.PositiveInfinity, HonestIntervals.Breakdown(At, most: .5));
        // For a fixed length far out: 0 leaves by the same distance each bend allows.
        var bends = HonestIntervals.Breakdown(m => HonestIntervals.Smoothness(study, first, m));
        Assert.Equal(0, HonestIntervals.Smoothness(study, first, bends).Lower, 1e-3);
    }

    [Fact]
    public void The_answer_does_not_depend_on_how_often_it_is_asked_or_on_which_core()
    {
        var study = TrendStudies.Draw(4, 4, seed: 71);
        var weights = HonestIntervals.Average(study);
        var answers = new HonestInterval[6];
        Parallel.For(0, 6, i => answers[i] = HonestIntervals.RelativeMagnitudes(study, weights, 1));
        Assert.Single(answers.Distinct());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Under_the_worst_trend_that_a_bound_allows_intervals_hold_the_truth_as_often_as_they_say(
        double bound
    )
    {
        const int Number = 200;
        var shape = TrendStudies.Draw(3, 2, seed: 81);
        double[] weights = [.5, .5];
        // The longest step before is the last one, and each after is as long, all upwards.
        double[] path = [-.05, -.1, -.15, .15 * bound, .3 * bound];
        var held = TrendStudies
            .Around(shape, path, Number, seed: 82)
            .Count(study => HonestIntervals.RelativeMagnitudes(study, weights, bound).Holds(0));
        Assert.InRange(held, .9 * Number, Number);
    }

    [Fact]
    public void Under_the_worst_bends_an_interval_of_fixed_length_holds_the_truth_in_95_of_100()
    {
        const int Number = 2000;
        var shape = TrendStudies.Draw(4, 2, seed: 91);
        double[] weights = [0, 1];
        var ours = HonestIntervals.FixedLength(shape, weights, .1);
        // Of all paths with bends at the bound the one that pushes furthest.
        var worst = Enumerable
            .Range(0, 32)
            .Select(signs =>
                TrendStudies.Bent(
                    shape,
                    [.. Enumerable.Range(0, 5).Select(b => (signs >> b & 1) == 1 ? .1 : -.1)]
                )
            )
            .MaxBy(path => path.Select((d, i) => d * ours.Weights[i]).Sum())!;
        var held = TrendStudies
            .Around(shape, worst, Number, seed: 92)
            .Count(study =>
            {
                var centre = 0.0;
                for (var i = 0; i < study.Count; i++)
                    centre += ours.Weights[i] * study.Estimates[i];
                return Math.Abs(centre) <= ours.HalfLength;
            });
        Assert.InRange(held, .935 * Number, .965 * Number);
    }

    [Fact]
    public void Many_times_after_treatment_are_answered_or_refused_never_waited_for()
    {
        var study = TrendStudies.Draw(6, 24, seed: 95);
        var first = HonestIntervals.RelativeMagnitudes(
            study,
            HonestIntervals.First(study),
            1,
            shape: TrendShape.AboveZero
        );
        Assert.True(first.Lower < first.Upper);
        // Each time but the last may be held by the shape or by the bound: cases double with each.
        var refused = Assert.Throws<UnusableDataException>(() =>
            HonestIntervals.RelativeMagnitudes(
                study,
                HonestIntervals.Average(study),
                1,
                shape: TrendShape.AboveZero
            )
        );
        Assert.Contains("without the shape", refused.Message, StringComparison.Ordinal);
        var many = TrendStudies.Draw(1, 65, seed: 96);
        Assert.Contains(
            "130 inequalities",
            Assert
                .Throws<UnusableDataException>(() =>
                    HonestIntervals.RelativeMagnitudes(many, HonestIntervals.First(many), 1)
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_cannot_be_an_event_study_is_refused_with_what_is_wrong()
    {
        static string Refused(double[] estimates, double[] covariance, int before) =>
            Assert
                .Throws<UnusableDataException>(() =>
                    new EventStudyEstimates(estimates, covariance, before)
                )
                .Message;
        Assert.Contains(
            "Estimate 2",
            Refused([1, double.NaN], [1, 0, 0, 1], 1),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "row 1, column 2 is no number",
            Refused([1, 2], [1, double.NaN, 0, 1], 1),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "row 2, column 1 has 0.2, and row 1, column 2 has 0.5",
            Refused([1, 2], [1, .5, .2, 1], 1),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "variance below 0",
            Refused([1, 2], [1, 2, 2, 1], 1),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "variance of estimate 1 is 0",
            Refused([1, 2], [0, 0, 0, 1], 1),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no estimate before",
            Refused([1, 2], [1, 0, 0, 1], 0),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "All 2 estimates",
            Refused([1, 2], [1, 0, 0, 1], 2),
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => new EventStudyEstimates([1, 2], [1, 0, 0], 1));
    }

    [Fact]
    public void What_cannot_be_asked_is_refused()
    {
        var study = TrendStudies.Draw(1, 2, seed: 3);
        Assert.Throws<ArgumentException>(() => HonestIntervals.RelativeMagnitudes(study, [1], 1));
        Assert.Throws<ArgumentException>(() =>
            HonestIntervals.RelativeMagnitudes(study, [0, 0], 1)
        );
        Assert.Throws<ArgumentException>(() =>
            HonestIntervals.Smoothness(study, [1, double.NaN], 1)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            HonestIntervals.RelativeMagnitudes(study, [1, 0], -1)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            HonestIntervals.RelativeMagnitudes(study, [1, 0], double.NaN)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            HonestIntervals.RelativeMagnitudes(study, [1, 0], 1, method: HonestMethod.FixedLength)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            HonestIntervals.Smoothness(study, [1, 0], 1, level: 1)
        );
        Assert.Throws<UnusableDataException>(() => HonestIntervals.RelativeBends(study, [1, 0], 1));
    }

    [Fact]
    public void A_multiple_too_large_for_the_digits_of_a_number_is_refused()
    {
        var study = TrendStudies.Draw(2, 2, seed: 3);
        var weights = HonestIntervals.First(study);
        foreach (var bound in (double[])[1.1e9, 1e20, 1e300])
        {
            Assert.Contains(
                "too large",
                Assert
                    .Throws<UnusableDataException>(() =>
                        HonestIntervals.RelativeMagnitudes(study, weights, bound)
                    )
                    .Message,
                StringComparison.Ordinal
            );
            Assert.Throws<UnusableDataException>(() =>
                HonestIntervals.RelativeBends(study, weights, bound)
            );
        }
        Assert.False(HonestIntervals.RelativeMagnitudes(study, weights, 1e9).IsEmpty);
    }
}
