namespace Trellis.Regression;

/// <summary>Solves a symmetric system of equations whose matrix is not negative anywhere.</summary>
public static class Cholesky
{
    /// <summary>Solves A x = b in place.</summary>
    /// <param name="matrix">A, row by row; only the lower triangle is read, and it is overwritten.</param>
    /// <param name="right">b; holds x afterwards.</param>
    /// <remarks>
    /// A column that the others already say (a pivot below 1e-10 of the largest diagonal) gets the answer 0, as if it
    /// had been left out.
    /// </remarks>
    public static void Solve(Span<double> matrix, Span<double> right)
    {
        var n = right.Length;
        double largest = 0;
        for (var i = 0; i < n; i++)
            largest = Math.Max(largest, matrix[(i * n) + i]);
        var least = largest * 1e-10;
        Span<bool> left = n <= 1024 ? stackalloc bool[n] : new bool[n];
        for (var i = 0; i < n; i++)
        {
            var own = matrix.Slice(i * n, i + 1);
            for (var j = 0; j <= i; j++)
            {
                if (j < i && left[j])
                {
                    own[j] = 0;
                    continue;
                }
                var other = matrix.Slice(j * n, j + 1);
                var sum = own[j];
                for (var k = 0; k < j; k++)
                    sum -= own[k] * other[k];
                if (j < i)
                    own[j] = sum / other[j];
                else if (sum > least)
                    own[j] = Math.Sqrt(sum);
                else
                    (own[j], left[i]) = (1, true);
            }
        }
        for (var i = 0; i < n; i++)
        {
            if (left[i])
            {
                right[i] = 0;
                continue;
            }
            var sum = right[i];
            for (var k = 0; k < i; k++)
                sum -= matrix[(i * n) + k] * right[k];
            right[i] = sum / matrix[(i * n) + i];
        }
        for (var i = n - 1; i >= 0; i--)
        {
            if (left[i])
            {
                right[i] = 0;
                continue;
            }
            var sum = right[i];
            for (var k = i + 1; k < n; k++)
                if (!left[k])
                    sum -= matrix[(k * n) + i] * right[k];
            right[i] = sum / matrix[(i * n) + i];
        }
    }
}
