using Microsoft.EntityFrameworkCore;

namespace Trellis.Store;

/// <summary>Rows as the database has them, for tests that look beneath.</summary>
internal static class Sql
{
    public static async Task Run(this Casework store, string sql)
    {
        await using var db = store.Connect();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Each row as its values with a bar between; a null is "-".</summary>
    public static async Task<IReadOnlyList<string>> Ask(this Casework store, string sql)
    {
        await using var db = store.Connect();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(
                string.Join(
                    '|',
                    Enumerable
                        .Range(0, reader.FieldCount)
                        .Select(i => reader.IsDBNull(i) ? "-" : $"{reader.GetValue(i)}")
                )
            );
        return rows;
    }

    public static async Task<IReadOnlyList<TableShape>> Tables(this Casework store)
    {
        await using var db = store.Connect();
        await db.Database.OpenConnectionAsync();
        return await Catalogue.Read(db.Database.GetDbConnection(), null, default);
    }

    /// <summary>Three rows in every table that has none, each value of its own.</summary>
    public static async Task Fill(this Casework store)
    {
        foreach (var table in Catalogue.InOrder(await store.Tables()))
        {
            if ((await store.Ask($"select 1 from {table.Name}")).Count > 0)
                continue;
            for (var i = 1; i <= 3; i++)
                await store.Run(
                    $"insert into {table.Name} ({string.Join(", ", table.Columns.Select(c => c.Name))}) values ({string.Join(", ", table.Columns.Select(c => Value(table, c, i)))})"
                );
        }
    }

    private static string Value(TableShape table, ColumnShape column, int i) =>
        table.References.FirstOrDefault(r => r.Column == column.Name) is { } to
            ? $"'{to.To}.{to.ToColumn} é {i}'"
        : column.Type == "text" ? $"'{table.Name}.{column.Name} é {i}'"
        : $"{i}";
}
