using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Trellis.People;
using Trellis.PublicRecord;
using Trellis.Schools;
using Trellis.Statements;

namespace Trellis.Store;

internal sealed class StatementRow
{
    public int School { get; set; }
    public string? Text { get; set; }
    public required string SaidOn { get; set; }
    public required string ByWhom { get; set; }
    public required string Role { get; set; }
}

/// <summary>What schools say of themselves.</summary>
internal sealed class StatementTable : Table<SchoolStatement>
{
    public override void Map(ModelBuilder model) =>
        model.Entity<StatementRow>(t =>
        {
            t.ToTable("school_statement").HasKey(r => r.School);
            t.Property(r => r.School).ValueGeneratedNever();
        });

    public override async Task<SchoolStatement?> Load(
        CaseworkDb db,
        string key,
        CancellationToken stop
    )
    {
        var school = int.Parse(key, CultureInfo.InvariantCulture);
        return
            await db.Set<StatementRow>()
                .AsNoTracking()
                .SingleOrDefaultAsync(r => r.School == school, stop)
                is { } row
            ? Read(row)
            : null;
    }

    private static SchoolStatement Read(StatementRow row) =>
        new SchoolStatement(
            new Urn(row.School),
            row.Text,
            Texts.Day(row.SaidOn),
            PersonId.Parse(row.ByWhom),
            Enum.Parse<Role>(row.Role)
        );

    public override Task Save(
        CaseworkDb db,
        SchoolStatement? before,
        SchoolStatement after,
        CancellationToken stop
    )
    {
        db.Entry(
            new StatementRow
            {
                School = after.School.Value,
                Text = after.Text.Text,
                SaidOn = Texts.Of(after.SaidOn),
                ByWhom = after.By.ToString(),
                Role = after.As.ToString(),
            }
        ).State = before is null ? EntityState.Added : EntityState.Modified;
        return Task.CompletedTask;
    }

    public override async Task<IReadOnlyList<PublicChange>> EraseIn(
        CaseworkDb db,
        string key,
        IReadOnlySet<string> words,
        CancellationToken stop
    )
    {
        if (
            await Load(db, key, stop) is not { } said
            || said.Text.Text is not { } text
            || !words.Contains(text)
        )
            return [];
        await db.Set<StatementRow>()
            .Where(r => r.School == said.School.Value)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Text, Words.Erased), stop);
        return [(said with { Text = Words.Erased }).Public];
    }

    public override async Task<IReadOnlyList<PublicChange>> Erase(
        CaseworkDb db,
        IReadOnlyList<string> names,
        CancellationToken stop
    )
    {
        var changes = new List<PublicChange>();
        var rows = await db.Set<StatementRow>()
            .AsNoTracking()
            .Where(r => r.Text != null)
            .OrderBy(r => r.School)
            .ToListAsync(stop);
        foreach (var row in rows)
            if (Words.Name(row.Text, names))
            {
                row.Text = Words.Without(row.Text, names);
                await db.Set<StatementRow>()
                    .Where(r => r.School == row.School)
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.Text, row.Text), stop);
                changes.Add(Read(row).Public);
            }
        return changes;
    }
}
