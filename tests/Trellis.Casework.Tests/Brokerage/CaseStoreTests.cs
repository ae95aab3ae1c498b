using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Retention;
using Trellis.Store;

namespace Trellis.Brokerage;

/// <summary>A case in the store: opened whole or not at all, found with where it stands, its words erased in time.</summary>
public sealed class CaseStoreTests(Databases databases)
{
    private static readonly CaseRef Ref = CaseRef.Parse("b0123456789");
    private static readonly CaseId Main = CaseId.Parse("c0123456789");
    private static readonly Scope North = Scope.Parse("region:north-east");
    private static readonly Holder Officer = new(
        Story.Id(1),
        new Appointment(Role.RegionOfficer, North)
    );

    private static readonly CaseOpening Opening = new(
        new CaseKind(ProcedureId.Parse("academy-order"), [], []),
        [Scope.Parse("school:900001")],
        Scope.Parse("local-authority:901"),
        Scope.Parse("local-authority:901"),
        North,
        null,
        null,
        Story.FirstDay.AddDays(-40)
    );

    private static Task<Refusal?> Open(Casework store, string? once = null) =>
        store.DoTogether(
            Opening.Acts(Ref, North, _ => Main, Story.FirstDay, once: once),
            Story.By(Officer, 1)
        );

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_case_is_opened_with_its_procedures_once_and_found_with_where_it_stands(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        Assert.Null(await Open(store, "form"));

        Assert.Equal("sent-already", (await Open(store, "form"))!.Code);
        Assert.Equal("opened-already", (await Open(store))!.Code);
        var found = Assert.Single(await Caseload.Of(store, $"{North}", Story.FirstDay));
        Assert.Equal((Ref, Main, 40), (found.Case.Ref, found.Main.Id, found.Clock.Days));
        Assert.False(found.Clock.SinceOrder);
        Assert.NotEmpty(found.Open);
        Assert.Empty(await Caseload.Of(store, "region:london", Story.FirstDay));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Two_years_after_a_case_has_ended_its_notes_and_names_go_and_its_days_stay(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await Open(store);
        await store.Do(new WriteNote(Ref, "Quillon rang."), Story.By(Officer, 2));
        await store.Do(
            new NameContact(Ref, Opening.Schools[0], "Quillon Fictional", "chair", "01234 5"),
            Story.By(Officer, 3)
        );
        await store.Do(
            new SetTargetDay(Ref, TargetKind.Decision, Story.FirstDay, null, default),
            Story.By(Officer, 4)
        );
        // While it goes on nothing is erased, however old it is.
        Assert.Empty(await Sweep(store, new DateOnly(2031, 1, 1)));
        await store.Do(
            new StopProcedure(Main, North, null, "The fictional school closes."),
            Story.By(Officer, 5)
        );

        Assert.Empty(await Sweep(store, new DateOnly(2028, 10, 2)));
        Assert.Equal(
            ["closed-case-notes 1"],
            (await Sweep(store, new DateOnly(2028, 10, 3))).Select(c => $"{c.Rule} {c.Number}")
        );

        var kept = (await store.Find<BrokerageCase>($"{Ref}"))!.State;
        Assert.Equal("[erased]", Assert.Single(kept.Notes).Words.Text);
        Assert.Equal("[erased]", Assert.Single(kept.Contacts).Name.Text);
        Assert.Equal(Story.FirstDay, Assert.Single(kept.Targets).Day);
        Assert.Empty(await Sweep(store, new DateOnly(2028, 10, 3)));
        Assert.Null((await store.Verify()).Fault);
    }

    private static Task<IReadOnlyList<RetentionCount>> Sweep(Casework store, DateOnly day) =>
        store.CarryOutRetention(
            RetentionRules.All,
            new DateTimeOffset(day, new TimeOnly(2, 0), TimeSpan.Zero),
            day
        );
}
