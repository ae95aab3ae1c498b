using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.Families;

/// <summary>How far apart the schools of a population are by car, estimated, by their place in it.</summary>
/// <remarks>
/// A school for which the register gives no place is taken to be where the schools of its authority are on average, else
/// where all are: it must be in some family, and a wrong place does less harm than none. Always the published formula and
/// never a loaded router's times: families are the same on every site.
/// </remarks>
public sealed class Nearby
{
    private readonly GridPoint[] places;
    private readonly Setting[] settings;
    private readonly int[] islands;
    private readonly double farthest = TravelFormula.FarthestKilometres(FamilyRule.MinutesApart);

    public Nearby(Snapshot snapshot, IReadOnlyList<School> schools)
    {
        places = new GridPoint[schools.Count];
        settings = [.. schools.Select(s => TravelFormula.SettingOf(s.Current.UrbanRural))];
        islands = new int[schools.Count];
        var all = Mean(schools);
        var authorities = schools
            .GroupBy(s => s.Current.La?.Value ?? 0)
            .ToDictionary(g => g.Key, g => (Place: Mean(g), Island: 0));
        var mainland = schools
            .Where(s => s.Current.Place is not null)
            .GroupBy(s => s.Current.La?.Value ?? 0)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key)
            .FirstOrDefault()
            ?.First();
        var journeys = Journeys.In(snapshot);
        foreach (var authority in authorities.Keys.ToArray())
        {
            var one = schools.FirstOrDefault(s =>
                (s.Current.La?.Value ?? 0) == authority && s.Current.Place is not null
            );
            if (
                one is not null
                && mainland is not null
                && double.IsNaN(journeys.Minutes(mainland.Current, one.Current))
            )
                authorities[authority] = authorities[authority] with { Island = authority };
        }
        for (var row = 0; row < places.Length; row++)
        {
            var authority = authorities[schools[row].Current.La?.Value ?? 0];
            places[row] = schools[row].Current.Place ?? authority.Place ?? all ?? default;
            islands[row] = authority.Island;
        }
    }

    public GridPoint Place(int row) => places[row];

    public double Kilometres(int a, int b) => places[a].KilometresTo(places[b]);

    /// <summary>Schools of one number have a road between them; 0 is the mainland.</summary>
    public int IslandOf(int row) => islands[row];

    /// <summary>Whether one can drive from one to the other within the rule's minutes.</summary>
    public bool AreNear(int a, int b) =>
        islands[a] == islands[b]
        && Kilometres(a, b) is var far
        && far <= farthest
        && TravelFormula.Minutes(far, settings[a], settings[b]) <= FamilyRule.MinutesApart;

    private static GridPoint? Mean(IEnumerable<School> schools)
    {
        long east = 0,
            north = 0;
        var count = 0;
        foreach (var school in schools)
            if (school.Current.Place is { } place)
            {
                east += place.Easting;
                north += place.Northing;
                count++;
            }
        return count == 0 ? null : new GridPoint((int)(east / count), (int)(north / count));
    }
}
