namespace Trellis.Sensitivity;

/// <summary>The size of a normal number whose mean is not 0.</summary>
public static class FoldedNormal
{
    /// <summary>What |Z + bias| is below with a given chance, Z being standard normal.</summary>
    /// <param name="bias">How many standard errors the mean lies from 0; its sign does not matter.</param>
    /// <param name="level">The chance, above 0 and below 1: .95.</param>
    /// <returns>
    /// How many standard errors an interval must reach to both sides to hold the truth with that chance although the estimate
    /// may be off by the bias; 1.96 for a bias of 0 and a level of .95. Right to twelve digits; NaN for a bias that is NaN.
    /// </returns>
    /// <remarks>Worked out, not simulated: Armstrong and Kolesár, "Optimal inference in a class of regression models", Econometrica 86 (2018), call it cv.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static double CriticalValue(double bias, double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        if (double.IsNaN(bias))
            return double.NaN;
        if (double.IsInfinity(bias))
            return double.PositiveInfinity;
        bias = Math.Abs(bias);
        double low = 0,
            high = bias + MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, .5 + (level / 2));
        var at = high;
        for (var step = 0; step < 200 && high - low > 1e-15 * (1 + high); step++)
        {
            // The chance to lie beyond, less what it should be: falls as the bound grows.
            var over =
                TruncatedNormal.Tail(at - bias) + TruncatedNormal.Tail(at + bias) - (1 - level);
            if (over > 0)
                low = at;
            else
                high = at;
            var slope = Density(at - bias) + Density(at + bias);
            var next = at + (over / slope);
            if (!(next > low && next < high))
                next = (low + high) / 2;
            if (Math.Abs(next - at) < 1e-15 * (1 + at))
                return next;
            at = next;
        }
        return at;
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
}
