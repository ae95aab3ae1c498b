using Trellis.Placements;

namespace Trellis.Tests.Placements;

public sealed class ClosurePlanTests
{
    private static readonly ClosureTime Unlimited = ClosureTime.Until(default);

    /// <summary>Small enough that every plan can be tried; the trusts' rooms are cut so that schools are often left out.</summary>
    internal static ClosureInstance Small(int seed)
    {
        var chance = new Random(seed);
        var drawn = ClosureGenerator.Draw(5, 4, tight: seed % 2 == 0, seed);
        return drawn with
        {
            Trusts =
            [
                .. drawn.Trusts.Select(t =>
                    t with
                    {
                        Places = Math.Max(0, t.Places - chance.Next(2)),
                        ChallengePoints = Math.Max(0, t.ChallengePoints - chance.Next(3)),
                    }
                ),
            ],
            Places = [.. drawn.Places.Where(_ => chance.NextDouble() < .8)],
            ClusterCost = chance.Next(3) * .1,
            FairShare = chance.Next(3) * .45,
            Penalty = seed % 5 == 0 ? .4 : null,
        };
    }

    internal static string?[] Trusts(ClosurePlan plan) =>
        [.. plan.Placements.Select(p => p.Trust?.Id)];

    [Fact]
    public void A_plan_is_the_best_of_all_that_there_are()
    {
        var leftOut = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var instance = Small(seed);
            var plan = ClosurePlan.Of(instance, 1, Unlimited);
            var rank = SlowClosure.BestWorstRank(instance);
            var (unplaced, value) = SlowClosure.Best(instance, rank);
            Assert.True(SlowClosure.Keeps(instance, Trusts(plan)), $"seed {seed}");
            Assert.Equal(rank, plan.RankLimit);
            Assert.Equal(unplaced, plan.Unplaced.Count);
            Assert.Equal(value, plan.Value, 1e-9);
            Assert.Equal(value, SlowClosure.Value(instance, Trusts(plan)), 1e-9);
            Assert.True(plan.Bound >= value - 1e-9);
            Assert.True(plan.Proven, $"seed {seed}");
            Assert.True(plan.WorstRank <= rank);
            leftOut += unplaced;
        }
        Assert.True(leftOut > 20);
    }

    [Fact]
    public void Neither_the_order_of_schools_nor_that_of_trusts_changes_anything()
    {
        var instance = ClosureGenerator.Draw(30, 20, tight: true, 4);
        var plan = ClosurePlan.Of(instance, 1, Unlimited);
        var chance = new Random(5);
        for (var turn = 0; turn < 3; turn++)
        {
            T[] Turned<T>(IEnumerable<T> all)
            {
                var array = all.ToArray();
                chance.Shuffle(array);
                return array;
            }
            var other = ClosurePlan.Of(
                instance with
                {
                    Schools = Turned(instance.Schools),
                    Trusts = Turned(instance.Trusts),
                    Places = Turned(instance.Places),
                },
                1,
                Unlimited
            );
            Assert.Equal(plan.Value, other.Value);
            Assert.Equal(plan.Bound, other.Bound);
            Assert.Equal(
                plan.Placements.OrderBy(p => p.School.Id).Select(p => (p.School.Id, p.Trust?.Id)),
                other.Placements.OrderBy(p => p.School.Id).Select(p => (p.School.Id, p.Trust?.Id))
            );
        }
    }

    [Fact]
    public void A_plan_whose_time_is_up_keeps_every_rule_and_says_what_is_not_proven()
    {
        var instance = ClosureGenerator.Draw(60, 35, tight: true, 2);
        var plan = ClosurePlan.Of(
            instance,
            1,
            ClosureTime.Until(new CancellationToken(canceled: true))
        );
        Assert.True(SlowClosure.Keeps(instance, Trusts(plan)));
        Assert.True(plan.Bound >= plan.Value);
        Assert.False(plan.Proven);
        var best = ClosurePlan.Of(instance, 1, Unlimited);
        Assert.True(best.Unplaced.Count <= plan.Unplaced.Count);
        Assert.True(plan.LeastUnplaced <= best.Unplaced.Count);
        Assert.True(plan.LeastWorstRank <= Math.Max(1, best.WorstRank));
    }

    [Fact]
    public void A_plan_whose_time_was_up_is_still_made_better_by_moves_and_exchanges()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var instance = Small(seed);
            var plan = ClosurePlan.Of(
                instance,
                1,
                ClosureTime.Until(new CancellationToken(canceled: true))
            );
            Assert.True(SlowClosure.Keeps(instance, Trusts(plan)));
            Assert.True(SlowClosure.WorstRank(instance, Trusts(plan)) <= plan.RankLimit);
            // No single move that keeps the rules is left that would be worth more.
            for (var s = 0; s < instance.Schools.Count; s++)
                foreach (var trust in instance.Trusts)
                {
                    string?[] moved = Trusts(plan);
                    if (
                        moved[s] is null
                        || SlowClosure.Pair(instance, instance.Schools[s].Id, trust.Id) is null
                    )
                        continue;
                    var who = instance.Schools[s];
                    if (who.Performing && who.List.Count > 0 && !who.List.Contains(trust.Id))
                        continue;
                    moved[s] = trust.Id;
                    if (
                        SlowClosure.Keeps(instance, moved)
                        && SlowClosure.WorstRank(instance, moved) <= plan.RankLimit
                    )
                        Assert.True(
                            plan.Value >= SlowClosure.Value(instance, moved) - 1e-9,
                            $"seed {seed}"
                        );
                }
        }
    }

    [Fact]
    public void A_settled_school_goes_where_it_is_settled()
    {
        var instance = ClosureGenerator.Draw(12, 8, tight: false, 3);
        var free = ClosurePlan.Of(instance, 1, Unlimited);
        var school = free.Placements.First(p => !p.School.Performing);
        var other = instance.Places.First(p =>
            p.School == school.School.Id
            && p.Trust != school.Trust!.Id
            && instance.Trusts.First(t => t.Id == p.Trust) is { Places: > 0, ChallengePoints: > 4 }
        );
        var settled = ClosurePlan.Of(
            instance with
            {
                Locks = [(other.School, other.Trust)],
            },
            1,
            Unlimited
        );
        Assert.Equal(
            other.Trust,
            settled.Placements.First(p => p.School.Id == other.School).Trust!.Id
        );
    }

    [Fact]
    public void No_schools_make_an_empty_plan()
    {
        var plan = ClosurePlan.Of(new ClosureInstance([], [], [], [], []), 1, Unlimited);
        Assert.True(plan.Proven);
        Assert.Empty(plan.Placements);
        Assert.Equal(0, plan.Value);
        Assert.Empty(ClosureReport.Of(plan, 1, ExplanationTime.Unlimited).NotReached);
    }

    [Fact]
    public void A_drawn_instance_is_the_same_for_the_same_seed_and_fits_its_own_file()
    {
        var written = ClosureFile.Write(ClosureGenerator.Draw(40, 25, tight: true, 9));
        Assert.Equal(written, ClosureFile.Write(ClosureGenerator.Draw(40, 25, tight: true, 9)));
        Assert.NotEqual(written, ClosureFile.Write(ClosureGenerator.Draw(40, 25, tight: true, 10)));
        var read = ClosureFile.Read("drawn.json", System.Text.Encoding.UTF8.GetBytes(written));
        Assert.Equal(written, ClosureFile.Write(read.Instance));
        Assert.All(
            read.Instance.Schools.Select(s => s.Name)
                .Concat(read.Instance.Trusts.Select(t => t.Name)),
            name => Assert.Contains("fictional", name, StringComparison.Ordinal)
        );
    }
}
