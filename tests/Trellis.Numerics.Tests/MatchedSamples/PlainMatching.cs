using MathNet.Numerics.LinearAlgebra;

namespace Trellis.MatchedSamples;

/// <summary>Matching the long way round: a table of all distances, every control looked at every time, every assignment improved until nothing improves it.</summary>
internal static class PlainMatching
{
    /// <summary>The distance of every two units by what the methods are said to measure.</summary>
    public static double[,] Distances(MatchedSample sample)
    {
        var n = sample.Weights.Length;
        var table = new double[n, n];
        if (sample.Scores is { } scores && sample.Units.Within.Count == 0)
        {
            for (var t = 0; t < n; t++)
            for (var c = 0; c < n; c++)
                table[t, c] = Math.Abs(scores[t] - scores[c]);
            return table;
        }
        var (covariates, distance) =
            sample.Units.Within.Count > 0
                ? (sample.Units.Within, MatchingDistance.Mahalanobis)
                : (sample.Units.Covariates, sample.Choice.Distance);
        var columns = covariates.SelectMany(c => Columns(c, n)).ToArray();
        if (distance == MatchingDistance.RobustMahalanobis)
            columns =
            [
                .. columns.Select(c =>
                    c.Select(x => c.Count(y => y < x) + ((c.Count(y => y == x) + 1) / 2.0))
                        .ToArray()
                ),
            ];
        var inverse = Metric(columns, sample.Units.Treated, distance);
        var gap = new double[columns.Length];
        for (var t = 0; t < n; t++)
        for (var c = 0; c < n; c++)
        {
            for (var j = 0; j < gap.Length; j++)
                gap[j] = columns[j][t] - columns[j][c];
            double sum = 0;
            for (var a = 0; a < gap.Length; a++)
            for (var b = 0; b < gap.Length; b++)
                sum += gap[a] * inverse[a, b] * gap[b];
            table[t, c] = Math.Sqrt(Math.Max(0, sum));
        }
        return table;
    }

    private static IEnumerable<double[]> Columns(Covariate covariate, int n) =>
        covariate.IsKind
            ? covariate.Levels.Select(level =>
                Enumerable
                    .Range(0, n)
                    .Select(u => covariate.Words(u) == level ? Math.Sqrt(.5) : 0)
                    .ToArray()
            )
            : [covariate.Figures.ToArray()];

    private static Matrix<double> Metric(
        double[][] columns,
        IReadOnlyList<bool> treated,
        MatchingDistance distance
    )
    {
        var (k, n) = (columns.Length, treated.Count);
        var ofRanks = distance == MatchingDistance.RobustMahalanobis;
        // Ranks vary around the mean of all, everything else around the mean of its own side.
        double Centre(double[] column, int unit) =>
            ofRanks
                ? column.Average()
                : column.Where((_, u) => treated[u] == treated[unit]).Average();
        var centred = columns.Select(c => c.Select((x, u) => x - Centre(c, u)).ToArray()).ToArray();
        var covariance = Matrix<double>.Build.Dense(
            k,
            k,
            (a, b) => centred[a].Zip(centred[b], (x, y) => x * y).Sum() / (n - (ofRanks ? 1 : 2))
        );
        if (distance == MatchingDistance.Euclidean)
            return Matrix<double>.Build.DenseIdentity(k);
        if (distance == MatchingDistance.ScaledEuclidean)
            return Matrix<double>.Build.Dense(k, k, (a, b) => a == b ? 1 / covariance[a, a] : 0);
        if (ofRanks)
            covariance = Matrix<double>.Build.Dense(
                k,
                k,
                (a, b) =>
                    covariance[a, b]
                    / Math.Sqrt(covariance[a, a] * covariance[b, b])
                    * n
                    * (n + 1)
                    / 12
            );
        return covariance.PseudoInverse();
    }

    /// <summary>Whether two units may meet.</summary>
    public static Func<int, int, bool> May(MatchedSample sample)
    {
        var bound = double.PositiveInfinity;
        if (sample.Choice.Caliper is { } caliper)
        {
            var mean = sample.Scores!.Average();
            bound =
                caliper
                * Math.Sqrt(
                    sample.Scores!.Sum(s => (s - mean) * (s - mean)) / (sample.Scores!.Length - 1)
                );
        }
        return (t, c) =>
            sample.Units.Exact.All(e => e.Words(t) == e.Words(c))
            && (sample.Scores is null || Math.Abs(sample.Scores[t] - sample.Scores[c]) <= bound);
    }

    /// <summary>The distances of partners, treated unit by treated unit, when each in turn takes the nearest of those left.</summary>
    public static double[] Nearest(
        MatchedSample sample,
        IEnumerable<int> order,
        int ratio,
        bool replace
    )
    {
        var n = sample.Weights.Length;
        var (far, may) = (Distances(sample), May(sample));
        var taken = new bool[n];
        var order2 = order.ToArray();
        var own = order2.ToDictionary(t => t, _ => new List<int>());
        for (var round = 0; round < ratio; round++)
            foreach (var t in order2)
            {
                var best = -1;
                for (var c = 0; c < n; c++)
                    if (
                        !sample.Units.Treated[c]
                        && (replace ? !own[t].Contains(c) : !taken[c])
                        && may(t, c)
                        && (best < 0 || far[t, c] < far[t, best])
                    )
                        best = c;
                if (best < 0)
                    continue;
                taken[best] = true;
                own[t].Add(best);
            }
        return [.. own.OrderBy(o => o.Key).SelectMany(o => o.Value.Select(c => far[o.Key, c]))];
    }

    /// <summary>The partners' distances of the sample itself, in the same order.</summary>
    public static double[] Taken(MatchedSample sample)
    {
        var far = Distances(sample);
        return [.. sample.Pairs.Select(p => far[p.Treated, p.Control])];
    }

    /// <summary>The least sum of distances of a whole assignment of rows to columns by Hungarian steps on a full table; rows no more than columns.</summary>
    public static double LeastSum(double[,] costs)
    {
        var (m, n) = (costs.GetLength(0), costs.GetLength(1));
        var (u, v) = (new double[m + 1], new double[n + 1]);
        var (row, way) = (new int[n + 1], new int[n + 1]);
        for (var i = 1; i <= m; i++)
        {
            row[0] = i;
            var j0 = 0;
            var least = Enumerable.Repeat(double.PositiveInfinity, n + 1).ToArray();
            var used = new bool[n + 1];
            do
            {
                used[j0] = true;
                var (i0, j1, delta) = (row[j0], 0, double.PositiveInfinity);
                for (var j = 1; j <= n; j++)
                    if (!used[j])
                    {
                        var now = costs[i0 - 1, j - 1] - u[i0] - v[j];
                        if (now < least[j])
                            (least[j], way[j]) = (now, j0);
                        if (least[j] < delta)
                            (delta, j1) = (least[j], j);
                    }
                for (var j = 0; j <= n; j++)
                    if (used[j])
                        (u[row[j]], v[j]) = (u[row[j]] + delta, v[j] - delta);
                    else
                        least[j] -= delta;
                j0 = j1;
            } while (row[j0] != 0);
            do
            {
                var j1 = way[j0];
                row[j0] = row[j1];
                j0 = j1;
            } while (j0 != 0);
        }
        double sum = 0;
        for (var j = 1; j <= n; j++)
            if (row[j] > 0)
                sum += costs[row[j] - 1, j - 1];
        return sum;
    }

    /// <summary>
    /// The least sum of a full match, as an assignment of everybody to a partner or to a stand-in of their own that costs their
    /// nearest: the cover theorem (Schrijver 2003, section 19.3) on a square table.
    /// </summary>
    public static double LeastCover(double[,] far)
    {
        var (m, n) = (far.GetLength(0), far.GetLength(1));
        var costs = new double[m + n, m + n];
        for (var i = 0; i < m; i++)
        for (var j = 0; j < n; j++)
            costs[i, j] = far[i, j];
        const double Never = 1e6;
        for (var i = 0; i < m; i++)
        for (var k = 0; k < m; k++)
            costs[i, n + k] = i == k ? Enumerable.Range(0, n).Min(j => far[i, j]) : Never;
        for (var j = 0; j < n; j++)
        for (var k = 0; k < n; k++)
            costs[m + k, j] = j == k ? Enumerable.Range(0, m).Min(i => far[i, j]) : Never;
        return LeastSum(costs);
    }
}
