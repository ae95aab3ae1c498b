using Trellis.Journal;
using Trellis.People;

namespace Trellis.Store;

/// <summary>An act is written whole, once, in the journal and the tables, on both databases.</summary>
public sealed class CaseworkTests(Databases databases)
{
    private static readonly DateTimeOffset now = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly today = new(2026, 10, 2);
    private static readonly Occasion fromTheTerminal = new(new Terminal(), now, today, "first");

    private static InvitePerson Invite(byte who, string email = "ada@school.example") =>
        new(
            PersonId.From([who, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
            "Ada Fictional",
            email,
            new Appointment(Role.Administrator, Scope.Everywhere),
            today,
            null,
            null
        );

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_act_is_in_the_tables_and_in_the_journal(Database database)
    {
        await using var store = await databases.Store(database);

        var done = await store.Do(Invite(1), fromTheTerminal);

        var written = Assert.IsType<Done<Person>.Written>(done);
        Assert.Equal((1, 1L), (written.After.Version, written.After.Entry));
        var kept = await store.Find<Person>(Invite(1).Subject);
        Assert.Equal("Ada Fictional", kept!.State.Name.Text);
        Assert.Equal(Invite(1).As, Assert.Single(kept.State.Appointments).Value);
        var entry = Assert.Single(await store.Entries(1, 10));
        Assert.Equal(("invite-person", "terminal"), (entry.Act, entry.By));
        Assert.Equal(entry.Hash, (await store.Head()).Hash);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Words_stand_outside_the_chain(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Do(Invite(1), fromTheTerminal);

        var entry = Assert.Single(await store.Entries(1, 10));

        Assert.DoesNotContain("Ada", entry.Payload);
        Assert.DoesNotContain("school.example", entry.Payload);
        Assert.Contains(entry.Texts, t => t is { Path: "event.name", Text: "Ada Fictional" });
        Assert.Contains(entry.Texts, t => t is { Path: "why", Text: "first" });
        Assert.All(
            entry.Texts,
            t => Assert.Contains(Writing.Digest(t.Salt!, t.Text!), entry.Payload)
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_refused_act_writes_nothing(Database database)
    {
        await using var store = await databases.Store(database);

        var done = await store.Do(Invite(1, email: "nowhere"), fromTheTerminal);

        Assert.Equal("email-unfit", Assert.IsType<Done<Person>.Refused>(done).Why.Code);
        Assert.Equal(Head.Empty, await store.Head());
        Assert.Null(await store.Find<Person>(Invite(1).Subject));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_form_that_is_sent_twice_gets_its_first_answer_again(Database database)
    {
        await using var store = await databases.Store(database);
        var form = new Conditions(Once: "form-1");
        await store.Do(Invite(1), fromTheTerminal, form);

        var again = await store.Do(Invite(1), fromTheTerminal, form);

        Assert.Equal(1, Assert.IsType<Done<Person>.Again>(again).Entry);
        Assert.Equal(1, (await store.Head()).Number);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Who_saves_an_older_edition_is_told_who_was_first(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Do(Invite(1), fromTheTerminal);

        var late = await store.Do(Invite(1), fromTheTerminal, new Conditions(Version: 0));

        var told = Assert.IsType<Done<Person>.Overtaken>(late);
        Assert.Equal((1, "invite-person"), (told.Now.Version, told.Theirs.Act));
    }
}
