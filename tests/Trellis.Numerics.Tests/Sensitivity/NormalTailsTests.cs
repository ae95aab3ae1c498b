using Trellis.Reference;

namespace Trellis.Sensitivity;

public sealed class NormalTailsTests
{
    // R 4.2: uniroot(pnorm(c - t) - pnorm(-c - t) - level, tol = 1e-15).
    [Theory]
    [InlineData(0, .95, 1.95996398454005)]
    [InlineData(.5, .95, 2.18147744232815)]
    [InlineData(-.5, .95, 2.18147744232815)]
    [InlineData(3, .95, 4.64485362695157)]
    [InlineData(1, .05, 0.103318479672557)]
    public void The_critical_value_of_a_biased_estimate_is_that_of_R(
        double bias,
        double level,
        double expected
    ) => Near.Relative(expected, FoldedNormal.CriticalValue(bias, level), 1e-12, "critical value");

    [Fact]
    public void A_bias_that_is_no_number_or_has_no_end_gives_the_like()
    {
        Assert.True(double.IsNaN(FoldedNormal.CriticalValue(double.NaN, .95)));
        Assert.Equal(
            double.PositiveInfinity,
            FoldedNormal.CriticalValue(double.PositiveInfinity, .95)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => FoldedNormal.CriticalValue(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FoldedNormal.CriticalValue(0, 0));
        // Far off, all of the chance of error lies on one side.
        Assert.Equal(1000 + 1.6448536269514722, FoldedNormal.CriticalValue(1000, .95), 1e-9);
    }

    // R 4.2: (pnorm(x, lower = FALSE) - pnorm(h, lower = FALSE)) / (pnorm(l, lower = FALSE) - pnorm(h, lower = FALSE)); below 0 by
    // the lower tails, where R does not lose digits.
    [Theory]
    [InlineData(1.7, -.3, 2.6, 0.0650701337100061)]
    [InlineData(6.1, 6, double.PositiveInfinity, 0.537552166766308)]
    [InlineData(-6.01, -7, -6, 0.0598503417143547)]
    [InlineData(30.01, 30, 31, 0.740534881167843)]
    [InlineData(40.02, 40, double.PositiveInfinity, 0.449014879562314)]
    public void The_tail_of_a_truncated_normal_is_that_of_R(
        double value,
        double low,
        double high,
        double expected
    ) => Near.Relative(expected, TruncatedNormal.Above(value, low, high), 1e-10, "tail");

    [Fact]
    public void A_truncated_normal_keeps_within_its_bounds()
    {
        Assert.Equal(1, TruncatedNormal.Above(1, 2, 3));
        Assert.Equal(0, TruncatedNormal.Above(3, 2, 3));
        Assert.Equal(.25, TruncatedNormal.Above(2 + 7.5e-11, 2, 2 + 1e-10), 1e-5);
        Assert.True(double.IsNaN(TruncatedNormal.Above(double.NaN, 2, 3)));
        Assert.Equal(
            .5,
            TruncatedNormal.Above(0, double.NegativeInfinity, double.PositiveInfinity),
            1e-15
        );
        // R cannot subtract these; between 50 and 51 almost all lies next to 50.
        Assert.Equal(Math.Exp(-50 * .02) * .99940, TruncatedNormal.Above(50.02, 50, 51), 1e-4);
    }

    // R 4.2: uniroot of pnorm(d - qnorm(.975)) + pnorm(-d - qnorm(.975)) - .8, and of the same with .95 and .2.
    [Fact]
    public void The_least_effect_a_study_finds_is_exact_for_both_tails()
    {
        Assert.Equal(2.80158178701358, DetectableEffect.Minimum(1), 1e-10);
        Assert.Equal(.775184244962691, DetectableEffect.Minimum(1, power: .2, level: .9), 1e-10);
        Assert.Equal(.8, DetectableEffect.Power(5.60316357402716, 2, .95), 1e-10);
        Assert.Equal(.05, DetectableEffect.Power(0, 2, .95), 1e-12);
        var study = new EventStudyEstimates([0, 1, 2], TrendStudies.Identity(3, 4), 1);
        Assert.Equal(
            2.80158178701358 * Math.Sqrt(2),
            DetectableEffect.Minimum(study, [.5, .5]),
            1e-9
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectableEffect.Minimum(1, power: .04));
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectableEffect.Minimum(-1));
    }

    // R 4.2: uniroot over d of (the 5 % quantile of |N(d / s, 1)|) - b / s.
    [Fact]
    public void The_bound_that_differences_are_shown_to_lie_below_is_that_of_R()
    {
        Assert.Equal(
            .101926984655,
            Equivalence.LeastBound(.0730149894952774, Math.Sqrt(0.00030895954114385), .05),
            1e-10
        );
        Assert.Equal(4.20284055973, Equivalence.LeastBound(-1, 2, .05), 1e-9);
        Assert.Equal(0, Equivalence.LeastBound(.01, 1, .05));
        var study = new EventStudyEstimates([.5, -1, 9], TrendStudies.Identity(3, 4), 2);
        Assert.Equal(4.20284055973, Equivalence.LeastBound(study), 1e-9);
    }
}
