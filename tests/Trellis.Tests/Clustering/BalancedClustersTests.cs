using Trellis.Assignment;
using Trellis.Neighbours;

namespace Trellis.Clustering;

public sealed class BalancedClustersTests
{
    private static Points Drawn(int rows, int columns, int seed, double missing = 0)
    {
        var chance = new Random(seed);
        var figures = new double[columns][];
        for (var column = 0; column < columns; column++)
        {
            figures[column] = new double[rows];
            for (var row = 0; row < rows; row++)
                figures[column][row] =
                    chance.NextDouble() < missing
                        ? double.NaN
                        : chance.NextDouble() + (row % 7 * .5 * column);
        }
        return new Points(
            figures,
            Enumerable.Repeat(1.0, columns).ToArray(),
            Enumerable.Repeat(1.0, columns).ToArray()
        );
    }

    [Fact]
    public void Every_cluster_keeps_its_bounds_and_every_row_is_in_exactly_one()
    {
        foreach (var missing in (double[])[0, .3])
        {
            var points = Drawn(700, 5, seed: 3, missing);
            var clusters = BalancedClusters.Of(points, 14, 40, 60, seed: 1);
            Assert.All(clusters.Members, m => Assert.InRange(m.Count, 40, 60));
            Assert.Equal(Enumerable.Range(0, 700), clusters.Members.SelectMany(m => m).Order());
            for (var row = 0; row < 700; row++)
                Assert.Contains(row, clusters.Members[clusters.Of[row]]);
        }
    }

    [Fact]
    public void Three_clumps_of_equal_size_are_found_as_they_are()
    {
        // 0.0 to 0.9, 100.0 to 100.9 and 200.0 to 200.9.
        var figures = Enumerable
            .Range(0, 30)
            .Select(i => (i % 3 * 100.0) + (i / 3 / 10.0))
            .ToArray();
        var clusters = BalancedClusters.Of(new Points([figures], [1], [1]), 3, 8, 12, seed: 5);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => i % 3), clusters.Of);
        // The mean square of -.45 to .45 in steps of .1: 2 (.05² + .15² + .25² + .35² + .45²) / 10.
        Assert.Equal(
            2 * (.0025 + .0225 + .0625 + .1225 + .2025) / 10,
            clusters.Spread,
            tolerance: 1e-9
        );
    }

    [Fact]
    public void A_clump_too_large_is_cut_where_that_costs_least()
    {
        // Nine at 0 to .8, three at 10: with at most six in a cluster the three nearest to ten go there.
        double[] figures = [0, .1, .2, .3, .4, .5, .6, .7, .8, 10, 10, 10];
        var clusters = BalancedClusters.Of(new Points([figures], [1], [1]), 2, 4, 6, seed: 2);
        Assert.Equal([0, 1, 2, 3, 4, 5], clusters.Members[0]);
        Assert.Equal([6, 7, 8, 9, 10, 11], clusters.Members[1]);
    }

    [Fact]
    public void The_same_seed_gives_the_same_clusters()
    {
        var points = Drawn(300, 4, seed: 9, missing: .1);
        Assert.Equal(
            BalancedClusters.Of(points, 6, 40, 60, seed: 4).Of,
            BalancedClusters.Of(points, 6, 40, 60, seed: 4).Of
        );
    }

    [Fact]
    public void A_row_of_which_nothing_is_known_goes_where_there_is_room()
    {
        double[] figures = [0, 1, 2, 50, 51, double.NaN];
        var clusters = BalancedClusters.Of(new Points([figures], [1], [1]), 2, 3, 3, seed: 1);
        Assert.Equal([0, 0, 0, 1, 1, 1], clusters.Of);
    }

    [Fact]
    public void The_assignment_costs_what_the_general_cheapest_flow_costs_with_and_without_prices_of_before()
    {
        var impossible = 0;
        for (var seed = 0; seed < 120; seed++)
        {
            var chance = new Random(seed);
            int rows = chance.Next(5, 60),
                clusters = chance.Next(2, 8),
                take = chance.Next(1, clusters + 1);
            var least = new int[clusters];
            var most = new int[clusters];
            for (var c = 0; c < clusters; c++)
            {
                least[c] = chance.Next(0, Math.Max(1, rows / clusters));
                most[c] = least[c] + chance.Next(0, 2 * rows / clusters);
            }
            var tolls = new long[clusters];
            for (var round = 0; round < 3; round++)
            {
                var starts = Enumerable.Range(0, rows + 1).Select(r => r * take).ToArray();
                var offered = new int[rows * take];
                var costs = new long[rows * take];
                for (var row = 0; row < rows; row++)
                {
                    var order = Enumerable.Range(0, clusters).ToArray();
                    chance.Shuffle(order);
                    for (var i = 0; i < take; i++)
                    {
                        offered[(row * take) + i] = order[i];
                        costs[(row * take) + i] = chance.Next(1000);
                    }
                }
                var offers = new Offers(starts, offered, costs);
                var expected = General(offers, least, most);
                var found = BoundedAssignment.Solve(offers, least, most, tolls);
                Assert.Equal(expected is null, found is null);
                if (found is null)
                {
                    impossible++;
                    break;
                }
                Assert.Equal(expected, Cost(offers, found));
                var sizes = new int[clusters];
                foreach (var cluster in found)
                    sizes[cluster]++;
                for (var c = 0; c < clusters; c++)
                {
                    Assert.InRange(sizes[c], least[c], most[c]);
                    Assert.True(tolls[c] <= 0 || sizes[c] == most[c]);
                    Assert.True(tolls[c] >= 0 || sizes[c] == least[c]);
                }
            }
        }
        Assert.InRange(impossible, 10, 110);
    }

    private static Int128 Cost(Offers offers, int[] of)
    {
        Int128 sum = 0;
        for (var row = 0; row < of.Length; row++)
        for (var at = offers.Starts[row]; at < offers.Starts[row + 1]; at++)
            if (offers.Clusters[at] == of[row])
                sum += offers.Costs[at];
        return sum;
    }

    private static Int128? General(Offers offers, int[] least, int[] most)
    {
        var flow = new MinCostFlow(offers.Rows + least.Length + 1);
        for (var row = 0; row < offers.Rows; row++)
        {
            flow.Supply(row, 1);
            for (var at = offers.Starts[row]; at < offers.Starts[row + 1]; at++)
                flow.Add(row, offers.Rows + offers.Clusters[at], 1, offers.Costs[at]);
        }
        for (var c = 0; c < least.Length; c++)
            flow.Add(offers.Rows + c, flow.Nodes - 1, most[c], 0, least[c]);
        flow.Supply(flow.Nodes - 1, -offers.Rows);
        var answer = flow.Solve();
        return answer.Feasible ? answer.Cost : null;
    }

    [Theory]
    [InlineData(100, 2)]
    [InlineData(61, 1)]
    [InlineData(79, 1)]
    [InlineData(80, 2)]
    [InlineData(3400, 68)]
    [InlineData(39, 1)]
    public void So_many_rows_make_so_many_clusters(int rows, int clusters) =>
        Assert.Equal(clusters, BalancedClusters.CountFor(rows, 40, 60, 50));
}
