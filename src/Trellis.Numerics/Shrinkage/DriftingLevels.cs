namespace Trellis.Shrinkage;

/// <summary>What is known of a unit's level in a year to come.</summary>
/// <param name="Mean">The level expected, in the unit of the last year; 0 is the average of all units.</param>
/// <param name="Variance">How uncertain the level itself is.</param>
/// <param name="Noise">What the figure of one year adds to that: the draw of its pupils, and what touches one year only.</param>
/// <param name="Years">Of how many years a figure was known; with 0 the mean is that of all units.</param>
public readonly record struct Posterior(double Mean, double Variance, double Noise, int Years)
{
    /// <summary>The variance of the figure that will be published: of the level and of one year's noise.</summary>
    public double OfNextFigure => Variance + Noise;
}

/// <summary>
/// How the levels of many units move over the years, and how much of one year's figure is noise. The figure of a unit in a
/// year is level + noise; the level has a lasting part and a drifting part, of which a share stays from year to year:
/// covariance of the levels of two years = lasting + drifting × persistence^(years between); noise of a year = per year +
/// per pupil / pupils.
/// </summary>
/// <remarks>
/// The parts are estimated by moments over all units: covariances from pairs of years, noise from what the squares have
/// beyond the levels. Figures farther than three robust deviations from the median are drawn in to that limit for the
/// estimate alone, so that a handful of unusual units does not speak for thousands. Sums run over units in the order given.
/// </remarks>
/// <param name="Lasting">The variance of what stays; 0 unless at least four different spans between years show it apart from drift.</param>
/// <param name="Drifting">The variance of what moves.</param>
/// <param name="Persistence">The share of it left after one year, .30 to .99.</param>
/// <param name="PerYear">The variance of what touches one unit in one year only, whatever its size.</param>
/// <param name="PerPupil">The variance that one pupil's draw adds, before it is divided by their number.</param>
/// <param name="Years">The years, ascending.</param>
/// <param name="Scales">By what the figures of each year are multiplied to have the spread of the last; 1 for the last.</param>
/// <param name="UsualPupils">The median number of pupils, taken where a unit's is not known; NaN where none is.</param>
/// <param name="Misses">
/// By how much predictions of the last year from those before it missed, against what the parts say: the deviation of miss /
/// expected deviation between the 16th and the 84th of a hundred, .5 to 1.5. Figures of a few unusual units make squares
/// large; most units are then predicted better than the parts say, and variances are multiplied by the square of this.
/// </param>
public sealed record DriftingLevels(
    double Lasting,
    double Drifting,
    double Persistence,
    double PerYear,
    double PerPupil,
    IReadOnlyList<int> Years,
    IReadOnlyList<double> Scales,
    double UsualPupils,
    double Misses = 1
)
{
    /// <summary>Taken where figures of two years alone cannot tell drift from noise: about that of school results in England, 2016 to 2019.</summary>
    public const double UsualPersistence = .75;

    /// <summary>How many robust deviations from the median a figure may lie before it is drawn in for the estimate.</summary>
    private const double DrawnIn = 3;

    /// <summary>Fewer units than this with figures of both years say nothing of how the years hang together.</summary>
    public const int FewestUnits = 10;

    /// <summary>The variance of the levels of one year.</summary>
    public double Between => Lasting + Drifting;

    /// <summary>The noise of one year's figure.</summary>
    /// <param name="pupils">NaN where not known: the usual number is taken.</param>
    public double Noise(double pupils)
    {
        var number = pupils > 0 ? pupils : UsualPupils;
        return PerYear + (number > 0 ? PerPupil / number : 0);
    }

    /// <summary>The share of a figure's distance from the average that is kept when one year's figure is all that is known of that year: between / (between + noise).</summary>
    public double Kept(double pupils) => Between > 0 ? Between / (Between + Noise(pupils)) : 0;

    /// <summary>Estimates the parts.</summary>
    /// <param name="years">At least two, ascending.</param>
    /// <param name="figures">A column a year, each with mean near 0; NaN where missing.</param>
    /// <param name="pupils">How many pupils are behind a unit's figure; NaN where not known.</param>
    /// <returns>Null where no two years share <see cref="FewestUnits"/> units.</returns>
    /// <exception cref="ArgumentException">Lengths differ or the years do not ascend.</exception>
    public static DriftingLevels? Fit(
        IReadOnlyList<int> years,
        IReadOnlyList<double[]> figures,
        double[] pupils
    )
    {
        if (years.Count != figures.Count || figures.Any(f => f.Length != pupils.Length))
            throw new ArgumentException("A column a year, and a figure a unit in each.");
        if (years.Zip(years.Skip(1)).Any(y => y.First >= y.Second))
            throw new ArgumentException("Years ascend.", nameof(years));
        if (years.Count < 2)
            return null;
        var drawn = figures.Select(DrawIn).ToArray();
        var spread = drawn.Select(d => Neighbours.Spread.StandardDeviation(d)).ToArray();
        if (spread.Any(s => !(s > 0)))
            return null;
        var scales = spread.Select(s => spread[^1] / s).ToArray();
        for (var y = 0; y < drawn.Length; y++)
        for (var unit = 0; unit < pupils.Length; unit++)
            drawn[y][unit] *= scales[y];

        var spans = Covariances(years, drawn);
        if (spans.Count == 0)
            return null;
        var total = spread[^1] * spread[^1];
        var (lasting, drifting, persistence) = Levels(spans, total);
        var usual = Median(pupils);
        var (perYear, perPupil) = NoiseParts(drawn, pupils, usual, lasting + drifting);
        var model = new DriftingLevels(
            lasting,
            drifting,
            persistence,
            perYear,
            perPupil,
            [.. years],
            scales,
            usual
        );
        return model with { Misses = model.MissesOf(figures, pupils) };
    }

    private double MissesOf(IReadOnlyList<double[]> figures, double[] pupils)
    {
        var misses = new List<double>();
        var own = new double[figures.Count];
        for (var unit = 0; unit < pupils.Length; unit++)
        {
            if (double.IsNaN(figures[^1][unit]))
                continue;
            for (var y = 0; y < own.Length; y++)
                own[y] = figures[y][unit];
            own[^1] = double.NaN;
            var before = Predict(own, pupils[unit], Years[^1], own.Length);
            if (before.Years > 0 && before.OfNextFigure > 0)
                misses.Add((figures[^1][unit] - before.Mean) / Math.Sqrt(before.OfNextFigure));
        }
        if (misses.Count < FewestUnits)
            return 1;
        misses.Sort();
        return Math.Clamp(HalfWidth(misses), .5, 1.5);
    }

    /// <summary>Half the width between the 16th and the 84th of a hundred: the standard deviation where figures are normal.</summary>
    private static double HalfWidth(List<double> sorted) =>
        (sorted[(int)(.8413 * (sorted.Count - 1))] - sorted[(int)(.1587 * (sorted.Count - 1))]) / 2;

    /// <summary>What the figures of some years say of the level in another.</summary>
    /// <param name="figures">One a year of <see cref="Years"/>, as they were given to <see cref="Fit"/>; NaN where missing.</param>
    /// <param name="pupils">NaN where not known.</param>
    /// <param name="year">The year asked about.</param>
    /// <param name="last">How many of the last years are looked at.</param>
    public Posterior Predict(ReadOnlySpan<double> figures, double pupils, int year, int last = 3)
    {
        var noise = Noise(pupils);
        Span<int> at = stackalloc int[figures.Length];
        var known = 0;
        for (var y = Math.Max(0, figures.Length - last); y < figures.Length; y++)
            if (!double.IsNaN(figures[y]))
                at[known++] = y;
        if (known == 0)
            return Sure(0, Between, noise, 0);
        // The level given the figures: c' (C + noise)^-1 f, by elimination; at most a handful of years.
        var width = known + 2;
        Span<double> table = stackalloc double[known * width];
        for (var r = 0; r < known; r++)
        {
            for (var c = 0; c < known; c++)
                table[(r * width) + c] =
                    Together(Years[at[r]], Years[at[c]]) + (r == c ? noise : 0);
            table[(r * width) + known] = figures[at[r]] * Scales[at[r]];
            table[(r * width) + known + 1] = Together(Years[at[r]], year);
        }
        if (!Eliminate(table, known, width))
            return Sure(0, Between, noise, 0);
        double mean = 0,
            explained = 0;
        for (var r = 0; r < known; r++)
        {
            var with = Together(Years[at[r]], year);
            mean += with * table[(r * width) + known];
            explained += with * table[(r * width) + known + 1];
        }
        return Sure(mean, Math.Max(0, Between - explained), noise, known);
    }

    private Posterior Sure(double mean, double variance, double noise, int known) =>
        new(mean, variance * Misses * Misses, noise * Misses * Misses, known);

    /// <summary>The covariance of the levels of two years.</summary>
    public double Together(int year, int other) =>
        Lasting + (Drifting * Math.Pow(Persistence, Math.Abs(year - other)));

    /// <summary>Gauss and Jordan; the matrix is a covariance, so that pivots are taken as they come.</summary>
    private static bool Eliminate(Span<double> table, int rows, int width)
    {
        for (var p = 0; p < rows; p++)
        {
            var pivot = table[(p * width) + p];
            if (!(pivot > 0))
                return false;
            for (var c = p; c < width; c++)
                table[(p * width) + c] /= pivot;
            for (var r = 0; r < rows; r++)
            {
                var by = table[(r * width) + p];
                if (r == p || by == 0)
                    continue;
                for (var c = p; c < width; c++)
                    table[(r * width) + c] -= by * table[(p * width) + c];
            }
        }
        return true;
    }

    /// <summary>Mean products of figures by the years between them, with the number of units behind each.</summary>
    private static SortedDictionary<int, (double Covariance, double Units)> Covariances(
        IReadOnlyList<int> years,
        double[][] figures
    )
    {
        var spans = new SortedDictionary<int, (double Sum, double Units)>();
        for (var a = 0; a < years.Count; a++)
        for (var b = a + 1; b < years.Count; b++)
        {
            double sum = 0,
                units = 0;
            for (var unit = 0; unit < figures[a].Length; unit++)
            {
                var product = figures[a][unit] * figures[b][unit];
                if (double.IsNaN(product))
                    continue;
                sum += product;
                units++;
            }
            if (units < FewestUnits)
                continue;
            var before = spans.GetValueOrDefault(years[b] - years[a]);
            spans[years[b] - years[a]] = (before.Sum + sum, before.Units + units);
        }
        var means = new SortedDictionary<int, (double, double)>();
        foreach (var (span, (sum, units)) in spans)
            means[span] = (sum / units, units);
        return means;
    }

    /// <summary>Least squares of the covariances on 1 and persistence^span, weighted by units, over a grid of persistences.</summary>
    private static (double Lasting, double Drifting, double Persistence) Levels(
        SortedDictionary<int, (double Covariance, double Units)> spans,
        double total
    )
    {
        if (spans.Count == 1)
        {
            var (span, (covariance, _)) = spans.First();
            return (
                0,
                Math.Clamp(covariance / Math.Pow(UsualPersistence, span), 0, total),
                UsualPersistence
            );
        }
        var best = (Error: double.PositiveInfinity, Lasting: 0d, Drifting: 0d, Persistence: 0d);
        for (var hundredths = 30; hundredths <= 99; hundredths++)
        {
            var persistence = hundredths / 100d;
            double w = 0,
                wx = 0,
                wxx = 0,
                wc = 0,
                wxc = 0;
            foreach (var (span, (covariance, units)) in spans)
            {
                var x = Math.Pow(persistence, span);
                w += units;
                wx += units * x;
                wxx += units * x * x;
                wc += units * covariance;
                wxc += units * x * covariance;
            }
            Try(0, Math.Clamp(wxc / wxx, 0, total), persistence);
            var determinant = (w * wxx) - (wx * wx);
            if (spans.Count < 4 || determinant <= 1e-12 * w * wxx)
                continue;
            var lasting = ((wxx * wc) - (wx * wxc)) / determinant;
            var drifting = ((w * wxc) - (wx * wc)) / determinant;
            if (lasting > 0 && drifting > 0 && lasting + drifting <= total)
                Try(lasting, drifting, persistence);
        }
        return (best.Lasting, best.Drifting, best.Persistence);

        void Try(double lasting, double drifting, double persistence)
        {
            double error = 0;
            foreach (var (span, (covariance, units)) in spans)
            {
                var off = covariance - lasting - (drifting * Math.Pow(persistence, span));
                error += units * off * off;
            }
            if (error < best.Error)
                best = (error, lasting, drifting, persistence);
        }
    }

    /// <summary>Squares less the levels' variance on 1 and 1 / pupils; weights from the fit before, since the square of a noisy figure is noisy itself.</summary>
    private static (double PerYear, double PerPupil) NoiseParts(
        double[][] figures,
        double[] pupils,
        double usual,
        double between
    )
    {
        double perYear = 0,
            perPupil = 0;
        for (var round = 0; round < 6; round++)
        {
            double w = 0,
                wx = 0,
                wxx = 0,
                wq = 0,
                wxq = 0;
            foreach (var column in figures)
                for (var unit = 0; unit < column.Length; unit++)
                {
                    if (double.IsNaN(column[unit]))
                        continue;
                    var number = pupils[unit] > 0 ? pupils[unit] : usual;
                    var x = number > 0 ? 1 / number : 0;
                    var excess = (column[unit] * column[unit]) - between;
                    var variance = round == 0 ? 1 : between + perYear + (perPupil * x);
                    var weight = variance > 0 ? 1 / (variance * variance) : 1;
                    w += weight;
                    wx += weight * x;
                    wxx += weight * x * x;
                    wq += weight * excess;
                    wxq += weight * x * excess;
                }
            if (w == 0)
                return (0, 0);
            var determinant = (w * wxx) - (wx * wx);
            var alone = Math.Max(0, wq / w);
            if (determinant <= 1e-12 * w * wxx)
                (perYear, perPupil) = (alone, 0);
            else
            {
                perYear = ((wxx * wq) - (wx * wxq)) / determinant;
                perPupil = ((w * wxq) - (wx * wq)) / determinant;
                if (perYear < 0)
                    (perYear, perPupil) = (0, Math.Max(0, wxq / wxx));
                else if (perPupil < 0)
                    (perYear, perPupil) = (alone, 0);
            }
        }
        return (perYear, perPupil);
    }

    private static double[] DrawIn(double[] figures)
    {
        var sorted = figures.Where(f => !double.IsNaN(f)).Order().ToList();
        if (sorted.Count < FewestUnits)
            return [.. figures];
        var middle = sorted[sorted.Count / 2];
        var deviation = HalfWidth(sorted);
        return deviation > 0
            ? Array.ConvertAll(
                figures,
                f =>
                    double.IsNaN(f)
                        ? f
                        : Math.Clamp(
                            f,
                            middle - (DrawnIn * deviation),
                            middle + (DrawnIn * deviation)
                        )
            )
            : [.. figures];
    }

    private static double Median(double[] values)
    {
        var sorted = values.Where(v => v > 0).Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }
}
