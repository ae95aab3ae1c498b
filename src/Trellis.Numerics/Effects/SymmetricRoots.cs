using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Trellis.Effects;

/// <summary>Roots of symmetric matrices, row by row, by their eigenvectors.</summary>
internal static class SymmetricRoots
{
    // Below this share of the largest an eigenvalue is rounding.
    private const double Rounding = 1e-12;

    /// <summary>The nearest matrix (in squared distance) that is negative in no direction.</summary>
    public static double[] NowhereNegative(double[] matrix, int n)
    {
        var (values, vectors) = Eigen(matrix, n);
        if (values.All(v => v >= 0))
            return matrix;
        return Rebuilt(vectors, values, v => Math.Max(v, 0));
    }

    /// <summary>The map that carries draws with covariance <paramref name="from"/> to draws with covariance <paramref name="to"/>.</summary>
    public static double[] Carry(double[] from, double[] to, int n)
    {
        var (fromValues, fromVectors) = Eigen(from, n);
        var (toValues, toVectors) = Eigen(to, n);
        var least = Rounding * fromValues.Max();
        var undo = Rebuilt(fromVectors, fromValues, v => v > least ? 1 / Math.Sqrt(v) : 0);
        var redo = Rebuilt(toVectors, toValues, v => Math.Sqrt(Math.Max(v, 0)));
        var product = new double[n * n];
        for (var i = 0; i < n; i++)
        for (var k = 0; k < n; k++)
        {
            var by = redo[(i * n) + k];
            for (var j = 0; j < n; j++)
                product[(i * n) + j] += by * undo[(k * n) + j];
        }
        return product;
    }

    private static (double[] Values, Matrix<double> Vectors) Eigen(double[] matrix, int n)
    {
        Evd<double> evd = Matrix<double>
            .Build.Dense(n, n, (i, j) => matrix[(i * n) + j])
            .Evd(Symmetricity.Symmetric);
        return ([.. evd.EigenValues.Select(v => v.Real)], evd.EigenVectors);
    }

    private static double[] Rebuilt(
        Matrix<double> vectors,
        double[] values,
        Func<double, double> of
    )
    {
        var n = values.Length;
        var made = new double[n * n];
        for (var k = 0; k < n; k++)
        {
            var scale = of(values[k]);
            if (scale == 0)
                continue;
            for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                made[(i * n) + j] += scale * vectors[i, k] * vectors[j, k];
        }
        return made;
    }
}
