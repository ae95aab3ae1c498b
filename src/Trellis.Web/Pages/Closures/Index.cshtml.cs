using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Decisions;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Closures;

/// <summary>Every trust that closes or closed, with how many of its schools have a trust, have moved, and are left.</summary>
[Access(Who.Everybody)]
public sealed class AllClosures(PublicRecordFile record) : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("ref", "Case", What: "In the address: /closure/{ref}."),
        new("trust", "Trust that closes"),
        new("body", "The trust as kind:number"),
        new("region", "Region"),
        new("state", "State", What: "After the last published step."),
        new("opened_on", "Began on", "date"),
        new("days", "Days", "integer", "days", "From its first day to its end, or to today."),
        new("schools", "Schools", "integer"),
        new("decided", "Decided", "integer"),
        new("placed", "With a trust", "integer", What: "Decided to go to a trust, or moved."),
        new("moved", "Moved", "integer"),
        new("left", "No trust yet", "integer", What: "Decided to have none yet, or named as left."),
        new("views_until", "Views until", "date", What: "Empty before a plan is published."),
    ];

    public IReadOnlyList<ClosureOnRecord> All { get; private set; } = [];

    public IEnumerable<ClosureOnRecord> Going => All.Where(c => !c.Case.IsOver);

    public IEnumerable<ClosureOnRecord> Over => All.Where(c => c.Case.IsOver);

    public IActionResult OnGet()
    {
        All = ClosureBook.Of(record, Snapshot, Today).All;
        return Answer(
            new PageFrame
            {
                Title = "Trusts that close",
                Description =
                    "Each trust that closes: which trusts its schools would go to, what was decided and why, who moved and who is left.",
                Section = "decisions",
                Crumbs = [new("Home", "/"), new("Trusts that close")],
                Canonical = "/closures",
            },
            new Sheet(
                "closures",
                "Trusts that close",
                Columns,
                [
                    .. All.Select(
                        IReadOnlyList<object?> (c) =>
                            [
                                c.Ref,
                                c.Trust.Text,
                                c.Open?.Closing ?? c.Case.Whole.Body,
                                c.Case.Region.Text,
                                c.Case.StateWords,
                                c.Case.BegunOn,
                                c.Case.Days,
                                c.Schools.Count,
                                c.Decided,
                                c.Count("placed") + c.Count("moved"),
                                c.Count("moved"),
                                c.Count("left"),
                                c.ViewsUntil,
                            ]
                    ),
                ]
            ),
            new Dictionary<string, object?> { ["going"] = Going.Count(), ["over"] = Over.Count() },
            new Feed(
                "Trusts that close",
                DecisionFeeds.Begun,
                DecisionFeeds.Newest([.. All.Select(c => c.Case)], 100)
            )
        );
    }
}
