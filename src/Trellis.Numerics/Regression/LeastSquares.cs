using System.Numerics.Tensors;

namespace Trellis.Regression;

/// <summary>A line through columns by least squares.</summary>
/// <param name="Coefficients">One a column; 0 for a column that was left out.</param>
/// <param name="InverseGram">The inverse of X'WX, k × k row by row; rows and columns of what was left out are 0.</param>
/// <param name="LeftOut">Columns that earlier columns already say, ascending: collinear, constant beside an intercept, or all 0.</param>
/// <param name="Rows">How many rows have a weight above 0.</param>
public sealed record LeastSquaresFit(
    double[] Coefficients,
    double[] InverseGram,
    IReadOnlyList<int> LeftOut,
    int Rows
)
{
    /// <summary>How many coefficients were fitted.</summary>
    public int Rank => Coefficients.Length - LeftOut.Count;

    /// <summary>What the fit says of each row.</summary>
    public double[] Fitted(IReadOnlyList<double[]> columns)
    {
        var fitted = new double[columns.Count == 0 ? 0 : columns[0].Length];
        for (var k = 0; k < columns.Count; k++)
            if (Coefficients[k] != 0)
                TensorPrimitives.MultiplyAdd(columns[k], Coefficients[k], fitted, fitted);
        return fitted;
    }
}

/// <summary>Least squares, weighted or not, on columns of arrays.</summary>
/// <remarks>
/// Normal equations on columns scaled to length 1, then one refinement with the residuals, which gives back most digits that
/// squaring the condition number costs. A column of which earlier ones leave less than 1e-11 of its squared length is left out,
/// the later of two as R does. All columns and weights are finite; a constant is a column like any other.
/// </remarks>
public static class LeastSquares
{
    /// <summary>What earlier columns have to leave of a column's squared length for it to count.</summary>
    public const double Collinear = 1e-11;

    /// <summary>The same where columns are known to differ but weights lie on a few rows, as those of a logit at a lone unit do; below it all digits are rounding.</summary>
    public const double Concentrated = 1e-14;

    /// <summary>Minimises Σ w (y − Xb)².</summary>
    /// <param name="columns">X, a column each, all of one length.</param>
    /// <param name="outcome">y.</param>
    /// <param name="weights">w, 0 or more; empty for 1 each.</param>
    /// <param name="least">What earlier columns have to leave of a column's squared length for it to count.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static LeastSquaresFit Fit(
        IReadOnlyList<double[]> columns,
        ReadOnlySpan<double> outcome,
        ReadOnlySpan<double> weights = default,
        double least = Collinear
    )
    {
        var (n, k) = (outcome.Length, columns.Count);
        if ((weights.Length != 0 && weights.Length != n) || columns.Any(c => c.Length != n))
            throw new ArgumentException("Columns, outcome and weights are not of one length.");
        var gram = Gram(columns, n, weights);
        var (inverse, leftOut) = Invert(gram, k, least);
        var coefficients = new double[k];
        var residual = outcome.ToArray();
        var right = new double[k];
        var weighted = new double[n];
        // Twice: the second time on what the first left over.
        for (var pass = 0; pass < 2; pass++)
        {
            if (weights.Length == 0)
                residual.CopyTo(weighted, 0);
            else
                TensorPrimitives.Multiply(residual, weights, weighted);
            for (var j = 0; j < k; j++)
                right[j] = TensorPrimitives.Dot<double>(columns[j], weighted);
            for (var j = 0; j < k; j++)
            {
                var step = TensorPrimitives.Dot<double>(inverse.AsSpan(j * k, k), right);
                coefficients[j] += step;
                TensorPrimitives.MultiplyAdd(columns[j], -step, residual, residual);
            }
        }
        var rows = 0;
        for (var i = 0; i < n; i++)
            if (weights.Length == 0 || weights[i] > 0)
                rows++;
        return new LeastSquaresFit(coefficients, inverse, leftOut, rows);
    }

    /// <summary>X'WX, k × k row by row.</summary>
    public static double[] Gram(
        IReadOnlyList<double[]> columns,
        int rows,
        ReadOnlySpan<double> weights = default
    )
    {
        var k = columns.Count;
        var gram = new double[k * k];
        var weighted = new double[rows];
        for (var a = 0; a < k; a++)
        {
            if (weights.Length == 0)
                columns[a].CopyTo(weighted, 0);
            else
                TensorPrimitives.Multiply(columns[a], weights, weighted);
            for (var b = 0; b <= a; b++)
                gram[(a * k) + b] = gram[(b * k) + a] = TensorPrimitives.Dot<double>(
                    weighted,
                    columns[b]
                );
        }
        return gram;
    }

    /// <summary>The inverse of a symmetric matrix that is negative nowhere, and which columns were left out because earlier ones already say them.</summary>
    /// <param name="matrix">n × n, row by row; not changed.</param>
    /// <param name="least">What earlier columns have to leave of a column's squared length for it to count.</param>
    /// <returns>Rows and columns of what was left out are 0.</returns>
    public static (double[] Inverse, IReadOnlyList<int> LeftOut) Invert(
        ReadOnlySpan<double> matrix,
        int n,
        double least = Collinear
    )
    {
        var scale = new double[n];
        for (var i = 0; i < n; i++)
            scale[i] = matrix[(i * n) + i] > 0 ? 1 / Math.Sqrt(matrix[(i * n) + i]) : 0;
        var lower = new double[n * n];
        var left = new List<int>();
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum =
                    (matrix[(i * n) + j] * scale[i] * scale[j])
                    - TensorPrimitives.Dot(
                        lower.AsSpan(i * n, j),
                        (ReadOnlySpan<double>)lower.AsSpan(j * n, j)
                    );
                if (j < i)
                    lower[(i * n) + j] = lower[(j * n) + j] > 0 ? sum / lower[(j * n) + j] : 0;
                else if (sum > least)
                    lower[(i * n) + i] = Math.Sqrt(sum);
                else
                    left.Add(i);
            }
            if (lower[(i * n) + i] == 0)
                lower.AsSpan(i * n, n).Clear();
        }
        // The inverse of the lower triangle, then its square, both along rows: down columns a thousand of them would take seconds.
        var half = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            if (lower[(i * n) + i] == 0)
                continue;
            var own = half.AsSpan(i * n, i + 1);
            for (var k = 0; k < i; k++)
                if (lower[(i * n) + k] is var factor && factor != 0)
                    TensorPrimitives.MultiplyAdd(
                        half.AsSpan(k * n, k + 1),
                        -factor,
                        own[..(k + 1)],
                        own[..(k + 1)]
                    );
            own[i] = 1;
            TensorPrimitives.Divide(own, lower[(i * n) + i], own);
        }
        var inverse = new double[n * n];
        for (var k = 0; k < n; k++)
        {
            var row = half.AsSpan(k * n, k + 1);
            for (var a = 0; a <= k; a++)
                if (row[a] != 0)
                    TensorPrimitives.MultiplyAdd(
                        row[..(a + 1)],
                        row[a],
                        inverse.AsSpan(a * n, a + 1),
                        inverse.AsSpan(a * n, a + 1)
                    );
        }
        for (var a = 0; a < n; a++)
        for (var b = 0; b <= a; b++)
            inverse[(a * n) + b] = inverse[(b * n) + a] =
                inverse[(a * n) + b] * scale[a] * scale[b];
        return (inverse, left);
    }
}
