using System.Numerics.Tensors;
using Trellis.Regression;

namespace Trellis.MatchedSamples;

/// <summary>How an error that allows for clusters is corrected for having fitted the same rows.</summary>
public enum ClusterCorrection
{
    /// <summary>
    /// Each cluster by what the fit without it would have said of it (HC3 and its kin for clusters: MacKinnon and White 1985;
    /// Bell and McCaffrey 2002). Holds its level with few or unequal clusters, as full matches have.
    /// </summary>
    LeaveOneOut,

    /// <summary>One factor for all, G / (G − 1) · (n − 1) / (n − k), as R's vcovCL does for the type HC1.</summary>
    Degrees,
}

/// <summary>The error of one coefficient of a weighted least squares fit, allowing for rows of a cluster to move together (Liang and Zeger 1986).</summary>
internal sealed class ClusterErrors
{
    // 1 less a leverage below this: the cluster alone says a coefficient, is fitted without rest and adds nothing.
    private const double Alone = 1e-9;

    private readonly IReadOnlyList<double[]> columns;
    private readonly double[] weights;
    private readonly double[] rests;
    private readonly LeastSquaresFit fit;
    private double[]? gram;

    public ClusterErrors(
        IReadOnlyList<double[]> columns,
        double[] weights,
        double[] outcome,
        LeastSquaresFit fit
    )
    {
        (this.columns, this.weights, this.fit) = (columns, weights, fit);
        var fitted = fit.Fitted(columns);
        rests = new double[outcome.Length];
        for (var i = 0; i < rests.Length; i++)
            rests[i] = outcome[i] - fitted[i];
    }

    /// <param name="coefficient">Whose error, by its column.</param>
    /// <param name="clusters">The cluster of each row.</param>
    /// <returns>The error, and how many clusters there are.</returns>
    public (double Error, int Clusters) Of(
        int coefficient,
        int[] clusters,
        ClusterCorrection correction
    )
    {
        var (n, k) = (rests.Length, columns.Count);
        var shares = new double[n];
        for (var i = 0; i < n; i++)
        for (var j = 0; j < k; j++)
            shares[i] += fit.InverseGram[(coefficient * k) + j] * columns[j][i];
        double squares = 0;
        var members = Enumerable
            .Range(0, n)
            .GroupBy(i => clusters[i])
            .Select(g => g.ToArray())
            .ToArray();
        foreach (var rows in members)
        {
            double sum = 0;
            if (correction == ClusterCorrection.Degrees)
                foreach (var i in rows)
                    sum += shares[i] * weights[i] * rests[i];
            else
                sum =
                    rows.Length <= 2 * k
                        ? ByRows(rows, shares)
                        : ByColumns(rows, shares, coefficient);
            squares += sum * sum;
        }
        double g = members.Length;
        var factor =
            correction == ClusterCorrection.Degrees
                ? g / (g - 1) * ((n - 1.0) / (n - fit.Rank))
                : 1;
        return (Math.Sqrt(squares * factor), members.Length);
    }

    // What the cluster adds, its rests being made those of the fit without it: (I − H) ê = e on its rows.
    private double ByRows(int[] rows, double[] shares)
    {
        var (s, k) = (rows.Length, columns.Count);
        var system = new double[s, s + 1];
        var turned = new double[k];
        var own = new double[s][];
        for (var a = 0; a < s; a++)
        {
            own[a] = new double[k];
            for (var j = 0; j < k; j++)
                own[a][j] = columns[j][rows[a]];
        }
        for (var a = 0; a < s; a++)
        {
            var root = Math.Sqrt(weights[rows[a]]);
            for (var j = 0; j < k; j++)
                turned[j] = TensorPrimitives.Dot<double>(fit.InverseGram.AsSpan(j * k, k), own[a]);
            for (var b = 0; b < s; b++)
            {
                var leverage = TensorPrimitives.Dot<double>(turned, own[b]);
                system[a, b] = (a == b ? 1 : 0) - (leverage * root * Math.Sqrt(weights[rows[b]]));
            }
            system[a, s] = rests[rows[a]] * root;
        }
        var corrected = Eliminate(system);
        double sum = 0;
        for (var a = 0; a < s; a++)
            sum += shares[rows[a]] * Math.Sqrt(weights[rows[a]]) * corrected[a];
        return sum;
    }

    // The same by the coefficients of the fit without the cluster, for sets of many rows.
    private double ByColumns(int[] rows, double[] shares, int coefficient)
    {
        var k = columns.Count;
        var own = columns.Select(c => rows.Select(i => c[i]).ToArray()).ToArray();
        var ownWeights = rows.Select(i => weights[i]).ToArray();
        gram ??= LeastSquares.Gram(columns, rests.Length, weights);
        var without = LeastSquares.Gram(own, rows.Length, ownWeights);
        for (var i = 0; i < gram.Length; i++)
            without[i] = gram[i] - without[i];
        var (inverse, leftOut) = LeastSquares.Invert(without, k);
        double sum = 0;
        if (leftOut.Count > fit.LeftOut.Count)
        {
            foreach (var i in rows)
                sum += shares[i] * weights[i] * rests[i];
            return sum;
        }
        for (var j = 0; j < k; j++)
        {
            double score = 0;
            for (var a = 0; a < rows.Length; a++)
                score += own[j][a] * ownWeights[a] * rests[rows[a]];
            sum += inverse[(coefficient * k) + j] * score;
        }
        return sum;
    }

    // Gauss with the largest pivot of a symmetric system first; a direction without pivot gets 0.
    private static double[] Eliminate(double[,] system)
    {
        var s = system.GetLength(0);
        var pivotOf = new int[s];
        Array.Fill(pivotOf, -1);
        var used = new bool[s];
        for (var step = 0; step < s; step++)
        {
            var pivot = -1;
            for (var a = 0; a < s; a++)
                if (!used[a] && (pivot < 0 || system[a, a] > system[pivot, pivot]))
                    pivot = a;
            if (system[pivot, pivot] < Alone)
                break;
            used[pivot] = true;
            for (var a = 0; a < s; a++)
            {
                if (a == pivot)
                    continue;
                var factor = system[a, pivot] / system[pivot, pivot];
                for (var b = 0; b <= s; b++)
                    system[a, b] -= factor * system[pivot, b];
            }
        }
        var answer = new double[s];
        for (var a = 0; a < s; a++)
            if (used[a])
                answer[a] = system[a, s] / system[a, a];
        return answer;
    }
}
