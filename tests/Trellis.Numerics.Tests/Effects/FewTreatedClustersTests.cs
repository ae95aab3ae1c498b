using Trellis.Probability;
using Trellis.Reference;

namespace Trellis.Effects;

/// <summary>Intervals of few treated clusters.</summary>
public sealed class FewTreatedClustersTests
{
    private const double Normal95 = 1.959963984540054;

    // R 4.2.2: sqrt(n / (n - 1)) * -qt(pnorm(-d), n - 1).
    [Theory]
    [InlineData(Normal95, 15, 2.22006513820205)]
    [InlineData(2.9, 15, 3.59468525678263)]
    [InlineData(Normal95, 40, 2.04845872216391)]
    [InlineData(Normal95, 2, 17.9692870641875)]
    [InlineData(Normal95, 1, 17.9692870641875)]
    [InlineData(2.9, 2, 241.263690405116)]
    [InlineData(Normal95, 100_000, 1.95999750778388)]
    public void It_reaches_as_far_as_students_t_and_the_error_of_a_mean_of_so_few(
        double deviations,
        int clusters,
        double reach
    ) => Near.Relative(reach, FewTreatedClusters.Reach(deviations, clusters), 1e-9, "reach");

    [Fact]
    public void An_effect_at_the_end_of_its_interval_has_a_chance_of_five_in_a_hundred()
    {
        // R 4.2.2: 2 * pt(-2 * sqrt(14 / 15), 14).
        Near.Relative(.0738298978274252, FewTreatedClusters.PValue(-2, 1, 15), 1e-9, "p");
        foreach (var clusters in (int[])[2, 15, 300])
            Near.Relative(
                .05,
                FewTreatedClusters.PValue(
                    FewTreatedClusters.Reach(Normal95, clusters),
                    1,
                    clusters
                ),
                1e-9,
                $"p of {clusters}"
            );
        Assert.Equal(double.NaN, FewTreatedClusters.PValue(1, 0, 15));
    }

    [Fact]
    public void What_is_not_known_reaches_nowhere_and_less_than_nothing_is_a_mistake()
    {
        Assert.Equal(double.NaN, FewTreatedClusters.Reach(double.NaN, 15));
        Assert.Throws<ArgumentOutOfRangeException>(() => FewTreatedClusters.Reach(-1, 15));
    }

    [Fact]
    public void Eight_treated_beside_many_are_held_as_often_as_said_and_by_the_normal_less_often()
    {
        const int Times = 4_000;
        const int Treated = 8;
        int held = 0,
            heldByNormal = 0;
        for (var time = 0; time < Times; time++)
        {
            var chance = new Draws(2_016, time);
            double[] seen = [.. Enumerable.Range(0, Treated).Select(i => chance.Normal(i))];
            var mean = seen.Average();
            // As an influence function has it: the spread about the mean of those same few.
            var error = Math.Sqrt(seen.Sum(x => (x - mean) * (x - mean))) / Treated;
            held += Math.Abs(mean) <= FewTreatedClusters.Reach(Normal95, Treated) * error ? 1 : 0;
            heldByNormal += Math.Abs(mean) <= Normal95 * error ? 1 : 0;
        }
        Assert.InRange((double)held / Times, .94, .96);
        Assert.InRange((double)heldByNormal / Times, .85, .91);
    }
}
