using Trellis.Placements;

namespace Trellis.Tests.Placements;

/// <summary>Every number of an explanation, reckoned again by trying every plan.</summary>
public sealed class ClosureReportTests
{
    private static (ClosureInstance Instance, ClosurePlan Plan, ClosureReport Report) Made(int seed)
    {
        var instance = ClosurePlanTests.Small(seed);
        var plan = ClosurePlan.Of(instance, 1, ClosureTime.Until(default));
        return (instance, plan, ClosureReport.Of(plan, 1, ExplanationTime.Unlimited));
    }

    private static readonly Lazy<(
        ClosureInstance Instance,
        ClosurePlan Plan,
        ClosureReport Report
    )[]> All = new(() => [.. Enumerable.Range(0, 24).Select(Made)]);

    [Fact]
    public void The_price_of_a_rule_is_what_the_best_plan_without_it_is_worth_more()
    {
        var (priced, costly) = (0, 0);
        foreach (var (instance, plan, report) in All.Value)
        foreach (var price in report.Prices)
        {
            var freer = price.Rule.Without(instance);
            var limit =
                price.Rule.Kind == ClosureRuleKind.WorstRank
                    ? int.MaxValue
                    : SlowClosure.BestWorstRank(freer);
            var (unplaced, value) = SlowClosure.Best(freer, limit);
            var with = SlowClosure.Value(freer, ClosurePlanTests.Trusts(plan));
            Assert.Equal(plan.Unplaced.Count - unplaced, price.MorePlaced);
            Assert.Equal(value, price.ValueWithout, 1e-9);
            Assert.Equal(with, price.ValueWith, 1e-9);
            Assert.Equal(value - with, price.Price, 1e-9);
            if (price.Rule.Kind != ClosureRuleKind.WorstRank)
                Assert.Equal(limit, price.RankWithout);
            Assert.True(price.Proven);
            priced++;
            costly += price.Price > 1e-9 ? 1 : 0;
        }
        Assert.True(priced > 60 && costly > 10, $"{priced} {costly}");
    }

    [Fact]
    public void Dropping_a_rule_changes_the_plan_as_its_price_says()
    {
        foreach (var (instance, plan, report) in All.Value)
        foreach (var price in report.Prices)
        {
            string?[] then = ClosurePlanTests.Trusts(plan);
            foreach (var move in price.Moves)
            {
                var at = instance.Schools.ToList().FindIndex(s => s.Id == move.School.Id);
                Assert.Equal(then[at], move.From?.Id);
                Assert.NotEqual(move.From?.Id, move.To?.Id);
                PossiblePlace? Pair(ReceivingTrust? t) =>
                    t is null ? null : SlowClosure.Pair(instance, move.School.Id, t.Id);
                Assert.Equal(
                    (Pair(move.To)?.Value ?? 0) - (Pair(move.From)?.Value ?? 0),
                    move.MoreValue,
                    1e-12
                );
                Assert.Equal(Pair(move.To)?.Minutes - Pair(move.From)?.Minutes, move.MoreMinutes);
                then[at] = move.To?.Id;
            }
            var freer = price.Rule.Without(instance);
            Assert.True(SlowClosure.Keeps(freer, then));
            Assert.Equal(price.ValueWithout, SlowClosure.Value(freer, then), 1e-9);
            Assert.Equal(plan.Unplaced.Count - price.MorePlaced, then.Count(t => t is null));
        }
    }

    [Fact]
    public void Sending_a_school_where_it_would_rather_go_costs_what_is_said()
    {
        var tried = 0;
        foreach (var (instance, plan, report) in All.Value)
        foreach (var displacement in report.Displacements)
        {
            var settled = instance with
            {
                Locks = [.. instance.Locks, (displacement.School.Id, displacement.Trust.Id)],
            };
            var (unplaced, value) = SlowClosure.Best(settled, plan.RankLimit);
            Assert.Equal(unplaced - plan.Unplaced.Count, displacement.MoreLeftOut);
            Assert.Equal(plan.Value - value, displacement.Cost, 1e-9);
            tried++;
        }
        Assert.True(tried > 10, $"{tried}");
    }

    [Fact]
    public void Why_a_school_does_not_go_to_a_trust_is_so()
    {
        var seen = new HashSet<NotThereKind>();
        foreach (var (instance, plan, report) in All.Value)
        foreach (var school in report.Schools)
        foreach (var other in school.Others)
        {
            seen.Add(other.Kind);
            var who = school.Placement.School;
            var at = plan.Placements.ToList().FindIndex(p => p.School.Id == who.Id);
            string?[] then = ClosurePlanTests.Trusts(plan);
            then[at] = other.Trust.Id;
            var pair = SlowClosure.Pair(instance, who.Id, other.Trust.Id);
            switch (other.Kind)
            {
                case NotThereKind.RuledOut:
                    Assert.Contains(
                        instance.RuledOut,
                        r => r.School == who.Id && r.Trust == other.Trust.Id
                    );
                    continue;
                case NotThereKind.NoPlace:
                    Assert.Null(pair);
                    continue;
                case NotThereKind.OffList:
                    Assert.True(who.Performing && !who.List.Contains(other.Trust.Id));
                    continue;
                case NotThereKind.Rank:
                    Assert.True(who.RankOf(other.Trust.Id) > plan.RankLimit);
                    continue;
            }
            var gain =
                SlowClosure.Value(instance, then)
                - SlowClosure.Value(instance, ClosurePlanTests.Trusts(plan));
            Assert.Equal(pair!.Value, other.Value!.Value);
            Assert.Equal(gain, other.Gain!.Value, 1e-9);
            var there = plan.Placements.Where(p => p.Trust?.Id == other.Trust.Id).ToArray();
            var here = plan
                .Placements.Where(p =>
                    p.Trust?.Id == school.Placement.Trust?.Id && p.School.Id != who.Id
                )
                .ToArray();
            var fair = instance.FairShare * instance.Schools.Average(s => s.Challenge);
            switch (other.Kind)
            {
                case NotThereKind.WorthLess:
                    Assert.True(pair.Value <= school.Placement.Value + 1e-9);
                    break;
                case NotThereKind.Together:
                    Assert.True(pair.Value > school.Placement.Value && gain <= 1e-9);
                    break;
                case NotThereKind.Full:
                    Assert.Equal(other.Trust.Places, there.Length);
                    Assert.Equal(there.Select(p => p.School.Id).Order(), other.InTheWay.Order());
                    break;
                case NotThereKind.Points:
                    Assert.True(
                        there.Sum(p => p.School.Challenge) + who.Challenge
                            > other.Trust.ChallengePoints
                    );
                    break;
                case NotThereKind.FairShareThere:
                    Assert.True(
                        there.Append(school.Placement).Average(p => p.School.Challenge) < fair
                    );
                    break;
                case NotThereKind.FairShareHere:
                    Assert.True(here.Average(p => p.School.Challenge) < fair);
                    break;
                default:
                    // A plan that is proven leaves nothing that could simply be done.
                    Assert.Fail($"{other.Kind} in a plan that is proven");
                    break;
            }
        }
        Assert.True(seen.Count >= 7, string.Join(", ", seen));
    }

    [Fact]
    public void What_is_said_to_conflict_does_and_no_part_of_it_can_be_spared()
    {
        var (found, rules, schools) = (0, 0, 0);
        foreach (var (instance, plan, report) in All.Value)
        {
            if (instance.Penalty is null)
                Assert.Equal(
                    plan.Unplaced.Select(u => u.Id).Order(),
                    report.Conflicts.Select(c => c.School.Id).Order()
                );
            else
                Assert.Empty(report.Conflicts);
            var all = ClosureRule.Hard(instance);
            var mean = instance.Schools.Average(s => s.Challenge);
            foreach (var conflict in report.Conflicts)
            {
                Assert.True(conflict.Smallest && conflict.Proven);
                Assert.Contains(conflict.School, conflict.Schools);
                Assert.True(CannotAll(conflict.Schools, conflict.Rules));
                if (conflict.Rules.Count == 0)
                    Assert.DoesNotContain(instance.Places, p => p.School == conflict.School.Id);
                else
                    Assert.All(
                        conflict.Schools,
                        one =>
                            Assert.False(
                                CannotAll(conflict.Schools.Where(s => s != one), conflict.Rules)
                            )
                    );
                Assert.All(
                    conflict.Rules,
                    one =>
                        Assert.False(
                            CannotAll(conflict.Schools, conflict.Rules.Where(r => r != one))
                        )
                );
                found++;
                rules += conflict.Rules.Count;
                schools += conflict.Schools.Count;
            }

            bool CannotAll(IEnumerable<ClosingSchool> some, IEnumerable<ClosureRule> kept)
            {
                var ids = some.Select(s => s.Id).ToArray();
                if (ids.Length == 0)
                    return false;
                var freer = ClosureRule.Without(instance, [.. all.Except(kept)]);
                ClosingSchool[] left = [.. freer.Schools.Where(s => ids.Contains(s.Id))];
                return SlowClosure.FewestUnplaced(
                        freer with
                        {
                            Schools = left,
                            FairShare = freer.FairShare * mean / left.Average(s => s.Challenge),
                        },
                        int.MaxValue
                    ) > 0;
            }
        }
        Assert.True(found > 5 && rules > 8 && schools > 8, $"{found} {rules} {schools}");
    }

    [Fact]
    public void Other_plans_keep_every_rule_and_are_other_plans()
    {
        var instance = ClosureGenerator.Draw(24, 12, tight: false, 6);
        var plan = ClosurePlan.Of(instance, 1, ClosureTime.Until(default));
        var report = ClosureReport.Of(plan, 1, ExplanationTime.Unlimited);
        Assert.Equal(3, report.Alternatives.Count);
        List<string?[]> seen = [ClosurePlanTests.Trusts(plan)];
        foreach (var other in report.Alternatives)
        {
            string?[] trusts = [.. other.Placements.Select(p => p.Trust?.Id)];
            Assert.True(SlowClosure.Keeps(instance, trusts));
            Assert.True(SlowClosure.WorstRank(instance, trusts) <= plan.RankLimit);
            Assert.Equal(plan.Unplaced.Count, trusts.Count(t => t is null));
            Assert.Equal(SlowClosure.Value(instance, trusts), other.Value, 1e-9);
            Assert.Equal((plan.Value - other.Value) / plan.Value, other.Below, 1e-9);
            Assert.True(other.Below <= .01);
            Assert.All(
                seen,
                before => Assert.True(before.Where((t, at) => t != trusts[at]).Count() >= 3)
            );
            Assert.Equal(
                other.Moves.Select(m => m.School.Id).Order(),
                instance
                    .Schools.Where((_, at) => seen[0][at] != trusts[at])
                    .Select(s => s.Id)
                    .Order()
            );
            seen.Add(trusts);
        }
    }

    [Fact]
    public void A_blocking_pair_would_rather_and_the_agreed_plan_has_none()
    {
        var pairs = 0;
        foreach (var (instance, plan, report) in All.Value)
        {
            Assert.Equal(
                Blocking(instance, ClosurePlanTests.Trusts(plan)),
                report.Blocking.Pairs.Select(p => (p.School.Id, p.Trust.Id)).Order()
            );
            Assert.Empty(Blocking(instance, [.. report.Blocking.Agreed.Select(p => p.Trust?.Id)]));
            pairs += report.Blocking.Pairs.Count;
        }
        Assert.True(pairs > 5, $"{pairs}");
    }

    // Values of drawn instances differ, so that nobody is in two minds.
    private static IEnumerable<(string School, string Trust)> Blocking(
        ClosureInstance instance,
        string?[] plan
    ) =>
        from place in instance.Places
        let at = instance.Schools.ToList().FindIndex(s => s.Id == place.School)
        let school = instance.Schools[at]
        where
            plan[at] != place.Trust
            && (!school.Performing || school.List.Count == 0 || school.List.Contains(place.Trust))
        let own = plan[at] is { } now ? SlowClosure.Pair(instance, school.Id, now) : null
        let rank = school.RankOf(place.Trust)
        let ownRank = own is null ? int.MaxValue : school.RankOf(own.Trust)
        where own is null || rank < ownRank || (rank == ownRank && place.Value > own.Value)
        let there = instance
            .Schools.Where((_, s) => plan[s] == place.Trust)
            .Select(s => SlowClosure.Pair(instance, s.Id, place.Trust)!.Value)
            .ToArray()
        let places = instance.Trusts.First(t => t.Id == place.Trust).Places
        where there.Length < places || (places > 0 && there.Min() < place.Value)
        orderby (place.School, place.Trust)
        select (place.School, place.Trust);

    [Fact]
    public void The_sums_of_a_report_add_up()
    {
        foreach (var (instance, plan, report) in All.Value)
        {
            var placed = plan.Placements.Where(p => p.Trust is not null).ToArray();
            Assert.Equal(placed.Length, report.Trusts.Sum(t => t.Schools.Count));
            Assert.All(
                report.Trusts,
                t =>
                {
                    Assert.Equal(t.Schools.Sum(s => s.Challenge), t.Points);
                    Assert.True(t.PlacesLeft >= 0 && t.PointsLeft >= 0);
                    Assert.Equal(t.Trust.Places == 0, t.Price is null);
                    Assert.Equal(t.Price is null, t.NoPrice is not null);
                    Assert.True(t.Price is null or >= 0);
                    Assert.Equal(instance.Schools.Max(s => s.Challenge), t.PointPrices.Count);
                    Assert.All(
                        t.PointPrices,
                        (price, at) =>
                            Assert.Equal(
                                t.Trust.Places == 0 || t.Trust.ChallengePoints <= at,
                                price is null
                            )
                    );
                }
            );
            Assert.Equal(placed.Sum(p => p.Minutes!.Value), report.Distances.Total, 1e-9);
            Assert.Equal(placed.Length, report.Distances.Known);
            Assert.Equal(placed.Sum(p => p.School.Pupils!.Value), report.Pupils);
            if (placed.Length > 0)
            {
                Assert.Equal(placed.Min(p => p.Value), report.Worst!.Value);
                Assert.Equal(placed.Max(p => p.Minutes), report.Distances.Furthest!.Minutes);
            }
            Assert.Equal(
                placed.Where(p => p.Rank > 1).Select(p => p.School.Id).Order(),
                report.LowerListed.Select(l => l.Placement.School.Id).Order()
            );
            Assert.All(report.LowerListed, l => Assert.Equal(l.Placement.Rank - 1, l.Above.Count));
            Assert.Equal(instance.Schools.Count, report.Schools.Count);
        }
    }

    /// <summary>
    /// Three schools of one town and one from elsewhere. X has three places, Y two. Together at X the three are worth 3 x .6, and the
    /// fourth .3 at Y: 2.1. Apart, A and B at X with the fourth, C at Y: .6 + .6 + .8 + .5 - .5 = 2.0.
    /// </summary>
    private static readonly ClosureInstance Town = new(
        [
            new("a", "A (fictional)", 2, "Town", false, []),
            new("b", "B (fictional)", 2, "Town", false, []),
            new("c", "C (fictional)", 2, "Town", false, []),
            new("d", "D (fictional)", 2, "", false, []),
        ],
        [new("x", "X (fictional)", 3, 9), new("y", "Y (fictional)", 2, 9)],
        [
            new("a", "x", .6, 10),
            new("b", "x", .6, 10),
            new("c", "x", .6, 10),
            new("c", "y", .5, 14),
            new("d", "x", .8, 5),
            new("d", "y", .3, 25),
        ],
        [
            new("a", "y", "It takes church schools only."),
            new("b", "y", "It takes church schools only."),
        ],
        []
    )
    {
        ClusterCost = .5,
    };

    [Fact]
    public void Keeping_three_schools_of_one_town_together_has_a_price_in_words()
    {
        var plan = ClosurePlan.Of(Town, 1, ClosureTime.Until(default));
        var report = ClosureReport.Of(plan, 1, ExplanationTime.Unlimited);
        Assert.Equal((3 * .6) + .3, plan.Value, 1e-9);
        Assert.Equal("x x x y", string.Join(" ", ClosurePlanTests.Trusts(plan)));

        var price = report.Prices.First(p =>
            p.Rule == new ClosureRule(ClosureRuleKind.Cluster, "Town")
        );
        Assert.Equal((.6 + .6 + .8 + .5) - ((3 * .6) + .3), price.Price, 1e-9);
        Assert.Equal(
            "That the schools of Town are kept together costs 0.400: without it 2 schools go elsewhere, 16 minutes nearer altogether (C (fictional) to Y (fictional); D (fictional) to X (fictional)).",
            price.Words
        );
        Assert.Equal(
            $"Its 3 places are taken by A (fictional), B (fictional) and C (fictional); at the prices of the plan a place there costs {plan.TrustPrices["x"].ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)}, and the school would gain 0.500 by going there.",
            report.Schools[3].Others.Single().Words
        );
        Assert.Equal("It takes church schools only.", report.Schools[0].Others.Single().Words);
        Assert.Equal(
            "Sending D (fictional) to X (fictional) would cost 0.100: 1 school goes elsewhere, 4 minutes further altogether (C (fictional) to Y (fictional)).",
            report.Displacements.Single(d => d.School.Id == "d").Words
        );
    }

    [Fact]
    public void Why_not_all_can_be_placed_is_said_in_words()
    {
        var instance = Town with
        {
            Trusts = [new("x", "X (fictional)", 3, 9), new("y", "Y (fictional)", 0, 9)],
        };
        var plan = ClosurePlan.Of(instance, 1, ClosureTime.Until(default));
        Assert.Single(plan.Unplaced);
        var conflict = ClosureReport.Of(plan, 1, ExplanationTime.Unlimited).Conflicts.Single();
        Assert.Equal(
            [
                "C (fictional) and A (fictional), B (fictional), D (fictional) cannot all be placed while these rules hold; without any one of the rules, or any one of the schools, the rest could:",
                "These 4 schools have 8 challenge points; the 2 trusts named here take 3 schools of 18 challenge points altogether.",
                "- X (fictional) takes 3 schools",
                "- Y (fictional) takes 0 schools",
            ],
            conflict.Words
        );
    }

    // A can go to W alone and B to X alone.
    private static ClosureInstance Pair(
        double value,
        double? penalty,
        int places,
        string cluster
    ) =>
        new(
            [
                new("a", "A (fictional)", 2, cluster, false, []),
                new("b", "B (fictional)", 2, cluster, false, []),
            ],
            [new("w", "W (fictional)", 1, 9), new("x", "X (fictional)", places, 9)],
            [new("a", "w", .5, 10), new("b", "x", value, 10)],
            [],
            []
        )
        {
            ClusterCost = .5,
            Penalty = penalty,
        };

    [Fact]
    public void A_school_left_out_because_it_would_spread_its_cluster_is_not_said_to_gain()
    {
        var report = ClosureReport.Of(
            ClosurePlan.Of(Pair(.3, 0, 1, "Town"), 1, ClosureTime.Until(default)),
            1,
            ExplanationTime.Unlimited
        );
        var why = report.Schools[1].Others.Single();
        Assert.Equal(NotThereKind.Together, why.Kind);
        Assert.Equal(
            "It is worth 0.300 to the school and 0.000 not to leave it out, no more than the 0.500 that spreading the schools of Town over more trusts costs.",
            why.Words
        );
    }

    [Fact]
    public void A_trust_without_places_has_no_price_and_says_so()
    {
        var report = ClosureReport.Of(
            ClosurePlan.Of(Pair(.3, null, 0, ""), 1, ClosureTime.Until(default)),
            1,
            ExplanationTime.Unlimited
        );
        var none = report.Trusts[1];
        Assert.Null(none.Price);
        Assert.Equal("It has no places, so that there is none to price.", none.NoPrice);
        Assert.All(none.PointPrices, Assert.Null);
        Assert.Null(report.Schools[1].Others.Single().Price);
        Assert.NotNull(report.Trusts[0].Price);
        Assert.Null(report.Trusts[0].NoPrice);
    }

    [Fact]
    public void No_sentence_promises_what_another_place_would_add_or_a_gain_below_zero()
    {
        foreach (var (_, _, report) in All.Value)
        foreach (var other in report.Schools.SelectMany(s => s.Others))
        {
            Assert.DoesNotContain("one more", other.Words, StringComparison.Ordinal);
            Assert.DoesNotContain("gain -", other.Words, StringComparison.Ordinal);
            Assert.DoesNotContain("gain 0.000", other.Words, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// W has one place, and both schools want it: B is off its list there, as number 3. Two places at W place both, and B then has a rank
    /// worse than any in the plan with one.
    /// </summary>
    [Fact]
    public void A_rule_that_leaves_a_school_out_costs_that_though_its_rank_would_be_worse_than_any_now()
    {
        var instance = new ClosureInstance(
            [
                new("a", "A (fictional)", 2, "", false, ["w"]),
                new("b", "B (fictional)", 2, "", false, ["x", "y"]),
            ],
            [
                new("w", "W (fictional)", 1, 9),
                new("x", "X (fictional)", 0, 9),
                new("y", "Y (fictional)", 0, 9),
            ],
            [new("a", "w", .5, 10), new("b", "w", .4, 10)],
            [],
            []
        );
        var plan = ClosurePlan.Of(instance, 1, ClosureTime.Until(default));
        Assert.Equal(1, plan.RankLimit);
        var price = ClosureReport
            .Of(plan, 1, ExplanationTime.Unlimited)
            .Prices.Single(p => p.Rule == new ClosureRule(ClosureRuleKind.Places, "w"));
        Assert.Equal((1, 1, 3), (price.MorePlaced, price.RankWith, price.RankWithout));
        Assert.True(price.Costs);
        Assert.Equal(
            "That W (fictional) takes 1 school leaves 1 more school without a trust: without it 1 school goes elsewhere (B (fictional) to W (fictional)), with number 3 as the worst on a list instead of 1.",
            price.Words
        );
    }

    /// <summary>Both want W first and X second, and W has one place: without that both get their first choice, for less value.</summary>
    [Fact]
    public void A_rule_that_keeps_a_school_from_its_first_choice_costs_that_though_value_would_fall()
    {
        var instance = new ClosureInstance(
            [
                new("a", "A (fictional)", 2, "", false, ["w", "x"]),
                new("b", "B (fictional)", 2, "", false, ["w", "x"]),
            ],
            [new("w", "W (fictional)", 1, 9), new("x", "X (fictional)", 1, 9)],
            [
                new("a", "w", .5, null),
                new("a", "x", .9, null),
                new("b", "w", .5, null),
                new("b", "x", .9, null),
            ],
            [],
            []
        );
        var plan = ClosurePlan.Of(instance, 1, ClosureTime.Until(default));
        Assert.Equal(2, plan.RankLimit);
        var price = ClosureReport.Of(plan, 1, ExplanationTime.Unlimited).Prices;
        var places = price.FirstOrDefault(p =>
            p.Rule == new ClosureRule(ClosureRuleKind.Places, "w")
        );
        Assert.NotNull(places);
        Assert.Equal((0, 2, 1), (places.MorePlaced, places.RankWith, places.RankWithout));
        Assert.Equal(-.4, places.Price, 1e-9);
        Assert.Contains(
            "makes number 2 the worst that a school gets on its list, where number 1 would do",
            places.Words,
            StringComparison.Ordinal
        );
        Assert.EndsWith(", at 0.400 less value.", places.Words, StringComparison.Ordinal);
    }
}
