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
/// <param name="Variances">By how much each may be off by chance, squared, in the unit of the figure squared; null for figures that are not smoothed.</param>
/// <param name="Counts">Of how many years each is the mean; null for figures that are not smoothed.</param>
public sealed record ReadFigures(
    Year? Year,
    double[] Figures,
    Year[] Years,
    double[]? Variances = null,
    byte[]? Counts = null
)
{
    /// <summary>What the figures of each year were drawn to, newest year first; empty for figures that are not smoothed.</summary>
    public IReadOnlyList<YearDrawn> Drawn { get; init; } = [];
}

/// <summary>The constants by which a year's figures are drawn to the mean of all schools: x~ = B x + (1 - B) m with B = V / (V + chance).</summary>
/// <param name="Mean">m.</param>
/// <param name="Between">V, the variance between schools; infinite for figures without chance.</param>
/// <param name="Pupils">How many pupils are taken to be behind a figure where the files do not say; 0 for figures without chance.</param>
public readonly record struct YearDrawn(Year Year, double Mean, double Between, double Pupils);

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
)
{
    /// <summary>How a figure is pulled in; null where none is.</summary>
    public Metrics.Standard? Standard { get; init; }

    /// <summary>The standard deviation of the chance in each figure, in the unit of what is compared; 0 where it has none or none is known.</summary>
    public double[]? Chance { get; init; }

    /// <summary>Of how many years each figure is the mean; null for figures of one year.</summary>
    public byte[]? Counts { get; init; }
}

/// <summary>The schools of one kind in a snapshot, by URN, with their figures as arrays, read once.</summary>
public sealed class Population
{
    private readonly Snapshot snapshot;
    private readonly Population? under;
    private readonly Lazy<TrellisAxes> axes;
    private readonly Dictionary<School, int> positions = [];
    private readonly int[] rowOfEstablishment;
    private readonly byte[] orderInChain;
    private readonly ConcurrentDictionary<string, Lazy<ReadFigures>> read = new();
    private readonly ConcurrentDictionary<string, Lazy<VariableFigures>> variables = new();

    /// <param name="until">The last year whose figures are read; null for all there are.</param>
    /// <param name="under">
    /// Schools of the same kind in another snapshot, whose published constants are used in place of these schools' own: means, deviations,
    /// limits and formulas. A school more or less then changes nobody's figures. Null for these schools' own.
    /// </param>
    public Population(Snapshot snapshot, Peers peers, Year? until = null, Population? under = null)
    {
        this.under = under;
        axes = new Lazy<TrellisAxes>(() => TrellisAxes.Of(this, under?.Axes.Constants));
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

    public Snapshot Snapshot => snapshot;

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
            variable.Axis.Length > 0 ? "axis " + variable.Axis
            : variable.Trait is not null ? "trait " + variable.Id
            : string.Join('|', readings.Select(r => r.Key))
                + (variable.Logarithm ? "|log" : "")
                + (variable.Scale is Scale.PulledIn pulled ? $"|{pulled.Tail:R}" : "");
        return variables
            .GetOrAdd(
                key,
                _ => new Lazy<VariableFigures>(() =>
                    variable.Axis.Length > 0 ? Axes.Figures(variable.Axis) : Put(variable, readings)
                )
            )
            .Value;
    }

    /// <summary>The years that have figures of a reading, newest first, up to <see cref="Until"/>; those with figures of fewer than half as many schools as the best year are passed over.</summary>
    public IReadOnlyList<Year> YearsOf(Reading reading)
    {
        var years = snapshot
            .Measures.Of(reading.Terms[0].Measure)
            .Select(c => c.Year)
            .Where(y => Until is null || y.CompareTo(Until.Value) <= 0)
            .Select(y => (Year: y, Count: Of(reading, y).Count(f => !double.IsNaN(f))))
            .ToArray();
        return years
            .Where(y => y.Count > 0 && 2 * y.Count >= years.Max(o => o.Count))
            .Select(y => y.Year)
            .OrderDescending()
            .ToArray();
    }

    /// <summary>The learned axes of these schools; learned once, then kept.</summary>
    public TrellisAxes Axes => axes.Value;

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

    /// <summary>What the register says of a school: its present entry, or where that is silent the newest before it that speaks; NaN where none does.</summary>
    public double Says(School school, Func<Establishment, double?> trait)
    {
        if (trait(school.Current) is { } said)
            return said;
        for (var i = school.Urns.Count - 1; i >= 0; i--)
            if (snapshot.Find(school.Urns[i]) is { } entry && trait(entry) is { } before)
                return before;
        return double.NaN;
    }

    private VariableFigures Put(Variable variable, Reading[] readings)
    {
        var shown = new double[Schools.Count];
        Array.Fill(shown, double.NaN);
        var years = new Year[Schools.Count];
        var readingOf = new byte[Schools.Count];
        var chance = new double[Schools.Count];
        var counts = new byte[Schools.Count];
        for (var r = 0; r < readings.Length; r++)
        {
            var figures = Read(readings[r]);
            for (var row = 0; row < shown.Length; row++)
                if (double.IsNaN(shown[row]) && !double.IsNaN(figures.Figures[row]))
                {
                    (shown[row], years[row], readingOf[row]) = (
                        figures.Figures[row],
                        figures.Years[row],
                        (byte)r
                    );
                    counts[row] = figures.Counts?[row] ?? 1;
                    chance[row] = Math.Sqrt(figures.Variances?[row] ?? 0);
                    if (variable.Logarithm)
                        chance[row] /= Math.Max(1, shown[row]);
                }
        }
        if (variable.Trait is { } trait)
            for (var row = 0; row < shown.Length; row++)
                shown[row] = Says(Schools[row], trait);
        var compared = Array.ConvertAll(shown, variable.Compared);
        Metrics.Standard? standard = null;
        if (variable.Scale is Scale.PulledIn pulled)
        {
            standard =
                under?.Read(variable).Standard ?? Metrics.Standard.Over(compared, pulled.Tail);
            compared = Array.ConvertAll(compared, standard.Pulled);
        }
        return new VariableFigures(
            shown,
            compared,
            years,
            readings,
            readingOf,
            under?.Read(variable).Deviation ?? Spread.StandardDeviation(compared),
            compared.Count(f => !double.IsNaN(f))
        )
        {
            Standard = standard,
            Chance = chance,
            Counts = counts,
        };
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
        if (reading.Smoothed is { } smoothing)
            return Smooth(
                smoothing,
                under?.Read(reading).Drawn ?? [],
                [.. years.Select(y => (y.Year, y.Figures))],
                common.Year,
                figures,
                yearOf
            );
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

    /// <summary>
    /// Each year's figures drawn to the mean m of all schools as far as they are chance, x~ = B x + (1 - B) m with
    /// B = V / (V + v), V the variance between schools and v that of chance in one school's figure; then the mean of the last
    /// years that a school has.
    /// </summary>
    /// <param name="given">The constants to draw by where they are published already; empty to work them out.</param>
    /// <param name="years">Newest first.</param>
    private ReadFigures Smooth(
        Smoothing smoothing,
        IReadOnlyList<YearDrawn> given,
        IReadOnlyList<(Year Year, double[] Figures)> years,
        Year common,
        double[] figures,
        Year[] yearOf
    )
    {
        var sums = new double[figures.Length];
        var variances = new double[figures.Length];
        var counts = new byte[figures.Length];
        var drawn = new List<YearDrawn>();
        // The years that speak for most schools first; a school in none of them speaks by its newest before.
        var from = years.Where(y => y.Year.CompareTo(common) <= 0).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var (year, own) = from[i];
            // A year that was not published yet is drawn by the nearest that was.
            YearDrawn? published =
                given.Count == 0
                    ? null
                    : given.MinBy(d => (Math.Abs(d.Year.Starts - year.Starts), d.Year.Starts));
            var (pupils, usual) = PupilsOf(smoothing, year, published?.Pupils);
            var mean = published?.Mean ?? Spread.Mean(own);
            var noise = Noise(own, pupils, smoothing.BetweenPupils, mean);
            var between =
                published?.Between
                ?? (pupils is null ? double.PositiveInfinity : Between(own, noise));
            drawn.Add(new YearDrawn(year, mean, between, usual));
            for (var row = 0; row < own.Length; row++)
            {
                if (double.IsNaN(own[row]) || (i >= smoothing.Years && counts[row] > 0))
                    continue;
                var weight =
                    noise[row] > 0 && between + noise[row] > 0
                        ? between / (between + noise[row])
                        : 1;
                sums[row] += (weight * own[row]) + ((1 - weight) * mean);
                variances[row] += weight * noise[row];
                if (counts[row] == 0)
                    yearOf[row] = year;
                counts[row]++;
            }
        }
        for (var row = 0; row < figures.Length; row++)
            if (counts[row] > 0)
            {
                figures[row] = Math.Round(sums[row] / counts[row], 9);
                variances[row] /= counts[row] * counts[row];
            }
        return new ReadFigures(common, figures, yearOf, variances, counts) { Drawn = drawn };
    }

    /// <summary>How many pupils are behind each figure of a year; the usual number, the mean over schools unless it is given, where a school's is not known.</summary>
    private (double[]? Pupils, double Usual) PupilsOf(Smoothing smoothing, Year year, double? given)
    {
        if (smoothing.Pupils.Length == 0)
            return (null, 0);
        var nearest = snapshot
            .Measures.Of(smoothing.Pupils)
            .OrderBy(c => Math.Abs(c.Year.Starts - year.Starts))
            .ThenBy(c => c.Year)
            .FirstOrDefault();
        var pupils = nearest is null ? new double[Schools.Count] : Figures(nearest);
        var known = pupils.Where(n => n > 0).ToArray();
        var usual = given ?? (known.Length > 0 ? known.Average() : 30);
        return (Array.ConvertAll(pupils, n => n > 0 ? n : usual), usual);
    }

    /// <summary>The variance of chance in each figure of a year; 0 where there is none or the figure is missing.</summary>
    /// <param name="mean">That of all schools.</param>
    private static double[] Noise(
        double[] figures,
        double[]? pupils,
        double betweenPupils,
        double mean
    )
    {
        var noise = new double[figures.Length];
        if (pupils is null)
            return noise;
        for (var row = 0; row < figures.Length; row++)
        {
            if (double.IsNaN(figures[row]))
                continue;
            // A share of the mean's own variance where the figure itself is 0 or 100 %: chance does not vanish there.
            var share = Math.Clamp(
                ((figures[row] * pupils[row]) + mean) / (pupils[row] + 1) / 100,
                0,
                1
            );
            noise[row] =
                (betweenPupils > 0 ? betweenPupils * betweenPupils : 1e4 * share * (1 - share))
                / pupils[row];
        }
        return noise;
    }

    /// <summary>The variance between schools: that of their figures less what chance puts there on average; never below 0.</summary>
    private static double Between(double[] figures, double[] noise)
    {
        double noises = 0;
        var known = 0;
        for (var row = 0; row < figures.Length; row++)
            if (!double.IsNaN(figures[row]))
            {
                noises += noise[row];
                known++;
            }
        var deviation = Spread.StandardDeviation(figures);
        return known == 0 ? 1 : Math.Max(0, (deviation * deviation) - (noises / known));
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
