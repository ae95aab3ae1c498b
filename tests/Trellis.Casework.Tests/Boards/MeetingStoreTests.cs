using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.Procedures;
using Trellis.Store;
using static Trellis.Boards.MeetingStory;
using static Trellis.Brokerage.CaseStory;

namespace Trellis.Boards;

/// <summary>An agenda is what the cases say in the store, and interests are those that were declared in them.</summary>
public sealed class MeetingStoreTests(Databases databases)
{
    private static async Task<TState> Written<TState, TEvent>(
        Casework store,
        Act<TState, TEvent> act,
        Occasion now
    )
        where TState : State
        where TEvent : Event<TState> =>
        Assert.IsType<Done<TState>.Written>(await store.Do(act, now)).After.State;

    private static Occasion On(string day, Actor by) => new MeetingStory().On(day).At(by);

    /// <summary>One case in the store, and a meeting whose agenda was published with it.</summary>
    private static async Task OnAgenda(Casework store)
    {
        var story = new CaseStory("academy-order", "2026-09-01");
        await Written(
            store,
            new OpenCase(
                CaseStory.Ref,
                story.Begin.Procedure,
                [School],
                Authority,
                Authority,
                CaseStory.Region,
                null,
                CaseStory.Region
            ),
            story.At(CaseStory.Officer)
        );
        await Written(store, story.Begin, story.At(CaseStory.Officer));
        await Does("record-concern", CaseStory.Officer, "2026-09-07", Choose("foundation", "no"));
        await Does("weigh-options", CaseStory.Officer, "2026-09-14");
        await Does(
            "propose-order",
            CaseStory.Decider,
            "2026-09-15",
            CaseStory.On("views-until", "2026-11-01")
        );
        await Written(
            store,
            new ScheduleMeeting(MeetingStory.Ref),
            On("2026-11-02", CaseStory.Officer)
        );
        // What a page says is on it counts for nothing.
        Assert.IsType<Done<DecisionMeeting>.Refused>(
            await store.Do(AgendaOf(First), On("2026-11-02", CaseStory.Officer))
        );
        await Does(
            "put-on-agenda",
            CaseStory.Officer,
            "2026-11-09",
            CaseStory.On("board-on", "2026-11-19")
        );
        var agenda = await Written(store, AgendaOf(), On("2026-11-10", CaseStory.Officer));
        Assert.Equal([First], agenda.Items);

        async Task Does(
            string step,
            People.Holder by,
            string day,
            params IReadOnlyList<Answer> said
        )
        {
            story.Does(step, by, day, said);
            await Written(
                store,
                new TakeStep(Id, C(step), by.As.Over, null, story.Last.Answers),
                story.At(by)
            );
        }
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_case_that_is_put_on_the_agenda_of_a_day_is_on_it_and_who_has_an_interest_leaves(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await OnAgenda(store);

        await Written(
            store,
            new DeclareInterest(CaseStory.Ref, School, "A sister governs there.", null),
            On("2026-11-12", Member)
        );
        await Written(
            store,
            new DeclareInterest(CaseStory.Ref, School, "A brother teaches there.", null),
            On("2026-11-12", CaseStory.Decider)
        );
        var stayed = await store.Do(Held(), On("2026-11-19", CaseStory.Officer));
        Assert.Equal(
            "interest-stayed",
            Assert.IsType<Done<DecisionMeeting>.Refused>(stayed).Why.Code
        );
        var held = Held(new ItemInterest(First.Case, Member.Person));
        await Written(
            store,
            held with
            {
                Attendance =
                [
                    new Attendee(Story.Id(30), "Fictional Deputy", BoardSeat.Chair),
                    held.Attendance[1],
                ],
            },
            On("2026-11-19", CaseStory.Officer)
        );

        var found = Assert.Single(
            await store.Documents<DecisionMeeting>(CaseStory.Region.ToString())
        );
        Assert.Equal([1], found.State.Record!.Items[0].Left);
        var wrote = await store.Do(Discussed("All is well."), On("2026-11-20", CaseStory.Decider));
        Assert.Equal(
            "interest-declared",
            Assert.IsType<Done<DecisionMeeting>.Refused>(wrote).Why.Code
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Three_years_after_a_meeting_what_was_never_published_goes_and_the_note_stays(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await OnAgenda(store);
        var now = On("2026-11-19", CaseStory.Officer);
        await Written(store, Held(), now);
        await Written(store, Discussed("A first draft that nobody else read."), now);
        await Written(
            store,
            Discussed("It was approved by all after a talk of some length about the roof."),
            now
        );
        var meeting = await Written(store, new FinishNote(MeetingStory.Ref), now);
        await Written(
            store,
            new RedactNote(
                MeetingStory.Ref,
                new Redactions.Passage(
                    meeting.Note[0].At,
                    0,
                    2,
                    Redactions.RedactionCode.PersonalData,
                    new DateOnly(2027, 1, 1),
                    "Somebody could be known by it."
                )
            ),
            now
        );
        await Written(
            store,
            new TellParties(MeetingStory.Ref, First.Case, new DateOnly(2026, 11, 20)),
            now
        );
        await Written(
            store,
            new PublishNote(MeetingStory.Ref),
            On("2026-11-23", CaseStory.Officer)
        );
        var late = MeetingStory.Day.AddYears(3).AddDays(1);

        await store.CarryOutRetention(
            Retention.RetentionRules.All,
            new DateTimeOffset(late, new TimeOnly(2, 0), TimeSpan.Zero),
            late
        );

        var kept = (await store.Find<DecisionMeeting>(MeetingStory.Ref.ToString()))!.State;
        Assert.StartsWith(
            "It was approved by all",
            Assert.Single(kept.Open).Words.ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal("Fictional Director", kept.Record!.Attendance[0].Name.ToString());
        var words = (
            await store.SearchJournal(
                new JournalQuestion(Subject: MeetingStory.Ref.ToString()),
                100
            )
        )
            .SelectMany(e => e.Texts)
            .Select(t => t.Text)
            .ToList();
        Assert.DoesNotContain("A first draft that nobody else read.", words);
        Assert.DoesNotContain("Somebody could be known by it.", words);
        Assert.Contains(kept.Open[0].Words.ToString(), words);
    }
}
