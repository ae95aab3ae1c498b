using MathNet.Numerics.LinearAlgebra;

namespace Trellis.MatchedSamples;

/// <summary>Units as points whose straight-line distance is the distance asked for.</summary>
/// <remarks>Kinds count as 0 and 1 for each value, divided by √2, so that two units of different kind are one unit apart.</remarks>
internal sealed class CovariateSpace
{
    // As the peer does: below this the covariance is taken as singular and its pseudo-inverse is used.
    private const double LeastDeterminant = 1e-8;
    private const double Rounding = 1e-13;
    private static readonly double LeastSpread = Math.Sqrt(2.220446049250313e-16);
    private const double LeastEigenvalue = 1e-8;

    private CovariateSpace(double[][] axes) => Axes = axes;

    /// <summary>An array of all units for each dimension.</summary>
    public double[][] Axes { get; }

    /// <summary>One dimension: a score.</summary>
    public static CovariateSpace Of(double[] scores) => new([scores]);

    public static CovariateSpace Of(
        IReadOnlyList<Covariate> covariates,
        IReadOnlyList<bool> treated,
        MatchingDistance distance
    )
    {
        var columns = new List<double[]>();
        foreach (var covariate in covariates)
        foreach (var (_, figures) in covariate.Columns(allKinds: true))
            columns.Add(
                covariate.IsKind ? [.. figures.Select(f => f / Math.Sqrt(2))] : [.. figures]
            );
        var varying = columns.Where(c => c.Max() - c.Min() >= LeastSpread).ToList();
        if (varying.Count == 0)
            // Everybody is alike: all distances are 0.
            return new CovariateSpace([new double[treated.Count]]);
        return distance switch
        {
            MatchingDistance.Euclidean => new CovariateSpace([.. varying]),
            MatchingDistance.ScaledEuclidean => new CovariateSpace(Scaled(varying, treated)),
            MatchingDistance.RobustMahalanobis => new CovariateSpace(Ranked(varying)),
            _ => new CovariateSpace(Mahalanobis(varying, treated)),
        };
    }

    private static double[][] Scaled(List<double[]> columns, IReadOnlyList<bool> treated)
    {
        var deviations = Within(columns, treated);
        var n = treated.Count;
        var axes = new double[columns.Count][];
        for (var j = 0; j < axes.Length; j++)
        {
            double squares = 0;
            foreach (var d in deviations[j])
                squares += d * d;
            // A column of 0 and 1 takes the share's own variance p(1 − p), without the degrees of freedom.
            var isKind = Array.TrueForAll(columns[j], x => x is 0 or 1);
            var spread = Math.Sqrt(squares / (isKind ? n : n - 2));
            axes[j] = spread > 0 ? [.. columns[j].Select(x => x / spread)] : columns[j];
        }
        return axes;
    }

    private static double[][] Mahalanobis(List<double[]> columns, IReadOnlyList<bool> treated)
    {
        foreach (var column in columns)
        {
            var mean = column.Average();
            double squares = 0;
            foreach (var x in column)
                squares += (x - mean) * (x - mean);
            var spread = Math.Sqrt(squares / (column.Length - 1));
            for (var i = 0; i < column.Length; i++)
                column[i] = (column[i] - mean) / spread;
        }
        var deviations = Within(columns, treated);
        return Turned(columns, Products(deviations, treated.Count - 2));
    }

    private static double[][] Ranked(List<double[]> columns)
    {
        var n = columns[0].Length;
        var ranks = columns.Select(MeanRanks).ToList();
        var centred = ranks.Select(r => r.Select(x => x - ((n + 1) / 2.0)).ToArray()).ToList();
        var covariance = Products(centred, n - 1);
        var untied = Math.Sqrt(n * (n + 1.0) / 12);
        var multiplier = Enumerable
            .Range(0, ranks.Count)
            .Select(j => untied / Math.Sqrt(covariance[j, j]))
            .ToArray();
        for (var a = 0; a < ranks.Count; a++)
        for (var b = 0; b < ranks.Count; b++)
            covariance[a, b] *= multiplier[a] * multiplier[b];
        return Turned(ranks, covariance);
    }

    /// <summary>Ranks from 1; units that are equal share the mean of theirs.</summary>
    internal static double[] MeanRanks(double[] column)
    {
        var order = new int[column.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort((double[])column.Clone(), order);
        var ranks = new double[column.Length];
        for (var from = 0; from < order.Length; )
        {
            var to = from + 1;
            while (to < order.Length && column[order[to]] == column[order[from]])
                to++;
            for (var i = from; i < to; i++)
                ranks[order[i]] = (from + to + 1) / 2.0;
            from = to;
        }
        return ranks;
    }

    // Each column less its mean among the treated, or among the controls.
    private static List<double[]> Within(List<double[]> columns, IReadOnlyList<bool> treated)
    {
        var all = new List<double[]>();
        foreach (var column in columns)
        {
            double sum1 = 0,
                sum0 = 0;
            var n1 = 0;
            for (var i = 0; i < column.Length; i++)
                if (treated[i])
                {
                    sum1 += column[i];
                    n1++;
                }
                else
                    sum0 += column[i];
            double mean1 = sum1 / n1,
                mean0 = sum0 / (column.Length - n1);
            var centred = new double[column.Length];
            for (var i = 0; i < column.Length; i++)
                centred[i] = column[i] - (treated[i] ? mean1 : mean0);
            all.Add(centred);
        }
        return all;
    }

    private static Matrix<double> Products(List<double[]> columns, double divisor)
    {
        var gram = Regression.LeastSquares.Gram(columns, columns[0].Length);
        return Matrix<double>.Build.Dense(
            columns.Count,
            columns.Count,
            (a, b) => gram[(a * columns.Count) + b] / divisor
        );
    }

    // Points times a root of the inverse covariance: the triangular root with the largest diagonal first.
    private static double[][] Turned(IReadOnlyList<double[]> columns, Matrix<double> covariance)
    {
        var k = columns.Count;
        var inverse = Inverse(covariance);
        var axes = new List<double[]>();
        var left = inverse.Clone();
        var used = new bool[k];
        var largest = Enumerable.Range(0, k).Max(j => left[j, j]);
        for (var step = 0; step < k; step++)
        {
            var pivot = -1;
            for (var j = 0; j < k; j++)
                if (!used[j] && (pivot < 0 || left[j, j] > left[pivot, pivot]))
                    pivot = j;
            if (left[pivot, pivot] <= k * Rounding * largest)
                break;
            used[pivot] = true;
            var root = Math.Sqrt(left[pivot, pivot]);
            var row = new double[k];
            for (var j = 0; j < k; j++)
                if (j == pivot || !used[j])
                    row[j] = j == pivot ? root : left[pivot, j] / root;
            for (var a = 0; a < k; a++)
            for (var b = 0; b < k; b++)
                if (!used[a] && !used[b])
                    left[a, b] -= row[a] * row[b];
            var axis = new double[columns[0].Length];
            for (var j = 0; j < k; j++)
                if (row[j] != 0)
                    for (var i = 0; i < axis.Length; i++)
                        axis[i] += columns[j][i] * row[j];
            axes.Add(axis);
        }
        return [.. axes];
    }

    // The pseudo-inverse where columns say one another, as the kinds of one covariate do.
    private static Matrix<double> Inverse(Matrix<double> matrix)
    {
        var evd = matrix.Evd(Symmetricity.Symmetric);
        var values = evd.EigenValues.Real();
        var most = values.AbsoluteMaximum();
        // Ranks are large numbers: their determinant alone would not tell.
        if (values.Minimum() > most * 1e-14 && matrix.Determinant() > LeastDeterminant)
            return matrix.Inverse();
        var least = most * LeastEigenvalue;
        var inverted = values.Map(v => v > least ? 1 / v : 0);
        return evd.EigenVectors
            * Matrix<double>.Build.DiagonalOfDiagonalVector(inverted)
            * evd.EigenVectors.Transpose();
    }
}
