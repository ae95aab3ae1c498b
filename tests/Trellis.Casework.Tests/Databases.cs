using Npgsql;
using Trellis.Store;

[assembly: AssemblyFixture(typeof(Trellis.Databases))]

namespace Trellis;

/// <summary>Which database a test runs on; every test of the store runs on both.</summary>
public enum Database
{
    Sqlite,
    Postgres,
}

/// <summary>Fresh stores on both databases: one PostgreSQL for the whole run, a copied template for each store.</summary>
public sealed class Databases : IAsyncLifetime
{
    private readonly List<string> folders = [];
    private Server? server;
    private int made;

    /// <summary>A store's place, and the connection where it is on the server.</summary>
    public sealed record Place(string Folder, string? Connection);

    public static TheoryData<Database> Both => new(Database.Sqlite, Database.Postgres);

    public async ValueTask InitializeAsync()
    {
        server = await Server.Start();
        await Ask("postgres", "create database template_trellis");
        await using var template = await Casework.Open(
            "",
            server.Connection("template_trellis"),
            new Clock()
        );
    }

    /// <summary>An empty place for a store, its schema up to date where it is on the server.</summary>
    public async Task<Place> Fresh(Database database)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-casework-").FullName;
        lock (folders)
            folders.Add(folder);
        if (database == Database.Sqlite)
            return new Place(folder, null);
        var name = $"t{Interlocked.Increment(ref made)}";
        await Ask("postgres", $"create database {name} template template_trellis");
        return new Place(folder, server!.Connection(name));
    }

    /// <summary>An empty database without any table, for tests of the schema.</summary>
    public async Task<Place> Bare(Database database)
    {
        if (database == Database.Sqlite)
            return await Fresh(database);
        var name = $"t{Interlocked.Increment(ref made)}";
        await Ask("postgres", $"create database {name}");
        return new Place(Directory.CreateTempSubdirectory().FullName, server!.Connection(name));
    }

    /// <summary>An open store, empty.</summary>
    public async Task<Casework> Store(Database database, TimeProvider? time = null)
    {
        var place = await Fresh(database);
        return await Casework.Open(place.Folder, place.Connection, time ?? new Clock());
    }

    private async Task Ask(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(
            server!.Connection(database) + ";Pooling=false"
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        foreach (var folder in folders.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }
}

/// <summary>A clock that a test sets: it begins on 2 October 2026, 09:00 UTC.</summary>
public sealed class Clock : TimeProvider
{
    private DateTimeOffset now = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Pass(TimeSpan time) => now += time;
}
