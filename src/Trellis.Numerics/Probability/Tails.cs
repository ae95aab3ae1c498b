using MathNet.Numerics;

namespace Trellis.Probability;

/// <summary>Tails and quantiles of the distributions that tests and intervals are read from, with the digits kept far out.</summary>
/// <remarks>
/// 1 − (share below) loses every digit where the share is near 1, and tests of heterogeneity live there (p = 2e-26 is ordinary),
/// so tails are asked for as tails. Quantiles are sharpened by Newton's method on those tails until they stand still.
/// </remarks>
public static class Tails
{
    /// <summary>The chance that a standard normal draw lies further from 0 than <paramref name="z"/>, on either side; NaN gives NaN.</summary>
    public static double NormalBothSides(double z) =>
        double.IsNaN(z) ? double.NaN : SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>The chance that a draw from Student's t lies further from 0 than <paramref name="t"/>, on either side; NaN gives NaN.</summary>
    /// <param name="degrees">Degrees of freedom, above 0, not always whole; positive infinity means the normal distribution.</param>
    /// <param name="t">The statistic.</param>
    public static double StudentBothSides(double t, double degrees) =>
        double.IsNaN(t) || double.IsNaN(degrees) ? double.NaN
        : double.IsPositiveInfinity(degrees) ? NormalBothSides(t)
        : double.IsInfinity(t) ? 0
        // Near 0 the argument of the other form is so near 1 that it has no digits of t; far out this one has none of the tail.
        : t * t < 4 && degrees > t * t
            ? 1 - SpecialFunctions.BetaRegularized(.5, degrees / 2, t * t / (degrees + (t * t)))
        : SpecialFunctions.BetaRegularized(degrees / 2, .5, degrees / (degrees + (t * t)));

    /// <summary>The chance that a chi-squared draw is above <paramref name="value"/>; 1 with 0 degrees of freedom, NaN for NaN.</summary>
    public static double ChiSquaredAbove(double value, double degrees) =>
        double.IsNaN(value) ? double.NaN
        : degrees <= 0 || value <= 0 ? 1
        : SpecialFunctions.GammaUpperRegularized(degrees / 2, value / 2);

    /// <summary>The chance that a draw from Fisher's F is above <paramref name="value"/>; NaN gives NaN.</summary>
    /// <param name="value">The statistic.</param>
    /// <param name="degrees">Of the numerator, above 0.</param>
    /// <param name="denominator">Of the denominator, above 0; positive infinity means chi-squared over its degrees.</param>
    public static double FisherAbove(double value, double degrees, double denominator) =>
        double.IsNaN(value) || double.IsNaN(denominator) ? double.NaN
        : value <= 0 ? 1
        : double.IsPositiveInfinity(denominator) ? ChiSquaredAbove(value * degrees, degrees)
        : SpecialFunctions.BetaRegularized(
            denominator / 2,
            degrees / 2,
            denominator / (denominator + (degrees * value))
        );

    /// <summary>The number that <paramref name="share"/> of standard normal draws lie beyond, on both sides together: 1.96 for .05.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not above 0 and below 1.</exception>
    public static double NormalBeyond(double share) =>
        StudentBeyond(share, double.PositiveInfinity);

    /// <summary>The number that <paramref name="share"/> of draws from Student's t lie beyond, on both sides together.</summary>
    /// <param name="share">Above 0 and below 1: .05 for an interval of 95 %.</param>
    /// <param name="degrees">Degrees of freedom, above 0; positive infinity means the normal distribution, NaN gives NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not above 0 and below 1.</exception>
    public static double StudentBeyond(double share, double degrees)
    {
        if (!(share > 0 && share < 1))
            throw new ArgumentOutOfRangeException(
                nameof(share),
                share,
                "A share lies between 0 and 1."
            );
        if (double.IsNaN(degrees))
            return double.NaN;
        return Falling(t => StudentBothSides(t, degrees), share);
    }

    /// <summary>The number that <paramref name="share"/> of chi-squared draws lie above.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not above 0 and below 1, or degrees not above 0.</exception>
    public static double ChiSquaredBeyond(double share, double degrees)
    {
        if (!(share > 0 && share < 1))
            throw new ArgumentOutOfRangeException(
                nameof(share),
                share,
                "A share lies between 0 and 1."
            );
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        return Falling(value => ChiSquaredAbove(value, degrees), share);
    }

    // Where a tail that falls from 1 at 0 to 0 far out equals the share: doubled until passed, then halved by false position.
    private static double Falling(Func<double, double> tail, double share)
    {
        double low = 0,
            high = 1;
        while (tail(high) > share)
            (low, high) = (high, high * 2);
        return Root.Of(x => Math.Log(tail(x) / share), low, high);
    }
}
