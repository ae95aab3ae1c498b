using System.Globalization;

namespace Trellis.Fiction;

/// <summary>One of the nine regions: the names are the Department's, everything on the ground is invented.</summary>
/// <param name="Weight">Its share of schools, of 97.</param>
internal sealed record Region(
    string Name,
    string OnsCode,
    string HubPrefix,
    int Column,
    int Row,
    int Weight,
    double Urban,
    double Deprivation,
    double Eal
);

/// <summary>A rectangle of the flat sheet on which the country is laid out before it is bent into an island.</summary>
internal readonly record struct Patch(double U0, double V0, double U1, double V1);

/// <param name="Urban">0 is countryside, 1 a great city.</param>
/// <param name="Deprivation">In standard deviations between places, 0 in the middle, more is poorer.</param>
/// <param name="Eal">In standard deviations, more means more pupils with another first language.</param>
internal sealed record Area(
    int Index,
    int Code,
    string OnsCode,
    string Name,
    Region Region,
    Patch Patch,
    double Urban,
    double Deprivation,
    double Eal,
    string PostcodeArea,
    List<District> Districts
)
{
    public string CodeText { get; } = Code.ToString("000", CultureInfo.InvariantCulture);

    public int Schools { get; set; }
}

internal sealed record District(string OnsCode, string Name, Area Area, Patch Patch)
{
    public List<Town> Towns { get; } = [];
}

/// <param name="Size">How many schools it has room for.</param>
/// <param name="Ruc">The rural-urban class: code and words of 2011.</param>
internal sealed record Town(
    string Name,
    District District,
    double U,
    double V,
    double Size,
    (string Code, string Words) Ruc,
    double Deprivation,
    double Eal,
    string PostcodeDistrict,
    int FirstNeighbourhood,
    int Neighbourhoods
)
{
    public double Room { get; set; } = Size;

    public bool IsRural => Ruc.Code[0] is 'D' or 'E' or 'F';
}

/// <summary>The invented country's ground: an island of nine regions with authorities, districts, towns and neighbourhoods (LSOAs).</summary>
internal sealed class Land
{
    // No authority of England is numbered 500 to 699, so no table of real authorities can be mistaken for ours.
    private const int FirstAreaCode = 500;

    private static readonly Region[] Regions =
    [
        new("North East", "E12000001", "NE", 1, 2, 5, .55, .45, -.5),
        new("North West", "E12000002", "NW", 0, 2, 13, .65, .35, 0),
        new("Yorkshire and the Humber", "E12000003", "YH", 2, 2, 10, .55, .3, .05),
        new("East Midlands", "E12000004", "EM", 1, 1, 9, .4, 0, -.1),
        new("West Midlands", "E12000005", "WM", 0, 1, 11, .6, .25, .3),
        new("East of England", "E12000006", "EE", 2, 1, 11, .35, -.25, -.2),
        new("London", "E12000007", "LD", 1, 0, 12, 1, .15, 1.6),
        new("South East", "E12000008", "SE", 2, 0, 16, .4, -.45, -.15),
        new("South West", "E12000009", "SW", 0, 0, 10, .25, -.1, -.6),
    ];

    private readonly int seed;
    private readonly List<Area> areas = [];
    private readonly List<Town> towns = [];
    private readonly List<(double Imd, double Idaci, Town Town)> neighbourhoods = [];
    private int placesNamed;

    public Land(int seed, int schools)
    {
        this.seed = seed;
        foreach (var region in Regions)
            AddAreas(region, schools);
        SpreadSchools(schools);
        foreach (var area in areas)
            AddTowns(area);
    }

    public static IReadOnlyList<Region> AllRegions => Regions;

    public IReadOnlyList<Area> Areas => areas;

    public IReadOnlyList<Town> Towns => towns;

    /// <summary>Scores of each neighbourhood: IMD 0 to about 90, IDACI a share from 0 to 1.</summary>
    public IReadOnlyList<(double Imd, double Idaci, Town Town)> Neighbourhoods => neighbourhoods;

    public static string Lsoa(int neighbourhood) => $"E01{900_000 + neighbourhood}";

    public static string Msoa(int neighbourhood) => $"E02{900_000 + (neighbourhood / 5)}";

    /// <summary>A fresh invented place name, never given twice.</summary>
    public string NewPlace() => Names.Place(seed, placesNamed++);

    private void AddAreas(Region region, int schools)
    {
        // As many authorities as the square root of the schools: 155 for England's number, 35 for the sample of 1,200.
        var wanted = Math.Max(9.0, Math.Sqrt(schools)) * region.Weight / 97;
        var columns = Math.Clamp((int)Math.Round(Math.Sqrt(wanted)), 1, 5);
        var rows = Math.Clamp((int)Math.Round(wanted / columns), 1, 5);
        for (var row = 0; row < rows; row++)
        for (var column = 0; column < columns; column++)
        {
            var index = areas.Count;
            var chance = new Chance(seed, Purpose.Areas, index);
            var urban = Math.Clamp(region.Urban + (.22 * chance.Normal()), .05, 1);
            var patch = new Patch(
                region.Column + (column / (double)columns),
                region.Row + (row / (double)rows),
                region.Column + ((column + 1) / (double)columns),
                region.Row + ((row + 1) / (double)rows)
            );
            var name = NewPlace();
            var shire = urban < .42;
            var area = new Area(
                index,
                FirstAreaCode + index,
                (
                    shire ? "E10"
                    : urban > .75 ? (region.HubPrefix == "LD" ? "E09" : "E08")
                    : "E06"
                ) + (900_001 + index).ToString(CultureInfo.InvariantCulture),
                shire && chance.Happens(.6) ? $"{name}shire" : name,
                region,
                patch,
                urban,
                region.Deprivation + (.5 * chance.Normal()) + (.35 * (urban - .5)),
                region.Eal + (.5 * chance.Normal()) + (.8 * (urban - .5)),
                $"{"QVX"[index / 26 % 3]}{(char)('A' + (index % 26))}",
                []
            );
            var parts = shire ? 3 : 1;
            for (var part = 0; part < parts; part++)
            {
                var height = (patch.V1 - patch.V0) / parts;
                area.Districts.Add(
                    new District(
                        $"E07{900_001 + (index * 3) + part}",
                        parts == 1 ? area.Name : NewPlace(),
                        area,
                        patch with
                        {
                            V0 = patch.V0 + (part * height),
                            V1 = patch.V0 + ((part + 1) * height),
                        }
                    )
                );
            }
            areas.Add(area);
        }
    }

    private void SpreadSchools(int schools)
    {
        var weights = areas
            .Select(a =>
            {
                var chance = new Chance(seed, Purpose.Areas, a.Index, 1);
                return a.Region.Weight
                    / (double)areas.Count(b => b.Region == a.Region)
                    * (.6 + (.8 * chance.Next()));
            })
            .ToArray();
        var sum = weights.Sum();
        var given = 0;
        var owed = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            owed += schools * weights[i] / sum;
            areas[i].Schools = (int)Math.Round(owed) - given;
            given += areas[i].Schools;
        }
    }

    private void AddTowns(Area area)
    {
        // Room for a tenth more than its schools, so that closed and new ones find a place.
        var room = (area.Schools * 1.1) + 2;
        var chance = new Chance(seed, Purpose.Towns, area.Index);
        for (var number = 0; room > 0 || number < area.Districts.Count; number++)
        {
            var district = area.Districts[number % area.Districts.Count];
            var (size, ruc) = Kind(area, number, ref chance);
            var patch = district.Patch;
            var u = patch.U0 + ((patch.U1 - patch.U0) * (.12 + (.76 * chance.Next())));
            var v = patch.V0 + ((patch.V1 - patch.V0) * (.12 + (.76 * chance.Next())));
            var rural = ruc.Code[0] is 'D' or 'E' or 'F';
            var deprivation =
                area.Deprivation
                + (.55 * chance.Normal())
                - (rural ? .45 : 0)
                + (size >= 10 ? .25 : 0);
            var eal =
                area.Eal
                + (.45 * chance.Normal())
                - (rural ? .8 : 0)
                + (chance.Happens(.08) ? 1.2 : 0);
            var count = Math.Max(2, (int)Math.Round(size * 1.6));
            var town = new Town(
                NewPlace(),
                district,
                u,
                v,
                size,
                ruc,
                deprivation,
                eal,
                $"{area.PostcodeArea}{1 + (number % 98)}",
                neighbourhoods.Count,
                count
            );
            for (var i = 0; i < count; i++)
            {
                var near = new Chance(seed, Purpose.Neighbourhoods, neighbourhoods.Count);
                var poor = deprivation + (.75 * near.Normal());
                var imd = Math.Clamp(21 + (13 * poor) + (3.2 * poor * poor), .6, 92);
                var idaci = Math.Clamp(
                    .15 + (.085 * (poor + (.35 * near.Normal()))) + (.02 * poor * poor),
                    .006,
                    .92
                );
                neighbourhoods.Add((Math.Round(imd, 3), Math.Round(idaci, 3), town));
            }
            district.Towns.Add(town);
            towns.Add(town);
            room -= size;
        }
    }

    private static (double Size, (string Code, string Words) Ruc) Kind(
        Area area,
        int number,
        ref Chance chance
    )
    {
        if (area.Urban > .75)
            return (10 + chance.Below(12), ("A1", "Urban major conurbation"));
        if (area.Urban > .68)
            return (8 + chance.Below(10), ("B1", "Urban minor conurbation"));
        var draw =
            number >= area.Districts.Count ? chance.Next()
            : area.Urban < .42 ? .45
            : 0;
        if (draw < area.Urban * .55)
            return (5 + chance.Below(12), ("C1", "Urban city and town"));
        var sparse = area.Urban < .2 && chance.Happens(.35);
        return draw switch
        {
            < .5 => (
                2.5,
                sparse
                    ? ("D2", "Rural town and fringe in a sparse setting")
                    : ("D1", "Rural town and fringe")
            ),
            < .88 => (
                1,
                sparse ? ("E2", "Rural village in a sparse setting") : ("E1", "Rural village")
            ),
            _ => (
                1,
                sparse
                    ? ("F2", "Rural hamlet and isolated dwellings in a sparse setting")
                    : ("F1", "Rural hamlet and isolated dwellings")
            ),
        };
    }

    /// <summary>A point of the flat sheet (0 to 3 both ways) on the National Grid, in metres.</summary>
    public (double Easting, double Northing) OnGrid(double u, double v)
    {
        // The square is rounded a little, made taller than wide, and its coast and borders are bent by smooth noise: gently
        // enough that the sheet nowhere folds over itself, so that a school drawn inside its authority stays inside.
        double s = (u / 1.5) - 1,
            t = (v / 1.5) - 1;
        var x = s * Math.Sqrt(1 - (.3 * t * t));
        var y = t * Math.Sqrt(1 - (.25 * s * s));
        return (395_000 + (225_000 * x) + Bend(u, v, 0), 345_000 + (285_000 * y) + Bend(u, v, 1));
    }

    private double Bend(double u, double v, int axis) =>
        (18_000 * Noise(u, v, 1, axis))
        + (6_000 * Noise(u, v, 4, axis))
        + (1_200 * Noise(u, v, 12, axis));

    /// <summary>Longitude and latitude (WGS84) of a point of the grid, within ten metres over the island.</summary>
    /// <remarks>Polynomials fitted to the Ordnance Survey's formulas, so that no sine enters the files.</remarks>
    public static (double Longitude, double Latitude) OnGlobe(double easting, double northing)
    {
        double x = (easting - 400_000) / 300_000,
            y = (northing - 350_000) / 300_000;
        var longitude =
            -2.001448
            - (.0001075 * y)
            - (.0000103 * y * y)
            - (.0000077 * y * y * y * y)
            + (x * (4.4750451 + (y * (.2793138 + (y * (.0223546 + (y * .0015867)))))))
            + (x * x * (-.0000055 + (y * (.0000028 + (y * .000047)))))
            - (x * x * x * (.0075311 + (y * .0016045)))
            - (.0000081 * x * x * x * x);
        var latitude =
            53.0472643
            + (y * (2.6967349 + (y * (-.0006154 - (y * .0000077)))))
            + (x * (.0000645 + (y * (.0000062 + (y * y * .000005)))))
            - (x * x * (.0841589 + (y * (.0081948 + (y * .0005067)))))
            - (.0000084 * x * x * x * y)
            + (.0001594 * x * x * x * x);
        return (longitude, latitude);
    }

    private double Noise(double u, double v, int perUnit, int layer)
    {
        double x = u * perUnit,
            y = v * perUnit;
        int left = (int)Math.Floor(x),
            low = (int)Math.Floor(y);
        double a = Smooth(x - left),
            b = Smooth(y - low);
        return ((1 - b) * (((1 - a) * At(left, low)) + (a * At(left + 1, low))))
            + (b * (((1 - a) * At(left, low + 1)) + (a * At(left + 1, low + 1))));

        double At(int column, int row) =>
            (
                2
                * new Chance(
                    seed,
                    Purpose.Coast,
                    (column * 1000) + row,
                    (perUnit * 10) + layer
                ).Next()
            ) - 1;
        static double Smooth(double part) => part * part * (3 - (2 * part));
    }
}
