using Trellis.Answers;

namespace Trellis.Sensitivity;

public sealed class PretrendTestTests
{
    // R 4.2: W = b'solve(S)b, pchisq(W, 4, lower = FALSE); pchisq(qchisq(.95, 4), 4, ncp = t'solve(S)t, lower = FALSE) for
    // t = .01 (-4:-1); and the slope whose ncp gives .8 by uniroot.
    [Fact]
    public void The_joint_test_and_its_power_are_those_of_R()
    {
        if (PublishedStudy.Read("the joint test before treatment") is not { } study)
            return;
        var (statistic, probability) = PretrendTest.Wald(study);
        Assert.Equal(29.0660119458636, statistic, 1e-9);
        Assert.Equal(7.57968591340816e-06, probability, 1e-15);
        var power = PretrendTest.Power(study, PretrendTest.Straight(study, .01));
        Assert.Equal(0.182030807429993, power.Joint, 1e-10);
        Assert.Equal(
            0.0235614406486729,
            PretrendTest.SlopeDetected(study, .8, PretrendTestKind.Joint),
            1e-9
        );
    }

    [Fact]
    public void Power_bias_and_ratios_are_those_of_a_sum_over_a_fine_grid()
    {
        var study = TrendStudies.Draw(2, 2, seed: 5);
        double[] path = [-.12, -.06, .06, .12];
        var ours = PretrendTest.Power(study, path);
        var (passes, means) = OnGrid(study, path[..2]);
        var (passesParallel, _) = OnGrid(study, [0, 0]);
        Assert.Equal(1 - passes, ours.AnySignificant, 2e-5);
        Assert.Equal(passes / passesParallel, ours.BayesFactor, 4e-5);
        Assert.InRange(ours.BayesFactor, 0, 1);
        Assert.Equal(means[0], ours.ExpectedAfterPassing[0], 2e-5);
        Assert.Equal(means[1], ours.ExpectedAfterPassing[1], 2e-5);
        Assert.Equal(
            Density(study, path[..2], study.Estimates[0], study.Estimates[1])
                / Density(study, [0, 0], study.Estimates[0], study.Estimates[1]),
            ours.LikelihoodRatio,
            1e-9
        );
    }

    [Fact]
    public void Bias_after_passing_is_that_of_the_studies_that_pass()
    {
        var shape = TrendStudies.Draw(3, 2, seed: 6);
        var path = PretrendTest.Straight(shape, .06);
        var ours = PretrendTest.Power(shape, path);
        var passed = TrendStudies
            .Around(shape, path, 40000, seed: 7)
            .Where(s =>
                Enumerable
                    .Range(0, 3)
                    .All(i => Math.Abs(s.Estimates[i]) < 1.959964 * s.StandardError(i))
            )
            .ToArray();
        Assert.Equal(1 - (passed.Length / 40000.0), ours.AnySignificant, .01);
        for (var i = 0; i < 5; i++)
            Assert.Equal(passed.Average(s => s.Estimates[i]), ours.ExpectedAfterPassing[i], .003);
        // Passing does not make it smaller than the trend by itself: Roth's point.
        Assert.True(ours.ExpectedAfterPassing[4] > .05);
    }

    [Theory]
    [InlineData(PretrendTestKind.AnySignificant)]
    [InlineData(PretrendTestKind.Joint)]
    public void The_slope_detected_is_detected_as_often_as_asked(PretrendTestKind kind)
    {
        var study = TrendStudies.Draw(3, 2, seed: 8);
        foreach (var asked in (double[])[.5, .8])
        {
            var slope = PretrendTest.SlopeDetected(study, asked, kind);
            var power = PretrendTest.Power(study, PretrendTest.Straight(study, slope));
            Assert.Equal(
                asked,
                kind == PretrendTestKind.Joint ? power.Joint : power.AnySignificant,
                1e-6
            );
            var mirrored = PretrendTest.Power(study, PretrendTest.Straight(study, -slope));
            Assert.Equal(power.Joint, mirrored.Joint, 1e-12);
            Assert.Equal(power.AnySignificant, mirrored.AnySignificant, 2e-5);
        }
    }

    [Fact]
    public void Without_a_trend_the_tests_reject_as_often_as_their_size()
    {
        var alone = TrendStudies.Draw(1, 1, seed: 9);
        var power = PretrendTest.Power(alone, [0, 0], level: .9);
        Assert.Equal(.1, power.AnySignificant, 1e-12);
        Assert.Equal(.1, power.Joint, 1e-9);
        Assert.Equal(1, power.BayesFactor, 1e-12);
        Assert.Equal(1, power.LikelihoodRatio, 1e-12);
        var apart = new EventStudyEstimates([0, 0, 0, 0, 1], TrendStudies.Identity(5, 1), 4);
        Assert.Equal(
            1 - Math.Pow(.95, 4),
            PretrendTest.Power(apart, new double[5]).AnySignificant,
            1e-9
        );
    }

    [Fact]
    public void A_straight_trend_passes_through_the_time_all_are_measured_from_and_knows_missing_years()
    {
        var study = TrendStudies.Draw(3, 2, seed: 10);
        Assert.Equal(
            [-.3, -.2, -.1, .1, .2],
            PretrendTest.Straight(study, .1).Select(x => Math.Round(x, 12))
        );
        // Nobody was looked at in two years just after the base.
        var hole = new EventStudyEstimates(
            study.Estimates.ToArray(),
            study.Covariance.ToArray(),
            3,
            [-3, -2, -1, 3, 4]
        );
        Assert.Equal([-3, -2, -1, 3, 4], PretrendTest.Straight(hole, 1));
    }

    [Fact]
    public void What_cannot_be_tested_is_refused()
    {
        var twice = new EventStudyEstimates([1, 1, 0], [1, 1, 0, 1, 1, 0, 0, 0, 1], 2);
        Assert.Contains(
            "time 2 before treatment follows",
            Assert.Throws<UnusableDataException>(() => PretrendTest.Wald(twice)).Message,
            StringComparison.Ordinal
        );
        var study = TrendStudies.Draw(2, 2, seed: 11);
        Assert.Throws<ArgumentException>(() => PretrendTest.Power(study, [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PretrendTest.SlopeDetected(study, .01));
        Assert.Throws<ArgumentOutOfRangeException>(() => PretrendTest.SlopeDetected(study, 1));
    }

    private static (double Probability, double[] Means) OnGrid(
        EventStudyEstimates study,
        double[] truth
    )
    {
        const int Steps = 800;
        double a = 1.959963984540054 * study.StandardError(0),
            b = 1.959963984540054 * study.StandardError(1);
        double whole = 0,
            first = 0,
            second = 0;
        for (var i = 0; i < Steps; i++)
        for (var j = 0; j < Steps; j++)
        {
            double x = a * ((2 * (i + .5) / Steps) - 1),
                y = b * ((2 * (j + .5) / Steps) - 1);
            var density = Density(study, truth, x, y);
            whole += density;
            first += x * density;
            second += y * density;
        }
        return (whole * 4 * a * b / Steps / Steps, [first / whole, second / whole]);
    }

    private static double Density(EventStudyEstimates study, double[] truth, double x, double y)
    {
        double aa = study.Covariance[0],
            ab = study.Covariance[1],
            bb = study.Covariance[study.Count + 1],
            determinant = (aa * bb) - (ab * ab),
            p = x - truth[0],
            q = y - truth[1];
        return Math.Exp(-((bb * p * p) - (2 * ab * p * q) + (aa * q * q)) / (2 * determinant))
            / (2 * Math.PI * Math.Sqrt(determinant));
    }
}
