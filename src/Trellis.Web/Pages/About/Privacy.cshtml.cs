using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;

namespace Trellis.Pages.About;

/// <summary>What is kept of visitors, of people with an account and of people in schools, and for how long.</summary>
[Access(Who.Everybody)]
public sealed class PrivacyPage : SitePage
{
    public IActionResult OnGet() =>
        Answer(
            new PageFrame
            {
                Title = "Privacy",
                Description =
                    "No tracking, no names of people in the data; what is kept of who signs in, and for how long.",
                Crumbs = [new("Home", "/"), new("Privacy")],
            }
        );
}
