using Trellis.Probability;
using Trellis.Reference;

namespace Trellis.Effects;

public sealed class MultiplierBootstrapTests
{
    private static double[][] Chance(int columns, int rows, long seed) =>
        [
            .. Enumerable
                .Range(0, columns)
                .Select(k =>
                    Enumerable.Range(0, rows).Select(i => new Draws(seed, k).Normal(i)).ToArray()
                ),
        ];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(64, 8)]
    [InlineData(131, 19)]
    public void A_draw_is_the_sum_of_signed_influence(int rows, int columns)
    {
        var influence = Chance(columns, rows, 4);
        var drawn = MultiplierBootstrap.Run(influence, [], 1030, 77);
        Assert.Equal(1030, drawn.Count);
        // 1,030 passes the 1,024 that are drawn together.
        foreach (var b in (int[])[0, 1, 1023, 1024, 1029])
        {
            var chance = new Draws(77, b);
            for (var k = 0; k < columns; k++)
            {
                double sum = 0;
                for (var i = 0; i < rows; i++)
                    sum +=
                        ((chance.Bits(i / 64) >> (i % 64)) & 1) == 1
                            ? influence[k][i]
                            : -influence[k][i];
                Assert.Equal(sum / rows, drawn.Of(k)[b], 12);
            }
        }
    }

    [Fact]
    public void A_cluster_has_one_sign()
    {
        var influence = Chance(3, 40, 9);
        int[] cluster = [.. Enumerable.Range(0, 40).Select(i => i % 5)];
        var clustered = MultiplierBootstrap.Run(influence, [cluster], 50, 1);
        var sums = influence.Select(ψ => InfluenceFunctions.Sums(ψ, cluster)).ToArray();
        var plain = MultiplierBootstrap.Run(sums, [], 50, 1);
        for (var k = 0; k < 3; k++)
        for (var b = 0; b < 50; b++)
            Assert.Equal(plain.Of(k)[b] * 5 / 40, clustered.Of(k)[b], 12);
    }

    [Fact]
    public void Errors_are_those_of_the_influence_function_with_and_without_clusters()
    {
        var influence = Chance(4, 600, 3);
        int[] school = [.. Enumerable.Range(0, 600).Select(i => i % 60)];
        int[] year = [.. Enumerable.Range(0, 600).Select(i => i / 20)];
        // Clusters have something in common, so that they matter.
        foreach (var ψ in influence)
            for (var i = 0; i < 600; i++)
                ψ[i] += new Draws(8, 0).Normal(school[i]) + new Draws(8, 1).Normal(year[i]);
        foreach (
            var clusters in (IReadOnlyList<int[]>[])
                [
                    [],
                    [school],
                    [year],
                    [school, year],
                ]
        )
        {
            var drawn = MultiplierBootstrap.Run(influence, clusters, 20_000, 5);
            for (var k = 0; k < 4; k++)
                Near.Relative(
                    InfluenceFunctions.StandardError(influence[k], clusters),
                    drawn.StandardErrors[k],
                    // Quartiles of a sum of few signs are not those of a normal distribution.
                    .05,
                    $"{clusters.Count} clusters, {k}"
                );
        }
    }

    [Fact]
    public void Two_ways_of_clusters_draw_their_covariance()
    {
        var influence = Chance(3, 300, 6);
        int[] one = [.. Enumerable.Range(0, 300).Select(i => i % 30)];
        int[] other = [.. Enumerable.Range(0, 300).Select(i => (i / 30) + (i % 2 * 10))];
        foreach (var ψ in influence)
            for (var i = 0; i < 300; i++)
                ψ[i] += new Draws(8, 0).Normal(one[i]) + new Draws(8, 1).Normal(other[i]);
        var drawn = MultiplierBootstrap.Run(influence, [one, other], 40_000, 5);
        var covariance = InfluenceFunctions.Covariance(influence, [one, other]);
        for (var a = 0; a < 3; a++)
        for (var b = 0; b < 3; b++)
        {
            double sum = 0;
            for (var d = 0; d < drawn.Count; d++)
                sum += drawn.Of(a)[d] * drawn.Of(b)[d];
            Assert.Equal(
                covariance[(a * 3) + b],
                sum / drawn.Count,
                .04 * Math.Sqrt(covariance[a * 4] * covariance[b * 4])
            );
        }
    }

    [Fact]
    public void Errors_and_critical_values_are_those_of_25_000_draws_of_did()
    {
        const string Unchecked = "the bootstrap against did";
        if (
            CallawaySantAnnaTests.Counties("lpop") is not { } data
            || ReferenceTable.Read("expected/did_mpdta_bootstrap25000.csv", Unchecked)
                is not { } expected
        )
            return;
        var effects = CallawaySantAnna.Estimate(data);
        var dynamic = Aggregates.Dynamic(effects);
        var drawn = MultiplierBootstrap.Run(
            [.. effects.Influence, .. dynamic.Parts.Select(p => p.Influence)],
            effects.Clusters,
            25_000,
            1
        );
        double Mean(string what, string column, string time, string group = "") =>
            expected
                .Where(("what", what), ("time", time), ("group", group))
                .Average(row => expected.Figure(row, column));
        for (var c = 0; c < 12; c++)
            Near.Relative(
                Mean("attgt", "se", $"{effects.Cells[c].Time}", $"{effects.Cells[c].Group}"),
                drawn.StandardErrors[c],
                .03,
                $"cell {c}"
            );
        for (var p = 0; p < dynamic.Parts.Count; p++)
            Near.Relative(
                Mean("dynamic", "se", $"{dynamic.Parts[p].At}"),
                drawn.StandardErrors[12 + p],
                .03,
                $"time since treatment {dynamic.Parts[p].At}"
            );
        Assert.Equal(Mean("attgt", "crit", "2004", "2004"), drawn.CriticalValue(.95, 0, 12), .05);
        Assert.Equal(Mean("dynamic", "crit", "0"), drawn.CriticalValue(.95, 12), .05);
    }

    [Fact]
    public void The_same_seed_gives_the_same_draws_and_fewer_are_the_first_of_more()
    {
        var influence = Chance(9, 100, 2);
        var many = MultiplierBootstrap.Run(influence, [], 1500, 3);
        var few = MultiplierBootstrap.Run(influence, [], 700, 3);
        var other = MultiplierBootstrap.Run(influence, [], 700, 4);
        for (var k = 0; k < 9; k++)
        {
            Assert.True(many.Of(k)[..700].SequenceEqual(few.Of(k)));
            Assert.False(few.Of(k).SequenceEqual(other.Of(k)));
        }
    }

    [Fact]
    public void Quantiles_are_of_type_1()
    {
        double[] ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        // quantile(1:10, c(.25, .3, .301, .95, 0, 1), type = 1) in R.
        Assert.Equal(3, BootstrapDraws.Quantile(ten, .25));
        Assert.Equal(3, BootstrapDraws.Quantile(ten, .3));
        Assert.Equal(4, BootstrapDraws.Quantile(ten, .301));
        Assert.Equal(10, BootstrapDraws.Quantile(ten, .95));
        Assert.Equal(1, BootstrapDraws.Quantile(ten, 0));
        Assert.Equal(10, BootstrapDraws.Quantile(ten, 1));
    }

    [Fact]
    public void A_critical_value_is_the_quantile_of_the_greatest_draw_and_never_below_that_of_one()
    {
        var influence = Chance(5, 200, 2);
        var drawn = MultiplierBootstrap.Run(influence, [], 999, 3);
        double[] greatest =
        [
            .. Enumerable
                .Range(0, 999)
                .Select(b =>
                    Enumerable
                        .Range(1, 3)
                        .Max(k => Math.Abs(drawn.Of(k)[b]) / drawn.StandardErrors[k])
                )
                .Order(),
        ];
        Assert.Equal(greatest[899], drawn.CriticalValue(.9, 1, 3));
        // One observation: every draw is ± the same, so |draw / error| is always (z.75 − z.25) / 2.
        var one = MultiplierBootstrap.Run(
            [
                [4.0],
            ],
            [],
            1000,
            3
        );
        Assert.Equal(1.959963984540054, one.CriticalValue(), 12);
    }

    [Fact]
    public void A_reference_has_no_error_and_does_not_widen_the_band()
    {
        var influence = Chance(2, 200, 2);
        var with = MultiplierBootstrap.Run([.. influence, new double[200]], [], 500, 3);
        var without = MultiplierBootstrap.Run(influence, [], 500, 3);
        Assert.True(double.IsNaN(with.StandardErrors[2]));
        Assert.Equal(without.CriticalValue(), with.CriticalValue());
        Assert.True(double.IsNaN(with.CriticalValue(.95, 2, 1)));
        var band = UniformBand.Of([1, 2, 0], with);
        Assert.False(band.Band[2].Holds(0));
        Assert.Equal(1 - (with.CriticalValue() * with.StandardErrors[0]), band.Band[0].Low, 12);
        Assert.Equal(2 + (1.959963984540054 * with.StandardErrors[1]), band.Pointwise[1].High, 12);
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_a_mistake_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() =>
            MultiplierBootstrap.Run(
                [
                    [1, 2],
                    [1],
                ],
                [],
                10,
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            MultiplierBootstrap.Run(
                [
                    [1, 2],
                ],
                [
                    [0],
                ],
                10,
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            MultiplierBootstrap.Run(
                [
                    [1, 2],
                ],
                [
                    [0, 1],
                    [0, 1],
                    [0, 1],
                ],
                10,
                1
            )
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            MultiplierBootstrap.Run(
                [
                    [1, 2],
                ],
                [],
                0,
                1
            )
        );
        Assert.Equal(0, MultiplierBootstrap.Run([], [], 10, 1).Count);
    }
}
