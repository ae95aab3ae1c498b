using System.Text.Json;
using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using static Trellis.Boards.MeetingStory;

namespace Trellis.Boards;

public sealed class MeetingTests
{
    private static readonly string[] Long =
    [
        "The board asked what the fictional trust would do about mathematics, and how soon.",
        "A gift of four million pounds was mentioned, which is being talked about.",
        "Members asked about buses, and about the hall, and were told that both stay as they are now.",
        "Nobody asked for anything else, and the item was over after a quarter of an hour or so.",
    ];

    private static PublicMeeting Public(MeetingStory story) =>
        JsonSerializer.Deserialize<PublicMeeting>(PublicMeeting.Of(story.Now!).Json!)!;

    [Fact]
    public void A_meeting_is_called_so_early_that_its_agenda_can_come_five_working_days_before() =>
        Assert.Equal(
            "too-soon",
            new MeetingStory().On("2026-11-13").Refused(new ScheduleMeeting(Ref))
        );

    [Fact]
    public void A_meeting_is_called_for_a_working_day() =>
        Assert.Equal(
            "not-a-working-day",
            new MeetingStory().Refused(
                new ScheduleMeeting(MeetingRef.Of(Region, new DateOnly(2026, 11, 21)))
            )
        );

    [Fact]
    public void Members_and_other_regions_call_no_meeting()
    {
        Assert.Equal(
            "not-your-meeting",
            new MeetingStory().Refused(new ScheduleMeeting(Ref), Member)
        );
        Assert.Equal(
            "not-your-meeting",
            new MeetingStory().Refused(
                new ScheduleMeeting(Ref),
                new Holder(Story.Id(9), new(Role.RegionOfficer, Scope.Parse("region:other")))
            )
        );
    }

    [Fact]
    public void An_agenda_is_published_five_working_days_before_or_not_at_all()
    {
        var story = new MeetingStory().Does(new ScheduleMeeting(Ref));
        Assert.Equal("agenda-empty", story.Refused(AgendaOf()));
        Assert.Equal("agenda-late", story.On("2026-11-13").Refused(AgendaOf(First)));
        Assert.Equal(
            MeetingStage.AgendaPublished,
            story.On("2026-11-12").Does(AgendaOf(First)).Now!.Stage
        );
    }

    [Fact]
    public void A_case_that_was_advised_on_and_decided_on_the_day_stays_on_the_agenda_until_the_meeting_is_recorded()
    {
        var story = new CaseStory("academy-order", "2026-09-01")
            .Does(
                "record-concern",
                CaseStory.Officer,
                "2026-09-07",
                CaseStory.Choose("foundation", "no")
            )
            .Does("weigh-options", CaseStory.Officer, "2026-09-14")
            .Does(
                "propose-order",
                CaseStory.Decider,
                "2026-09-15",
                CaseStory.On("views-until", "2026-11-01")
            )
            .Does(
                "put-on-agenda",
                CaseStory.Officer,
                "2026-11-09",
                CaseStory.On("board-on", "2026-11-19")
            )
            .Beside("consultation", "reported");
        Assert.Single(Drafted());
        story
            .Does("record-advice", CaseStory.Officer, "2026-11-19")
            .Does("decide", CaseStory.Decider, "2026-11-19");
        Assert.Single(Drafted());
        // Another meeting is none of its business.
        Assert.Empty(AgendaDraft.Of([story.Now], new DateOnly(2026, 12, 3)));

        IReadOnlyList<AgendaItem> Drafted() =>
            AgendaDraft.Of([story.Now with { Of = CaseStory.Ref }], new DateOnly(2026, 11, 19));
    }

    [Fact]
    public void A_case_that_is_withdrawn_before_the_day_is_off_the_agenda()
    {
        var story = new CaseStory("academy-order", "2026-09-01")
            .Does(
                "record-concern",
                CaseStory.Officer,
                "2026-09-07",
                CaseStory.Choose("foundation", "no")
            )
            .Does("weigh-options", CaseStory.Officer, "2026-09-14")
            .Does(
                "propose-order",
                CaseStory.Decider,
                "2026-09-15",
                CaseStory.On("views-until", "2026-11-01")
            )
            .Does(
                "put-on-agenda",
                CaseStory.Officer,
                "2026-11-09",
                CaseStory.On("board-on", "2026-11-19")
            )
            .Does("withdraw", CaseStory.Officer, "2026-11-16");
        Assert.Empty(
            AgendaDraft.Of([story.Now with { Of = CaseStory.Ref }], new DateOnly(2026, 11, 19))
        );
    }

    [Fact]
    public void A_case_that_is_added_late_needs_a_reason_that_anybody_can_read()
    {
        var story = new MeetingStory()
            .Does(new ScheduleMeeting(Ref))
            .Does(AgendaOf(First))
            .On("2026-11-16");
        Assert.Equal("reason-missing", story.Refused(AgendaOf(First, Second)));
        story.Does(
            AgendaOf(First, Second) with
            {
                Because = "The school has no trust from December.",
            }
        );

        var agendas = Public(story).Agendas;
        Assert.Equal(
            (2, "The school has no trust from December."),
            (agendas.Count, agendas[1].Because)
        );
    }

    [Fact]
    public void Who_declared_an_interest_is_recorded_as_having_left_the_room()
    {
        var story = new MeetingStory()
            .Does(new ScheduleMeeting(Ref))
            .Does(AgendaOf(First))
            .On("2026-11-19");
        var interest = new ItemInterest(First.Case, Member.Person);

        Assert.Equal("interest-stayed", story.Refused(Held() with { Interests = [interest] }));
        Assert.Equal([1], Public(story.Does(Held(interest))).Items[0].Left);
    }

    [Fact]
    public void A_meeting_is_not_recorded_before_its_day() =>
        Assert.Equal(
            "day-not-come",
            new MeetingStory().Does(new ScheduleMeeting(Ref)).Does(AgendaOf(First)).Refused(Held())
        );

    [Fact]
    public void A_note_waits_until_the_parties_know_and_could_reply()
    {
        var story = new MeetingStory()
            .Does(new ScheduleMeeting(Ref))
            .Does(AgendaOf(First))
            .On("2026-11-19")
            .Does(Held())
            .Does(Discussed("All were for it."))
            .Does(new FinishNote(Ref));

        Assert.Equal("parties-not-told", story.Refused(new PublishNote(Ref)));
        story.Does(new TellParties(Ref, First.Case, new DateOnly(2026, 11, 25)));
        Assert.Equal("replies-awaited", story.On("2026-11-25").Refused(new PublishNote(Ref)));
        Assert.Empty(Public(story).Note);
        Assert.Equal(
            MeetingStage.NotePublished,
            story.On("2026-11-26").Does(new PublishNote(Ref)).Now!.Stage
        );
        Assert.Equal("All were for it.", Public(story).Note.Single().Text);
    }

    [Fact]
    public void A_draft_says_something_of_each_case() =>
        Assert.Equal(
            "item-without-note",
            new MeetingStory()
                .Does(new ScheduleMeeting(Ref))
                .Does(AgendaOf(First))
                .On("2026-11-19")
                .Does(Held())
                .Refused(new FinishNote(Ref))
        );

    [Fact]
    public void The_public_note_is_built_without_the_words_and_says_how_many()
    {
        var story = Drafted(Long);
        story.Does(story.Hide("four million pounds")).Does(new PublishNote(Ref));

        var open = PublicMeeting.Of(story.Now!).Json!;
        Assert.DoesNotContain("million", open, StringComparison.OrdinalIgnoreCase);
        var withheld = Public(story).Withheld!;
        Assert.Equal((3, 1), (withheld.Redacted, withheld.Passages.Count));
        Assert.Contains(
            "[redacted: commercial, in negotiation]",
            Public(story).Note[1].Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Above_ten_percent_a_second_person_agrees_before_it_is_published()
    {
        var story = Drafted(Long);
        story.Does(story.Hide(Long[2][..60]));
        Assert.Equal("second-person-needed", story.Refused(new PublishNote(Ref)));
        Assert.Equal("second-person-needed", story.Refused(new CheckNote(Ref)));

        story.Does(new CheckNote(Ref), Decider).Does(new PublishNote(Ref));

        Assert.False(Public(story).Withheld!.WaitsForSecond);
    }

    [Fact]
    public void Words_that_are_hidden_late_are_hidden_at_once_and_may_wait_for_a_second_person()
    {
        var story = Drafted(Long).Does(new PublishNote(Ref));
        Assert.Contains("hall", PublicMeeting.Of(story.Now!).Json!, StringComparison.Ordinal);

        story.Does(story.Hide(Long[2]));

        Assert.DoesNotContain("hall", PublicMeeting.Of(story.Now!).Json!, StringComparison.Ordinal);
        Assert.True(Public(story).Withheld!.WaitsForSecond);
    }

    [Fact]
    public void A_corrected_paragraph_keeps_its_words_hidden_wherever_they_stand_now()
    {
        var story = Drafted(Long);
        story.Does(story.Hide("four million pounds"));
        story.Does(Discussed(Long[0], $"Before the vote: {Long[1]}", Long[2], Long[3]));

        var hidden = Assert.Single(story.Now!.Redactions.Hidden(story.Now.Texts));
        Assert.Equal("four million pounds", hidden.Words);
    }

    [Fact]
    public void A_corrected_paragraph_is_hidden_whole_where_the_words_are_not_found()
    {
        var story = Drafted(Long);
        story.Does(story.Hide("four million pounds"));
        story.Does(Discussed(Long[0], "A gift of 4 million was mentioned.", Long[2], Long[3]));

        var hidden = Assert.Single(
            story.Now!.Redactions.Hidden(DecisionMeeting.Placed(story.Now.Note))
        );
        Assert.Equal("A gift of 4 million was mentioned.", hidden.Words);
    }

    private static SetNote Next(params IReadOnlyList<string> paragraphs) =>
        new(Ref, First.Case, NotePart.Actions, [.. paragraphs.Select(p => (FreeText)p)]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_paragraph_that_is_moved_to_another_part_takes_its_hidden_words_along(
        bool cutFirst
    )
    {
        var story = Drafted(Long);
        story.Does(story.Hide("four million pounds"));
        var (cut, paste) = (Discussed(Long[0], Long[2], Long[3]), Next(Long[1]));
        story = cutFirst ? story.Does(cut).Does(paste) : story.Does(paste).Does(cut);

        story.Does(new PublishNote(Ref));

        Assert.DoesNotContain(
            "million",
            PublicMeeting.Of(story.Now!).Json!,
            StringComparison.OrdinalIgnoreCase
        );
        Assert.Equal(3, Public(story).Withheld!.Redacted);
    }

    [Fact]
    public void Hidden_words_of_the_edition_before_are_hidden_also_where_an_amendment_puts_them()
    {
        var story = Drafted(Long);
        story.Does(story.Hide("four million pounds")).Does(new PublishNote(Ref));
        story
            .Does(Next("FOUR million\npounds are to be paid."))
            .Does(Discussed(Long[0], Long[2], Long[3]));

        Assert.DoesNotContain(
            "million",
            string.Join(
                ' ',
                story.Now!.Note.Select(p =>
                    story.Now.Redactions.Open(p.At, p.Words.ToString()).Text
                )
            ),
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Fact]
    public void Words_that_were_let_go_are_not_hidden_again()
    {
        var story = Drafted(Long);
        story.Does(story.Hide("four million pounds"));
        story.Does(new LiftNoteRedaction(Ref, 1)).Does(Discussed(Long[0], Long[2], Long[3]));
        story.Does(Next(Long[1])).Does(new PublishNote(Ref));

        Assert.Contains(
            "four million",
            PublicMeeting.Of(story.Now!).Json!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_amended_note_is_a_new_edition_that_says_what_changed()
    {
        var story = Drafted(Long).Does(new PublishNote(Ref)).On("2026-12-14");
        story.Does(Discussed(Long[0], Long[1], Long[2], "It took half an hour."));
        Assert.Equal(Long[3], Public(story).Note[3].Text);
        Assert.Equal("changed-missing", story.Refused(new PublishNote(Ref)));

        story.Does(new PublishNote(Ref, "How long it took was wrong."));

        Assert.Equal("It took half an hour.", Public(story).Note[3].Text);
        Assert.Equal("How long it took was wrong.", Public(story).Editions[1].Changed);
    }

    [Fact]
    public void Anybody_may_ask_for_a_review_and_somebody_else_answers_it()
    {
        var story = Drafted(Long);
        story.Does(story.Hide("four million pounds")).Does(new PublishNote(Ref));
        story.Does(new AskNoteReview(Ref, 1), new Program("ask-review"));
        var answer = new AnswerNoteReview(
            Ref,
            1,
            Redactions.ReviewOutcome.Released,
            "The talks are over."
        );
        Assert.Equal("second-person-needed", story.Refused(answer));

        story.Does(answer, Decider);

        Assert.Contains(
            "four million pounds",
            Public(story).Note[1].Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_over_is_released_by_the_program_and_not_before()
    {
        var story = Drafted(Long);
        story.Does(story.Hide("four million pounds")).Does(new PublishNote(Ref));
        var release = new ReleaseNoteRedaction(Ref, 1);
        Assert.Equal("not-over", story.Refused(release, new Program("release")));

        story.On("2027-04-01").Does(release, new Program("release"));

        Assert.Contains("million", Public(story).Note[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_clock_counts_working_days_over_christmas()
    {
        var clock = new MeetingClock(new DateOnly(2026, 12, 10));
        Assert.Equal(new DateOnly(2026, 12, 3), clock.AgendaBy);
        Assert.Equal(new DateOnly(2026, 12, 24), clock.DraftBy);
        // 25 and 28 December are bank holidays, and 1 January.
        Assert.Equal(new DateOnly(2027, 1, 12), clock.PublishBy);
        Assert.Equal(3, clock.DaysLate(null, new DateOnly(2027, 1, 15)));
        Assert.Equal(0, clock.DaysLate(new DateOnly(2027, 1, 12), new DateOnly(2027, 2, 1)));
    }
}
