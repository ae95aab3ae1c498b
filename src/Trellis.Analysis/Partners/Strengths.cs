using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Measures;
using Trellis.Shrinkage;
using Trellis.SimilarSchools;

namespace Trellis.Partners;

/// <summary>What is known of a school's strength in a need.</summary>
/// <param name="Level">Its posterior: how much better than schools with the same inputs, in the unit of the measure, higher better; expected in the year after the last figures.</param>
/// <param name="Pupils">How many pupils are behind the figures of the years looked at; null where the files do not say.</param>
/// <param name="Last">Its figure of the last year as published; null where it has none.</param>
public readonly record struct Strength(Posterior Level, double? Pupils, double? Last)
{
    /// <summary>Whether any figure of its own speaks of the school.</summary>
    public bool IsKnown => Level.Years > 0;
}

/// <summary>The strengths of all schools of a kind in one need: figures less what schools with the same inputs get, over the last three years published, shrunk as far as they are noise.</summary>
public sealed class Strengths
{
    /// <summary>How many of the last years with figures are looked at.</summary>
    public const int YearsLookedAt = 3;

    /// <summary>How many of the last years with figures tell how levels drift: older ones were measured otherwise, and under other rules.</summary>
    public const int YearsThatTell = 4;

    private static readonly ConditionalWeakTable<
        Likeness,
        ConcurrentDictionary<(Peers Peers, string Need), Lazy<Strengths?>>
    > Kept = [];

    private readonly Strength[] strengths;
    private readonly double[]? among;
    private readonly double[]? amongShare;

    private Strengths(
        Need need,
        Reading reading,
        Population population,
        IReadOnlyList<Year> years,
        DriftingLevels model,
        IReadOnlyList<double[]> residuals,
        Strength[] strengths,
        double[]? among
    )
    {
        (Need, Reading, Population, Years, Model, Residuals, this.strengths, this.among) = (
            need,
            reading,
            population,
            years,
            model,
            residuals,
            strengths,
            among
        );
        amongShare = among is null ? null : Shares(among);
    }

    public Need Need { get; }

    /// <summary>How the need was measured.</summary>
    public Reading Reading { get; }

    public Population Population { get; }

    /// <summary>The last years with figures, ascending: at most <see cref="YearsThatTell"/>.</summary>
    public IReadOnlyList<Year> Years { get; }

    /// <summary>The last year with figures; strengths are those expected the year after it.</summary>
    public Year Last => Years[^1];

    /// <summary>How the levels move and how noisy the figures are, estimated over all schools.</summary>
    public DriftingLevels Model { get; }

    /// <summary>A column a year, a school a place: figure less expectation, higher better; NaN where missing.</summary>
    public IReadOnlyList<double[]> Residuals { get; }

    /// <summary>The strength of a school by its position in the population.</summary>
    public Strength Of(int row) => strengths[row];

    /// <summary>Whether a school may be named for this need: it has figures, and enough pupils of the kind where the need asks for that.</summary>
    public bool MayHelp(int row) =>
        strengths[row].IsKnown && (amongShare is null || amongShare[row] >= Need.Among!.Share);

    /// <summary>The share of the pupils of the kind the need asks for, per cent; null where it asks for none or the school's is not known.</summary>
    public double? AmongOf(int row) =>
        among is null || double.IsNaN(among[row]) ? null : among[row];

    /// <summary>
    /// The chance that one school will again be better than another in the next year's published figures, both less what
    /// schools with the same inputs get: Φ((t_other - t_one) / √(v_other + v_one)), t the strengths expected next year, v
    /// what the figures of that year will differ from them by. A school without figures is taken as average.
    /// </summary>
    public double ProbabilityBetter(int other, int one)
    {
        Posterior a = strengths[other].Level,
            b = strengths[one].Level;
        var variance = a.OfNextFigure + b.OfNextFigure;
        return variance > 0 ? Normal.Below((a.Mean - b.Mean) / Math.Sqrt(variance))
            : a.Mean > b.Mean ? 1
            : a.Mean < b.Mean ? 0
            : .5;
    }

    /// <summary>The chance that a school's figures of the next year will be better than what schools with the same inputs get.</summary>
    /// <returns>A half for a school without figures.</returns>
    public double ProbabilityAboveUsual(int row)
    {
        var level = strengths[row].Level;
        return level.OfNextFigure > 0 ? Normal.Below(level.Mean / Math.Sqrt(level.OfNextFigure))
            : level.Mean > 0 ? 1
            : level.Mean < 0 ? 0
            : .5;
    }

    /// <summary>The strengths in a need, worked out once and kept.</summary>
    /// <returns>Null where no open figure speaks of the need for schools of the kind, or figures of fewer than two years do.</returns>
    public static Strengths? In(Likeness likeness, Peers peers, Need need) =>
        Kept.GetValue(likeness, _ => new())
            .GetOrAdd(
                (peers, need.Id),
                _ => new Lazy<Strengths?>(() => Work(likeness, peers, need))
            )
            .Value;

    private static Strengths? Work(Likeness likeness, Peers peers, Need need)
    {
        if (!need.Readings.TryGetValue(peers, out var readings))
            return null;
        var population = likeness.Population(peers);
        var chosen = readings
            .Select(r => (Reading: r, Years: YearsOf(population, likeness, r)))
            .Where(r => r.Years.Count > 1)
            .Select((r, order) => (r.Reading, r.Years, Order: order))
            .OrderByDescending(r => r.Years[^1])
            .ThenBy(r => r.Order)
            .FirstOrDefault();
        if (chosen.Reading is null)
            return null;
        var sign = need.HigherIsBetter ? 1 : -1;
        var pupils = Cohorts.Of(population, chosen.Reading, chosen.Years);
        var figures = chosen.Years.Select(y => population.Of(chosen.Reading, y)).ToArray();
        var residuals = chosen
            .Years.Select(
                (y, i) =>
                    Array.ConvertAll(
                        Expectation.Residuals(
                            population.Schools,
                            Expectation.Columns(population, y),
                            figures[i]
                        ),
                        r => sign * r
                    )
            )
            .ToArray();
        if (
            DriftingLevels.Fit([.. chosen.Years.Select(y => y.Starts)], residuals, pupils)
            is not { } model
        )
            return null;
        var next = chosen.Years[^1].Starts + 1;
        var strengths = new Strength[population.Schools.Count];
        var own = new double[residuals.Length];
        for (var row = 0; row < strengths.Length; row++)
        {
            for (var y = 0; y < own.Length; y++)
                own[y] = residuals[y][row];
            var level = model.Predict(own, pupils[row], next, YearsLookedAt);
            strengths[row] = new Strength(
                level,
                pupils[row] > 0 ? Math.Round(pupils[row] * level.Years) : null,
                double.IsNaN(figures[^1][row]) ? null : figures[^1][row]
            );
        }
        return new Strengths(
            need,
            chosen.Reading,
            population,
            chosen.Years,
            model,
            residuals,
            strengths,
            need.Among is null ? null : population.Read(need.Among.Reading).Figures
        );
    }

    /// <summary>The years in which enough schools of the kind have figures, up to the last looked at.</summary>
    private static List<Year> YearsOf(Population population, Likeness likeness, Reading reading) =>
        likeness
            .Snapshot.Measures.Of(reading.Terms[0].Measure)
            .Select(c => c.Year)
            .Where(y => likeness.Until is not { } until || y.CompareTo(until) <= 0)
            .Where(y =>
                population.Of(reading, y).Count(f => !double.IsNaN(f)) >= DriftingLevels.FewestUnits
            )
            .TakeLast(YearsThatTell)
            .ToList();

    /// <summary>The share of the schools with a figure that have a lower one, half of those equal counted; NaN where missing.</summary>
    internal static double[] Shares(double[] figures)
    {
        var sorted = figures.Where(f => !double.IsNaN(f)).Order().ToArray();
        return Array.ConvertAll(
            figures,
            f =>
            {
                if (double.IsNaN(f))
                    return double.NaN;
                int low = First(sorted, f, orEqual: true),
                    high = First(sorted, f, orEqual: false);
                return (low + high) / 2d / sorted.Length;
            }
        );
    }

    private static int First(double[] sorted, double figure, bool orEqual)
    {
        int low = 0,
            high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] > figure || (orEqual && sorted[middle] == figure))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
