using Trellis.Answers;
using Trellis.Probability;

namespace Trellis.Synthesis;

/// <summary>Puts independent studies together: one estimate each, no study sharing pupils or controls with another.</summary>
/// <remarks>Studies that share groups, or estimates that share controls, go to <see cref="Multilevel"/>.</remarks>
public static class RandomEffects
{
    /// <summary>The average effect, or the effects of moderators, with heterogeneity.</summary>
    /// <param name="studies">What was found.</param>
    /// <param name="method">How τ² is estimated.</param>
    /// <param name="knappHartung">
    /// Standard errors scaled by the spread of the weighted residuals, with Student's t of k − p degrees (Knapp and Hartung, Statistics in Medicine 22, 2003): nearer to its
    /// level with few studies than the normal interval.
    /// </param>
    /// <param name="level">The share of confidence, above 0 and below 1.</param>
    /// <exception cref="UnusableDataException">One study only, and Knapp-Hartung asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static MetaAnalysis Fit(
        Studies studies,
        HeterogeneityMethod method = HeterogeneityMethod.RestrictedMaximumLikelihood,
        bool knappHartung = false,
        double level = .95
    )
    {
        ArgumentNullException.ThrowIfNull(studies);
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "Between 0 and 1.");
        var remarks = new List<Remark>(studies.Remarks);
        var (k, p) = (studies.Count, studies.Columns.Count);
        if (k == 1)
        {
            if (knappHartung)
                throw new UnusableDataException(
                    "One study has no spread of its own: Knapp and Hartung's interval needs two or more."
                );
            if (method != HeterogeneityMethod.EqualEffects)
                remarks.Add(
                    new Remark(
                        "one-study",
                        1,
                        "There is one study: differences between studies cannot be seen, and its own interval is given."
                    )
                );
            method = HeterogeneityMethod.EqualEffects;
        }
        var (tau2, tau2Error) = Heterogeneity.Estimate(studies, method);
        var plain = new WeightedEffects(studies, 0);
        var fit = new WeightedEffects(studies, tau2);
        var (spare, degrees) = (k - p, double.PositiveInfinity);
        var covariance = (double[])fit.Covariance.Clone();
        if (knappHartung)
        {
            degrees = spare;
            for (var i = 0; i < covariance.Length; i++)
                covariance[i] *= fit.ResidualSquares / spare;
        }
        var typical = spare / plain.Trace();
        var excess = plain.ResidualSquares - spare;
        var first = covariance[0];
        var total = fit.Weights.Sum();
        var r2 = double.NaN;
        if (p > 1)
        {
            var (bare, _) = Heterogeneity.Estimate(studies.With([]), method);
            r2 = bare > 0 ? Math.Max(0, 100 * (bare - tau2) / bare) : double.NaN;
        }
        var i2 =
            spare == 0 ? 0
            : method == HeterogeneityMethod.EqualEffects
                ? Math.Max(0, 100 * excess / plain.ResidualSquares)
            : 100 * tau2 / (typical + tau2);
        return new MetaAnalysis
        {
            Studies = studies,
            Method = method,
            Level = level,
            Coefficients =
            [
                .. fit.Coefficients.Select(
                    (b, i) =>
                        MetaCoefficient.Of(
                            studies.ColumnNames[i],
                            b,
                            Math.Sqrt(covariance[(i * p) + i]),
                            degrees,
                            level
                        )
                ),
            ],
            Covariance = covariance,
            Components = [new HeterogeneityComponent("study", tau2, k, i2)],
            Tau2StandardError = tau2Error,
            Tau2Confidence = spare > 0 ? ProfileOfQ(studies, spare, level) : MetaInterval.None,
            Heterogeneity = new MetaTest(
                plain.ResidualSquares,
                spare,
                double.PositiveInfinity,
                Tails.ChiSquaredAbove(plain.ResidualSquares, spare)
            ),
            I2 = i2,
            H2 =
                spare == 0 ? 1
                : method == HeterogeneityMethod.EqualEffects ? plain.ResidualSquares / spare
                : (tau2 / typical) + 1,
            ModeratorTest = MetaAnalysis.TestOfModerators(fit.Coefficients, covariance, degrees),
            R2 = method == HeterogeneityMethod.EqualEffects ? double.NaN : r2,
            Prediction =
                p > 1
                    ? MetaInterval.None
                    : MetaAnalysis.Around(method, fit.Coefficients[0], first, tau2, degrees, level),
            WiderPrediction =
                p > 1
                    ? MetaInterval.None
                    : MetaAnalysis.Around(method, fit.Coefficients[0], first, tau2, k - 2, level),
            LogLikelihood = LogLikelihood(studies, fit, method),
            Weights = Array.ConvertAll(fit.Weights, w => 100 * w / total),
            Remarks = remarks,
            Marginal = MarginalVariance.Diagonal(
                Array.ConvertAll(studies.Variances, v => v + tau2)
            ),
        };
    }

    private static MetaInterval ProfileOfQ(Studies studies, int spare, double level)
    {
        var outside = (1 - level) / 2;
        // The upper end asks for little spread left, the lower for much; an end below 0 is told as 0.
        return new MetaInterval(
            Heterogeneity.SpreadOf(studies, Tails.ChiSquaredBeyond(outside, spare)),
            Heterogeneity.SpreadOf(studies, Tails.ChiSquaredBeyond(1 - outside, spare))
        );
    }

    private static double LogLikelihood(
        Studies studies,
        WeightedEffects fit,
        HeterogeneityMethod method
    )
    {
        var (k, p) = (studies.Count, studies.Columns.Count);
        var restricted = method == HeterogeneityMethod.RestrictedMaximumLikelihood;
        var height =
            fit.LogLikelihood(restricted) - (.5 * (restricted ? k - p : k) * Math.Log(2 * Math.PI));
        // The likelihood of contrasts that do not depend on how moderators are scaled.
        return restricted
            ? height
                + (
                    .5
                    * Regression.Symmetric.LogDeterminant(
                        Regression.LeastSquares.Gram(studies.Columns, k),
                        p
                    )
                )
            : height;
    }
}
