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

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_case_that_is_put_on_the_agenda_of_a_day_is_on_it_and_who_has_an_interest_leaves(
        Database database
    )
    {
        await using var store = await databases.Store(database);
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

        await Written(
            store,
            new DeclareInterest(CaseStory.Ref, School, "A sister governs there.", null),
            On("2026-11-12", Member)
        );
        var stayed = await store.Do(Held(), On("2026-11-19", CaseStory.Officer));
        Assert.Equal(
            "interest-stayed",
            Assert.IsType<Done<DecisionMeeting>.Refused>(stayed).Why.Code
        );
        await Written(
            store,
            Held(new ItemInterest(First.Case, Member.Person)),
            On("2026-11-19", CaseStory.Officer)
        );

        var found = Assert.Single(
            await store.Documents<DecisionMeeting>(CaseStory.Region.ToString())
        );
        Assert.Equal([1], found.State.Record!.Items[0].Left);
    }
}
