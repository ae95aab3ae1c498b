using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;

namespace Trellis.Pages.Families;

/// <summary>A family on two sides of A4: the picture, then the schools.</summary>
[Access(Who.Everybody)]
public sealed class Booklet : FamilyPage
{
    public IActionResult OnGet(string id)
    {
        if (Find(id) is { } otherwise)
            return otherwise;
        return Answer(
            new PageFrame
            {
                Title = $"Booklet: {Family.Name}",
                Description = Family.Shared,
                Section = "find",
                Crumbs = [.. Crumbs, new PageLink("Booklet")],
            },
            Table()
        );
    }
}
