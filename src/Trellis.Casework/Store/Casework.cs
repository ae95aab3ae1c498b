using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Trellis.Journal;

namespace Trellis.Store;

/// <summary>What people record and decide: one database, SQLite in a file or PostgreSQL. Every change is an act, and is in the journal.</summary>
public sealed partial class Casework : IAsyncDisposable
{
    private readonly DbContextOptions<CaseworkDb> options;
    private readonly NpgsqlDataSource? server;

    // SQLite has one writer; waiting in line costs less than its sleeping and trying again.
    private readonly SemaphoreSlim? line;

    private Casework(DbContextOptions<CaseworkDb> options, NpgsqlDataSource? server, string place)
    {
        this.options = options;
        this.server = server;
        line = server is null ? new SemaphoreSlim(1) : null;
        Place = place;
    }

    /// <summary>Where it is, for people: a file, or a host and a database; never a password.</summary>
    public string Place { get; }

    public bool IsServer => server is not null;

    /// <summary>The store at a place; nothing is opened yet, so that a site whose database is stopped can start.</summary>
    /// <param name="folder">Of the file "casework.db", where no server is named.</param>
    /// <param name="connection">Of a PostgreSQL server, as "Host=...;Database=..."; null or empty for the file.</param>
    public static Casework At(string folder, string? connection) =>
        string.IsNullOrWhiteSpace(connection) ? InFile(folder) : OnServer(connection);

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

    private static Casework InFile(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "casework.db");
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            ForeignKeys = true,
            DefaultTimeout = 30,
        };
        return new Casework(
            new DbContextOptionsBuilder<CaseworkDb>()
                .UseSqlite(connection.ConnectionString)
                .AddInterceptors(new Pragmas())
                .Options,
            null,
            file
        );
    }

    private static Casework OnServer(string connection)
    {
        var server = NpgsqlDataSource.Create(connection);
        var named = new NpgsqlConnectionStringBuilder(connection);
        return new Casework(
            new DbContextOptionsBuilder<CaseworkDb>().UseNpgsql(server).Options,
            server,
            $"{named.Host}, database {named.Database}"
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
        InLine(db => DoIn(db, act, now, conditions ?? Conditions.None, beside, stop), stop);

    private static async Task<Done<TState>> DoIn<TState, TEvent>(
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
        await using var whole = await db.Database.BeginTransactionAsync(stop);
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
        await db.Database.ExecuteSqlAsync(
            $"insert into subject (kind, id, version, entry) values ({kind}, {key}, 0, 0) on conflict (kind, id) do update set version = subject.version",
            stop
        );
        var edition = await db.Set<SubjectRow>()
            .AsNoTracking()
            .SingleAsync(r => r.Kind == kind && r.Id == key, stop);
        var table = Tables.Of<TState>();
        var before = edition.Version == 0 ? null : await table.Load(db, key, stop);
        if (conditions.Version is { } seen && seen != edition.Version && before is not null)
            return new Done<TState>.Overtaken(
                new Kept<TState>(before, edition.Version, edition.Entry),
                await ReadEntry(db, edition.Entry, stop)
            );
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
        await db.SaveChangesAsync(stop);
        var also = beside?.Invoke(happened, after) ?? Alongside.Nothing;
        var entry = await Append(
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
        await whole.CommitAsync(stop);
        return new Done<TState>.Written(new Kept<TState>(after, edition.Version + 1, entry.Number));
    }

    /// <summary>Takes the journal's head, which all others then wait for, and writes what carries the entry's number.</summary>
    private static async Task<Entry> Append(
        CaseworkDb db,
        Func<Head, Entry> write,
        Alongside also,
        int version,
        string? once,
        CancellationToken stop
    )
    {
        await db.Database.ExecuteSqlAsync(
            $"update journal_head set number = number + 1 where id = 1",
            stop
        );
        var row = await db.Set<HeadRow>().AsNoTracking().SingleAsync(stop);
        var entry = write(new Head(row.Number - 1, row.Hash));
        db.ChangeTracker.Clear();
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
                }
            );
        for (var i = 0; i < also.Letters.Count; i++)
        {
            var letter = also.Letters[i];
            db.Add(
                new LetterRow
                {
                    Id = $"{entry.Number}-{i + 1}",
                    Recipient = letter.To.Text,
                    Subject = letter.Subject.Text,
                    Body = letter.Body.Text,
                    MadeAt = Texts.Of(entry.At),
                    NotBefore = Texts.Of(also.NotBefore ?? entry.At),
                }
            );
        }
        for (var i = 0; i < also.Changes.Count; i++)
        {
            var change = also.Changes[i];
            db.Add(
                new PublicChangeRow
                {
                    Entry = entry.Number,
                    Part = i + 1,
                    Kind = change.Kind,
                    Key = change.Key,
                    Json = change.Json,
                }
            );
        }
        await db.SaveChangesAsync(stop);
        // What is superseded in public is no longer kept to be published: a record built anew must never hold it.
        foreach (var change in also.Changes)
            await db.Database.ExecuteSqlAsync(
                $"update public_change set json = null where kind = {change.Kind} and key = {change.Key} and entry < {entry.Number} and json is not null",
                stop
            );
        await db.Database.ExecuteSqlAsync(
            $"update subject set version = {version}, entry = {entry.Number} where kind = {entry.Kind} and id = {entry.Subject}",
            stop
        );
        if (once is not null)
            await db.Database.ExecuteSqlAsync(
                $"update once set entry = {entry.Number}, subject = {entry.Subject} where by_whom = {entry.By} and key = {once}",
                stop
            );
        await db.Database.ExecuteSqlAsync(
            $"update journal_head set hash = {entry.Hash} where id = 1",
            stop
        );
        return entry;
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
        if (line is not null)
            await line.WaitAsync(stop);
        try
        {
            return await Guarded(async () =>
            {
                await using var db = Connect();
                return await change(db);
            });
        }
        finally
        {
            line?.Release();
        }
    }

    /// <summary>Tells what a database says in our words: not now, or never again.</summary>
    private async Task<T> Guarded<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception wrong) when (Told(wrong) is not null)
        {
            throw Told(wrong)!;
        }
    }

    private IOException? Told(Exception wrong) =>
        wrong switch
        {
            SqliteException { SqliteErrorCode: 11 or 26 } damaged => new StoreDamagedException(
                $"{Place}: {damaged.Message}",
                damaged
            ),
            // 5 busy, 6 locked, 8 read-only, 10 input or output, 13 full, 14 cannot open.
            SqliteException { SqliteErrorCode: 5 or 6 or 8 or 10 or 13 or 14 } unable =>
                new StoreUnavailableException($"{Place}: {unable.Message}", unable),
            PostgresException { SqlState: ['5', '3' or '7' or '8', ..] or ['0', '8', ..] } unable =>
                new StoreUnavailableException($"{Place}: {unable.MessageText}", unable),
            NpgsqlException and not PostgresException => new StoreUnavailableException(
                $"{Place}: {wrong.Message}",
                wrong
            ),
            DbUpdateException { InnerException: { } inner } => Told(inner),
            InvalidOperationException { InnerException: DbException inner } => Told(inner),
            TimeoutException => new StoreUnavailableException($"{Place}: {wrong.Message}", wrong),
            _ => null,
        };

    public async ValueTask DisposeAsync()
    {
        line?.Dispose();
        if (server is not null)
            await server.DisposeAsync();
        else
            SqliteConnection.ClearPool(
                new SqliteConnection(
                    new SqliteConnectionStringBuilder
                    {
                        DataSource = Place,
                        ForeignKeys = true,
                        DefaultTimeout = 30,
                    }.ConnectionString
                )
            );
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
