using Trellis.Shrinkage;

namespace Trellis.Tests.Shrinkage;

public sealed class NormalTests
{
    // From the tables of Abramowitz and Stegun, 26.1 and 26.2.
    [Theory]
    [InlineData(0, .5)]
    [InlineData(1, .841344746068543)]
    [InlineData(-1, .158655253931457)]
    [InlineData(1.959963984540054, .975)]
    [InlineData(-3, .001349898031630)]
    [InlineData(6, .999999999013412)]
    public void The_share_below_is_that_of_the_tables(double x, double below) =>
        Assert.Equal(below, Normal.Below(x), 1e-14);

    [Fact]
    public void It_is_the_area_under_the_curve_added_up_in_small_steps()
    {
        for (var x = -7.9; x < 8; x += .37)
            Assert.Equal(Area(x), Normal.Below(x), 1e-12);

        // Simpson's rule from 0 in 20,000 steps.
        static double Area(double x)
        {
            const int Steps = 20_000;
            var h = x / Steps;
            double sum = 0;
            for (var i = 0; i <= Steps; i++)
                sum +=
                    Math.Exp(-(i * h) * (i * h) / 2)
                    * (
                        i is 0 or Steps ? 1
                        : i % 2 == 1 ? 4
                        : 2
                    );
            return .5 + (sum * h / 3 / Math.Sqrt(2 * Math.PI));
        }
    }

    [Fact]
    public void Far_out_it_is_nothing_or_all_and_of_no_number_it_is_none()
    {
        Assert.Equal(0, Normal.Below(-40));
        Assert.Equal(1, Normal.Below(double.PositiveInfinity));
        Assert.True(double.IsNaN(Normal.Below(double.NaN)));
    }
}
