namespace Trellis.Fiction;

/// <summary>A seeded stream of chance (SplitMix64): the same seed gives the same draws on every machine.</summary>
/// <remarks>
/// Only sums, products, quotients and square roots of doubles are used anywhere in the fiction: those are exact by IEEE 754,
/// whereas logarithms and sines may differ in the last digit between processors, and then files would differ too.
/// A stream is made of a seed and what it is for, so that drawing more in one place never changes another.
/// </remarks>
internal struct Chance
{
    private ulong state;

    public Chance(int seed, Purpose purpose, int first = 0, int second = 0)
    {
        state = Mix((ulong)(uint)seed + 0x9E3779B97F4A7C15);
        state = Mix(state ^ ((ulong)purpose * 0xD1B54A32D192ED03));
        state = Mix(state ^ ((ulong)(uint)first * 0xABC98388FB8FAC03));
        state = Mix(state ^ ((ulong)(uint)second * 0x8CB92BA72F3D8DD7));
    }

    /// <summary>From 0, included, to 1, left out.</summary>
    public double Next()
    {
        state += 0x9E3779B97F4A7C15;
        return (Mix(state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>From 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(Next() * count);

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Happens(double probability) => Next() < probability;

    /// <summary>Mean 0, variance 1, never beyond 6: the sum of twelve uniform draws less six.</summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += Next();
        return sum;
    }

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    public void Shuffle<T>(IList<T> list)
    {
        for (var last = list.Count - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (list[last], list[other]) = (list[other], list[last]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>What a stream of chance is for.</summary>
internal enum Purpose
{
    Coast = 1,
    Areas,
    Towns,
    Neighbourhoods,
    Names,
    Sites,
    Lives,
    Trusts,
    Quality,
    Census,
    Absence,
    Workforce,
    Money,
    KeyStage2,
    KeyStage4,
    KeyStage5,
    Inspections,
    Admissions,
    Similar,
    Register,
}
