using System.Globalization;
using System.Numerics.Tensors;
using MathNet.Numerics;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>A joint test that several effects are all 0.</summary>
/// <param name="Statistic">W = b'V⁻¹b; NaN where there is no answer.</param>
/// <param name="Restrictions">How many effects, the degrees of freedom of χ².</param>
/// <param name="PValue">How often chance alone gives a W as great; NaN where there is no answer.</param>
/// <param name="Reason">Why there is no answer; null where there is one.</param>
public sealed record WaldTest(
    double Statistic,
    int Restrictions,
    double PValue,
    string? Reason = null
)
{
    /// <summary>That all effects before treatment are 0: the pre-test of parallel trends (Callaway and Sant'Anna 2021).</summary>
    /// <remarks>
    /// References are left out. It cannot show that trends are parallel: a pass with little power says little (Roth, American
    /// Economic Review: Insights 2022).
    /// </remarks>
    /// <param name="effects">Of groups at times.</param>
    /// <param name="withAnticipation">
    /// Whether times at which treatment may already be anticipated are tested too, as did does; without them a pass says
    /// nothing of anticipation and a failure cannot be one.
    /// </param>
    public static WaldTest BeforeTreatment(GroupTimeEffects effects, bool withAnticipation = true)
    {
        var end = withAnticipation ? 0 : -effects.Anticipation;
        int[] before =
        [
            .. Enumerable
                .Range(0, effects.Cells.Count)
                .Where(c =>
                    !effects.Cells[c].Reference
                    && effects.Cells[c].EventTime < end
                    && double.IsFinite(effects.Cells[c].Effect)
                ),
        ];
        return before.Length == 0
            ? new WaldTest(
                double.NaN,
                0,
                double.NaN,
                "No group is looked at twice before its treatment, so there is nothing to test."
            )
            : Of(
                [.. before.Select(c => effects.Cells[c].Effect)],
                [.. before.Select(c => effects.Influence[c])],
                effects.Clusters
            );
    }

    /// <summary>That these averages are all 0, references left out.</summary>
    public static WaldTest Of(IReadOnlyList<AverageEffect> averages, IReadOnlyList<int[]> clusters)
    {
        AverageEffect[] own = [.. averages.Where(a => !a.Reference)];
        return Of([.. own.Select(a => a.Effect)], [.. own.Select(a => a.Influence)], clusters);
    }

    /// <summary>That these effects are all 0.</summary>
    /// <param name="effects">One or more, finite.</param>
    /// <param name="influence">For each effect ψ of each observation.</param>
    /// <param name="clusters">None, one or two variables.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static WaldTest Of(
        IReadOnlyList<double> effects,
        IReadOnlyList<double[]> influence,
        IReadOnlyList<int[]> clusters
    )
    {
        var k = effects.Count;
        if (influence.Count != k)
            throw new ArgumentException("There is not one influence function for each effect.");
        if (k == 0)
            return new WaldTest(double.NaN, 0, double.NaN, "There is no effect to test.");
        return Of(effects, InfluenceFunctions.Covariance(influence, clusters));
    }

    /// <summary>That effects with a known covariance are all 0.</summary>
    /// <param name="effects">One or more.</param>
    /// <param name="covariance">K × K, row by row.</param>
    /// <exception cref="ArgumentException">The covariance is not K × K.</exception>
    public static WaldTest Of(IReadOnlyList<double> effects, double[] covariance)
    {
        var k = effects.Count;
        if (covariance.Length != k * k)
            throw new ArgumentException("The covariance does not have a row for each effect.");
        if (effects.Any(e => !double.IsFinite(e)) || covariance.Any(v => !double.IsFinite(v)))
            return new WaldTest(
                double.NaN,
                k,
                double.NaN,
                "An effect or its covariance is not a number."
            );
        var (inverse, leftOut) = LeastSquares.Invert(covariance, k);
        if (leftOut.Count > 0)
            return new WaldTest(
                double.NaN,
                k,
                double.NaN,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{leftOut.Count} of {k} effects have no variance of their own beside the others (fewer clusters than effects, or one effect twice), so they cannot be tested together."
                )
            );
        double[] b = [.. effects];
        double statistic = 0;
        for (var i = 0; i < k; i++)
            statistic += b[i] * TensorPrimitives.Dot<double>(inverse.AsSpan(i * k, k), b);
        return new WaldTest(
            statistic,
            k,
            SpecialFunctions.GammaUpperRegularized(k / 2.0, statistic / 2)
        );
    }
}
