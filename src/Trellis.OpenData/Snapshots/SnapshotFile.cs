using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Trellis.Snapshots;

/// <summary>A snapshot on disk: one SQLite file with a row a part, and beside the parts the manifest, which is not in the hash.</summary>
public static class SnapshotFile
{
    static SnapshotFile() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Writes a snapshot to a new file and forces it to disk.</summary>
    /// <returns>The id.</returns>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public static string Write(string path, SnapshotContent content, Manifest manifest)
    {
        var parts = SnapshotParts.Of(content);
        var id = SnapshotParts.Hash(parts);
        try
        {
            using var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
            // Nothing reads this file before it is renamed, and a half-written one is thrown away: no journal is needed.
            Run(
                connection,
                "PRAGMA page_size = 32768; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            );
            Run(
                connection,
                """
                CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE part (name TEXT PRIMARY KEY, data BLOB NOT NULL);
                BEGIN;
                """
            );
            using (var insert = connection.CreateCommand())
            {
                insert.CommandText = "INSERT INTO part (name, data) VALUES ($name, $data)";
                var name = insert.Parameters.Add("$name", SqliteType.Text);
                var data = insert.Parameters.Add("$data", SqliteType.Blob);
                foreach (var (key, bytes) in parts)
                {
                    name.Value = key;
                    data.Value = bytes;
                    insert.ExecuteNonQuery();
                }
            }
            About(connection, "layout", $"{SnapshotParts.Layout}");
            About(connection, "id", id);
            About(connection, "manifest", JsonSerializer.Serialize(manifest));
            About(
                connection,
                "composed",
                JsonSerializer.Serialize(
                    content
                        .Sources.Where(s => s.Composed.Length > 0)
                        .ToDictionary(s => s.Key, s => s.Composed)
                )
            );
            Run(connection, "COMMIT;");
        }
        catch (SqliteException full) when (full.SqliteErrorCode is 13 or 10)
        {
            throw new IOException(
                $"The snapshot could not be written to {path}: the disk is full or failing.",
                full
            );
        }
        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        return id;
    }

    /// <summary>Reads a snapshot back whole.</summary>
    /// <param name="verify">Whether to hash every part again and hold the hash against the id.</param>
    /// <exception cref="InvalidDataException">The file is no snapshot of this layout, or it is damaged.</exception>
    public static Snapshot Read(string path, bool verify)
    {
        var parts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var about = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var connection = Open(path, SqliteOpenMode.ReadOnly);
            using (var select = connection.CreateCommand())
            {
                select.CommandText = "SELECT key, value FROM about";
                using var rows = select.ExecuteReader();
                while (rows.Read())
                    about[rows.GetString(0)] = rows.GetString(1);
            }
            if (about.GetValueOrDefault("layout") != $"{SnapshotParts.Layout}")
                throw new InvalidDataException(
                    $"{path} has layout {about.GetValueOrDefault("layout") ?? "none"}; this program reads layout {SnapshotParts.Layout}. Import the files anew."
                );
            using (var select = connection.CreateCommand())
            {
                select.CommandText = "SELECT name, data FROM part";
                using var rows = select.ExecuteReader();
                while (rows.Read())
                    parts[rows.GetString(0)] = rows.GetFieldValue<byte[]>(1);
            }
        }
        catch (SqliteException damaged)
        {
            throw new InvalidDataException(
                $"{path} is no snapshot or is damaged: {damaged.Message}",
                damaged
            );
        }
        var id = about["id"];
        if (verify && SnapshotParts.Hash(parts) != id)
            throw new InvalidDataException(
                $"{path} is damaged: its content does not have the id it bears."
            );
        var content = SnapshotParts.Read(parts);
        var composed = JsonSerializer.Deserialize<Dictionary<string, string>>(about["composed"])!;
        return new Snapshot(
            id,
            content with
            {
                Sources =
                [
                    .. content.Sources.Select(s =>
                        s with
                        {
                            Composed = composed.GetValueOrDefault(s.Key) ?? "",
                        }
                    ),
                ],
            },
            JsonSerializer.Deserialize<Manifest>(about["manifest"])!
        );
    }

    /// <summary>Reads only what a snapshot was read from.</summary>
    /// <exception cref="InvalidDataException">The file is no snapshot, or it is damaged.</exception>
    public static Manifest ReadManifest(string path)
    {
        try
        {
            using var connection = Open(path, SqliteOpenMode.ReadOnly);
            using var select = connection.CreateCommand();
            select.CommandText = "SELECT value FROM about WHERE key = 'manifest'";
            return select.ExecuteScalar() is string json
                ? JsonSerializer.Deserialize<Manifest>(json)!
                : throw new InvalidDataException($"{path} has no manifest.");
        }
        catch (SqliteException damaged)
        {
            throw new InvalidDataException(
                $"{path} is no snapshot or is damaged: {damaged.Message}",
                damaged
            );
        }
    }

    /// <summary>The id the content would have, without writing it.</summary>
    public static string IdOf(SnapshotContent content) =>
        SnapshotParts.Hash(SnapshotParts.Of(content));

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void About(SqliteConnection connection, string key, string value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO about (key, value) VALUES ($key, $value)";
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$value", value);
        command.ExecuteNonQuery();
    }
}
