using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Trellis.Store;

/// <summary>A table as text, the same from both databases: a JSON array of the columns' names, then an array a row, in the order of the key.</summary>
internal static class TableText
{
    private static readonly JsonWriterOptions compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a table as text.</summary>
    /// <param name="to">Where to; left open.</param>
    public static async Task<BackupTable> Write(
        DbConnection connection,
        DbTransaction whole,
        TableShape table,
        Stream to,
        CancellationToken stop
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var line = new MemoryStream();
        await using var json = new Utf8JsonWriter(line, compact);
        // Columns by name, because a column that was added later is last in one database and not in another.
        var columns = table.Columns.OrderBy(c => c.Name, StringComparer.Ordinal).ToArray();
        json.WriteStartArray();
        foreach (var column in columns)
            json.WriteStringValue(column.Name);
        json.WriteEndArray();
        await End();
        await using var command = connection.CreateCommand();
        command.Transaction = whole;
        // The order of bytes, whatever the language of the database.
        var order = table.Key.Select(k =>
            connection is NpgsqlConnection && table.Columns.Single(c => c.Name == k).Type == "text"
                ? $"\"{k}\" collate \"C\""
                : $"\"{k}\""
        );
        command.CommandText =
            $"select {Names(columns)} from \"{table.Name}\" order by {string.Join(", ", order)}";
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = 0L;
        while (await reader.ReadAsync(stop))
        {
            json.WriteStartArray();
            for (var i = 0; i < columns.Length; i++)
                if (reader.IsDBNull(i))
                    json.WriteNullValue();
                else if (columns[i].Type == "text")
                    json.WriteStringValue(reader.GetString(i));
                else
                    json.WriteNumberValue(reader.GetInt64(i));
            json.WriteEndArray();
            await End();
            rows++;
        }
        return new BackupTable(table.Name, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));

        async Task End()
        {
            await json.FlushAsync(stop);
            line.WriteByte((byte)'\n');
            var bytes = line.GetBuffer().AsMemory(0, (int)line.Length);
            hash.AppendData(bytes.Span);
            await to.WriteAsync(bytes, stop);
            line.SetLength(0);
            json.Reset();
        }
    }

    /// <summary>Reads a text to its end and says how many rows it has and what its hash is.</summary>
    public static async Task<BackupTable> Measure(string name, Stream from, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var lines = 0L;
        int read;
        while ((read = await from.ReadAsync(buffer, stop)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }
        return new BackupTable(name, lines - 1, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Puts the rows of a text into a table.</summary>
    /// <exception cref="JsonException">A line is not what it should be.</exception>
    /// <exception cref="UnusableBackupException">The text has a column that the table has not.</exception>
    public static async Task Load(
        DbConnection connection,
        DbTransaction whole,
        TableShape table,
        Stream from,
        CancellationToken stop
    )
    {
        using var text = new StreamReader(from);
        var names =
            JsonSerializer.Deserialize<string[]>(await text.ReadLineAsync(stop) ?? "")
            ?? throw new JsonException("The names of the columns are missing.");
        var columns = names
            .Select(n =>
                table.Columns.FirstOrDefault(c => c.Name == n)
                ?? throw new UnusableBackupException(
                    $"Table {table.Name} has a column '{n}' that this program does not know."
                )
            )
            .ToArray();
        if (connection is NpgsqlConnection server)
            await Copy(server, table, columns, text, stop);
        else
            await Insert(connection, whole, table, columns, text, stop);
    }

    private static async Task Copy(
        NpgsqlConnection server,
        TableShape table,
        ColumnShape[] columns,
        StreamReader text,
        CancellationToken stop
    )
    {
        await using var import = await server.BeginBinaryImportAsync(
            $"copy \"{table.Name}\" ({Names(columns)}) from stdin (format binary)",
            stop
        );
        while (await text.ReadLineAsync(stop) is { } line)
        {
            await import.StartRowAsync(stop);
            foreach (var (column, value) in columns.Zip(Values(line, columns)))
                switch (value)
                {
                    case null:
                        await import.WriteNullAsync(stop);
                        break;
                    case string words:
                        await import.WriteAsync(words, NpgsqlDbType.Text, stop);
                        break;
                    case long number when column.Type == "integer":
                        await import.WriteAsync(checked((int)number), NpgsqlDbType.Integer, stop);
                        break;
                    case long number:
                        await import.WriteAsync(number, NpgsqlDbType.Bigint, stop);
                        break;
                }
        }
        await import.CompleteAsync(stop);
    }

    private static async Task Insert(
        DbConnection connection,
        DbTransaction whole,
        TableShape table,
        ColumnShape[] columns,
        StreamReader text,
        CancellationToken stop
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = whole;
        command.CommandText =
            $"insert into \"{table.Name}\" ({Names(columns)}) values ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
        for (var i = 0; i < columns.Length; i++)
            command.Parameters.Add(new SqliteParameter($"@p{i}", null));
        while (await text.ReadLineAsync(stop) is { } line)
        {
            var values = Values(line, columns);
            for (var i = 0; i < columns.Length; i++)
                command.Parameters[i].Value = values[i] ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    private static object?[] Values(string line, ColumnShape[] columns)
    {
        using var row = JsonDocument.Parse(line);
        if (
            row.RootElement.ValueKind != JsonValueKind.Array
            || row.RootElement.GetArrayLength() != columns.Length
        )
            throw new JsonException($"A row does not have {columns.Length} values.");
        return
        [
            .. row
                .RootElement.EnumerateArray()
                .Select(
                    (v, i) =>
                        v.ValueKind switch
                        {
                            JsonValueKind.Null => (object?)null,
                            JsonValueKind.String when columns[i].Type == "text" => v.GetString(),
                            JsonValueKind.Number when columns[i].Type != "text" => v.GetInt64(),
                            _ => throw new JsonException(
                                $"'{columns[i].Name}' does not take {v.GetRawText()}."
                            ),
                        }
                ),
        ];
    }

    private static string Names(IEnumerable<ColumnShape> columns) =>
        string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
}
