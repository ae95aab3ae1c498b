using Microsoft.EntityFrameworkCore;
using Trellis.Retention;

namespace Trellis.Store;

internal sealed class RetentionDoneRow
{
    public required string Day { get; set; }
    public int Ordinal { get; set; }
    public required string Rule { get; set; }
    public int Number { get; set; }
}

/// <summary>What the rules of keeping took away, a rule and day each.</summary>
internal sealed class RetentionTable : Table<RetentionDone>
{
    public override void Map(ModelBuilder model) =>
        model.Entity<RetentionDoneRow>(t =>
            t.ToTable("retention_done").HasKey(r => new { r.Day, r.Ordinal })
        );

    public override async Task<RetentionDone?> Load(
        CaseworkDb db,
        string key,
        CancellationToken stop
    ) =>
        new(
            Texts.Day(key),
            [
                .. (
                    await db.Set<RetentionDoneRow>()
                        .AsNoTracking()
                        .Where(r => r.Day == key)
                        .OrderBy(r => r.Ordinal)
                        .ToListAsync(stop)
                ).Select(r => new RetentionCount(RuleId.Parse(r.Rule), r.Number)),
            ]
        );

    public override async Task Save(
        CaseworkDb db,
        RetentionDone? before,
        RetentionDone after,
        CancellationToken stop
    )
    {
        await db.Set<RetentionDoneRow>().Where(r => r.Day == after.Key).ExecuteDeleteAsync(stop);
        for (var i = 0; i < after.Counts.Count; i++)
            db.Add(
                new RetentionDoneRow
                {
                    Day = after.Key,
                    Ordinal = i,
                    Rule = after.Counts[i].Rule.ToString(),
                    Number = after.Counts[i].Number,
                }
            );
    }
}
