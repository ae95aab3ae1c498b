using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.About;

/// <summary>What changed: in the product by version, and in the data by publication.</summary>
[Access(Who.Everybody)]
public sealed class ChangesPage(Countries countries) : SitePage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("published", "Published, in UTC"),
        new("how", "How"),
        new("snapshot", "Snapshot"),
        new("from", "Folder it was imported from"),
    ];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Publication> History { get; private set; } = [];

    public IActionResult OnGet()
    {
        History = [.. countries.Store.History().Reverse()];
        var sheet = new Sheet(
            "publications",
            "Snapshots this site has published",
            Columns,
            [
                .. History.Select(p =>
                    (IReadOnlyList<object?>)
                        [$"{p.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}", p.How, p.Id, p.From]
                ),
            ]
        );
        return Answer(
            new PageFrame
            {
                Title = "Changes",
                Description = "What changed in Trellis and in its data.",
                Section = "changes",
                Crumbs = [new("Home", "/"), new("Changes")],
            },
            sheet
        );
    }
}
