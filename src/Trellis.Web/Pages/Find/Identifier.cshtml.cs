using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Search;
using Trellis.Serving;

namespace Trellis.Pages;

/// <summary>Any number or code of the register leads to the page of what bears it.</summary>
[Access(Who.Everybody)]
public sealed class IdentifierView : SitePage
{
    public IActionResult OnGet(string? text) =>
        Resolver.Resolve(Snapshot, text ?? "") is { } address
            ? new Elsewhere(address + Form.Ending)
            : NotHere(
                "No school, trust or area in the register has this number. Search by name or postcode instead."
            );
}
