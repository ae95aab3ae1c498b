using Trellis.Brokerage;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Rules;

/// <summary>The rules in force for a case are found from what its steps recorded.</summary>
public sealed class CaseStandingTests
{
    private static BrokerageCase CaseOf(string main, Scope body) =>
        new(
            CaseStory.Ref,
            ProcedureId.Parse(main),
            [CaseStory.School],
            body,
            CaseStory.Authority,
            CaseStory.Region,
            null,
            new DateOnly(2026, 1, 5),
            new Doer(CaseStory.Region, null),
            new DateOnly(2026, 1, 5),
            null,
            [],
            []
        );

    private static ProcedureCase Recorded(CaseStory story, params Answer[] answers) =>
        story.Now with
        {
            History =
            [
                new Taken(
                    Code.Parse("record-concern"),
                    Code.Parse("officer"),
                    new Doer(CaseStory.Region, null),
                    CaseStory.Officer.Person,
                    Role.RegionOfficer,
                    story.Day,
                    answers,
                    null,
                    false,
                    story.Now.At
                ),
            ],
        };

    [Fact]
    public void A_case_with_an_order_of_before_the_change_has_the_old_law_and_a_newer_one_the_new()
    {
        var given = CaseOf("academy-order", CaseStory.Authority);
        var register = Told.Of("school=voluntary-aided; religious=yes");
        Standing On(string order) =>
            CaseStanding.Of(
                given,
                [
                    Recorded(
                        new CaseStory("academy-order", "2026-01-05"),
                        CaseStory.On("report-on", "2026-01-02"),
                        CaseStory.Choose("category", "special-measures"),
                        CaseStory.On("order-on", order)
                    ),
                ],
                new DateOnly(2026, 11, 22),
                register
            );

        var old = On("2026-06-28");
        Assert.Equal([Subject.Order], old.About);
        Assert.True(old.ByLaw.Asks("foundation-on-the-sponsor"));
        Assert.True(old.Rests("cwsa2026-s58-9"));
        var fresh = On("2026-06-29");
        Assert.False(fresh.Rests("aa2010-s4-a1"));
        Assert.True(fresh.Rests("aa2010-s4-1b-2026"));
    }

    [Fact]
    public void An_academy_s_case_tells_its_facts_by_other_names()
    {
        var facts = CaseStanding.FactsOf(
            CaseOf("transfer-underperforming", CaseStory.Old),
            [
                Recorded(
                    new CaseStory("transfer-underperforming", "2026-01-25"),
                    CaseStory.On("concern-on", "2026-01-20"),
                    CaseStory.Choose("concern-kind", "special-measures")
                ),
            ]
        );

        Assert.Equal("academy-in-trust", facts.Word("school"));
        Assert.Equal("special-measures", facts.Word("category"));
        Assert.Equal(new DateOnly(2026, 1, 20), facts.Day("report-on"));
    }

    [Fact]
    public void What_is_at_odds_is_left_out_and_the_rest_still_has_its_law()
    {
        var facts = CaseStanding.FactsOf(
            CaseOf("academy-order", CaseStory.Authority),
            [
                Recorded(
                    new CaseStory("academy-order", "2026-01-05"),
                    CaseStory.On("order-on", "2016-03-01"),
                    CaseStory.Choose("limb", "duty")
                ),
            ]
        );

        Assert.Null(facts.Word("limb"));
        Assert.Equal(new DateOnly(2016, 3, 1), facts.Day("order-on"));
    }
}
