using Trellis.Answers;

namespace Trellis.Regression;

/// <summary>What is to be told by what: an outcome by columns, beside a level for each school, each year, each whatever.</summary>
public sealed record FixedEffectsProblem
{
    /// <summary>y, finite.</summary>
    public required double[] Outcome { get; init; }

    /// <summary>Effects whose levels are taken out; with none a constant is fitted.</summary>
    public required IReadOnlyList<FixedEffect> Effects { get; init; }

    /// <summary>Columns of figures with their names, finite.</summary>
    public IReadOnlyList<(string Name, double[] Figures)> Columns { get; init; } = [];

    /// <summary>Columns of which a row has a figure in one at most; of columns that say the same these are left out before <see cref="Columns"/>.</summary>
    public IReadOnlyList<IndicatorColumns> Indicators { get; init; } = [];

    /// <summary>0 or more; null for 1 each.</summary>
    public double[]? Weights { get; init; }
}

/// <summary>How the uncertainty of coefficients is told.</summary>
public enum Uncertainty
{
    /// <summary>Rows are independent and equally uncertain.</summary>
    Independent,

    /// <summary>Rows are independent and each as uncertain as it is: HC1, White's with n / (n − K).</summary>
    Heteroskedastic,

    /// <summary>Rows of one cluster belong together; with two variables of clusters V₁ + V₂ − V₁₂ (Cameron, Gelbach and Miller, Journal of Business and Economic Statistics 29(2), 2011).</summary>
    Clustered,
}

/// <summary>Least squares beside any number of fixed effects.</summary>
public static class FixedEffectsRegression
{
    // Cells of 40 cohorts in 40 years are solved for in seconds; as columns of figures they would fill the memory.
    private const int MostUnknowns = 2400;

    /// <summary>The fit that minimises Σ w (y − levels − Xb)².</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <exception cref="UnusableDataException">There is no row, or nothing is left to be told.</exception>
    public static FixedEffectsFit Fit(FixedEffectsProblem problem)
    {
        var n = problem.Outcome.Length;
        if (
            problem.Effects.Any(e => e.Level.Length != n)
            || problem.Columns.Any(c => c.Figures.Length != n)
            || problem.Indicators.Any(i => i.Column.Length != n)
            || (problem.Weights is { } w && w.Length != n)
        )
            throw new ArgumentException(
                "Outcome, effects, columns and weights are not of one length."
            );
        if (n == 0)
            throw new UnusableDataException("There is no row with an outcome and all columns.");
        var largest = problem.Effects.MaxBy(e => e.Count);
        var others = problem.Effects.Where(e => !ReferenceEquals(e, largest)).ToArray();
        var columns = problem.Columns.ToList();
        if (largest is null)
            columns.Insert(0, ("(Intercept)", Ones(n)));
        var names = columns
            .Select(c => c.Name)
            .Concat(problem.Indicators.SelectMany(i => i.Names))
            .ToArray();
        var levels = others.Sum(o => o.Count);
        if (
            levels <= WithinTransformation.MostExact
            && levels + names.Length - columns.Count <= MostUnknowns
        )
        {
            var equations = new NormalEquations(
                n,
                largest,
                others,
                [.. columns.Select(c => c.Figures)],
                problem.Indicators,
                problem.Weights
            );
            return new FixedEffectsFit(problem, equations, problem.Outcome, names);
        }
        // Too many levels to solve for: take them out of every column first.
        var within = new WithinTransformation(problem.Effects, problem.Weights);
        var expanded = columns
            .Select(c => c.Figures)
            .Concat(problem.Indicators.SelectMany(Expanded))
            .ToArray();
        var left = new double[expanded.Length][];
        double[] outcome = [];
        Parallel.For(
            0,
            expanded.Length + 1,
            c =>
            {
                if (c == expanded.Length)
                    outcome = within.Residual(problem.Outcome);
                else
                    left[c] = Cleared(expanded[c], within.Residual(expanded[c]));
            }
        );
        return new FixedEffectsFit(
            problem,
            new NormalEquations(n, null, [], left, [], problem.Weights),
            outcome,
            names
        );
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }

    // Steps stop at 1e-13, so that a column which the levels say leaves as much.
    private static double[] Cleared(double[] before, double[] after)
    {
        double was = 0,
            left = 0;
        for (var row = 0; row < before.Length; row++)
        {
            was += before[row] * before[row];
            left += after[row] * after[row];
        }
        if (left <= 1e-18 * was)
            Array.Clear(after);
        return after;
    }

    private static IEnumerable<double[]> Expanded(IndicatorColumns block)
    {
        for (var k = 0; k < block.Names.Count; k++)
        {
            var column = new double[block.Column.Length];
            for (var row = 0; row < column.Length; row++)
                if (block.Column[row] == k)
                    column[row] = block.Figures is null ? 1 : block.Figures[row];
            yield return column;
        }
    }
}
