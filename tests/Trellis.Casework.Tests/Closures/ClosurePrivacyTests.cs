using Trellis.Journal;
using Trellis.People;
using static Trellis.Closures.ClosureScene;

namespace Trellis.Closures;

/// <summary>What the public record says of a closing trust, and what each seat sees.</summary>
public sealed class ClosurePrivacyTests
{
    [Fact]
    public void Nobody_reads_of_a_plan_before_it_is_published()
    {
        var scene = new ClosureScene().Offered();
        scene.Does(scene.Officer, new KeepPlan(Ref, scene.Plan()));

        var told = PublicClosure.Read(PublicClosure.Of(scene.Now!).Json!);
        Assert.Null(told.Plan);
        Assert.Null(told.PlacesOffered);
        Assert.All(told.Schools, s => Assert.Empty(s.Owed));
    }

    [Fact]
    public void The_public_record_has_no_points_of_a_school_no_wish_no_offer_and_no_trust_that_is_given_none()
    {
        var scene = new ClosureScene(21).Offered().Published();
        var json = PublicClosure.Of(scene.Now!).Json!;
        var told = PublicClosure.Read(json);

        Assert.Equal(21, told.Plan!.Placements.Count);
        Assert.DoesNotContain("words of a fictional", json, StringComparison.Ordinal);
        Assert.DoesNotContain("Challenge", json, StringComparison.OrdinalIgnoreCase);
        var named = told.Plan.Placements.Select(p => p.To).OfType<string>().ToHashSet();
        foreach (var trust in scene.Tale.Trusts.Where(t => !named.Contains(t.ToString())))
            Assert.DoesNotContain(trust.ToString(), json, StringComparison.Ordinal);
        // A rule of lists tells a wish, so none is named as such.
        Assert.DoesNotContain("off-list", json, StringComparison.Ordinal);
        Assert.DoesNotContain("rank", json, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_total_is_told_only_where_it_tells_no_schools_points()
    {
        var scene = new ClosureScene(21).Offered().Published();
        var plan = scene.Now!.Open!;

        foreach (var total in PublicClosure.Read(PublicClosure.Of(scene.Now!).Json!).Plan!.Totals)
        {
            var given = plan
                .Placements.Where(p => p.To.ToString() == total.Trust)
                .Select(p => scene.Now!.Of(p.School)!.Challenge)
                .ToList();
            Assert.Equal(given.Count, total.Schools);
            if (total.Points is { } points)
            {
                Assert.True(given.Count >= PublicClosure.FewestInTotal);
                Assert.Equal(given.Sum(), points);
                Assert.True(points > given.Count && points < 5 * given.Count);
            }
        }
    }

    [Fact]
    public void The_difference_of_two_published_plans_tells_no_schools_points_either()
    {
        var scene = new ClosureScene(21).Offered().Published();
        var first = scene.Now!.Open!;
        var told = scene
            .Tale.Trusts.Where(t => PublicClosure.TellsPoints(scene.Now!, first, t))
            .ToList();
        Assert.NotEmpty(told);
        // One school leaves a trust whose total was told.
        var leaving = first.Placements.First(p => p.To == told[0]).School;
        var other = scene
            .Now.Receivers.First(r => r.Trust != told[0] && r.CouldTake(leaving))
            .Trust;
        var placements = first
            .Placements.Select(p => p.School == leaving ? p with { To = other } : p)
            .ToList();
        var revised = scene.Now with
        {
            Plans = [.. scene.Now.Plans, first with { Number = 2, Placements = placements }],
            Published = [.. scene.Now.Published, new(2, Story.FirstDay)],
        };

        Assert.False(PublicClosure.TellsPoints(revised, revised.Open!, told[0]));
        Assert.False(
            PublicClosure.TellsPoints(revised, revised.Open!, other) && told.Contains(other)
        );
        Assert.All(
            told.Where(t => t != told[0] && t != other),
            t => Assert.True(PublicClosure.TellsPoints(revised, revised.Open!, t))
        );
    }

    [Fact]
    public void A_school_sees_its_own_points_an_invited_trust_those_of_all_and_neither_an_unpublished_plan()
    {
        var scene = new ClosureScene().Offered();
        var (own, other) = (scene.Now!.Schools[0].School, scene.Now.Schools[1].School);
        var trust = scene.Tale.Trusts[0];

        var head = Assert.Single(ClosureSight.Of(scene.Now, [scene.Head(own)]));
        Assert.True(head.SeesPointsOf(own) && head.SeesWishesOf(own));
        Assert.False(head.SeesPointsOf(other) || head.SeesWishesOf(other) || head.SeesPlans);
        var invited = Assert.Single(ClosureSight.Of(scene.Now, [scene.TrustOf(trust)]));
        Assert.True(invited.SeesPointsOf(own) && invited.SeesOfferOf(trust));
        Assert.False(
            invited.SeesWishesOf(own)
                || invited.SeesPlans
                || invited.SeesOfferOf(scene.Tale.Trusts[1])
        );
        var closing = Assert.Single(
            ClosureSight.Of(scene.Now, [scene.TrustOf(scene.Tale.Closing)])
        );
        Assert.True(closing.SeesPointsOf(own) && closing.SeesWishesOf(own));
        Assert.False(closing.SeesPlans || closing.SeesOfferOf(trust));
        Assert.True(Assert.Single(ClosureSight.Of(scene.Now, [scene.Officer])).SeesPlans);

        // Whoever has a role elsewhere, or none here, reads what everybody reads.
        Assert.Empty(
            ClosureSight.Of(
                scene.Now,
                [
                    scene.TrustOf(Scope.Parse("trust:1999")),
                    scene.Head(Scope.Parse("school:100000")),
                    new Holder(Story.Id(9), new(Role.RegionOfficer, Scope.Parse("region:london"))),
                    new Holder(Story.Id(9), new(Role.Administrator, Scope.Everywhere)),
                ]
            )
        );
    }
}
