using Trellis.Partnerships;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.Partnerships;

/// <summary>The story of a partnership as entries of a feed.</summary>
public static class PartnershipFeeds
{
    /// <summary>When this part of the site began.</summary>
    public static readonly DateTimeOffset Begun = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What has happened up to a day, the newest first. What lies before it was stated here is dated by the day on which it was.</summary>
    /// <param name="withName">Whether each title names the partnership, for a feed of several.</param>
    public static IReadOnlyList<FeedEntry> Of(
        PublicPartnership open,
        PartnershipBook book,
        Snapshot snapshot,
        DateOnly today,
        bool withName = false
    )
    {
        string Named(Party party) => NameOf(open, snapshot, party);
        return
        [
            .. open
                .Story.Where(l => l.On <= today)
                .Select(l => (Line: l, Words: l.InWords(Named, later => book.NameOf(later).Text)))
                .Select(l => new FeedEntry(
                    $"/partnership/{open.Id}#{l.Line.Key}",
                    withName ? $"{open.Name}: {l.Words}" : l.Words,
                    DayOf(open, l.Line).BeginsInLondon(),
                    $"{l.Line.On:d MMMM yyyy}. {l.Words}"
                ))
                .Reverse(),
        ];
    }

    /// <summary>The newest events of all partnerships, each with the partnership's name, the newest first.</summary>
    /// <param name="take">At most so many.</param>
    public static IReadOnlyList<FeedEntry> Newest(
        PartnershipBook book,
        Snapshot snapshot,
        DateOnly today,
        int take
    )
    {
        // Only those partnerships are put into words that have one of the newest days.
        var days = book
            .Stated.SelectMany(p => p.Story.Where(l => l.On <= today).Select(l => DayOf(p, l)))
            .OrderDescending()
            .Take(take)
            .ToList();
        if (days is not [.., var last])
            return [];
        return
        [
            .. book
                .Stated.Where(p => p.Story.Any(l => l.On <= today && DayOf(p, l) >= last))
                .SelectMany(p => Of(p, book, snapshot, today, withName: true))
                .OrderByDescending(e => e.At)
                .ThenBy(e => e.Address, StringComparer.Ordinal)
                .Take(take),
        ];
    }

    // Nothing was known here before the day on which the partnership was stated.
    private static DateOnly DayOf(PublicPartnership open, StoryLine line) =>
        line.On < open.StatedOn ? open.StatedOn : line.On;

    /// <summary>What a member is called in one partnership.</summary>
    public static string NameOf(PublicPartnership open, Snapshot snapshot, Party party) =>
        open.NameOf(party, p => PartyNames.Of(snapshot, p).Text);
}
