using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages;

/// <summary>A table of an authority's page that has an address of its own, for its CSV and JSON.</summary>
[Access(Who.Everybody)]
public sealed class AuthorityPartView(PublicRecordFile record) : AuthorityView(record)
{
    public Sheet Sheet { get; private set; } = null!;

    public override IActionResult OnGet(string code)
    {
        if (Read(code) is { } other)
            return other;
        Sheet = RouteData.Values["part"] is "trusts" ? TrustsSheet() : NeighboursSheet();
        return Answer(
            new PageFrame
            {
                Title = Sheet.Title,
                Section = "find",
                Crumbs = Crumbs(Sheet.Title),
            },
            Sheet
        );
    }
}
