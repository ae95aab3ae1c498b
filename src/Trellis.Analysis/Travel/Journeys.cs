using System.Runtime.CompilerServices;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Travel;

/// <summary>Journeys by car between the schools of a snapshot: a router's times where they were loaded, else the estimate. Safe to ask from many threads.</summary>
/// <remarks>
/// A router's time counts for the school, whichever URN of its chain the file names; where a file gives one way only, it is
/// taken for both. No road leads to the Isle of Wight or the Isles of Scilly: to and from them there is no journey by car.
/// An estimate knows no other water: across an estuary without a bridge it is too short.
/// </remarks>
public sealed class Journeys
{
    private const int IsleOfWight = 921;
    private const int IslesOfScilly = 420;

    private static readonly ConditionalWeakTable<Snapshot, Journeys> Kept = [];

    private readonly ConditionalWeakTable<IReadOnlyList<School>, Ends> ends = [];
    private readonly Dictionary<int, Dictionary<int, float>> times = [];
    private readonly (double Minutes, double Farthest)[] reach;

    /// <param name="matrix">A router's times; null for estimates alone.</param>
    public Journeys(Snapshot snapshot, TravelMatrix? matrix = null)
    {
        (Snapshot, Matrix) = (snapshot, matrix);
        reach = matrix is null ? [] : Take(matrix);
    }

    /// <summary>Those by estimate alone: one for each snapshot, for as long as it lives.</summary>
    public static Journeys In(Snapshot snapshot) => Kept.GetValue(snapshot, s => new Journeys(s));

    public Snapshot Snapshot { get; }

    /// <summary>The router's times in use; null where all is estimated.</summary>
    public TravelMatrix? Matrix { get; }

    /// <summary>How many rows of the loaded file name a URN that is no school of this snapshot; they are passed over.</summary>
    public int PassedOver { get; private set; }

    /// <summary>From one school to another; the same school, or one at the same postcode, takes the time to start and park.</summary>
    public Journey Between(Establishment from, Establishment to)
    {
        var far = Apart(from, to);
        if (Loaded(from, to) is { } time)
            return float.IsNaN(time)
                ? new(null, far, JourneyBasis.None, $"The loaded times have no road to {to.Name}.")
                : new(time, far, JourneyBasis.Matrix);
        if (far is not { } kilometres)
            return new(
                null,
                null,
                JourneyBasis.None,
                $"The register gives no place for {(from.Place is null ? from : to).DisplayName}."
            );
        return IslandOf(from) != IslandOf(to)
            ? new(
                null,
                far,
                JourneyBasis.None,
                $"No road leads to {(IslandOf(from) != 0 ? from : to).LaName}; it takes a boat or an aeroplane."
            )
            : new(
                TravelFormula.Minutes(
                    kilometres,
                    TravelFormula.SettingOf(from.UrbanRural),
                    TravelFormula.SettingOf(to.UrbanRural)
                ),
                far,
                JourneyBasis.Estimate
            );
    }

    /// <summary>The minutes alone; NaN where there is no journey or it is not known.</summary>
    public double Minutes(Establishment from, Establishment to) =>
        Between(from, to).Minutes ?? double.NaN;

    /// <summary>The minutes from one school to each of many, at once.</summary>
    /// <param name="schools">What is looked up of them is kept with the list: give the same list again, as a population's schools.</param>
    /// <returns>In the order of the schools; NaN where there is no journey or it is not known.</returns>
    public double[] MinutesFrom(Establishment from, IReadOnlyList<School> schools)
    {
        var to = ends.GetValue(schools, s => new Ends(s, IslandOf));
        var minutes = new double[schools.Count];
        Array.Fill(minutes, double.NaN);
        if (from.Place is { } here)
        {
            var speed = TravelFormula.LocalSpeed(TravelFormula.SettingOf(from.UrbanRural));
            var island = IslandOf(from);
            for (var i = 0; i < minutes.Length; i++)
                if (to.Places[i] is { } there && to.Islands[i] == island)
                    minutes[i] = TravelFormula.Minutes(
                        here.KilometresTo(there),
                        speed,
                        to.Speeds[i]
                    );
        }
        foreach (var i in to.Unplaced)
            minutes[i] = Minutes(from, schools[i].Current);
        if (from.Place is null)
            for (var i = 0; i < minutes.Length; i++)
                if (from.Postcode.Length > 0 && schools[i].Current.Postcode == from.Postcode)
                    minutes[i] = Minutes(from, schools[i].Current);
        if (times.TryGetValue(SchoolOf(from.Urn), out var loaded))
            foreach (var (urn, time) in loaded)
                if (to.RowOf.TryGetValue(urn, out var row))
                    minutes[row] = time;
        return minutes;
    }

    /// <summary>No school further away in a straight line than this can be reached within so many minutes: for leaving out most schools before anything is worked out.</summary>
    /// <returns>Kilometres; negative where the minutes are too few for any journey.</returns>
    public double FarthestKilometres(double minutes)
    {
        var estimated = TravelFormula.FarthestKilometres(minutes);
        var at = Array.BinarySearch(
            reach,
            (minutes, double.PositiveInfinity),
            Comparer<(double Minutes, double)>.Create((a, b) => a.Minutes <= b.Minutes ? -1 : 1)
        );
        var within = ~at;
        return within == 0 ? estimated : Math.Max(estimated, reach[within - 1].Farthest);
    }

    /// <summary>In a straight line; 0 for one school or one postcode even where the place is not known, else null there.</summary>
    private static double? Apart(Establishment from, Establishment to) =>
        from.Place is { } here && to.Place is { } there ? here.KilometresTo(there)
        : from.Urn == to.Urn || (from.Postcode.Length > 0 && from.Postcode == to.Postcode) ? 0
        : null;

    private float? Loaded(Establishment from, Establishment to) =>
        times.TryGetValue(SchoolOf(from.Urn), out var row)
        && row.TryGetValue(SchoolOf(to.Urn), out var time)
            ? time
            : null;

    private int SchoolOf(Urn urn) => (Snapshot.SchoolOf(urn)?.Urn ?? urn).Value;

    // In a country that was made up, these numbers are other places.
    private int IslandOf(Establishment establishment) =>
        !Snapshot.IsFictional && establishment.La?.Value is IsleOfWight or IslesOfScilly
            ? establishment.La!.Value.Value
            : 0;

    /// <summary>Enters the router's times by school, and says how far one comes within each time.</summary>
    private (double Minutes, double Farthest)[] Take(TravelMatrix matrix)
    {
        foreach (var row in matrix.Rows)
            if (Snapshot.SchoolOf(row.From) is { } a && Snapshot.SchoolOf(row.To) is { } b)
            {
                Of(a.Urn.Value)[b.Urn.Value] = row.Minutes;
            }
            else
                PassedOver++;
        foreach (var row in matrix.Rows)
            if (Snapshot.SchoolOf(row.From) is { } a && Snapshot.SchoolOf(row.To) is { } b)
                Of(b.Urn.Value).TryAdd(a.Urn.Value, row.Minutes);
        var reached = new List<(double Minutes, double Farthest)>();
        foreach (var (from, row) in times)
        foreach (var (to, time) in row)
            if (
                !float.IsNaN(time)
                && Snapshot.SchoolOf(new Urn(from))!.Current.Place is { } here
                && Snapshot.SchoolOf(new Urn(to))!.Current.Place is { } there
            )
                reached.Add((time, here.KilometresTo(there)));
        reached.Sort();
        for (var i = 1; i < reached.Count; i++)
            if (reached[i].Farthest < reached[i - 1].Farthest)
                reached[i] = (reached[i].Minutes, reached[i - 1].Farthest);
        return [.. reached];

        Dictionary<int, float> Of(int urn)
        {
            if (!times.TryGetValue(urn, out var row))
                times.Add(urn, row = []);
            return row;
        }
    }

    /// <summary>What the estimate needs of many schools, side by side.</summary>
    private sealed class Ends
    {
        public Ends(IReadOnlyList<School> schools, Func<Establishment, int> islandOf)
        {
            Places = [.. schools.Select(s => s.Current.Place)];
            Speeds =
            [
                .. schools.Select(s =>
                    TravelFormula.LocalSpeed(TravelFormula.SettingOf(s.Current.UrbanRural))
                ),
            ];
            Islands = [.. schools.Select(s => islandOf(s.Current))];
            Unplaced = [.. Enumerable.Range(0, schools.Count).Where(i => Places[i] is null)];
            for (var i = 0; i < schools.Count; i++)
                RowOf[schools[i].Urn.Value] = i;
        }

        public GridPoint?[] Places { get; }

        public double[] Speeds { get; }

        public int[] Islands { get; }

        public int[] Unplaced { get; }

        public Dictionary<int, int> RowOf { get; } = [];
    }
}
