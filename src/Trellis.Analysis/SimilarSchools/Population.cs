using System.Collections.Concurrent;
using Trellis.Measures;
using Trellis.Neighbours;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.SimilarSchools;

/// <summary>The figures of one reading, a school a place.</summary>
/// <param name="Year">The year that speaks for the population: the newest in which at least half as many schools have a figure as in the best year; null where there is none.</param>
/// <param name="Figures">In the order of the population; NaN where missing.</param>
/// <param name="Years">The year of each figure: <paramref name="Year"/>, or the school's own newest where that year has none.</param>
public sealed record ReadFigures(Year? Year, double[] Figures, Year[] Years);

/// <summary>The figures of one variable, a school a place: each from the first of its readings that the school has.</summary>
/// <param name="Shown">As a person reads them; NaN where missing.</param>
/// <param name="Compared">As they are compared: the logarithm where the variable says so.</param>
/// <param name="Readings">Those meant for these peers.</param>
/// <param name="ReadingOf">Which of them gave each figure.</param>
/// <param name="Deviation">The standard deviation of what is compared; NaN where fewer than two figures are known.</param>
/// <param name="Known">How many schools have a figure.</param>
public sealed record VariableFigures(
    double[] Shown,
    double[] Compared,
    Year[] Years,
    IReadOnlyList<Reading> Readings,
    byte[] ReadingOf,
    double Deviation,
    int Known
);

/// <summary>The schools of one kind in a snapshot, by URN, with their figures as arrays, read once.</summary>
public sealed class Population
{
    private readonly Snapshot snapshot;
    private readonly Dictionary<School, int> positions = [];
    private readonly int[] rowOfEstablishment;
    private readonly byte[] orderInChain;
    private readonly ConcurrentDictionary<string, Lazy<ReadFigures>> read = new();
    private readonly ConcurrentDictionary<string, Lazy<VariableFigures>> variables = new();

    /// <param name="until">The last year whose figures are read; null for all there are.</param>
    public Population(Snapshot snapshot, Peers peers, Year? until = null)
    {
        this.snapshot = snapshot;
        Peers = peers;
        Until = until;
        Schools = snapshot
            .Schools.Where(s => PeersOf.School(s, snapshot) == peers)
            .OrderBy(s => s.Urn)
            .ToArray();
        rowOfEstablishment = new int[snapshot.Establishments.Count];
        Array.Fill(rowOfEstablishment, -1);
        orderInChain = new byte[rowOfEstablishment.Length];
        for (var row = 0; row < Schools.Count; row++)
        {
            positions[Schools[row]] = row;
            for (var i = 0; i < Schools[row].Urns.Count; i++)
            {
                var at = snapshot.PositionOf(Schools[row].Urns[i]);
                rowOfEstablishment[at] = row;
                orderInChain[at] = (byte)Math.Min(i, byte.MaxValue);
            }
        }
    }

    public Peers Peers { get; }

    /// <summary>The last year whose figures are read; null for all there are.</summary>
    public Year? Until { get; }

    /// <summary>By URN, so that a tie goes to the lower one.</summary>
    public IReadOnlyList<School> Schools { get; }

    /// <summary>The place of a school, or -1.</summary>
    public int PositionOf(School school) => positions.GetValueOrDefault(school, -1);

    /// <summary>The figures of a reading; read once, then kept.</summary>
    public ReadFigures Read(Reading reading) =>
        read.GetOrAdd(reading.Key, _ => new Lazy<ReadFigures>(() => ReadNow(reading))).Value;

    /// <summary>The figures of a variable, whatever its weight: put together once, then kept, so that new weights cost little.</summary>
    public VariableFigures Read(Variable variable)
    {
        var readings = variable
            .Readings.Where(r => r.For.Count == 0 || r.For.Contains(Peers))
            .ToArray();
        var key =
            string.Join('|', readings.Select(r => r.Key)) + (variable.Logarithm ? "|log" : "");
        return variables
            .GetOrAdd(key, _ => new Lazy<VariableFigures>(() => Put(variable, readings)))
            .Value;
    }

    /// <summary>The figures of a reading in one year, a school a place; NaN where missing, or where a measure has no figures of that year. Not kept.</summary>
    public double[] Of(Reading reading, Year year)
    {
        var needed = reading.Terms.Select(t => t.Measure).ToList();
        if (reading.Per.Length > 0)
            needed.Add(reading.Per);
        if (needed.TrueForAll(id => snapshot.Measures.Of(id, year) is not null))
            return Combine(reading, year);
        var none = new double[Schools.Count];
        Array.Fill(none, double.NaN);
        return none;
    }

    private VariableFigures Put(Variable variable, Reading[] readings)
    {
        var shown = new double[Schools.Count];
        Array.Fill(shown, double.NaN);
        var years = new Year[Schools.Count];
        var readingOf = new byte[Schools.Count];
        for (var r = 0; r < readings.Length; r++)
        {
            var figures = Read(readings[r]);
            for (var row = 0; row < shown.Length; row++)
                if (double.IsNaN(shown[row]) && !double.IsNaN(figures.Figures[row]))
                    (shown[row], years[row], readingOf[row]) = (
                        figures.Figures[row],
                        figures.Years[row],
                        (byte)r
                    );
        }
        var compared = Array.ConvertAll(shown, variable.Compared);
        return new VariableFigures(
            shown,
            compared,
            years,
            readings,
            readingOf,
            Spread.StandardDeviation(compared),
            compared.Count(f => !double.IsNaN(f))
        );
    }

    private ReadFigures ReadNow(Reading reading)
    {
        var needed = reading.Terms.Select(t => t.Measure).ToList();
        if (reading.Per.Length > 0)
            needed.Add(reading.Per);
        var years = snapshot
            .Measures.Of(needed[0])
            .Select(c => c.Year)
            .Where(year => Until is null || year.CompareTo(Until.Value) <= 0)
            .Where(year => needed.TrueForAll(id => snapshot.Measures.Of(id, year) is not null))
            .Select(year => (Year: year, Figures: Combine(reading, year)))
            .Select(y => (y.Year, y.Figures, Count: y.Figures.Count(f => !double.IsNaN(f))))
            .Where(y => y.Count > 0)
            .OrderByDescending(y => y.Year)
            .ToList();

        var figures = new double[Schools.Count];
        Array.Fill(figures, double.NaN);
        var yearOf = new Year[Schools.Count];
        if (years.Count == 0)
            return new ReadFigures(null, figures, yearOf);

        var most = years.Max(y => y.Count);
        var common = years.First(y => 2 * y.Count >= most);
        foreach (var year in years.Prepend(common))
            for (var row = 0; row < figures.Length; row++)
                if (double.IsNaN(figures[row]) && !double.IsNaN(year.Figures[row]))
                    (figures[row], yearOf[row]) = (year.Figures[row], year.Year);

        if (reading.Onto is { } onto)
        {
            var mean = Spread.Mean(figures);
            var deviation = Spread.StandardDeviation(figures);
            for (var row = 0; row < figures.Length; row++)
                figures[row] =
                    deviation > 0
                        ? onto.Mean + ((figures[row] - mean) / deviation * onto.StandardDeviation)
                        : double.NaN;
        }
        return new ReadFigures(common.Year, figures, yearOf);
    }

    private double[] Combine(Reading reading, Year year)
    {
        var sum = new double[Schools.Count];
        foreach (var term in reading.Terms)
        {
            var figures = Figures(snapshot.Measures.Of(term.Measure, year)!);
            for (var row = 0; row < sum.Length; row++)
                sum[row] += term.Factor * figures[row];
        }
        if (reading.Per.Length > 0)
        {
            var per = Figures(snapshot.Measures.Of(reading.Per, year)!);
            for (var row = 0; row < sum.Length; row++)
                sum[row] = per[row] > 0 ? sum[row] / per[row] : double.NaN;
        }
        // Published figures have few decimals; equal sums of them are made equal again, so that a tie is a tie.
        for (var row = 0; row < sum.Length; row++)
            sum[row] = Math.Round(sum[row], 9);
        return sum;
    }

    /// <summary>One year's figures through the schools' chains: where two of a chain's URNs have one, the later speaks, as in <see cref="Snapshot.Series"/>.</summary>
    private double[] Figures(MeasureColumn column)
    {
        var figures = new double[Schools.Count];
        Array.Fill(figures, double.NaN);
        var order = new short[Schools.Count];
        Array.Fill(order, (short)-1);
        var establishments = column.Rows.Establishments;
        for (var at = 0; at < establishments.Length; at++)
        {
            var row = rowOfEstablishment[establishments[at]];
            if (row < 0 || orderInChain[establishments[at]] <= order[row])
                continue;
            var figure = column.RowOrNaN(at);
            if (double.IsNaN(figure))
                continue;
            figures[row] = figure;
            order[row] = orderInChain[establishments[at]];
        }
        return figures;
    }
}
