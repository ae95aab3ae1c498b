using System.Runtime.CompilerServices;
using System.Text.Json;
using Trellis.Boards;
using Trellis.Components;
using Trellis.Pages.Decisions;
using Trellis.PublicRecord;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Boards;

/// <summary>How a region publishes what its board does.</summary>
/// <param name="Held">Meetings whose day has come and that were not cancelled.</param>
/// <param name="Published">Notes that are published.</param>
/// <param name="InTime">Those of them that were published within twenty working days.</param>
/// <param name="Overdue">Notes that are not published though their day has gone.</param>
/// <param name="MedianDays">From the meeting to the publication, in working days; null where none is published.</param>
/// <param name="Words">Of all published notes.</param>
/// <param name="Redacted">How many of them are not shown.</param>
/// <param name="Passages">How many passages that is.</param>
/// <param name="WithRedaction">How many published notes have one.</param>
/// <param name="Advised">Items with advice and a decision.</param>
/// <param name="Otherwise">Those of them on which something else was decided.</param>
public sealed record BoardFigures(
    PageLink Region,
    string Slug,
    int Held,
    int Published,
    int InTime,
    int Overdue,
    int? MedianDays,
    int Words,
    int Redacted,
    int Passages,
    int WithRedaction,
    int Advised,
    int Otherwise
)
{
    public double RedactedPercent => Words == 0 ? 0 : 100.0 * Redacted / Words;

    public static BoardFigures Of(PageLink region, string slug, IEnumerable<MeetingOnRecord> all)
    {
        var held = all.Where(m => !m.IsCancelled && m.Open.Day <= m.Today).ToList();
        var published = held.Where(m => m.PublishedOn is not null).ToList();
        var taken = published.Select(m => m.WorkingDaysTaken).OfType<int>().Order().ToList();
        var both = held.SelectMany(m => m.Items)
            .Where(i => i.Advice.Length > 0 && i.Decision is not null)
            .ToList();
        return new BoardFigures(
            region,
            slug,
            held.Count,
            published.Count,
            published.Count(m => m.DaysLate == 0),
            held.Count(m => m.PublishedOn is null && m.DaysLate > 0),
            taken.Count == 0 ? null : taken[(taken.Count - 1) / 2],
            published.Sum(m => m.Open.Words),
            published.Sum(m => m.Redacted),
            published.Sum(m => m.Open.Withheld?.Passages.Count(p => p.Ended is null) ?? 0),
            published.Count(m => m.Redacted > 0),
            both.Count,
            both.Count(i => i.Otherwise.Length > 0)
        );
    }
}

/// <summary>Every meeting that anybody may read of, in memory: made anew when the public record, the snapshot or the day is another.</summary>
public sealed class MeetingBook
{
    private static readonly ReadOnce<PublicMeeting> meetings = new(
        PublicMeeting.Kind,
        entry => JsonSerializer.Deserialize<PublicMeeting>(entry.Json)!,
        open => open with { Note = [.. open.Note.Select(p => p with { Text = NotShownNow.Words })] }
    );
    private static readonly ConditionalWeakTable<PublicRecordFile, MeetingBook> latest = [];

    private readonly DecisionBook decisions;
    private readonly IReadOnlyList<(PublicEntry Entry, PublicMeeting Value)> known;
    private readonly Dictionary<string, MeetingOnRecord> byRef;
    private readonly ILookup<string, MeetingOnRecord> byCase;

    private MeetingBook(
        IReadOnlyList<(PublicEntry Entry, PublicMeeting Value)> known,
        DecisionBook decisions,
        Snapshot snapshot,
        DateOnly day
    )
    {
        (this.known, this.decisions) = (known, decisions);
        All =
        [
            .. known
                .Select(m => new MeetingOnRecord(m.Entry, m.Value, decisions, snapshot, day))
                .OrderByDescending(m => m.Open.Day)
                .ThenBy(m => m.Region.Text, StringComparer.Ordinal),
        ];
        byRef = All.ToDictionary(m => m.Open.Ref, StringComparer.Ordinal);
        byCase = All.SelectMany(m => m.Open.Items.Select(i => (i.Case, Meeting: m)))
            .ToLookup(m => m.Case, m => m.Meeting, StringComparer.Ordinal);
        ByRegion =
        [
            .. All.GroupBy(m => m.Ref.Region.Id, StringComparer.Ordinal)
                .OrderBy(g => g.First().Region.Text, StringComparer.Ordinal)
                .Select(g => BoardFigures.Of(g.First().Region, g.Key, g)),
        ];
    }

    /// <summary>The book as the public record and the snapshot stand now; the same one as long as neither has changed anything in it.</summary>
    public static MeetingBook Of(PublicRecordFile record, Snapshot snapshot, DateOnly day)
    {
        var (known, decisions) = (meetings.All(record), DecisionBook.Of(record, snapshot, day));
        if (
            latest.TryGetValue(record, out var book)
            && ReferenceEquals(book.known, known)
            && ReferenceEquals(book.decisions, decisions)
        )
            return book;
        book = new MeetingBook(known, decisions, snapshot, day);
        latest.AddOrUpdate(record, book);
        return book;
    }

    /// <summary>The latest day first.</summary>
    public IReadOnlyList<MeetingOnRecord> All { get; }

    /// <summary>How each region publishes, by name; a region without a meeting is not there.</summary>
    public IReadOnlyList<BoardFigures> ByRegion { get; }

    public MeetingOnRecord? Find(MeetingRef reference) =>
        byRef.GetValueOrDefault(reference.ToString());

    /// <summary>The meetings that had a case on their agenda, the latest first.</summary>
    public IEnumerable<MeetingOnRecord> With(string reference) => byCase[reference];

    /// <summary>The meetings of a region, the latest first.</summary>
    public IEnumerable<MeetingOnRecord> In(string slug) => All.Where(m => m.Ref.Region.Id == slug);
}
