using System.Runtime.CompilerServices;
using Trellis.Groups;
using Trellis.Measures;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Areas;

/// <summary>The figures of every authority, every region and the country, counted once a snapshot.</summary>
/// <remarks>
/// A school lies in the authority the register states, and in that authority's region; where the files do not know the
/// authority, in the region they state for the school. A school without either counts for the country only.
/// </remarks>
public sealed class AreaBook
{
    private const string PupilMeasure = "pupils.number";

    // A snapshot never changes, so what is counted from it may be kept as long as it lives.
    private static readonly ConditionalWeakTable<Snapshot, AreaBook> known = [];

    private readonly Dictionary<LaCode, AreaFigures> authorities = [];
    private readonly Dictionary<string, AreaFigures> regions = [];
    private readonly Dictionary<string, LocalAuthority[]> authoritiesOf;
    private readonly Dictionary<LaCode, TeachingSchoolHub[]> hubs = [];
    private readonly ILookup<string, Group> byCompany;

    private AreaBook(Snapshot snapshot)
    {
        authoritiesOf = snapshot
            .LocalAuthorities.Where(a => a.Region.Length > 0)
            .GroupBy(a => a.Region)
            .ToDictionary(
                g => g.Key,
                g => g.OrderBy(a => a.Name, StringComparer.Ordinal).ToArray()
            );
        byCompany = snapshot
            .Groups.Where(g => g.CompanyNumber.Length > 0 && g.IsAcademyTrust)
            .ToLookup(g => g.CompanyNumber);
        var census = snapshot.Measures.Of(PupilMeasure) is [.., var newest] ? newest : null;
        (PupilYear, PupilSource) = (census?.Year, census?.Rows.Source);

        var districts = new Dictionary<LaCode, Dictionary<string, int>>();
        foreach (var school in snapshot.Schools)
        {
            var now = school.Current;
            if (!now.IsOpen || Sectors.IsChildrensCentre(now))
                continue;
            var trust = snapshot.TrustOf(now.Urn);
            var federated = snapshot
                .MembershipsNow(now.Urn)
                .Select(m => snapshot.Find(m.Uid))
                .OfType<Group>()
                .Where(g => g.Type is GroupType.Federation)
                .ToArray();
            var pupils = PupilsOf(snapshot, census, school);
            Country.Add(now, trust, federated, pupils);
            var authority = now.La is { } code ? snapshot.Find(code) : null;
            if (authority is not null)
            {
                Get(authorities, authority.Code, authority.Name).Add(now, trust, federated, pupils);
                if (now.District.Length > 0)
                {
                    if (!districts.TryGetValue(authority.Code, out var tally))
                        districts[authority.Code] = tally = new(StringComparer.OrdinalIgnoreCase);
                    tally[now.District] = tally.GetValueOrDefault(now.District) + 1;
                }
            }
            var region = authority is { Region.Length: > 0 } ? authority.Region : now.Region;
            if (region.Length > 0)
                Get(regions, region, region).Add(now, trust, federated, pupils);
        }
        foreach (var area in authorities.Values.Concat(regions.Values).Append(Country))
            area.Finish(snapshot, Country);
        ReadHubs(snapshot, districts);
    }

    public static AreaBook Of(Snapshot snapshot) =>
        known.GetValue(snapshot, static s => new AreaBook(s));

    public AreaFigures Country { get; } = new("England");

    /// <summary>The school year of the census behind <see cref="AreaFigures.Pupils"/>; null where there is none.</summary>
    public Year? PupilYear { get; }

    /// <summary>The key of its source; null where there is none.</summary>
    public string? PupilSource { get; }

    public AreaFigures Of(LocalAuthority authority) =>
        authorities.GetValueOrDefault(authority.Code) ?? AreaFigures.None(authority.Name);

    /// <param name="region">A name as <see cref="Regions"/> writes it.</param>
    public AreaFigures OfRegion(string region) =>
        regions.GetValueOrDefault(region) ?? AreaFigures.None(region);

    /// <summary>The authorities of a region, by name.</summary>
    public IReadOnlyList<LocalAuthority> AuthoritiesOf(string region) =>
        authoritiesOf.GetValueOrDefault(region) ?? [];

    /// <summary>The teaching school hubs that serve the districts of an authority.</summary>
    /// <remarks>
    /// A district is an authority's where at least one in twenty of its open schools lies in it: a few schools stand
    /// across the border of the authority that runs them.
    /// </remarks>
    public IReadOnlyList<TeachingSchoolHub> HubsOf(LocalAuthority authority) =>
        hubs.GetValueOrDefault(authority.Code) ?? [];

    /// <summary>Other entries of the register under the same company number: the same trust in another form.</summary>
    public IEnumerable<Group> OtherFormsOf(Group group) =>
        group.CompanyNumber.Length == 0
            ? []
            : byCompany[group.CompanyNumber].Where(g => g.Uid != group.Uid);

    private static double PupilsOf(Snapshot snapshot, MeasureColumn? census, School school)
    {
        if (census is null)
            return double.NaN;
        for (var i = school.Urns.Count - 1; i >= 0; i--)
            if (
                census.OrNaN(snapshot.PositionOf(school.Urns[i])) is var pupils
                && !double.IsNaN(pupils)
            )
                return pupils;
        return double.NaN;
    }

    private void ReadHubs(Snapshot snapshot, Dictionary<LaCode, Dictionary<string, int>> districts)
    {
        var hubsOf = snapshot
            .Hubs.SelectMany(h => h.Districts.Select(d => (District: d, Hub: h)))
            .ToLookup(p => p.District, p => p.Hub, StringComparer.OrdinalIgnoreCase);
        foreach (var authority in snapshot.LocalAuthorities)
        {
            var tally = districts.GetValueOrDefault(authority.Code);
            var all = tally?.Values.Sum() ?? 0;
            var own =
                tally?.Where(d => d.Value * 20 >= all).Select(d => d.Key)
                // Without schools whose district is known, the authority's own name is all there is to go by.
                ?? [authority.Name];
            hubs[authority.Code] = own.SelectMany(d => hubsOf[d])
                .Distinct()
                .OrderBy(h => h.Code, StringComparer.Ordinal)
                .ToArray();
        }
    }

    private static AreaFigures Get<TKey>(Dictionary<TKey, AreaFigures> areas, TKey key, string name)
        where TKey : notnull =>
        areas.TryGetValue(key, out var area) ? area : areas[key] = new AreaFigures(name);
}
