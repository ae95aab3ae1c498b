using System.Numerics.Tensors;

namespace Trellis.Effects;

/// <summary>Variances and covariances of estimates from how much each observation moves them.</summary>
/// <remarks>
/// With ψ of n observations the variance of an estimate is Σψ²/n². Within a cluster ψ is summed first (Liang and Zeger,
/// Biometrika 1986). Two variables of clusters that cross: V₁ + V₂ − V₁₂, where 12 is who shares both (Cameron, Gelbach and
/// Miller, Journal of Business and Economic Statistics 2011). No correction for small samples, as in did; with few treated
/// clusters use <see cref="RandomisationInference"/>.
/// </remarks>
public static class InfluenceFunctions
{
    /// <summary>The standard error of one estimate, in its unit; NaN where no observation moves it (a reference) or ψ is not a number.</summary>
    /// <param name="influence">ψ of each observation.</param>
    /// <param name="clusters">None, one or two variables, each a cluster an observation numbered from 0.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there are more than two variables of clusters.</exception>
    /// <remarks>Where the two-way variance is not above 0, which it may be by chance, the greater of the one-way variances stands for it.</remarks>
    public static double StandardError(
        ReadOnlySpan<double> influence,
        IReadOnlyList<int[]> clusters
    )
    {
        Check(influence.Length, clusters);
        var n = (double)influence.Length;
        if (clusters.Count == 0)
            return Root(TensorPrimitives.Dot(influence, influence) / (n * n));
        var first = SquaredSums(influence, clusters[0]);
        if (clusters.Count == 1)
            return Root(first / (n * n));
        var second = SquaredSums(influence, clusters[1]);
        var both = first + second - SquaredSums(influence, Crossed(clusters));
        return Root((both > 0 ? both : Math.Max(first, second)) / (n * n));
    }

    /// <summary>The covariance of several estimates, K × K row by row.</summary>
    /// <param name="influence">For each estimate ψ of each observation.</param>
    /// <param name="clusters">None, one or two variables, each a cluster an observation numbered from 0.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there are more than two variables of clusters.</exception>
    /// <remarks>A two-way covariance may by chance be negative in some direction: what is negative there is set to 0, as the authors advise.</remarks>
    public static double[] Covariance(
        IReadOnlyList<double[]> influence,
        IReadOnlyList<int[]> clusters
    )
    {
        if (influence.Count == 0)
            return [];
        foreach (var one in influence)
            Check(one.Length, clusters);
        if (influence.Any(i => i.Length != influence[0].Length))
            throw new ArgumentException("The influence functions are not of one length.");
        double n = influence[0].Length;
        double[] squares;
        if (clusters.Count < 2)
            squares = Gram(clusters.Count == 0 ? influence : Sums(influence, clusters[0]));
        else
        {
            squares = Gram(Sums(influence, clusters[0]));
            TensorPrimitives.Add(squares, Gram(Sums(influence, clusters[1])), squares);
            TensorPrimitives.Subtract(squares, Gram(Sums(influence, Crossed(clusters))), squares);
            squares = SymmetricRoots.NowhereNegative(squares, influence.Count);
        }
        TensorPrimitives.Divide(squares, n * n, squares);
        return squares;
    }

    /// <summary>ψ summed within each cluster.</summary>
    public static double[] Sums(ReadOnlySpan<double> influence, int[] cluster)
    {
        var sums = new double[Count(cluster)];
        for (var i = 0; i < cluster.Length; i++)
            sums[cluster[i]] += influence[i];
        return sums;
    }

    /// <summary>How many clusters are numbered.</summary>
    public static int Count(int[] cluster) => cluster.Length == 0 ? 0 : cluster.Max() + 1;

    /// <summary>Who shares the first and the second cluster, numbered from 0 in the order they are met.</summary>
    internal static int[] Crossed(IReadOnlyList<int[]> clusters)
    {
        var number = new Dictionary<(int, int), int>();
        var crossed = new int[clusters[0].Length];
        for (var i = 0; i < crossed.Length; i++)
        {
            var pair = (clusters[0][i], clusters[1][i]);
            if (!number.TryGetValue(pair, out crossed[i]))
                number.Add(pair, crossed[i] = number.Count);
        }
        return crossed;
    }

    internal static IReadOnlyList<double[]> Sums(IReadOnlyList<double[]> influence, int[] cluster)
    {
        var sums = new double[influence.Count][];
        Parallel.For(0, sums.Length, k => sums[k] = Sums(influence[k], cluster));
        return sums;
    }

    internal static double[] Gram(IReadOnlyList<double[]> columns)
    {
        var k = columns.Count;
        var gram = new double[k * k];
        Parallel.For(
            0,
            k,
            a =>
            {
                for (var b = 0; b <= a; b++)
                    gram[(a * k) + b] = TensorPrimitives.Dot<double>(columns[a], columns[b]);
            }
        );
        for (var a = 0; a < k; a++)
        for (var b = 0; b < a; b++)
            gram[(b * k) + a] = gram[(a * k) + b];
        return gram;
    }

    internal static void Check(int length, IReadOnlyList<int[]> clusters)
    {
        if (clusters.Count > 2)
            throw new ArgumentException(
                "Clusters of one or two variables are known, not of more.",
                nameof(clusters)
            );
        if (clusters.Any(c => c.Length != length))
            throw new ArgumentException(
                "Influence and clusters are not of one length.",
                nameof(clusters)
            );
    }

    private static double SquaredSums(ReadOnlySpan<double> influence, int[] cluster)
    {
        ReadOnlySpan<double> sums = Sums(influence, cluster);
        return TensorPrimitives.Dot(sums, sums);
    }

    private static double Root(double variance) => variance > 0 ? Math.Sqrt(variance) : double.NaN;
}
