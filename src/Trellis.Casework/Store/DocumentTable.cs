using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.PublicRecord;

namespace Trellis.Store;

internal sealed class DocumentRow
{
    public required string Kind { get; set; }
    public required string Key { get; set; }
    public required string Json { get; set; }
}

internal sealed class InvolvedRow
{
    public required string Kind { get; set; }
    public required string Key { get; set; }
    public required string Party { get; set; }
}

internal sealed class DraftRow
{
    public required string Person { get; set; }
    public required string Kind { get; set; }
    public required string Key { get; set; }
    public required string Json { get; set; }
    public required string SavedAt { get; set; }
}

/// <summary>The tables all documents share, and what people have not sent yet.</summary>
internal static class DocumentTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<DocumentRow>(t => t.ToTable("document").HasKey(r => new { r.Kind, r.Key }));
        model.Entity<InvolvedRow>(t =>
        {
            t.ToTable("involved")
                .HasKey(r => new
                {
                    r.Kind,
                    r.Key,
                    r.Party,
                });
            t.HasIndex(r => new { r.Party, r.Kind }, "involved_party");
        });
        model.Entity<DraftRow>(t =>
        {
            t.ToTable("draft")
                .HasKey(r => new
                {
                    r.Person,
                    r.Kind,
                    r.Key,
                });
            t.HasIndex(r => r.SavedAt, "draft_saved");
        });
    }
}

/// <summary>States of one kind as documents.</summary>
/// <param name="open">What is public of one; null where nothing of this kind ever is.</param>
internal sealed class DocumentTable<TState>(Func<TState, PublicChange>? open = null) : Table<TState>
    where TState : Document
{
    private static readonly string kind = Naming.Of(typeof(TState));

    /// <summary>Nothing of its own: <see cref="DocumentTables"/> has the tables.</summary>
    public override void Map(ModelBuilder model) { }

    public override async Task<TState?> Load(CaseworkDb db, string key, CancellationToken stop) =>
        await db.Set<DocumentRow>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.Kind == kind && r.Key == key, stop)
            is { } row
            ? ActJson.Read<TState>(row.Json)
            : null;

    public override Task Save(CaseworkDb db, TState? before, TState after, CancellationToken stop)
    {
        db.Entry(
            new DocumentRow
            {
                Kind = kind,
                Key = after.Key,
                Json = ActJson.Write(after),
            }
        ).State = before is null ? EntityState.Added : EntityState.Modified;
        var was = before?.Involves.ToHashSet(StringComparer.Ordinal) ?? [];
        var now = after.Involves.ToHashSet(StringComparer.Ordinal);
        foreach (var party in now.Except(was, StringComparer.Ordinal))
            db.Add(Row(party));
        foreach (var party in was.Except(now, StringComparer.Ordinal))
            db.Remove(Row(party));
        return Task.CompletedTask;

        InvolvedRow Row(string party) =>
            new()
            {
                Kind = kind,
                Key = after.Key,
                Party = party,
            };
    }

    public override async Task<IReadOnlyList<PublicChange>> EraseIn(
        CaseworkDb db,
        string key,
        IReadOnlySet<string> words,
        CancellationToken stop
    )
    {
        var row = await db.Set<DocumentRow>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.Kind == kind && r.Key == key, stop);
        if (row is null)
            return [];
        var before = ActJson.Read<TState>(row.Json);
        var without = (TState)
            ActJson
                .Read<TState>(row.Json, text => words.Contains(text) ? Words.Erased : text)
                .Realigned(before);
        var json = ActJson.Write(without);
        if (json == ActJson.Write(before))
            return [];
        await db.Set<DocumentRow>()
            .Where(r => r.Kind == kind && r.Key == key)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Json, json), stop);
        return open?.Invoke(without) is { } change && change.Json != open(before).Json
            ? [change]
            : [];
    }

    public override async Task<IReadOnlyList<PublicChange>> Erase(
        CaseworkDb db,
        IReadOnlyList<string> names,
        CancellationToken stop
    )
    {
        var changes = new List<PublicChange>();
        var rows = await db.Set<DocumentRow>()
            .AsNoTracking()
            .Where(r => r.Kind == kind)
            .OrderBy(r => r.Key)
            .ToListAsync(stop);
        foreach (var row in rows)
        {
            // As this program writes it: a part that an older one did not know is no erasure.
            var before = ActJson.Read<TState>(row.Json);
            var without = (TState)
                ActJson
                    .Read<TState>(row.Json, text => Words.Without(text, names) ?? "")
                    .Realigned(before);
            var (key, json) = (row.Key, ActJson.Write(without));
            if (json == ActJson.Write(before))
                continue;
            await db.Set<DocumentRow>()
                .Where(r => r.Kind == kind && r.Key == key)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.Json, json), stop);
            if (open?.Invoke(without) is { } change && change.Json != open(before).Json)
                changes.Add(change);
        }
        return changes;
    }
}
