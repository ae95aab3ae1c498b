using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Areas;
using Trellis.Components;
using Trellis.Pages.Decisions;
using Trellis.Places;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages;

/// <summary>A region: its local authorities as a table and as a map.</summary>
[Access(Who.Everybody)]
public sealed class RegionView(PublicRecordFile record) : SitePage
{
    public string Region { get; private set; } = "";

    public AreaBook Book { get; private set; } = null!;

    public AreaFigures Figures { get; private set; } = null!;

    public IReadOnlyList<LocalAuthority> Authorities { get; private set; } = [];

    public string Source => AreaTables.SourceWords(Snapshot);

    /// <summary>Cases that its director decides.</summary>
    public CasesHere Cases => CasesHere.Of(this, record, $"region:{Regions.Slug(Region)}");

    public IActionResult OnGet(string slug)
    {
        if (Regions.FromSlug(slug) is not { } region)
            return Regions.Canonical(slug) is { } named
                ? new Elsewhere($"/region/{Regions.Slug(named)}{Form.Ending}")
                : NotHere(
                    $"England has nine regions: {string.Join(", ", Regions.Names)}. None has this name."
                );
        Region = region;
        Book = AreaBook.Of(Snapshot);
        Figures = Book.OfRegion(region);
        Authorities = Book.AuthoritiesOf(region);
        return Answer(
            new PageFrame
            {
                Title = $"{region}, region",
                Description =
                    $"The local authorities of {region}: their schools, the share in trusts, the trusts at work.",
                Section = "find",
                Crumbs = [new PageLink("Home", "/"), new PageLink(region)],
            },
            AreaTables.Compared(
                $"region-{Regions.Slug(region)}",
                $"Local authorities of {region}",
                Authorities.Select(a =>
                    (a.Code.ToString(), $"/local-authority/{a.Code}", Book.Of(a))
                )
            ),
            new Dictionary<string, object?>
            {
                ["region"] = region,
                ["schools"] = Figures.Schools,
                ["stateFunded"] = Figures.StateFunded,
                ["inTrusts"] = Figures.InTrusts,
                ["percentInTrusts"] = Figures.PercentInTrusts,
                ["trusts"] = Figures.Trusts,
                ["federations"] = Figures.Federations,
                ["cases"] = Cases.Told,
                ["source"] = Source,
            }
        );
    }
}
