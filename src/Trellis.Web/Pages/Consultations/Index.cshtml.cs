using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Consultations;

/// <summary>Every consultation: those open first, then those to come, then what became of the others; and how often nobody was asked, and why.</summary>
[Access(Who.Everybody)]
public sealed class AllConsultations(PublicRecordFile record) : SitePage
{
    private static readonly DateTimeOffset begun = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("id", "Consultation"),
        new("case", "Case"),
        new("schools", "Schools", What: "URNs, with upright strokes between them."),
        new(
            "standing",
            "How it stands",
            What: "planned, coming, open, closed, reported, not-held or stopped."
        ),
        new("opens", "Opening day", "date"),
        new("closes", "Closing day", "date"),
        new("decides", "Decision expected by", "date"),
        new("replies", "Replies counted", "integer"),
        new("not_because", "Nobody was asked because"),
    ];

    public ConsultationBook Book { get; private set; } = null!;

    public IReadOnlyList<ConsultationOnRecord> Open { get; private set; } = [];

    public IReadOnlyList<ConsultationOnRecord> Coming { get; private set; } = [];

    public IReadOnlyList<ConsultationOnRecord> Over { get; private set; } = [];

    public IActionResult OnGet()
    {
        Book = ConsultationBook.Of(record, Today);
        Open = [.. Of(ConsultationStanding.Open).OrderBy(c => c.Closes)];
        Coming =
        [
            .. Of(ConsultationStanding.Coming)
                .OrderBy(c => c.Opens)
                .Concat(Of(ConsultationStanding.Planned)),
        ];
        Over =
        [
            .. Book.All.Where(c =>
                c.Standing
                    is ConsultationStanding.Closed
                        or ConsultationStanding.Reported
                        or ConsultationStanding.NotHeld
                        or ConsultationStanding.Stopped
            ),
        ];
        return Answer(
            new PageFrame
            {
                Title = "Consultations",
                Description =
                    "What is proposed for schools, until when anybody can reply, and what came of it.",
                Section = "decisions",
                Crumbs = [new("Home", "/"), new("Consultations")],
            },
            new Sheet(
                "consultations",
                "Consultations",
                Columns,
                [
                    .. Open.Concat(Coming)
                        .Concat(Over)
                        .Select(c =>
                            (IReadOnlyList<object?>)
                                [
                                    c.Id,
                                    c.Procedure.Case,
                                    string.Join('|', c.Schools.Select(s => s.Id)),
                                    Journal.Naming.Of(c.Standing.ToString()),
                                    c.Opens,
                                    c.Closes,
                                    c.Decides,
                                    c.All,
                                    c.NotBecause.Length > 0 ? c.NotBecause : null,
                                ]
                        ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["open"] = Open.Count,
                ["notHeld"] = Book
                    .NotHeld.Select(n => new { because = n.Because, number = n.Number })
                    .ToArray(),
            },
            new Feed(
                "Consultations",
                begun,
                [
                    .. Book
                        .All.Where(c => c.Standing != ConsultationStanding.Planned)
                        .OrderByDescending(c => c.Last)
                        .Take(50)
                        .Select(c => new FeedEntry(
                            $"{c.Address}#{Journal.Naming.Of(c.Standing.ToString())}",
                            $"{c.Names(Snapshot)}: {c.Sentence}",
                            c.Last.BeginsInLondon(),
                            c.Said("proposed") is { Length: > 0 } proposed ? proposed : c.Sentence
                        )),
                ]
            )
        );
    }

    private IEnumerable<ConsultationOnRecord> Of(ConsultationStanding standing) =>
        Book.All.Where(c => c.Standing == standing);
}
