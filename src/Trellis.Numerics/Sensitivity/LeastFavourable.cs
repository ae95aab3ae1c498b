using MathNet.Numerics.LinearAlgebra;
using Trellis.Probability;

namespace Trellis.Sensitivity;

/// <summary>What the statistic of the first test exceeds with a given chance where every inequality just holds, which is the case hardest to tell from one that is broken.</summary>
internal static class LeastFavourable
{
    // As many as HonestDiD draws, and its seed.
    private const int Number = 1000;
    private const int Seed = 0;

    /// <param name="covariance">Of the inequalities, row by row.</param>
    /// <param name="corners">What the statistic is the largest of: weights of the inequalities.</param>
    /// <param name="error">The chance to exceed it: .005.</param>
    /// <remarks>
    /// By the very thousand draws of HonestDiD 0.2.8, so that its intervals are met and not just its method: the 99.5th of a
    /// hundred of a thousand numbers is known to about .15, which moves the end of an interval by up to a tenth of a standard
    /// error and the chance to hold the truth by a few thousandths.
    /// </remarks>
    public static double CriticalValue(
        double[] covariance,
        IReadOnlyList<double[]> corners,
        double error
    )
    {
        var n = corners[0].Length;
        var directions = Directions(covariance, corners, n);
        var draws = new DrawsOfR(Seed);
        var normal = new double[n];
        var largest = new double[Number];
        for (var d = 0; d < Number; d++)
        {
            for (var i = 0; i < n; i++)
                normal[i] = draws.Normal();
            largest[d] = double.NegativeInfinity;
            foreach (var direction in directions)
                largest[d] = Math.Max(
                    largest[d],
                    System.Numerics.Tensors.TensorPrimitives.Dot<double>(direction, normal)
                );
        }
        Array.Sort(largest);
        // Quantile, type 7.
        var place = (1 - error) * (Number - 1);
        var below = Math.Min((int)place, Number - 2);
        return largest[below] + ((place - below) * (largest[below + 1] - largest[below]));
    }

    // Each corner's weights times the symmetric root of the covariance, by which independent draws become those that vary together.
    private static double[][] Directions(
        double[] covariance,
        IReadOnlyList<double[]> corners,
        int n
    )
    {
        var parts = Matrix<double>.Build.Dense(n, n, covariance).Evd(Symmetricity.Symmetric);
        var roots = parts.EigenValues.Map(v => Math.Sqrt(Math.Max(v.Real, 0)));
        return
        [
            .. corners.Select(corner =>
            {
                var within = parts.EigenVectors.TransposeThisAndMultiply(
                    Vector<double>.Build.DenseOfArray(corner)
                );
                return (parts.EigenVectors * within.PointwiseMultiply(roots)).ToArray();
            }),
        ];
    }
}
