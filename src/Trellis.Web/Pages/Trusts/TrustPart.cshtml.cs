using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages;

/// <summary>A table of a group's page that has an address of its own, for its CSV and JSON.</summary>
[Access(Who.Everybody)]
public sealed class TrustPartView(PublicRecordFile record) : TrustView(record)
{
    public Sheet Sheet { get; private set; } = null!;

    public override IActionResult OnGet(string uid)
    {
        if (Read(uid) is { } other)
            return other;
        Sheet = RouteData.Values["part"] is "left" ? LeftSheet() : GrowthSheet();
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
