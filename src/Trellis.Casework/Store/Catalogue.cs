using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Trellis.Store;

/// <summary>A table as the database itself describes it.</summary>
/// <param name="Key">The columns of its primary key, in its order.</param>
/// <param name="Indexes">Besides the key's own.</param>
internal sealed record TableShape(
    string Name,
    IReadOnlyList<ColumnShape> Columns,
    IReadOnlyList<string> Key,
    IReadOnlyList<IndexShape> Indexes,
    IReadOnlyList<Reference> References
);

/// <param name="Type">"text", "integer" or "bigint"; SQLite tells the last two apart no more than it has to, and both are "integer" there.</param>
internal sealed record ColumnShape(string Name, string Type, bool Nullable);

/// <param name="Columns">With commas between.</param>
internal sealed record IndexShape(string Name, bool Unique, string Columns);

/// <param name="To">The table it names.</param>
internal sealed record Reference(string Column, string To, string ToColumn);

/// <summary>Asks a database what tables it has. The scheduler's tables and the list of schema files are no casework and are left out.</summary>
internal static class Catalogue
{
    /// <returns>By name.</returns>
    public static async Task<IReadOnlyList<TableShape>> Read(
        DbConnection connection,
        DbTransaction? whole,
        CancellationToken stop
    )
    {
        var file = connection is SqliteConnection;
        var names = await Ask(
            connection,
            whole,
            file
                ? "select name from sqlite_master where type = 'table' and name not like 'sqlite~_%' escape '~'"
                : "select table_name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'",
            r => r.GetString(0),
            stop
        );
        var tables = new List<TableShape>();
        foreach (
            var name in names
                .Where(n =>
                    n != "schema_version" && !n.StartsWith("qrtz_", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal)
        )
            tables.Add(
                file
                    ? await InFile(connection, whole, name, stop)
                    : await OnServer(connection, whole, name, stop)
            );
        return tables;
    }

    /// <summary>The tables in an order in which rows can be put in: those that others name come first.</summary>
    public static IReadOnlyList<TableShape> InOrder(IReadOnlyList<TableShape> tables)
    {
        var ordered = new List<TableShape>(tables.Count);
        var left = tables.ToList();
        while (left.Count > 0)
        {
            var free = left.FindAll(t =>
                t.References.All(r => r.To == t.Name || !left.Exists(l => l.Name == r.To))
            );
            if (free.Count == 0)
                throw new InvalidOperationException("Tables name each other in a circle.");
            ordered.AddRange(free);
            left.RemoveAll(free.Contains);
        }
        return ordered;
    }

    private static async Task<TableShape> InFile(
        DbConnection connection,
        DbTransaction? whole,
        string name,
        CancellationToken stop
    )
    {
        var columns = await Ask(
            connection,
            whole,
            $"select name, type, \"notnull\", pk from pragma_table_info('{name}') order by cid",
            r =>
                (
                    Column: new ColumnShape(
                        r.GetString(0),
                        r.GetString(1).Contains("int", StringComparison.OrdinalIgnoreCase)
                            ? "integer"
                            : r.GetString(1).ToLowerInvariant(),
                        r.GetInt64(2) == 0
                    ),
                    Key: r.GetInt64(3)
                ),
            stop
        );
        var indexes = await Ask(
            connection,
            whole,
            $"select l.name, l.\"unique\", (select group_concat(i.name, ',') from (select name from pragma_index_info(l.name) order by seqno) i) from pragma_index_list('{name}') l where l.origin <> 'pk' order by l.name",
            r => new IndexShape(r.GetString(0), r.GetInt64(1) == 1, r.GetString(2)),
            stop
        );
        var references = await Ask(
            connection,
            whole,
            $"select \"from\", \"table\", \"to\" from pragma_foreign_key_list('{name}') order by id, seq",
            r => new Reference(r.GetString(0), r.GetString(1), r.GetString(2)),
            stop
        );
        return new TableShape(
            name,
            [.. columns.Select(c => c.Column)],
            [.. columns.Where(c => c.Key > 0).OrderBy(c => c.Key).Select(c => c.Column.Name)],
            indexes,
            references
        );
    }

    private static async Task<TableShape> OnServer(
        DbConnection connection,
        DbTransaction? whole,
        string name,
        CancellationToken stop
    )
    {
        var columns = await Ask(
            connection,
            whole,
            $"select column_name, data_type, is_nullable from information_schema.columns where table_schema = current_schema() and table_name = '{name}' order by ordinal_position",
            r => new ColumnShape(r.GetString(0), r.GetString(1), r.GetString(2) == "YES"),
            stop
        );
        var indexes = await Ask(
            connection,
            whole,
            $"""
            select c.relname, i.indisunique, i.indisprimary,
                   (select string_agg(a.attname, ',' order by k.ord)
                    from unnest(i.indkey::smallint[]) with ordinality as k(att, ord)
                    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.att)
            from pg_index i
            join pg_class c on c.oid = i.indexrelid
            where i.indrelid = to_regclass('"{name}"')
            order by c.relname
            """,
            r =>
                (
                    Index: new IndexShape(r.GetString(0), r.GetBoolean(1), r.GetString(3)),
                    IsKey: r.GetBoolean(2)
                ),
            stop
        );
        var references = await Ask(
            connection,
            whole,
            $"""
            select a.attname, t.relname, b.attname
            from pg_constraint c
            join pg_class t on t.oid = c.confrelid
            cross join unnest(c.conkey, c.confkey) as k(mine, theirs)
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.mine
            join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.theirs
            where c.contype = 'f' and c.conrelid = to_regclass('"{name}"')
            order by c.conname, a.attname
            """,
            r => new Reference(r.GetString(0), r.GetString(1), r.GetString(2)),
            stop
        );
        return new TableShape(
            name,
            columns,
            [.. indexes.Where(i => i.IsKey).SelectMany(i => i.Index.Columns.Split(','))],
            [.. indexes.Where(i => !i.IsKey).Select(i => i.Index)],
            references
        );
    }

    private static async Task<IReadOnlyList<T>> Ask<T>(
        DbConnection connection,
        DbTransaction? whole,
        string sql,
        Func<DbDataReader, T> row,
        CancellationToken stop
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = whole;
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<T>();
        while (await reader.ReadAsync(stop))
            rows.Add(row(reader));
        return rows;
    }
}
