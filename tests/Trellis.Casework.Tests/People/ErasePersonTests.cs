using System.Text;
using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.Store;

namespace Trellis.People;

/// <summary>A person who is erased is nowhere: not in the tables, not in the files under them, not in a store that is restored; and the journal still verifies.</summary>
public sealed class ErasePersonTests(Databases databases)
{
    private static readonly Holder byTwo = new(
        Story.Id(9001),
        new Appointment(Role.Administrator, Scope.Everywhere),
        Story.Id(9002)
    );

    private static Task<Done<Person>> Erase(Casework store, int number, int minute) =>
        store.Do(
            new ErasePerson(Story.Id(number)),
            Story.By(byTwo, minute, "asked for by themselves")
        );

    /// <summary>Everything that any table holds, row by row, as one text.</summary>
    private static async Task<string> Tables(Casework store)
    {
        var all = new StringBuilder();
        await using var db = store.Connect();
        foreach (var type in db.Model.GetEntityTypes())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            await db.Database.OpenConnectionAsync();
            command.CommandText = $"select * from {type.GetTableName()}";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                for (var i = 0; i < rows.FieldCount; i++)
                    all.Append(rows.GetValue(i)).Append('\n');
        }
        return all.ToString();
    }

    /// <summary>The bytes of the database's files, the write-ahead file among them.</summary>
    private static string Bytes(Casework store)
    {
        var all = new StringBuilder();
        foreach (var file in Directory.GetFiles(store.Folder, "casework.db*"))
        {
            using var open = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            using var read = new StreamReader(open, Encoding.Latin1);
            all.Append(read.ReadToEnd());
        }
        return all.ToString();
    }

    private static void Nowhere(string text, int number)
    {
        Assert.DoesNotContain(Story.Name(number), text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Story.Email(number), text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Whoever_is_erased_is_nowhere_and_the_chain_verifies(Database database)
    {
        var people = Rounds.Of(12);
        var chance = new Random(4);
        await using var store = await databases.Store(database);
        for (var i = 0; i < people; i++)
            await store.Do(
                new InvitePerson(
                    Story.Id(i),
                    Story.Name(i),
                    Story.Email(i),
                    new Appointment(Role.Administrator, Scope.Everywhere),
                    Story.FirstDay,
                    null,
                    null
                ),
                // Every other reason names somebody who was invited before.
                Story.By(
                    new Terminal(),
                    i,
                    i % 2 == 1 ? $"as {Story.Name(chance.Next(i)).ToUpperInvariant()} asked" : "new"
                ),
                beside: (invited, person) =>
                    new Alongside(
                        [new Letter(person.Email, "Join", $"Dear {person.Name}, please join.")],
                        []
                    )
            );
        await using (var db = store.Connect())
            await db.Set<LetterRow>()
                .Where(l => l.Id.EndsWith("1-1"))
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(l => l.SentAt, "2026-10-02T09:00:00.000000Z")
                );
        var order = Enumerable.Range(0, people).ToArray();
        chance.Shuffle(order);
        var gone = order[..(people - 2)];

        foreach (var number in gone)
            Assert.IsType<Done<Person>.Written>(await Erase(store, number, 5000));

        var tables = await Tables(store);
        foreach (var number in gone)
            Nowhere(tables, number);
        foreach (var number in order[^2..])
            Assert.Contains(Story.Name(number), tables);
        if (database == Database.Sqlite)
        {
            var bytes = Bytes(store);
            foreach (var number in gone)
                Nowhere(bytes, number);
            Assert.Contains(Story.Name(order[^1]), bytes);
        }
        var found = await store.Verify();
        Assert.Null(found.Fault);
        Assert.True(found.Erased >= gone.Length * 7);
        Rounds.Tell(
            $"{database}: {gone.Length:N0} people erased of {people:N0}; {found.Erased:N0} words gone, 0 found again{(database == Database.Sqlite ? ", nor in the bytes of the files" : "")}; the journal of {found.Reached.Number:N0} entries verifies."
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_they_did_stands_by_nobody_named(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Invite(1, 0);
        await Erase(store, 1, 1);

        var person = (await store.Find<Person>(Story.Id(1).ToString()))!.State;

        Assert.Equal(PersonStatus.Erased, person.Status);
        Assert.False(person.Name.IsThere || person.Email.IsThere);
        Assert.Empty(person.Appointments.On(Story.FirstDay, Story.Begin.AddMinutes(2)));
        Assert.Single(person.Appointments.On(Story.FirstDay, Story.Begin));
        var entries = await store.Entries(1, 10);
        Assert.Equal(["invite-person", "erase-person"], entries.Select(e => e.Act));
        Assert.Equal(Story.Id(9002).ToString(), entries[1].Second);
        Assert.All(entries[0].Texts, t => Assert.Equal(2, t.ErasedBy));
        // The erasure's own entry keeps its reason and nothing of what it took away.
        Assert.Equal(
            "asked for by themselves",
            Assert.Single(entries[1].Texts, t => t.Text is not null).Text
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Another_of_the_same_name_keeps_it(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Invite(1, 0);
        var twin = new InvitePerson(
            Story.Id(2),
            Story.Name(1),
            Story.Email(2),
            new Appointment(Role.Administrator, Scope.Everywhere),
            Story.FirstDay,
            null,
            null
        );
        await store.Do(twin, Story.By(new Terminal(), 1, "new"));

        await Erase(store, 1, 2);

        Assert.Equal(
            Story.Name(1),
            (await store.Find<Person>(Story.Id(2).ToString()))!.State.Name.Text
        );
        var entries = await store.Entries(1, 10);
        Assert.All(entries[1].Texts, t => Assert.Null(t.ErasedBy));
        Assert.Null((await store.Verify()).Fault);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_store_from_an_older_backup_erases_again_by_the_list(Database database)
    {
        await using var store = await databases.Store(database);
        await using var restored = await databases.Store(database);
        foreach (var one in new[] { store, restored })
        {
            await one.Invite(1, 0, why: "wrongly written down");
            await one.Invite(2, 1);
            await one.Invite(3, 2);
        }
        await Erase(store, 2, 10);
        await store.Do(new EraseText(new TextPlace(1, "why")), Story.By(byTwo, 11));

        var again = await restored.EraseAgain(store.ErasedListPath, Story.Begin, Story.FirstDay);

        Assert.Equal((1, 1), again);
        var tables = await Tables(restored);
        Nowhere(tables, 2);
        Assert.DoesNotContain("wrongly written down", tables);
        Assert.Contains(Story.Name(3), tables);
        Assert.Null((await restored.Verify()).Fault);
        Assert.Equal(
            (0, 0),
            await restored.EraseAgain(store.ErasedListPath, Story.Begin, Story.FirstDay)
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_list_that_was_lost_is_made_again_from_the_tables(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Invite(1, 0);
        await Erase(store, 1, 1);
        var was = ErasedList.Read(store.ErasedListPath);
        File.Delete(store.ErasedListPath);

        await store.CompleteErasedList();

        var now = ErasedList.Read(store.ErasedListPath);
        Assert.Equal(was.People, now.People);
        Assert.Equal(was.Texts.ToHashSet(), now.Texts.ToHashSet());
        Assert.DoesNotContain("Fictional", await File.ReadAllTextAsync(store.ErasedListPath));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Words_that_an_erasure_names_and_that_are_back_are_found(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Invite(1, 0);
        await using var db = store.Connect();
        var kept = await db.Set<EntryTextRow>().AsNoTracking().ToListAsync();
        await Erase(store, 1, 1);
        await using var whole = await db.Database.BeginTransactionAsync();
        db.UpdateRange(kept);
        await db.SaveChangesAsync();

        var found = await Casework.VerifyIn(db, [], default);

        Assert.Equal(2, found.Fault!.Entry);
        Assert.Contains("it says that it erased the words", found.Fault.Sentence);
    }

    [Fact]
    public void Only_an_administrator_may_erase()
    {
        var head = new Holder(
            Story.Id(1),
            new Appointment(Role.Head, Scope.Parse("school:100000")),
            Story.Id(2)
        );

        var outcome = new ErasePerson(Story.Id(3)).Apply(null, Story.By(head, 0));

        Assert.Equal(
            "not-yours-to-erase",
            Assert.IsType<Outcome<PersonErased>.Refused>(outcome).Why.Code
        );
    }
}
