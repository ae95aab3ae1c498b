namespace Trellis.Assignment;

public sealed class CapacitatedAssignmentTests
{
    [Fact]
    public void The_place_goes_to_whom_it_is_worth_most_and_its_price_is_what_one_more_would_add()
    {
        // Bin 0 has one place: item 0 gains 9 - 2 by it, item 1 only 8 - 7. With one place more item 1 gains 8 - 7 too.
        var plan = CapacitatedAssignment.Solve(
            2,
            [1, 2],
            [new(0, 0, 9), new(0, 1, 2), new(1, 0, 8), new(1, 1, 7)]
        );
        Assert.Equal([0, 1], plan.Bins);
        Assert.Equal((9 + 7, 2), (plan.Value, plan.Placed));
        Assert.Equal([8 - 7, 0], plan.Prices);
    }

    [Fact]
    public void As_many_as_can_be_are_placed_before_any_value_counts_unless_a_cost_is_named()
    {
        // Item 0 fits in both, item 1 in bin 0 only: both are placed only where item 0 gives up 10 for 0.
        PairValue[] pairs = [new(0, 0, 10), new(0, 1, -5), new(1, 0, 1)];
        Assert.Equal([1, 0], CapacitatedAssignment.Solve(2, [1, 1], pairs).Bins);
        Assert.Equal([0, -1], CapacitatedAssignment.Solve(2, [1, 1], pairs, leftOut: 1).Bins);
        // Worth it from 10 - (-5 + 1) on.
        Assert.Equal([0, -1], CapacitatedAssignment.Solve(2, [1, 1], pairs, leftOut: 13.9).Bins);
        Assert.Equal([1, 0], CapacitatedAssignment.Solve(2, [1, 1], pairs, leftOut: 14.1).Bins);
    }

    [Fact]
    public void What_has_no_pair_is_left_out_and_what_nobody_wants_costs_nothing()
    {
        var plan = CapacitatedAssignment.Solve(2, [0, 3, 1], [new(1, 1, .5)]);
        Assert.Equal([-1, 1], plan.Bins);
        Assert.Equal([0, 0, 0], plan.Prices);
        Assert.Empty(CapacitatedAssignment.Solve(0, [], []).Bins);
        Assert.Equal([-1], CapacitatedAssignment.Solve(1, [], []).Bins);
    }

    [Fact]
    public void Every_plan_is_tried_and_none_is_better_and_every_price_is_what_solving_again_says()
    {
        var (scarce, dear) = (0, 0);
        for (var seed = 0; seed < 150; seed++)
        {
            var (items, places, pairs) = Drawn(new Random(seed), 6, 4, .6);
            double? leftOut =
                seed % 3 == 0 ? null
                : seed % 3 == 1 ? 0
                : .4;
            var plan = CapacitatedAssignment.Solve(items, places, pairs, leftOut);
            var cost = plan.LeftOut;
            Assert.Equal(Best(items, places, pairs, cost), Worth(plan), 9);
            for (var b = 0; b < places.Length; b++)
            {
                var more = places.ToArray();
                more[b]++;
                Assert.Equal(Best(items, more, pairs, cost) - Worth(plan), plan.Prices[b], 8);
                scarce += plan.Prices[b] > 0 ? 1 : 0;
                dear += plan.Prices[b] >= cost && cost > 1 ? 1 : 0;
            }
        }
        Assert.InRange(scarce, 50, 600);
        Assert.InRange(dear, 10, 600);

        static double Best(int items, int[] places, PairValue[] pairs, double leftOut)
        {
            var left = places.ToArray();
            return Fill(0);

            double Fill(int item)
            {
                if (item == items)
                    return 0;
                var best = Fill(item + 1) - leftOut;
                foreach (var pair in pairs)
                    if (pair.Item == item && left[pair.Bin] > 0)
                    {
                        left[pair.Bin]--;
                        best = Math.Max(best, pair.Value + Fill(item + 1));
                        left[pair.Bin]++;
                    }
                return best;
            }
        }
    }

    [Fact]
    public void With_the_prices_every_item_is_where_value_less_price_is_most_for_it()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (items, places, pairs) = Drawn(new Random(seed), 60, 40, .3);
            var plan = CapacitatedAssignment.Solve(items, places, pairs, leftOut: .2);
            var used = new int[places.Length];
            var dual = 0d;
            for (var i = 0; i < items; i++)
            {
                var best = pairs
                    .Where(p => p.Item == i)
                    .Select(p => p.Value - plan.Prices[p.Bin])
                    .Append(-.2)
                    .Max();
                var own =
                    plan.Bins[i] < 0
                        ? -.2
                        : pairs.Single(p => p.Item == i && p.Bin == plan.Bins[i]).Value
                            - plan.Prices[plan.Bins[i]];
                Assert.Equal(best, own, 9);
                dual += best;
                if (plan.Bins[i] >= 0)
                    used[plan.Bins[i]]++;
            }
            for (var b = 0; b < places.Length; b++)
            {
                Assert.True(used[b] <= places[b]);
                Assert.True(used[b] == places[b] || plan.Prices[b] == 0);
                dual += places[b] * plan.Prices[b];
            }
            // The two sides of the linear programme meet, which proves that no plan is better.
            Assert.Equal(dual, Worth(plan), 8);
        }
    }

    [Fact]
    public void The_order_of_the_pairs_changes_nothing_and_large_and_small_values_stay_exact()
    {
        var draw = new Random(7);
        var (items, places, pairs) = Drawn(draw, 30, 12, .5);
        var plan = CapacitatedAssignment.Solve(items, places, pairs);
        foreach (var size in new[] { 1e-12, 1, 1e9, 1e200 })
        {
            var turned = pairs.Select(p => p with { Value = p.Value * size }).ToArray();
            draw.Shuffle(turned);
            var again = CapacitatedAssignment.Solve(items, places, turned);
            Assert.Equal(plan.Bins, again.Bins);
            Assert.InRange(again.Tolerance / size, 0, 1e-9);
        }
    }

    [Fact]
    public void What_cannot_be_is_refused_with_a_sentence()
    {
        Refused("(2, 0) is outside 2 items and 1 bins", [1], [new(2, 0, 1)]);
        Refused("(0, -1) is outside", [1], [new(0, -1, 1)]);
        Refused("(1, 0) is there twice", [1], [new(1, 0, 1), new(0, 0, 1), new(1, 0, 1)]);
        Refused("The value of (0, 0) is NaN", [1], [new(0, 0, double.NaN)]);
        Refused("Bin 0 has -1 places", [-1], []);
        Refused("costs -1", [1], [], -1);

        static void Refused(string said, int[] places, PairValue[] pairs, double? leftOut = null) =>
            Assert.Contains(
                said,
                Assert
                    .Throws<ArgumentException>(() =>
                        CapacitatedAssignment.Solve(2, places, pairs, leftOut)
                    )
                    .Message,
                StringComparison.Ordinal
            );
    }

    private static double Worth(CapacitatedPlan plan) =>
        plan.Value - (plan.LeftOut * (plan.Bins.Count - plan.Placed));

    private static (int Items, int[] Places, PairValue[] Pairs) Drawn(
        Random draw,
        int mostItems,
        int mostBins,
        double share
    )
    {
        var (items, bins) = (draw.Next(1, mostItems + 1), draw.Next(1, mostBins + 1));
        int[] places = [.. Enumerable.Range(0, bins).Select(_ => draw.Next(0, 3))];
        var pairs =
            from i in Enumerable.Range(0, items)
            from b in Enumerable.Range(0, bins)
            where draw.NextDouble() < share
            select new PairValue(i, b, draw.NextDouble() - .1);
        return (items, places, [.. pairs]);
    }
}
