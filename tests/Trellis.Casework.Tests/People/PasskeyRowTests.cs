using Trellis.Mail;
using Trellis.Store;

namespace Trellis.People;

/// <summary>What the store does with passkeys, on both databases.</summary>
public sealed class PasskeyRowTests(Databases databases)
{
    private static readonly DateTimeOffset now = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Letter letter = new("ada@school.example", "Added", "A passkey.");
    private static readonly PersonId ada = PersonId.From([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    private static readonly PersonId ben = PersonId.From([2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Passkey Key(string id, PersonId person) =>
        new(id, person, "Fictional laptop", "count 1", now);

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Of_many_uses_that_read_the_same_count_one_is_written(Database database)
    {
        await using var store = await databases.Store(database);
        await store.AddPasskey(Key("a_-A", ada), 10, letter, Stop);
        var read = (await store.PasskeyOf("a_-A", Stop))!;
        Assert.Equal(Key("a_-A", ada), read);

        var written = await Task.WhenAll(
            Enumerable.Range(2, 16).Select(i => store.UsePasskey(read, $"count {i}", Stop))
        );

        Assert.Single(written, w => w);
        Assert.False(await store.UsePasskey(read, "count 99", Stop));
        Assert.NotEqual("count 99", (await store.PasskeyOf("a_-A", Stop))!.Content);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_key_is_one_persons_and_only_they_can_remove_it(Database database)
    {
        await using var store = await databases.Store(database);
        Assert.True(await store.AddPasskey(Key("a", ada), 10, letter, Stop));
        Assert.False(await store.AddPasskey(Key("a", ben), 10, letter, Stop));
        // Ids differ in the size of letters.
        Assert.True(await store.AddPasskey(Key("A", ben), 10, letter, Stop));

        Assert.False(await store.RemovePasskey(ben, "a", Stop));
        Assert.Equal(Key("a", ada), Assert.Single(await store.PasskeysOf(ada, Stop)));
        Assert.True(await store.RemovePasskey(ada, "a", Stop));
        Assert.False(await store.RemovePasskey(ada, "a", Stop));
        Assert.Empty(await store.PasskeysOf(ada, Stop));
        Assert.Equal("A", Assert.Single(await store.PasskeysOf(ben, Stop)).Id);
    }

    [Theory, MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Who_has_as_many_as_they_may_gets_no_other_and_no_letter(Database database)
    {
        await using var store = await databases.Store(database);
        for (var i = 0; i < 3; i++)
            Assert.True(await store.AddPasskey(Key($"key{i}", ada), 3, letter, Stop));

        Assert.False(await store.AddPasskey(Key("key3", ada), 3, letter, Stop));

        Assert.Null(await store.PasskeyOf("key3", Stop));
        Assert.Equal(3, (await store.Outbox(now, Stop)).Waiting);
    }
}
