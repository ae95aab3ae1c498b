using Trellis.Components;
using Trellis.Serving;

namespace Trellis.Pages.Boards;

/// <summary>What happens with meetings and their notes, as entries of a feed.</summary>
internal static class MeetingFeeds
{
    public static readonly DateTimeOffset Begun = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<FeedEntry> Of(IEnumerable<MeetingOnRecord> meetings, int take) =>
        [
            .. meetings
                .SelectMany(Of)
                .OrderByDescending(e => e.At)
                .ThenBy(e => e.Address, StringComparer.Ordinal)
                .Take(take),
        ];

    private static IEnumerable<FeedEntry> Of(MeetingOnRecord meeting)
    {
        var open = meeting.Open;
        var title = $"{meeting.Region.Text}, {open.Day.InWords()}";
        yield return One("called", open.ScheduledOn, "a meeting is called");
        for (var i = 0; i < open.Agendas.Count; i++)
            yield return One(
                $"agenda-{i + 1}",
                open.Agendas[i].On,
                i == 0 ? "the agenda is published" : $"edition {i + 1} of the agenda is published"
            );
        if (open.CancelledOn is { } cancelled)
            yield return One("cancelled", cancelled, "the meeting is cancelled");
        for (var i = 0; i < open.Editions.Count; i++)
            yield return One(
                $"note-{i + 1}",
                open.Editions[i].On,
                i == 0 ? "the note is published" : $"edition {i + 1} of the note is published"
            );
        foreach (var passage in open.Withheld?.Passages ?? [])
        {
            if (passage.On > meeting.PublishedOn)
                yield return One(
                    $"passage-{passage.Number}",
                    passage.On,
                    "a passage of the note is withheld"
                );
            if (passage.Ended is { } ended && ended >= meeting.PublishedOn)
                yield return One(
                    $"passage-{passage.Number}-shown",
                    ended,
                    "a passage of the note is public again"
                );
        }

        FeedEntry One(string key, DateOnly on, string what) =>
            new(
                $"{meeting.Address}#{key}",
                $"{title}: {what}",
                on.BeginsInLondon(),
                $"{title}: {what}. {meeting.Standing}."
            );
    }
}
