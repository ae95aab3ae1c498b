using Trellis.Metrics;
using Trellis.Neighbours;

namespace Trellis.SimilarSchools;

/// <summary>A method as it is tried on a table: what it learns without a fold, and the distances it then sees.</summary>
/// <param name="Id">"trellis", "fft-default".</param>
/// <param name="What">One line for the table of results.</param>
/// <param name="Take">How many neighbours it names where it fixes the number itself; null for as many as asked.</param>
/// <param name="Learn">
/// Points for each fold: those of fold f may be made of the outcomes of every school but those of fold f. A method that learns
/// nothing gives one for all. Null where the table lacks what the method needs.
/// </param>
public sealed record TableMethod(
    string Id,
    string What,
    int? Take,
    Func<ComparisonTable, int[], IReadOnlyList<Points>?> Learn
)
{
    /// <summary>How many folds the protocol makes.</summary>
    public const int Folds = 5;

    /// <summary>Whether it cuts the schools into fixed families of 40 to 60, each school's list being its family.</summary>
    public bool IsFamilies { get; init; }

    /// <summary>Whether its lists are drawn by chance instead of found: the floor that any method must pass.</summary>
    public bool IsDrawn { get; init; }

    public static readonly IReadOnlyList<TableMethod> All =
    [
        new("random", "fifty schools drawn by chance", null, (t, _) => [Flat(t)])
        {
            IsDrawn = true,
        },
        Named(
            SimilarMethods.Dfe2012,
            "the Department's way of 2012 to 2019: prior attainment alone, 54 schools"
        ),
        Named(
            SimilarMethods.FftDefault,
            "FFT Schools Like Yours as it opens: five figures of equal weight"
        ),
        Named(
            SimilarMethods.Finance2024,
            "the Department's financial benchmarking: size, free school meals, special needs; 30 schools"
        ),
        Named(
            SimilarMethods.Dfe2026Secondary02,
            "the Department's and Ofsted's weights of 2026, as far as the table has their variables"
        ),
        Named(
            SimilarMethods.Dfe2026Primary,
            "the Department's and Ofsted's weights of 2026 for primary schools, as far as the table has their variables"
        ),
        new("equal-weights", "every feature with equal weight", null, EqualWeights),
        new(
            "learned-diagonal",
            "a weight a feature: the mean squared coefficient over the outcomes",
            null,
            Diagonal
        ),
        new(
            "trellis",
            "learned axes and face variables",
            null,
            (t, folds) => LearnTrellis(t, folds, t.Axes)
        ),
        new(
            "eef-families",
            "fixed families on prior attainment, free meals, language and special needs, as EEF's, of 40 to 60",
            null,
            EefColumns
        )
        {
            IsFamilies = true,
        },
        new(
            "trellis-families",
            "fixed families of 40 to 60 by the metric trellis",
            null,
            (t, folds) => LearnTrellis(t, folds, t.Axes)
        )
        {
            IsFamilies = true,
        },
    ];

    public static TableMethod? Find(string id) =>
        All.FirstOrDefault(m => string.Equals(m.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The product's metric, learned for certain axes; null where the table has no face variable.</summary>
    public static IReadOnlyList<Points>? LearnTrellis(
        ComparisonTable table,
        int[] folds,
        IReadOnlyList<string> axes
    )
    {
        var face = table.Face.ToArray();
        if (face.Length == 0)
            return null;
        var shares = TrellisRecipe.FaceShares(face.Select(f => f.FaceWeight).ToArray(), axes.Count);
        var faces = Standardised(face);
        if (axes.Count == 0)
            return [new Points(faces, shares, shares)];
        var metric = TrellisRecipe.Learn(table, folds, axes);
        var weights = TrellisRecipe.AxisShares(axes.Count).Concat(shares).ToArray();
        return Enumerable
            .Range(0, Folds)
            .Select(fold => new Points(
                axes.Select((_, axis) => metric.Places(axis, fold)).Concat(faces).ToArray(),
                weights,
                weights,
                TrellisRecipe.Missing
            ))
            .ToArray();
    }

    private static TableMethod Named(SimilarMethod method, string what) =>
        new(
            method.Id,
            what,
            method.Take == 50 ? null : method.Take,
            (table, _) =>
            {
                var found = method
                    .Variables.Select(v =>
                        (
                            Variable: v,
                            Column: table.Columns.FirstOrDefault(c =>
                                c.Variables.Contains(v.Id) && c.Outcome == OutcomeKind.None
                            )
                        )
                    )
                    .Where(p => p.Column is not null)
                    .ToArray();
                if (found.Length == 0)
                    return null;
                // The unit of a table's column need not be the publisher's, so a published deviation or coefficient
                // gives way to the table's own deviation under the same weight.
                var columns = found
                    .Select(p => Array.ConvertAll(p.Column!.Figures, p.Variable.Compared))
                    .ToArray();
                var coefficients = found
                    .Select(
                        (p, k) =>
                            p.Variable.Scale is Scale.Range
                                ? p.Variable.CoefficientOver(columns[k])
                                : Spread.Coefficient(
                                    p.Variable.Weight,
                                    Spread.StandardDeviation(columns[k])
                                )
                    )
                    .ToArray();
                return
                [
                    new Points(
                        columns,
                        coefficients,
                        found.Select(p => p.Variable.Weight).ToArray()
                    ),
                ];
            }
        );

    private static IReadOnlyList<Points>? EqualWeights(ComparisonTable table, int[] folds)
    {
        var features = table.Features.Take(Points.MostColumns).ToArray();
        return features.Length == 0
            ? null
            : [Weighted(features, features.Select(_ => 1d).ToArray())];
    }

    private static IReadOnlyList<Points>? EefColumns(ComparisonTable table, int[] folds)
    {
        string[] wanted = ["prior-attainment", "fsm6", "eal", "sen-support"];
        var columns = wanted
            .Select(id => table.Columns.FirstOrDefault(c => c.Variables.Contains(id)))
            .OfType<TableColumn>()
            .ToArray();
        return columns.Length == 0 ? null : [Weighted(columns, columns.Select(_ => 1d).ToArray())];
    }

    private static IReadOnlyList<Points>? Diagonal(ComparisonTable table, int[] folds)
    {
        var features = table.Features.Take(Points.MostColumns).ToArray();
        var outcomes = table.Outcomes.Where(o => o.Axis.Length > 0).ToArray();
        if (features.Length == 0 || outcomes.Length == 0)
            return null;
        // An axis for each outcome: the coefficients of its one formula are the fit's own.
        var metric = LearnedMetric.Learn(
            features.Select(f => new MetricInput(f.Name, f.Figures)).ToArray(),
            outcomes.Select(o => new MetricOutcome(o.Name, "attainment", o.Figures)).ToArray(),
            ["attainment"],
            folds,
            TrellisRecipe.Learning
        );
        return Enumerable
            .Range(0, Folds)
            .Select(fold =>
            {
                var formula = metric.Constants.Formulas[fold][0];
                return Weighted(
                    features,
                    features
                        .Select(
                            (_, k) => (formula.Coefficients[k] * formula.Coefficients[k]) + 1e-4
                        )
                        .ToArray()
                );
            })
            .ToArray();
    }

    private static Points Weighted(TableColumn[] features, double[] weights) =>
        new(Standardised(features), weights, weights);

    private static double[][] Standardised(TableColumn[] columns) =>
        Array.ConvertAll(
            columns,
            c =>
                Array.ConvertAll(
                    c.Figures,
                    Standard.Over(c.Figures, TrellisRecipe.Learning.Tail).Of
                )
        );

    private static Points Flat(ComparisonTable table) =>
        new([new double[table.Urns.Count]], [1], [1]);
}
