using Microsoft.EntityFrameworkCore;
using Trellis.Mail;

namespace Trellis.Store;

/// <summary>The rows of the floor: journal, editions, letters, public steps. Setters are here and nowhere else.</summary>
internal sealed class HeadRow
{
    public int Id { get; set; }
    public long Number { get; set; }
    public required string Hash { get; set; }
}

internal sealed class EntryRow
{
    public long Number { get; set; }
    public required string At { get; set; }
    public required string Act { get; set; }
    public required string Kind { get; set; }
    public required string Subject { get; set; }
    public required string ByWhom { get; set; }
    public required string Role { get; set; }
    public required string Scope { get; set; }
    public string? Second { get; set; }
    public required string Payload { get; set; }
    public required string Previous { get; set; }
    public required string Hash { get; set; }
}

internal sealed class EntryTextRow
{
    public long Entry { get; set; }
    public required string Path { get; set; }
    public string? Salt { get; set; }
    public string? Text { get; set; }
    public long? ErasedBy { get; set; }
}

internal sealed class SubjectRow
{
    public required string Kind { get; set; }
    public required string Id { get; set; }
    public int Version { get; set; }
    public long Entry { get; set; }
}

internal sealed class OnceRow
{
    public required string ByWhom { get; set; }
    public required string Key { get; set; }
    public required string At { get; set; }
    public long Entry { get; set; }
    public required string Subject { get; set; }
}

internal sealed class LetterRow
{
    public required string Id { get; set; }
    public string? Recipient { get; set; }
    public string? Subject { get; set; }
    public string? Body { get; set; }
    public required string MadeAt { get; set; }
    public required string NotBefore { get; set; }
    public int Attempts { get; set; }
    public string? ClaimedBy { get; set; }
    public string? ClaimedUntil { get; set; }
    public string? SentAt { get; set; }
    public string? Trouble { get; set; }
    public string? Leave { get; set; }

    /// <summary>A letter that waits to leave.</summary>
    /// <param name="notBefore">When it may leave; null for at once.</param>
    public static LetterRow Waiting(
        string id,
        Letter letter,
        DateTimeOffset at,
        DateTimeOffset? notBefore = null
    ) =>
        new()
        {
            Id = id,
            Recipient = letter.To.Text,
            Subject = letter.Subject.Text,
            Body = letter.Body.Text,
            MadeAt = Texts.Of(at),
            NotBefore = Texts.Of(notBefore ?? at),
            Leave = letter.Leave?.AbsoluteUri,
        };
}

internal sealed class PublicChangeRow
{
    public long Entry { get; set; }
    public int Part { get; set; }
    public required string Kind { get; set; }
    public required string Key { get; set; }
    public string? Json { get; set; }
}

internal static class FloorTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<HeadRow>(t =>
        {
            t.ToTable("journal_head").HasKey(r => r.Id);
            t.Property(r => r.Id).ValueGeneratedNever();
        });
        model.Entity<EntryRow>(t =>
        {
            t.ToTable("journal").HasKey(r => r.Number);
            t.Property(r => r.Number).ValueGeneratedNever();
            t.HasIndex(
                r => new
                {
                    r.Kind,
                    r.Subject,
                    r.Number,
                },
                "journal_subject"
            );
            t.HasIndex(r => new { r.ByWhom, r.Number }, "journal_by");
        });
        model.Entity<EntryTextRow>(t =>
        {
            t.ToTable("journal_text").HasKey(r => new { r.Entry, r.Path });
            t.HasIndex(r => r.ErasedBy, "journal_text_erased");
        });
        model.Entity<SubjectRow>(t => t.ToTable("subject").HasKey(r => new { r.Kind, r.Id }));
        model.Entity<OnceRow>(t => t.ToTable("once").HasKey(r => new { r.ByWhom, r.Key }));
        model.Entity<LetterRow>(t =>
        {
            t.ToTable("outbox").HasKey(r => r.Id);
            t.HasIndex(r => new { r.SentAt, r.NotBefore }, "outbox_waiting");
        });
        model.Entity<PublicChangeRow>(t =>
        {
            t.ToTable("public_change").HasKey(r => new { r.Entry, r.Part });
            t.HasIndex(r => new { r.Kind, r.Key }, "public_change_key");
        });
    }
}
