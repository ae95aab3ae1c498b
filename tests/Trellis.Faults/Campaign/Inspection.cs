using System.Data.Common;
using Trellis.Journal;

namespace Trellis.Faults;

/// <summary>Opens a store as a restarted program does, then reads its tables past the program that wrote them and says what does not agree.</summary>
public static class Inspection
{
    private sealed record Line(
        long Number,
        string Kind,
        string Subject,
        string Payload,
        string Previous,
        string Hash
    );

    /// <param name="acknowledged">The entry that each form was answered with.</param>
    /// <returns>A sentence for each thing that is wrong; none where the store is whole.</returns>
    public static async Task<IReadOnlyList<string>> Of(
        Ground ground,
        IReadOnlyDictionary<string, long> acknowledged
    )
    {
        var wrong = new List<string>();
        await using (var store = await ground.Open())
            if ((await store.Verify()).Fault is { } fault)
                wrong.Add($"the journal does not verify: {fault.Sentence}");
        await using var db = await ground.Connect();
        var lines = await Rows(
            db,
            "select number, kind, subject, payload, previous, hash from journal order by number",
            r => new Line(
                r.GetInt64(0),
                r.GetString(1),
                r.GetString(2),
                r.GetString(3),
                r.GetString(4),
                r.GetString(5)
            )
        );
        var head = Head.Empty;
        foreach (var line in lines)
        {
            if (line.Number != head.Number + 1)
                wrong.Add($"entry {line.Number} follows {head.Number}");
            if (line.Previous != head.Hash || line.Hash != Writing.Hash(head.Hash, line.Payload))
                wrong.Add($"entry {line.Number} is not chained to the one before");
            head = new Head(line.Number, line.Hash);
        }
        var kept = (
            await Rows(
                db,
                "select number, hash from journal_head",
                r => new Head(r.GetInt64(0), r.GetString(1))
            )
        ).Single();
        if (kept != head)
            wrong.Add($"the head says {kept.Number}, the journal {head.Number}");

        var payloads = lines.ToDictionary(l => l.Number, l => l.Payload);
        var words = await Rows(
            db,
            "select entry, path, salt, text from journal_text",
            r =>
                (
                    Entry: r.GetInt64(0),
                    Path: r.GetString(1),
                    Salt: r.GetString(2),
                    Text: r.GetString(3)
                )
        );
        foreach (var word in words)
            if (
                !payloads.TryGetValue(word.Entry, out var payload)
                || !payload.Contains(Writing.Digest(word.Salt, word.Text), StringComparison.Ordinal)
            )
                wrong.Add(
                    $"the words {word.Path} of entry {word.Entry} are not those of the chain"
                );
        var said = words
            .Where(w => w.Path is "event.text" or "event.name")
            .ToDictionary(w => w.Entry, w => w.Text);

        var editions = lines
            .GroupBy(l => (l.Kind, l.Subject))
            .Select(g =>
                (g.Key.Kind, g.Key.Subject, Version: g.Count(), Entry: g.Max(l => l.Number))
            )
            .ToList();
        Differ(
            wrong,
            "edition",
            editions.Select(e => $"{e}"),
            await Rows(
                db,
                "select kind, id, version, entry from subject",
                r =>
                    $"{(Kind: r.GetString(0), Subject: r.GetString(1), Version: r.GetInt32(2), Entry: r.GetInt64(3))}"
            )
        );
        Differ(
            wrong,
            "state",
            editions.Select(e => $"{e.Subject}: {said.GetValueOrDefault(e.Entry)}"),
            [
                .. await Rows(
                    db,
                    "select school, text from school_statement",
                    r => $"{r.GetInt32(0)}: {r.GetString(1)}"
                ),
                .. await Rows(
                    db,
                    "select id, name from person",
                    r => $"{r.GetString(0)}: {r.GetString(1)}"
                ),
            ]
        );
        Differ(
            wrong,
            "letter",
            lines.Select(l => $"{l.Number}-1"),
            await Rows(db, "select id from outbox", r => r.GetString(0))
        );
        var newest = editions.Select(e => e.Entry).ToHashSet();
        Differ(
            wrong,
            "public step",
            lines
                .Where(l => l.Kind == "school-statement")
                .Select(l => $"{l.Number} {l.Subject} {newest.Contains(l.Number)}"),
            await Rows(
                db,
                "select entry, key, json from public_change",
                r => $"{r.GetInt64(0)} {r.GetString(1)} {!r.IsDBNull(2)}"
            )
        );
        var forms = await Rows(
            db,
            "select key, entry, subject from once",
            r => (Form: r.GetString(0), Entry: r.GetInt64(1), Subject: r.GetString(2))
        );
        Differ(
            wrong,
            "form",
            lines.Select(l => $"{l.Number} {l.Subject}"),
            forms.Select(f => $"{f.Entry} {f.Subject}")
        );
        var answered = forms.ToDictionary(f => f.Form, f => f.Entry);
        foreach (var (form, entry) in acknowledged)
            if (answered.GetValueOrDefault(form) != entry)
                wrong.Add(
                    $"form {form} was answered with entry {entry} and the store has {answered.GetValueOrDefault(form)}"
                );
        if (ground.Connection is null)
            foreach (var check in new[] { "pragma integrity_check", "pragma foreign_key_check" })
                wrong.AddRange(
                    (await Rows(db, check, r => r.GetString(0))).Where(said => said != "ok")
                );
        return wrong;
    }

    private static void Differ(
        List<string> wrong,
        string what,
        IEnumerable<string> journal,
        IEnumerable<string> tables
    )
    {
        // As counted lists, so that what is there twice is found too.
        var left = journal.CountBy(x => x).ToDictionary();
        foreach (var (one, count) in tables.CountBy(x => x))
            if (!left.Remove(one, out var expected) || expected != count)
                wrong.Add($"{what} in the tables {count} times and not in the journal: {one}");
        wrong.AddRange(
            left.Keys.Select(one => $"{what} in the journal and not in the tables: {one}")
        );
    }

    private static async Task<List<T>> Rows<T>(
        DbConnection db,
        string sql,
        Func<DbDataReader, T> read
    )
    {
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync())
            all.Add(read(rows));
        return all;
    }
}
