using MathNet.Numerics.LinearAlgebra;

namespace Trellis.Regression;

/// <summary>Covariances that are none because a variance came out below 0.</summary>
public static class Semidefinite
{
    /// <summary>The symmetric matrix with its negative eigenvalues put to 0.</summary>
    /// <param name="matrix">n × n, row by row.</param>
    public static double[] Nearest(double[] matrix, int n)
    {
        var parts = Matrix<double>.Build.DenseOfRowMajor(n, n, matrix).Evd(Symmetricity.Symmetric);
        var (values, vectors) = (parts.EigenValues, parts.EigenVectors);
        var nearest = new double[n * n];
        for (var e = 0; e < n; e++)
            if (values[e].Real > 0)
                for (var a = 0; a < n; a++)
                for (var b = 0; b < n; b++)
                    nearest[(a * n) + b] += values[e].Real * vectors[a, e] * vectors[b, e];
        return nearest;
    }
}
