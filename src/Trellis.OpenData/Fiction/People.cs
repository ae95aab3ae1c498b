namespace Trellis.Fiction;

/// <summary>Lays out the schools: where each stands, what it is called, how big it is and who its pupils are.</summary>
internal static class People
{
    private static readonly (SiteKind Kind, double Share)[] Shares =
    [
        (SiteKind.Secondary, .146),
        (SiteKind.Special, .05),
        (SiteKind.Infant, .055),
        (SiteKind.Junior, .045),
        (SiteKind.Middle, .004),
        (SiteKind.AllThrough, .006),
        (SiteKind.Nursery, .006),
        (SiteKind.Independent, .008),
        (SiteKind.AlternativeProvision, .004),
        (SiteKind.SixteenPlus, .003),
    ];

    /// <summary>As many sites as asked for, each kind at least once; the rest are primary schools.</summary>
    public static List<Site> Settle(Land land, int schools, int seed)
    {
        var sites = new List<Site>(schools + (schools / 20) + 8);
        foreach (var kind in Kinds(schools, seed))
            sites.Add(New(land, sites.Count, kind, NextArea(land, sites.Count, schools), seed));
        return sites;
    }

    private static List<SiteKind> Kinds(int schools, int seed)
    {
        var kinds = new List<SiteKind>(schools);
        foreach (var (kind, share) in Shares)
            for (var i = 0; i < Math.Max(1, (int)Math.Round(share * schools)); i++)
                kinds.Add(kind);
        while (kinds.Count < schools)
            kinds.Add(SiteKind.Primary);
        var chance = new Chance(seed, Purpose.Sites);
        chance.Shuffle(kinds);
        return kinds;
    }

    private static Area NextArea(Land land, int number, int schools)
    {
        var through = (number + .5) / schools * land.Areas.Sum(a => a.Schools);
        foreach (var area in land.Areas)
        {
            through -= area.Schools;
            if (through < 0)
                return area;
        }
        return land.Areas[^1];
    }

    /// <summary>One more site in an authority.</summary>
    public static Site New(Land land, int id, SiteKind kind, Area area, int seed)
    {
        var chance = new Chance(seed, Purpose.Sites, id, 1);
        var town = Place(area, kind, ref chance);
        town.Room -= 1;
        var neighbourhood = town.FirstNeighbourhood + chance.Below(town.Neighbourhoods);
        var patch = town.District.Patch;
        var spread = Math.Min(patch.U1 - patch.U0, patch.V1 - patch.V0) * (town.IsRural ? .06 : .1);
        var (easting, northing) = land.OnGrid(
            Math.Clamp(
                town.U + (spread * (chance.Next() - .5)),
                patch.U0 + (.02 * spread),
                patch.U1 - (.02 * spread)
            ),
            Math.Clamp(
                town.V + (spread * (chance.Next() - .5)),
                patch.V0 + (.02 * spread),
                patch.V1 - (.02 * spread)
            )
        );
        var imd = land.Neighbourhoods[neighbourhood].Imd;
        var selective =
            kind is SiteKind.Independent
            || (
                kind is SiteKind.Secondary
                && area.Region.HubPrefix is "SE" or "LD" or "SW"
                && chance.Happens(.09)
            );
        var deprivation =
            (.55 * town.Deprivation)
            + (.028 * (imd - 23))
            + (.4 * chance.Normal())
            + (kind is SiteKind.Special or SiteKind.AlternativeProvision ? .6 : 0)
            - (selective ? 1.3 : 0);
        var religion = Faith(kind, ref chance);
        var gender =
            kind is SiteKind.Secondary or SiteKind.Independent && chance.Happens(.12)
                ? (chance.Happens(.55) ? "Girls" : "Boys")
            : kind is SiteKind.SixteenPlus ? "Not applicable"
            : "Mixed";
        var root =
            religion is "Church of England" or "Roman Catholic" && chance.Happens(.7)
                ? $"St {Names.Saint(ref chance)}'s"
            : town.Size < 3 && chance.Happens(.75) ? town.Name
            : Names.Place(seed, chance.Below(Names.Places));
        return new Site
        {
            Id = id,
            Kind = kind,
            Town = town,
            Neighbourhood = neighbourhood,
            Easting = (int)Math.Round(easting),
            Northing = (int)Math.Round(northing),
            Street = Names.Street(seed, ref chance),
            Postcode =
                $"{town.PostcodeDistrict} {1 + chance.Below(9)}{Letter(ref chance)}{Letter(ref chance)}",
            Root = root,
            Religion = religion,
            Gender = gender,
            Selective = selective,
            SixthForm = chance.Happens(.62),
            Capacity = Places(kind, town, ref chance),
            Deprivation = Math.Clamp(deprivation, -2.3, 3.4),
            Eal = town.Eal + (.35 * chance.Normal()) + (.12 * deprivation),
            Quality = Math.Clamp(.85 * chance.Normal(), -2.6, 2.6),
            Fullness = Math.Clamp(.93 + (.09 * chance.Normal()) - (.03 * deprivation), .45, 1.08),
        };
    }

    private static char Letter(ref Chance chance) => "ABDEFGHJLNPQRSTUWXYZ"[chance.Below(20)];

    private static Town Place(Area area, SiteKind kind, ref Chance chance)
    {
        var small = kind is SiteKind.Primary or SiteKind.Infant or SiteKind.Junior;
        var draw = chance.Next();
        var towns = area.Districts.SelectMany(d => d.Towns).ToArray();
        if (!small)
            return towns.MaxBy(t => t.Room)!;
        // Primaries fill villages and towns alike, each by the places it has left.
        var through = draw * towns.Sum(t => Math.Max(.01, t.Room));
        foreach (var town in towns)
        {
            through -= Math.Max(.01, town.Room);
            if (through < 0)
                return town;
        }
        return towns[^1];
    }

    private static string Faith(SiteKind kind, ref Chance chance)
    {
        var draw = chance.Next();
        return kind switch
        {
            SiteKind.Primary or SiteKind.Infant or SiteKind.Junior => draw switch
            {
                < .24 => "Church of England",
                < .34 => "Roman Catholic",
                < .345 => "Methodist",
                < .35 => "Muslim",
                < .353 => "Jewish",
                < .62 => "None",
                _ => "Does not apply",
            },
            SiteKind.Secondary or SiteKind.AllThrough => draw switch
            {
                < .06 => "Church of England",
                < .15 => "Roman Catholic",
                < .155 => "Muslim",
                < .16 => "Sikh",
                _ => "Does not apply",
            },
            SiteKind.SixteenPlus => "Not applicable",
            _ => "Does not apply",
        };
    }

    private static int Places(SiteKind kind, Town town, ref Chance chance) =>
        kind switch
        {
            SiteKind.Primary when town.Size <= 1 => chance.Pick([49, 63, 84, 105, 105, 140]),
            SiteKind.Primary when town.Size < 3 => chance.Pick([105, 140, 210, 210, 315]),
            SiteKind.Primary => chance.Pick([210, 210, 315, 420, 420, 420, 630]),
            SiteKind.Infant => chance.Pick([90, 180, 270]),
            SiteKind.Junior => chance.Pick([120, 240, 360]),
            SiteKind.Middle => chance.Pick([420, 480, 600]),
            SiteKind.Secondary => chance.Pick([600, 750, 900, 900, 1050, 1200, 1500, 1800]),
            SiteKind.AllThrough => chance.Pick([1170, 1500]),
            SiteKind.Special => chance.Pick([60, 90, 110, 140, 180, 240]),
            SiteKind.AlternativeProvision => chance.Pick([40, 60, 90]),
            SiteKind.Nursery => chance.Pick([60, 90, 120]),
            SiteKind.Independent => chance.Pick([120, 300, 550, 800]),
            _ => chance.Pick([900, 1600, 2400]),
        };
}
