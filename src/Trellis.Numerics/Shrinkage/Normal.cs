namespace Trellis.Shrinkage;

/// <summary>The normal distribution with mean 0 and variance 1.</summary>
public static class Normal
{
    /// <summary>The share of the distribution that lies below <paramref name="x"/>.</summary>
    /// <param name="x">Any number; NaN gives NaN.</param>
    /// <returns>Between 0 and 1, right to about fourteen digits after the point.</returns>
    /// <remarks>
    /// The series of Marsaglia, "Evaluating the Normal Distribution", Journal of Statistical Software 11 (2004). Beyond 8 the
    /// share differs from 0 or 1 by less than 1e-15.
    /// </remarks>
    public static double Below(double x)
    {
        if (double.IsNaN(x))
            return double.NaN;
        if (Math.Abs(x) > 8)
            return x < 0 ? 0 : 1;
        double sum = x,
            term = x,
            before = 0;
        for (var odd = 3; sum != before; odd += 2)
        {
            before = sum;
            term *= x * x / odd;
            sum += term;
        }
        return Math.Clamp(.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)), 0, 1);
    }
}
