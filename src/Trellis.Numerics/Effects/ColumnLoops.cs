using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trellis.Effects;

/// <summary>The inner loops of comparisons.</summary>
/// <remarks>
/// As TensorPrimitives, but compiled at their best on their first call: a command runs once, and most of its second would go
/// by before the runtime thought those of a package worth compiling well. Sums run in one order on any number of cores.
/// </remarks>
internal static class ColumnLoops
{
    private static int Width => Vector<double>.Count;

    /// <summary>Σab.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        var x = Whole(a);
        var y = Whole(b);
        Vector<double> first = default,
            second = default;
        var i = 0;
        for (; i + 1 < x.Length && i + 1 < y.Length; i += 2)
        {
            first = Vector.FusedMultiplyAdd(x[i], y[i], first);
            second = Vector.FusedMultiplyAdd(x[i + 1], y[i + 1], second);
        }
        var sum = Vector.Sum(first + second);
        for (var j = i * Width; j < a.Length && j < b.Length; j++)
            sum += a[j] * b[j];
        return sum;
    }

    /// <summary>Σab₁, Σab₂, Σab₃ and Σab₄, b being four columns of one array a stride apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourDots(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        int stride,
        Span<double> sums
    )
    {
        var b0 = b[..a.Length];
        var b1 = b.Slice(stride, a.Length);
        var b2 = b.Slice(2 * stride, a.Length);
        var b3 = b.Slice(3 * stride, a.Length);
        var x = Whole(a);
        var y0 = Whole(b0)[..x.Length];
        var y1 = Whole(b1)[..x.Length];
        var y2 = Whole(b2)[..x.Length];
        var y3 = Whole(b3)[..x.Length];
        Vector<double> s0 = default,
            s1 = default,
            s2 = default,
            s3 = default;
        for (var i = 0; i < x.Length; i++)
        {
            var own = x[i];
            s0 = Vector.FusedMultiplyAdd(own, y0[i], s0);
            s1 = Vector.FusedMultiplyAdd(own, y1[i], s1);
            s2 = Vector.FusedMultiplyAdd(own, y2[i], s2);
            s3 = Vector.FusedMultiplyAdd(own, y3[i], s3);
        }
        var (t0, t1, t2, t3) = (Vector.Sum(s0), Vector.Sum(s1), Vector.Sum(s2), Vector.Sum(s3));
        for (var j = x.Length * Width; j < a.Length; j++)
        {
            t0 += a[j] * b0[j];
            t1 += a[j] * b1[j];
            t2 += a[j] * b2[j];
            t3 += a[j] * b3[j];
        }
        sums[0] += t0;
        sums[1] += t1;
        sums[2] += t2;
        sums[3] += t3;
    }

    /// <summary>Σa.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<double> a)
    {
        var x = Whole(a);
        Vector<double> total = default;
        for (var i = 0; i < x.Length; i++)
            total += x[i];
        var sum = Vector.Sum(total);
        for (var j = x.Length * Width; j < a.Length; j++)
            sum += a[j];
        return sum;
    }

    /// <summary>to = to + a times factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<double> a, double factor, Span<double> to)
    {
        to = to[..a.Length];
        var x = Whole(a);
        var z = Whole(to)[..x.Length];
        var by = new Vector<double>(factor);
        for (var i = 0; i < x.Length; i++)
            z[i] = Vector.FusedMultiplyAdd(x[i], by, z[i]);
        for (var j = x.Length * Width; j < a.Length; j++)
            to[j] = Math.FusedMultiplyAdd(a[j], factor, to[j]);
    }

    /// <summary>to = a times b; <paramref name="to"/> may be either.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> to)
    {
        b = b[..a.Length];
        to = to[..a.Length];
        var x = Whole(a);
        var y = Whole(b)[..x.Length];
        var z = Whole(to)[..x.Length];
        for (var i = 0; i < x.Length; i++)
            z[i] = x[i] * y[i];
        for (var j = x.Length * Width; j < a.Length; j++)
            to[j] = a[j] * b[j];
    }

    /// <summary>to = a − b; <paramref name="to"/> may be either.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> to)
    {
        b = b[..a.Length];
        to = to[..a.Length];
        var x = Whole(a);
        var y = Whole(b)[..x.Length];
        var z = Whole(to)[..x.Length];
        for (var i = 0; i < x.Length; i++)
            z[i] = x[i] - y[i];
        for (var j = x.Length * Width; j < a.Length; j++)
            to[j] = a[j] - b[j];
    }

    /// <summary>to = a times factor; <paramref name="to"/> may be a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(ReadOnlySpan<double> a, double factor, Span<double> to)
    {
        for (var i = 0; i < a.Length; i++)
            to[i] = a[i] * factor;
    }

    /// <summary>
    /// A logit at rows that are all treated, or all not: their chances, weight times (treated − chance), and weight times
    /// chance times (1 − chance).
    /// </summary>
    /// <returns>Σ weight times log of the chance of what happened.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Logit(
        ReadOnlySpan<double> line,
        ReadOnlySpan<double> weights,
        bool treated,
        Span<double> chances,
        Span<double> residuals,
        Span<double> slopes
    )
    {
        weights = weights[..line.Length];
        chances = chances[..line.Length];
        residuals = residuals[..line.Length];
        slopes = slopes[..line.Length];
        var l = Whole(line);
        var w = Whole(weights)[..l.Length];
        var p = Whole(chances)[..l.Length];
        var r = Whole(residuals)[..l.Length];
        var s = Whole(slopes)[..l.Length];
        var one = Vector<double>.One;
        Vector<double> total = default;
        for (var i = 0; i < l.Length; i++)
        {
            var chance = one / (one + Vector.Exp(-l[i]));
            var other = one - chance;
            var weight = w[i];
            total += weight * Vector.Log(treated ? chance : other);
            p[i] = chance;
            r[i] = treated ? weight * other : -(weight * chance);
            s[i] = weight * chance * other;
        }
        var sum = Vector.Sum(total);
        for (var j = l.Length * Width; j < line.Length; j++)
        {
            var chance = 1 / (1 + Math.Exp(-line[j]));
            var weight = weights[j];
            sum += weight * Math.Log(treated ? chance : 1 - chance);
            chances[j] = chance;
            residuals[j] = weight * ((treated ? 1 : 0) - chance);
            slopes[j] = weight * chance * (1 - chance);
        }
        return sum;
    }

    // The vectors that fit; what is left over at the end is fewer figures than one vector has.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<Vector<double>> Whole(ReadOnlySpan<double> figures) =>
        MemoryMarshal.Cast<double, Vector<double>>(figures);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<Vector<double>> Whole(Span<double> figures) =>
        MemoryMarshal.Cast<double, Vector<double>>(figures);
}
