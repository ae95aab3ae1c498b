using System.Runtime.CompilerServices;
using Trellis.Components;
using Trellis.Pages.Schools;
using Trellis.Places;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Pages.Similar;

/// <summary>What the filters of similar schools can be set to: the register's own words, found among the schools that are compared. Kept with the snapshot.</summary>
public sealed class SimilarChoices
{
    private static readonly ConditionalWeakTable<Snapshot, SimilarChoices> Kept = [];

    private SimilarChoices(Snapshot snapshot)
    {
        var compared = snapshot
            .Schools.Where(s => PeersOf.School(s, snapshot) is not null)
            .Select(s => s.Current)
            .ToArray();
        Regions = Distinct(compared.Select(e => e.Region));
        TypeGroups = Distinct(compared.Select(e => e.TypeGroup));
        Types = Distinct(compared.Select(e => e.Type));
        Religions = Distinct(compared.Select(e => e.Religion));
        var authorities = compared
            .Where(e => e.La is not null)
            .Select(e => e.La!.Value)
            .ToHashSet();
        Authorities = snapshot
            .LocalAuthorities.Where(a => authorities.Contains(a.Code))
            .OrderBy(a => a.Name, StringComparer.Ordinal)
            .ToArray();
        (RegionItems, TypeGroupItems, TypeItems, ReligionItems) = (
            Items(Regions),
            Items(TypeGroups),
            Items(Types),
            Items(Religions)
        );
        AuthorityItems =
        [
            Any,
            .. Authorities.Select(a => new SelectItem { Value = $"{a.Code}", Text = a.Name }),
        ];
    }

    public static SimilarChoices Of(Snapshot snapshot) =>
        Kept.GetValue(snapshot, s => new SimilarChoices(s));

    public IReadOnlyList<string> Regions { get; }

    public IReadOnlyList<string> TypeGroups { get; }

    public IReadOnlyList<string> Types { get; }

    public IReadOnlyList<string> Religions { get; }

    /// <summary>Those that have a school that is compared, by name.</summary>
    public IReadOnlyList<LocalAuthority> Authorities { get; }

    /// <summary>The phases among schools of a kind; a filter of phase makes sense only where there are several.</summary>
    public static IReadOnlyList<Phase> Phases(Peers peers) =>
        peers switch
        {
            Peers.Primary => [Phase.Primary, Phase.MiddleDeemedPrimary],
            Peers.Secondary => [Phase.Secondary, Phase.AllThrough, Phase.MiddleDeemedSecondary],
            _ => [],
        };

    /// <summary>In what schools of a kind can be asked to be the same: few primary schools select, and none has a sixth form.</summary>
    public static IEnumerable<(SameTrait Trait, string Key, string Words)> Same(Peers peers) =>
        SameTraits.All.Where(t =>
            peers != Peers.Primary || t.Trait is not (SameTrait.Selection or SameTrait.SixthForm)
        );

    /// <summary>The same as answers of a select box, "Any" first.</summary>
    public IReadOnlyList<SelectItem> RegionItems { get; }

    public IReadOnlyList<SelectItem> TypeGroupItems { get; }

    public IReadOnlyList<SelectItem> TypeItems { get; }

    public IReadOnlyList<SelectItem> ReligionItems { get; }

    public IReadOnlyList<SelectItem> AuthorityItems { get; }

    public static readonly IReadOnlyList<SelectItem> PlaceItems =
    [
        Any,
        new() { Value = "rural", Text = "In the country" },
        new() { Value = "urban", Text = "In towns and cities" },
    ];

    public static readonly IReadOnlyList<SelectItem> CoastItems =
    [
        Any,
        new() { Value = "coastal", Text = "By the sea" },
        new() { Value = "inland", Text = "Inland" },
    ];

    public static IReadOnlyList<SelectItem> PhaseItems(Peers peers) =>
        [
            Any,
            .. Phases(peers)
                .Select(p => new SelectItem { Value = $"{p}", Text = OneSchool.PhaseWords(p) }),
        ];

    private static SelectItem Any => new() { Value = "", Text = "Any" };

    private static SelectItem[] Items(IReadOnlyList<string> words) =>
        [
            Any,
            .. words.Select(w => new SelectItem
            {
                Value = w,
                Text = w == "None" ? "No religious character" : w,
            }),
        ];

    private static string[] Distinct(IEnumerable<string> words) =>
        [.. words.Where(w => w.Length > 0).Distinct().Order(StringComparer.Ordinal)];
}
