using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Trellis.Journal;

namespace Trellis.Store;

public sealed partial class Casework
{
    /// <summary>Takes words out of a store that was just put back, because they were erased after the backup was taken: out of the journal, and out of every row of what they were said of.</summary>
    /// <returns>How many words of the journal there were to take out.</returns>
    private static async Task<int> ForgetAgain(
        CaseworkDb db,
        Head backup,
        IReadOnlyCollection<TextPlace> erased,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var wanted = erased.ToHashSet();
        var entries = erased.Select(p => p.Entry).Distinct().ToArray();
        var words = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var places = new List<TextPlace>();
        foreach (var some in entries.Chunk(500))
        {
            var texts = await db.Set<EntryTextRow>()
                .AsNoTracking()
                .Where(t => some.Contains(t.Entry) && t.Text != null)
                .Join(
                    db.Set<EntryRow>(),
                    t => t.Entry,
                    e => e.Number,
                    (t, e) =>
                        new
                        {
                            t.Entry,
                            t.Path,
                            t.Text,
                            e.Subject,
                        }
                )
                .ToListAsync(stop);
            foreach (var text in texts.Where(t => wanted.Contains(new TextPlace(t.Entry, t.Path))))
            {
                places.Add(new TextPlace(text.Entry, text.Path));
                // Rows of the subject carry its key, letters and public steps the number of the entry.
                foreach (var form in Forms(text.Text!))
                {
                    Known(text.Subject).Add(form);
                    Known($"{text.Entry}").Add(form);
                }
            }
        }
        if (places.Count == 0)
            return 0;
        await ForgetInRows(db, words, stop);
        var of = EntryHash.Parse(backup.Hash);
        var state = new Restoration(of);
        var kind = Naming.Of(typeof(Restoration));
        await db.Database.ExecuteSqlAsync(
            $"insert into subject (kind, id, version, entry) values ({kind}, {state.Key}, 0, 0)",
            stop
        );
        var entry = await Append(
            db,
            head =>
                Writing.Entry(
                    head,
                    "forget-again",
                    new WordsForgottenAgain(of, [.. places.Order(byPlace)]),
                    null,
                    state,
                    new Occasion(new Terminal(), now, DateOnly.FromDateTime(now.UtcDateTime)),
                    () => RandomNumberGenerator.GetBytes(16)
                ),
            Alongside.Nothing,
            1,
            null,
            stop
        );
        foreach (var (number, path) in places)
            await db.Database.ExecuteSqlAsync(
                $"update journal_text set text = null, salt = null, erased_by = {entry.Number} where entry = {number} and path = {path}",
                stop
            );
        return places.Count;

        HashSet<string> Known(string key) =>
            words.TryGetValue(key, out var known)
                ? known
                : words[key] = new HashSet<string>(StringComparer.Ordinal);
    }

    /// <summary>Words as they stand in a column, and as they stand within JSON.</summary>
    private static string[] Forms(string words) =>
        [
            words,
            JsonEncodedText.Encode(words).Value,
            JsonEncodedText.Encode(words, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value,
        ];

    private static readonly Comparer<TextPlace> byPlace = Comparer<TextPlace>.Create(
        (a, b) =>
            a.Entry != b.Entry ? a.Entry.CompareTo(b.Entry) : string.CompareOrdinal(a.Path, b.Path)
    );

    /// <summary>Empties every column that may be empty and holds words of the row's own subject.</summary>
    private static async Task ForgetInRows(
        CaseworkDb db,
        Dictionary<string, HashSet<string>> words,
        CancellationToken stop
    )
    {
        var connection = db.Database.GetDbConnection();
        var whole = db.Database.CurrentTransaction!.GetDbTransaction();
        foreach (
            var table in (await Catalogue.Read(connection, whole, stop)).Where(t =>
                t.Name is not ("journal" or "journal_text" or "journal_head" or "subject")
                && t.Columns.Any(MayBeEmptied)
            )
        )
        foreach (var (key, columns) in await Holding(connection, whole, table, words, stop))
        {
            await using var update = connection.CreateCommand();
            update.Transaction = whole;
            update.CommandText =
                $"update \"{table.Name}\" set {string.Join(", ", columns.Select(c => $"\"{c}\" = null"))} where {string.Join(" and ", table.Key.Select((k, i) => $"\"{k}\" = @k{i}"))}";
            for (var i = 0; i < key.Length; i++)
            {
                var parameter = update.CreateParameter();
                parameter.ParameterName = $"@k{i}";
                parameter.Value = key[i];
                update.Parameters.Add(parameter);
            }
            await update.ExecuteNonQueryAsync(stop);
        }
    }

    private static bool MayBeEmptied(ColumnShape column) =>
        column is { Nullable: true, Type: "text" };

    private static async Task<List<(object[] Key, string[] Columns)>> Holding(
        DbConnection connection,
        DbTransaction whole,
        TableShape table,
        Dictionary<string, HashSet<string>> words,
        CancellationToken stop
    )
    {
        var holding = new List<(object[], string[])>();
        await using var command = connection.CreateCommand();
        command.Transaction = whole;
        command.CommandText = $"select * from \"{table.Name}\"";
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var row = Enumerable
                .Range(0, reader.FieldCount)
                .ToDictionary(reader.GetName, reader.GetValue, StringComparer.Ordinal);
            var said = row
                .Values.Select(v => $"{v}")
                // A letter is called "12-1" after the entry it was written with.
                .Concat(table.Name == "outbox" ? [$"{row["id"]}".Split('-')[0]] : [])
                .SelectMany(v => words.GetValueOrDefault(v) ?? [])
                .ToHashSet(StringComparer.Ordinal);
            if (said.Count == 0)
                continue;
            string[] held =
            [
                .. table
                    .Columns.Where(c =>
                        MayBeEmptied(c)
                        && row[c.Name] is string text
                        && said.Any(w =>
                            text == w
                            || (
                                w.Length > 3 && text.Contains(w, StringComparison.OrdinalIgnoreCase)
                            )
                        )
                    )
                    .Select(c => c.Name),
            ];
            if (held.Length > 0)
                holding.Add(([.. table.Key.Select(k => row[k])], held));
        }
        return holding;
    }
}
