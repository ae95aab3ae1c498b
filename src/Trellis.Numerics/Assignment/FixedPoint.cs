namespace Trellis.Assignment;

/// <summary>Values as whole numbers, so that a flow is found exactly and not up to what additions of doubles lose.</summary>
/// <remarks>
/// A value is multiplied by a power of two and rounded to the nearest whole number. The power is the largest for which the
/// network simplex stays within 64 bits and a whole number is still exact as a double. A value is so moved by half of
/// <see cref="Step"/> at most; those that are multiples of it, as whole numbers are unless they are huge, are not moved.
/// </remarks>
internal readonly struct FixedPoint
{
    private readonly double scale;

    /// <param name="largest">The largest size of any value.</param>
    /// <param name="nodes">How many nodes the network has.</param>
    public FixedPoint(double largest, int nodes)
    {
        // The simplex needs (largest + 1) x (nodes + 1) x 8 below 2^63; one bit is left over for sums on the way.
        var room = Math.Min(Math.ScaleB(1, 59) / (nodes + 2), Math.ScaleB(1, 52));
        scale =
            largest > 0 ? Math.ScaleB(1, Math.Clamp(Math.ILogB(room / largest), -1000, 1000)) : 1;
    }

    /// <summary>The least difference between two values that is seen.</summary>
    public double Step => 1 / scale;

    public long Of(double value) => (long)Math.Round(value * scale);

    public double Back(long value) => value / scale;
}
