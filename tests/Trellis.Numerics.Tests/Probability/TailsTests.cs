using Trellis.Reference;

namespace Trellis.Probability;

public sealed class TailsTests
{
    // R 4.2: pchisq(q, df, lower = FALSE), 2 * pt(-t, df), pf(q, a, b, lower = FALSE), qt, qnorm, qchisq.
    [Theory]
    [InlineData(152.233008082373, 12, 1.9967645908459e-26)]
    [InlineData(578.864017958223, 55, 1.7968303019349e-88)]
    [InlineData(3.84145882069412, 1, .05)]
    [InlineData(.5, 7, .9994464813904249)]
    public void The_tail_of_chi_squared_keeps_its_digits_far_out(
        double value,
        double degrees,
        double above
    ) => Near.Relative(above, Tails.ChiSquaredAbove(value, degrees), 1e-9, "chi-squared");

    [Theory]
    [InlineData(.05, 12, 2.17881282966723)]
    [InlineData(.05, 1, 12.7062047361747)]
    [InlineData(.05, double.PositiveInfinity, 1.95996398454005)]
    [InlineData(.5, double.PositiveInfinity, .674489750196082)]
    public void Quantiles_of_t_are_those_of_tables(double share, double degrees, double expected)
    {
        var beyond = Tails.StudentBeyond(share, degrees);
        Near.Relative(expected, beyond, 1e-12, "quantile");
        Near.Relative(share, Tails.StudentBothSides(beyond, degrees), 1e-12, "share beyond it");
    }

    [Theory]
    [InlineData(.025, 12, 23.3366641580)]
    [InlineData(.975, 12, 4.40378850701)]
    public void Quantiles_of_chi_squared_are_those_of_tables(
        double share,
        double degrees,
        double expected
    ) => Near.Relative(expected, Tails.ChiSquaredBeyond(share, degrees), 1e-10, "quantile");

    [Fact]
    public void F_with_one_degree_is_t_squared_and_without_a_limit_chi_squared()
    {
        Near.Relative(
            Tails.StudentBothSides(2.5, 7),
            Tails.FisherAbove(6.25, 1, 7),
            1e-12,
            "F(1, 7)"
        );
        Near.Relative(
            Tails.ChiSquaredAbove(9, 3),
            Tails.FisherAbove(3, 3, double.PositiveInfinity),
            1e-12,
            "F(3, infinite)"
        );
        // pf(4.96494755589447, 2, 10, lower = FALSE)
        Near.Relative(
            .0318035012857408,
            Tails.FisherAbove(4.96494755589447, 2, 10),
            1e-10,
            "F(2, 10)"
        );
    }

    [Fact]
    public void What_is_no_number_stays_none()
    {
        Assert.Equal(double.NaN, Tails.StudentBothSides(double.NaN, 3));
        Assert.Equal(double.NaN, Tails.StudentBothSides(1, double.NaN));
        Assert.Equal(double.NaN, Tails.ChiSquaredAbove(double.NaN, 3));
        Assert.Equal(double.NaN, Tails.FisherAbove(1, 2, double.NaN));
        Assert.Equal(double.NaN, Tails.StudentBeyond(.05, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tails.StudentBeyond(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tails.ChiSquaredBeyond(1, 3));
        Assert.Equal(0, Tails.StudentBothSides(double.PositiveInfinity, 3));
        Assert.Equal(1, Tails.ChiSquaredAbove(3, 0));
        Assert.Equal(1, Tails.FisherAbove(-1, 2, 3));
    }
}
