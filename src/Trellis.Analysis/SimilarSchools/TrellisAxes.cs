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
        var folds = Metrics.Folds.Of(table.Urns, TrellisRecipe.Learning.Folds);
        var wanted = TrellisTable.Axes(population.Peers);
        var constants = published ?? Learn(table, folds, wanted);
        // An input that these schools' files lack altogether is missing for all of them.
        var inputs = (constants?.Inputs ?? [.. table.Features.Select(f => f.Name)])
            .Select(id =>
                table.Features.FirstOrDefault(f => f.Name == id) is { } feature
                    ? new AxisInput(id, feature.Figures, feature.Chance)
                    : new AxisInput(id, Missing(folds.Length), null)
            )
            .ToArray();
        return new TrellisAxes(
            constants,
            folds,
            wanted.ToDictionary(
                axis => axis,
                axis => Figures(Places(constants, axis, inputs, folds))
            ),
            inputs
        );
    }

    /// <summary>Null where too few schools have outcomes to learn from.</summary>
    private static MetricConstants? Learn(
        ComparisonTable table,
        int[] folds,
        IReadOnlyList<string> wanted
    )
    {
        var enough = table with
        {
            Columns = table
                .Columns.Where(c =>
                    c.Outcome == OutcomeKind.None
                    || c.Figures.Count(f => !double.IsNaN(f)) >= FewestTaught
                )
                .ToArray(),
        };
        var taught = wanted.Where(enough.Axes.Contains).ToArray();
        return taught.Length == 0 ? null : TrellisRecipe.Learn(enough, folds, taught).Constants;
    }

    /// <summary>The place of every school on an axis, by the formula learned without its fold; all missing where the axis was not learned.</summary>
    private static double[] Places(
        MetricConstants? constants,
        string axis,
        AxisInput[] inputs,
        int[] folds
    )
    {
        if (constants is null || constants.Axes.ToList().IndexOf(axis) is not (>= 0 and var at))
            return Missing(folds.Length);
        var places = new double[folds.Length];
        Span<double> figures = new double[inputs.Length];
        for (var row = 0; row < places.Length; row++)
        {
            for (var k = 0; k < inputs.Length; k++)
                figures[k] = inputs[k].Figures[row];
            places[row] = constants.Place(figures, at, folds[row]);
        }
        return places;
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
