using Microsoft.EntityFrameworkCore;
using Trellis.People;
using Trellis.Proposals;

namespace Trellis.Store;

internal sealed class ProposalRow
{
    public required string Id { get; set; }
    public required string Act { get; set; }
    public required string Kind { get; set; }
    public required string Subject { get; set; }
    public string? Json { get; set; }
    public required string ByWhom { get; set; }
    public required string Role { get; set; }
    public required string Scope { get; set; }
    public required string At { get; set; }
    public required string Until { get; set; }
    public required string Status { get; set; }
    public string? Second { get; set; }
    public string? Reason { get; set; }
}

/// <summary>Acts that wait for a second person, and those that did.</summary>
internal sealed class ProposalTable : Table<Proposal>
{
    public override void Map(ModelBuilder model) =>
        model.Entity<ProposalRow>(t =>
        {
            t.ToTable("proposal").HasKey(r => r.Id);
            t.HasIndex(r => new { r.Status, r.Until }, "proposal_open");
        });

    public override async Task<Proposal?> Load(CaseworkDb db, string key, CancellationToken stop) =>
        await db.Set<ProposalRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == key, stop)
            is { } row
            ? Read(row)
            : null;

    public static Proposal Read(ProposalRow row) =>
        new(
            ProposalId.Parse(row.Id),
            Deed.Of(row.Act, row.Kind, row.Subject),
            row.Json,
            PersonId.Parse(row.ByWhom),
            Enum.Parse<Role>(row.Role),
            Scope.Parse(row.Scope),
            Texts.Instant(row.At),
            Texts.Instant(row.Until),
            Enum.Parse<ProposalStatus>(row.Status),
            row.Second is { } second ? PersonId.Parse(second) : null,
            row.Reason
        );

    public override Task Save(
        CaseworkDb db,
        Proposal? before,
        Proposal after,
        CancellationToken stop
    )
    {
        db.Entry(
            new ProposalRow
            {
                Id = after.Key,
                Act = after.What.Act,
                Kind = after.What.Kind,
                Subject = after.What.Subject,
                Json = after.Json.Text,
                ByWhom = after.By.ToString(),
                Role = after.As.ToString(),
                Scope = after.Over.ToString(),
                At = Texts.Of(after.At),
                Until = Texts.Of(after.Until),
                Status = after.Status.ToString(),
                Second = after.Second?.ToString(),
                Reason = after.Reason.Text,
            }
        ).State = before is null ? EntityState.Added : EntityState.Modified;
        return Task.CompletedTask;
    }
}

/// <summary>Words of the journal that were erased one by one; their rows are the journal's own.</summary>
internal sealed class WordingTable : Table<Journal.Wording>
{
    public override void Map(ModelBuilder model) { }

    public override async Task<Journal.Wording?> Load(
        CaseworkDb db,
        string key,
        CancellationToken stop
    )
    {
        var place = Journal.TextPlace.Parse(key);
        return await db.Set<EntryTextRow>()
            .AnyAsync(t => t.Entry == place.Entry && t.Path == place.Path, stop)
            ? new Journal.Wording(place)
            : null;
    }

    /// <remarks>The words are emptied once the entry that says so has its number: <see cref="TextErasure"/>.</remarks>
    public override Task Save(
        CaseworkDb db,
        Journal.Wording? before,
        Journal.Wording after,
        CancellationToken stop
    ) => Task.CompletedTask;
}
