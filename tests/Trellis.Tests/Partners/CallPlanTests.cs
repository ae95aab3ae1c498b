using Trellis.Partners;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Tests.Partners;

public sealed class CallPlanTests
{
    private static readonly Snapshot Drawn = new DrawnCountry().Snapshot();

    // As a named method, so that all schools are taken to ask by it.
    private static readonly SimilarMethod Method = DrawnCountry.Method(Drawn) with
    {
        Id = "drawn",
        Named = true,
    };

    private static readonly Likeness Likeness = Likeness.In(Drawn);

    private static readonly Need Reading = Needs.Find("reading")!;

    private static CallPlan Plan() =>
        CallPlan.In(
            Likeness,
            Likeness.Population(Peers.Primary, Method),
            Strengths.In(Likeness, Peers.Primary, Reading)!
        );

    private static PartnerAnswer Ask(int n) =>
        Assert.IsType<PartnerAnswer>(
            PartnerSearch.Ask(
                Likeness,
                new PartnerQuestion(DrawnCountry.At(n), [Reading], Reach.AnHour) { Method = Method }
            )
        );

    [Fact]
    public void No_school_is_planned_more_calls_than_it_can_answer()
    {
        var plan = Plan();
        var calls = new int[DrawnCountry.Count];
        for (var n = 0; n < DrawnCountry.Count; n++)
        {
            var planned = plan.PlannedFor(n);
            Assert.InRange(planned.Count, 0, CallPlan.CallsMade);
            Assert.Equal(planned.Count, planned.Distinct().Count());
            foreach (var other in planned)
                calls[other]++;
        }
        Assert.InRange(calls.Max(), 1, CallPlan.MostCalls);
        Assert.Contains(Enumerable.Range(0, DrawnCountry.Count), plan.IsOftenAsked);
    }

    [Fact]
    public void Who_is_planned_is_a_match_and_who_matches_alone_is_planned()
    {
        var plan = Plan();
        for (var n = 0; n < DrawnCountry.Count; n++)
        {
            var matches = Ask(n)
                .Matches.Select(m => m.School.Urn.Value - DrawnCountry.First)
                .ToHashSet();
            var found = Ask(n).Found;
            if (found <= PartnerQuestion.Most)
                Assert.Subset(matches, plan.PlannedFor(n).ToHashSet());
            if (found == 0)
                Assert.Empty(plan.PlannedFor(n));
        }
    }

    [Fact]
    public void A_match_kept_for_others_is_said_to_be_often_asked_and_counts_half()
    {
        var plan = Plan();
        var kept = 0;
        for (var n = 0; n < DrawnCountry.Count; n++)
            foreach (var match in Ask(n).Matches)
            {
                var other = match.School.Urn.Value - DrawnCountry.First;
                Assert.Equal(
                    plan.WishedBy(other) > CallPlan.MostCalls
                        && !plan.PlannedFor(n).Contains(other),
                    match.OftenAsked
                );
                Assert.Equal(
                    match.ProbabilityBetter
                        * Math.Exp(-match.Journey.Minutes!.Value / PartnerSearch.Patience)
                        * match.Capacity.Value
                        * (match.Return.Count > 0 ? PartnerSearch.TwoWay : 1)
                        * (match.OftenAsked ? PartnerSearch.Crowded : 1),
                    match.Score,
                    1e-12
                );
                if (!match.OftenAsked)
                    continue;
                kept++;
                Assert.StartsWith("Often asked: ", match.Reasons[^1], StringComparison.Ordinal);
            }
        Assert.True(kept > 0);
    }

    [Fact]
    public void Under_weights_of_ones_own_nothing_is_spread()
    {
        var answer = Assert.IsType<PartnerAnswer>(
            PartnerSearch.Ask(
                Likeness,
                new PartnerQuestion(DrawnCountry.At(9), [Reading], Reach.AnHour)
                {
                    Method = DrawnCountry.Method(Drawn),
                }
            )
        );
        Assert.DoesNotContain(answer.Matches, m => m.OftenAsked);
    }
}
