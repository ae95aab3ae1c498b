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

    // A router's times by school, in order of the pairs there and of the pairs back; empty where none are loaded.
    private readonly long[] pairs = [];
    private readonly float[] times = [];
    private readonly long[] back = [];
    private readonly int[] placeOfBack = [];

    // How far the loaded times come in a straight line within so many whole minutes.
    private readonly double[] reach = [];

    /// <param name="matrix">A router's times; null for estimates alone.</param>
    public Journeys(Snapshot snapshot, TravelMatrix? matrix = null)
    {
        (Snapshot, Matrix) = (snapshot, matrix);
        if (matrix is null)
            return;
        (pairs, times) = BySchool(matrix);
        back = Array.ConvertAll(pairs, p => TravelMatrix.Pair((int)p, (int)(p >> 32)));
        placeOfBack = [.. Enumerable.Range(0, pairs.Length)];
        Array.Sort(back, placeOfBack);
        reach = Reach();
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
                $"No road leads to {NameOf(Math.Max(IslandOf(from), IslandOf(to)))}; it takes a boat or an aeroplane."
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
        var own = SchoolOf(from.Urn);
        // The way there is written last: where both ways are given, it counts.
        foreach (var at in Starting(back, own))
            Set((int)back[at], times[placeOfBack[at]]);
        foreach (var at in Starting(pairs, own))
            Set((int)pairs[at], times[at]);
        return minutes;

        void Set(int urn, float time)
        {
            if (to.RowOf.TryGetValue(urn, out var row))
                minutes[row] = time;
        }
    }

    /// <summary>No school further away in a straight line than this can be reached within so many minutes: for leaving out most schools before anything is worked out.</summary>
    /// <returns>Kilometres; negative where the minutes are too few for any journey.</returns>
    public double FarthestKilometres(double minutes)
    {
        var estimated = TravelFormula.FarthestKilometres(minutes);
        return reach.Length == 0 || minutes < 0
            ? estimated
            : Math.Max(
                estimated,
                reach[(int)Math.Min(Math.Ceiling(minutes), TravelMatrix.MostMinutes)]
            );
    }

    /// <summary>In a straight line; 0 for one school or one postcode even where the place is not known, else null there.</summary>
    private static double? Apart(Establishment from, Establishment to) =>
        from.Place is { } here && to.Place is { } there ? here.KilometresTo(there)
        : from.Urn == to.Urn || (from.Postcode.Length > 0 && from.Postcode == to.Postcode) ? 0
        : null;

    private float? Loaded(Establishment from, Establishment to)
    {
        if (pairs.Length == 0)
            return null;
        int here = SchoolOf(from.Urn),
            there = SchoolOf(to.Urn);
        return Array.BinarySearch(pairs, TravelMatrix.Pair(here, there)) is >= 0 and var at
                ? times[at]
            : Array.BinarySearch(pairs, TravelMatrix.Pair(there, here)) is >= 0 and var other
                ? times[other]
            : null;
    }

    /// <summary>The places of the pairs that begin with a school.</summary>
    private static IEnumerable<int> Starting(long[] sorted, int urn)
    {
        var at = Array.BinarySearch(sorted, TravelMatrix.Pair(urn, 0));
        for (at = at < 0 ? ~at : at; at < sorted.Length && (int)(sorted[at] >> 32) == urn; at++)
            yield return at;
    }

    private static string NameOf(int island) =>
        island == IsleOfWight ? "the Isle of Wight" : "the Isles of Scilly";

    private int SchoolOf(Urn urn) => (Snapshot.SchoolOf(urn)?.Urn ?? urn).Value;

    // In a country that was made up, these numbers are other places.
    private int IslandOf(Establishment establishment) =>
        !Snapshot.IsFictional && establishment.La?.Value is IsleOfWight or IslesOfScilly
            ? establishment.La!.Value.Value
            : 0;

    /// <summary>The router's times by the present URN of each school; of two for one pair of schools the one first in order of URNs stays.</summary>
    private (long[] Pairs, float[] Times) BySchool(TravelMatrix matrix)
    {
        var found = new List<(long Pair, int At)>(matrix.Count);
        for (var i = 0; i < matrix.Count; i++)
            if (
                Snapshot.SchoolOf(matrix[i].From) is { } from
                && Snapshot.SchoolOf(matrix[i].To) is { } to
            )
                found.Add((TravelMatrix.Pair(from.Urn.Value, to.Urn.Value), i));
            else
                PassedOver++;
        found.Sort();
        var once = found.Where((f, i) => i == 0 || found[i - 1].Pair != f.Pair).ToArray();
        return (
            Array.ConvertAll(once, f => f.Pair),
            Array.ConvertAll(once, f => matrix[f.At].Minutes)
        );
    }

    private double[] Reach()
    {
        var farthest = new double[(int)TravelMatrix.MostMinutes + 1];
        Array.Fill(farthest, -1);
        for (var i = 0; i < pairs.Length; i++)
            if (
                !float.IsNaN(times[i])
                && Snapshot.SchoolOf(new Urn((int)(pairs[i] >> 32)))!.Current.Place is { } here
                && Snapshot.SchoolOf(new Urn((int)pairs[i]))!.Current.Place is { } there
            )
            {
                var within = (int)Math.Ceiling(times[i]);
                farthest[within] = Math.Max(farthest[within], here.KilometresTo(there));
            }
        for (var m = 1; m < farthest.Length; m++)
            farthest[m] = Math.Max(farthest[m], farthest[m - 1]);
        return farthest;
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
