using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Trellis.Snapshots;

/// <summary>The whole of a snapshot as one SQLite file with plain tables, for anybody's own tools.</summary>
/// <remarks>
/// Made from the published snapshot when somebody first asks, not at import: inserting rows takes longer than reading all
/// the published files. It is kept beside the snapshots and is the same for the same snapshot and program.
/// </remarks>
public static class PlainDatabase
{
    static PlainDatabase() => SQLitePCL.Batteries_V2.Init();

    private static readonly Lock One = new();

    /// <summary>The file of a snapshot in a store, made now if it is not there yet. Whole or not there: it is written aside and renamed.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static string Beside(SnapshotStore store, Snapshot snapshot)
    {
        var folder = Path.Combine(store.Folder, "exports");
        var path = Path.Combine(folder, $"{snapshot.Id}.sqlite");
        if (File.Exists(path))
            return path;
        lock (One)
        {
            if (File.Exists(path))
                return path;
            Directory.CreateDirectory(folder);
            // Those of snapshots no longer served are made again when asked for; two are kept for downloads under way.
            foreach (
                var old in new DirectoryInfo(folder)
                    .GetFiles("*.sqlite")
                    .OrderByDescending(f => f.LastWriteTimeUtc)
                    .Skip(1)
            )
                old.Delete();
            Write(path, snapshot);
            return path;
        }
    }

    /// <summary>Writes the file aside, forces it to disk and renames it; one that is there is replaced.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, Snapshot snapshot)
    {
        var aside = $"{path}.{Environment.ProcessId}.partial";
        File.Delete(aside);
        try
        {
            Fill(aside, snapshot);
            using (var file = new FileStream(aside, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            File.Move(aside, path, overwrite: true);
        }
        catch (SqliteException full) when (full.SqliteErrorCode is 13 or 10 or 14)
        {
            throw new IOException(
                $"The database could not be written to {path}: the disk is full, failing, or not ours to write.",
                full
            );
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static void Fill(string path, Snapshot snapshot)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()
        );
        connection.Open();
        // Nothing reads this file before it is renamed, and a half-written one is thrown away: no journal is needed.
        Run(
            connection,
            "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;"
        );
        Run(
            connection,
            "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
        );
        About(connection, "snapshot", snapshot.Id);
        About(
            connection,
            "register_date",
            snapshot.RegisterDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""
        );
        About(connection, "fictional", snapshot.IsFictional ? "true" : "false");
        About(
            connection,
            "licence",
            snapshot.IsFictional
                ? "Fictional data, no conditions."
                : "Contains public sector information licensed under the Open Government Licence v3.0."
        );
        Run(
            connection,
            """
            CREATE TABLE columns (
                table_name TEXT NOT NULL, column_name TEXT NOT NULL, label TEXT NOT NULL, type TEXT NOT NULL,
                unit TEXT NOT NULL, what TEXT NOT NULL, PRIMARY KEY (table_name, column_name)) WITHOUT ROWID;
            """
        );
        foreach (var table in OpenTables.Of(snapshot))
            Fill(connection, table);
        Run(connection, "COMMIT; ANALYZE;");
    }

    private static void Fill(SqliteConnection connection, OpenTable table)
    {
        var columns = table.Columns;
        Run(
            connection,
            $"CREATE TABLE \"{table.SqlName}\" ({string.Join(", ", columns.Select(c => Column(table, c)))})"
        );
        using (var describe = connection.CreateCommand())
        {
            describe.CommandText =
                "INSERT INTO columns VALUES ($table, $column, $label, $type, $unit, $what)";
            foreach (var column in columns)
            {
                describe.Parameters.Clear();
                describe.Parameters.AddWithValue("$table", table.SqlName);
                describe.Parameters.AddWithValue("$column", column.Name);
                describe.Parameters.AddWithValue("$label", column.Label);
                describe.Parameters.AddWithValue("$type", column.Type);
                describe.Parameters.AddWithValue("$unit", column.Unit);
                describe.Parameters.AddWithValue("$what", column.What);
                describe.ExecuteNonQuery();
            }
        }
        using (var insert = connection.CreateCommand())
        {
            insert.CommandText =
                $"INSERT INTO \"{table.SqlName}\" VALUES ({string.Join(", ", columns.Select((_, i) => $"$p{i}"))})";
            var cells = columns
                .Select(
                    (_, i) =>
                        insert.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" })
                )
                .ToArray();
            foreach (var row in table.Rows)
            {
                for (var i = 0; i < cells.Length; i++)
                    cells[i].Value = Cell(row[i]);
                insert.ExecuteNonQuery();
            }
        }
        // A table that is looked up by its school or group, and has no key of its own, gets an index on it.
        foreach (
            var reference in table.References.Where(r =>
                table.Key is not [var only] || only != r.Column
            )
        )
            Run(
                connection,
                $"CREATE INDEX \"{table.SqlName}_{reference.Column}\" ON \"{table.SqlName}\" (\"{reference.Column}\")"
            );
    }

    private static string Column(OpenTable table, OpenColumn column)
    {
        var type = column.Type switch
        {
            "integer" or "boolean" => "INTEGER",
            "number" => "REAL",
            _ => "TEXT",
        };
        var key = table.Key is [var only] && only == column.Name ? " PRIMARY KEY" : "";
        var reference = table.References.FirstOrDefault(r => r.Column == column.Name) is { } to
            ? $" REFERENCES \"{to.Table.Replace('-', '_')}\"(\"{to.Key}\")"
            : "";
        return $"\"{column.Name}\" {type}{(column.Required ? " NOT NULL" : "")}{key}{reference}";
    }

    /// <summary>Dates as ISO 8601, truths as 1 and 0, and what the files do not say as NULL.</summary>
    private static object Cell(object? value) =>
        value switch
        {
            null or "" => DBNull.Value,
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            bool truth => truth ? 1 : 0,
            _ => value,
        };

    private static void About(SqliteConnection connection, string key, string value)
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO about VALUES ($key, $value)";
        insert.Parameters.AddWithValue("$key", key);
        insert.Parameters.AddWithValue("$value", value);
        insert.ExecuteNonQuery();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
