using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Pages.Joining;
using Trellis.Pages.MyTrust;
using Trellis.People;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Serving;

namespace Trellis.Pages.MyArea;

/// <summary>How schools did that joined the trusts of an area, for officers of its authorities and regions; by name, never by size.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer, Role.RegionOfficer)]
public sealed class EffectsPage(EffectShelf shelf) : ActingPage
{
    private static readonly IReadOnlyList<(string Code, Outcome Outcome, PhaseGroup Phase)> kinds =
    [
        .. Programmes
            .Find("joining-a-trust")!
            .Studies.Select(k => (k.Outcome, k.Phase))
            .Distinct()
            .Select(k =>
                (
                    $"{k.Outcome.Id}-{(k.Phase == PhaseGroup.Primary ? "primary" : "secondary")}",
                    k.Outcome,
                    k.Phase
                )
            ),
    ];

    public EffectTable Table { get; private set; } = null!;

    /// <summary>"East Midlands, Northshire".</summary>
    public string Places { get; private set; } = "";

    /// <summary>The results that are shown: "ks2-primary".</summary>
    public string Chosen { get; private set; } = "";

    public static IReadOnlyList<SelectItem?> ResultItems =>
        [
            .. kinds.Select(k => new SelectItem
            {
                Value = k.Code,
                Text =
                    $"{k.Outcome.Label}, {(k.Phase == PhaseGroup.Primary ? "primary" : "secondary")}",
            }),
        ];

    public IActionResult OnGet(string? results = null)
    {
        var kind = kinds.FirstOrDefault(k => k.Code == results, kinds[0]);
        Chosen = kind.Code;
        var scopes = Visitor
            .Roles.Where(r => r.Role is Role.LocalAuthorityOfficer or Role.RegionOfficer)
            .Select(r => r.Over)
            .Distinct()
            .ToList();
        Places = string.Join(", ", scopes.Select(s => RolePlaces.Words(Snapshot, s).Text));
        var effects = shelf.Of(Snapshot.Id);
        Table = new EffectTable(
            effects,
            effects is null ? [] : Rows(effects, scopes, kind.Outcome, kind.Phase),
            NamesTrusts: true,
            $"{kind.Outcome.Label} after joining"
        );
        return AnswerPrivately(
            new PageFrame
            {
                Title = "Schools that joined trusts, before and after",
                Section = "mine",
                Crumbs = [new("Home", "/"), new("Before and after joining")],
            },
            new Sheet(
                $"effects-{Chosen}",
                $"How schools did that joined trusts of {Places}",
                EffectRow.Columns,
                [.. Table.Rows.Select(r => r.Cells())]
            )
        );
    }

    private List<EffectRow> Rows(
        TrustEffects effects,
        IReadOnlyList<Scope> scopes,
        Outcome outcome,
        PhaseGroup phase
    )
    {
        var authorities = scopes
            .Where(s => s.Kind == ScopeKind.LocalAuthority)
            .Select(s => s.Id)
            .ToHashSet(StringComparer.Ordinal);
        var regions = scopes
            .Where(s => s.Kind == ScopeKind.Region)
            .Select(s => s.Id)
            .ToHashSet(StringComparer.Ordinal);
        bool IsHere(School school) =>
            (school.Current.La is { } la && authorities.Contains(la.ToString()))
            || (
                Regions.Canonical(school.Current.Region ?? "") is { } region
                && regions.Contains(Regions.Slug(region))
            );
        return
        [
            .. Snapshot
                .Schools.Where(s => s.IsOpen && IsHere(s))
                .Select(s => Snapshot.TrustOf(s.Urn))
                .OfType<Groups.Group>()
                .DistinctBy(t => t.Uid)
                .OrderBy(t => t.Name, StringComparer.Ordinal)
                .ThenBy(t => t.Uid)
                .SelectMany(t => EffectRow.Of(Snapshot, effects, t.Uid))
                .Where(r =>
                    r.Effect is not null && r.Key.Outcome == outcome && r.Key.Phase == phase
                ),
        ];
    }
}
