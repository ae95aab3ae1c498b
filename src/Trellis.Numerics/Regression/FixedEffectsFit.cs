using System.Numerics.Tensors;
using Trellis.Answers;
using Trellis.Probability;

namespace Trellis.Regression;

/// <summary>A coefficient and how sure it is.</summary>
/// <param name="Name">The column.</param>
/// <param name="Estimate">In units of the outcome a unit of the column.</param>
/// <param name="StandardError">0 or more; NaN where its variance comes out below 0.</param>
/// <param name="Statistic">Estimate / standard error; NaN where the standard error is 0 or NaN.</param>
/// <param name="Probability">Of a statistic as far from 0 on either side if the truth were 0: Student's t.</param>
/// <param name="Lower">The lower end of the 95 % interval.</param>
/// <param name="Upper">The upper end of the 95 % interval.</param>
public sealed record Coefficient(
    string Name,
    double Estimate,
    double StandardError,
    double Statistic,
    double Probability,
    double Lower,
    double Upper
)
{
    /// <param name="degrees">Of freedom of Student's t; positive infinity for the normal distribution.</param>
    public static Coefficient Of(string name, double estimate, double variance, double degrees)
    {
        var error = variance >= 0 ? Math.Sqrt(variance) : double.NaN;
        var statistic = error > 0 ? estimate / error : double.NaN;
        var quantile = Tails.StudentBeyond(.05, degrees);
        return new Coefficient(
            name,
            estimate,
            error,
            statistic,
            Tails.StudentBothSides(statistic, degrees),
            estimate - (quantile * error),
            estimate + (quantile * error)
        );
    }
}

/// <summary>Coefficients, their covariance, and the degrees of freedom with which they are judged.</summary>
/// <param name="Coefficients">Those that could be fitted, in the order in which they were given.</param>
/// <param name="Covariance">k × k, row by row, in the same order.</param>
/// <param name="DegreesOfFreedom">Of Student's t.</param>
/// <param name="Clusters">How many, of each variable of clusters; empty without.</param>
/// <param name="Remarks">What was put right.</param>
public sealed record CoefficientTable(
    IReadOnlyList<Coefficient> Coefficients,
    double[] Covariance,
    double DegreesOfFreedom,
    IReadOnlyList<int> Clusters,
    IReadOnlyList<Remark> Remarks
)
{
    /// <exception cref="KeyNotFoundException">No coefficient is called that.</exception>
    public Coefficient this[string name] =>
        Coefficients.FirstOrDefault(c => c.Name == name)
        ?? throw new KeyNotFoundException($"There is no coefficient '{name}'.");

    /// <summary>A weighted sum of coefficients.</summary>
    /// <param name="weights">One a coefficient.</param>
    public Coefficient Sum(string name, ReadOnlySpan<double> weights)
    {
        var k = Coefficients.Count;
        double estimate = 0,
            variance = 0;
        for (var a = 0; a < k; a++)
        {
            if (weights[a] == 0)
                continue;
            estimate += weights[a] * Coefficients[a].Estimate;
            variance += weights[a] * TensorPrimitives.Dot(weights, Covariance.AsSpan(a * k, k));
        }
        return Coefficient.Of(name, estimate, variance, DegreesOfFreedom);
    }
}

/// <summary>Least squares beside fixed effects, fitted.</summary>
public sealed class FixedEffectsFit
{
    private readonly FixedEffectsProblem problem;
    private readonly NormalEquations equations;
    private readonly int[] kept;
    private readonly string[] names;
    private readonly double[] unknown;

    internal FixedEffectsFit(
        FixedEffectsProblem problem,
        NormalEquations equations,
        double[] outcome,
        string[] names
    )
    {
        (this.problem, this.equations, this.names) = (problem, equations, names);
        (unknown, Residuals) = equations.Solve(outcome);
        var left = equations.LeftOut.ToHashSet();
        kept =
        [
            .. Enumerable
                .Range(0, names.Length)
                .Where(k => !left.Contains(equations.FirstColumn + k)),
        ];
        LeftOut = [.. Enumerable.Range(0, names.Length).Except(kept).Select(k => names[k])];
    }

    /// <summary>Columns that the levels or earlier columns already say.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>y less all that was fitted, one a row.</summary>
    public double[] Residuals { get; }

    /// <summary>How many rows.</summary>
    public int Rows => Residuals.Length;

    /// <summary>The columns that were fitted.</summary>
    public IReadOnlyList<string> Names => [.. kept.Select(k => names[k])];

    /// <summary>Their coefficients.</summary>
    public double[] Estimates => [.. kept.Select(k => unknown[equations.FirstColumn + k])];

    /// <summary>
    /// K: coefficients and levels, one level less for each effect beyond the first, as fixest counts. Levels that only an
    /// irregular panel makes superfluous are counted nevertheless.
    /// </summary>
    public int Parameters =>
        kept.Length + problem.Effects.Sum(e => e.Count) - Math.Max(0, problem.Effects.Count - 1);

    /// <summary>The coefficients and how sure they are.</summary>
    /// <param name="uncertainty">How it is told.</param>
    /// <param name="clusters">One or two variables of clusters where it is clustered, a level a row.</param>
    /// <remarks>
    /// Small samples as fixest 0.12 counts them (ssc(adj = TRUE, fixef.K = "nested", cluster.df = "min", t.df = "min")): the
    /// covariance is multiplied by (n − 1) / (n − K), K without the levels of effects that lie within clusters (1 if all do), and
    /// by G / (G − 1), G being the fewest clusters of a variable; t has G − 1 degrees of freedom. Independent rows: σ² = e'e / (n − K).
    /// </remarks>
    /// <exception cref="UnusableDataException">There are too few rows or clusters.</exception>
    public CoefficientTable Table(
        Uncertainty uncertainty = Uncertainty.Independent,
        params IReadOnlyList<FixedEffect> clusters
    )
    {
        var n = Rows;
        var parameters = Parameters;
        var remarks = new List<Remark>();
        double[] covariance;
        double degrees;
        if (uncertainty != Uncertainty.Clustered)
        {
            if (n <= parameters)
                throw new UnusableDataException(
                    $"{n} rows are too few for {parameters} parameters: nothing is left to tell uncertainty from."
                );
            degrees = n - parameters;
            if (uncertainty == Uncertainty.Independent)
            {
                double squares = 0;
                for (var row = 0; row < n; row++)
                    squares += Weight(row) * Residuals[row] * Residuals[row];
                covariance = Scaled(equations.Inverse, squares / degrees);
            }
            else
                covariance = Sandwich(Numbered(n), n / degrees);
        }
        else
        {
            if (clusters.Count is 0 or > 2 || clusters.Any(c => c.Level.Length != n))
                throw new ArgumentException(
                    "One or two variables of clusters are needed, a level a row."
                );
            var fewest = clusters.Min(c => c.Count);
            if (fewest < 2)
                throw new UnusableDataException(
                    $"All rows lie in one cluster of '{clusters.First(c => c.Count < 2).Name}': nothing can be told from how clusters differ."
                );
            degrees = fewest - 1;
            var scale = SmallSample(clusters);
            covariance = Sandwich(clusters[0], scale);
            if (clusters.Count == 2)
            {
                TensorPrimitives.Add(covariance, Sandwich(clusters[1], scale), covariance);
                TensorPrimitives.Subtract(
                    covariance,
                    Sandwich(clusters[0].With(clusters[1]), scale),
                    covariance
                );
            }
        }
        var own = Own(covariance);
        var k = kept.Length;
        if (clusters.Count == 2 && Enumerable.Range(0, k).Any(a => own[(a * k) + a] < 0))
        {
            own = Semidefinite.Nearest(own, k);
            // A variance that is put to 0 altogether is not known, which is not to be sure.
            for (var a = 0; a < k; a++)
                if (own[(a * k) + a] <= 0)
                    own[(a * k) + a] = double.NaN;
            remarks.Add(
                new Remark(
                    "covariance-put-right",
                    1,
                    "The covariance by two variables of clusters had a variance below 0; its negative eigenvalues were put to 0 (Cameron, Gelbach and Miller 2011), and a coefficient of which nothing is left has no standard error."
                )
            );
        }
        var estimates = Estimates;
        return new CoefficientTable(
            [
                .. Enumerable
                    .Range(0, k)
                    .Select(a =>
                        Coefficient.Of(names[kept[a]], estimates[a], own[(a * k) + a], degrees)
                    ),
            ],
            own,
            degrees,
            [.. clusters.Select(c => c.Count)],
            remarks
        );
    }

    /// <summary>How much each cluster moves weighted sums of coefficients: the squares of one sum add up to its variance in <see cref="Table"/>, small samples counted.</summary>
    /// <param name="clusters">One variable of them.</param>
    /// <param name="sums">For each sum a weight for each coefficient.</param>
    /// <remarks>What bootstraps, uniform bands and covariances with other studies are made of.</remarks>
    public IReadOnlyList<double[]> Moves(FixedEffect clusters, IReadOnlyList<double[]> sums)
    {
        var q = equations.Unknowns;
        var directions = sums.Select(weights =>
            {
                var direction = new double[q];
                for (var k = 0; k < kept.Length; k++)
                    if (weights[k] != 0)
                        TensorPrimitives.MultiplyAdd(
                            equations.Inverse.AsSpan((equations.FirstColumn + kept[k]) * q, q),
                            weights[k],
                            direction,
                            direction
                        );
                return direction;
            })
            .ToArray();
        var factor = Math.Sqrt(SmallSample([clusters]));
        var moves = equations.Along(clusters, Residuals, directions);
        foreach (var move in moves)
            TensorPrimitives.Multiply(move, factor, move);
        return moves;
    }

    // (n − 1) / (n − K) · G / (G − 1).
    private double SmallSample(IReadOnlyList<FixedEffect> clusters)
    {
        var adjusted = Nested(clusters, Parameters);
        if (Rows <= adjusted)
            throw new UnusableDataException(
                $"{Rows} rows are too few for {adjusted} parameters: nothing is left to tell uncertainty from."
            );
        double fewest = clusters.Min(c => c.Count);
        return (Rows - 1.0) / (Rows - adjusted) * fewest / (fewest - 1);
    }

    // K without the levels of effects that lie within clusters.
    private int Nested(IReadOnlyList<FixedEffect> clusters, int parameters)
    {
        var effects = problem.Effects;
        var nested = effects.Where(e => clusters.Any(e.LiesWithin)).ToArray();
        if (nested.Length == 0)
            return parameters;
        return nested.Length == effects.Count
            ? kept.Length + 1
            : parameters - nested.Sum(e => e.Count - 1);
    }

    private double[] Sandwich(FixedEffect clusters, double scale)
    {
        var q = equations.Unknowns;
        var meat = equations.Meat(clusters, Residuals);
        return Scaled(Times(Times(equations.Inverse, meat, q), equations.Inverse, q), scale);
    }

    private double[] Own(double[] covariance)
    {
        var (q, k) = (equations.Unknowns, kept.Length);
        var own = new double[k * k];
        for (var a = 0; a < k; a++)
        for (var b = 0; b < k; b++)
            own[(a * k) + b] = covariance[
                ((equations.FirstColumn + kept[a]) * q) + equations.FirstColumn + kept[b]
            ];
        return own;
    }

    private static double[] Times(double[] left, double[] right, int n)
    {
        var product = new double[n * n];
        Parallel.For(
            0,
            n,
            a =>
            {
                var into = product.AsSpan(a * n, n);
                for (var k = 0; k < n; k++)
                    if (left[(a * n) + k] is var factor && factor != 0)
                        TensorPrimitives.MultiplyAdd(right.AsSpan(k * n, n), factor, into, into);
            }
        );
        return product;
    }

    private static double[] Scaled(double[] matrix, double scale)
    {
        var scaled = new double[matrix.Length];
        TensorPrimitives.Multiply(matrix, scale, scaled);
        return scaled;
    }

    private static FixedEffect Numbered(int count) =>
        new("row", [.. Enumerable.Range(0, count)], new string[count]);

    private double Weight(int row) => problem.Weights is { } weights ? weights[row] : 1;
}
