using System.Runtime.CompilerServices;
using Trellis.PublicRecord;
using Trellis.Store;

namespace Trellis.Serving;

/// <summary>All that the public record holds of one kind, in memory: what has not changed is read once, however many ask and however often the record goes on.</summary>
/// <param name="kind">The kind of the public record.</param>
/// <param name="read">Reads one entry.</param>
/// <param name="behind">An entry without the words of people, as it is shown while this node is behind; null where none of the kind has words that are ever hidden.</param>
/// <typeparam name="T">What an entry is read as.</typeparam>
public sealed class ReadOnce<T>(string kind, Func<PublicEntry, T> read, Func<T, T>? behind = null)
{
    // Of each list the one without words, so that it too is the same as long as nothing changes.
    private readonly ConditionalWeakTable<
        IReadOnlyList<(PublicEntry Entry, T Value)>,
        IReadOnlyList<(PublicEntry Entry, T Value)>
    > wordless = [];

    private readonly ConditionalWeakTable<PublicRecordFile, Kept> latest = [];

    // One reader at a time: the others wait for what it reads instead of reading the same beside it.
    private readonly Lock reading = new();

    /// <summary>What there is now, the last published first. The same list as long as nothing of the kind has changed.</summary>
    /// <exception cref="StoreUnavailableException">The record cannot be read.</exception>
    public IReadOnlyList<(PublicEntry Entry, T Value)> All(PublicRecordFile record) =>
        behind is not null && record.IsBehind
            ? wordless.GetValue(
                Known(record),
                all => [.. all.Select(e => (e.Entry with { Json = "" }, behind(e.Value)))]
            )
            : Known(record);

    private IReadOnlyList<(PublicEntry Entry, T Value)> Known(PublicRecordFile record)
    {
        if (latest.TryGetValue(record, out var kept) && kept.Number == record.Number)
            return kept.All;
        lock (reading)
        {
            // The number first: a step that comes while this is read makes the next reader read again.
            var number = record.Number;
            latest.TryGetValue(record, out kept);
            if (kept is not null && kept.Number == number)
                return kept.All;
            var next = new Kept(number, kept is null ? First(record) : Next(record, kept.All));
            latest.AddOrUpdate(record, next);
            return next.All;
        }
    }

    private List<(PublicEntry, T)> First(PublicRecordFile record) =>
        [.. record.List(kind, int.MaxValue).Select(e => (e, read(e)))];

    private IReadOnlyList<(PublicEntry Entry, T Value)> Next(
        PublicRecordFile record,
        IReadOnlyList<(PublicEntry Entry, T Value)> before
    )
    {
        var keys = record.Keys(kind);
        if (keys.SequenceEqual(before.Select(b => (b.Entry.Key, b.Entry.Entry))))
            return before;
        var known = before.ToDictionary(b => b.Entry.Key, StringComparer.Ordinal);
        var next = new List<(PublicEntry, T)>(keys.Count);
        foreach (var (key, number) in keys)
            if (known.TryGetValue(key, out var was) && was.Entry.Entry == number)
                next.Add(was);
            else if (record.Find(kind, key) is { } entry)
                next.Add((entry, read(entry)));
        return next;
    }

    private sealed record Kept(long Number, IReadOnlyList<(PublicEntry Entry, T Value)> All);
}
