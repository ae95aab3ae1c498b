using MathNet.Numerics;

namespace Trellis.Sensitivity;

/// <summary>A standard normal number of which only is known that it lies between two bounds.</summary>
public static class TruncatedNormal
{
    // From here the tail is worked out beside its own density, which would otherwise become 0 and be divided by.
    private const double Far = 5;

    /// <summary>The chance that it lies above <paramref name="value"/>.</summary>
    /// <param name="value">At a bound or beyond it gives 0 or 1.</param>
    /// <param name="low">May be negative infinity.</param>
    /// <param name="high">Not below <paramref name="low"/>; may be positive infinity.</param>
    /// <returns>Between 0 and 1, right to about twelve digits of itself however far out the bounds lie; NaN where any of the three is NaN.</returns>
    public static double Above(double value, double low, double high)
    {
        if (double.IsNaN(value) || double.IsNaN(low) || double.IsNaN(high))
            return double.NaN;
        if (value <= low)
            return 1;
        if (value >= high)
            return 0;
        if (high <= 0)
            return 1 - Above(-value, -high, -low);
        if (low <= 0)
            return Share(Tail(value), Tail(low), Tail(high), value, low, high);
        // All by the density at the lower bound.
        return Share(Scaled(value, low), Scaled(low, low), Scaled(high, low), value, low, high);
    }

    /// <summary>The chance of a normal number above <paramref name="z"/>.</summary>
    internal static double Tail(double z) => .5 * SpecialFunctions.Erfc(z / Constants.Sqrt2);

    private static double Share(
        double atValue,
        double atLow,
        double atHigh,
        double value,
        double low,
        double high
    ) =>
        // Bounds so near each other that the density between them is level.
        high - low
        < 1e-9 * Math.Max(1, Math.Abs(low))
            ? (high - value) / (high - low)
            : Math.Clamp((atValue - atHigh) / (atLow - atHigh), 0, 1);

    private static double Scaled(double z, double from) =>
        double.IsPositiveInfinity(z) ? 0 : Ratio(z) * Math.Exp((from - z) * (from + z) / 2);

    // The tail over the density, Mills' ratio; further out by its continued fraction (Laplace).
    private static double Ratio(double z)
    {
        if (z < Far)
            return Tail(z) * Math.Exp(z * z / 2) * Constants.Sqrt2Pi;
        var fraction = z;
        for (var k = 60; k >= 1; k--)
            fraction = z + (k / fraction);
        return 1 / fraction;
    }
}
