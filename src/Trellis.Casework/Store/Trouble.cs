using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Trellis.Store;

/// <summary>What a database says, in our words: not now, or never again.</summary>
internal static class Trouble
{
    /// <param name="place">Where it is, for people.</param>
    /// <returns>Null where it is neither, but our mistake.</returns>
    public static IOException? Told(string place, Exception wrong) =>
        wrong switch
        {
            SqliteException { SqliteErrorCode: 11 or 26 } damaged => new StoreDamagedException(
                $"{place}: {damaged.Message}",
                damaged
            ),
            // XX001 and XX002: a page or an index that cannot be read.
            PostgresException { SqlState: "XX001" or "XX002" } damaged => new StoreDamagedException(
                $"{place}: {damaged.MessageText}",
                damaged
            ),
            // 5 busy, 6 locked, 7 no memory, 8 read-only, 10 input or output, 13 full, 14 cannot open, 15 no lock on the log.
            SqliteException { SqliteErrorCode: 5 or 6 or 7 or 8 or 10 or 13 or 14 or 15 } unable =>
                new StoreUnavailableException($"{place}: {unable.Message}", unable),
            // Classes 08 connection, 28 who we are, 40 rolled back, 53 resources, 55 locks, 57 stopped by an operator, 58 its
            // disk; 25006 it only reads, as a stand-by does; 3D000 the database is not there.
            PostgresException
            {
                SqlState: ['0' or '2', '8', ..]
                    or ['4', '0', ..]
                    or ['5', '3' or '5' or '7' or '8', ..]
                    or "25006"
                    or "3D000"
            } unable => new StoreUnavailableException($"{place}: {unable.MessageText}", unable),
            NpgsqlException and not PostgresException => new StoreUnavailableException(
                $"{place}: {wrong.Message}",
                wrong
            ),
            // A name that does not resolve, and what waited too long.
            SocketException or TimeoutException => new StoreUnavailableException(
                $"{place}: {wrong.Message}",
                wrong
            ),
            // Entity Framework wraps what may pass, and what stopped it from saving, and the one in the other.
            DbUpdateException { InnerException: { } inner } => Told(place, inner),
            InvalidOperationException
            {
                InnerException: DbException or DbUpdateException or TimeoutException
            } => Told(place, wrong.InnerException!),
            _ => null,
        };
}
