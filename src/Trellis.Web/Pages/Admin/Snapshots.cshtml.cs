using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.People;
using Trellis.Serving;

namespace Trellis.Pages.Admin;

/// <summary>Which snapshot is served, and every one that was, newest first.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class SnapshotsPage(Countries countries) : AdminPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("published", "Published"),
        new("how", "How"),
        new("snapshot", "Snapshot"),
        new("from", "From"),
        new("served", "Served now", "boolean"),
        new("kept", "Still kept", "boolean"),
    ];

    public string Trouble => countries.Trouble;

    public Sheet List { get; private set; } = null!;

    public IActionResult OnGet()
    {
        var history = countries.Store.History();
        List = new Sheet(
            "snapshots",
            "Publications, newest first",
            Columns,
            [
                .. history
                    .Reverse()
                    .Select(
                        (p, i) =>
                            (IReadOnlyList<object?>)
                                [
                                    p.At,
                                    p.How,
                                    new PageLink(
                                        Form.Ending.Length > 0
                                            ? p.Id
                                            : p.Id[..Math.Min(12, p.Id.Length)],
                                        $"/data/imports/{p.Id}"
                                    ),
                                    p.From,
                                    i == 0 && p.Id == Snapshot.Id,
                                    System.IO.File.Exists(countries.Store.PathOf(p.Id)),
                                ]
                    ),
            ]
        );
        return AnswerPrivately(
            new PageFrame { Title = "Snapshots", Crumbs = Crumbs(new PageLink("Snapshots")) },
            List,
            new Dictionary<string, object?> { ["trouble"] = Trouble }
        );
    }
}
