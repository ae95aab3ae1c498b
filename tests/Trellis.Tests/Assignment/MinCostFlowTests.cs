namespace Trellis.Assignment;

public sealed class MinCostFlowTests
{
    [Fact]
    public void Units_take_the_cheap_way_until_it_is_full_and_then_the_dear_one()
    {
        var flow = new MinCostFlow(2);
        var cheap = flow.Add(0, 1, 3, 10);
        var dear = flow.Add(0, 1, MinCostFlow.Unlimited, 25);
        flow.Supply(0, 5);
        flow.Supply(1, -5);
        var answer = flow.Solve();
        Assert.True(answer.Feasible);
        Assert.Equal(
            (3, 2, (Int128)((3 * 10) + (2 * 25))),
            (answer.Flow(cheap), answer.Flow(dear), answer.Cost)
        );
    }

    [Fact]
    public void The_assignment_of_a_published_example_costs_what_it_is_said_to_cost()
    {
        // Four workers and four jobs, the usual example of the Hungarian method; its printed answer is 140.
        long[][] cost =
        [
            [82, 83, 69, 92],
            [77, 37, 49, 92],
            [11, 69, 5, 86],
            [8, 9, 98, 23],
        ];
        var flow = new MinCostFlow(8);
        var arcs = new int[4, 4];
        for (var worker = 0; worker < 4; worker++)
        {
            flow.Supply(worker, 1);
            flow.Supply(4 + worker, -1);
            for (var job = 0; job < 4; job++)
                arcs[worker, job] = flow.Add(worker, 4 + job, 1, cost[worker][job]);
        }
        var answer = flow.Solve();
        Assert.Equal((Int128)(69 + 37 + 11 + 23), answer.Cost);
        Assert.Equal(
            (1L, 1L, 1L, 1L),
            (
                answer.Flow(arcs[0, 2]),
                answer.Flow(arcs[1, 1]),
                answer.Flow(arcs[2, 0]),
                answer.Flow(arcs[3, 3])
            )
        );
    }

    [Fact]
    public void Every_assignment_of_six_is_tried_and_none_is_cheaper()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var draw = new Random(seed);
            const int Size = 6;
            var cost = new long[Size, Size];
            var flow = new MinCostFlow(2 * Size);
            for (var i = 0; i < Size; i++)
            {
                flow.Supply(i, 1);
                flow.Supply(Size + i, -1);
                for (var j = 0; j < Size; j++)
                    flow.Add(i, Size + j, 1, cost[i, j] = draw.Next(-20, 20));
            }
            var answer = flow.Solve();
            Assert.Equal((Int128)Cheapest(cost, 0, 0), answer.Cost);
        }

        static long Cheapest(long[,] cost, int row, int taken)
        {
            if (row == cost.GetLength(0))
                return 0;
            var best = long.MaxValue;
            for (var j = 0; j < cost.GetLength(0); j++)
                if ((taken >> j & 1) == 0)
                    best = Math.Min(best, cost[row, j] + Cheapest(cost, row + 1, taken | 1 << j));
            return best;
        }
    }

    [Fact]
    public void A_slower_way_of_another_kind_finds_the_same_cost_and_the_same_impossibilities()
    {
        var possible = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var draw = new Random(seed);
            var nodes = draw.Next(2, 12);
            var flow = new MinCostFlow(nodes);
            var slow = new SlowFlow(nodes);
            for (var arc = draw.Next(1, 40); arc > 0; arc--)
            {
                var from = draw.Next(nodes);
                var to = (from + draw.Next(1, nodes)) % nodes;
                var (capacity, cost) = (draw.Next(0, 9), draw.Next(-4, 20));
                flow.Add(from, to, capacity, cost);
                slow.Add(from, to, capacity, cost);
            }
            for (var pair = draw.Next(0, 4); pair > 0; pair--)
            {
                var units = draw.Next(1, 6);
                var from = draw.Next(nodes);
                var to = draw.Next(nodes);
                flow.Supply(from, units);
                slow.Supply(from, units);
                flow.Supply(to, -units);
                slow.Supply(to, -units);
            }
            var answer = flow.Solve();
            var expected = slow.Cost();
            Assert.Equal(expected is not null, answer.Feasible);
            if (expected is not { } cost0)
                continue;
            possible++;
            Assert.Equal((Int128)cost0, answer.Cost);
        }
        Assert.InRange(possible, 100, 399);
    }

    [Fact]
    public void The_prices_prove_that_no_flow_is_cheaper_and_every_bound_is_kept()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var draw = new Random(seed);
            const int Rows = 120;
            const int Centres = 9;
            var flow = new MinCostFlow(Rows + Centres + 1);
            var arcs = new List<(int From, int To, long Least, long Most, long Cost)>();
            for (var row = 0; row < Rows; row++)
            {
                flow.Supply(row, 1);
                for (var centre = 0; centre < Centres; centre++)
                    Add(row, Rows + centre, 0, 1, draw.Next(100_000));
            }
            for (var centre = 0; centre < Centres; centre++)
                Add(Rows + centre, Rows + Centres, 10, 15, 0);
            flow.Supply(Rows + Centres, -Rows);
            var answer = flow.Solve();
            Assert.True(answer.Feasible);
            var balance = new long[flow.Nodes];
            for (var arc = 0; arc < arcs.Count; arc++)
            {
                var (from, to, least, most, cost) = arcs[arc];
                var carried = answer.Flow(arc);
                Assert.InRange(carried, least, most);
                balance[from] += carried;
                balance[to] -= carried;
                var reduced = cost + answer.Price(from) - answer.Price(to);
                Assert.True(reduced <= 0 || carried == least);
                Assert.True(reduced >= 0 || carried == most);
            }
            for (var row = 0; row < Rows; row++)
                Assert.Equal(1, balance[row]);
            Assert.Equal(-Rows, balance[^1]);

            void Add(int from, int to, long least, long most, long cost)
            {
                flow.Add(from, to, most, cost, least);
                arcs.Add((from, to, least, most, cost));
            }
        }
    }

    [Fact]
    public void What_cannot_be_delivered_is_counted_and_the_rest_is_carried_all_the_same()
    {
        var flow = new MinCostFlow(3);
        var way = flow.Add(0, 1, 4, 7);
        flow.Add(1, 2, 3, 1);
        flow.Supply(0, 6);
        flow.Supply(2, -6);
        var answer = flow.Solve();
        Assert.False(answer.Feasible);
        Assert.Equal((3, 3), (answer.Undelivered, answer.Flow(way)));
    }

    [Fact]
    public void A_least_flow_is_carried_also_where_it_gains_nothing()
    {
        var flow = new MinCostFlow(2);
        var there = flow.Add(0, 1, 5, 4, atLeast: 2);
        var back = flow.Add(1, 0, 5, 3);
        var answer = flow.Solve();
        Assert.Equal((2, 2, (Int128)14), (answer.Flow(there), answer.Flow(back), answer.Cost));
    }

    [Fact]
    public void Gain_without_end_and_unequal_sums_are_refused_with_a_sentence()
    {
        var endless = new MinCostFlow(2);
        endless.Add(0, 1, MinCostFlow.Unlimited, -2);
        endless.Add(1, 0, MinCostFlow.Unlimited, 1);
        Assert.Contains(
            "less than nothing",
            Assert.Throws<InvalidOperationException>(endless.Solve).Message,
            StringComparison.Ordinal
        );
        var unequal = new MinCostFlow(2);
        unequal.Supply(0, 3);
        Assert.Contains(
            "differ by 3 units",
            Assert.Throws<InvalidOperationException>(unequal.Solve).Message,
            StringComparison.Ordinal
        );
    }
}
