namespace Trellis.Regression;

public sealed class LeastSquaresTests
{
    [Fact]
    public void Ill_conditioned_columns_keep_six_digits_of_the_certified_answer()
    {
        double[][] columns = [Enumerable.Repeat(1.0, 16).ToArray(), .. Longley.Economy];
        var fit = LeastSquares.Fit(columns, Longley.Employed);
        Assert.Empty(fit.LeftOut);
        double[] certified =
        [
            -3482258.63459582,
            15.0618722713733,
            -0.358191792925910E-01,
            -2.02022980381683,
            -1.03322686717359,
            -0.511041056535807E-01,
            1829.15146461355,
        ];
        for (var k = 0; k < 7; k++)
            Assert.Equal(1, fit.Coefficients[k] / certified[k], 1e-6);
    }

    [Fact]
    public void A_column_that_earlier_ones_say_is_left_out_and_named()
    {
        double[][] columns =
        [
            [1, 1, 1, 1],
            [1, 2, 3, 5],
            [3, 5, 7, 11],
        ];
        var fit = LeastSquares.Fit(columns, [1, 2, 3, 5]);
        Assert.Equal([2], fit.LeftOut);
        Assert.Equal(2, fit.Rank);
        Assert.Equal(1, fit.Coefficients[1], 1e-12);
    }

    [Fact]
    public void A_weight_of_two_counts_a_row_twice()
    {
        double[][] once =
        [
            [1, 1, 1],
            [0, 1, 2],
        ];
        double[][] twice =
        [
            [1, 1, 1, 1],
            [0, 1, 2, 2],
        ];
        var weighted = LeastSquares.Fit(once, [1, 3, 4], [1, 1, 2]);
        var repeated = LeastSquares.Fit(twice, [1, 3, 4, 4]);
        Assert.Equal(repeated.Coefficients[1], weighted.Coefficients[1], 1e-12);
        Assert.Equal((4, 3), (repeated.Rows, weighted.Rows));
        Assert.Equal(2, LeastSquares.Fit(once, [1, 3, 4], [1, 0, 2]).Rows);
        Assert.Equal(repeated.InverseGram[3], weighted.InverseGram[3], 1e-12);
    }

    [Fact]
    public void Arrays_of_different_lengths_are_the_callers_mistake()
    {
        double[][] columns =
        [
            [1, 1, 1],
            [0, 1, 2],
        ];
        Assert.Throws<ArgumentException>(() => LeastSquares.Fit(columns, [1, 2]));
        Assert.Throws<ArgumentException>(() => LeastSquares.Fit(columns, [1, 2, 3], [1.0, 1]));
        Assert.Throws<ArgumentException>(() => LeastSquares.Fit([columns[0], [1.0]], [1, 2, 3]));
    }

    [Fact]
    public void A_column_of_nothing_is_left_out_and_the_rest_stands()
    {
        var fit = LeastSquares.Fit(
            [
                [0, 0, 0],
                [1, 1, 1],
                [0, 1, 2],
            ],
            [1, 3, 5]
        );
        Assert.Equal([0], fit.LeftOut);
        Assert.Equal([0, 1, 2], fit.Coefficients.Select(c => Math.Round(c, 12)));
        Assert.Equal(
            [1, 3, 5],
            fit.Fitted([
                    [0, 0, 0],
                    [1, 1, 1],
                    [0, 1, 2],
                ])
                .Select(f => Math.Round(f, 12))
        );
    }
}
