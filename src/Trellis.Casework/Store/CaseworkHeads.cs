using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.PublicRecord;

namespace Trellis.Store;

public sealed partial class Casework
{
    /// <summary>The kind of public change that carries a published head; its key is the day.</summary>
    public const string HeadKind = "journal-head";

    /// <summary>Publishes the newest entry's number and hash, once a day; a second time on a day changes nothing, and an empty journal is refused.</summary>
    /// <param name="at">The instant, in UTC.</param>
    /// <param name="today">The date in London.</param>
    public async Task<Done<PublishedHead>> PublishHead(
        DateTimeOffset at,
        DateOnly today,
        CancellationToken stop = default
    )
    {
        var newest = await Head(stop);
        var last = (await PublishedHeads(1, stop)) is [var before] ? before.Number : 0;
        return await Do(
            new PublishHead(today, newest, newest.Number - last),
            new Occasion(new Journal.Program("publish-head"), at, today),
            beside: (published, _) =>
                new Alongside(
                    [],
                    [
                        new PublicChange(
                            HeadKind,
                            $"{published.Day:yyyy-MM-dd}",
                            JsonSerializer.Serialize(
                                new
                                {
                                    day = $"{published.Day:yyyy-MM-dd}",
                                    number = published.Number,
                                    hash = published.Hash.ToString(),
                                    entries = published.Entries,
                                }
                            )
                        ),
                    ]
                ),
            stop: stop
        );
    }

    /// <summary>The heads published last, the newest first.</summary>
    /// <param name="take">At most so many.</param>
    public Task<IReadOnlyList<PublishedHead>> PublishedHeads(
        int take,
        CancellationToken stop = default
    ) =>
        Read<IReadOnlyList<PublishedHead>>(
            async db =>
            {
                var rows = await db.Set<PublishedHeadRow>()
                    .AsNoTracking()
                    .OrderByDescending(r => r.Day)
                    .Take(take)
                    .ToListAsync(stop);
                return rows.ConvertAll(PublishedHeadTable.Read);
            },
            stop
        );
}
