using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Areas;
using Trellis.Components;
using Trellis.Pages.Decisions;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Search;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages;

/// <summary>A local authority: its schools by phase and type, the trusts at work, authorities like it.</summary>
[Access(Who.Everybody)]
public class AuthorityView(PublicRecordFile record) : SitePage
{
    /// <summary>How many trusts the page lists; the download has all.</summary>
    public const int MostTrusts = 15;

    public LocalAuthority Authority { get; private set; } = null!;

    public AreaFigures Figures { get; private set; } = null!;

    public AreaBook Book { get; private set; } = null!;

    public Sheet ByPhase { get; private set; } = null!;

    public string? RegionAddress =>
        Regions.Canonical(Authority.Region) is { } region
            ? $"/region/{Regions.Slug(region)}"
            : null;

    /// <summary>The open schools of the authority, in the search with its filters.</summary>
    public string SchoolsAddress => $"/search?kind=school&status=open&la={Authority.Code}";

    public string Source => AreaTables.SourceWords(Snapshot);

    /// <summary>What the newest file of a kind says of itself; empty where there is none of the kind.</summary>
    public string SourceOfKind(string kind) =>
        Snapshot
            .Sources.Where(s =>
                s.Key == kind || s.Key.StartsWith(kind + "/", StringComparison.Ordinal)
            )
            .MaxBy(s => s.Date)
            ?.Words
        ?? "";

    /// <summary>Cases of schools that lie in it.</summary>
    public CasesHere Cases => CasesHere.Of(this, record, $"local-authority:{Authority.Code}");

    public virtual IActionResult OnGet(string code)
    {
        if (Read(code) is { } other)
            return other;
        return Answer(
            new PageFrame
            {
                Title = $"{Authority.Name}, local authority",
                Description =
                    $"Schools in {Authority.Name} by phase and type, the trusts at work there, and authorities like it.",
                Section = "find",
                Crumbs = Crumbs(),
                Canonical = $"/local-authority/{Authority.Code}",
            },
            ByPhase,
            new Dictionary<string, object?>
            {
                ["code"] = Authority.Code.ToString(),
                ["onsCode"] = Authority.OnsCode,
                ["name"] = Authority.Name,
                ["region"] = Authority.Region,
                ["schools"] = Figures.Schools,
                ["stateFunded"] = Figures.StateFunded,
                ["inTrusts"] = Figures.InTrusts,
                ["percentInTrusts"] = Figures.PercentInTrusts,
                ["trusts"] = Figures.Trusts,
                ["federations"] = Figures.Federations,
                ["pupils"] = Figures.Pupils,
                ["schoolsWithPupils"] = Figures.SchoolsWithPupils,
                ["neighbours"] = Authority.Neighbours.Select(n => new
                {
                    code = n.Code.ToString(),
                    name = Snapshot.Find(n.Code)?.Name,
                    rank = n.Rank,
                    closeness = n.Closeness,
                }),
                ["teachingSchoolHubs"] = Book.HubsOf(Authority)
                    .Select(h => new
                    {
                        code = h.Code,
                        name = h.Name,
                        leadSchool = h.LeadSchool,
                        districts = h.Districts,
                    }),
                ["cases"] = Cases.Told,
                ["source"] = Source,
            }
        );
    }

    /// <summary>Reads the authority; an answer where the page is elsewhere or there is none.</summary>
    protected IActionResult? Read(string code)
    {
        if (!LaCode.TryParse(code, null, out var number) || Snapshot.Find(number) is not { } found)
            return
                Resolver.Resolve(Snapshot, code) is { } address
                && address.StartsWith("/local-authority/", StringComparison.Ordinal)
                ? new Elsewhere(address + Form.Ending)
                : NotHere("No local authority in the files has this number. Search by its name.");
        Authority = found;
        Book = AreaBook.Of(Snapshot);
        Figures = Book.Of(found);
        ByPhase = AreaTables.ByPhase($"local-authority-{found.Code}-schools", Figures);
        return null;
    }

    protected IReadOnlyList<PageLink> Crumbs(string? part = null)
    {
        var crumbs = new List<PageLink> { new("Home", "/") };
        if (RegionAddress is { } region)
            crumbs.Add(new PageLink(Authority.Region, region));
        crumbs.Add(
            part is null
                ? new PageLink(Authority.Name)
                : new PageLink(Authority.Name, $"/local-authority/{Authority.Code}")
        );
        if (part is not null)
            crumbs.Add(new PageLink(part));
        return crumbs;
    }

    protected Sheet TrustsSheet() =>
        new(
            $"local-authority-{Authority.Code}-trusts",
            $"Trusts with schools in {Authority.Name}",
            [
                new("uid", "UID"),
                new("name", "Trust"),
                new("page", "Page"),
                new("schools_here", "Schools here", "integer"),
                new("schools_in_all", "Schools in all", "integer"),
            ],
            [
                .. Figures.TrustsAtWork.Select(
                    IReadOnlyList<object?> (t) =>
                        [
                            t.Trust.Uid.ToString(),
                            t.Trust.Name,
                            $"/trust/{t.Trust.Uid}",
                            t.Here,
                            t.InAll,
                        ]
                ),
            ]
        );

    protected Sheet NeighboursSheet() =>
        AreaTables.Compared(
            $"local-authority-{Authority.Code}-neighbours",
            $"{Authority.Name} and its statistical neighbours, nearest first",
            Authority
                .Neighbours.OrderBy(n => n.Rank)
                .Select(n => Snapshot.Find(n.Code))
                .OfType<LocalAuthority>()
                .Prepend(Authority)
                .Select(a => (a.Code.ToString(), $"/local-authority/{a.Code}", Book.Of(a)))
        );
}
