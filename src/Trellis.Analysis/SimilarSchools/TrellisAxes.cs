using Trellis.Metrics;

namespace Trellis.SimilarSchools;

/// <summary>An input of the axes as read for a population.</summary>
/// <param name="Figures">As compared, a school a place; NaN where missing.</param>
/// <param name="Chance">The standard deviation of the chance in each figure; null where it is a fact.</param>
public sealed record AxisInput(string Id, double[] Figures, double[]? Chance);

/// <summary>The learned axes of the schools of one kind, in one snapshot: the constants that are published, and each school's place.</summary>
public sealed class TrellisAxes
{
    /// <summary>An axis is learned from so many schools at least; with fewer, the metric does without it.</summary>
    private const int FewestTaught = 100;

    private readonly Dictionary<string, VariableFigures> figures;

    private TrellisAxes(
        MetricConstants? constants,
        int[] folds,
        Dictionary<string, VariableFigures> figures,
        AxisInput[] inputs
    ) => (Constants, Folds, this.figures, Inputs) = (constants, folds, figures, inputs);

    /// <summary>How anybody works out a school's place by hand; null where too few schools have outcomes to learn from.</summary>
    public MetricConstants? Constants { get; }

    /// <summary>The fold of each school: its place is worked out by the formulas learned without it.</summary>
    public IReadOnlyList<int> Folds { get; }

    /// <summary>The places of all schools on an axis, about mean 0 and standard deviation 1; all missing where the axis was not learned.</summary>
    public VariableFigures Figures(string axis) => figures[axis];

    /// <summary>The inputs, in the order of the constants.</summary>
    public IReadOnlyList<AxisInput> Inputs { get; }

    /// <summary>The inputs of a school, in the order of the constants; NaN where missing.</summary>
    public double[] InputsOf(int row) => [.. Inputs.Select(input => input.Figures[row])];

    /// <param name="published">The constants to place schools by; null to learn them from these schools.</param>
    public static TrellisAxes Of(Population population, MetricConstants? published = null)
    {
        var table = TrellisTable.Of(population);
        var rows = table.Urns.Count;
        var folds = Metrics.Folds.Of(table.Urns, TrellisRecipe.Learning.Folds);
        var wanted = TrellisTable.Axes(population.Peers);
        if (published is not null)
            return Under(published, table, folds, wanted);
        var taught = wanted
            .Where(axis =>
                table
                    .Outcomes.Where(o => o.Axis == axis)
                    .Any(o => o.Figures.Count(f => !double.IsNaN(f)) >= FewestTaught)
            )
            .ToArray();
        var metric =
            taught.Length == 0
                ? null
                : TrellisRecipe.Learn(
                    table with
                    {
                        Columns = table
                            .Columns.Where(c =>
                                c.Outcome == OutcomeKind.None
                                || c.Figures.Count(f => !double.IsNaN(f)) >= FewestTaught
                            )
                            .ToArray(),
                    },
                    folds,
                    taught
                );
        return new TrellisAxes(
            metric?.Constants,
            folds,
            wanted.ToDictionary(
                axis => axis,
                axis =>
                    Figures(
                        metric is not null && Array.IndexOf(taught, axis) is >= 0 and var at
                            ? metric.Places(at)
                            : Missing(rows)
                    )
            ),
            table.Features.Select(f => new AxisInput(f.Name, f.Figures, f.Chance)).ToArray()
        );
    }

    private static TrellisAxes Under(
        MetricConstants published,
        ComparisonTable table,
        int[] folds,
        IReadOnlyList<string> wanted
    )
    {
        // An input that these schools' files lack altogether is missing for all of them.
        var inputs = published
            .Inputs.Select(id =>
                table.Features.FirstOrDefault(f => f.Name == id) is { } feature
                    ? new AxisInput(id, feature.Figures, feature.Chance)
                    : new AxisInput(id, Missing(folds.Length), null)
            )
            .ToArray();
        return new TrellisAxes(
            published,
            folds,
            wanted.ToDictionary(
                axis => axis,
                axis =>
                {
                    var at = published.Axes.ToList().IndexOf(axis);
                    return Figures(
                        at < 0
                            ? Missing(folds.Length)
                            : Enumerable
                                .Range(0, folds.Length)
                                .Select(row =>
                                    published.Place(
                                        Array.ConvertAll(inputs, i => i.Figures[row]),
                                        at,
                                        folds[row]
                                    )
                                )
                                .ToArray()
                    );
                }
            ),
            inputs
        );
    }

    private static VariableFigures Figures(double[] places) =>
        new(
            places,
            places,
            new Measures.Year[places.Length],
            [],
            new byte[places.Length],
            Neighbours.Spread.StandardDeviation(places),
            places.Count(p => !double.IsNaN(p))
        );

    private static double[] Missing(int rows)
    {
        var missing = new double[rows];
        Array.Fill(missing, double.NaN);
        return missing;
    }
}
