using Trellis.Journal;
using Trellis.People;
using Trellis.Retention;
using Trellis.Schools;
using Trellis.Statements;
using Trellis.Store;

namespace Trellis.Partnerships;

/// <summary>Whoever is erased is in no partnership's words, in nobody's draft and in no public byte; and knows before what is held.</summary>
public sealed class ErasedFromPartnershipsTests(Databases databases)
{
    private static readonly string gone = Story.Name(5);

    private static async Task<Partnership> Named(Casework store)
    {
        await store.Invite(1, 0);
        await store.Invite(5, 1);
        await store.Do(
            RegisterPartnershipTests.Cluster() with
            {
                Name = $"{gone}'s \"reading\" cluster",
                Agreement = Agreement.None with { Terms = $"Ask {gone.ToUpperInvariant()} first." },
            },
            Story.By(RegisterPartnershipTests.HeadOfFirst, 2),
            beside: (_, after) => new Alongside([], [after.Public])
        );
        var noted = await store.Do(
            new WriteNote(
                RegisterPartnershipTests.Cluster().Id,
                RegisterPartnershipTests.Cluster().By,
                $"{gone} has the keys."
            ),
            Story.By(RegisterPartnershipTests.HeadOfFirst, 3)
        );
        await store.Do(
            new MakeStatement(new Urn(100_000), $"{gone} teaches Latin here."),
            Story.By(RegisterPartnershipTests.HeadOfFirst, 4),
            beside: (_, after) => new Alongside([], [after.Public])
        );
        await store.SaveDraft(
            Story.Id(5),
            "partnership",
            "new",
            "{\"name\":\"mine\"}",
            Story.Begin
        );
        await store.SaveDraft(
            Story.Id(1),
            "partnership",
            "new",
            $$"""{"lead":"yes","list":["{{gone}} \"and\" others"],"number":5}""",
            Story.Begin
        );
        return Assert.IsType<Done<Partnership>.Written>(noted).After.State;
    }

    private static Task<Done<Person>> Erase(Casework store) =>
        store.Do(
            new ErasePerson(Story.Id(5)),
            Story.By(
                new Holder(
                    Story.Id(1),
                    new Appointment(Role.Administrator, Scope.Everywhere),
                    Story.Id(2)
                ),
                10,
                "asked for"
            )
        );

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Their_name_goes_out_of_documents_drafts_and_what_is_public(Database database)
    {
        await using var store = await databases.Store(database);
        var before = await Named(store);
        var version = (await store.Find<Partnership>(before.Key))!.Version;

        Assert.IsType<Done<Person>.Written>(await Erase(store));

        var kept = (await store.Find<Partnership>(before.Key))!;
        Assert.Equal(version, kept.Version);
        Assert.Equal("[erased]'s \"reading\" cluster", kept.State.Name.Text);
        Assert.Equal("Ask [erased] first.", kept.State.Agreement.Terms.Text);
        Assert.Equal("[erased] has the keys.", kept.State.Notes.Text);
        Assert.Equal(ActJson.Write(before.Members), ActJson.Write(kept.State.Members));
        Assert.Null(await store.FindDraft(Story.Id(5), "partnership", "new"));
        Assert.Equal(
            """{"lead":"yes","list":["[erased] \u0022and\u0022 others"],"number":5}""",
            (await store.FindDraft(Story.Id(1), "partnership", "new"))!.Json
        );
        using var record = PublicRecordFile.Open(Path.Combine(store.Folder, "node"));
        await record.Follow(store, new Clock());
        var open = record.Find(PublicPartnership.Kind, before.Key)!;
        Assert.Equal(kept.State.Public.Json, open.Json);
        Assert.Contains(
            "[erased] teaches Latin here.",
            record.Find(PublicStatement.Kind, "100000")!.Json
        );
        Assert.DoesNotContain(
            await store.PublicSteps(0, 100),
            s => s.Change.Json?.Contains(gone, StringComparison.OrdinalIgnoreCase) == true
        );
        Assert.Null((await store.Verify()).Fault);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Nothing_is_published_anew_where_no_name_stood(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Invite(5, 1);
        await store.Do(
            RegisterPartnershipTests.Cluster(),
            Story.By(RegisterPartnershipTests.HeadOfFirst, 2),
            beside: (_, after) => new Alongside([], [after.Public])
        );

        await Erase(store);

        Assert.Equal(2, Assert.Single(await store.PublicSteps(0, 100)).Entry);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task They_are_told_where_they_are_named_and_what_they_have_not_sent(
        Database database
    )
    {
        await using var store = await databases.Store(database);
        await Named(store);

        var told = (await store.Everything(Story.Id(5), Story.Begin.AddMinutes(9)))!.InWords();

        Assert.Contains($"{gone} has the keys.", told);
        Assert.Contains($"{gone}'s \"reading\" cluster", told);
        Assert.Contains("{\"name\":\"mine\"}", told);
        Assert.DoesNotContain("others\\\"],\"number\"", told);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_draft_goes_after_ninety_days_without_an_answer(Database database)
    {
        await using var store = await databases.Store(database);
        await store.SaveDraft(Story.Id(1), "partnership", "new", "{}", Story.Begin);
        await store.SaveDraft(Story.Id(2), "partnership", "new", "{}", Story.Begin.AddDays(1));
        var rules = RetentionRules.All.Where(r => r.Id.ToString() == "unsent-drafts").ToArray();

        Assert.Empty(
            await store.CarryOutRetention(
                rules,
                Story.Begin.AddDays(90),
                Story.FirstDay.AddDays(90)
            )
        );
        var counts = await store.CarryOutRetention(
            rules,
            Story.Begin.AddDays(91),
            Story.FirstDay.AddDays(91)
        );

        Assert.Equal(1, Assert.Single(counts).Number);
        Assert.Null(await store.FindDraft(Story.Id(1), "partnership", "new"));
        Assert.NotNull(await store.FindDraft(Story.Id(2), "partnership", "new"));
    }
}
