using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;

namespace Trellis.Pages.About;

/// <summary>The accessibility statement.</summary>
[Access(Who.Everybody)]
public sealed class AccessibilityPage : SitePage
{
    public IActionResult OnGet() =>
        Answer(
            new PageFrame
            {
                Title = "Accessibility statement",
                Description =
                    "How accessible Trellis is, and what to do when something does not work.",
                Crumbs = [new("Home", "/"), new("Accessibility statement")],
            }
        );
}
