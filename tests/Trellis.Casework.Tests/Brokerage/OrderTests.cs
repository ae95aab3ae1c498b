using Trellis.People;
using Trellis.Procedures;
using static Trellis.Brokerage.CaseStory;

namespace Trellis.Brokerage;

/// <summary>What the paper of the school leaders' association says of academy orders, sentence by sentence, with the clock moved (A12 to A16), and what became of it in 2026.</summary>
public sealed class OrderTests
{
    private static CaseStory InCategory(
        string report,
        string category = "special-measures",
        string foundation = "no",
        Holder? by = null,
        bool adopted = true
    ) =>
        new CaseStory("academy-order", report, by, adopted).Does(
            "record-concern",
            by ?? Officer,
            report,
            Choose("category", category),
            Choose("foundation", foundation)
        );

    private static CaseStory BeforeTheBoard(CaseStory story) =>
        story
            .Does("weigh-options", Officer, "2026-09-14")
            .Does("propose-order", Decider, "2026-09-15", On("views-until", "2026-11-06"))
            .Does("put-on-agenda", Officer, "2026-11-09", On("board-on", "2026-11-18"))
            .Does("record-advice", Officer, "2026-11-18");

    private static CaseStory OrderOfTheDuty() =>
        InCategory("2019-03-11")
            .Does("make-order", Decider, "2019-03-20", Choose("limb", "duty"))
            .Does("send-copies", Officer, "2019-03-21")
            .Does("start-search", Officer, "2019-03-22");

    [Fact]
    public void A12_A_school_decides_for_itself_unless_it_is_in_a_category()
    {
        var own = new CaseStory("academy-order", "2018-01-08");

        Assert.Equal("step-not-open", own.Refused("make-order", Decider, "2018-01-09").Code);
        Assert.Equal("step-not-open", own.Refused("propose-order", Decider, "2018-01-09").Code);
        Assert.Equal("application-draft", own.Does("begin-application", Head, "2018-01-10").State);
        Assert.Equal("eligible", InCategory("2018-01-08").State);
    }

    [Fact]
    public void A13_From_2016_to_2026_an_order_had_to_be_made_and_nothing_was_left_to_decide()
    {
        var story = InCategory("2019-03-11");

        Assert.Equal(
            "The Secretary of State must make an academy order for a maintained school that is in special measures or requires significant improvement. This rule held from 18 April 2016 to 28 June 2026, and so on 12 March 2019. Source: Academies Act 2010, section 4(A1), put in by the Education and Adoption Act 2016, section 7.",
            story
                .Does("weigh-options", Officer, "2019-03-12")
                .Refused(
                    "choose-support",
                    Decider,
                    "2019-03-12",
                    On("support-review-on", "2019-09-12")
                )
                .Sentence
        );
        Assert.Equal(
            "law-in-force",
            story
                .Refused("propose-order", Decider, "2019-03-12", On("views-until", "2019-05-01"))
                .Code
        );
        Assert.Equal(
            "law-in-force",
            story.Refused("make-order", Decider, "2019-03-20", Choose("limb", "power")).Code
        );
        Assert.Equal(
            "order-made",
            story.Does("make-order", Decider, "2019-03-20", Choose("limb", "duty")).State
        );
    }

    [Theory]
    [InlineData("2016-04-17", "2016-04-17", false)]
    [InlineData("2016-04-17", "2016-04-18", true)]
    [InlineData("2026-06-26", "2026-06-28", true)]
    [InlineData("2026-06-26", "2026-06-29", false)]
    public void The_duty_follows_the_day_of_the_order(string report, string order, bool held)
    {
        var story = InCategory(report);

        if (held)
            Assert.Equal(
                "order-made",
                story.Does("make-order", Decider, order, Choose("limb", "duty")).State
            );
        else
            Assert.EndsWith(
                $"This rule held from 18 April 2016 to 28 June 2026, and not on {Spans.InWords(DateOnly.Parse(order))}. Source: Academies Act 2010, section 4(A1), put in by the Education and Adoption Act 2016, section 7.",
                story.Refused("make-order", Decider, order, Choose("limb", "duty")).Sentence
            );
    }

    [Fact]
    public void A14_The_region_finds_the_trust_and_says_why()
    {
        var story = OrderOfTheDuty().Beside("trust-match", "inviting");

        Assert.Equal(
            "The match comes to its end first.",
            story.Refused("match", Officer, "2019-09-02", Name("trust", New)).Sentence
        );
        Assert.Equal(
            "answer-missing",
            story
                .Beside("trust-match", "matched")
                .Refused("match", Officer, "2019-09-02", Say("matched-because", ""))
                .Code
        );
        Assert.Equal("matched", story.Does("match", Officer, "2019-09-02").State);
        Assert.Contains(story.Now.Parties, p => p.Side == C("trust") && p.Over == New);
    }

    [Fact]
    public void A14_A_trust_that_gave_up_takes_no_more_steps_and_the_wait_goes_on()
    {
        var story = OrderOfTheDuty()
            .Does("match", Officer, "2019-09-02", Name("trust", New))
            .Does("trust-gives-up", NewTrust, "2019-11-01", Choose("gave-up-because", "estate"));
        Assert.Equal("unmatched", story.State);

        story.Does("match", Officer, "2020-02-03", Name("trust", Other));
        Assert.Equal("not-your-step", story.Refused("trust-gives-up", NewTrust, "2020-02-04").Code);
        Assert.Equal(
            "unmatched",
            story
                .Does("trust-gives-up", OtherTrust, "2020-02-04", Choose("gave-up-because", "size"))
                .State
        );
    }

    [Fact]
    public void A15_An_order_can_be_revoked_until_the_school_opens_and_it_stays_with_its_council()
    {
        var story = OrderOfTheDuty();

        Assert.Equal(
            "revoked",
            story.Does("revoke", Decider, "2021-05-04", Choose("revoked-because", "policy")).State
        );
        Assert.Contains(
            "stays with its local authority",
            story.Now.Table.StateOf(C("revoked"))!.Now
        );
        Assert.True(story.Now.IsOver);
    }

    [Fact]
    public void A15_An_order_of_before_2016_could_not_be_revoked_in_this_way_until_then()
    {
        var story = new CaseStory("academy-order", "2015-11-02", Head, adopted: false).Does(
            "record-concern",
            Head,
            "2015-11-02"
        );
        story.Does("make-order", Head, "2016-03-01", Choose("limb", "power"));

        Assert.Equal(
            "law-not-in-force",
            story.Refused("revoke", Head, "2016-04-17", Choose("revoked-because", "policy")).Code
        );
        Assert.Equal(
            "revoked",
            story.Does("revoke", Head, "2016-04-18", Choose("revoked-because", "policy")).State
        );
    }

    [Fact]
    public void A16_Whoever_revokes_for_improvement_shows_that_it_is_significant_and_sustained()
    {
        var story = OrderOfTheDuty();
        var improved = Choose("revoked-because", "improved");

        Assert.Equal(
            "answer-missing",
            story.Refused("revoke", Decider, "2021-05-04", improved, Say("sustained", "")).Code
        );
        var unseen = story.Refused("revoke", Decider, "2021-05-04", improved, Many("visits", 0));
        Assert.Equal(
            "That the improvement is significant and sustained is seen at the school. How many monitoring visits found it: 0 is too few. At least 1 are needed.",
            unseen.Sentence
        );
        Assert.Equal(
            "too-late",
            story
                .Refused(
                    "revoke",
                    Decider,
                    "2021-05-04",
                    improved,
                    Many("visits", 2),
                    On("minister-on", "2021-05-06")
                )
                .Code
        );
        Assert.Equal(
            "revoked",
            story
                .Does(
                    "revoke",
                    Decider,
                    "2021-05-04",
                    improved,
                    Many("visits", 2),
                    On("visited-on", "2021-03-01"),
                    On("minister-on", "2021-04-30"),
                    On("letter-on", "2021-05-04")
                )
                .State
        );
        Assert.Contains(story.Last.Answers, a => a.Ask == C("significant") && a.Text.IsThere);
    }

    [Fact]
    public void An_order_that_the_governing_body_asked_for_is_not_revoked_in_this_way()
    {
        var story = new CaseStory("academy-order", "2024-01-08")
            .Beside("consultation", "reported")
            .Does("begin-application", Head, "2024-01-10")
            .Does("submit", Head, "2024-02-01")
            .Does("authority-informs", Council, "2024-02-08")
            .Does("put-on-agenda", Officer, "2024-02-12", On("board-on", "2024-02-20"))
            .Does("record-advice", Officer, "2024-02-20")
            .Does("decide", Decider, "2024-02-22");
        Assert.Equal(
            "order-made",
            story.Does("make-order", Decider, "2024-02-26", Choose("limb", "application")).State
        );

        Assert.Contains(
            "section 5D",
            story
                .Refused("revoke", Decider, "2024-03-01", Choose("revoked-because", "policy"))
                .Sentence
        );
    }

    [Fact]
    public void Two_schools_in_special_measures_meet_different_law_in_2019_and_in_September_2026()
    {
        var then = InCategory("2019-03-11");
        Assert.Equal(
            "order-made",
            then.Does("make-order", Decider, "2019-03-20", Choose("limb", "duty")).State
        );

        var now = InCategory("2026-09-07").Beside("consultation", "open");
        Assert.EndsWith(
            "held from 18 April 2016 to 28 June 2026, and not on 8 September 2026. Source: Academies Act 2010, section 4(A1), put in by the Education and Adoption Act 2016, section 7.",
            now.Refused("make-order", Decider, "2026-09-08", Choose("limb", "duty")).Sentence
        );
        Assert.Equal(
            "Weigh the options first, each with a reason.",
            now.Refused(
                "propose-order",
                Decider,
                "2026-09-08",
                On("views-until", "2026-11-06")
            ).Sentence
        );
        BeforeTheBoard(now);
        Assert.StartsWith(
            "The school, its parents, its staff and others are consulted first",
            now.Refused("decide", Decider, "2026-11-19").Sentence
        );
        now.Beside("consultation", "reported").Does("decide", Decider, "2026-11-19");
        Assert.Equal(
            "order-made",
            now.Does("make-order", Decider, "2026-11-20", Choose("limb", "power")).State
        );
    }

    [Fact]
    public void After_the_duty_the_region_may_choose_support_and_propose_an_order_later()
    {
        var story = InCategory("2026-09-07", "significant-improvement")
            .Does("weigh-options", Officer, "2026-09-14")
            .Does("choose-support", Decider, "2026-09-15", On("support-review-on", "2028-03-15"));
        Assert.Equal("rise-first", story.State);

        Assert.Equal(
            "order-proposed",
            story
                .Does(
                    "propose-order",
                    Decider,
                    "2028-04-03",
                    Choose("proposed-because", "support-not-enough"),
                    On("views-until", "2028-06-05")
                )
                .State
        );
    }

    [Fact]
    public void A_church_school_waits_for_its_consent_and_for_the_consultation_of_its_foundation()
    {
        var story = BeforeTheBoard(InCategory("2026-09-07", foundation: "yes"))
            .Beside("consultation", "reported")
            .Beside("church-consent", "requested");

        Assert.Equal(
            "This is a church school. It is decided once the consent of the diocese is recorded.",
            story.Refused("decide", Decider, "2026-11-19").Sentence
        );
        story.Beside("church-consent", "condition");
        Assert.Equal("case-not-so-far", story.Refused("decide", Decider, "2026-11-19").Code);
        story.Beside("church-consent", "granted").Does("decide", Decider, "2026-11-19");

        var no = story.Refused("make-order", Decider, "2026-11-20", Choose("limb", "power"));
        Assert.Equal("not-yet", no.Code);
        Assert.Contains("section 4(1A), in force since", no.Sentence);
        story.Does("consult-foundation", Officer, "2026-11-23");
        Assert.Equal(
            "too-early",
            story
                .Refused(
                    "make-order",
                    Decider,
                    "2026-11-24",
                    Choose("limb", "power"),
                    On("order-on", "2026-11-20")
                )
                .Code
        );
        Assert.Equal(
            "order-made",
            story.Does("make-order", Decider, "2026-11-24", Choose("limb", "power")).State
        );
    }

    [Fact]
    public void R4_An_order_of_the_duty_keeps_its_law_when_the_duty_has_gone()
    {
        var story = InCategory("2026-02-02", foundation: "yes")
            .Does("make-order", Decider, "2026-02-10", Choose("limb", "duty"))
            .Does("send-copies", Officer, "2026-02-11")
            .Beside("consultation", "reported")
            .Does("match", Officer, "2026-08-03")
            .Does("kick-off", NewTrust, "2026-08-10", On("target-on", "2026-12-01"))
            .Does("prepare-documents", NewTrust, "2026-09-01");

        Assert.Equal(
            "not-open-to-it",
            story.Refused("consult-on-conversion", Head, "2026-09-02").Code
        );
        Assert.Contains(
            "saved by section 58(9) of the Act of 2026",
            story.Refused("sign-agreement", Decider, "2026-09-02").Sentence
        );
        Assert.Equal(
            "pre-opening",
            story
                .Does("consult-on-sponsor", Officer, "2026-09-10")
                .Does("sign-agreement", Decider, "2026-10-01")
                .State
        );
    }

    [Fact]
    public void A_school_opens_as_an_academy_on_the_first_of_a_month_and_each_change_of_day_has_a_reason()
    {
        var story = OrderOfTheDuty()
            .Beside("consultation", "bypassed")
            .Does("match", Officer, "2019-09-02")
            .Does("kick-off", NewTrust, "2019-09-16", On("target-on", "2020-01-01"));
        Assert.Equal(
            "nothing-ticked",
            story
                .Refused(
                    "change-date",
                    NewTrust,
                    "2019-12-02",
                    On("new-target-on", "2020-04-01"),
                    Choose("delay-because")
                )
                .Code
        );
        story
            .Does(
                "change-date",
                NewTrust,
                "2019-12-02",
                On("new-target-on", "2020-04-01"),
                Choose("delay-because", "land", "staff-transfer")
            )
            .Does("prepare-documents", NewTrust, "2020-02-03")
            .Does("settle-land", Council, "2020-02-03")
            .Does("transfer-staff", NewTrust, "2020-02-10")
            .Does("sign-agreement", Decider, "2020-03-02");

        Assert.Equal(
            "not-the-first",
            story.Refused("open", Officer, "2020-04-02", On("opened-on", "2020-04-02")).Code
        );
        Assert.Equal(
            "converted",
            story.Does("open", Officer, "2020-04-02", On("opened-on", "2020-04-01")).State
        );
    }

    [Fact]
    public void A_decision_without_a_reason_for_a_criterion_is_refused()
    {
        var story = BeforeTheBoard(InCategory("2026-09-07")).Beside("consultation", "reported");

        foreach (
            var ask in new[]
            {
                "education-because",
                "improvement-because",
                "workforce-because",
                "finance-because",
                "governance-because",
                "equality-because",
                "decision-because",
            }
        )
        {
            var no = story.Refused("decide", Decider, "2026-11-19", Say(ask, ""));
            Assert.Equal("answer-missing", no.Code);
        }
        Assert.Equal(
            "Why it was declined: tick at least one.",
            story
                .Refused(
                    "decide",
                    Decider,
                    "2026-11-19",
                    Choose("decision", "declined"),
                    Choose("declined-because")
                )
                .Sentence
        );
        Assert.Equal("not-your-step", story.Refused("decide", Officer, "2026-11-19").Code);
    }

    [Fact]
    public void A_school_states_its_own_timeline_and_a_region_that_takes_it_on_retypes_nothing()
    {
        var story = InCategory("2019-03-11", by: Head, adopted: false)
            .Does("make-order", Head, "2019-04-01", On("order-on", "2019-03-20"))
            .Does("start-search", Head, "2019-04-02");
        Assert.Equal(School, story.Last.By.Over);
        Assert.Equal(
            "The region takes the case on before it decides in it.",
            new CaseStory("academy-order", "2026-09-07", Head, adopted: false)
                .Does("record-concern", Head, "2026-09-07")
                .Refused("propose-order", Decider, "2026-09-08", On("views-until", "2026-11-06"))
                .Sentence
        );

        story.IsAdopted = true;
        Assert.Equal(
            "Name the trust: the region works on this case now, so this is for The region's officers.",
            story.Refused("match", Head, "2019-09-02").Sentence
        );
        Assert.Equal("matched", story.Does("match", Officer, "2019-09-02").State);
        Assert.Equal(4, story.Now.History.Count);
    }
}
