namespace Trellis.Sensitivity;

/// <summary>How large an effect must be for a study to find it.</summary>
public static class DetectableEffect
{
    /// <summary>The least effect that a two-sided test finds with a given chance.</summary>
    /// <param name="standardError">Of the estimate, in the unit of the outcome; NaN gives NaN.</param>
    /// <param name="power">The chance to find it, above the size of the test and below 1.</param>
    /// <param name="level">1 less the size of the test.</param>
    /// <returns>
    /// In the unit of the outcome: 2.8016 standard errors for .8 and .95. Exact: the far tail, which the rule
    /// z(1 - α/2) + z(power) leaves out, counts as found too.
    /// </returns>
    /// <remarks>Bloom, "Minimum detectable effects", Evaluation Review 19 (1995).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The standard error is below 0, the level not between 0 and 1, or the power not between 1 less the level and 1.</exception>
    public static double Minimum(double standardError, double power = .8, double level = .95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(standardError);
        var critical = FoldedNormal.CriticalValue(0, level);
        if (!(power > 1 - level && power < 1))
            throw new ArgumentOutOfRangeException(
                nameof(power),
                power,
                "The chance to find an effect lies between the size of the test and 1."
            );
        double low = 0,
            high = critical + 10;
        while (Power(high, critical) < power)
            high += 10;
        for (var halving = 0; halving < 60; halving++)
        {
            var middle = (low + high) / 2;
            if (Power(middle, critical) < power)
                low = middle;
            else
                high = middle;
        }
        return standardError * (low + high) / 2;
    }

    /// <summary>The same for a weighted sum of the estimates after treatment.</summary>
    /// <param name="weights">One for each time after treatment.</param>
    /// <inheritdoc cref="Minimum(double,double,double)"/>
    public static double Minimum(
        EventStudyEstimates study,
        ReadOnlySpan<double> weights,
        double power = .8,
        double level = .95
    )
    {
        var usual = HonestIntervals.Original(study, weights, level);
        return Minimum(
            (usual.Upper - usual.Lower) / 2 / FoldedNormal.CriticalValue(0, level),
            power,
            level
        );
    }

    /// <summary>The chance that a two-sided test finds an effect.</summary>
    /// <param name="effect">In the unit of the standard error.</param>
    /// <param name="standardError">Above 0.</param>
    /// <param name="level">1 less the size of the test.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard error is not above 0, or the level not between 0 and 1.</exception>
    public static double Power(double effect, double standardError, double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(standardError);
        return Power(effect / standardError, FoldedNormal.CriticalValue(0, level));
    }

    private static double Power(double errors, double critical) =>
        TruncatedNormal.Tail(critical - errors) + TruncatedNormal.Tail(critical + errors);
}
