namespace Trellis.Probability;

/// <summary>Where a function of one number passes 0.</summary>
internal static class Root
{
    /// <summary>The place between two others, at which the function has opposite signs, to the last digits that arithmetic gives.</summary>
    /// <remarks>
    /// Chandrupatla's method ("A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function without
    /// using derivatives", Advances in Engineering Software 28, 1997): inverse quadratic steps where they are safe, halving else.
    /// </remarks>
    /// <exception cref="ArgumentException">The function has one sign at both ends.</exception>
    public static double Of(Func<double, double> function, double low, double high)
    {
        var (a, b) = (high, low);
        var (fa, fb) = (function(a), function(b));
        if (fa == 0)
            return a;
        if (fb == 0)
            return b;
        if (fa > 0 == fb > 0)
            throw new ArgumentException("The function has one sign at both ends.");
        var (c, fc) = (a, fa);
        var share = .5;
        for (var pass = 0; pass < 200; pass++)
        {
            var x = a + (share * (b - a));
            var fx = function(x);
            if (fx > 0 == fa > 0)
                (c, fc, a, fa) = (a, fa, x, fx);
            else
                (c, fc, b, fb, a, fa) = (b, fb, a, fa, x, fx);
            var (best, fBest) = Math.Abs(fa) < Math.Abs(fb) ? (a, fa) : (b, fb);
            var closest = 4e-16 * Math.Abs(best) / Math.Max(Math.Abs(b - a), double.Epsilon);
            if (fBest == 0 || closest >= .5)
                return best;
            var xi = (a - b) / (c - b);
            var phi = (fa - fb) / (fc - fb);
            share =
                phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi
                    ? (fa / (fb - fa) * (fc / (fb - fc)))
                        + ((c - a) / (b - a) * (fa / (fc - fa)) * (fb / (fc - fb)))
                    : .5;
            share = Math.Clamp(share, closest, 1 - closest);
        }
        return a;
    }
}
