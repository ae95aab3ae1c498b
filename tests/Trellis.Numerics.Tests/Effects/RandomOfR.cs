namespace Trellis.Effects;

/// <summary>R's own random numbers (Mersenne Twister, inversion), so that a data set that R published only as a seed can be drawn again.</summary>
internal sealed class RandomOfR
{
    private const int Length = 624;
    private readonly uint[] state = new uint[Length];
    private int at = Length;

    public RandomOfR(uint seed)
    {
        // set.seed: fifty turns of a congruential generator, then one word more than the state has.
        for (var i = 0; i < 50; i++)
            seed = (69069 * seed) + 1;
        seed = (69069 * seed) + 1;
        for (var i = 0; i < Length; i++)
        {
            seed = (69069 * seed) + 1;
            state[i] = seed;
        }
    }

    public double Uniform() =>
        Math.Clamp(
            Next() * 2.3283064365386963e-10,
            2.328306437080797e-10,
            1 - 2.328306437080797e-10
        );

    public double Normal()
    {
        const double Big = 134217728;
        var u = Math.Floor(Big * Uniform()) + Uniform();
        return MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, u / Big);
    }

    /// <summary>rbinom(1, 1, chance): R turns the chance around above one half.</summary>
    public int YesNo(double chance)
    {
        var least = Math.Min(chance, 1 - chance);
        var no = Uniform() < 1 - least;
        return chance > .5 == no ? 1 : 0;
    }

    private uint Next()
    {
        if (at == Length)
        {
            for (var i = 0; i < Length; i++)
            {
                var y = (state[i] & 0x80000000) | (state[(i + 1) % Length] & 0x7fffffff);
                state[i] = state[(i + 397) % Length] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0dfu);
            }
            at = 0;
        }
        var z = state[at++];
        z ^= z >> 11;
        z ^= (z << 7) & 0x9d2c5680;
        z ^= (z << 15) & 0xefc60000;
        return z ^ (z >> 18);
    }
}
