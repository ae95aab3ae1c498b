namespace Trellis.Probability;

/// <summary>The numbers that R draws after <c>set.seed</c>, one after the other: for answers that were published with R's own chance in them.</summary>
/// <remarks>
/// R's defaults since 1.7: the Mersenne Twister (Matsumoto and Nishimura, "Mersenne Twister", ACM Transactions on Modeling and
/// Computer Simulation 8, 1998) begun as R begins it, and normal numbers by inversion of two uniform ones. For work of our own
/// <see cref="Draws"/> is better: any number can be asked for by itself, on any core.
/// </remarks>
public sealed class DrawsOfR
{
    private const int Size = 624;
    private const int Apart = 397;

    // Of two uniform numbers the first gives the leading 27 bits.
    private const double Leading = 1 << 27;

    private readonly uint[] state = new uint[Size];
    private int next = Size;

    /// <param name="seed">As given to <c>set.seed</c>.</param>
    public DrawsOfR(int seed)
    {
        var scrambled = unchecked((uint)seed);
        // Fifty for the scrambling, and one for the place that says how much is used up.
        for (var i = 0; i < 51; i++)
            scrambled = Congruential(scrambled);
        for (var i = 0; i < Size; i++)
            state[i] = scrambled = Congruential(scrambled);
    }

    /// <summary><c>runif(1)</c>: above 0 and below 1.</summary>
    public double Uniform()
    {
        if (next == Size)
            Renew();
        var y = state[next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        y ^= y >> 18;
        const double Step = 2.3283064365386963e-10;
        return Math.Clamp(y * Step, Step / 2, 1 - (Step / 2));
    }

    /// <summary><c>rnorm(1)</c>: mean 0, variance 1.</summary>
    public double Normal()
    {
        var leading = Math.Floor(Leading * Uniform());
        return MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (leading + Uniform()) / Leading);
    }

    private static uint Congruential(uint x) => unchecked((69069 * x) + 1);

    private void Renew()
    {
        for (var i = 0; i < Size; i++)
        {
            var y = (state[i] & 0x80000000) | (state[(i + 1) % Size] & 0x7FFFFFFF);
            state[i] = state[(i + Apart) % Size] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
        }
        next = 0;
    }
}
