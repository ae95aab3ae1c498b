namespace Trellis.MatchedSamples;

public sealed class BalanceTableTests
{
    [Fact]
    public void Sets_without_pairs_are_as_far_apart_as_all_their_treated_units_and_controls_on_average()
    {
        // Two kinds: treated 1 and 4 beside 2 and 8; treated 5 beside 9.
        var sample = MatchedSample.Find(
            new MatchingUnits(
                [true, true, false, false, true, false],
                [
                    Covariate.OfKinds("kind", ["a", "a", "a", "a", "b", "b"]),
                    Covariate.Of("x", [1, 4, 2, 8, 5, 9]),
                ]
            ),
            new(MatchingMethod.CoarsenedExact)
            {
                Ranges = new Dictionary<string, int> { ["x"] = 1 },
            }
        );
        Assert.Equal([1, 1, 1, 1, 2, 2], sample.Sets);
        var row = sample.Balance().Rows.Single(r => r.Variable == "x");
        // |1 − 2|, |1 − 8|, |4 − 2|, |4 − 8|, |5 − 9| over the deviation of 1, 4 and 5.
        var deviation = Math.Sqrt(13.0 / 3);
        Assert.Equal((1 + 7 + 2 + 4 + 4) / 5.0 / deviation, row.PairDifference, 1e-12);
        // Controls 2, 8 and 9 each count once: 2 treated for 2, 1 for 1.
        Assert.Equal((10.0 / 3 - 19.0 / 3) / deviation, row.After.StandardisedDifference, 1e-12);
        Assert.Equal(13.0 / 3 / (43.0 / 3), row.After.VarianceRatio, 1e-12);
        // Shares at or below 1, 2, 4, 5, 8, 9: treated 1 1 2 3 3 3, controls 0 1 1 1 2 3 thirds.
        Assert.Equal((1 + 0 + 1 + 2 + 1 + 0) / 18.0, row.After.MeanGap, 1e-12);
        Assert.Equal(2 / 3.0, row.After.GreatestGap, 1e-12);
    }

    [Fact]
    public void One_treated_unit_is_measured_in_the_deviation_of_the_controls()
    {
        var balance = Of([true, false, false, false], [5, 1, 2, 3]);
        // Partner 3; the deviation of 1, 2 and 3 is 1.
        Assert.Equal(3, balance.LargestBefore, 1e-12);
        Assert.Equal(2, balance.LargestAfter, 1e-12);
        // One of each has no deviation to measure in: not 0, which would be a perfect match.
        var two = Of([true, false], [5, 1]);
        Assert.True(double.IsNaN(two.LargestAfter));
        Assert.True(double.IsNaN(two.LargestBefore));

        static BalanceTable Of(bool[] treated, double[] x) =>
            MatchedSample
                .Find(
                    new MatchingUnits(treated, [Covariate.Of("x", x)]),
                    new(MatchingMethod.Nearest, MatchingDistance.Euclidean)
                )
                .Balance();
    }

    [Fact]
    public void Where_all_treated_are_the_same_the_pooled_deviation_divides()
    {
        var sample = MatchedSample.Find(
            new MatchingUnits(
                [true, true, false, false, false],
                [
                    Covariate.Of("x", [3, 3, 1, 2, 6]),
                    Covariate.Of("share", [1, 1, 0, 1, 0]),
                    Covariate.Of("z", [1, 2, 1, 2, 3]),
                ]
            ),
            new(MatchingMethod.Nearest, MatchingDistance.Euclidean)
        );
        var rows = sample.Balance().Rows;
        // Controls 1, 2, 6 around 3: 14 over 5 − 2 degrees of freedom; means do not differ.
        Assert.Equal(0, rows[0].Before.StandardisedDifference);
        Assert.Equal(1.5 / Math.Sqrt(14.0 / 3), rows[0].After.StandardisedDifference, 1e-12);
        // A share of 1 / 3 in 3 of 5: p(1 − p) counted by units.
        Assert.Equal(
            2 / 3.0 / Math.Sqrt(3 * (2 / 9.0) / 5),
            rows[1].Before.StandardisedDifference,
            1e-12
        );
        Assert.True(double.IsNaN(rows[1].Before.VarianceRatio));
        Assert.Equal(2, sample.Balance().TreatedSize);
    }
}
