using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Families;
using Trellis.SimilarSchools;

namespace Trellis.Pages.Families;

/// <summary>Who are we with, and what do they do well?</summary>
[Access(Who.Everybody)]
public sealed class OneFamily : FamilyPage
{
    public IActionResult OnGet(string id)
    {
        if (Find(id) is { } otherwise)
            return otherwise;
        return Answer(
            new PageFrame
            {
                Title = Family.Name,
                Description = $"{Family.Members.Count} schools. {Family.Shared}",
                Section = "find",
                Canonical = $"/family/{Family.Id}",
                Crumbs = [.. Crumbs.Take(2), new PageLink(Family.Name)],
            },
            Table(),
            new Dictionary<string, object?>
            {
                ["family"] = Family.Id,
                ["kind"] = Family.Kind.Key(),
                ["phase"] = Family.Peers.Key(),
                ["name"] = Family.Name,
                ["shared"] = Family.Shared,
                ["schools"] = Family.Members.Count,
            }
        );
    }
}
