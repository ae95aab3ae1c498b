using Trellis.Journal;
using Trellis.Procedures;
using Trellis.Store;

namespace Trellis.TrustPlaces;

/// <summary>Offers that meet: a place and its offer are written together or not at all, and no more is promised than was stated.</summary>
public sealed class PlaceRaceTests(Databases databases)
{
    private const int AtOnce = 64;

    public static TheoryData<Database> Both => Databases.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Sixty_four_offers_at_once_take_no_more_places_than_there_are(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        for (var number = 0; number < AtOnce; number++)
            await store.Ask(number, Asking.Trust);
        await store.State(Asking.Trust, Asking.Terms(5));

        var said = await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(n => Task.Run(() => store.OfferWithPlace(n)))
        );

        Assert.Equal(5, said.Count(no => no is null));
        Assert.All(said.OfType<Refusal>(), no => Assert.Equal("no-place-left", no.Code));
        var capacity = (await store.Find<TrustCapacity>(Asking.Trust.ToString()))!.State;
        Assert.False(capacity.IsExceeded);
        var offered = new List<CaseId>();
        for (var number = 0; number < AtOnce; number++)
            if (
                (await store.Find<ProcedureCase>(Asking.Asked(number).ToString()))!.State
                    is { At: var at, Id: var id }
                && at == Code.Parse("offered")
            )
                offered.Add(id);
        // Whoever offered holds a place, and nobody else does.
        Assert.Equal(
            offered.Select(o => o.ToString()).Order(StringComparer.Ordinal),
            capacity.Places.Select(p => p.Invitation.ToString()).Order(StringComparer.Ordinal)
        );
        Assert.Null((await store.Verify()).Fault);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Two_offers_meet_at_the_last_place_and_the_other_is_told(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Ask(1, Asking.Trust);
        await store.Ask(2, Asking.Trust);
        await store.State(Asking.Trust, Asking.Terms(1));

        var said = await Task.WhenAll(
            Task.Run(() => store.OfferWithPlace(1)),
            Task.Run(() => store.OfferWithPlace(2))
        );

        Assert.Equal("no-place-left", Assert.Single(said.OfType<Refusal>()).Code);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_refusal_of_the_second_of_two_acts_writes_nothing_of_the_first(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Ask(1, Asking.Trust);
        await store.State(Asking.Trust, Asking.Terms(1));
        var head = await store.Head();

        var no = await store.DoTogether(
            [
                Doing.Of(Asking.Take(1)),
                // It is not open: the trust has offered nothing yet.
                Doing.Of(
                    new TakeStep(Asking.Asked(1), Code.Parse("withdraw"), Asking.Rival, null, [])
                ),
            ],
            Story.By(Asking.OfTrust, 600)
        );

        Assert.NotNull(no);
        Assert.Equal(head, await store.Head());
        Assert.Empty((await store.Find<TrustCapacity>(Asking.Trust.ToString()))!.State.Places);
        Assert.Null(await store.OfferWithPlace(1, minute: 700));
        Assert.Equal(head.Number + 2, (await store.Head()).Number);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_offer_without_a_place_is_refused_by_whichever_form_it_comes(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await store.Ask(1, Asking.Trust);
        await store.State(Asking.Trust, Asking.Terms(1));

        var alone = await store.Do(Asking.Offer(1), Story.By(Asking.OfTrust, 600));

        Assert.Equal("case-not-so-far", Assert.IsType<Done<ProcedureCase>.Refused>(alone).Why.Code);
        Assert.Null(await store.OfferWithPlace(1, minute: 700));
        // And an offer does not end without its place.
        var kept = await store.Do(
            new TakeStep(
                Asking.Asked(1),
                Code.Parse("turn-down"),
                Asking.Region,
                null,
                [
                    Answer.Of(Code.Parse("turned-down-on"), Story.FirstDay),
                    Answer.Of(Code.Parse("turned-down-because"), Code.Parse("another")),
                    Answer.Of(Code.Parse("turned-down-words"), (FreeText)"Fictional words."),
                ]
            ),
            Story.By(Asking.Officer, 800)
        );
        Assert.Equal("case-not-so-far", Assert.IsType<Done<ProcedureCase>.Refused>(kept).Why.Code);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Those_that_meet_in_opposite_order_wait_for_each_other_and_never_for_ever(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        const int Rounds = 20;
        await store.Ask(1, Asking.Trust, Asking.Rival);

        // Both write to both invitations, half of them in one order and half in the other.
        var said = await Task.WhenAll(
            Enumerable
                .Range(0, 2 * Rounds)
                .Select(n =>
                    Task.Run(() =>
                    {
                        var (one, other) = (
                            Later(Asking.Asked(1), n),
                            Later(Asking.Asked(1, 1), n)
                        );
                        return store.DoTogether(
                            n % 2 == 0 ? [one, other] : [other, one],
                            Story.By(Asking.Officer, 600)
                        );
                    })
                )
        );

        Assert.All(said, Assert.Null);
        foreach (var trust in new[] { 0, 1 })
            Assert.Equal(
                2 + 2 * Rounds,
                (await store.Find<ProcedureCase>(Asking.Asked(1, trust).ToString()))!
                    .State
                    .History
                    .Count
            );
    }

    /// <summary>Gives a trust more time to answer.</summary>
    private static Doing Later(CaseId invitation, int days) =>
        Doing.Of(
            new TakeStep(
                invitation,
                Code.Parse("set-deadline"),
                Asking.Region,
                null,
                [Answer.Of(Code.Parse("answer-by"), Story.FirstDay.AddDays(28 + days))]
            )
        );
}
