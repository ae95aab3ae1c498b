using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Trellis.Store;

/// <summary>The numbered files make what the program expects, and bring every older store to it with nothing lost.</summary>
public sealed class SchemaTests(Databases databases)
{
    private async Task<Casework> Bare(Database database)
    {
        var place = await databases.Bare(database);
        return Casework.At(place.Folder, place.Connection);
    }

    private async Task<IReadOnlyList<TableShape>> AsRowsHaveIt(Database database)
    {
        await using var store = await Bare(database);
        await using var db = store.Connect();
        await store.Run(db.Database.GenerateCreateScript());
        return await store.Tables();
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_files_make_what_the_rows_expect(Database database)
    {
        await using var store = await Bare(database);
        await store.Upgrade(new Clock());

        var made = await store.Tables();

        Assert.Contains(made, t => t.Name == "journal");
        Assert.Empty(Drift.Between(made, await AsRowsHaveIt(database)));
    }

    [Theory]
    [InlineData("alter table person add column nickname text null", "person: column nickname")]
    [InlineData("drop index journal_by", "journal: index journal_by")]
    [InlineData(
        "drop index person_email; create index person_email on person (email)",
        "person: index person_email"
    )]
    [InlineData(
        "drop index appointment_scope; create index appointment_scope on appointment (role)",
        "appointment: index appointment_scope"
    )]
    [InlineData("drop table public_change", "table public_change")]
    [InlineData("create table spare (id text not null primary key)", "table spare")]
    [InlineData(
        "drop table once; create table once (by_whom text not null, key text not null, at text not null, entry bigint not null, subject text not null, primary key (key, by_whom))",
        "once: the key"
    )]
    [InlineData(
        "drop table once; create table once (by_whom text not null, key text not null, at text null, entry bigint not null, subject text not null, primary key (by_whom, key))",
        "once: column at"
    )]
    [InlineData(
        "drop table once; create table once (by_whom text not null, key text not null, at text not null, entry text not null, subject text not null, primary key (by_whom, key))",
        "once: column entry"
    )]
    [InlineData(
        "drop table appointment; create table appointment (person text not null, ordinal integer not null, role text not null, scope text not null, lent_by text null, held_from text not null, held_to text null, known_from text not null, known_to text null, primary key (person, ordinal)); create index appointment_scope on appointment (scope)",
        "appointment: reference person"
    )]
    public async Task A_drift_is_noticed(string change, string told)
    {
        foreach (var database in Enum.GetValues<Database>())
        {
            await using var store = await Bare(database);
            await store.Upgrade(new Clock());
            var rows = await AsRowsHaveIt(database);
            var before = Drift.Between(await store.Tables(), rows);
            await store.Run(change);

            var drift = Drift.Between(await store.Tables(), rows).Except(before);

            Assert.StartsWith(told, Assert.Single(drift), StringComparison.Ordinal);
        }
    }

    public static TheoryData<Database, int> EveryRelease()
    {
        var all = new TheoryData<Database, int>();
        foreach (var database in Enum.GetValues<Database>())
        foreach (var (number, _, _) in Schema.Files)
            all.Add(database, number);
        return all;
    }

    [Theory, MemberData(nameof(EveryRelease))]
    public async Task A_store_of_any_release_comes_to_the_newest_with_nothing_lost(
        Database database,
        int from
    )
    {
        await using var store = await Bare(database);
        await Schema.Upgrade(store, new Clock(), default, last: from);
        await store.Fill();
        var before = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var table in await store.Tables())
            before[Everything(table)] = await store.Ask(Everything(table));

        await store.Upgrade(new Clock());

        Assert.All(before.Values, rows => Assert.NotEmpty(rows));
        foreach (var (question, rows) in before)
            Assert.Equal(rows, await store.Ask(question));
        Assert.Empty(Drift.Between(await store.Tables(), await AsRowsHaveIt(database)));
    }

    private static string Everything(TableShape table) =>
        $"select {string.Join(", ", table.Columns.Select(c => c.Name))} from {table.Name} order by {string.Join(", ", table.Key)}";

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_store_that_is_up_to_date_is_left_as_it_is(Database database)
    {
        await using var store = await Bare(database);
        Assert.Equal(Schema.Files.Count, await Schema.Upgrade(store, new Clock(), default));

        Assert.Equal(0, await Schema.Upgrade(store, new Clock(), default));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Nodes_that_start_at_once_make_the_tables_once(Database database)
    {
        var place = await databases.Bare(database);
        var nodes = Enumerable
            .Range(0, 4)
            .Select(_ => Casework.At(place.Folder, place.Connection))
            .ToArray();

        // On SQLite one program has the file; there nodes start one after the other.
        if (database == Database.Postgres)
            await Task.WhenAll(nodes.Select(n => n.Upgrade(new Clock())));
        else
            foreach (var node in nodes)
                await node.Upgrade(new Clock());

        Assert.Equal(
            [$"{Schema.Files.Count}"],
            await nodes[0].Ask("select count(*) from schema_version")
        );
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_schema_file_that_was_run_with_another_text_is_refused(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Run("update schema_version set digest = 'another' where number = 1");

        var damaged = await Assert.ThrowsAsync<StoreDamagedException>(() =>
            store.Upgrade(new Clock())
        );

        Assert.Equal(
            $"{store.Place}: the schema file 0001-floor.sql was run here with another text. A schema file never changes once it was released.",
            damaged.Message
        );
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_store_of_a_newer_program_is_refused(Database database)
    {
        await using var store = await databases.Store(database);
        await store.Run(
            "insert into schema_version (number, name, digest, at) values (9001, '9001-later.sql', 'x', 'x')"
        );

        var damaged = await Assert.ThrowsAsync<StoreDamagedException>(() =>
            store.Upgrade(new Clock())
        );

        Assert.Equal(
            $"{store.Place} is of a newer program: its schema is 9001, this program knows {Schema.Files[^1].Number}.",
            damaged.Message
        );
    }

    /// <remarks>A new file gets its line here, once; a line here never changes.</remarks>
    [Fact]
    public void A_released_schema_file_never_changes()
    {
        var released = File.ReadAllLines(
            Path.Combine(AppContext.BaseDirectory, "Store", "released-schema.txt")
        );

        var today = Schema.Files.Select(f =>
            $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(f.Sql)))}  {f.Name}"
        );

        Assert.Equal(released, today);
    }

    [Fact]
    public void Schema_files_are_numbered_once()
    {
        Assert.Equal(Schema.Files.Count, Schema.Files.Select(f => f.Number).Distinct().Count());
        Assert.All(Schema.Files, f => Assert.Matches("^[0-9]{4}-[a-z-]+\\.sql$", f.Name));
    }
}
