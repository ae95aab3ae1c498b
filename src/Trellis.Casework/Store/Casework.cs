using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Trellis.Journal;
using Trellis.PublicRecord;

namespace Trellis.Store;

/// <summary>What people record and decide: one database, SQLite in a file or PostgreSQL. Every change is an act, and is in the journal.</summary>
public sealed partial class Casework : IAsyncDisposable
{
    private readonly DbContextOptions<CaseworkDb> options;
    private readonly NpgsqlDataSource? server;

    // SQLite has one writer; waiting in line costs less than its sleeping and trying again. On a server writers wait for
    // the journal's head, and those that wait here instead leave its connections to readers.
    private readonly SemaphoreSlim line;
    private readonly int places;
    private bool closed;

    private Casework(
        DbContextOptions<CaseworkDb> options,
        NpgsqlDataSource? server,
        string place,
        string folder
    )
    {
        Folder = folder;
        this.options = options;
        this.server = server;
        places = server is null ? 1 : 16;
        line = new SemaphoreSlim(places);
        Place = place;
    }

    /// <summary>Where it is, for people: a file, or a host and a database; never a password.</summary>
    public string Place { get; }

    /// <summary>The folder of what lies beside the database: its file, the list of what was erased.</summary>
    public string Folder { get; }

    public bool IsServer => server is not null;

    /// <summary>The store at a place; nothing is opened yet, so that a site whose database is stopped can start.</summary>
    /// <param name="folder">Of the file "casework.db", where no server is named.</param>
    /// <param name="connection">Of a PostgreSQL server, as "Host=...;Database=..."; null or empty for the file.</param>
    public static Casework At(string folder, string? connection) =>
        string.IsNullOrWhiteSpace(connection) ? In(folder) : OnServer(folder, connection);

    /// <summary>Brings the schema up to date; to be called before anything else is asked.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be reached.</exception>
    /// <exception cref="StoreDamagedException">It is of a newer program, or its schema was changed by hand.</exception>
    public Task Upgrade(TimeProvider time, CancellationToken stop = default) =>
        Guarded(() => Schema.Upgrade(this, time, stop));

    /// <summary>The store at a place, its schema up to date.</summary>
    /// <inheritdoc cref="At"/>
    /// <inheritdoc cref="Upgrade"/>
    public static async Task<Casework> Open(
        string folder,
        string? connection,
        TimeProvider time,
        CancellationToken stop = default
    )
    {
        var opened = At(folder, connection);
        var upgraded = false;
        try
        {
            await opened.Upgrade(time, stop);
            upgraded = true;
            return opened;
        }
        finally
        {
            if (!upgraded)
                await opened.DisposeAsync();
        }
    }

    private static Casework In(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "casework.db");
        return new Casework(
            new DbContextOptionsBuilder<CaseworkDb>()
                .UseSqlite(InFile(file))
                .AddInterceptors(new Pragmas())
                .Options,
            null,
            file,
            folder
        );
    }

    private static string InFile(string file) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = file,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ConnectionString;

    private static Casework OnServer(string folder, string connection)
    {
        var named = new NpgsqlConnectionStringBuilder(connection);
        // Somebody waits for the answer: a server that hangs is given up sooner than the library's half minute.
        var said = new DbConnectionStringBuilder { ConnectionString = connection };
        if (!Says("CommandTimeout"))
            named.CommandTimeout = 10;
        if (!Says("Timeout"))
            named.Timeout = 5;
        var server = NpgsqlDataSource.Create(named);
        return new Casework(
            new DbContextOptionsBuilder<CaseworkDb>().UseNpgsql(server).Options,
            server,
            $"{named.Host}, database {named.Database}",
            folder
        );

        bool Says(string setting) =>
            said
                .Keys.Cast<string>()
                .Any(key =>
                    key.Replace(" ", "", StringComparison.Ordinal)
                        .Equals(setting, StringComparison.OrdinalIgnoreCase)
                );
    }

    /// <summary>Does an act: applies its rule to the newest state and writes state, journal, letters and public steps in one transaction.</summary>
    /// <param name="beside">What to write with it, of what came of it; it is asked once, inside the transaction.</param>
    /// <exception cref="StoreUnavailableException">Nothing was written, or the answer was lost on the way: the form's key tells which when it is sent again.</exception>
    public Task<Done<TState>> Do<TState, TEvent>(
        Act<TState, TEvent> act,
        Occasion now,
        Conditions? conditions = null,
        Func<TEvent, TState, Alongside>? beside = null,
        CancellationToken stop = default
    )
        where TState : State
        where TEvent : Event<TState> =>
        InLine(
            async db =>
            {
                Wiped? wiped = null;
                Done<TState> done;
                await using (var whole = await db.Database.BeginTransactionAsync(stop))
                {
                    done = await DoWithin(
                        db,
                        act,
                        now,
                        conditions ?? Conditions.None,
                        (happened, after) =>
                        {
                            wiped = Wiped.By(happened);
                            return beside?.Invoke(happened, after) ?? Alongside.Nothing;
                        },
                        stop
                    );
                    if (done is not Done<TState>.Written)
                        return done;
                    // From here on nobody may turn back: a commit broken off may have happened.
                    await whole.CommitAsync(CancellationToken.None);
                }
                if (wiped is not null)
                    await AfterErasure(db, wiped, CancellationToken.None);
                return done;
            },
            stop
        );

    /// <summary>Does an act within a transaction that the caller commits where it was written, and only then.</summary>
    internal static async Task<Done<TState>> DoWithin<TState, TEvent>(
        CaseworkDb db,
        Act<TState, TEvent> act,
        Occasion now,
        Conditions conditions,
        Func<TEvent, TState, Alongside>? beside,
        CancellationToken stop
    )
        where TState : State
        where TEvent : Event<TState>
    {
        var kind = Naming.Of(typeof(TState));
        var key = act.Subject;
        // As fine as the tables keep it, so that what is answered equals what is read later.
        now = now with
        {
            At = Texts.Instant(Texts.Of(now.At)),
        };
        if (conditions.Once is { } form)
        {
            // Two posts of one form at once: the second waits here until the first is whole.
            var first = await db.Database.ExecuteSqlAsync(
                $"insert into once (by_whom, key, at, entry, subject) values ({now.By.Id}, {form}, {Texts.Of(now.At)}, 0, {key}) on conflict (by_whom, key) do nothing",
                stop
            );
            if (first == 0)
            {
                var was = await db.Set<OnceRow>()
                    .AsNoTracking()
                    .SingleAsync(r => r.ByWhom == now.By.Id && r.Key == form, stop);
                return new Done<TState>.Again(was.Subject, was.Entry);
            }
        }
        // Whoever holds this row may change the subject; the others wait and then see what came of it.
        await Lock(db, kind, key, stop);
        // A statement of its own: one that waited for the row would still look at the journal of before.
        var edition = await (
            from subject in db.Set<SubjectRow>()
            where subject.Kind == kind && subject.Id == key
            join made in db.Set<EntryRow>() on subject.Entry equals made.Number into entries
            from last in entries.DefaultIfEmpty()
            select new
            {
                subject.Version,
                subject.Entry,
                At = (string?)last.At,
            }
        ).SingleAsync(stop);
        // Who waited acts after whom they waited for, whatever the clock said when they began: else what the first
        // one made known would have been superseded before it was.
        if (edition.At is { } known && Texts.Instant(known) is var newest && newest > now.At)
            now = now with { At = newest };
        var table = Tables.Of<TState>();
        var before = edition.Version == 0 ? null : await table.Load(db, key, stop);
        if (conditions.Version is { } seen && seen != edition.Version && before is not null)
            return new Done<TState>.Overtaken(
                new Kept<TState>(before, edition.Version, edition.Entry),
                await ReadEntry(db, edition.Entry, stop)
            );
        if (act is ITwoPeople && now.By is { Second: null } and not Journal.Program)
            return new Done<TState>.Refused(
                new Refusal(
                    "second-person-needed",
                    "This needs two people: propose it, and ask another who may do it to confirm."
                )
            );
        var reach = Reaches.Of(act);
        if (reach is not null)
            act = await reach.Complete(db, act, stop);
        var outcome = act.Apply(before, now);
        if (outcome is Outcome<TEvent>.Refused no)
            return new Done<TState>.Refused(no.Why);
        if (outcome is not Outcome<TEvent>.Happened { Event: var happened })
            return new Done<TState>.Unchanged(
                new Kept<TState>(
                    before
                        ?? throw new InvalidOperationException(
                            $"{act.GetType().Name} changed nothing of what is not there."
                        ),
                    edition.Version,
                    edition.Entry
                )
            );
        var after = happened.After(before, now.At);
        if (after.Key != key)
            throw new InvalidOperationException($"{act.GetType().Name} changed another's state.");
        await table.Save(db, before, after, stop);
        await table.Follow(db, happened, stop);
        var also = beside?.Invoke(happened, after) ?? Alongside.Nothing;
        Entry entry;
        try
        {
            entry = await Append(
                db,
                head =>
                    Writing.Entry(
                        head,
                        Naming.Of(act.GetType()),
                        happened,
                        before,
                        after,
                        now,
                        () => RandomNumberGenerator.GetBytes(16)
                    ),
                also,
                edition.Version + 1,
                conditions.Once,
                stop
            );
        }
        catch (DbUpdateException twice)
            when (Taken(twice) is { } index && table.Taken(index) is { } why)
        {
            return new Done<TState>.Refused(why);
        }
        if (reach is not null)
            await reach.Then(db, before, happened, entry.Number, stop);
        return new Done<TState>.Written(new Kept<TState>(after, edition.Version + 1, entry.Number));
    }

    /// <summary>Whoever holds a subject's row may change it.</summary>
    internal static Task Lock(CaseworkDb db, string kind, string key, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"insert into subject (kind, id, version, entry) values ({kind}, {key}, 0, 0) on conflict (kind, id) do update set version = subject.version",
            stop
        );

    /// <summary>The unique index that something would have been in twice, by its name "table_column"; null where that is not what is wrong.</summary>
    private static string? Taken(DbUpdateException wrong) =>
        wrong.InnerException switch
        {
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } unique =>
                unique.ConstraintName,
            // "... UNIQUE constraint failed: person.email'." names the column; 2067 is a unique index.
            SqliteException { SqliteExtendedErrorCode: 2067 } unique => unique
                .Message.Split(": ")[^1]
                .TrimEnd('.', '\'')
                .Replace('.', '_'),
            _ => null,
        };

    /// <summary>Takes the journal's head, which all others then wait for, and writes the state's rows and what carries the entry's number.</summary>
    private static async Task<Entry> Append(
        CaseworkDb db,
        Func<Head, Entry> write,
        Alongside also,
        int version,
        string? once,
        CancellationToken stop
    )
    {
        var row = (
            await db.Set<HeadRow>()
                .FromSql(
                    $"update journal_head set number = number + 1 where id = 1 returning id, number, hash"
                )
                .ToListAsync(stop)
        ).Single();
        var entry = write(new Head(row.Number - 1, row.Hash));
        row.Hash = entry.Hash;
        db.Add(
            new EntryRow
            {
                Number = entry.Number,
                At = Texts.Of(entry.At),
                Act = entry.Act,
                Kind = entry.Kind,
                Subject = entry.Subject,
                ByWhom = entry.By,
                Role = entry.Role,
                Scope = entry.Scope,
                Second = entry.Second,
                Payload = entry.Payload,
                Previous = entry.Previous,
                Hash = entry.Hash,
            }
        );
        foreach (var text in entry.Texts)
            db.Add(
                new EntryTextRow
                {
                    Entry = entry.Number,
                    Path = text.Path,
                    Salt = text.Salt,
                    Text = text.Text,
                    ErasedBy = text.ErasedBy,
                }
            );
        for (var i = 0; i < also.Letters.Count; i++)
            db.Add(
                LetterRow.Waiting(
                    $"{entry.Number}-{i + 1}",
                    also.Letters[i],
                    entry.At,
                    also.NotBefore
                )
            );
        await Publish(db, entry.Number, 0, also.Changes, stop);
        db.Update(
            new SubjectRow
            {
                Kind = entry.Kind,
                Id = entry.Subject,
                Version = version,
                Entry = entry.Number,
            }
        );
        if (once is not null)
            db.Update(
                new OnceRow
                {
                    ByWhom = entry.By,
                    Key = once,
                    At = Texts.Of(entry.At),
                    Entry = entry.Number,
                    Subject = entry.Subject,
                }
            );
        // All of it in one go: while it is on its way everybody waits for the head.
        await db.SaveChangesAsync(stop);
        // A second act in the same transaction finds the head as it is then.
        db.ChangeTracker.Clear();
        return entry;
    }

    /// <summary>Adds steps of the public record to an entry; the caller saves and commits them.</summary>
    /// <param name="parts">How many the entry has already.</param>
    internal static async Task Publish(
        CaseworkDb db,
        long entry,
        int parts,
        IReadOnlyList<PublicChange> changes,
        CancellationToken stop
    )
    {
        foreach (var change in changes)
        {
            db.Add(
                new PublicChangeRow
                {
                    Entry = entry,
                    Part = ++parts,
                    Kind = change.Kind,
                    Key = change.Key,
                    Json = change.Json,
                }
            );
            // What is superseded in public is no longer kept to be published: a record built anew must never hold it.
            await db.Database.ExecuteSqlAsync(
                $"update public_change set json = null where kind = {change.Kind} and key = {change.Key} and entry < {entry} and json is not null",
                stop
            );
        }
    }

    /// <summary>What is kept of a key; null where there is nothing.</summary>
    public Task<Kept<TState>?> Find<TState>(string key, CancellationToken stop = default)
        where TState : State =>
        Read(
            async db =>
            {
                var kind = Naming.Of(typeof(TState));
                var edition = await db.Set<SubjectRow>()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(
                        r => r.Kind == kind && r.Id == key && r.Version > 0,
                        stop
                    );
                return edition is null ? null
                    : await Tables.Of<TState>().Load(db, key, stop) is { } state
                        ? new Kept<TState>(state, edition.Version, edition.Entry)
                    : null;
            },
            stop
        );

    internal CaseworkDb Connect() => new(options);

    /// <summary>Asks the database in one transaction that sees one moment.</summary>
    internal Task<T> Read<T>(Func<CaseworkDb, Task<T>> ask, CancellationToken stop) =>
        Guarded(async () =>
        {
            await using var db = Connect();
            // SQLite: a deferred transaction reads one moment and waits for nobody. PostgreSQL: the same by name.
            if (!IsServer)
            {
                await db.Database.OpenConnectionAsync(stop);
                var connection = (SqliteConnection)db.Database.GetDbConnection();
                await using var moment = connection.BeginTransaction(deferred: true);
                await db.Database.UseTransactionAsync(moment, stop);
                return await ask(db);
            }
            await using var seen = await db.Database.BeginTransactionAsync(
                System.Data.IsolationLevel.RepeatableRead,
                stop
            );
            return await ask(db);
        });

    /// <summary>Changes the database; on SQLite one at a time.</summary>
    internal async Task<T> InLine<T>(Func<CaseworkDb, Task<T>> change, CancellationToken stop)
    {
        if (!await line.WaitAsync(TimeSpan.FromSeconds(30), stop))
            throw new StoreUnavailableException($"{Place}: too many are waiting to write.");
        try
        {
            ObjectDisposedException.ThrowIf(closed, this);
            return await Guarded(async () =>
            {
                await using var db = Connect();
                return await change(db);
            });
        }
        finally
        {
            line.Release();
        }
    }

    /// <summary>Tells what a database says in our words: not now, or never again.</summary>
    private async Task<T> Guarded<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception wrong) when (Trouble.Told(Place, wrong) is not null)
        {
            throw Trouble.Told(Place, wrong)!;
        }
    }

    /// <summary>Waits for who is writing, then closes; who comes later is told.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var taken = 0; taken < places; taken++)
            await line.WaitAsync();
        closed = true;
        line.Release(places);
        if (server is not null)
            await server.DisposeAsync();
        else
        {
            await using var any = new SqliteConnection(InFile(Place));
            SqliteConnection.ClearPool(any);
        }
    }

    /// <summary>A commit is on the disk before it is answered, and what is deleted is overwritten.</summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        private const string Text =
            "pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;";

        public override void ConnectionOpened(
            DbConnection connection,
            ConnectionEndEventData eventData
        )
        {
            using var command = connection.CreateCommand();
            command.CommandText = Text;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Text;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
