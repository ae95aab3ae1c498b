using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Groups;
using Trellis.Measures;
using Trellis.Neighbours;
using Trellis.Partners;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Placements;

/// <summary>What became of the results of schools that joined a trust.</summary>
/// <param name="Mean">How much more they moved than like schools, less the mean of all trusts, drawn to 0 as far as it may be chance: in standard deviations of schools' results, above 0 better.</param>
/// <param name="Deviation">By how much that may be off, one standard deviation.</param>
/// <param name="Schools">How many schools it rests on; 0 where none joined long enough ago, or none has results on both sides.</param>
internal readonly record struct TrackRecord(double Mean, double Deviation, int Schools);

/// <summary>The track records of all trusts as far as results published by a day tell.</summary>
/// <remarks>
/// A school's figure of a year, less what schools with the same pupils get, in standard deviations of that year. For a
/// school that joined: the mean of the years after less what schools that joined nothing had in the same years, given the
/// mean of the years before. That takes back what schools low by luck regain anywhere. The schools of a trust are drawn to
/// the mean of all trusts: DerSimonian and Laird (1986) for the variance between trusts, then the usual shrinkage. Schools
/// that have closed since are not in it, on whatever day it is asked.
/// </remarks>
internal sealed class TrackRecords
{
    /// <summary>Fewer schools that stayed where they were than this are none to compare with.</summary>
    public const int FewestLikeSchools = 30;

    private static readonly (Provision Provision, Peers Peers, string Measure)[] Outcomes =
    [
        (Provision.Primary, Peers.Primary, "ks2.rwm-expected"),
        (Provision.Secondary, Peers.Secondary, "ks4.attainment8"),
    ];

    private static readonly ConditionalWeakTable<
        Snapshot,
        ConcurrentDictionary<(Peers, int), Lazy<double[]?>>
    > Kept = [];

    private static readonly ConditionalWeakTable<Snapshot, Lazy<Joins>> KeptJoins = [];

    private readonly Dictionary<(Uid, Provision), TrackRecord> records = [];
    private readonly Dictionary<Provision, double> between = [];

    private TrackRecords() { }

    /// <summary>The standard deviation between trusts; absent where results do not tell trusts apart.</summary>
    public IReadOnlyDictionary<Provision, double> Between => between;

    /// <summary>The record of a trust with schools of a phase; none of its own where it has none.</summary>
    public TrackRecord Of(Uid trust, Provision provision) =>
        records.TryGetValue((trust, provision), out var found)
            ? found
            : new TrackRecord(0, between.GetValueOrDefault(provision), 0);

    /// <summary>The day from which the results of a school year are taken to be known: they are published by January.</summary>
    public static DateOnly KnownFrom(Year year) => new(year.Starts + 2, 2, 1);

    public static TrackRecords Known(Snapshot snapshot, DateOnly day, Criterion track)
    {
        var found = new TrackRecords();
        foreach (var (provision, peers, measure) in Outcomes)
            found.Add(snapshot, day, track, provision, peers, measure);
        return found;
    }

    private void Add(
        Snapshot snapshot,
        DateOnly day,
        Criterion track,
        Provision provision,
        Peers peers,
        string measure
    )
    {
        int after = (int)track["years"],
            least = (int)track["least"];
        var years = snapshot
            .Measures.Of(measure)
            .Select(c => c.Year)
            .Where(y => KnownFrom(y) <= day)
            .Distinct()
            .Order()
            .ToArray();
        if (years.Length < 2)
            return;
        var population = Likeness.In(snapshot).Population(peers);
        var figures = years
            .Select(y => (Year: y, Column: Standard(snapshot, population, measure, y)))
            .Where(f => f.Column is not null)
            .Select(f => (f.Year, Column: f.Column!))
            .ToArray();
        var joins = KeptJoins
            .GetValue(
                snapshot,
                s => new Lazy<Joins>(() => Joins.Between(s, DateOnly.MinValue, DateOnly.MaxValue))
            )
            .Value.All.Where(j => j.Day <= day)
            .Select(j => (Join: j, Row: population.PositionOf(j.School)))
            .Where(j => j.Row >= 0)
            .ToArray();
        var moved = new bool[population.Schools.Count];
        foreach (var (_, row) in joins)
            moved[row] = true;
        var changes = new List<(Uid Trust, double Change, double Variance)>();
        foreach (
            var cohort in joins
                .GroupBy(j =>
                    (Before: LastBefore(j.Join.Day), First: FirstAfter(j.Join.Day, least))
                )
                .OrderBy(g => g.Key)
        )
        {
            var before = Mean(figures.Where(f => f.Year.Starts <= cohort.Key.Before).TakeLast(3));
            var later = Mean(
                figures.Where(f =>
                    f.Year.Starts >= cohort.Key.First && f.Year.Starts < cohort.Key.First + after
                )
            );
            if (before is null || later is null || Line(before, later, moved) is not { } line)
                continue;
            foreach (var (join, row) in cohort)
                if (!double.IsNaN(before[row]) && !double.IsNaN(later[row]))
                    changes.Add(
                        (
                            join.Trust,
                            later[row] - line.Start - (line.Slope * before[row]),
                            line.Variance
                        )
                    );
        }
        Draw(changes, provision);
    }

    /// <summary>The last school year that had ended before a day, by the year it begins in.</summary>
    private static int LastBefore(DateOnly day) => day.Month >= 9 ? day.Year - 1 : day.Year - 2;

    /// <summary>The first school year whose results count: with so many full years in the trust.</summary>
    private static int FirstAfter(DateOnly day, int least) =>
        (day <= new DateOnly(day.Year, 9, 1) ? day.Year : day.Year + 1) + least - 1;

    /// <summary>The mean of each school's figures; NaN where it has none. Null for no years.</summary>
    private static double[]? Mean(IEnumerable<(Year, double[] Column)> figures)
    {
        double[]? sums = null;
        int[]? counts = null;
        foreach (var (_, column) in figures)
        {
            sums ??= new double[column.Length];
            counts ??= new int[column.Length];
            for (var row = 0; row < column.Length; row++)
                if (!double.IsNaN(column[row]))
                {
                    sums[row] += column[row];
                    counts[row]++;
                }
        }
        for (var row = 0; row < (sums?.Length ?? 0); row++)
            sums![row] = counts![row] == 0 ? double.NaN : sums[row] / counts[row];
        return sums;
    }

    /// <summary>Least squares of later on before over the schools that did not move; null for too few of them.</summary>
    private static (double Start, double Slope, double Variance)? Line(
        double[] before,
        double[] later,
        bool[] moved
    )
    {
        double n = 0,
            x = 0,
            y = 0,
            xx = 0,
            xy = 0,
            yy = 0;
        for (var row = 0; row < before.Length; row++)
        {
            if (moved[row] || double.IsNaN(before[row]) || double.IsNaN(later[row]))
                continue;
            n++;
            x += before[row];
            y += later[row];
            xx += before[row] * before[row];
            xy += before[row] * later[row];
            yy += later[row] * later[row];
        }
        if (n < FewestLikeSchools)
            return null;
        double sxx = xx - (x * x / n),
            sxy = xy - (x * y / n),
            syy = yy - (y * y / n);
        if (!(sxx > 0))
            return null;
        var slope = sxy / sxx;
        var variance = (syy - (slope * sxy)) / (n - 2);
        return variance > 0 ? ((y - (slope * x)) / n, slope, variance) : null;
    }

    private void Draw(
        List<(Uid Trust, double Change, double Variance)> changes,
        Provision provision
    )
    {
        var trusts = changes
            .GroupBy(c => c.Trust)
            .OrderBy(g => g.Key)
            .Select(g =>
            {
                var weight = g.Sum(c => 1 / c.Variance);
                return (
                    Trust: g.Key,
                    Mean: g.Sum(c => c.Change / c.Variance) / weight,
                    Weight: weight,
                    Schools: g.Count()
                );
            })
            .ToArray();
        if (trusts.Length < TrustMatching.FewestTrackRecords)
            return;
        double w = trusts.Sum(t => t.Weight),
            ww = trusts.Sum(t => t.Weight * t.Weight);
        var common = trusts.Sum(t => t.Weight * t.Mean) / w;
        var q = trusts.Sum(t => t.Weight * (t.Mean - common) * (t.Mean - common));
        var variance = (q - (trusts.Length - 1)) / (w - (ww / w));
        if (!(variance > 0))
            return;
        // The mean of all trusts, once each counts as far as trusts themselves differ too.
        double Counts((Uid, double, double Weight, int) trust) =>
            1 / (variance + (1 / trust.Weight));
        var mean = trusts.Sum(t => Counts(t) * t.Mean) / trusts.Sum(t => Counts(t));
        between[provision] = Math.Sqrt(variance);
        foreach (var trust in trusts)
        {
            var kept = variance / (variance + (1 / trust.Weight));
            records[(trust.Trust, provision)] = new TrackRecord(
                kept * (trust.Mean - mean),
                Math.Sqrt(variance * (1 - kept)),
                trust.Schools
            );
        }
    }

    /// <summary>The figures of a year less what schools with the same pupils get, in standard deviations; null for a year with hardly any.</summary>
    internal static double[]? Standard(
        Snapshot snapshot,
        Population population,
        string measure,
        Year year
    ) =>
        Kept.GetValue(snapshot, _ => new())
            .GetOrAdd(
                (population.Peers, year.Starts),
                _ => new Lazy<double[]?>(() =>
                {
                    var figures = population.Of(Reading.Of(measure, "results"), year);
                    if (figures.Count(f => !double.IsNaN(f)) < FewestLikeSchools)
                        return null;
                    var residuals = Expectation.Residuals(
                        population.Schools,
                        Expectation.Columns(population, year),
                        figures
                    );
                    var deviation = Spread.StandardDeviation(residuals);
                    return deviation > 0 ? Array.ConvertAll(residuals, r => r / deviation) : null;
                })
            )
            .Value;
}
