using System.Numerics.Tensors;

namespace Trellis.Regression;

/// <summary>Takes the levels of any number of effects out of columns of figures (the within transformation; demeaning).</summary>
/// <remarks>
/// The effect of most levels is taken out exactly. Where the others have <see cref="MostExact"/> levels together or fewer, they are
/// solved for directly, to rounding. Where they have more, by conjugate gradients on what is left of their normal equations, which
/// is alternating projections (Guimaraes and Portugal, Stata Journal 10(4), 2010) accelerated as far as a linear method can be
/// (Correia, "Linear models with high-dimensional fixed effects", 2017), until what is left is 1e-13 of what it was.
/// </remarks>
public sealed class WithinTransformation
{
    /// <summary>How many levels besides those of the largest effect are solved for directly.</summary>
    public const int MostExact = 600;

    private const double Rest = 1e-13;
    private const int MostSteps = 20_000;

    private readonly FixedEffect[] others;
    private readonly FixedEffect? largest;
    private readonly double[]? weights;
    private readonly double[] largestWeight;
    private readonly int[] first;
    private readonly double[] otherWeight;
    private readonly NormalEquations? exact;

    /// <param name="effects">All of one length; none leaves columns as they are.</param>
    /// <param name="weights">0 or more; null for 1 each.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public WithinTransformation(IReadOnlyList<FixedEffect> effects, double[]? weights = null)
    {
        this.weights = weights;
        if (
            effects.Any(e =>
                e.Level.Length != effects[0].Level.Length
                || (weights is not null && weights.Length != e.Level.Length)
            )
        )
            throw new ArgumentException("Effects and weights are not of one length.");
        largest = effects.MaxBy(e => e.Count);
        others = [.. effects.Where(e => !ReferenceEquals(e, largest))];
        largestWeight = Sums(largest);
        first = new int[others.Length + 1];
        for (var e = 0; e < others.Length; e++)
            first[e + 1] = first[e] + others[e].Count;
        otherWeight = [.. others.SelectMany(Sums)];
        if (largest is not null && otherWeight.Length <= MostExact)
            exact = new NormalEquations(largest.Level.Length, largest, others, [], [], weights);
    }

    /// <summary>What of a column the levels do not say.</summary>
    /// <param name="column">Finite figures, one a row; not changed.</param>
    /// <exception cref="ArithmeticException">The steps do not come to rest.</exception>
    public double[] Residual(double[] column)
    {
        if (largest is null)
            return [.. column];
        if (exact is not null)
            return exact.Solve(column).Residual;
        // What counts as nothing is a share of how the column varies: on rounding alone the steps would go astray.
        var varies = new double[column.Length];
        TensorPrimitives.Subtract(column, TensorPrimitives.Average<double>(column), varies);
        var nothing = Rest * Rest * Preconditioned(Gathered(varies)).Product;
        var residual = Without(varies, new double[otherWeight.Length]);
        // Twice: the second time on what rounding left over from the first.
        for (var pass = 0; pass < 2; pass++)
            residual = Without(residual, Answer(residual, nothing));
        return residual;
    }

    // The column less the levels of the other effects and then the means of the largest.
    private double[] Without(double[] column, double[] level)
    {
        var left = new double[column.Length];
        Array.Copy(column, left, left.Length);
        for (var e = 0; e < others.Length; e++)
        for (var row = 0; row < left.Length; row++)
            left[row] -= level[first[e] + others[e].Level[row]];
        var means = new double[largestWeight.Length];
        for (var row = 0; row < left.Length; row++)
            means[largest!.Level[row]] += Weight(row) * left[row];
        for (var l = 0; l < means.Length; l++)
            means[l] = largestWeight[l] > 0 ? means[l] / largestWeight[l] : 0;
        for (var row = 0; row < left.Length; row++)
            left[row] -= means[largest!.Level[row]];
        return left;
    }

    private double[] Gathered(double[] residual)
    {
        var sums = new double[otherWeight.Length];
        for (var e = 0; e < others.Length; e++)
        for (var row = 0; row < residual.Length; row++)
            sums[first[e] + others[e].Level[row]] += Weight(row) * residual[row];
        return sums;
    }

    private double[] Answer(double[] column, double nothing)
    {
        var answer = new double[otherWeight.Length];
        var residual = Gathered(column);
        var (worth, product) = Preconditioned(residual);
        if (product <= nothing)
            return answer;
        var direction = (double[])worth.Clone();
        var none = new double[column.Length];
        for (var step = 0; step < MostSteps; step++)
        {
            var moved = Gathered(Without(none, direction));
            double along = 0;
            for (var j = 0; j < moved.Length; j++)
            {
                moved[j] = -moved[j];
                along += direction[j] * moved[j];
            }
            if (!(along > 0))
                return answer;
            var length = product / along;
            for (var j = 0; j < answer.Length; j++)
            {
                answer[j] += length * direction[j];
                residual[j] -= length * moved[j];
            }
            (worth, var next) = Preconditioned(residual);
            if (next <= nothing)
                return answer;
            var share = next / product;
            product = next;
            for (var j = 0; j < direction.Length; j++)
                direction[j] = worth[j] + (share * direction[j]);
        }
        throw new ArithmeticException(
            $"The levels of {string.Join(", ", others.Select(o => o.Name))} did not come to rest in {MostSteps} steps."
        );
    }

    private (double[] Worth, double Product) Preconditioned(double[] residual)
    {
        var worth = new double[residual.Length];
        double product = 0;
        for (var j = 0; j < worth.Length; j++)
        {
            worth[j] = otherWeight[j] > 0 ? residual[j] / otherWeight[j] : 0;
            product += worth[j] * residual[j];
        }
        return (worth, product);
    }

    private double[] Sums(FixedEffect? effect)
    {
        var sums = new double[effect?.Count ?? 0];
        for (var row = 0; row < (effect?.Level.Length ?? 0); row++)
            sums[effect!.Level[row]] += Weight(row);
        return sums;
    }

    private double Weight(int row) => weights is null ? 1 : weights[row];
}
