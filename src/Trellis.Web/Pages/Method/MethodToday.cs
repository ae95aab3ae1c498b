using System.Runtime.CompilerServices;
using Trellis.Measures;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Pages.Method;

/// <summary>How many schools' figures of a variable come from a reading of one year.</summary>
/// <param name="Source">In a few words, as for a cell.</param>
public sealed record ReadingInUse(Reading Reading, Year Year, int Schools, string Source);

/// <summary>A variable as a method uses it on this snapshot.</summary>
/// <param name="Coefficient">c of its squared difference.</param>
/// <param name="Deviation">Its standard deviation among the schools; null where fewer than two are known.</param>
/// <param name="Known">How many schools have a figure.</param>
public sealed record VariableInUse(
    Variable Variable,
    double Coefficient,
    double? Deviation,
    int Known,
    IReadOnlyList<ReadingInUse> Readings
)
{
    /// <summary>Between which figures all are pulled in; null where none are.</summary>
    public Metrics.Standard? PulledIn { get; init; }
}

/// <summary>A method among the schools of one kind in one snapshot: what it reads and where, and a pair worked through. Made once for a snapshot.</summary>
public sealed class MethodToday
{
    private static readonly ConditionalWeakTable<MethodPopulation, MethodToday> Kept = [];

    private MethodToday(MethodPopulation population, Snapshot snapshot)
    {
        Population = population;
        Variables =
        [
            .. population.Method.Variables.Select(
                (variable, k) =>
                    new VariableInUse(
                        variable,
                        population.Coefficients[k],
                        double.IsFinite(population.Figures[k].Deviation)
                            ? population.Figures[k].Deviation
                            : null,
                        population.Figures[k].Known,
                        InUse(population, k, snapshot)
                    )
                    {
                        PulledIn = population.Figures[k].Standard,
                    }
            ),
        ];
        Example = FirstWhole(population);
    }

    /// <param name="snapshot">The one the population is of.</param>
    public static MethodToday Of(MethodPopulation population, Snapshot snapshot) =>
        Kept.GetValue(population, p => new MethodToday(p, snapshot));

    public MethodPopulation Population { get; }

    public IReadOnlyList<VariableInUse> Variables { get; }

    /// <summary>The places of two schools for the worked example; null where none can be compared.</summary>
    public (int Own, int Other)? Example { get; }

    private static ReadingInUse[] InUse(
        MethodPopulation population,
        int variable,
        Snapshot snapshot
    ) =>
        [
            .. Enumerable
                .Range(0, population.Population.Schools.Count)
                .Select(row =>
                    (
                        Reading: population.ReadingOf(variable, row),
                        Year: population.Figures[variable].Years[row]
                    )
                )
                .Where(r => r.Reading is not null)
                .CountBy(r => (r.Reading!, r.Year))
                .OrderByDescending(r => r.Value)
                .Select(r => new ReadingInUse(
                    r.Key.Item1,
                    r.Key.Year,
                    r.Value,
                    Source(snapshot, r.Key.Item1, r.Key.Year)
                )),
        ];

    private static string Source(Snapshot snapshot, Reading reading, Year year) =>
        snapshot.Measures.Of(reading.Terms[0].Measure, year) is { } column
            ? snapshot.SourceOf(column.Rows.Source).Words
            : "";

    // The first school by URN of which as much is known as of any, and its nearest: the same pair for the same snapshot.
    private static (int, int)? FirstWhole(MethodPopulation population)
    {
        var points = population.Points;
        int best = -1,
            most = 0;
        for (var row = 0; row < points.Rows; row++)
            if (points.KnownToBoth(row, row) > most)
                (best, most) = (row, points.KnownToBoth(row, row));
        return
            best >= 0
            && Neighbours.Nearest.To(points, best, 1, population.LeastKnown) is [var nearest, ..]
            ? (best, nearest.Row)
            : null;
    }
}
