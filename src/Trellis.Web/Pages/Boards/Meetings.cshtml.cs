using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Boards;

/// <summary>Every meeting of the regions' advisory boards: those to come, the notes of those that were held, and how late and how open each region is.</summary>
[Access(Who.Everybody)]
public sealed class MeetingsPage(PublicRecordFile record) : SitePage
{
    private const int MostEvents = 100;

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("region", "Region", What: "As in the address of its page."),
        new("day", "Day of the meeting", "date"),
        new(
            "stage",
            "How far",
            What: "scheduled, agenda-published, papers-sent, held, note-drafted, note-published or cancelled."
        ),
        new("agenda_on", "Agenda first published", "date", What: "Empty before."),
        new("items", "Cases on the agenda", "integer"),
        new("representations", "How many wrote before it", "integer"),
        new("note_due", "Note due by", "date"),
        new("drafted_on", "Note drafted on", "date"),
        new("published_on", "Note published on", "date"),
        new("editions", "Editions of the note", "integer"),
        new(
            "working_days",
            "Working days from the meeting to its note",
            "integer",
            "working days",
            "Empty before it is published."
        ),
        new("days_late", "Working days late", "integer", "working days", "0 where it is not."),
        new("words", "Words of the published note", "integer"),
        new("words_redacted", "Words that are not shown", "integer"),
        new("redacted_percent", "Share of words not shown", "number", "%"),
        new("decided_otherwise", "Items decided otherwise than advised", "integer"),
    ];

    public MeetingBook Book { get; private set; } = null!;

    public IReadOnlyList<MeetingOnRecord> Shown { get; private set; } = [];

    public IReadOnlyList<BoardFigures> Figures { get; private set; } = [];

    public IReadOnlyList<MeetingOnRecord> Coming =>
        [.. Shown.Where(m => m.Open.Day >= Today && !m.IsCancelled).OrderBy(m => m.Open.Day)];

    public IReadOnlyList<MeetingOnRecord> Past =>
        [.. Shown.Where(m => m.Open.Day < Today || m.IsCancelled)];

    public string Chosen { get; private set; } = "";

    public string Notice { get; private set; } = "";

    public IActionResult OnGet()
    {
        Book = MeetingBook.Of(record, Snapshot, Today);
        var typed = Request.Query["region"].ToString();
        if (typed.Length > 0 && Book.ByRegion.Any(r => r.Slug == typed))
            Chosen = typed;
        else if (typed.Length > 0)
            Notice =
                $"No meeting of a region “{(typed.Length > 40 ? typed[..40] : typed)}” is known, so all are shown.";
        Shown = Chosen.Length == 0 ? Book.All : [.. Book.In(Chosen)];
        Figures = [.. Book.ByRegion.Where(r => Chosen.Length == 0 || r.Slug == Chosen)];
        return Answer(
            new PageFrame
            {
                Title = "Meetings at which decisions are advised on",
                Description =
                    "Agendas and notes of the regions' advisory boards: what was asked, advised and decided, how late each note is, and how much of it is not shown.",
                Section = "decisions",
                Crumbs = [new("Home", "/"), new("Decisions", "/decisions"), new("Meetings")],
                Listed = Chosen.Length == 0,
            },
            new Sheet(
                "meetings",
                "Meetings",
                Columns,
                [
                    .. Shown.Select(m =>
                        (IReadOnlyList<object?>)
                            [
                                m.Ref.Region.Id,
                                m.Open.Day,
                                m.Open.Stage,
                                m.Open.Agendas is [var first, ..] ? first.On : null,
                                m.Items.Count,
                                m.Open.Items.Sum(i => i.Representations ?? 0),
                                m.Clock.PublishBy,
                                m.Open.DraftedOn,
                                m.PublishedOn,
                                m.Open.Editions.Count,
                                m.WorkingDaysTaken,
                                m.DaysLate,
                                m.Open.Words,
                                m.Redacted,
                                Math.Round(m.RedactedPercent, 1),
                                m.Otherwise.Count(),
                            ]
                    ),
                ]
            ),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["regions"] = Figures.Select(r => new
                {
                    region = r.Slug,
                    held = r.Held,
                    notesPublished = r.Published,
                    inTime = r.InTime,
                    overdue = r.Overdue,
                    medianWorkingDays = r.MedianDays,
                    words = r.Words,
                    wordsRedacted = r.Redacted,
                    redactedPercent = Math.Round(r.RedactedPercent, 1),
                    passages = r.Passages,
                    notesWithRedaction = r.WithRedaction,
                    advisedAndDecided = r.Advised,
                    decidedOtherwise = r.Otherwise,
                }),
            },
            new Feed(
                "Meetings: agendas and notes",
                MeetingFeeds.Begun,
                Form.Ending == ".atom" ? MeetingFeeds.Of(Shown, MostEvents) : []
            )
        );
    }
}
