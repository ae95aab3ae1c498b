using System.Text;
using Trellis.Journal;
using Trellis.People;
using Trellis.Schools;
using Trellis.Statements;
using Trellis.Store;

namespace Trellis.PublicRecord;

/// <summary>The public record follows what is published, and nothing else gets into it.</summary>
public sealed class PublicRecordTests(Databases databases)
{
    private static readonly Clock clock = new();

    private static Occasion HeadOf(int school) =>
        new(
            new Holder(
                PersonId.From([7, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
                new Appointment(Role.Head, Scope.School(new Urn(school)))
            ),
            clock.GetUtcNow(),
            new DateOnly(2026, 10, 2),
            "a private reason"
        );

    private static async Task Say(Casework store, int school, string words) =>
        Assert.IsType<Done<SchoolStatement>.Written>(
            await store.Do(
                new MakeStatement(new Urn(school), words),
                HeadOf(school),
                beside: (_, after) => new Alongside([], [after.Public])
            )
        );

    private static async Task TakeBack(Casework store, int school) =>
        Assert.IsType<Done<SchoolStatement>.Written>(
            await store.Do(
                new WithdrawStatement(new Urn(school)),
                HeadOf(school),
                beside: (_, after) => new Alongside([], [after.Public])
            )
        );

    private async Task<(Casework Store, PublicRecordFile Record, string Folder)> Begin(
        Database database
    )
    {
        var place = await databases.Fresh(database);
        var store = await Casework.Open(place.Folder, place.Connection, clock);
        var folder = Path.Combine(place.Folder, "node");
        return (store, PublicRecordFile.Open(folder), folder);
    }

    private static bool Holds(string folder, string words) =>
        Directory
            .EnumerateFiles(folder)
            .Any(f => File.ReadAllBytes(f).AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)) >= 0);

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_is_published_can_be_read_by_anybody(Database database)
    {
        var (store, record, _) = await Begin(database);
        await using var _s = store;
        using var _r = record;
        await Say(store, 100_000, "We teach Latin.");

        Assert.Equal(1, await record.Follow(store, clock));

        var entry = record.Find(PublicStatement.Kind, "100000");
        Assert.Contains("We teach Latin.", entry!.Json);
        Assert.Equal((1L, clock.GetUtcNow()), (entry.Entry, entry.At));
        Assert.Equal(0, await record.Follow(store, clock));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_is_not_public_is_not_in_a_byte_of_it(Database database)
    {
        var (store, record, folder) = await Begin(database);
        await using var _s = store;
        using var _r = record;
        await Say(store, 100_000, "We teach Latin.");
        await record.Follow(store, clock);

        Assert.True(Holds(folder, "We teach Latin."));
        Assert.False(Holds(folder, "a private reason"));
        Assert.False(Holds(folder, PersonId.From([7, 1, 2, 3, 4, 5, 6, 7, 8, 9]).ToString()));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_is_taken_back_is_gone_from_every_byte(Database database)
    {
        var (store, record, folder) = await Begin(database);
        await using var _s = store;
        using var _r = record;
        await Say(store, 100_000, "We teach Latin.");
        await record.Follow(store, clock);
        await TakeBack(store, 100_000);
        await record.Follow(store, clock);

        Assert.Null(record.Find(PublicStatement.Kind, "100000"));
        Assert.False(Holds(folder, "Latin"));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_record_built_anew_never_holds_what_was_taken_back(Database database)
    {
        var (store, record, folder) = await Begin(database);
        await using var _s = store;
        record.Dispose();
        await Say(store, 100_000, "We teach Latin.");
        await Say(store, 100_001, "We sing.");
        await TakeBack(store, 100_000);

        var other = folder + "-2";
        using var anew = PublicRecordFile.Open(other);
        await anew.Follow(store, clock);

        Assert.Equal("100001", Assert.Single(anew.List(PublicStatement.Kind, 10)).Key);
        Assert.False(Holds(other, "Latin"));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Two_nodes_that_followed_at_different_times_say_the_same(Database database)
    {
        var (store, record, folder) = await Begin(database);
        await using var _s = store;
        using var _r = record;
        var random = new Random(4);
        for (var i = 0; i < 60; i++)
        {
            var school = 100_000 + random.Next(5);
            if (
                random.Next(3) == 0
                && (await store.Find<SchoolStatement>($"{school}"))?.State.Text.IsThere == true
            )
                await TakeBack(store, school);
            else
                await Say(store, school, $"Words {i}.");
            if (random.Next(4) == 0)
                await record.Follow(store, clock);
        }
        await record.Follow(store, clock);
        using var late = PublicRecordFile.Open(folder + "-2");
        await late.Follow(store, clock);

        var all = record.List(PublicStatement.Kind, 100);
        Assert.NotEmpty(all);
        Assert.Equal(all, late.List(PublicStatement.Kind, 100));
        Assert.Equal(record.Number, late.Number);
    }

    [Fact]
    public async Task A_damaged_file_is_set_aside_and_built_anew()
    {
        var (store, record, folder) = await Begin(Database.Sqlite);
        await using var _s = store;
        await Say(store, 100_000, "We teach Latin.");
        await record.Follow(store, clock);
        record.Dispose();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "public-record.db"),
            "this is no database, fictional or not"
        );

        using var anew = PublicRecordFile.Open(folder);
        await anew.Follow(store, clock);

        Assert.NotNull(anew.Find(PublicStatement.Kind, "100000"));
        Assert.True(File.Exists(Path.Combine(folder, "public-record.db.damaged")));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_record_of_another_journal_begins_again_also_where_that_one_is_longer(
        Database database
    )
    {
        var (store, record, folder) = await Begin(database);
        await using var _s = store;
        await Say(store, 100_000, "We teach Latin.");
        await record.Follow(store, clock);
        record.Dispose();
        await using var other = await databases.Store(database);
        await Say(other, 100_001, "We sing.");
        await Say(other, 100_002, "We paint.");
        using var again = PublicRecordFile.Open(folder);

        await again.Follow(other, clock);

        Assert.Equal(["100002", "100001"], again.List(PublicStatement.Kind, 10).Select(e => e.Key));
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_record_ahead_of_the_journal_begins_again(Database database)
    {
        var (store, record, _) = await Begin(database);
        await using var _s = store;
        using var _r = record;
        await Say(store, 100_000, "We teach Latin.");
        await Say(store, 100_001, "We sing.");
        await record.Follow(store, clock);
        await using var restored = await databases.Store(database);
        await Say(restored, 100_002, "We were restored.");

        await record.Follow(restored, clock);

        Assert.Equal("100002", Assert.Single(record.List(PublicStatement.Kind, 10)).Key);
    }
}
