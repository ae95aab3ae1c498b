using Trellis.Metrics;

namespace Trellis.Tests.Metrics;

public sealed class StandardTests
{
    [Fact]
    public void The_limits_are_quantiles_of_type_7_and_what_lies_beyond_is_pulled_in()
    {
        // Five figures: the quantile of .1 lies at .1 * (5 - 1) = .4 between 0 and 10, that of .9 at 3.6 between 30 and 100.
        var standard = Standard.Over([30, double.NaN, 0, 100, 10, 20], .1);
        Assert.Equal(.4 * 10, standard.Low, 1e-12);
        Assert.Equal(30 + (.6 * 70), standard.High, 1e-12);
        // 4, 10, 20, 30, 72: mean 136 / 5, squares about it 538.24 + 295.84 + 51.84 + 7.84 + 2007.04 = 2900.8.
        Assert.Equal(136 / 5.0, standard.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(2900.8 / 4), standard.Deviation, 1e-12);
        Assert.Equal((72 - 27.2) / Math.Sqrt(725.2), standard.Of(1000), 1e-12);
        Assert.Equal((20 - 27.2) / Math.Sqrt(725.2), standard.Of(20), 1e-12);
        Assert.True(double.IsNaN(standard.Of(double.NaN)));
    }

    [Fact]
    public void Type_7_is_what_R_and_NumPy_give()
    {
        // numpy.quantile([1, 2, 4, 8, 16, 32, 64], [.005, .995]) with its default, "linear".
        var standard = Standard.Over([64, 32, 16, 8, 4, 2, 1], .005);
        Assert.Equal(1.03, standard.Low, 1e-12);
        Assert.Equal(63.04, standard.High, 1e-12);
    }

    [Fact]
    public void Without_a_tail_nothing_is_pulled_in()
    {
        var standard = Standard.Over([3, 1, 2], 0);
        Assert.Equal(new Standard(1, 3, 2, 1), standard);
        Assert.Equal(-1, standard.Of(1));
    }

    [Fact]
    public void Figures_that_do_not_vary_and_figures_that_are_not_there_tell_nobody_apart()
    {
        Assert.Equal(new Standard(7, 7, 7, 0), Standard.Over([7, 7, double.NaN], .005));
        Assert.Equal(0, Standard.Over([7, 7], .005).Of(9));
        Assert.Equal(new Standard(0, 0, 0, 0), Standard.Over([double.NaN, double.NaN], .005));
        Assert.Equal(new Standard(0, 0, 0, 0), Standard.Over([], .005));
        Assert.Equal(5, Standard.Over([5], .005).Mean);
    }
}
