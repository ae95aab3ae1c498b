namespace Trellis.Regression;

/// <summary>Small symmetric matrices, n × n row by row.</summary>
internal static class Symmetric
{
    /// <summary>AB, for any two square matrices.</summary>
    public static double[] Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int n)
    {
        var product = new double[n * n];
        for (var i = 0; i < n; i++)
        for (var k = 0; k < n; k++)
        {
            var by = a[(i * n) + k];
            if (by != 0)
                for (var j = 0; j < n; j++)
                    product[(i * n) + j] += by * b[(k * n) + j];
        }
        return product;
    }

    /// <summary>tr(AB) for two symmetric matrices.</summary>
    public static double TraceOfProduct(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        System.Numerics.Tensors.TensorPrimitives.Dot(a, b);

    /// <summary>The log of the determinant of a positive definite matrix; NaN where it is none.</summary>
    public static double LogDeterminant(ReadOnlySpan<double> matrix, int n)
    {
        var lower = matrix.ToArray();
        return Factor(lower, n) ? LogDeterminantOfFactor(lower, n) : double.NaN;
    }

    /// <summary>The log of the determinant of LL'.</summary>
    public static double LogDeterminantOfFactor(ReadOnlySpan<double> lower, int n)
    {
        double sum = 0;
        for (var i = 0; i < n; i++)
            sum += 2 * Math.Log(lower[(i * n) + i]);
        return sum;
    }

    /// <summary>Writes L with LL' = A over the lower triangle of A; false where A is not positive definite.</summary>
    public static bool Factor(Span<double> matrix, int n)
    {
        for (var i = 0; i < n; i++)
        for (var j = 0; j <= i; j++)
        {
            var sum = matrix[(i * n) + j];
            for (var k = 0; k < j; k++)
                sum -= matrix[(i * n) + k] * matrix[(j * n) + k];
            if (j < i)
                matrix[(i * n) + j] = sum / matrix[(j * n) + j];
            else if (sum > 1e-14 * Math.Abs(matrix[(i * n) + i]) && sum > 0)
                matrix[(i * n) + i] = Math.Sqrt(sum);
            else
                return false;
        }
        return true;
    }

    /// <summary>The inverse of LL', from L in the lower triangle.</summary>
    public static double[] InverseOfFactor(ReadOnlySpan<double> lower, int n)
    {
        var half = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            half[(j * n) + j] = 1 / lower[(j * n) + j];
            for (var i = j + 1; i < n; i++)
            {
                double sum = 0;
                for (var k = j; k < i; k++)
                    sum -= lower[(i * n) + k] * half[(k * n) + j];
                half[(i * n) + j] = sum / lower[(i * n) + i];
            }
        }
        var inverse = new double[n * n];
        for (var a = 0; a < n; a++)
        for (var b = 0; b <= a; b++)
        {
            double sum = 0;
            for (var k = a; k < n; k++)
                sum += half[(k * n) + a] * half[(k * n) + b];
            inverse[(a * n) + b] = inverse[(b * n) + a] = sum;
        }
        return inverse;
    }

    /// <summary>Values and vectors of a symmetric matrix by Jacobi's rotations; vectors are the columns.</summary>
    public static (double[] Values, double[] Vectors) Eigen(ReadOnlySpan<double> matrix, int n)
    {
        var a = matrix.ToArray();
        var vectors = new double[n * n];
        for (var i = 0; i < n; i++)
            vectors[(i * n) + i] = 1;
        for (var sweep = 0; sweep < 60; sweep++)
        {
            double off = 0,
                on = 0;
            for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                if (i == j)
                    on += a[(i * n) + i] * a[(i * n) + i];
                else
                    off += a[(i * n) + j] * a[(i * n) + j];
            if (off <= 1e-32 * on)
                break;
            for (var p = 0; p < n; p++)
            for (var q = p + 1; q < n; q++)
            {
                var apq = a[(p * n) + q];
                if (apq == 0)
                    continue;
                var theta = (a[(q * n) + q] - a[(p * n) + p]) / (2 * apq);
                var t =
                    Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
                var c = 1 / Math.Sqrt((t * t) + 1);
                var s = t * c;
                for (var k = 0; k < n; k++)
                {
                    var (kp, kq) = (a[(k * n) + p], a[(k * n) + q]);
                    a[(k * n) + p] = (c * kp) - (s * kq);
                    a[(k * n) + q] = (s * kp) + (c * kq);
                }
                for (var k = 0; k < n; k++)
                {
                    var (pk, qk) = (a[(p * n) + k], a[(q * n) + k]);
                    a[(p * n) + k] = (c * pk) - (s * qk);
                    a[(q * n) + k] = (s * pk) + (c * qk);
                    var (vp, vq) = (vectors[(k * n) + p], vectors[(k * n) + q]);
                    vectors[(k * n) + p] = (c * vp) - (s * vq);
                    vectors[(k * n) + q] = (s * vp) + (c * vq);
                }
            }
        }
        var values = new double[n];
        for (var i = 0; i < n; i++)
            values[i] = a[(i * n) + i];
        return (values, vectors);
    }
}
