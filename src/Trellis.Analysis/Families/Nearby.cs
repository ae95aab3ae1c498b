using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Families;

/// <summary>How far apart the schools of a population are by car, by their place in it.</summary>
/// <remarks>
/// A school for which the register gives no place is taken to be where the schools of its authority are on average, else
/// where all are: it must be in some family, and a wrong place does less harm than none.
/// </remarks>
internal sealed class Nearby
{
    private readonly Establishment[] schools;
    private readonly GridPoint[] places;

    public Nearby(Snapshot snapshot, IReadOnlyList<School> schools)
    {
        this.schools = [.. schools.Select(s => s.Current)];
        places = new GridPoint[schools.Count];
        var all = Mean(this.schools);
        var ofAuthority = this
            .schools.GroupBy(s => s.La)
            .ToDictionary(g => g.Key?.Value ?? 0, g => Mean(g));
        for (var row = 0; row < places.Length; row++)
            places[row] =
                this.schools[row].Place
                ?? ofAuthority[this.schools[row].La?.Value ?? 0]
                ?? all
                ?? default;
        FarthestKilometres = 80;
        _ = snapshot;
    }

    public int Count => places.Length;

    /// <summary>Schools further apart than this are never within <see cref="FamilyRule.MinutesApart"/>.</summary>
    public double FarthestKilometres { get; }

    public GridPoint Place(int row) => places[row];

    public double Kilometres(int a, int b) => places[a].KilometresTo(places[b]);

    public bool IsPlaced(int row) => schools[row].Place is not null;

    /// <summary>Schools of one number have a road between them; 0 is the mainland.</summary>
    public int IslandOf(int row) => 0;

    /// <summary>Whether one can drive from one to the other within the rule's minutes.</summary>
    public bool AreNear(int a, int b) => Kilometres(a, b) <= FarthestKilometres;

    private static GridPoint? Mean(IEnumerable<Establishment> schools)
    {
        long east = 0,
            north = 0;
        var count = 0;
        foreach (var school in schools)
            if (school.Place is { } place)
            {
                east += place.Easting;
                north += place.Northing;
                count++;
            }
        return count == 0 ? null : new GridPoint((int)(east / count), (int)(north / count));
    }
}
