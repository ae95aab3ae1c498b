using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trellis.Journal;

namespace Trellis.Store;

/// <summary>What came of walking the whole journal.</summary>
/// <param name="Reached">The last entry that is as it was written: the newest where all is well.</param>
/// <param name="Words">Words found as their digests say.</param>
/// <param name="Erased">Words found to be erased, by an entry that names them.</param>
/// <param name="Heads">Published heads that had to lie on the chain.</param>
/// <param name="Fault">The first bad entry; null where the journal verifies.</param>
public sealed record Verified(Head Reached, long Words, long Erased, int Heads, Fault? Fault);

public sealed partial class Casework
{
    private const int Stride = 500;

    /// <summary>Walks the whole journal as of one moment, <see cref="Verification"/> says what for. Memory does not grow with its length.</summary>
    /// <param name="kept">Heads that were kept outside the store; those the store itself published are looked for in any case.</param>
    public Task<Verified> Verify(
        IReadOnlyList<HeadOfDay>? kept = null,
        CancellationToken stop = default
    ) => Read(db => VerifyIn(db, kept ?? [], stop), stop);

    /// <summary>The same within a transaction of the caller's, so that a test sees what it has not committed.</summary>
    internal static async Task<Verified> VerifyIn(
        CaseworkDb db,
        IReadOnlyList<HeadOfDay> kept,
        CancellationToken stop
    )
    {
        var heads = new List<HeadOfDay>(kept);
        foreach (var row in await db.Set<PublishedHeadRow>().AsNoTracking().ToListAsync(stop))
            heads.Add(new HeadOfDay(Texts.Day(row.Day), row.Number, row.Hash));
        var steps = await db.Set<PublicChangeRow>()
            .AsNoTracking()
            .Where(r => r.Kind == HeadKind && r.Json != null)
            .ToListAsync(stop);
        foreach (var step in steps)
            if (HeadIn(step.Json!) is { } published)
                heads.Add(published);
            else
                return new Verified(
                    Journal.Head.Empty,
                    0,
                    0,
                    heads.Count,
                    new Fault(
                        step.Entry,
                        $"Entry {step.Entry}: the head it published cannot be read."
                    )
                );
        var walk = await Walk(db, new Verification(heads), stop);
        var newest = await db.Set<HeadRow>().AsNoTracking().SingleOrDefaultAsync(stop);
        walk = walk.End(newest is null ? Journal.Head.Empty : new Head(newest.Number, newest.Hash));
        if (walk.Fault is null)
            walk = walk.With(await Stray(db, walk.Reached.Number, stop));
        return new Verified(walk.Reached, walk.Words, walk.Erased, heads.Count, walk.Fault);
    }

    /// <summary>A head as it was published, in JSON; null where the text is none.</summary>
    public static HeadOfDay? HeadIn(string json)
    {
        try
        {
            using var read = JsonDocument.Parse(json);
            var root = read.RootElement;
            return
                root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("day", out var day)
                && DateOnly.TryParseExact(day.GetString(), "yyyy-MM-dd", out var on)
                && root.TryGetProperty("number", out var number)
                && number.TryGetInt64(out var entry)
                && root.TryGetProperty("hash", out var hash)
                && EntryHash.TryParse(hash.GetString(), null, out var digits)
                ? new HeadOfDay(on, entry, digits.ToString())
                : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<Verification> Walk(
        CaseworkDb db,
        Verification walk,
        CancellationToken stop
    )
    {
        // Few entries erase anything, and neighbours are mostly erased by the same one.
        var named = new Dictionary<long, IReadOnlySet<TextPlace>>();
        for (var from = long.MinValue; walk.Fault is null; )
        {
            var after = from;
            var rows = await db.Set<EntryRow>()
                .AsNoTracking()
                .Where(r => r.Number > after)
                .OrderBy(r => r.Number)
                .Take(Stride)
                .ToListAsync(stop);
            if (rows.Count == 0)
                break;
            from = rows[^1].Number;
            var (first, last) = (rows[0].Number, from);
            var texts = (
                await db.Set<EntryTextRow>()
                    .AsNoTracking()
                    .Where(t => t.Entry >= first && t.Entry <= last)
                    .ToListAsync(stop)
            ).ToLookup(t => t.Entry);
            var erased = (
                await db.Set<EntryTextRow>()
                    .AsNoTracking()
                    .Where(t => t.ErasedBy >= first && t.ErasedBy <= last)
                    .Select(t => new
                    {
                        By = t.ErasedBy!.Value,
                        t.Entry,
                        t.Path,
                    })
                    .ToListAsync(stop)
            ).ToLookup(t => t.By);
            if (named.Count > 64)
                named.Clear();
            var wanted = texts
                .SelectMany(g => g)
                .Where(t => t.ErasedBy is { } by && by != t.Entry && !named.ContainsKey(by))
                .Select(t => t.ErasedBy!.Value)
                .Distinct()
                .ToList();
            foreach (var by in wanted)
                named[by] = Verification.NamedIn(
                    await db.Set<EntryRow>()
                        .Where(r => r.Number == by)
                        .Select(r => r.Payload)
                        .SingleOrDefaultAsync(stop)
                        ?? "{}"
                );
            foreach (var row in rows)
            {
                walk = walk.Next(
                    new Line(
                        row.Number,
                        row.At,
                        row.Act,
                        row.Kind,
                        row.Subject,
                        row.ByWhom,
                        row.Role,
                        row.Scope,
                        row.Second,
                        row.Payload,
                        row.Previous,
                        row.Hash,
                        [
                            .. texts[row.Number]
                                .Select(t => new EntryText(t.Path, t.Salt, t.Text, t.ErasedBy)),
                        ],
                        [
                            .. erased[row.Number]
                                .Where(t => t.Entry != row.Number)
                                .Select(t => new TextPlace(t.Entry, t.Path)),
                        ]
                    ),
                    by => named[by]
                );
                if (walk.Fault is not null)
                    break;
            }
        }
        return walk;
    }

    /// <summary>What points at an entry that is not there, or at another than it should; the journal itself is whole up to its last.</summary>
    private static async Task<Fault?> Stray(CaseworkDb db, long last, CancellationToken stop)
    {
        var faults = new List<Fault>();
        if (
            await db.Set<EntryTextRow>()
                .Where(t => t.Entry < 1 || t.Entry > last)
                .MinAsync(t => (long?)t.Entry, stop) is
            { } words
        )
            Add(words, "words are kept for it, and it is not there");
        if (
            await db.Set<EntryTextRow>()
                .Where(t => t.ErasedBy < 1 || t.ErasedBy > last)
                .MinAsync(t => t.ErasedBy, stop) is
            { } eraser
        )
            Add(eraser, "words are said to be erased by it, and it is not there");
        if (
            await db.Set<PublicChangeRow>()
                .Where(t => t.Entry < 1 || t.Entry > last)
                .MinAsync(t => (long?)t.Entry, stop) is
            { } step
        )
            Add(step, "a step of the public record names it, and it is not there");
        if (
            await db.Set<SubjectRow>()
                .AsNoTracking()
                .Select(s => new
                {
                    s.Kind,
                    s.Id,
                    s.Version,
                    s.Entry,
                    Acts = db.Set<EntryRow>().Count(e => e.Kind == s.Kind && e.Subject == s.Id),
                    Newest = db.Set<EntryRow>()
                        .Where(e => e.Kind == s.Kind && e.Subject == s.Id)
                        .Max(e => (long?)e.Number),
                })
                .Where(s => s.Acts != s.Version || s.Newest != s.Entry)
                .OrderBy(s => s.Entry)
                .FirstOrDefaultAsync(stop) is
            { } subject
        )
            Add(
                subject.Entry,
                $"the edition of {subject.Kind} {subject.Id} names it after {subject.Version} acts, and the journal has {subject.Acts}, the newest {subject.Newest ?? 0}"
            );
        if (
            await db.Set<EntryRow>()
                .Where(e => !db.Set<SubjectRow>().Any(s => s.Kind == e.Kind && s.Id == e.Subject))
                .MinAsync(e => (long?)e.Number, stop) is
            { } orphan
        )
            Add(orphan, "what it was done to has no edition");
        return faults.MinBy(f => f.Entry);

        void Add(long entry, string what) =>
            faults.Add(new Fault(entry, $"Entry {entry}: {what}."));
    }
}
