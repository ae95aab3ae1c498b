using Trellis.Closures;
using Trellis.Procedures;
using static Trellis.Brokerage.CaseStory;

namespace Trellis.Brokerage;

/// <summary>What the paper of the school leaders' association says of academies that change trusts, sentence by sentence, with the clock moved (A30 to A46), and of leaving a trust.</summary>
public sealed class TransferTests
{
    private static CaseStory BeforeTheBoard(CaseStory story, string agenda, string board) =>
        story
            .Beside("consultation", "reported")
            .Does("put-on-agenda", Officer, agenda, On("board-on", board))
            .Does("record-advice", Officer, board);

    /// <summary>From the decision to the last day.</summary>
    private static CaseStory Tail(CaseStory story, string transferred) =>
        story
            .Does("kick-off", NewTrust, "2026-03-16", On("target-on", transferred))
            .Does("legal", NewTrust, "2026-05-05")
            .Does("land", OldTrust, "2026-05-05")
            .Does("tupe", NewTrust, "2026-05-12")
            .Does(
                "make-ready",
                Officer,
                "2026-05-26",
                Choose("grant-level", "none"),
                Choose("grant-by", "nobody")
            )
            .Does("transfer", NewTrust, transferred)
            .Does("close-out", Officer, "2026-09-07");

    private static CaseStory Joining() =>
        new CaseStory("transfer-single-joins", "2025-09-08", OldTrust)
            .Does("name-trust", OldTrust, "2025-09-15", Name("joins", New))
            .Does("record-diligence", OldTrust, "2025-11-03")
            .Does("record-diligence", NewTrust, "2025-11-10");

    private static CaseStory Applied() =>
        Joining()
            .Beside("consultation", "closed")
            .Does("apply", NewTrust, "2026-01-12")
            .Does("apply", OldTrust, "2026-01-13");

    [Fact]
    public void A30_A_single_academy_joins_a_trust()
    {
        var story = BeforeTheBoard(Applied(), "2026-02-02", "2026-02-10")
            .Does("decide", Decider, "2026-02-12");
        Assert.Equal("approved", story.State);

        Assert.Equal("closed-out", Tail(story, "2026-06-01").State);
        Assert.All(story.Now.History, t => Assert.False(t.Late));
    }

    [Fact]
    public void A31_Single_academies_are_encouraged_to_join_and_the_case_says_what_it_comes_from()
    {
        var story = new CaseStory("transfer-single-joins", "2025-09-08").Does(
            "name-trust",
            Officer,
            "2025-09-15",
            Choose("transfer-reason", "consolidation")
        );

        Assert.Contains("stronger together", PublicCase.Of(story.Now).Json!);
    }

    [Fact]
    public void A32_A_trust_needs_the_consent_of_both_boards_and_then_of_the_region()
    {
        var story = Joining().Beside("consultation", "planned");
        Assert.Equal("case-not-so-far", story.Refused("apply", NewTrust, "2026-01-12").Code);

        story.Beside("consultation", "closed").Does("apply", NewTrust, "2026-01-12");
        Assert.Equal("listening", story.State);
        Assert.Equal("taken-already", story.Refused("apply", NewTrust, "2026-01-13").Code);
        Assert.Equal("prepared", story.Does("apply", OldTrust, "2026-01-13").State);
        Assert.Equal("not-your-step", story.Refused("put-on-agenda", NewTrust, "2026-01-14").Code);
    }

    [Fact]
    public void A33_Consent_may_be_withheld_in_the_interest_of_either_and_of_both()
    {
        var story = BeforeTheBoard(Applied(), "2026-02-02", "2026-02-10");

        Assert.Equal(
            "not-open-to-it",
            story.Refused("decide", Decider, "2026-02-12", Choose("interest-of", "neither")).Code
        );
        Assert.Equal(
            "refused",
            story
                .Does(
                    "decide",
                    Decider,
                    "2026-02-12",
                    Choose("decision", "declined"),
                    Choose("declined-because", "choice-of-trust"),
                    Choose("interest-of", "neither"),
                    Say("decision-because", "The fictional trust is too far away to help.")
                )
                .State
        );
        Assert.Contains("too far away", PublicCase.Of(story.Now).Json!);
    }

    [Fact]
    public void A33_A_decision_that_is_put_off_says_what_has_to_come_first()
    {
        var story = BeforeTheBoard(Applied(), "2026-02-02", "2026-02-10")
            .Does("defer", Decider, "2026-02-12", Choose("deferred-because", "next-ofsted-report"));
        Assert.Equal("deferred", story.State);
        Assert.Equal(
            "board",
            story.Does("put-on-agenda", Officer, "2026-05-05", On("board-on", "2026-05-12")).State
        );
        Assert.Equal(
            "too-early",
            story.Refused("decide", Decider, "2026-05-11", On("decided-on", "2026-05-11")).Code
        );
    }

    private static CaseStory Forming() =>
        new CaseStory("transfer-single-forms", "2025-09-08", OldTrust).Does(
            "ask-advice",
            OldTrust,
            "2025-09-15"
        );

    [Fact]
    public void A34_A_single_academy_forms_a_trust_of_at_least_two()
    {
        var story = Forming().Does("advise", Officer, "2025-10-13", Many("capacity", 3));
        Assert.Equal(
            "too-few",
            story.Refused("apply", OldTrust, "2025-12-01", Many("founders", 1)).Code
        );
        BeforeTheBoard(
            story.Does("apply", OldTrust, "2025-12-01", Many("founders", 3)),
            "2026-01-12",
            "2026-01-20"
        );

        story
            .Does("decide", Decider, "2026-01-22")
            .Does("set-up", OldTrust, "2026-02-02", On("target-on", "2026-09-01"));
        Assert.Equal(
            "trust-created",
            story
                .Does(
                    "create-trust",
                    OldTrust,
                    "2026-09-02",
                    On("created-on", "2026-09-01"),
                    Many("academies", 3)
                )
                .State
        );
    }

    [Fact]
    public void A35_The_landscape_the_ambition_and_the_capacity_are_scored_with_a_reason_each()
    {
        var story = Forming();

        Assert.Equal(
            "The scale goes from 0 to 4. The wish to support others: 0 to 4: 5 is too many. At most 4 here.",
            story.Refused("advise", Officer, "2025-10-13", Many("ambition", 5)).Sentence
        );
        foreach (var ask in new[] { "landscape-because", "ambition-because", "capacity-because" })
            Assert.Equal(
                "answer-missing",
                story.Refused("advise", Officer, "2025-10-13", Say(ask, "")).Code
            );
    }

    [Fact]
    public void A36_Often_the_advice_is_to_join_a_trust_that_exists_and_it_says_why()
    {
        var story = Forming();
        Assert.Equal(
            "answer-missing",
            story
                .Refused(
                    "advise",
                    Officer,
                    "2025-10-13",
                    Choose("advised", "join"),
                    Say("join-because", "")
                )
                .Code
        );

        story.Does("advise", Officer, "2025-10-13", Choose("advised", "join"));
        Assert.Equal("advised-to-join", story.State);
        Assert.True(story.Now.IsOver);
    }

    private static CaseStory Concern(string kind = "significant-improvement") =>
        new CaseStory("transfer-underperforming", "2025-01-13").Does(
            "record-concern",
            Officer,
            "2025-01-13",
            Choose("concern-kind", kind)
        );

    private static CaseStory Warned() =>
        Concern()
            .Does("plan-support", Officer, "2025-02-03", On("support-review-on", "2025-07-14"))
            .Does("begin-review", Officer, "2025-07-14", Choose("progress", "some"))
            .Does("weigh-options", Officer, "2025-07-15")
            .Does(
                "issue-notice",
                Decider,
                "2025-07-16",
                Many("attempts", 1),
                On("representations-until", "2025-09-15")
            );

    [Fact]
    public void A37_To_move_an_academy_is_the_last_resort()
    {
        var story = Concern();

        Assert.Equal("step-not-open", story.Refused("issue-notice", Decider, "2025-01-14").Code);
        story
            .Does("plan-support", Officer, "2025-02-03", On("support-review-on", "2025-07-14"))
            .Does("begin-review", Officer, "2025-07-14", Choose("progress", "enough"));
        Assert.Equal("resolved", story.Does("resolve", Decider, "2025-07-15").State);
    }

    [Fact]
    public void A38_Its_trust_is_helped_first_and_comes_out_of_it_or_is_warned()
    {
        var story = Warned();
        Assert.Equal("notice-issued", story.State);

        story.Does("make-representations", OldTrust, "2025-09-12");
        Assert.False(story.Last.Late);
        Assert.Equal("resolved", story.Does("resolve", Decider, "2025-09-22").State);
    }

    [Fact]
    public void A39_Where_there_was_no_support_the_reason_is_given_and_published()
    {
        var story = Concern("safeguarding");
        Assert.Equal(
            "answer-missing",
            story.Refused("skip-support", Decider, "2025-01-15", Say("skipped-words", "")).Code
        );
        story.Does(
            "skip-support",
            Decider,
            "2025-01-15",
            Choose("skipped-because", "safeguarding"),
            Say("skipped-words", "Pupils of the fictional school were not safe.")
        );

        Assert.Equal("review", story.State);
        Assert.Contains("were not safe", PublicCase.Of(story.Now).Json!);
    }

    private static CaseStory Preferred() =>
        Warned()
            .Does("make-representations", OldTrust, "2025-09-12")
            .Does("be-minded", Decider, "2025-09-22")
            .Does(
                "prefer-trust",
                Officer,
                "2025-10-06",
                Name("preferred", New),
                On("answer-by", "2025-11-14")
            );

    [Fact]
    public void A40_A_preferred_trust_has_time_to_look_at_the_academy()
    {
        var story = Warned()
            .Does("make-representations", OldTrust, "2025-09-12")
            .Does("be-minded", Decider, "2025-09-22");

        Assert.StartsWith(
            "A trust has time to look at the academy.",
            story
                .Refused("prefer-trust", Officer, "2025-10-06", On("answer-by", "2025-10-20"))
                .Sentence
        );
    }

    [Fact]
    public void A41_It_says_whether_it_is_willing_and_only_then_is_there_a_decision()
    {
        Assert.Equal(
            "minded",
            Preferred()
                .Does(
                    "answer-preference",
                    NewTrust,
                    "2025-11-10",
                    Choose("willing", "no"),
                    Choose("unwilling-because", "finance", "estate")
                )
                .State
        );

        var story = Preferred().Does("answer-preference", NewTrust, "2025-11-10");
        Assert.Equal("step-not-open", story.Refused("decide", Decider, "2025-11-11").Code);
        story.Beside("consultation", "open");
        Assert.Equal("case-not-so-far", story.Refused("end-listening", Officer, "2025-12-01").Code);
        BeforeTheBoard(
            story.Beside("consultation", "reported").Does("end-listening", Officer, "2026-01-12"),
            "2026-02-02",
            "2026-02-10"
        );
        Assert.Equal("approved", story.Does("decide", Decider, "2026-02-12").State);
    }

    [Fact]
    public void A42_The_old_agreement_ends_and_the_new_one_begins_on_one_day()
    {
        var story = BeforeTheBoard(
                Preferred()
                    .Does("answer-preference", NewTrust, "2025-11-10")
                    .Beside("consultation", "reported")
                    .Does("end-listening", Officer, "2026-01-12"),
                "2026-02-02",
                "2026-02-10"
            )
            .Does("decide", Decider, "2026-02-12")
            .Does("kick-off", NewTrust, "2026-03-16", On("target-on", "2026-06-01"));
        Assert.Equal(
            "The agreements are recorded first.",
            story
                .Refused(
                    "make-ready",
                    Officer,
                    "2026-05-26",
                    Choose("grant-level", "none"),
                    Choose("grant-by", "nobody")
                )
                .Sentence
        );
        Assert.Equal(
            "not-all-there",
            story.Refused("legal", NewTrust, "2026-05-05", Choose("legal", "new-agreement")).Code
        );
        story
            .Does("legal", NewTrust, "2026-05-05")
            .Does("land", OldTrust, "2026-05-05")
            .Does("tupe", NewTrust, "2026-05-12");
        Assert.StartsWith(
            "A grant of £100,000 or more is approved by the director general.",
            story
                .Refused(
                    "make-ready",
                    Officer,
                    "2026-05-26",
                    Choose("grant-level", "full"),
                    Choose("grant-by", "director"),
                    Many("grant", 110_000)
                )
                .Sentence
        );
        story.Does(
            "make-ready",
            Officer,
            "2026-05-26",
            Choose("grant-level", "full"),
            Choose("grant-by", "director-general"),
            Many("grant", 110_000)
        );
        Assert.Equal("not-the-first", story.Refused("transfer", NewTrust, "2026-06-02").Code);
        Assert.Equal(
            "transferred",
            story.Does("transfer", NewTrust, "2026-06-02", On("transferred-on", "2026-06-01")).State
        );
    }

    private static CaseStory Wishes() =>
        new CaseStory("trust-closes", "2017-09-08")
            .Does("set-programme", Officer, "2017-09-11")
            .Does("open-data-room", OldTrust, "2017-09-15")
            .Does("ask-wishes", Officer, "2017-09-18", On("wishes-until", "2017-10-20"));

    private static CaseStory Revised() =>
        Wishes()
            .Does(
                "draft-assignment",
                Officer,
                "2017-10-23",
                Many("placed", 20),
                Many("unplaced", 1)
            )
            .Does("open-views", Officer, "2017-10-30", On("views-until", "2017-11-20"))
            .Does("revise", Officer, "2017-12-01", Many("views", 65));

    [Fact]
    public void A43_A_trust_closes_by_a_programme_in_which_no_money_moves_unseen()
    {
        var story = new CaseStory("trust-closes", "2017-09-08");
        Assert.Equal(
            "not-all-there",
            story
                .Refused("set-programme", Officer, "2017-09-11", Choose("programme-has", "lead"))
                .Code
        );
        story.Does("set-programme", Officer, "2017-09-11");

        Assert.Equal(
            "not-your-step",
            story.Refused("consent-to-move-money", OldTrust, "2017-09-12").Code
        );
        Assert.Equal(
            "programme",
            story.Does("consent-to-move-money", Decider, "2017-09-12", Many("money", 800_000)).State
        );
    }

    [Fact]
    public void A44_Every_academy_is_decided_after_public_views_and_what_is_left_is_counted()
    {
        var early = Wishes()
            .Does("draft-assignment", Officer, "2017-10-23")
            .Refused("open-views", Officer, "2017-10-30", On("views-until", "2017-11-17"));
        Assert.StartsWith("Views can be sent for at least 15 working days.", early.Sentence);

        var story = Revised()
            .Beside("consultation", "reported")
            .Does("decide", Decider, "2018-01-11", Name("decided-school", School))
            .Does(
                "all-decided",
                Decider,
                "2018-01-12",
                Many("with-trust", 20),
                Many("without-trust", 1)
            )
            .Does(
                "move-group",
                Officer,
                "2018-04-02",
                On("moved-on", "2018-04-01"),
                Many("moved", 20)
            )
            .Does(
                "list-residuals",
                Officer,
                "2018-04-03",
                Many("residual", 1),
                Choose("residual-because", "pfi")
            )
            .Does("place-residual", Officer, "2018-09-03");
        Assert.Equal(
            "too-many",
            story.Refused("wind-up", OldTrust, "2018-10-01", Many("left-over", 1)).Code
        );
        Assert.Equal("wound-up", story.Does("wind-up", OldTrust, "2018-10-01").State);
    }

    [Fact]
    public void A45_What_academies_and_trusts_want_and_offer_is_kept_beside_the_steps_and_a_draft_rests_on_it()
    {
        var story = Wishes();
        story.Known = [];

        var early = story.Refused("draft-assignment", Officer, "2017-10-23");
        Assert.StartsWith("Keep a plan of the facts as they stand first", early.Sentence);
    }

    [Fact]
    public void A46_For_an_academy_that_does_less_well_the_department_decides_and_says_why_all_the_same()
    {
        var story = Wishes()
            .Does("draft-assignment", Officer, "2017-10-23")
            .Does("open-views", Officer, "2017-10-30", On("views-until", "2017-11-20"))
            .Does("revise", Officer, "2017-12-01")
            .Beside("consultation", "reported");

        Assert.Equal(
            "answer-missing",
            story
                .Refused(
                    "decide",
                    Decider,
                    "2018-01-11",
                    Name("decided-school", School),
                    Say("decision-because", "")
                )
                .Code
        );
        story.Does(
            "decide",
            Decider,
            "2018-01-11",
            Name("decided-school", School),
            Say("decision-because", "The fictional trust is near, and its schools do well.")
        );
        Assert.Contains("its schools do well", PublicCase.Of(story.Now).Json!);
    }

    [Fact]
    public void That_no_trust_can_take_an_academy_yet_is_a_decision_too_with_a_reason_and_who_works_on_it()
    {
        var story = Revised().Beside("consultation", "reported");
        story.Known = [];

        Assert.Equal(
            "answer-missing",
            story
                .Refused(
                    "decide",
                    Decider,
                    "2018-01-11",
                    Name("decided-school", School),
                    Choose("outcome", "left"),
                    Say("left-owner", "")
                )
                .Code
        );
        story.Does(
            "decide",
            Decider,
            "2018-01-11",
            Name("decided-school", School),
            Choose("outcome", "left"),
            Choose("left-because", "pfi")
        );
        var decided = Assert.Single(ClosureTerms.DecisionsIn(story.Now));
        Assert.Null(decided.To);
        Assert.StartsWith(
            "Not every academy has a decision yet.",
            story.Refused("all-decided", Decider, "2018-01-12").Sentence
        );
    }

    [Fact]
    public void A_trust_answers_a_request_to_leave_within_thirty_working_days()
    {
        var story = new CaseStory("transfer-by-consent", "2026-01-05", Head).Does(
            "request",
            Head,
            "2026-01-05"
        );
        Assert.Equal(
            new DateOnly(2026, 2, 16),
            WhereWeAre.Of(story.Now, story.Day).Open.Single(o => o.Due is not null).Due
        );

        story.Does("trust-decides", OldTrust, "2026-02-17", Choose("trust-decision", "refused"));
        Assert.True(story.Last.Late);
        Assert.Equal("refused-by-trust", story.State);
    }

    [Fact]
    public void An_academy_leaves_by_consent_as_one_that_joins()
    {
        var story = new CaseStory("transfer-by-consent", "2025-09-01", Head)
            .Does("request", Head, "2025-09-01")
            .Does("trust-decides", OldTrust, "2025-10-01")
            .Does("name-trust", OldTrust, "2025-10-15", Name("joins", New))
            .Does("apply", OldTrust, "2026-01-12")
            .Does("apply", NewTrust, "2026-01-13");
        BeforeTheBoard(story, "2026-02-02", "2026-02-10").Does("decide", Decider, "2026-02-12");

        Assert.Equal("closed-out", Tail(story, "2026-06-01").State);
    }

    [Theory]
    [InlineData("governing-body", "governors-for", 6, "governors-all", 12, false)]
    [InlineData("governing-body", "governors-for", 7, "governors-all", 12, true)]
    [InlineData("parents", "pupils-signed", 199, "pupils-all", 1000, false)]
    [InlineData("parents", "pupils-signed", 200, "pupils-all", 1000, true)]
    [InlineData("staff", "staff-signed", 39, "staff-all", 100, false)]
    [InlineData("staff", "staff-signed", 40, "staff-all", 100, true)]
    public void A_contested_request_needs_enough_who_ask_and_knows_that_there_is_no_right(
        string by,
        string some,
        int count,
        string all,
        int of,
        bool enough
    )
    {
        var story = new CaseStory("request-to-leave", "2026-01-05", Head);
        IReadOnlyList<Answer> answers =
        [
            Choose("asked-by", by),
            Many(some, count),
            Many(all, of),
            Choose("standing", "good"),
        ];

        if (enough)
            Assert.Equal("registered", story.Does("register", Head, "2026-01-06", answers).State);
        else
            Assert.Equal("too-few", story.Refused("register", Head, "2026-01-06", answers).Code);
        Assert.Contains("no right in law", story.Now.Table.StateOf(C("registered"))!.Now);
    }

    [Fact]
    public void A_diocese_answers_with_a_condition_and_then_consents()
    {
        var story = new CaseStory("church-consent", "2026-01-05")
            .Does("answer", Bishop, "2026-01-12", Choose("consent", "refused"))
            .Does("ask-again", Officer, "2026-02-02")
            .Does("answer", Bishop, "2026-02-09", Choose("consent", "condition"));
        Assert.Equal("condition", story.State);

        Assert.Equal("granted", story.Does("answer", Bishop, "2026-03-02").State);
        Assert.True(story.Now.IsOver);
    }

    [Fact]
    public void A53_Support_is_due_within_twenty_working_days_of_an_order_and_is_looked_at_every_three_months()
    {
        var story = new CaseStory("interim-support", "2026-01-05");
        var open = WhereWeAre.Of(story.Now, story.Day).Open;
        Assert.Equal(new DateOnly(2026, 2, 2), open.Single(o => o.Step.Id == C("arrange")).Due);

        OpenStep Review() =>
            WhereWeAre.Of(story.Now, story.Day).Open.Single(o => o.Step.Id == C("review"));
        story.Does("arrange", Council, "2026-02-03", Name("supporter", Other));
        Assert.True(story.Last.Late);
        Assert.Equal(new DateOnly(2026, 5, 3), Review().Due);
        Assert.False(story.Does("review", Council, "2026-05-01").Last.Late);
        Assert.Equal(new DateOnly(2026, 8, 1), Review().Due);
        Assert.True(story.Does("review", Council, "2026-08-03").Last.Late);
    }
}
