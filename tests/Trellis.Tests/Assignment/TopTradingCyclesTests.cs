namespace Trellis.Assignment;

public sealed class TopTradingCyclesTests
{
    [Fact]
    public void Six_owners_swap_as_the_printed_example_says()
    {
        // The example that encyclopaedias give for Shapley and Scarf's market: 3 keeps its house; 1, 2 and 5 swap; then 4 and 6.
        var plan = TopTradingCycles.Swap(
            [
                [2, 1, 3, 0],
                [2, 4, 5],
                [2, 0],
                [1, 4, 5, 3],
                [0, 2, 1],
                [1, 3, 4, 5],
            ],
            [0, 1, 2, 3, 4, 5],
            6
        );
        Assert.Equal([1, 4, 2, 5, 0, 3], plan.BinOf);
        Assert.Equal(
            [
                [2],
                [0, 1, 4],
                [3, 5],
            ],
            plan.Cycles
        );
    }

    [Fact]
    public void Claims_are_traded_where_a_stable_matching_would_leave_both_worse_off()
    {
        // Abdulkadiroglu and Sonmez (2003), from Roth (1982): deferred acceptance gives everyone its own number,
        // and students 0 and 1 would both rather have the other's school.
        int[][] students =
        [
            [1, 0, 2],
            [0, 1, 2],
            [0, 1, 2],
        ];
        int[][] schools =
        [
            [0, 2, 1],
            [1, 0, 2],
            [1, 0, 2],
        ];
        Assert.Equal(
            [0, 1, 2],
            new HospitalResidents(students, schools, [1, 1, 1]).ResidentsPropose().HospitalOf
        );
        Assert.Equal([1, 0, 2], TopTradingCycles.Claim(students, schools, [1, 1, 1]).BinOf);
    }

    [Fact]
    public void A_free_place_is_claimed_in_the_published_order_and_whoever_leaves_makes_room()
    {
        // Agent 0 waits and is first in the order; 1 and 2 are in bins 0 and 1. Bin 2 has a free place that 1 and 2 want.
        var plan = TopTradingCycles.Swap(
            [
                [0],
                [2],
                [2],
            ],
            [-1, 0, 1],
            [1, 1, 1],
            [0, 1, 2]
        );
        Assert.Equal([0, 2, 1], plan.BinOf);
        Assert.Equal(
            [
                [0, 1],
                [2],
            ],
            plan.Cycles
        );
    }

    [Fact]
    public void Nobody_ends_with_less_than_its_own_and_no_group_could_do_better_by_itself()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var draw = new Random(seed);
            var count = draw.Next(1, 6);
            var owns = RandomMarket.Shuffled(draw, count);
            var lists = Lists(draw, count, count);
            var plan = TopTradingCycles.Swap(lists, owns, count);
            Assert.Equal(Enumerable.Range(0, count), plan.BinOf.Order());
            Assert.Equal(Enumerable.Range(0, count), plan.Cycles.SelectMany(c => c).Order());
            for (var group = 1; group < 1 << count; group++)
            {
                int[] members = [.. Enumerable.Range(0, count).Where(a => (group >> a & 1) == 1)];
                foreach (var order in Orders([.. members.Select(a => owns[a])]))
                {
                    var better = members.Select(
                        (a, i) => Rank(a, order[i]) - Rank(a, plan.BinOf[a])
                    );
                    // Weakly: nobody worse and somebody better is enough to leave.
                    Assert.False(better.All(d => d <= 0) && better.Any(d => d < 0));
                }
            }

            int Rank(int agent, int thing) =>
                Array.IndexOf(lists[agent], thing) is >= 0 and var at ? at
                : thing == owns[agent] ? 50
                : 99;
        }
    }

    [Fact]
    public void With_several_places_a_bin_nobody_is_worse_off_and_no_other_plan_is_better_for_all()
    {
        var free = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var (lists, owns, places, order) = Drawn(seed, 5, 3);
            var plan = TopTradingCycles.Swap(lists, owns, places, order);
            for (var b = 0; b < places.Length; b++)
                Assert.True(plan.BinOf.Count(p => p == b) <= places[b]);
            for (var a = 0; a < owns.Length; a++)
                Assert.True(Rank(a, plan.BinOf[a]) <= Rank(a, owns[a]));
            var other = new int[owns.Length];
            Fill(0);
            free += places.Sum() > owns.Count(o => o >= 0) ? 1 : 0;

            void Fill(int agent)
            {
                if (agent == owns.Length)
                {
                    var changes = other.Select((b, a) => Rank(a, b) - Rank(a, plan.BinOf[a]));
                    Assert.False(changes.All(d => d <= 0) && changes.Any(d => d < 0));
                    return;
                }
                for (var b = -1; b < places.Length; b++)
                    if (b < 0 || other[..agent].Count(o => o == b) < places[b])
                    {
                        other[agent] = b;
                        Fill(agent + 1);
                    }
            }

            int Rank(int agent, int bin) =>
                Array.IndexOf(lists[agent], bin) is >= 0 and var at ? at
                : bin >= 0 && bin == owns[agent] ? 50
                : bin < 0 ? 60
                : 99;
        }
        Assert.InRange(free, 100, 299);
    }

    [Fact]
    public void No_agent_gains_by_a_false_list()
    {
        var changed = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var (lists, owns, places, order) = Drawn(seed, 8, 5);
            var truth = TopTradingCycles.Swap(lists, owns, places, order).BinOf;
            var draw = new Random(seed);
            for (var agent = 0; agent < owns.Length; agent++)
            for (var tries = 0; tries < 10; tries++)
            {
                var other = lists.ToArray();
                var shuffled = RandomMarket.Shuffled(draw, places.Length);
                other[agent] = shuffled[..draw.Next(shuffled.Length + 1)];
                var got = TopTradingCycles.Swap(other, owns, places, order).BinOf[agent];
                changed += got != truth[agent] ? 1 : 0;
                Assert.True(Rank(agent, got) >= Rank(agent, truth[agent]));
            }

            int Rank(int agent, int bin) =>
                Array.IndexOf(lists[agent], bin) is >= 0 and var at ? at
                : bin >= 0 && bin == owns[agent] ? 50
                : bin < 0 ? 60
                : 99;
        }
        Assert.InRange(changed, 500, int.MaxValue);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_a_sentence()
    {
        Refused(
            "Two agents own 0",
            () =>
                TopTradingCycles.Swap(
                    [
                        [],
                        [],
                    ],
                    [0, 0],
                    1
                )
        );
        Refused(
            "2 are in bin 0, which has 1",
            () =>
                TopTradingCycles.Swap(
                    [
                        [],
                        [],
                    ],
                    [0, 0],
                    [1],
                    [0, 1]
                )
        );
        Refused(
            "List 0 names 3",
            () =>
                TopTradingCycles.Swap(
                    [
                        [3],
                    ],
                    [0],
                    1
                )
        );
        Refused(
            "List 0 names 0 twice",
            () =>
                TopTradingCycles.Swap(
                    [
                        [0, 0],
                    ],
                    [0],
                    1
                )
        );
        Refused(
            "Agent 0 is in 4",
            () =>
                TopTradingCycles.Swap(
                    [
                        [],
                    ],
                    [4],
                    1
                )
        );
        Refused(
            "0 is no place in the order",
            () =>
                TopTradingCycles.Swap(
                    [
                        [],
                        [],
                    ],
                    [0, 1],
                    [1, 1],
                    [0, 0]
                )
        );
        Refused(
            "Bin 0 has -1 places",
            () =>
                TopTradingCycles.Claim(
                    [
                        [],
                    ],
                    [
                        [],
                    ],
                    [-1]
                )
        );
        Refused(
            "1 lists for 2 agents",
            () =>
                TopTradingCycles.Swap(
                    [
                        [],
                    ],
                    [0, 1],
                    2
                )
        );
        Assert.Empty(TopTradingCycles.Swap([], [], 0).BinOf);

        static void Refused(string said, Func<object> plan) =>
            Assert.Contains(
                said,
                Assert.Throws<ArgumentException>(plan).Message,
                StringComparison.Ordinal
            );
    }

    private static (int[][] Lists, int[] Owns, int[] Places, int[] Order) Drawn(
        int seed,
        int mostAgents,
        int mostBins
    )
    {
        var draw = new Random(seed);
        var (agents, bins) = (draw.Next(1, mostAgents + 1), draw.Next(1, mostBins + 1));
        int[] owns = [.. Enumerable.Range(0, agents).Select(_ => draw.Next(-1, bins))];
        int[] places =
        [
            .. Enumerable
                .Range(0, bins)
                .Select(b => owns.Count(o => o == b) + Math.Max(0, draw.Next(4) - 2)),
        ];
        return (Lists(draw, agents, bins), owns, places, RandomMarket.Shuffled(draw, agents));
    }

    private static int[][] Lists(Random draw, int agents, int bins) =>
        [
            .. Enumerable
                .Range(0, agents)
                .Select(_ => RandomMarket.Shuffled(draw, bins)[..draw.Next(bins + 1)]),
        ];

    private static IEnumerable<int[]> Orders(int[] of) =>
        of.Length <= 1
            ? [of]
            : of.SelectMany(
                (first, i) =>
                    Orders([.. of[..i], .. of[(i + 1)..]]).Select(rest => (int[])[first, .. rest])
            );
}
