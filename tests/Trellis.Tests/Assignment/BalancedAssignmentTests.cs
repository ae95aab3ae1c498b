namespace Trellis.Assignment;

public sealed class BalancedAssignmentTests
{
    private static readonly CancellationToken Forever = CancellationToken.None;

    [Fact]
    public void Small_problems_get_the_best_of_all_plans_and_a_bound_that_none_exceeds()
    {
        var infeasible = 0;
        for (var seed = 0; seed < 1000; seed++)
        {
            var problem = BalancedInstances.Small(seed);
            var best = BalancedInstances.BestOfAll(problem);
            if (double.IsNaN(best))
            {
                infeasible++;
                Assert.Throws<ArgumentException>(() =>
                    BalancedAssignment.Solve(problem, 1, Forever)
                );
                continue;
            }
            var plan = BalancedAssignment.Solve(problem, 1, Forever);
            var value = BalancedInstances.Objective(problem, plan.Bins);
            Assert.False(double.IsNaN(value), $"Seed {seed}: the plan breaks a rule.");
            var small = 1e-9 * (1 + Math.Abs(best));
            Assert.Equal(value, plan.Value, small);
            Assert.True(plan.Proven, $"Seed {seed} is not proven.");
            Assert.True(value >= best - small, $"Seed {seed}: {value} found, best {best}.");
            Assert.True(plan.Bound >= best - 1e-12, $"Seed {seed}: {plan.Bound} below {best}.");
        }
        // Otherwise the problems drawn would not try it.
        Assert.True(infeasible > 0);
    }

    [Fact]
    public void Forty_items_get_what_a_mixed_integer_solver_gives_them()
    {
        // By scipy's milp (HiGHS) from the model written out, relative gap 0; bench/closure.py does the same for files.
        double[] expected =
        [
            23.24631507527969,
            -215.70103816251986,
            26.977740936322093,
            25.72128132791378,
            25.769132604214583,
            -57.45190813058244,
        ];
        for (var seed = 0; seed < expected.Length; seed++)
        {
            var problem = BalancedInstances.Tight(40, 24, 8, 1.05, seed);
            var plan = BalancedAssignment.Solve(problem, 1, Forever);
            Assert.True(plan.Proven);
            Assert.Equal(expected[seed], plan.Value, 1e-7);
            Assert.Equal(plan.Value, BalancedInstances.Objective(problem, plan.Bins), 1e-9);
        }
    }

    [Fact]
    public void Items_bins_and_pairs_in_another_order_are_worth_the_same()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var problem = BalancedInstances.Tight(40, 24, 8, 1.05, seed);
            var chance = new Random(seed);
            int[] items = [.. Enumerable.Range(0, problem.Loads.Count)];
            int[] bins = [.. Enumerable.Range(0, problem.Places.Count)];
            chance.Shuffle(items);
            chance.Shuffle(bins);
            PairValue[] pairs =
            [
                .. problem.Pairs.Select(p => new PairValue(
                    Array.IndexOf(items, p.Item),
                    Array.IndexOf(bins, p.Bin),
                    p.Value
                )),
            ];
            chance.Shuffle(pairs);
            var other = problem with
            {
                Loads = [.. items.Select(i => problem.Loads[i])],
                Groups = [.. items.Select(i => problem.Groups[i])],
                Places = [.. bins.Select(b => problem.Places[b])],
                Capacities = [.. bins.Select(b => problem.Capacities[b])],
                Pairs = pairs,
            };
            var plan = BalancedAssignment.Solve(problem, 1, Forever);
            var permuted = BalancedAssignment.Solve(other, 1, Forever);
            Assert.Equal(plan.Value, permuted.Value);
            Assert.Equal(plan.Bound, permuted.Bound);
            Assert.Equal(items.Select(i => plan.ItemPrices[i]), permuted.ItemPrices);
            Assert.Equal(
                items.Select(i => plan.Bins[i]),
                permuted.Bins.Select(b => b < 0 ? -1 : bins[b])
            );
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_plan_and_another_the_same_value()
    {
        var problem = BalancedInstances.Tight(40, 24, 8, 1.05, 1);
        var first = BalancedAssignment.Solve(problem, 7, Forever);
        var again = BalancedAssignment.Solve(problem, 7, Forever);
        var other = BalancedAssignment.Solve(problem, 8, Forever);
        Assert.Equal(first.Bins, again.Bins);
        Assert.Equal(first.ItemPrices, again.ItemPrices);
        Assert.Equal(first.Value, other.Value, 1e-9);
    }

    [Fact]
    public void No_bin_takes_only_the_light_ones()
    {
        // Alone a light item may be; two of them are together below the mean of 2 that is asked.
        var problem = new BalancedProblem
        {
            Loads = [1, 1, 3],
            Places = [3, 1],
            Capacities = [10, 10],
            Pairs = [new(0, 0, 1), new(1, 0, 1), new(2, 0, .1), new(2, 1, .9)],
            LeftOut = .5,
            LeastMeanLoad = 2,
        };
        // Either one light item in the first bin and the heavy one in the second: 1 + .9 - .5. Or the heavy one with one
        // of the light: 1 + .1 - .5. Three together weigh 5, less than 3 x 2.
        Assert.Equal(1.4, BalancedAssignment.Solve(problem, 1, Forever).Value, 1e-12);
        Assert.Equal(
            2.9,
            BalancedAssignment.Solve(problem with { LeastMeanLoad = 1 }, 1, Forever).Value,
            1e-12
        );
    }

    [Fact]
    public void A_group_is_kept_together_as_long_as_the_split_costs_more_than_it_gives()
    {
        var problem = new BalancedProblem
        {
            Loads = [1, 1],
            Groups = [4, 4],
            Places = [2, 2],
            Capacities = [5, 5],
            Pairs = [new(0, 0, .9), new(1, 0, .5), new(1, 1, .6)],
            LeftOut = 10,
        };
        Assert.Equal(
            [0, 0],
            BalancedAssignment.Solve(problem with { Split = .2 }, 1, Forever).Bins
        );
        Assert.Equal(
            [0, 1],
            BalancedAssignment.Solve(problem with { Split = .05 }, 1, Forever).Bins
        );
    }

    [Fact]
    public void A_price_of_a_bin_is_more_than_it_would_lose_with_a_place_fewer_and_none_with_room()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var problem = BalancedInstances.Tight(30, 18, 8, 1.1, seed);
            var plan = BalancedAssignment.Solve(problem, 1, Forever);
            for (var bin = 0; bin < problem.Places.Count; bin++)
            {
                if (problem.Places[bin] == 0)
                {
                    Assert.Equal(0, plan.BinPrices[bin]);
                    continue;
                }
                int[] fewer = [.. problem.Places];
                fewer[bin]--;
                var without = BalancedAssignment.Solve(problem with { Places = fewer }, 1, Forever);
                // The prices prove a bound for the problem with a place fewer.
                Assert.True(without.Value <= plan.PriceBound - plan.BinPrices[bin] + 1e-9);
            }
        }
    }

    [Fact]
    public void An_item_that_comes_later_gains_no_more_than_the_prices_say()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var problem = BalancedInstances.Tight(30, 18, 8, 1.3, seed);
            var plan = BalancedAssignment.Solve(problem, 1, Forever);
            Assert.DoesNotContain(-1, plan.Bins);
            for (var bin = 0; bin < problem.Places.Count; bin++)
            {
                // It can go to this bin only, and is worth .5 there.
                var later = BalancedAssignment.Solve(
                    problem with
                    {
                        Loads = [.. problem.Loads, 3],
                        Groups = [.. problem.Groups, -1],
                        Pairs = [.. problem.Pairs, new(problem.Loads.Count, bin, .5)],
                    },
                    1,
                    Forever
                );
                var most = Math.Max(-problem.LeftOut, .5 - plan.PriceOf(bin, 3));
                Assert.True(later.Value <= plan.PriceBound + most + 1e-9);
            }
        }
    }

    [Fact]
    public void What_is_left_out_of_reach_of_all_bins_stays_out_and_counts()
    {
        var plan = BalancedAssignment.Solve(
            new BalancedProblem
            {
                Loads = [2, 7],
                Places = [1, 0],
                Capacities = [3, 9],
                Pairs = [new(0, 0, .25), new(1, 0, 1), new(1, 1, 1)],
                LeftOut = 100,
            },
            1,
            Forever
        );
        Assert.Equal([0, -1], plan.Bins);
        Assert.Equal(.25 - 100, plan.Value);
        Assert.True(plan.Proven);
        Assert.Equal(0, plan.Gap);
    }

    [Fact]
    public void Nothing_to_place_is_a_plan()
    {
        var plan = BalancedAssignment.Solve(
            new BalancedProblem
            {
                Loads = [],
                Places = [1],
                Capacities = [1],
                Pairs = [],
                LeftOut = 1,
            },
            1,
            Forever
        );
        Assert.Empty(plan.Bins);
        Assert.Equal(0, plan.Value);
        Assert.Equal([0.0], plan.BinPrices);
        Assert.True(plan.Proven);
    }

    [Fact]
    public void When_time_is_up_at_once_there_is_a_plan_all_the_same_and_a_bound_that_holds()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var problem = BalancedInstances.Tight(40, 24, 8, 1.05, seed);
            var best = BalancedAssignment.Solve(problem, 1, Forever);
            var hurried = BalancedAssignment.Solve(problem, 1, new CancellationToken(true));
            Assert.False(double.IsNaN(BalancedInstances.Objective(problem, hurried.Bins)));
            Assert.False(hurried.Proven);
            Assert.True(hurried.Gap > 0);
            Assert.InRange(best.Value, hurried.Value, hurried.Bound);
        }
    }

    [Fact]
    public void Settled_pairs_stay_and_those_that_cannot_be_are_refused_by_name()
    {
        var problem = new BalancedProblem
        {
            Loads = [1, 1, 4],
            Places = [2, 2],
            Capacities = [5, 5],
            Pairs = [new(0, 0, .1), new(0, 1, .9), new(1, 0, .5), new(2, 0, .5), new(2, 1, .5)],
            LeftOut = 10,
            LeastMeanLoad = 2,
        };
        var plan = BalancedAssignment.Solve(problem with { Settled = [(0, 0)] }, 1, Forever);
        Assert.Equal(0, plan.Bins[0]);
        // Item 1 would make the first bin too light, so that the heavy one is best beside the settled.
        Assert.Equal(.1 + .5 - 10, plan.Value, 1e-9);

        Refused("Item 1 is settled in bin 1, and they are not a pair.", [(1, 1)]);
        Refused("Item 0 is settled twice.", [(0, 0), (0, 1)]);
        Refused(
            "Bin 0 takes 2 items of 5 load, and 3 of 6 are settled in it.",
            [(0, 0), (1, 0), (2, 0)]
        );
        Refused("The settled pairs cannot all be kept", [(0, 0), (1, 0)]);

        void Refused(string why, IReadOnlyList<(int, int)> settled) =>
            Assert.Contains(
                why,
                Assert
                    .Throws<ArgumentException>(() =>
                        BalancedAssignment.Solve(problem with { Settled = settled }, 1, Forever)
                    )
                    .Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Numbers_that_cannot_be_are_refused()
    {
        var problem = new BalancedProblem
        {
            Loads = [1],
            Places = [1],
            Capacities = [1],
            Pairs = [new(0, 0, 1)],
            LeftOut = 1,
        };
        Refused("Item 0 has a load of 0", problem with { Loads = [0] });
        Refused("groups for 2", problem with { Groups = [0, 0] });
        Refused("capacities for 2", problem with { Capacities = [1, 1] });
        Refused("neither may be below 0", problem with { Places = [-1] });
        Refused("Leaving an item out costs -1", problem with { LeftOut = -1 });
        Refused("A split costs NaN", problem with { Split = double.NaN });
        Refused("no bin 3", problem with { Pairs = [new(0, 3, 1)] });
        Refused("is worth NaN", problem with { Pairs = [new(0, 0, double.NaN)] });
        Refused("are a pair twice", problem with { Pairs = [new(0, 0, 1), new(0, 0, 2)] });

        static void Refused(string why, BalancedProblem problem) =>
            Assert.Contains(
                why,
                Assert
                    .Throws<ArgumentException>(() => BalancedAssignment.Solve(problem, 1, Forever))
                    .Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void One_after_another_keeps_every_rule_and_is_never_better_than_all_at_once()
    {
        double most = 0;
        for (var seed = 0; seed < 5; seed++)
        {
            var problem = BalancedInstances.Tight(40, 24, 8, 1.05, seed);
            var plan = BalancedAssignment.Solve(problem, 1, Forever);
            foreach (
                var greedy in new[]
                {
                    GreedyAssignment.FirstCome(problem),
                    GreedyAssignment.EasiestFirst(problem),
                }
            )
            {
                Assert.Equal(BalancedInstances.Objective(problem, greedy.Bins), greedy.Value, 1e-9);
                Assert.True(greedy.Value <= plan.Value + 1e-9);
                most = Math.Max(most, greedy.LeftOut - plan.Bins.Count(b => b < 0));
            }
        }
        // On at least one of them the easy ones first left some over that could be placed.
        Assert.True(most > 0);
    }

    [Fact]
    public void One_after_another_takes_the_best_at_each_moment()
    {
        var problem = new BalancedProblem
        {
            Loads = [2, 1],
            Places = [1, 1],
            Capacities = [2, 1],
            Pairs = [new(0, 0, .6), new(1, 0, .8), new(1, 1, .7)],
            LeftOut = 1,
        };
        Assert.Equal([0, 1], GreedyAssignment.FirstCome(problem).Bins);
        // The easy one takes the only place that the hard one could have.
        var easiest = GreedyAssignment.EasiestFirst(problem);
        Assert.Equal([-1, 0], easiest.Bins);
        Assert.Equal(.8 - 1, easiest.Value, 1e-12);
        Assert.Equal(1, easiest.LeftOut);
        Assert.Throws<ArgumentException>(() => GreedyAssignment.InOrder(problem, [0, 0]));
    }
}
