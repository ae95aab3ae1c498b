using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Serving;

namespace Trellis.Pages;

/// <summary>The first page: one search box and what the snapshot holds.</summary>
public sealed class IndexModel : SitePage
{
    public IActionResult OnGet() => Answer(new PageFrame { HeaderSearch = false });
}
