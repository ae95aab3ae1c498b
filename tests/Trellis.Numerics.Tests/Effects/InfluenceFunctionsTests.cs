using Trellis.Probability;
using Trellis.Reference;

namespace Trellis.Effects;

public sealed class InfluenceFunctionsTests
{
    [Fact]
    public void Errors_worked_by_hand()
    {
        double[] ψ = [1, -2, 3, -2];
        Assert.Equal(Math.Sqrt(18) / 4, InfluenceFunctions.StandardError(ψ, []), 12);
        // Sums −1 and 1.
        Assert.Equal(
            Math.Sqrt(2) / 4,
            InfluenceFunctions.StandardError(
                ψ,
                [
                    [0, 0, 1, 1],
                ]
            ),
            12
        );
        // Sums 4 and −4, and crossed the four themselves: 2 + 32 − 18.
        Assert.Equal(
            Math.Sqrt(16) / 4,
            InfluenceFunctions.StandardError(
                ψ,
                [
                    [0, 0, 1, 1],
                    [0, 1, 0, 1],
                ]
            ),
            12
        );
        Assert.True(double.IsNaN(InfluenceFunctions.StandardError([0, 0], [])));
        Assert.True(double.IsNaN(InfluenceFunctions.StandardError([1, double.NaN], [])));
    }

    [Fact]
    public void A_two_way_variance_that_falls_below_0_is_replaced_by_the_greater_one_way()
    {
        // Sums by the first are 0 and 0, by the second 0 and 0: 0 + 0 − 4.
        double[] ψ = [1, -1, -1, 1];
        Assert.True(
            double.IsNaN(
                InfluenceFunctions.StandardError(
                    ψ,
                    [
                        [0, 0, 1, 1],
                        [0, 1, 0, 1],
                    ]
                )
            )
        );
        ψ = [2, -1, -1, 1];
        // Sums 1, 0 and 1, 0: 1 + 1 − 7 is below 0, so 1.
        Assert.Equal(
            1 / 4.0,
            InfluenceFunctions.StandardError(
                ψ,
                [
                    [0, 0, 1, 1],
                    [0, 1, 0, 1],
                ]
            ),
            12
        );
        var covariance = InfluenceFunctions.Covariance(
            [ψ, [1, 5, 2, -1]],
            [
                [0, 0, 1, 1],
                [0, 1, 0, 1],
            ]
        );
        var determinant = (covariance[0] * covariance[3]) - (covariance[1] * covariance[2]);
        Assert.True(covariance[0] >= 0 && covariance[3] >= 0 && determinant >= -1e-12);
    }

    [Fact]
    public void The_diagonal_of_the_covariance_is_the_squared_error()
    {
        double[][] influence =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(k =>
                    Enumerable
                        .Range(0, 90)
                        .Select(i =>
                            new Draws(4, k).Normal(i)
                            + (2 * new Draws(5, k).Normal(i % 9))
                            + (2 * new Draws(6, k).Normal(i / 10))
                        )
                        .ToArray()
                ),
        ];
        int[] one = [.. Enumerable.Range(0, 90).Select(i => i % 9)];
        int[] other = [.. Enumerable.Range(0, 90).Select(i => i / 10)];
        foreach (
            var clusters in (IReadOnlyList<int[]>[])
                [
                    [],
                    [one],
                    [one, other],
                ]
        )
        {
            var covariance = InfluenceFunctions.Covariance(influence, clusters);
            for (var k = 0; k < 5; k++)
                Near.Relative(
                    Math.Pow(InfluenceFunctions.StandardError(influence[k], clusters), 2),
                    covariance[k * 6],
                    1e-10,
                    $"{clusters.Count}, {k}"
                );
            Assert.Equal(covariance[1], covariance[5], 12);
            // What a sum of two estimates varies by is the sum over their four entries.
            double[] sum = [.. influence[0].Zip(influence[1], (a, b) => a + b)];
            Near.Relative(
                Math.Pow(InfluenceFunctions.StandardError(sum, clusters), 2),
                covariance[0] + (2 * covariance[1]) + covariance[6],
                1e-10,
                $"{clusters.Count} sum"
            );
        }
    }

    [Fact]
    public void A_joint_test_is_that_of_its_covariance()
    {
        // W of (1, 2) with variances 1, 4 and covariance 1: 1/3 · (1·4·1 − 2·1·2 + 4·1) = 4/3.
        var test = WaldTest.Of([1, 2], [1, 1, 1, 4]);
        Assert.Equal(4 / 3.0, test.Statistic, 12);
        Assert.Equal(2, test.Restrictions);
        // pchisq(4/3, 2, lower = FALSE) in R: exp(−2/3).
        Assert.Equal(Math.Exp(-2 / 3.0), test.PValue, 12);
        // pchisq(120, 3, lower = FALSE) in R: far out the digits stay.
        Near.Relative(
            7.71679035563e-26,
            WaldTest
                .Of([Math.Sqrt(40), Math.Sqrt(40), Math.Sqrt(40)], [1, 0, 0, 0, 1, 0, 0, 0, 1])
                .PValue,
            1e-9,
            "tail"
        );
    }

    [Fact]
    public void A_joint_test_without_an_answer_says_why()
    {
        var twice = WaldTest.Of([1, 1], [1, 1, 1, 1]);
        Assert.True(double.IsNaN(twice.Statistic) && double.IsNaN(twice.PValue));
        Assert.StartsWith("1 of 2 effects have no variance of their own", twice.Reason);
        Assert.Equal("There is no effect to test.", WaldTest.Of([], [], []).Reason);
        Assert.Equal(
            "An effect or its covariance is not a number.",
            WaldTest.Of([double.NaN], [1.0]).Reason
        );
        Assert.Throws<ArgumentException>(() => WaldTest.Of([1, 2], [1.0]));
    }
}
