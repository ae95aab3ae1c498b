using Microsoft.EntityFrameworkCore;
using Trellis.PublicRecord;

namespace Trellis.Store;

public sealed partial class Casework
{
    /// <summary>The hash of an entry; null where there is none of this number.</summary>
    public Task<string?> HashOf(long number, CancellationToken stop = default) =>
        Read(
            db =>
                db.Set<EntryRow>()
                    .Where(e => e.Number == number)
                    .Select(e => (string?)e.Hash)
                    .SingleOrDefaultAsync(stop),
            stop
        );

    /// <summary>The steps of the public record after one, in order. What was superseded since has lost its words: applying all of them in order gives the record of today.</summary>
    public Task<IReadOnlyList<PublicStep>> PublicSteps(
        long afterEntry,
        int take,
        CancellationToken stop = default
    ) =>
        Read<IReadOnlyList<PublicStep>>(
            async db =>
                [
                    .. (
                        await (
                            from change in db.Set<PublicChangeRow>().AsNoTracking()
                            join entry in db.Set<EntryRow>() on change.Entry equals entry.Number
                            where change.Entry > afterEntry
                            orderby change.Entry, change.Part
                            select new
                            {
                                change.Entry,
                                change.Part,
                                entry.At,
                                change.Kind,
                                change.Key,
                                change.Json,
                            }
                        )
                            .Take(take)
                            .ToListAsync(stop)
                    ).Select(c => new PublicStep(
                        c.Entry,
                        c.Part,
                        Texts.Instant(c.At),
                        new PublicChange(c.Kind, c.Key, c.Json)
                    )),
                ],
            stop
        );
}
