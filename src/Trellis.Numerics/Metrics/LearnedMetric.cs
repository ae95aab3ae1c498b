using Trellis.Neighbours;
using Trellis.Regression;

namespace Trellis.Metrics;

/// <summary>A column that the axes are worked out from.</summary>
/// <param name="Figures">One a row; NaN where missing.</param>
/// <param name="Curved">Whether its square, and its products with the other curved columns, may count too.</param>
public sealed record MetricInput(string Id, double[] Figures, bool Curved = false);

/// <summary>A column that the axes learn to expect.</summary>
/// <param name="Axis">The axis it belongs to; several outcomes may share one.</param>
/// <param name="Figures">One a row, in any unit; NaN where missing.</param>
public sealed record MetricOutcome(string Id, string Axis, double[] Figures);

/// <summary>What a metric is learned with.</summary>
public sealed record MetricRecipe
{
    public static readonly MetricRecipe Standard = new();

    /// <summary>The parts that take turns at being left out.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>The penalty of the ridge regressions, as if so many rows said that nothing matters.</summary>
    public double Penalty { get; init; } = 30;

    /// <summary>The share of figures at each end that is pulled in.</summary>
    public double Tail { get; init; } = .005;

    /// <summary>A row whose inputs say less than this share of an axis has no place on it.</summary>
    public double LeastKnown { get; init; } = .6;
}

/// <summary>A term of an axis: an input's standard figure, or the product of two, itself made standard.</summary>
/// <param name="First">The place of an input.</param>
/// <param name="Second">The place of another, or of the same for its square; -1 for the figure alone.</param>
/// <param name="Mean">Subtracted from the product; 0 for a figure alone.</param>
/// <param name="Deviation">Divides what is left; 1 for a figure alone, 0 for a product that does not vary, which then counts for nothing.</param>
public readonly record struct MetricTerm(int First, int Second, double Mean, double Deviation)
{
    /// <summary>The term of a row, 0 where an input is missing: what is not known is taken as the average.</summary>
    public double Of(ReadOnlySpan<double> standard)
    {
        var figure = standard[First];
        if (Second >= 0)
            figure = Deviation > 0 ? ((figure * standard[Second]) - Mean) / Deviation : 0;
        return double.IsNaN(figure) ? 0 : figure;
    }

    public bool IsKnown(ReadOnlySpan<double> standard) =>
        !double.IsNaN(standard[First]) && (Second < 0 || !double.IsNaN(standard[Second]));
}

/// <summary>The place of a row on an axis: intercept + sum of coefficient times term.</summary>
/// <param name="Coefficients">One a term.</param>
public sealed record AxisFormula(double Intercept, IReadOnlyList<double> Coefficients);

/// <summary>The constants of the axes: with them anybody can work out a row's place by hand, whatever rows there are besides.</summary>
/// <param name="Inputs">The ids of the inputs, in order.</param>
/// <param name="Standards">How each input's figure becomes a standard one.</param>
/// <param name="Axes">The names of the axes, in order.</param>
/// <param name="Formulas">The formula of each axis, a list for each fold: the formulas of fold f were learned without the rows of fold f.</param>
/// <param name="Explained">The share of each outcome's variance that the fits explain in rows they have not seen.</param>
public sealed record MetricConstants(
    IReadOnlyList<string> Inputs,
    IReadOnlyList<Standard> Standards,
    IReadOnlyList<MetricTerm> Terms,
    IReadOnlyList<string> Axes,
    IReadOnlyList<IReadOnlyList<AxisFormula>> Formulas,
    IReadOnlyDictionary<string, double> Explained,
    double LeastKnown
)
{
    /// <summary>Where a row stands on an axis, by the formula of one fold.</summary>
    /// <param name="figures">Its inputs, in the order of <see cref="Inputs"/>; NaN where missing.</param>
    /// <returns>About mean 0 and standard deviation 1 over the rows it was learned on; NaN where the inputs it has carry less than <see cref="LeastKnown"/> of the axis.</returns>
    public double Place(ReadOnlySpan<double> figures, int axis, int fold)
    {
        Span<double> standard =
            figures.Length <= 256 ? stackalloc double[figures.Length] : new double[figures.Length];
        for (var i = 0; i < standard.Length; i++)
            standard[i] = Standards[i].Of(figures[i]);
        return PlaceOf(standard, Formulas[fold][axis]);
    }

    /// <summary>The same for figures that are standard already.</summary>
    internal double PlaceOf(ReadOnlySpan<double> standard, AxisFormula formula)
    {
        double sum = formula.Intercept,
            known = 0,
            all = 0;
        for (var t = 0; t < Terms.Count; t++)
        {
            var coefficient = formula.Coefficients[t];
            sum += coefficient * Terms[t].Of(standard);
            // Only the figures alone are weighed: a product is known where they are.
            if (Terms[t].Second >= 0)
                continue;
            all += Math.Abs(coefficient);
            if (Terms[t].IsKnown(standard))
                known += Math.Abs(coefficient);
        }
        return known >= LeastKnown * all ? sum : double.NaN;
    }
}

/// <summary>
/// Axes along which rows are expected to come out differently: several outcomes are predicted from the inputs, and the
/// predictions become two or three columns to measure likeness in. Two rows near each other on the axes are rows of which
/// the same is expected, whatever they reached.
/// </summary>
/// <remarks>
/// Cross-fitted: each fold has formulas learned on the other folds alone, so a row's own outcome never has a say in
/// where it stands. The first axis is the mean of the predictions of its outcomes; each further one is what its outcomes'
/// predictions say beyond the axes before it (Gram and Schmidt), so that nothing is counted twice. All axes have mean 0 and
/// standard deviation 1 over the rows. A missing input counts as the average in the sums.
/// </remarks>
public sealed class LearnedMetric
{
    private readonly double[][] standard;
    private readonly int[] folds;

    private LearnedMetric(MetricConstants constants, double[][] standard, int[] folds) =>
        (Constants, this.standard, this.folds) = (constants, standard, folds);

    public MetricConstants Constants { get; }

    /// <summary>Learns from rows in a fixed order: give them sorted by their key.</summary>
    /// <param name="axes">The names of the axes wanted, in order; outcomes of others are passed over.</param>
    /// <param name="folds">The fold of each row.</param>
    /// <exception cref="ArgumentException">There is no input, an axis has no outcome, or columns are not of one length.</exception>
    public static LearnedMetric Learn(
        IReadOnlyList<MetricInput> inputs,
        IReadOnlyList<MetricOutcome> outcomes,
        IReadOnlyList<string> axes,
        int[] folds,
        MetricRecipe recipe
    )
    {
        if (inputs.Count == 0)
            throw new ArgumentException("There is no input.", nameof(inputs));
        foreach (var axis in axes)
            if (outcomes.All(o => o.Axis != axis))
                throw new ArgumentException($"The axis '{axis}' has no outcome.", nameof(axes));
        var rows = folds.Length;
        if (
            inputs.Any(i => i.Figures.Length != rows) || outcomes.Any(o => o.Figures.Length != rows)
        )
            throw new ArgumentException("Inputs, outcomes and folds are not of one length.");

        var standards = inputs.Select(i => Standard.Over(i.Figures, recipe.Tail)).ToArray();
        var standard = inputs
            .Select((input, k) => Array.ConvertAll(input.Figures, standards[k].Of))
            .ToArray();
        var terms = TermsOf(inputs, standard);
        var columns = terms.Select(term => Column(term, standard, rows)).ToArray();

        var explained = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var fits = new Dictionary<MetricOutcome, IReadOnlyList<RidgeFit>>();
        foreach (var outcome in outcomes.Where(o => axes.Contains(o.Axis)))
        {
            var without = Ridge
                .WithoutEachFold(columns, outcome.Figures, recipe.Penalty, folds, recipe.Folds)
                .Without;
            fits[outcome] = without;
            var predicted = new double[rows];
            for (var row = 0; row < rows; row++)
                predicted[row] = without[folds[row]].Predict(columns, row);
            explained[outcome.Id] = Ridge.Explained(outcome.Figures, predicted);
        }
        var formulas = Enumerable
            .Range(0, recipe.Folds)
            .Select(fold =>
                AxesOf(
                    axes.Select(axis =>
                            outcomes.Where(o => o.Axis == axis).Select(o => fits[o][fold])
                        )
                        .ToArray(),
                    columns
                )
            )
            .ToArray();
        return new LearnedMetric(
            new MetricConstants(
                inputs.Select(i => i.Id).ToArray(),
                standards,
                terms,
                axes.ToArray(),
                formulas,
                explained,
                recipe.LeastKnown
            ),
            standard,
            folds
        );
    }

    /// <summary>Every row's place on an axis, by the formula that was learned without the row's own fold: the figure that is published of it.</summary>
    public double[] Places(int axis) => Places(axis, row => folds[row]);

    /// <summary>Every row's place on an axis by the formulas of one fold: to compare a row of that fold with all others on one scale that knows nothing of its outcome.</summary>
    public double[] Places(int axis, int fold) => Places(axis, _ => fold);

    private double[] Places(int axis, Func<int, int> foldOf)
    {
        var places = new double[folds.Length];
        Span<double> figures = new double[standard.Length];
        for (var row = 0; row < places.Length; row++)
        {
            for (var k = 0; k < standard.Length; k++)
                figures[k] = standard[k][row];
            places[row] = Constants.PlaceOf(figures, Constants.Formulas[foldOf(row)][axis]);
        }
        return places;
    }

    private static MetricTerm[] TermsOf(IReadOnlyList<MetricInput> inputs, double[][] standard)
    {
        var terms = new List<MetricTerm>();
        for (var i = 0; i < inputs.Count; i++)
            terms.Add(new MetricTerm(i, -1, 0, 1));
        for (var i = 0; i < inputs.Count; i++)
        for (var j = i; j < inputs.Count; j++)
        {
            if (!inputs[i].Curved || !inputs[j].Curved)
                continue;
            var products = new double[standard[i].Length];
            for (var row = 0; row < products.Length; row++)
                products[row] = standard[i][row] * standard[j][row];
            var deviation = Spread.StandardDeviation(products);
            terms.Add(new MetricTerm(i, j, Spread.Mean(products), deviation > 0 ? deviation : 0));
        }
        return [.. terms];
    }

    private static double[] Column(MetricTerm term, double[][] standard, int rows)
    {
        var column = new double[rows];
        var first = standard[term.First];
        var second = term.Second < 0 ? null : standard[term.Second];
        for (var row = 0; row < rows; row++)
        {
            var figure = first[row];
            if (second is not null)
                figure =
                    term.Deviation > 0 ? ((figure * second[row]) - term.Mean) / term.Deviation : 0;
            column[row] = double.IsNaN(figure) ? 0 : figure;
        }
        return column;
    }

    /// <summary>Formulas of axes that say nothing twice, each with mean 0 and deviation 1 over the rows.</summary>
    private static AxisFormula[] AxesOf(IEnumerable<RidgeFit>[] fits, double[][] columns)
    {
        var places = new List<double[]>();
        var formulas = new List<AxisFormula>();
        foreach (var axis in fits)
        {
            double intercept = 0;
            var coefficients = new double[columns.Length];
            foreach (var fit in axis)
            {
                // Each outcome counts the same in its axis, however much of it can be expected.
                var own = fit.Predict(columns);
                Scale(own, fit.Intercept, fit.Coefficients, ref intercept, coefficients);
            }
            var formula = new RidgeFit(intercept, coefficients, 0);
            var place = formula.Predict(columns);
            for (var before = 0; before < places.Count; before++)
            {
                double along = 0;
                for (var row = 0; row < place.Length; row++)
                    along += place[row] * places[before][row];
                along /= place.Length - 1;
                for (var row = 0; row < place.Length; row++)
                    place[row] -= along * places[before][row];
                intercept -= along * formulas[before].Intercept;
                for (var t = 0; t < coefficients.Length; t++)
                    coefficients[t] -= along * formulas[before].Coefficients[t];
            }
            double scaledIntercept = 0;
            var scaled = new double[columns.Length];
            Scale(place, intercept, coefficients, ref scaledIntercept, scaled);
            var final = new RidgeFit(scaledIntercept, scaled, 0);
            places.Add(final.Predict(columns));
            formulas.Add(new AxisFormula(scaledIntercept, scaled));
        }
        return [.. formulas];
    }

    /// <summary>Adds a formula to a sum of formulas, moved and stretched so that its places have mean 0 and deviation 1; one that does not vary adds nothing.</summary>
    private static void Scale(
        double[] places,
        double intercept,
        IReadOnlyList<double> coefficients,
        ref double sumIntercept,
        double[] sum
    )
    {
        var deviation = Spread.StandardDeviation(places);
        if (!(deviation > 1e-9))
            return;
        var by = 1 / deviation;
        sumIntercept += (intercept - Spread.Mean(places)) * by;
        for (var t = 0; t < sum.Length; t++)
            sum[t] += coefficients[t] * by;
    }
}
