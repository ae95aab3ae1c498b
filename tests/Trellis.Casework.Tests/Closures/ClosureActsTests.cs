using Trellis.Journal;
using static Trellis.Closures.ClosureScene;

namespace Trellis.Closures;

/// <summary>What may be done about a closing trust, by whom and when, and that a plan keeps to what was said.</summary>
public sealed class ClosureActsTests
{
    [Fact]
    public void A_plan_is_kept_only_of_the_facts_as_they_stand()
    {
        var scene = new ClosureScene().Offered();
        var plan = scene.Plan();
        var trust = plan.Placements.First(p => p.To is not null).To!.Value;
        scene.Does(scene.TrustOf(trust), new OfferPlaces(Ref, trust, 0, 0, [], default));

        Assert.Equal("facts-changed", scene.Refused(scene.Officer, new KeepPlan(Ref, plan)));
        scene.Does(scene.Officer, new KeepPlan(Ref, scene.Plan()));
        Assert.DoesNotContain(scene.Now!.Newest!.Placements, p => p.To == trust);
        // The same plan of the same facts is not kept twice.
        Assert.IsType<Outcome<PlanKept>.Unchanged>(
            scene.Try(scene.Officer, new KeepPlan(Ref, scene.Plan()))
        );
    }

    [Fact]
    public void A_plan_that_breaks_what_was_offered_wished_or_settled_is_refused()
    {
        var scene = new ClosureScene().Offered();
        var plan = scene.Plan();
        KeptPlan With(Func<KeptPlacement, KeptPlacement> changed)
        {
            var placements = plan.Placements.Select(changed).ToList();
            return plan with
            {
                Placements = placements,
                Mark = KeptPlan.MarkOf(plan.Basis, placements),
            };
        }
        var first = scene.Tale.Trusts[0];

        Assert.Equal(
            "too-many-there",
            KeepPlan
                .BrokenRule(
                    scene.Now! with
                    {
                        Schools = [.. scene.Now!.Schools.Select(s => s with { Wishes = [] })],
                    },
                    With(p =>
                        scene.Now!.Receiving(first)!.CouldTake(p.School) ? p with { To = first } : p
                    )
                )!
                .Code
        );
        var listed = scene.Now!.Schools.First(s => s.Wishes.Count > 0);
        var off = scene
            .Now.Receivers.First(r =>
                !listed.Wishes.Contains(r.Trust) && r.CouldTake(listed.School)
            )
            .Trust;
        Assert.Equal(
            "off-its-list",
            KeepPlan
                .BrokenRule(
                    scene.Now!,
                    With(p => p.School == listed.School ? p with { To = off } : p)
                )!
                .Code
        );
        Assert.Equal(
            "mark-differs",
            KeepPlan.BrokenRule(scene.Now!, plan with { Mark = PlanMark.Of("another") })!.Code
        );
        Assert.Null(KeepPlan.BrokenRule(scene.Now!, plan));
    }

    [Fact]
    public void Everybody_says_only_what_is_theirs_to_say()
    {
        var scene = new ClosureScene().Offered();
        var (one, other) = (scene.Tale.Trusts[0], scene.Tale.Trusts[1]);
        var performing = scene.Now!.Schools.First(s => s.Performing).School;
        var owed = scene.Now.Schools.First(s => !s.Performing).School;

        Assert.Equal(
            "not-your-case",
            scene.Refused(scene.TrustOf(one), new OfferPlaces(Ref, other, 9, 9, [], default))
        );
        Assert.Equal(
            "not-your-school",
            scene.Refused(scene.Head(owed), new StateWishes(Ref, performing, null, [one], "Ours."))
        );
        Assert.Equal(
            "words-only",
            scene.Refused(scene.Head(owed), new StateWishes(Ref, owed, null, [one], "That one."))
        );
        Assert.Equal(
            "not-invited",
            scene.Refused(
                scene.Head(performing),
                new StateWishes(Ref, performing, null, [scene.Tale.Closing], "As it is.")
            )
        );
        // The trust that closes speaks for its schools elsewhere, and not here.
        Assert.Equal(
            "not-your-school",
            scene.Refused(
                scene.TrustOf(scene.Tale.Closing),
                new StateWishes(Ref, owed, scene.Tale.Closing, [], "Ours.")
            )
        );
        scene.Terms = scene.Terms with { Barred = [scene.Officer.Person] };
        Assert.Equal("interest-declared", scene.Refused(scene.Officer, new UnlockPlace(Ref, owed)));
    }

    [Fact]
    public void A_wish_comes_in_until_the_day_that_was_given_and_nothing_is_offered_once_all_is_decided()
    {
        var scene = new ClosureScene().Offered();
        var school = scene.Now!.Schools[0].School;
        var trust = scene.Tale.Trusts[0];
        scene.Terms = scene.Terms with { WishesUntil = Story.FirstDay.AddDays(-1) };
        Assert.Equal(
            "wishes-over",
            scene.Refused(scene.Head(school), new StateWishes(Ref, school, null, [], "Too late."))
        );
        scene.Terms = scene.Terms with { At = ClosureTerms.Decided };
        Assert.Equal(
            "not-at-this-stage",
            scene.Refused(scene.TrustOf(trust), new OfferPlaces(Ref, trust, 9, 30, [], default))
        );
    }

    [Fact]
    public void Where_places_are_short_the_smallest_set_that_conflicts_is_named_in_words()
    {
        var scene = new ClosureScene().Offered();
        foreach (var trust in scene.Tale.Trusts.Skip(1))
            scene.Does(scene.TrustOf(trust), new OfferPlaces(Ref, trust, 0, 0, [], default));

        var report = scene.Report();
        Assert.NotEmpty(report.Plan.Unplaced);
        Assert.Equal(report.Plan.Unplaced.Count, report.Conflicts.Count);
        Assert.All(
            report.Conflicts,
            c =>
            {
                Assert.True(c.Smallest && c.Proven);
                Assert.NotEmpty(c.Words);
            }
        );
        scene.Does(
            scene.Officer,
            new KeepPlan(Ref, KeptPlan.Of(scene.Now!, report, Story.FirstDay))
        );
        Assert.Equal(
            scene.Now!.Newest!.Left.Select(l => l.School.Id).Order(),
            scene.Now.Newest.Conflicts.Select(c => c.School.Id).Order()
        );
    }

    [Fact]
    public void A_school_that_is_settled_where_there_is_no_room_any_more_is_left_and_the_plan_says_so()
    {
        var scene = new ClosureScene().Offered();
        var school = scene.Now!.Schools[1].School;
        var trust = scene.Now.Receivers.First(r => r.CouldTake(school)).Trust;
        scene.Does(
            scene.Officer,
            new LockPlace(Ref, school, trust, "They share a fictional site.")
        );
        Assert.Equal(trust, scene.Plan().Of(school)!.To);

        scene.Does(scene.TrustOf(trust), new OfferPlaces(Ref, trust, 0, 0, [], default));
        var report = scene.Report();

        Assert.Contains(report.Plan.Unplaced, s => s.Id == school.Id);
        var conflict = Assert.Single(report.Conflicts, c => c.School.Id == school.Id);
        Assert.Contains(
            conflict.Words,
            w =>
                w.Contains(
                    $"It is settled at {scene.Tale.NameOf(trust)}, which has no room for it any more.",
                    StringComparison.Ordinal
                )
        );
        scene.Does(
            scene.Officer,
            new KeepPlan(Ref, KeptPlan.Of(scene.Now!, report, Story.FirstDay))
        );
        scene.Does(
            scene.TrustOf(trust),
            new OfferPlaces(Ref, trust, 3, 12, [school], "Not that one.")
        );
        Assert.Null(scene.Plan().Of(school)!.To);
    }

    [Fact]
    public void Easy_schools_alone_are_not_settled_with_one_trust_and_what_is_settled_stands_above_a_list()
    {
        var scene = new ClosureScene().Offered();
        var easy = scene.Now!.Schools.Where(s => s.Challenge == 1).Select(s => s.School).ToList();
        var trust = scene
            .Now.Receivers.First(r => easy.Count(r.CouldTake) > 1 && r.Offer!.Places > 1)
            .Trust;
        var two = easy.Where(s => scene.Now.Receiving(trust)!.CouldTake(s)).Take(2).ToList();
        foreach (var school in two)
            scene.Does(scene.Officer, new LockPlace(Ref, school, trust, "A fictional reason."));

        Assert.Single(scene.Now!.Settled(), l => l.WhyNot is null);
        var report = scene.Report();
        Assert.Contains(report.Plan.Unplaced, s => two.Exists(t => t.Id == s.Id));
        Assert.Contains(
            report.Conflicts.SelectMany(c => c.Words),
            w => w.Contains("only easy schools", StringComparison.Ordinal)
        );

        scene = new ClosureScene().Offered();
        var listed = scene.Now!.Schools.First(s => s.Wishes.Count > 0);
        var off = scene
            .Now.Receivers.First(r =>
                !listed.Wishes.Contains(r.Trust) && r.CouldTake(listed.School)
            )
            .Trust;
        scene.Does(scene.Officer, new LockPlace(Ref, listed.School, off, "A fictional reason."));
        var plan = scene.Plan();
        Assert.Equal(off, plan.Of(listed.School)!.To);
        scene.Does(scene.Officer, new KeepPlan(Ref, plan));
    }

    [Fact]
    public void A_school_moves_on_the_first_of_a_month_to_the_trust_that_was_decided_for_it()
    {
        var scene = new ClosureScene().Offered();
        var (school, other) = (scene.Now!.Schools[0].School, scene.Now.Schools[1].School);
        var trust = scene.Tale.Trusts[0];
        var first = new DateOnly(Story.FirstDay.Year, Story.FirstDay.Month, 1);
        scene.Terms = scene.Terms with
        {
            At = ClosureTerms.Decided,
            Decisions =
            [
                new(school, trust, first.AddDays(-20)),
                new(other, null, first.AddDays(-20)),
            ],
        };

        Assert.Equal(
            "not-the-first",
            scene.Refused(scene.Officer, new MoveSchools(Ref, [school], first.AddDays(-1)))
        );
        Assert.Equal(
            "not-decided",
            scene.Refused(scene.Officer, new MoveSchools(Ref, [school, other], first))
        );
        scene.Does(scene.Officer, new MoveSchools(Ref, [school], first));
        Assert.Equal(new MovedSchool(school, trust, first, 1), Assert.Single(scene.Now!.Moved));
        // The case records the group before the next one is named.
        Assert.Contains(ClosureFacts.GroupNamed, ClosureFacts.Of(scene.Now, scene.Terms));
        Assert.DoesNotContain(
            ClosureFacts.GroupNamed,
            ClosureFacts.Of(scene.Now, scene.Terms with { Groups = 1 })
        );
        Assert.Equal(
            "reason-missing",
            scene.Refused(
                scene.Officer,
                new NameResidual(
                    Ref,
                    other,
                    [],
                    scene.Tale.Region,
                    Story.FirstDay.AddDays(9),
                    "So."
                )
            )
        );
    }

    [Fact]
    public void The_same_facts_have_the_same_mark_wherever_they_are_read_and_another_offer_has_another()
    {
        var (one, same) = (new ClosureScene(21).Offered(), new ClosureScene(21).Offered());
        Assert.Equal(one.Now!.Basis(), same.Now!.Basis());
        Assert.Equal(one.Plan().Mark, same.Plan().Mark);

        var trust = one.Tale.Trusts[2];
        one.Does(one.TrustOf(trust), new OfferPlaces(Ref, trust, 1, 4, [], default));
        Assert.NotEqual(one.Now!.Basis(), same.Now!.Basis());
    }
}
