using Trellis.Probability;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>A test that several effects are 0 together (Wald).</summary>
/// <param name="F">The statistic over its number of restrictions; NaN where there are none.</param>
/// <param name="Restrictions">How many.</param>
/// <param name="DegreesOfFreedom">Of the denominator.</param>
/// <param name="Probability">Of an F as large if all were 0.</param>
public sealed record JointTest(
    double F,
    int Restrictions,
    double DegreesOfFreedom,
    double Probability
)
{
    /// <param name="which">Of the estimates.</param>
    /// <param name="covariance">Of all of them, row by row.</param>
    /// <param name="degrees">Of freedom of the denominator of F.</param>
    /// <returns>Estimates that others already say count as no restriction; without any restriction F and its chance are NaN.</returns>
    internal static JointTest AllZero(
        int[] which,
        double[] estimates,
        double[] covariance,
        double degrees
    )
    {
        var (n, k) = (estimates.Length, which.Length);
        var own = new double[k * k];
        for (var a = 0; a < k; a++)
        for (var b = 0; b < k; b++)
            own[(a * k) + b] = covariance[(which[a] * n) + which[b]];
        var (inverse, leftOut) = LeastSquares.Invert(own, k);
        var restrictions = k - leftOut.Count;
        if (restrictions == 0)
            return new JointTest(double.NaN, 0, degrees, double.NaN);
        double wald = 0;
        for (var a = 0; a < k; a++)
        for (var b = 0; b < k; b++)
            wald += estimates[which[a]] * inverse[(a * k) + b] * estimates[which[b]];
        var f = wald / restrictions;
        return new JointTest(f, restrictions, degrees, Tails.FisherAbove(f, restrictions, degrees));
    }
}
