using Trellis.Probability;

namespace Trellis.Regression;

public sealed class BinaryRegressionTests
{
    private static readonly double[] Yes = [0, 0, 0, 1, 0, 1, 0, 1, 1, 1];
    private static readonly double[] X = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    private static double[][] Columns => [Enumerable.Repeat(1.0, 10).ToArray(), X];

    // R 4.2: glm(y ~ x, binomial) and binomial("probit"), control = list(epsilon = 1e-14).
    [Theory]
    [InlineData(BinaryLink.Logit, -3.72188168471, 0.676705760855, 0.397904879273)]
    [InlineData(BinaryLink.Probit, -2.29419681451, 0.417126693547, 0.215715386782)]
    public void Coefficients_and_their_errors_are_those_of_R(
        BinaryLink link,
        double constant,
        double slope,
        double error
    )
    {
        var fit = BinaryRegression.Fit(Columns, Yes, link: link);
        Assert.True(fit.Converged);
        Assert.False(fit.Separated);
        Assert.Equal(constant, fit.Coefficients[0], 1e-8);
        Assert.Equal(slope, fit.Coefficients[1], 1e-8);
        Assert.Equal(error, Math.Sqrt(fit.InverseInformation[3]), 1e-6);
    }

    [Fact]
    public void Columns_that_tell_yes_from_no_are_said_to()
    {
        double[] yes = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
        Assert.True(BinaryRegression.Fit(Columns, yes).Separated);
        Assert.True(BinaryRegression.Fit(Columns, yes, link: BinaryLink.Probit).Separated);
    }

    [Theory]
    [InlineData(BinaryLink.Logit)]
    [InlineData(BinaryLink.Probit)]
    public void A_weight_of_two_counts_a_row_twice(BinaryLink link)
    {
        double[] weights = [1, 2, 1, 2, 1, 1, 1, 2, 1, 1];
        int[] rows =
        [
            .. Enumerable.Range(0, 10).SelectMany(i => Enumerable.Repeat(i, (int)weights[i])),
        ];
        double[][] repeated = [.. Columns.Select(c => rows.Select(i => c[i]).ToArray())];
        var weighted = BinaryRegression.Fit(Columns, Yes, weights, link);
        var twice = BinaryRegression.Fit(repeated, rows.Select(i => Yes[i]).ToArray(), link: link);
        Assert.Equal(twice.Coefficients[1], weighted.Coefficients[1], 1e-9);
        Assert.Equal(twice.InverseInformation[3], weighted.InverseInformation[3], 1e-9);
    }

    [Theory]
    [InlineData(BinaryLink.Logit)]
    [InlineData(BinaryLink.Probit)]
    public void Rows_that_run_away_leave_the_others_at_their_best_fit(BinaryLink link)
    {
        // Two rows of a third kind, which is the base of the other kinds' columns, never say yes.
        double[] kind = [0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0];
        double[] other = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1];
        double[] x = [1, 2, 1, 2, 3, 4, 5, 6, 1, 3, 5, 7];
        double[] yes = [0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0];
        var all = BinaryRegression.Fit(
            [Enumerable.Repeat(1.0, 12).ToArray(), kind, other, x],
            yes,
            link: link
        );
        var open = BinaryRegression.Fit([kind[2..], other[2..], x[2..]], yes.AsSpan(2), link: link);
        Assert.True(all.Separated);
        Assert.Empty(all.LeftOut);
        Assert.True(open.Converged);
        Assert.All(all.Chances[..2], c => Assert.InRange(c, 0, 1e-6));
        for (var i = 0; i < 10; i++)
            Assert.Equal(open.Chances[i], all.Chances[i + 2], 1e-6);
    }

    [Fact]
    public void One_answer_that_columns_tell_for_sure_is_enough_to_be_separated()
    {
        // Nobody with the mark says yes: their chance goes to 0, the others' does not.
        double[][] columns = [Enumerable.Repeat(1.0, 8).ToArray(), [1, 1, 0, 0, 0, 0, 0, 0]];
        Assert.True(BinaryRegression.Fit(columns, [0, 0, 0, 1, 0, 1, 0, 1]).Separated);
        Assert.True(BinaryRegression.Fit(columns, [1, 1, 0, 1, 0, 1, 0, 1]).Separated);
        Assert.False(BinaryRegression.Fit(columns, [1, 0, 0, 1, 0, 1, 0, 1]).Separated);
    }

    [Fact]
    public void Arrays_of_different_lengths_are_the_callers_mistake()
    {
        Assert.Throws<ArgumentException>(() => BinaryRegression.Fit(Columns, Yes.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => BinaryRegression.Fit(Columns, Yes, [1.0]));
        Assert.Throws<ArgumentException>(() => BinaryRegression.Fit([X, [1.0]], Yes));
    }

    [Fact]
    public void A_lone_yes_among_thousands_has_a_chance_where_no_line_parts_it_from_them()
    {
        // Ten columns: at the answer nearly all weight lies on a dozen rows, and columns look alike there.
        var draw = new Draws(12, 0);
        const int Rows = 4_000;
        double[][] columns =
        [
            [.. Enumerable.Repeat(1.0, Rows)],
            .. Enumerable
                .Range(0, 10)
                .Select(k =>
                    Enumerable
                        .Range(0, Rows)
                        .Select(i => draw.Normal((k * Rows) + i) * (i == 0 ? .9 : 1))
                        .ToArray()
                ),
        ];
        var yes = new double[Rows];
        yes[0] = 1;
        var fit = BinaryRegression.Fit(columns, yes);
        Assert.False(fit.Separated);
        Assert.Empty(fit.LeftOut);
        // The likelihood's slopes are 0 at its top: what is seen has the means of what is expected.
        foreach (var column in columns)
            Assert.Equal(column[0], column.Zip(fit.Chances, (x, p) => x * p).Sum(), 1e-7);
    }
}
