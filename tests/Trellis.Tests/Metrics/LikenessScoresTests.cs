using Trellis.Metrics;

namespace Trellis.Tests.Metrics;

public sealed class LikenessScoresTests
{
    // Four schools on a road, 0, 10, 20 and 100 km east; the last has no outcome.
    private static readonly LikenessScores Scores = LikenessScores.Of(
        [
            [1, 2],
            [0, 2],
            [1, 0],
            [2, 1],
        ],
        [true, true, true, true],
        new Dictionary<string, double[]> { ["result"] = [1, 2, 6, double.NaN] },
        [
            [0, 1, 2, 3],
        ],
        [(0, 0), (10_000, 0), (20_000, 0), (100_000, 0)],
        40_000
    );

    [Fact]
    public void A_guess_is_the_mean_of_the_neighbours_and_scored_against_the_mean_of_all()
    {
        // Guesses (2 + 6) / 2 = 4, (1 + 6) / 2 = 3.5, (2 + 1) / 2 = 1.5. Misses 3, 1.5, 4.5: 9 + 2.25 + 20.25 = 31.5. Squares about 3: 14.
        Assert.Equal(1 - (31.5 / 14), Scores.Explained["result"], 1e-12);
        Assert.Equal(
            [2, 1, 3.5],
            LikenessScores.Guess(
                [
                    [1],
                    [0, 3],
                    [1, 2],
                ],
                [1, 2, 5, double.NaN]
            )[..3]
        );
        Assert.True(
            double.IsNaN(
                LikenessScores.Guess(
                    [
                        [1],
                    ],
                    [1, double.NaN]
                )[0]
            )
        );
    }

    [Fact]
    public void The_lists_are_counted_by_hand()
    {
        // Differences 1, 2; 1, 1; 1, 2; 1, 2: 11 over 8, in deviations of sqrt(5 / 3).
        Assert.Equal(11 / 8.0 / Math.Sqrt(5 / 3.0), Scores.Balance, 1e-12);
        // Nobody names the fourth; 1 and 2 are in three lists each; 6 of 8 are answered.
        Assert.Equal(1 / 4.0, Scores.NeverNamed);
        Assert.Equal(3, Scores.MostNamed);
        Assert.Equal(6 / 8.0, Scores.Reciprocity);
        // With two neighbours nobody has three near.
        Assert.Equal(0, Scores.WithinReach);
    }

    [Fact]
    public void Three_neighbours_within_reach_are_enough_and_a_school_without_a_place_is_not_counted()
    {
        var scores = LikenessScores.Of(
            [
                [1, 2, 3],
                [0, 2, 3],
                [0, 1, 3],
                [0, 1, 2],
                [0, 1, 2],
            ],
            [true, true, true, true, true],
            new Dictionary<string, double[]>(),
            [],
            [(0, 0), (0, 40_000), (0, 20_000), (0, -10_000), (double.NaN, 0)],
            40_000
        );
        // The second is 50 km from the fourth.
        Assert.Equal(2 / 4.0, scores.WithinReach);
    }
}
