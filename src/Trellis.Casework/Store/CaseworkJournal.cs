using Microsoft.EntityFrameworkCore;
using Trellis.Journal;

namespace Trellis.Store;

public sealed partial class Casework
{
    /// <summary>The newest entry's number and hash.</summary>
    public Task<Head> Head(CancellationToken stop = default) =>
        Read(
            async db =>
            {
                var row = await db.Set<HeadRow>().AsNoTracking().SingleAsync(stop);
                return new Head(row.Number, row.Hash);
            },
            stop
        );

    /// <summary>Entries from a number on, in order, with their words.</summary>
    /// <param name="take">At most so many.</param>
    public Task<IReadOnlyList<Entry>> Entries(
        long from,
        int take,
        CancellationToken stop = default
    ) =>
        Read<IReadOnlyList<Entry>>(
            async db =>
            {
                var rows = await db.Set<EntryRow>()
                    .AsNoTracking()
                    .Where(r => r.Number >= from)
                    .OrderBy(r => r.Number)
                    .Take(take)
                    .ToListAsync(stop);
                return await WithTexts(db, rows, stop);
            },
            stop
        );

    private static async Task<Entry> ReadEntry(CaseworkDb db, long number, CancellationToken stop)
    {
        var row = await db.Set<EntryRow>()
            .AsNoTracking()
            .SingleAsync(r => r.Number == number, stop);
        return (await WithTexts(db, [row], stop))[0];
    }

    internal static async Task<IReadOnlyList<Entry>> WithTexts(
        CaseworkDb db,
        IReadOnlyList<EntryRow> rows,
        CancellationToken stop
    )
    {
        var numbers = rows.Select(r => r.Number).ToArray();
        var texts = (
            await db.Set<EntryTextRow>()
                .AsNoTracking()
                .Where(t => numbers.Contains(t.Entry))
                .OrderBy(t => t.Path)
                .ToListAsync(stop)
        ).ToLookup(t => t.Entry);
        return
        [
            .. rows.Select(r => new Entry(
                r.Number,
                Texts.Instant(r.At),
                r.Act,
                r.Kind,
                r.Subject,
                r.ByWhom,
                r.Role,
                r.Scope,
                r.Second,
                r.Payload,
                r.Previous,
                r.Hash,
                [.. texts[r.Number].Select(t => new EntryText(t.Path, t.Salt, t.Text, t.ErasedBy))]
            )),
        ];
    }
}
