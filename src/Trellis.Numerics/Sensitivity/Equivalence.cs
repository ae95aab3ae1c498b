namespace Trellis.Sensitivity;

/// <summary>How small differences in trends before treatment have been shown to be, instead of not shown to exist.</summary>
/// <remarks>
/// Dette and Schumann, "Testing for equivalence of pre-trends in difference-in-differences estimation", Journal of Business and
/// Economic Statistics 42 (2024), the test of the largest: each estimate by itself at the full size, which together keep it
/// (Berger, 1982).
/// </remarks>
public static class Equivalence
{
    /// <summary>The least bound for which the test says that no difference before treatment is as large.</summary>
    /// <param name="size">The chance to say so wrongly: .05.</param>
    /// <returns>
    /// In the unit of the outcome. Compare it with the effect: a bound as large as the effect shows nothing. 0 where every
    /// estimate is nearer to 0 than chance alone would bring it.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is not between 0 and 1.</exception>
    public static double LeastBound(EventStudyEstimates study, double size = .05)
    {
        ArgumentNullException.ThrowIfNull(study);
        var largest = 0.0;
        for (var i = 0; i < study.Before; i++)
            largest = Math.Max(
                largest,
                LeastBound(study.Estimates[i], study.StandardError(i), size)
            );
        return largest;
    }

    /// <summary>The same for one estimate.</summary>
    /// <param name="estimate">In the unit of the outcome.</param>
    /// <param name="standardError">Above 0.</param>
    /// <param name="size">The chance to say so wrongly.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard error is not above 0, or the size not between 0 and 1.</exception>
    public static double LeastBound(double estimate, double standardError, double size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(standardError);
        var seen = Math.Abs(estimate) / standardError;
        if (FoldedNormal.CriticalValue(0, size) >= seen)
            return 0;
        double low = 0,
            high = seen + 1;
        while (FoldedNormal.CriticalValue(high, size) < seen)
            high *= 2;
        for (var halving = 0; halving < 60; halving++)
        {
            var middle = (low + high) / 2;
            if (FoldedNormal.CriticalValue(middle, size) < seen)
                low = middle;
            else
                high = middle;
        }
        return standardError * (low + high) / 2;
    }
}
