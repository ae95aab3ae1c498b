using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Store;
using static Trellis.Brokerage.CaseStory;

namespace Trellis.Brokerage;

/// <summary>Two decisions on one case at one moment, on real databases: one is written, and whoever made the other is told.</summary>
public sealed class RaceTests(Databases databases)
{
    private const int Races = 12;

    private static CaseId IdOf(int race, byte which) =>
        CaseId.From([(byte)race, which, 3, 4, 5, 6, 7, 8, 9, 10]);

    private static CaseRef RefOf(int race) =>
        CaseRef.From([(byte)race, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    private static async Task<Kept> Written<TState, TEvent>(
        Casework store,
        Act<TState, TEvent> act,
        Occasion now
    )
        where TState : State
        where TEvent : Event<TState>
    {
        var done = await store.Do(act, now);
        return done is Done<TState>.Written written
            ? new Kept(written.After.Version)
            : throw new Xunit.Sdk.XunitException(
                done is Done<TState>.Refused no ? no.Why.Sentence : $"{done}"
            );
    }

    private sealed record Kept(int Version);

    /// <summary>A case that waits for its decision, in the store.</summary>
    private static async Task<(CaseStory Story, int Version)> Waiting(Casework store, int race)
    {
        var story = new CaseStory("academy-order", "2026-09-07");
        await Written(
            store,
            new OpenCase(
                RefOf(race),
                story.Now.Procedure,
                [School],
                Authority,
                Authority,
                Region,
                null,
                Region
            ),
            story.At(Officer)
        );
        await Written(
            store,
            new BeginProcedure(
                IdOf(race, 1),
                CaseKind.Consultation,
                story.Day,
                Region,
                [
                    .. KnownProcedures
                        .On(CaseKind.Consultation, story.Day)!
                        .Sides.Where(s => s.Least > 0)
                        .Select(s =>
                            s.Kinds.Contains(ScopeKind.Region)
                                ? new NewParty(s.Id, Region, null)
                                : new NewParty(s.Id, School, Authority)
                        ),
                ],
                RefOf(race)
            ),
            story.At(Officer)
        );
        await Written(
            store,
            new TakeStep(
                IdOf(race, 1),
                C("bypass"),
                Region,
                null,
                [
                    Choose("not-because", "no-discretion"),
                    Say("not-because-words", "A fictional reason."),
                ]
            ),
            story.At(Officer)
        );
        await Written(
            store,
            story.Begin with
            {
                Id = IdOf(race, 0),
                Of = RefOf(race),
            },
            story.At(Officer)
        );
        var version = 0;
        async Task Does(string step, Holder by, string day, params IReadOnlyList<Answer> said)
        {
            story.Beside("consultation", "bypassed").Does(step, by, day, said);
            var taken = story.Last;
            version = (
                await Written(
                    store,
                    new TakeStep(IdOf(race, 0), C(step), by.As.Over, null, taken.Answers),
                    story.At(by)
                )
            ).Version;
        }
        await Does("record-concern", Officer, "2026-09-07", Choose("foundation", "no"));
        await Does("weigh-options", Officer, "2026-09-14");
        await Does("propose-order", Decider, "2026-09-15", On("views-until", "2026-11-06"));
        await Does("put-on-agenda", Officer, "2026-11-09", On("board-on", "2026-11-18"));
        await Does("record-advice", Officer, "2026-11-18");
        return (story, version);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Of_two_decisions_at_once_one_is_written_and_the_other_is_told(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        for (var race = 0; race < Races; race++)
        {
            var (story, version) = await Waiting(store, race);
            var entries = (await store.Head()).Number;
            var decide = story.Act("decide", Decider) with { Id = IdOf(race, 0) };
            var defer = story.Act("defer", SecondDecider) with { Id = IdOf(race, 0) };
            // As from two forms that were shown at one edition, and as from a program that names none.
            var seen = new Conditions(race % 2 == 0 ? version : null);

            var both = await Task.WhenAll(
                Task.Run(() => store.Do(decide, story.At(Decider), seen)),
                Task.Run(() => store.Do(defer, story.At(SecondDecider), seen))
            );

            var won = Assert.Single(both.OfType<Done<ProcedureCase>.Written>());
            switch (both.Single(d => d is not Done<ProcedureCase>.Written))
            {
                case Done<ProcedureCase>.Overtaken late:
                    Assert.Equal(0, race % 2);
                    Assert.Equal(version + 1, late.Now.Version);
                    break;
                case Done<ProcedureCase>.Refused no:
                    Assert.Equal(1, race % 2);
                    Assert.Equal("step-not-open", no.Why.Code);
                    break;
                default:
                    Assert.Fail("the other one was not told");
                    break;
            }
            Assert.Equal(entries + 1, (await store.Head()).Number);
            var kept = (await store.Find<ProcedureCase>(IdOf(race, 0).ToString()))!;
            Assert.Equal(won.After.State.At, kept.State.At);
        }
        Assert.Null((await store.Verify()).Fault);
    }
}
