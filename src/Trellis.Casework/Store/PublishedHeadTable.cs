using Microsoft.EntityFrameworkCore;
using Trellis.Journal;

namespace Trellis.Store;

internal sealed class PublishedHeadRow
{
    public required string Day { get; set; }
    public long Number { get; set; }
    public required string Hash { get; set; }
    public long Entries { get; set; }
}

/// <summary>The heads that were published.</summary>
internal sealed class PublishedHeadTable : Table<PublishedHead>
{
    public override void Map(ModelBuilder model) =>
        model.Entity<PublishedHeadRow>(t => t.ToTable("published_head").HasKey(r => r.Day));

    public override async Task<PublishedHead?> Load(
        CaseworkDb db,
        string key,
        CancellationToken stop
    ) =>
        await db.Set<PublishedHeadRow>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.Day == key, stop)
            is { } row
            ? Read(row)
            : null;

    public static PublishedHead Read(PublishedHeadRow row) =>
        new(Texts.Day(row.Day), row.Number, EntryHash.Parse(row.Hash), row.Entries);

    public override Task Save(
        CaseworkDb db,
        PublishedHead? before,
        PublishedHead after,
        CancellationToken stop
    )
    {
        db.Add(
            new PublishedHeadRow
            {
                Day = after.Key,
                Number = after.Number,
                Hash = after.Hash.ToString(),
                Entries = after.Entries,
            }
        );
        return Task.CompletedTask;
    }
}
