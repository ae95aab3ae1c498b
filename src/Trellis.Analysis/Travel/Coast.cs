using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Travel;

/// <summary>The coast of a snapshot's outlines, and how far a place is from it.</summary>
/// <remarks>
/// The coast is what bounds the country and is not among <see cref="CoastLine.NotCoast"/>: a piece of outline that only one
/// area has, with no area on its other side. The outlines are light, with corners about a kilometre and a half apart, so a
/// distance is right to about half a kilometre; small creeks are not in them.
/// </remarks>
public sealed class Coast
{
    /// <summary>As FFT Education Datalab draws the line: coastal is within so many kilometres of the sea.</summary>
    public const double CoastalWithin = 5.5;

    private const double KilometresADegree = 111.25;
    private const int InRun = 24;

    // Further from its own line than single precision errs, nearer than any water is wide.
    private const double BesideDegrees = .0003;

    private static readonly string[] Kinds = ["local-authority", "district", "region"];
    private static readonly ConditionalWeakTable<Snapshot, Coast> Kept = [];

    private readonly List<Run> runs = [];
    private readonly ConcurrentDictionary<GridPoint, double> measured = new();

    private Coast(Snapshot snapshot)
    {
        // The finest areas that whole England is parted in come first; areas of two kinds together would make every border double.
        var areas =
            Kinds
                .Select(kind => snapshot.Outlines.Where(o => o.Kind == kind).ToArray())
                .FirstOrDefault(o => o.Length > 0)
            ?? [];
        var polygons = areas.SelectMany(a => a.Polygons).Select(p => new Polygon(p)).ToArray();
        var rings = Rings(OfOneAlone(polygons));
        var bare = rings.ConvertAll(ring => Between(ring, polygons));
        // A country that was made up is an island without named rivers.
        if (!snapshot.IsFictional)
            foreach (var line in CoastLine.NotCoast)
                Cut(line, rings, bare);
        for (var r = 0; r < rings.Count; r++)
            Keep(rings[r], bare[r]);
    }

    /// <summary>One for each snapshot, for as long as the snapshot lives.</summary>
    public static Coast In(Snapshot snapshot) => Kept.GetValue(snapshot, s => new Coast(s));

    /// <summary>Whether the snapshot has outlines to tell the coast by.</summary>
    public bool IsKnown => runs.Count > 0;

    /// <summary>The length of the coast as the outlines draw it; 0 where there are none.</summary>
    public double LengthKilometres =>
        runs.Sum(run => run.Points.Zip(run.Points.Skip(1), (a, b) => Kilometres(a, b)).Sum());

    /// <summary>From a place to the nearest coast; null where the snapshot has no outlines.</summary>
    public double? Kilometres(GridPoint place) => IsKnown ? Measure(place) : null;

    private double Measure(GridPoint place)
    {
        var (lon, lat) = NationalGrid.ToDegrees(place);
        var wide = Math.Cos(lat * Math.PI / 180);
        // The run whose box is nearest is looked at first: few others can then be nearer.
        Span<double> boxes = new double[runs.Count];
        var first = 0;
        for (var r = 0; r < boxes.Length; r++)
        {
            boxes[r] = runs[r].SquaredFrom(lon, lat, wide);
            if (boxes[r] < boxes[first])
                first = r;
        }
        var best = runs[first].Nearest(lon, lat, wide);
        for (var r = 0; r < boxes.Length; r++)
            if (boxes[r] < best && r != first)
                best = Math.Min(best, runs[r].Nearest(lon, lat, wide));
        return Math.Sqrt(best) * KilometresADegree;
    }

    /// <summary>Whether a school is within <see cref="CoastalWithin"/> of the coast; null where its place or the coast is not known.</summary>
    public bool? IsCoastal(Establishment establishment) =>
        IsKnown && establishment.Place is { } place
            ? measured.GetOrAdd(place, Measure) <= CoastalWithin
            : null;

    private static double Kilometres(LonLat a, LonLat b)
    {
        var wide = Math.Cos((a.Lat + (double)b.Lat) / 2 * Math.PI / 180);
        double x = (a.Lon - (double)b.Lon) * wide,
            y = a.Lat - (double)b.Lat;
        return Math.Sqrt((x * x) + (y * y)) * KilometresADegree;
    }

    /// <summary>The pieces of outline that one area alone has.</summary>
    private static List<(LonLat A, LonLat B)> OfOneAlone(Polygon[] polygons)
    {
        var times = new Dictionary<(LonLat, LonLat), int>();
        foreach (var ring in polygons.SelectMany(p => p.Rings))
            for (var i = 1; i < ring.Count; i++)
                if (ring[i - 1] != ring[i])
                {
                    var piece = Ordered(ring[i - 1], ring[i]);
                    times[piece] = times.GetValueOrDefault(piece) + 1;
                }
        return
        [
            .. times
                .Where(t => t.Value == 1)
                .Select(t => t.Key)
                // One order whatever that of the areas was, so that a coast is one coast.
                .OrderBy(p => p.Item1.Lon)
                .ThenBy(p => p.Item1.Lat)
                .ThenBy(p => p.Item2.Lon)
                .ThenBy(p => p.Item2.Lat),
        ];
    }

    private static (LonLat, LonLat) Ordered(LonLat a, LonLat b) =>
        a.Lon < b.Lon || (a.Lon == b.Lon && a.Lat <= b.Lat) ? (a, b) : (b, a);

    /// <summary>The pieces of a ring that have an area on both sides: neighbours drawn with different corners are no coast.</summary>
    private static HashSet<int> Between(List<LonLat> ring, Polygon[] polygons) =>
        [
            .. Enumerable
                .Range(0, ring.Count - 1)
                .Where(i => IsBetween((ring[i], ring[i + 1]), polygons)),
        ];

    private static bool IsBetween((LonLat A, LonLat B) piece, Polygon[] polygons)
    {
        double x = piece.B.Lon - (double)piece.A.Lon,
            y = piece.B.Lat - (double)piece.A.Lat,
            length = Math.Sqrt((x * x) + (y * y)),
            middleLon = (piece.A.Lon + (double)piece.B.Lon) / 2,
            middleLat = (piece.A.Lat + (double)piece.B.Lat) / 2;
        var (aside, up) = (-y / length * BesideDegrees, x / length * BesideDegrees);
        return Array.Exists(polygons, p => p.Holds(middleLon + aside, middleLat + up))
            && Array.Exists(polygons, p => p.Holds(middleLon - aside, middleLat - up));
    }

    /// <summary>Joins pieces end to end until each ring closes; a ring that cannot is left open.</summary>
    private static List<List<LonLat>> Rings(List<(LonLat A, LonLat B)> pieces)
    {
        var at = new Dictionary<LonLat, List<int>>();
        for (var i = 0; i < pieces.Count; i++)
        {
            At(pieces[i].A).Add(i);
            At(pieces[i].B).Add(i);
        }
        var used = new bool[pieces.Count];
        var rings = new List<List<LonLat>>();
        for (var first = 0; first < pieces.Count; first++)
        {
            if (used[first])
                continue;
            used[first] = true;
            List<LonLat> ring = [pieces[first].A, pieces[first].B];
            while (ring[^1] != ring[0] && at[ring[^1]].FindIndex(i => !used[i]) is >= 0 and var n)
            {
                var next = at[ring[^1]][n];
                used[next] = true;
                ring.Add(pieces[next].A == ring[^1] ? pieces[next].B : pieces[next].A);
            }
            rings.Add(ring);
        }
        return rings;

        List<int> At(LonLat corner)
        {
            if (!at.TryGetValue(corner, out var there))
                at.Add(corner, there = []);
            return there;
        }
    }

    /// <summary>Marks the pieces of a stretch, by the place of their first corner in the ring; marks none where the outline does not come near its ends.</summary>
    private static void Cut(CoastLine line, List<List<LonLat>> rings, List<HashSet<int>> bare)
    {
        var found = rings
            .Select(
                (ring, r) =>
                    (
                        Ring: r,
                        From: Nearest(ring, line.From),
                        By: Nearest(ring, line.By),
                        To: Nearest(ring, line.To)
                    )
            )
            .Where(f => rings[f.Ring][0] == rings[f.Ring][^1])
            .Select(f => (f.Ring, f.From, f.By, f.To, Far: Far(f.Ring, f.From, f.By, f.To)))
            .Where(f => f.Far <= CoastLine.NearestKilometres)
            .OrderBy(f => f.Far)
            .ToArray();
        if (found is not [var best, ..])
            return;
        // The first corner stands again at the end.
        var corners = rings[best.Ring].Count - 1;
        var (start, end) = (best.From, best.To);
        if (Steps(start, best.By) > Steps(start, end))
            (start, end) = (end, start);
        for (var i = 0; i < Steps(start, end); i++)
            bare[best.Ring].Add((start + i) % corners);

        int Steps(int from, int to) => (to - from + corners) % corners;

        double Far(int ring, int from, int by, int to) =>
            Math.Max(
                Kilometres(rings[ring][from], line.From),
                Math.Max(Kilometres(rings[ring][by], line.By), Kilometres(rings[ring][to], line.To))
            );

        static int Nearest(List<LonLat> ring, LonLat to) =>
            Enumerable.Range(0, ring.Count - 1).MinBy(i => Kilometres(ring[i], to));
    }

    /// <summary>Keeps what is coast in runs short enough that most are passed over by their corners.</summary>
    private void Keep(List<LonLat> ring, HashSet<int> bare)
    {
        var points = new List<LonLat>();
        for (var i = 0; i + 1 < ring.Count; i++)
        {
            if (bare.Contains(i))
            {
                Close();
                continue;
            }
            if (points.Count == 0)
                points.Add(ring[i]);
            points.Add(ring[i + 1]);
            if (points.Count > InRun)
                Close();
        }
        Close();

        void Close()
        {
            if (points.Count > 1)
                runs.Add(new Run([.. points]));
            points.Clear();
        }
    }

    /// <summary>Some corners of the coast, one after the other, with the box they lie in.</summary>
    private sealed class Run(LonLat[] points)
    {
        private readonly double west = points.Min(p => p.Lon);
        private readonly double east = points.Max(p => p.Lon);
        private readonly double south = points.Min(p => p.Lat);
        private readonly double north = points.Max(p => p.Lat);

        public IReadOnlyList<LonLat> Points => points;

        /// <summary>To the box, in squared degrees of latitude: never more than to what is in it.</summary>
        public double SquaredFrom(double lon, double lat, double wide)
        {
            var x = Math.Max(0, Math.Max(west - lon, lon - east)) * wide;
            var y = Math.Max(0, Math.Max(south - lat, lat - north));
            return (x * x) + (y * y);
        }

        /// <summary>To the nearest point of the run, in squared degrees of latitude.</summary>
        public double Nearest(double lon, double lat, double wide)
        {
            var best = double.PositiveInfinity;
            double ax = (points[0].Lon - lon) * wide,
                ay = points[0].Lat - lat;
            for (var i = 1; i < points.Length; i++)
            {
                double bx = (points[i].Lon - lon) * wide,
                    by = points[i].Lat - lat,
                    dx = bx - ax,
                    dy = by - ay,
                    along = Math.Clamp(
                        -((ax * dx) + (ay * dy)) / Math.Max((dx * dx) + (dy * dy), 1e-18),
                        0,
                        1
                    ),
                    x = ax + (along * dx),
                    y = ay + (along * dy);
                best = Math.Min(best, (x * x) + (y * y));
                (ax, ay) = (bx, by);
            }
            return best;
        }
    }

    /// <summary>An area's polygon with the box it lies in.</summary>
    private sealed class Polygon(IReadOnlyList<IReadOnlyList<LonLat>> rings)
    {
        private readonly double west = rings[0].Min(p => p.Lon);
        private readonly double east = rings[0].Max(p => p.Lon);
        private readonly double south = rings[0].Min(p => p.Lat);
        private readonly double north = rings[0].Max(p => p.Lat);

        public IReadOnlyList<IReadOnlyList<LonLat>> Rings => rings;

        /// <summary>Even-odd over all rings, so that a hole is outside.</summary>
        public bool Holds(double lon, double lat)
        {
            if (lon < west || lon > east || lat < south || lat > north)
                return false;
            var inside = false;
            foreach (var ring in rings)
                for (var i = 1; i < ring.Count; i++)
                {
                    LonLat a = ring[i - 1],
                        b = ring[i];
                    if (
                        a.Lat > lat != b.Lat > lat
                        && lon
                            < ((double)b.Lon - a.Lon) * (lat - a.Lat) / ((double)b.Lat - a.Lat)
                                + a.Lon
                    )
                        inside = !inside;
                }
            return inside;
        }
    }
}
