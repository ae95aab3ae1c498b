using MathNet.Numerics.Distributions;
using Trellis.Answers;

namespace Trellis.Sensitivity;

/// <summary>The chance that several normal numbers that vary together all lie between bounds, and their means when they do.</summary>
/// <remarks>
/// Genz, "Numerical computation of multivariate normal probabilities", Journal of Computational and Graphical Statistics 1
/// (1992): each number is drawn within its bounds given those before it, at even points instead of by chance, so the same
/// question has the same answer. Right to about 1e-5 for up to ten numbers.
/// </remarks>
internal static class RectangleProbability
{
    private const int Points = 16384;

    /// <param name="means">Of the numbers.</param>
    /// <param name="covariance">Row by row.</param>
    /// <param name="bounds">Each number lies between minus its bound and its bound.</param>
    /// <exception cref="UnusableDataException">One of the numbers follows from the others.</exception>
    public static (double Probability, double[] Means) Within(
        double[] means,
        double[] covariance,
        double[] bounds
    )
    {
        var n = means.Length;
        var factor = LowerFactor(covariance, n);
        var steps = Steps(n);
        var sums = new double[n];
        var whole = 0.0;
        var drawn = new double[n];
        for (var point = 1; point <= Points; point++)
        {
            var weight = 1.0;
            for (var i = 0; i < n; i++)
            {
                var centre = means[i];
                for (var j = 0; j < i; j++)
                    centre += factor[(i * n) + j] * drawn[j];
                double low = (-bounds[i] - centre) / factor[(i * n) + i],
                    high = (bounds[i] - centre) / factor[(i * n) + i];
                // By the tail on its own side, where digits are not lost.
                var mirrored = low + high > 0;
                if (mirrored)
                    (low, high) = (-high, -low);
                double below = TruncatedNormal.Tail(-low),
                    inside = TruncatedNormal.Tail(-high) - below;
                weight *= inside;
                if (weight <= 0)
                    break;
                var at = .5 + (point * steps[i]);
                // The tent keeps the sum even at the edges of the cube.
                at = Math.Abs((2 * (at - Math.Floor(at))) - 1);
                var z = Normal.InvCDF(
                    0,
                    1,
                    Math.Clamp(below + (at * inside), double.Epsilon, 1 - 1e-16)
                );
                drawn[i] = mirrored ? -z : z;
            }
            if (!(weight > 0))
                continue;
            whole += weight;
            for (var i = 0; i < n; i++)
            {
                var value = means[i];
                for (var j = 0; j <= i; j++)
                    value += factor[(i * n) + j] * drawn[j];
                sums[i] += weight * value;
            }
        }
        return (whole / Points, [.. sums.Select(sum => whole > 0 ? sum / whole : double.NaN)]);
    }

    /// <summary>The lower triangle L with LL' the matrix.</summary>
    /// <exception cref="UnusableDataException">The matrix is not positive definite.</exception>
    public static double[] LowerFactor(double[] matrix, int n)
    {
        var factor = new double[n * n];
        for (var i = 0; i < n; i++)
        for (var j = 0; j <= i; j++)
        {
            var sum = matrix[(i * n) + j];
            for (var k = 0; k < j; k++)
                sum -= factor[(i * n) + k] * factor[(j * n) + k];
            if (j < i)
                factor[(i * n) + j] = sum / factor[(j * n) + j];
            else if (sum > 1e-12 * matrix[(i * n) + i])
                factor[(i * n) + i] = Math.Sqrt(sum);
            else
                throw new UnusableDataException(
                    $"The estimate of time {i + 1} before treatment follows from those ahead of it, so they cannot be tested together: leave it out."
                );
        }
        return factor;
    }

    private static double[] Steps(int dimensions)
    {
        var root = 2.0;
        for (var i = 0; i < 60; i++)
            root = Math.Pow(1 + root, 1.0 / (dimensions + 1));
        return [.. Enumerable.Range(1, dimensions).Select(d => Math.Pow(root, -d))];
    }
}
