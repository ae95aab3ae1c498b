using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Trellis.Store;

/// <summary>The numbered files that make the tables, each run once, in one transaction with the line that says so.</summary>
/// <remarks>The same text runs on SQLite and on PostgreSQL: bigint, integer and text are all the types there are, and days and instants are text in the order of time.</remarks>
internal static class Schema
{
    /// <summary>The files by number, with their text.</summary>
    public static readonly IReadOnlyList<(int Number, string Name, string Sql)> Files =
    [
        .. typeof(Schema)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("schema/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n =>
            {
                using var text = new StreamReader(
                    typeof(Schema).Assembly.GetManifestResourceStream(n)!
                );
                var name = n["schema/".Length..];
                return (int.Parse(name[..4]), name, text.ReadToEnd());
            }),
    ];

    /// <summary>Runs the files that were not run yet, up to one.</summary>
    /// <param name="last">The number to stop at; tests stop early to upgrade from there.</param>
    /// <returns>How many were run.</returns>
    /// <exception cref="StoreDamagedException">The store is of a newer program, or a file that was run says something else today.</exception>
    public static async Task<int> Upgrade(
        Casework store,
        TimeProvider time,
        CancellationToken stop,
        int last = int.MaxValue
    )
    {
        await using var db = store.Connect();
        await db.Database.OpenConnectionAsync(stop);
        var connection = db.Database.GetDbConnection();
        await using (var alone = await connection.BeginTransactionAsync(stop))
        {
            // "If not exists" is no promise to two nodes that start at once: both find it missing, and one fails.
            if (store.IsServer)
                await Run(
                    connection,
                    alone,
                    "select pg_advisory_xact_lock(hashtext('trellis schema'))",
                    stop
                );
            await Run(
                connection,
                alone,
                "create table if not exists schema_version (number integer not null primary key, name text not null, digest text not null, at text not null)",
                stop
            );
            await alone.CommitAsync(stop);
        }
        var ran = 0;
        foreach (var (number, name, sql) in Files.Where(f => f.Number <= last))
        {
            await using var whole = await connection.BeginTransactionAsync(stop);
            // Two nodes that start at once: the second waits here and then finds the work done.
            if (store.IsServer)
                await Run(connection, whole, "lock table schema_version", stop);
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
            var known = await Known(connection, whole, number, stop);
            if (known is null)
            {
                await Run(connection, whole, sql, stop);
                await Run(
                    connection,
                    whole,
                    $"insert into schema_version (number, name, digest, at) values ({number}, '{name}', '{digest}', '{Texts.Of(time.GetUtcNow())}')",
                    stop
                );
                await whole.CommitAsync(stop);
                ran++;
            }
            else if (known != digest)
                throw new StoreDamagedException(
                    $"{store.Place}: the schema file {name} was run here with another text. A schema file never changes once it was released."
                );
        }
        var newest = Files[^1].Number;
        if (
            last == int.MaxValue
            && await Highest(connection, null, stop) is var there
            && there > newest
        )
            throw new StoreDamagedException(
                $"{store.Place} is of a newer program: its schema is {there}, this program knows {newest}."
            );
        return ran;
    }

    private static async Task<string?> Known(
        DbConnection connection,
        DbTransaction whole,
        int number,
        CancellationToken stop
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = whole;
        command.CommandText = $"select digest from schema_version where number = {number}";
        return (string?)await command.ExecuteScalarAsync(stop);
    }

    /// <summary>The number of the newest file that was run here.</summary>
    public static async Task<long> Highest(
        DbConnection connection,
        DbTransaction? whole,
        CancellationToken stop
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = whole;
        command.CommandText = "select coalesce(max(number), 0) from schema_version";
        return Convert.ToInt64(await command.ExecuteScalarAsync(stop));
    }

    private static async Task Run(
        DbConnection connection,
        DbTransaction? whole,
        string sql,
        CancellationToken stop
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = whole;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(stop);
    }
}
