using System.Runtime.CompilerServices;

namespace Trellis.Probability;

/// <summary>
/// Chance by number: draw <c>i</c> of stream <c>s</c> of a seed is always the same number, whoever asks for it and in whatever
/// order, so that work shared among any number of cores gives one answer.
/// </summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014) asked at a place instead of
/// in turn. Good for simulation; not for secrets.
/// </remarks>
public readonly struct Draws(long seed, long stream)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private readonly ulong start = Mix(
        Mix((ulong)seed + Step) + ((ulong)stream * 0xD1342543DE82EF95)
    );

    /// <summary>64 bits that look like chance.</summary>
    /// <param name="number">Which draw, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits(long number) => Mix(start + ((ulong)number * Step));

    /// <summary>A number above 0 and below 1, each as likely.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Uniform(long number) => ((Bits(number) >> 11) + .5) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 to below <paramref name="end"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="end"/> is below 1.</exception>
    public int Below(long number, int end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, 1);
        return (int)Math.BigMul(Bits(number), (ulong)end, out _);
    }

    /// <summary>A draw from the normal distribution with mean 0 and variance 1, by inversion.</summary>
    public double Normal(long number) =>
        MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, Uniform(number));

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in an order drawn by Fisher and Yates.</summary>
    public int[] Order(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            var at = Below(i, i + 1);
            (order[i], order[at]) = (order[at], i);
        }
        return order;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
