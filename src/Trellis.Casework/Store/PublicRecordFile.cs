using Microsoft.Data.Sqlite;
using Trellis.Journal;
using Trellis.PublicRecord;

namespace Trellis.Store;

/// <summary>What anybody may read of what people do: one SQLite file on every node, written by publication alone and read by every public page, feed, search and export.</summary>
/// <remarks>
/// It never holds a word that is not public. It follows the numbered steps of the casework store, so it may be deleted
/// and is then built anew; while the casework store is stopped it goes on answering.
/// </remarks>
public sealed class PublicRecordFile : IDisposable
{
    private readonly string place;
    private readonly string connection;
    private readonly SemaphoreSlim following = new(1);
    private long number;

    // Of the entry of that number: another one there is another journal, or one restored from before.
    private string hash = "";

    // The journal's head when all up to it had been applied; null before the first time.
    private Head? seen;

    private PublicRecordFile(string place, string connection)
    {
        this.place = place;
        this.connection = connection;
    }

    /// <summary>The last entry of the journal whose steps are in it; 0 where there is none. A page's tag carries it.</summary>
    public long Number => Interlocked.Read(ref number);

    /// <summary>When it last heard of the casework store; null where it has not since it was opened.</summary>
    public DateTimeOffset? HeardAt { get; private set; }

    /// <summary>How long it may not have heard of the casework store before what people wrote is no longer shown from it: until then a redaction made elsewhere has to be gone.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // As long as somebody asks again: a file that was just opened, and hears nothing, may be of any age.
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    private TimeProvider? clock;
    private long began;
    private long heard;

    /// <summary>Whether it follows the casework store, has not heard of it for longer than <see cref="Longest"/>, and so may hold words that may not be read any more.</summary>
    /// <remarks>By the time that passes, not by the clock: one that is set forward is no silence.</remarks>
    public bool IsBehind =>
        clock is { } time
        && (
            Interlocked.Read(ref heard) is > 0 and var last
                ? time.GetElapsedTime(last) > Longest
                : time.GetElapsedTime(began) > First
        );

    /// <summary>Opens "public-record.db" in a folder; a file that cannot be read is set aside and built anew.</summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be written.</exception>
    public static PublicRecordFile Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "public-record.db");
        try
        {
            return OpenAt(path);
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is 11 or 26)
        {
            // All of it can be had again from the casework store; the damaged file is kept for whoever asks why.
            File.Move(path, path + ".damaged", overwrite: true);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            return OpenAt(path);
        }
        catch (SqliteException unable)
        {
            throw new StoreUnavailableException($"{path}: {unable.Message}", unable);
        }
    }

    private static PublicRecordFile OpenAt(string path)
    {
        var opened = new PublicRecordFile(
            path,
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                DefaultTimeout = 30,
            }.ConnectionString
        );
        using var db = opened.Connect();
        // Full: a step that was applied is not lost, and with it what was taken out is not back after a power cut.
        Run(db, null, "pragma journal_mode = wal");
        Run(
            db,
            null,
            """
            create table if not exists record (
                kind text not null, key text not null, json text not null, entry integer not null, at text not null,
                primary key (kind, key)) without rowid;
            create index if not exists record_entry on record (kind, entry);
            create table if not exists applied (id integer primary key, entry integer not null, hash text not null);
            insert into applied (id, entry, hash) values (1, 0, '') on conflict do nothing;
            """
        );
        using var ask = db.CreateCommand();
        ask.CommandText = "select entry, hash from applied";
        using var applied = ask.ExecuteReader();
        applied.Read();
        (opened.number, opened.hash) = (applied.GetInt64(0), applied.GetString(1));
        return opened;
    }

    /// <summary>What is public of a key; null where nothing is.</summary>
    public PublicEntry? Find(string kind, string key) =>
        Ask(
                "select kind, key, json, entry, at from record where kind = $kind and key = $key",
                ("$kind", kind),
                ("$key", key)
            )
            .FirstOrDefault();

    /// <summary>All of a kind, the newest first.</summary>
    /// <param name="before">Only what was published by earlier entries than this; null for the newest.</param>
    /// <param name="take">At most so many.</param>
    public IReadOnlyList<PublicEntry> List(string kind, int take, long? before = null) =>
        Ask(
            "select kind, key, json, entry, at from record where kind = $kind and entry < $before order by entry desc, key limit $take",
            ("$kind", kind),
            ("$before", before ?? long.MaxValue),
            ("$take", take)
        );

    /// <summary>The keys of a kind with the entry that published each last, in the order of <see cref="List"/>: what tells cheaply which of many have changed.</summary>
    public IReadOnlyList<(string Key, long Entry)> Keys(string kind)
    {
        var found = new List<(string, long)>();
        Guarded(() =>
        {
            found.Clear();
            using var db = Connect();
            using var command = db.CreateCommand();
            command.CommandText =
                "select key, entry from record where kind = $kind order by entry desc, key";
            command.Parameters.AddWithValue("$kind", kind);
            using var rows = command.ExecuteReader();
            while (rows.Read())
                found.Add((rows.GetString(0), rows.GetInt64(1)));
        });
        return found;
    }

    /// <summary>Applies the steps that are new.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="StoreUnavailableException">The casework store cannot be read, or the record not be written; the record stays as it is.</exception>
    public async Task<int> Follow(
        Casework store,
        TimeProvider time,
        CancellationToken stop = default
    )
    {
        await following.WaitAsync(stop);
        try
        {
            if (clock is null)
                (began, clock) = (time.GetTimestamp(), time);
            // What is read now is known to be so from this moment, and not from when it was applied.
            var asked = time.GetTimestamp();
            var head = await store.Head(stop);
            if (head == seen)
            {
                HeardAt = time.GetUtcNow();
                Interlocked.Exchange(ref heard, asked);
                return 0;
            }
            if (Number > 0 && await store.HashOf(Number, stop) != hash)
                Guarded(Empty);
            var (applied, batch) = (0, 500);
            while (await store.PublicSteps(Number, batch, stop) is { Count: > 0 } steps)
            {
                // An entry's steps stay together: the last of a full batch may have more to come.
                var whole =
                    steps.Count < batch ? steps : [.. steps.Where(s => s.Entry < steps[^1].Entry)];
                if (whole.Count == 0)
                {
                    batch *= 4;
                    continue;
                }
                var last = (await store.HashOf(whole[^1].Entry, stop))!;
                Guarded(() => Apply(whole, last));
                applied += whole.Count;
            }
            HeardAt = time.GetUtcNow();
            Interlocked.Exchange(ref heard, asked);
            seen = head;
            return applied;
        }
        finally
        {
            following.Release();
        }
    }

    private void Apply(IReadOnlyList<PublicStep> steps, string last)
    {
        using var db = Connect();
        using var whole = db.BeginTransaction();
        var removed = false;
        foreach (var (entry, _, at, change) in steps)
        {
            // What is superseded is taken out first, so that nothing of it stays in a page of the file.
            removed |=
                Run(
                    db,
                    whole,
                    "delete from record where kind = $kind and key = $key",
                    ("$kind", change.Kind),
                    ("$key", change.Key)
                ) > 0;
            if (change.Json is not null)
                Run(
                    db,
                    whole,
                    "insert into record (kind, key, json, entry, at) values ($kind, $key, $json, $entry, $at)",
                    ("$kind", change.Kind),
                    ("$key", change.Key),
                    ("$json", change.Json),
                    ("$entry", entry),
                    ("$at", Texts.Of(at))
                );
        }
        Run(
            db,
            whole,
            "update applied set entry = $entry, hash = $hash",
            ("$entry", steps[^1].Entry),
            ("$hash", last)
        );
        whole.Commit();
        hash = last;
        Interlocked.Exchange(ref number, steps[^1].Entry);
        if (removed)
            Wipe(db);
    }

    private void Empty()
    {
        using var db = Connect();
        Run(db, null, "delete from record; update applied set entry = 0, hash = ''");
        hash = "";
        Interlocked.Exchange(ref number, 0);
        Wipe(db);
    }

    /// <summary>Writes the file anew: a page that was split may keep what was deleted from it, which overwriting does not reach.</summary>
    private static void Wipe(SqliteConnection db)
    {
        Run(db, null, "vacuum");
        // A reader in the middle of a page holds the old frames; readers are short.
        for (var tries = 0; tries < 100; tries++)
        {
            using var ask = db.CreateCommand();
            ask.CommandText = "pragma wal_checkpoint(truncate)";
            using var answer = ask.ExecuteReader();
            if (answer.Read() && answer.GetInt64(0) == 0)
                return;
            Thread.Sleep(20);
        }
    }

    private List<PublicEntry> Ask(string sql, params (string Name, object Value)[] values)
    {
        List<PublicEntry> found = [];
        Guarded(() => found = Read(sql, values));
        return found;
    }

    /// <summary>The file itself may be full, locked or gone, as the store's may.</summary>
    private void Guarded(Action ask)
    {
        try
        {
            ask();
        }
        catch (SqliteException wrong) when (Trouble.Told(place, wrong) is not null)
        {
            throw Trouble.Told(place, wrong)!;
        }
    }

    private List<PublicEntry> Read(string sql, (string Name, object Value)[] values)
    {
        using var db = Connect();
        using var command = db.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        using var rows = command.ExecuteReader();
        var found = new List<PublicEntry>();
        while (rows.Read())
            found.Add(
                new PublicEntry(
                    rows.GetString(0),
                    rows.GetString(1),
                    rows.GetString(2),
                    rows.GetInt64(3),
                    Texts.Instant(rows.GetString(4))
                )
            );
        return found;
    }

    private SqliteConnection Connect()
    {
        var db = new SqliteConnection(connection);
        db.Open();
        Run(db, null, "pragma synchronous = full; pragma secure_delete = on");
        return db;
    }

    private static int Run(
        SqliteConnection db,
        SqliteTransaction? whole,
        string sql,
        params (string Name, object Value)[] values
    )
    {
        using var command = db.CreateCommand();
        command.Transaction = whole;
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        following.Dispose();
        using var db = new SqliteConnection(connection);
        SqliteConnection.ClearPool(db);
    }
}
