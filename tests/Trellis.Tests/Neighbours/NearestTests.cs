using FsCheck;
using FsCheck.Fluent;
using Trellis.Neighbours;

namespace Trellis.Tests.Neighbours;

public sealed class NearestTests
{
    private const double Missing = double.NaN;

    // Two variables, c = .5 and 2, weights 1 and 3.
    private static readonly Points Three = new(
        [
            [0, 2, Missing],
            [1, 1, 4],
        ],
        [.5, 2],
        [1, 3]
    );

    [Fact]
    public void A_squared_distance_is_the_sum_of_each_coefficient_times_its_squared_difference() =>
        Assert.Equal((.5 * 2 * 2) + (2 * 0 * 0), Three.SquaredDistance(0, 1), 1e-15);

    [Fact]
    public void A_partial_distance_is_rescaled_by_total_weight_over_known_weight() =>
        Assert.Equal(2 * 3 * 3 * (4.0 / 3), Three.SquaredDistance(0, 2), 1e-14);

    [Fact]
    public void Contributions_of_a_partial_distance_sum_to_it_and_the_unknown_one_is_not_a_number()
    {
        var contributions = new double[2];
        Three.Contributions(0, 2, contributions);
        Assert.True(double.IsNaN(contributions[0]));
        Assert.Equal(Three.SquaredDistance(0, 2), contributions[1]);
        Assert.Equal(1, Three.KnownToBoth(0, 2));
    }

    [Fact]
    public void Rows_with_no_column_in_common_have_no_distance_and_are_never_neighbours()
    {
        var points = new Points(
            [
                [1, Missing, 2],
                [Missing, 1, Missing],
            ],
            [1, 1],
            [1, 1]
        );
        Assert.True(double.IsNaN(points.Distance(0, 1)));
        Assert.Equal([2], Nearest.To(points, 0, 5).Select(n => n.Row));
        Assert.Empty(Nearest.To(points, 1, 5));
        Assert.Equal([2], AllNearest.Of(points, 2).Rows(0).ToArray());
        Assert.True(AllNearest.Of(points, 2).Rows(1).IsEmpty);
    }

    [Fact]
    public void A_tie_goes_to_the_lower_row()
    {
        var points = new Points(
            [
                [5, 4, 6, 4, 6, 5.5],
            ],
            [1],
            [1]
        );
        Assert.Equal([5, 1, 2, 3], Nearest.To(points, 0, 4).Select(n => n.Row));
        Assert.Equal([5, 1, 2, 3], AllNearest.Of(points, 4).Rows(0).ToArray());
    }

    [Fact]
    public void A_filter_comes_before_the_taking()
    {
        var points = new Points(
            [
                [0, 1, 2, 3, 4],
            ],
            [1],
            [1]
        );
        Assert.Equal([2, 4], Nearest.To(points, 0, 2, 0, r => r % 2 == 0).Select(n => n.Row));
    }

    [Fact]
    public void Rows_that_know_too_little_in_common_are_not_compared()
    {
        // Row 2 knows only the column that weighs 1 of 4.
        var points = new Points(
            [
                [0, 5, 0],
                [0, 5, Missing],
            ],
            [1, 1],
            [1, 3]
        );
        Assert.Equal([2, 1], Nearest.To(points, 0, 2, .25).Select(n => n.Row));
        Assert.Equal([1], Nearest.To(points, 0, 2, .26).Select(n => n.Row));
        Assert.Equal([1], AllNearest.Of(points, 2, .26).Rows(0).ToArray());
    }

    [Fact]
    public void An_infinite_figure_a_negative_coefficient_and_a_weight_of_zero_are_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            new Points(
                [
                    [double.PositiveInfinity],
                ],
                [1],
                [1]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new Points(
                [
                    [1],
                ],
                [-1],
                [1]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new Points(
                [
                    [1],
                ],
                [1],
                [0]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new Points(
                [
                    [1],
                    [1, 2],
                ],
                [1, 1],
                [1, 1]
            )
        );
    }

    [Fact]
    public void A_standard_deviation_divides_by_one_less_than_the_count_and_passes_over_the_missing()
    {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 32, 32 / 7.
        Assert.Equal(
            Math.Sqrt(32.0 / 7),
            Spread.StandardDeviation([2, 4, 4, 4, Missing, 5, 5, 7, 9]),
            1e-15
        );
        Assert.Equal(7, Spread.Range([2, Missing, 9]));
        Assert.True(double.IsNaN(Spread.StandardDeviation([1])));
        Assert.Equal(0, Spread.Coefficient(1, 0));
    }

    /// <summary>The second, slower implementation: every pair by the definition, sorted whole.</summary>
    private static List<(int Row, double Squared)> Slowly(
        double[][] columns,
        double[] c,
        double[] w,
        int row,
        int most,
        double leastKnown
    )
    {
        var found = new List<(int Row, double Squared)>();
        for (var other = 0; other < columns[0].Length; other++)
        {
            decimal known = 0;
            double sum = 0;
            for (var k = 0; k < c.Length; k++)
            {
                double x = columns[k][row],
                    y = columns[k][other];
                if (double.IsNaN(x) || double.IsNaN(y))
                    continue;
                known += (decimal)w[k];
                sum += c[k] * (x - y) * (x - y);
            }
            var total = w.Sum(v => (decimal)v);
            if (other != row && known > 0 && known >= (decimal)leastKnown * total)
                found.Add((other, sum * (double)(total / known)));
        }
        return [.. found.OrderBy(f => Math.Round(f.Squared, 9)).ThenBy(f => f.Row).Take(most)];
    }

    private static (double[][] Columns, double[] C, double[] W) Draw(int seed, int rows)
    {
        var chance = new Random(seed);
        var count = chance.Next(1, 12);
        var holes = chance.Next(3) * .2;
        // Few different values, so that there are many ties; coefficients are squares of whole numbers, so that ties are exact.
        var columns = Enumerable
            .Range(0, count)
            .Select(_ =>
                Enumerable
                    .Range(0, rows)
                    .Select(_ => chance.NextDouble() < holes ? Missing : chance.Next(-6, 7))
                    .ToArray()
            )
            .ToArray();
        return (
            columns,
            [.. columns.Select(_ => Math.Pow(chance.Next(0, 4), 2))],
            [.. columns.Select(_ => (double)chance.Next(1, 5))]
        );
    }

    [Fact]
    public void One_row_and_all_rows_agree_to_the_last_digit_with_each_other_and_with_a_slow_search() =>
        Prop.ForAll<int>(seed =>
            {
                var rows = 2 + (int)((uint)seed % 300);
                var (columns, c, w) = Draw(seed, rows);
                var points = new Points(columns, c, w);
                int most = 1 + (int)((uint)seed % 60);
                var least = (uint)seed % 5 / 8.0;
                var all = AllNearest.Of(points, most, least);
                for (var row = 0; row < rows; row++)
                {
                    var one = Nearest.To(points, row, most, least);
                    Assert.Equal(one.Select(n => n.Row), all.Rows(row).ToArray());
                    Assert.Equal(
                        one.Select(n => n.SquaredDistance),
                        all.SquaredDistances(row).ToArray()
                    );
                    Assert.All(
                        one,
                        n => Assert.Equal(points.SquaredDistance(row, n.Row), n.SquaredDistance)
                    );
                    var slow = Slowly(columns, c, w, row, most, least);
                    Assert.Equal(
                        slow.Select(s => s.Squared),
                        one.Select(n => n.SquaredDistance),
                        (a, b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, a)
                    );
                }
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Permuting_the_rows_never_changes_who_is_how_far() =>
        Prop.ForAll<int>(seed =>
            {
                var (columns, c, w) = Draw(seed, 150);
                var order = Enumerable.Range(0, 150).ToArray();
                new Random(seed).Shuffle(order);
                var shuffled = columns.Select(f => order.Select(r => f[r]).ToArray()).ToArray();
                Points points = new(columns, c, w),
                    permuted = new(shuffled, c, w);
                for (var at = 0; at < order.Length; at += 7)
                {
                    var distances = Nearest
                        .To(points, order[at], 20)
                        .Select(n => n.SquaredDistance);
                    Assert.Equal(
                        distances,
                        Nearest.To(permuted, at, 20).Select(n => n.SquaredDistance)
                    );
                }
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void A_distance_is_the_same_both_ways_and_a_far_row_changes_none() =>
        Prop.ForAll<int>(seed =>
            {
                var (columns, c, w) = Draw(seed, 80);
                var withFar = columns.Select(f => f.Append(1e6).ToArray()).ToArray();
                Points points = new(columns, c, w),
                    more = new(withFar, c, w);
                var contributions = new double[c.Length];
                for (var a = 0; a < 80; a += 3)
                for (var b = 0; b < 80; b += 5)
                {
                    Assert.Equal(points.SquaredDistance(a, b), points.SquaredDistance(b, a));
                    Assert.Equal(points.SquaredDistance(a, b), more.SquaredDistance(a, b));
                    points.Contributions(a, b, contributions);
                    var sum = contributions.Where(v => !double.IsNaN(v)).Sum();
                    if (!double.IsNaN(points.SquaredDistance(a, b)))
                        Assert.Equal(points.SquaredDistance(a, b), sum, 1e-9 * Math.Max(1, sum));
                }
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));
}
