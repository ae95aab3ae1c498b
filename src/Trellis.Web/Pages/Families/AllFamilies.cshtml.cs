using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Families;
using Trellis.Places;
using Trellis.Serving;
using Trellis.SimilarSchools;

namespace Trellis.Pages.Families;

/// <summary>Every family of a kind and phase, perhaps of one region.</summary>
[Access(Who.Everybody)]
public sealed class AllFamilies : SitePage
{
    public FamilyKind Asked { get; private set; }

    public Peers Peers { get; private set; }

    public string? RegionName { get; private set; }

    public IReadOnlyList<Family> Families { get; private set; } = [];

    public IActionResult OnGet(string? kind, string? phase, string? region)
    {
        if (kind is { Length: > 0 } && FamilyRule.KindOf(kind) is null)
            return BadQuestion("unknown-kind", "Families are national or regional.");
        if (phase is { Length: > 0 } && PeersOf.Named(phase) is null)
            return BadQuestion("unknown-phase", "The phase is primary, secondary or special.");
        if (region is { Length: > 0 } && Regions.FromSlug(region) is null)
            return BadQuestion(
                "unknown-region",
                $"The region is one of: {string.Join(", ", Regions.Names)}."
            );
        Asked = FamilyRule.KindOf(kind ?? "") ?? FamilyKind.National;
        Peers = string.IsNullOrEmpty(phase) ? Peers.Secondary : PeersOf.Named(phase)!.Value;
        RegionName = region is { Length: > 0 } ? Regions.FromSlug(region) : null;
        Families =
        [
            .. Trellis
                .Families.Families.In(Snapshot)
                .Of(Asked, Peers)
                .Where(f =>
                    RegionName is null || f.Members.Any(m => m.School.Current.Region == RegionName)
                ),
        ];
        return Answer(
            new PageFrame
            {
                Title = "Families of schools",
                Description =
                    "Groups of schools that are alike and stay together from year to year.",
                Section = "find",
                Crumbs = [new PageLink("Home", "/"), new PageLink("Families of schools")],
            },
            new Sheet(
                $"families-{Asked.Key()}-{Peers.Key()}",
                $"{Asked.Key()} families of {Peers.Words()}",
                [
                    new("family", "Family"),
                    new("name", "Name"),
                    new("schools", "Schools", "integer"),
                    new("shared", "What they share"),
                ],
                [
                    .. Families.Select(
                        IReadOnlyList<object?> (f) => [f.Id, f.Name, f.Members.Count, f.Shared]
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["kind"] = Asked.Key(),
                ["phase"] = Peers.Key(),
                ["region"] = RegionName,
                ["families"] = Families.Count,
            }
        );
    }
}
