using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Boards;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Boards;

/// <summary>One meeting of an advisory board as anybody may read it: its agenda, who was there, what was said, advised and decided, and what of it is not shown.</summary>
[Access(Who.Everybody)]
public sealed class MeetingPage(PublicRecordFile record) : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("item", "Item", "integer"),
        new("case", "Case", What: "In the address: /decision/{ref}."),
        new("names", "Schools"),
        new("question", "The question"),
        new("representations", "How many wrote before it", "integer"),
        new("left", "How many left the room", "integer", What: "Empty before it was held."),
        new("advice", "What the board advised", What: "Empty where nothing is recorded."),
        new("decision", "What was decided", What: "Empty where nothing is published."),
        new("decided_on", "Decided on", "date"),
        new(
            "otherwise",
            "Decided otherwise than advised",
            What: "In a sentence; empty where it was not."
        ),
        new("told_on", "Parties told on", "date"),
        new(
            "note",
            "Note",
            What: "Its paragraphs as they are shown, with upright strokes between."
        ),
    ];

    public MeetingOnRecord Meeting { get; private set; } = null!;

    public IActionResult OnGet(string region, string date)
    {
        if (
            !MeetingRef.TryParse($"{region}.{date}", null, out var known)
            || MeetingBook.Of(record, Snapshot, Today).Find(known) is not { } found
        )
            return NotHere("No meeting is known of this region on this day.");
        Meeting = found;
        var title = $"{found.Region.Text}, meeting of {found.Open.Day.InWords()}";
        return Answer(
            new PageFrame
            {
                Title = title,
                Description =
                    $"{title}: {found.Standing}. {string.Join("; ", found.Items.Take(5).Select(i => i.Names))}",
                Section = "decisions",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Decisions", "/decisions"),
                    new("Meetings", "/meetings"),
                    new($"{found.Region.Text}, {found.Open.Day.InWords()}"),
                ],
                Canonical = found.Address,
            },
            new Sheet(
                $"meeting-{found.Open.Ref}",
                title,
                Columns,
                [
                    .. found.Items.Select(i =>
                        (IReadOnlyList<object?>)
                            [
                                i.Number,
                                i.Item.Case,
                                i.Names,
                                i.Question,
                                i.Item.Representations,
                                i.Item.Left?.Count,
                                i.Advice,
                                i.Decision?.Words,
                                i.Decision?.On,
                                i.Otherwise,
                                i.Item.ToldOn,
                                string.Join(
                                    '|',
                                    found
                                        .Open.Note.Where(p => p.Case == i.Item.Case)
                                        .Select(p => p.Text)
                                ),
                            ]
                    ),
                ]
            ),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["meeting"] = found.Open,
                ["noteDueBy"] = found.Clock.PublishBy,
                ["workingDaysLate"] = found.DaysLate,
                ["redactedPercent"] = Math.Round(found.RedactedPercent, 1),
            },
            new Feed(
                title,
                MeetingFeeds.Begun,
                Form.Ending == ".atom" ? MeetingFeeds.Of([found], 100) : []
            )
        );
    }
}
