using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Trellis.Store;

namespace Trellis.Faults;

/// <summary>Where stores under attack lie: folders on the machine's disk, and a PostgreSQL of our own whose commits wait for the disk.</summary>
public sealed class Grounds : IAsyncDisposable
{
    private readonly Scratch scratch = new();
    private int made;

    private Grounds(Server server) => Server = server;

    public Server Server { get; }

    public static async Task<Grounds> Take() => new(await Server.Start(safe: true));

    /// <summary>An empty store.</summary>
    public async Task<Ground> Fresh(Kind kind)
    {
        var name = $"ground{Interlocked.Increment(ref made)}";
        var folder = Directory.CreateDirectory(scratch[name]).FullName;
        if (kind == Kind.Sqlite)
            return new Ground(folder, null);
        await using var connection = new NpgsqlConnection(
            Server.Connection("postgres") + ";Pooling=false"
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new Ground(folder, Server.Connection(name));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        scratch.Dispose();
    }
}

/// <summary>Which database.</summary>
public enum Kind
{
    Sqlite,
    Postgres,
}

/// <summary>The place of one store, and of the public record that follows it.</summary>
/// <param name="Connection">Null where the store is a file in the folder.</param>
public sealed record Ground(string Folder, string? Connection)
{
    public Task<Casework> Open() => Casework.Open(Folder, Connection, TimeProvider.System);

    /// <summary>A connection of its own to the tables, past the program.</summary>
    public async Task<DbConnection> Connect()
    {
        DbConnection connection = Connection is { } server
            ? new NpgsqlConnection(server + ";Pooling=false")
            : new SqliteConnection(
                $"Data Source={Path.Combine(Folder, "casework.db")};Pooling=false"
            );
        await connection.OpenAsync();
        return connection;
    }
}
