using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Trellis.Probability;

namespace Trellis.Effects;

/// <summary>The multiplier bootstrap: what chance does to estimates, from their influence functions alone.</summary>
/// <remarks>
/// <para>
/// A draw gives each observation (each cluster, its ψ summed first) a sign, + or − with even chances (Rademacher), and the
/// draw of an estimate is Σ sign·ψ/n (Callaway and Sant'Anna 2021, Algorithm 1). The sign of observation i in draw b is bit i of
/// stream b of the seed: the same on any number of cores, and the first draws of a longer run are those of a shorter one.
/// </para>
/// <para>
/// Two variables of clusters that cross: each cluster of each gets a sign and the two sums are added (Chiang, Kato and Sasaki,
/// Journal of the American Statistical Association 2023), which counts who shares both twice; the draws are then carried
/// linearly to the covariance V₁ + V₂ − V₁₂ of <see cref="InfluenceFunctions"/>.
/// </para>
/// <para>
/// Eight observations at a time, their 256 signed sums are written down once and every draw only looks its sum up, so a
/// draw costs an eighth of the multiplications it stands for.
/// </para>
/// </remarks>
public static class MultiplierBootstrap
{
    private const int Together = 8;
    private const int Columns = 8;
    private const int DrawsAtOnce = 1024;

    /// <summary>Draws of every estimate together.</summary>
    /// <param name="influence">For each estimate ψ of each observation; all 0 for a reference.</param>
    /// <param name="clusters">None, one or two variables, each a cluster an observation numbered from 0.</param>
    /// <param name="draws">How many, 1 or more; below 1,000 critical values are rough.</param>
    /// <param name="seed">The same seed gives the same draws.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there are more than two variables of clusters.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="draws"/> is below 1.</exception>
    public static BootstrapDraws Run(
        IReadOnlyList<double[]> influence,
        IReadOnlyList<int[]> clusters,
        int draws,
        long seed
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        foreach (var one in influence)
            InfluenceFunctions.Check(one.Length, clusters);
        if (influence.Any(i => i.Length != influence[0].Length))
            throw new ArgumentException("The influence functions are not of one length.");
        if (influence.Count == 0)
            return new BootstrapDraws([]);
        var n = influence[0].Length;
        IReadOnlyList<double[]> moves = clusters.Count switch
        {
            0 => influence,
            1 => InfluenceFunctions.Sums(influence, clusters[0]),
            _ =>
            [
                .. InfluenceFunctions
                    .Sums(influence, clusters[0])
                    .Zip(
                        InfluenceFunctions.Sums(influence, clusters[1]),
                        (a, b) => (double[])[.. a, .. b]
                    ),
            ],
        };
        var drawn = Signed(moves, draws, seed, 1.0 / n);
        if (clusters.Count == 2)
            drawn = Carried(influence, clusters, moves, drawn, n);
        return new BootstrapDraws(drawn);
    }

    private static double[][] Carried(
        IReadOnlyList<double[]> influence,
        IReadOnlyList<int[]> clusters,
        IReadOnlyList<double[]> moves,
        double[][] drawn,
        int n
    )
    {
        var k = influence.Count;
        var from = InfluenceFunctions.Gram(moves);
        TensorPrimitives.Divide(from, (double)n * n, from);
        var carry = SymmetricRoots.Carry(
            from,
            InfluenceFunctions.Covariance(influence, clusters),
            k
        );
        var carried = new double[k][];
        Parallel.For(
            0,
            k,
            i =>
            {
                var own = new double[drawn[0].Length];
                for (var j = 0; j < k; j++)
                    if (carry[(i * k) + j] != 0)
                        TensorPrimitives.MultiplyAdd(drawn[j], carry[(i * k) + j], own, own);
                carried[i] = own;
            }
        );
        return carried;
    }

    private static double[][] Signed(
        IReadOnlyList<double[]> moves,
        int draws,
        long seed,
        double scale
    )
    {
        var n = moves[0].Length;
        var blocks = (n + Together - 1) / Together;
        var drawn = new double[moves.Count][];
        for (var k = 0; k < drawn.Length; k++)
            drawn[k] = new double[draws];
        var packs = (moves.Count + Columns - 1) / Columns;
        for (var from = 0; from < draws; from += DrawsAtOnce)
        {
            var some = Math.Min(DrawsAtOnce, draws - from);
            var signs = Signs(blocks, from, some, seed);
            var start = from;
            Parallel.For(
                0,
                packs,
                pack => Pack(moves, pack * Columns, blocks, signs, start, some, scale, drawn)
            );
        }
        return drawn;
    }

    // A byte for each block of eight observations and each draw: draws of one block lie together.
    private static byte[] Signs(int blocks, int from, int draws, long seed)
    {
        var signs = new byte[(long)blocks * draws];
        Parallel.For(
            0,
            draws,
            b =>
            {
                var chance = new Draws(seed, from + b);
                ulong word = 0;
                for (var j = 0; j < blocks; j++)
                {
                    if (j % 8 == 0)
                        word = chance.Bits(j / 8);
                    signs[((long)j * draws) + b] = (byte)(word >> (8 * (j % 8)));
                }
            }
        );
        return signs;
    }

    private static void Pack(
        IReadOnlyList<double[]> moves,
        int first,
        int blocks,
        byte[] signs,
        int from,
        int draws,
        double scale,
        double[][] drawn
    )
    {
        var width = Math.Min(Columns, moves.Count - first);
        var n = moves[0].Length;
        var sums = new double[draws * Columns];
        var table = new double[256 * Columns];
        var eight = new double[Together * Columns];
        for (var j = 0; j < blocks; j++)
        {
            var any = false;
            Array.Clear(eight);
            var rows = Math.Min(Together, n - (j * Together));
            for (var c = 0; c < width; c++)
            {
                var column = moves[first + c].AsSpan(j * Together, rows);
                for (var r = 0; r < rows; r++)
                {
                    eight[(r * Columns) + c] = column[r];
                    any |= column[r] != 0;
                }
            }
            if (!any)
                continue;
            Write(eight, table);
            LookUp(table, signs.AsSpan((int)((long)j * draws), draws), sums);
        }
        for (var c = 0; c < width; c++)
        {
            var own = drawn[first + c];
            for (var b = 0; b < draws; b++)
                own[from + b] = sums[(b * Columns) + c] * scale;
        }
    }

    // Entry m has + for the observations whose bit is set in m, − for the others.
    private static void Write(double[] eight, double[] table)
    {
        table.AsSpan(0, Columns).Clear();
        for (var r = 0; r < Together; r++)
        for (var c = 0; c < Columns; c++)
            table[c] -= eight[(r * Columns) + c];
        var entries = MemoryMarshal.Cast<double, Vector512<double>>(table.AsSpan());
        var values = MemoryMarshal.Cast<double, Vector512<double>>(eight.AsSpan());
        for (var m = 1; m < entries.Length; m++)
        {
            var value = values[System.Numerics.BitOperations.TrailingZeroCount(m)];
            entries[m] = entries[m & (m - 1)] + value + value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LookUp(double[] table, ReadOnlySpan<byte> signs, double[] sums)
    {
        var entries = MemoryMarshal.Cast<double, Vector512<double>>(table.AsSpan());
        var all = MemoryMarshal.Cast<double, Vector512<double>>(sums.AsSpan());
        for (var b = 0; b < signs.Length && b < all.Length; b++)
            all[b] += entries[signs[b]];
    }
}
