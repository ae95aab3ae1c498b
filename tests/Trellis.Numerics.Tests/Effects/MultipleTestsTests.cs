namespace Trellis.Effects;

public sealed class MultipleTestsTests
{
    private static readonly double[] chances = [.01, .04, double.NaN, .03, .005, .9];

    [Fact]
    public void Holm_is_that_of_R()
    {
        // p.adjust(c(.01, .04, NA, .03, .005, .9), "holm") in R.
        double[] expected = [.04, .09, double.NaN, .09, .025, .9];
        var actual = MultipleTests.Holm(chances);
        for (var i = 0; i < 6; i++)
            Assert.Equal(expected[i], actual[i], 12);
    }

    [Fact]
    public void Benjamini_and_Hochberg_is_that_of_R()
    {
        // p.adjust(c(.01, .04, NA, .03, .005, .9), "BH") in R.
        double[] expected = [.025, .05, double.NaN, .05, .025, .9];
        var actual = MultipleTests.BenjaminiHochberg(chances);
        for (var i = 0; i < 6; i++)
            Assert.Equal(expected[i], actual[i], 12);
    }

    [Fact]
    public void Nothing_is_put_above_1_and_what_is_no_chance_is_refused()
    {
        Assert.Equal([1, 1], MultipleTests.Holm([.6, .7]));
        Assert.Equal([.7, .7], MultipleTests.BenjaminiHochberg([.6, .7]));
        Assert.Empty(MultipleTests.Holm([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultipleTests.Holm([-.1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultipleTests.BenjaminiHochberg([1.1]));
    }
}
