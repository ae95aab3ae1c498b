using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Store;

public sealed partial class Casework
{
    /// <summary>What an erasure took away, for the list of restores.</summary>
    /// <param name="Person">Null where single words were erased.</param>
    internal sealed record Wiped(PersonId? Person, IReadOnlyList<TextPlace> Texts)
    {
        /// <summary>What an event took away; null where it took nothing.</summary>
        public static Wiped? By(object happened) =>
            happened is IErases erases
                ? new Wiped((happened as PersonErased)?.Person, erases.Erased)
                : null;
    }

    /// <summary>The list of what was erased, which a restore applies; beside the file of the store, or in its folder where the store is on a server.</summary>
    public string ErasedListPath => Path.Combine(Folder, ErasedList.File);

    /// <summary>After an erasure is committed: the words leave the write-ahead file or the dead rows too, and the list for restores names what is gone.</summary>
    private async Task AfterErasure(CaseworkDb db, Wiped wiped, CancellationToken stop)
    {
        ErasedList.Add(ErasedListPath, wiped.Person, wiped.Texts);
        await Wipe(db, stop);
    }

    /// <summary>Overwrites what deleted words may have left behind: SQLite's file is written anew and its write-ahead file emptied, PostgreSQL's dead rows are removed.</summary>
    private async Task Wipe(CaseworkDb db, CancellationToken stop)
    {
        // It may take as long as the store is large, and nobody's page waits for it.
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        if (IsServer)
        {
            await db.Database.ExecuteSqlAsync(
                $"vacuum journal_text, person, outbox, proposal, account, token, session, sign_in_link, passkey, document, draft, unconfirmed_reply, school_statement, public_change",
                stop
            );
            return;
        }
        // Deleted rows are overwritten, but SQLite leaves copies in the unused part of pages that it once balanced: an index
        // of a thousand addresses kept some. Only a file written anew holds nothing but what is there.
        await db.Database.ExecuteSqlAsync($"vacuum", stop);
        // A reader that is in the middle of a page keeps the file as it is; readers are short.
        for (var tries = 0; tries < 100; tries++)
        {
            if (await Truncated(db.Database.GetDbConnection(), stop))
                return;
            await Task.Delay(20, stop);
        }
    }

    private static async Task<bool> Truncated(DbConnection connection, CancellationToken stop)
    {
        if (connection.State != System.Data.ConnectionState.Open)
            await connection.OpenAsync(stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "pragma wal_checkpoint(truncate)";
        await using var answer = await command.ExecuteReaderAsync(stop);
        // The first column says whether somebody else was in the way.
        return await answer.ReadAsync(stop) && answer.GetInt64(0) == 0;
    }

    /// <summary>Erases again what a list names and this store still has: for a store that was restored from a backup older than the erasures.</summary>
    /// <returns>How many people and how many single words were erased again.</returns>
    /// <exception cref="StoreDamagedException">The list cannot be read.</exception>
    public async Task<(int People, int Texts)> EraseAgain(
        string list,
        DateTimeOffset at,
        DateOnly today,
        CancellationToken stop = default
    )
    {
        var named = ErasedList.Read(list);
        var now = new Occasion(new Journal.Program("restore"), at, today);
        var (people, texts) = (0, 0);
        foreach (var person in named.People)
            if (await Do(new ErasePerson(person), now, stop: stop) is Done<Person>.Written)
                people++;
        foreach (var place in named.Texts)
            if (await Do(new EraseText(place), now, stop: stop) is Done<Wording>.Written)
                texts++;
        return (people, texts);
    }

    /// <summary>Adds to the list what the tables say was erased and the list does not name, as after a power cut between the two.</summary>
    public async Task CompleteErasedList(CancellationToken stop = default)
    {
        var named = ErasedList.Read(ErasedListPath);
        var (people, texts) = await Read(
            async db =>
            {
                var erased = nameof(PersonStatus.Erased);
                var gone = await db.Set<PersonRow>()
                    .Where(p => p.Status == erased)
                    .Select(p => p.Id)
                    .ToListAsync(stop);
                var places = await db.Set<EntryTextRow>()
                    .Where(t => t.ErasedBy != null && t.ErasedBy != t.Entry)
                    .Select(t => new { t.Entry, t.Path })
                    .ToListAsync(stop);
                return (
                    gone.ConvertAll(p => PersonId.Parse(p)),
                    places.ConvertAll(p => new TextPlace(p.Entry, p.Path))
                );
            },
            stop
        );
        foreach (var person in people.Except(named.People))
            ErasedList.Add(ErasedListPath, person, []);
        if (texts.Except(named.Texts).ToArray() is { Length: > 0 } missing)
            ErasedList.Add(ErasedListPath, null, missing);
    }
}
