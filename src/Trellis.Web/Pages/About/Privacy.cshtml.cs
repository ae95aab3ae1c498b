using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;

namespace Trellis.Pages.About;

/// <summary>What is kept of visitors and of people in schools: nothing.</summary>
[Access(Who.Everybody)]
public sealed class PrivacyPage : SitePage
{
    public IActionResult OnGet() =>
        Answer(
            new PageFrame
            {
                Title = "Privacy",
                Description = "No cookies, no tracking, and no names of people in the data.",
                Crumbs = [new("Home", "/"), new("Privacy")],
            }
        );
}
