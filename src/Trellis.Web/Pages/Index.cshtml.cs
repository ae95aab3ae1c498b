using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Areas;
using Trellis.Components;
using Trellis.Pages.Decisions;
using Trellis.Pages.Partnerships;
using Trellis.Pages.Waiting;
using Trellis.Places;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages;

/// <summary>A kind of file that is in the snapshot, with the newest of it.</summary>
/// <param name="Files">How many of the kind there are.</param>
/// <param name="Composed">How many of them are not as they were published.</param>
public sealed record SourceRow(SourceNote Newest, int Files, int Composed);

/// <summary>The first page: one search box, ways in, and what the snapshot holds.</summary>
[Access(Who.Everybody)]
public sealed class IndexView(PublicRecordFile record) : SitePage
{
    public AreaBook Book { get; private set; } = null!;

    public IReadOnlyList<(string Code, string Page, AreaFigures Figures)> RegionRows
    {
        get;
        private set;
    } = [];

    /// <summary>The partnerships anybody may read of; null in a view that is kept for good, which holds nothing that members may take back.</summary>
    public PartnershipBook? Partnerships { get; private set; }

    /// <summary>What happened in the last seven days, decisions first; null in a view that is kept for good.</summary>
    public IReadOnlyList<string>? Week { get; private set; }

    /// <summary>The cases in which a school waits for its trust, the longest first; none in a view that is kept for good.</summary>
    public IReadOnlyList<WaitClock> Waiting { get; private set; } = [];

    public IReadOnlyList<SourceRow> Sources { get; private set; } = [];

    public string Source => AreaTables.SourceWords(Snapshot);

    public IActionResult OnGet()
    {
        Book = AreaBook.Of(Snapshot);
        if (HttpContext.Features.Get<ForGood>() is null)
        {
            Partnerships = PartnershipBook.Of(record, Snapshot, Today);
            Waiting = WaitBook.Of(DecisionBook.Of(record, Snapshot, Today)).Waiting;
            Week = [.. DecisionBook.Of(record, Snapshot, Today).Week, .. Partnerships.Week];
        }
        RegionRows =
        [
            .. Regions
                .Names.Select(r => ("", $"/region/{Regions.Slug(r)}", Book.OfRegion(r)))
                .Where(r => r.Item3.Schools > 0),
        ];
        Sources =
        [
            .. Snapshot
                .Sources.GroupBy(s => s.Title)
                .Select(g => new SourceRow(
                    g.MaxBy(s => s.Date)!,
                    g.Count(),
                    g.Count(s => s.Composed.Length > 0)
                ))
                .OrderBy(s => s.Newest.Title, StringComparer.Ordinal),
        ];
        return Answer(
            new PageFrame
            {
                HeaderSearch = false,
                Description =
                    "Find schools to work with in England, see who works with whom, and what it does for children.",
                Csv = "/home.csv",
                Json = "/home.json",
            },
            AreaTables.Compared(
                "england",
                "England and its regions",
                RegionRows.Prepend(("", "/", Book.Country))
            ),
            new Dictionary<string, object?>
            {
                ["registerDate"] = Snapshot.RegisterDate,
                ["source"] = Source,
                ["partnershipsStated"] = Partnerships?.StatedGoingOn,
                ["thisWeek"] = Week,
                ["waiting"] = Waiting.Count,
                ["sources"] = Sources.Select(s => new
                {
                    title = s.Newest.Title,
                    publisher = s.Newest.Publisher,
                    newest = s.Newest.Period,
                    files = s.Files,
                    composedFiles = s.Composed,
                }),
            }
        );
    }
}
