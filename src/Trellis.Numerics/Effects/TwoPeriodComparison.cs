using System.Globalization;
using System.Numerics.Tensors;
using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>Two groups at two times: what treatment did to those who got it, allowing for covariates.</summary>
/// <remarks>
/// Sant'Anna and Zhao, "Doubly robust difference-in-differences estimators", Journal of Econometrics 219 (2020): every estimator
/// of R's DRDID one by one. For many groups at many times use <see cref="CallawaySantAnna"/>, which is made of these. A constant
/// is always among the covariates; give none of your own.
/// </remarks>
/// <example>
/// <code>
/// var effect = TwoPeriodComparison.OfPanel(TwoPeriodMethod.DoublyRobust, before, after, treated, [size, poverty]);
/// // effect.Effect ± 1.96 * effect.StandardError
/// </code>
/// </example>
public static class TwoPeriodComparison
{
    /// <summary>Units seen at both times.</summary>
    /// <param name="before">The outcome before treatment, each unit's; finite.</param>
    /// <param name="after">The outcome after it began.</param>
    /// <param name="treated">Who was treated.</param>
    /// <param name="covariates">As they were before; none for a plain difference in differences.</param>
    /// <param name="weights">0 or more; null for 1 each.</param>
    /// <exception cref="UnusableDataException">Nobody is treated, there are no controls, weights are negative, figures are missing, or covariates tell treated from controls perfectly.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static TwoPeriodEffect OfPanel(
        TwoPeriodMethod method,
        ReadOnlySpan<double> before,
        ReadOnlySpan<double> after,
        ReadOnlySpan<bool> treated,
        IReadOnlyList<double[]> covariates,
        double[]? weights = null
    )
    {
        var n = treated.Length;
        if (before.Length != n || after.Length != n)
            throw new ArgumentException("Outcomes and treatment are not of one length.");
        var kinds = new int[n];
        var change = new double[n];
        for (var i = 0; i < n; i++)
        {
            kinds[i] = treated[i] ? 0 : 2;
            change[i] = after[i] - before[i];
        }
        var (x, order, counts, outcome, scaled) = Pack(kinds, change, covariates, weights);
        var influence = new double[n];
        var work = new PairedComparison();
        var effect = work.Effect(
            method,
            x,
            counts[0],
            outcome,
            scaled,
            influence,
            same: false,
            needsOverlap: false,
            out var noAnswer
        );
        return Answer(effect, noAnswer, influence, order, work.LeftOut, work.Trimmed);
    }

    /// <summary>Rows seen once, before or after.</summary>
    /// <param name="outcome">Each row's; finite.</param>
    /// <param name="after">Whether the row was seen after treatment began.</param>
    /// <param name="treated">Whether it belongs to the treated, before or after.</param>
    /// <inheritdoc cref="OfPanel"/>
    public static TwoPeriodEffect OfCrossSections(
        TwoPeriodMethod method,
        ReadOnlySpan<double> outcome,
        ReadOnlySpan<bool> after,
        ReadOnlySpan<bool> treated,
        IReadOnlyList<double[]> covariates,
        double[]? weights = null
    )
    {
        var n = treated.Length;
        if (outcome.Length != n || after.Length != n)
            throw new ArgumentException("Outcome, times and treatment are not of one length.");
        var kinds = new int[n];
        for (var i = 0; i < n; i++)
            kinds[i] = (treated[i] ? 0 : 2) + (after[i] ? 1 : 0);
        var (x, order, counts, packed, scaled) = Pack(kinds, outcome, covariates, weights);
        var influence = new double[n];
        var work = new CrossSectionComparison();
        var effect = work.Effect(
            method,
            x,
            (counts[0], counts[1], counts[2], counts[3]),
            packed,
            scaled,
            influence,
            needsOverlap: false,
            out var noAnswer
        );
        return Answer(effect, noAnswer, influence, order, work.LeftOut, work.Trimmed);
    }

    private static (
        PackedColumns X,
        int[] Order,
        int[] Counts,
        double[] Outcome,
        double[] Weights
    ) Pack(
        int[] kinds,
        ReadOnlySpan<double> outcome,
        IReadOnlyList<double[]> covariates,
        double[]? weights
    )
    {
        var n = kinds.Length;
        if (covariates.Any(c => c.Length != n) || (weights is not null && weights.Length != n))
            throw new ArgumentException("Covariates, weights and treatment are not of one length.");
        for (var i = 0; i < n; i++)
            if (
                !double.IsFinite(outcome[i])
                || covariates.Any(c => !double.IsFinite(c[i]))
                || (weights is not null && !double.IsFinite(weights[i]))
            )
                throw new UnusableDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Row {i + 1} lacks its outcome, a covariate or its weight. Leave such rows out and say how many they were."
                    )
                );
        if (weights is not null && Array.FindIndex(weights, w => w < 0) is var negative and >= 0)
            throw new UnusableDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The weight of row {negative + 1} is negative ({weights[negative]}). Weights are 0 or more."
                )
            );
        var counts = new int[4];
        foreach (var kind in kinds)
            counts[kind]++;
        var order = new int[n];
        var at = new int[4];
        for (var kind = 1; kind < 4; kind++)
            at[kind] = at[kind - 1] + counts[kind - 1];
        for (var i = 0; i < n; i++)
            order[at[kinds[i]]++] = i;
        var x = new PackedColumns();
        x.Resize(covariates.Count + 1, n);
        x.Column(0).Fill(1);
        var packed = new double[n];
        var scaled = new double[n];
        var mean = weights is null ? 1 : TensorPrimitives.Sum<double>(weights) / n;
        for (var i = 0; i < n; i++)
        {
            packed[i] = outcome[order[i]];
            scaled[i] = weights is null ? 1 : weights[order[i]] / mean;
        }
        for (var k = 0; k < covariates.Count; k++)
        {
            // Measured from its mean: see StaggeredRows.
            var from = n == 0 ? 0 : TensorPrimitives.Sum<double>(covariates[k]) / n;
            var column = x.Column(k + 1);
            for (var i = 0; i < n; i++)
                column[i] = covariates[k][order[i]] - from;
        }
        return (x, order, counts, packed, scaled);
    }

    private static TwoPeriodEffect Answer(
        double effect,
        NoAnswer noAnswer,
        double[] influence,
        int[] order,
        IReadOnlyList<int> leftOut,
        int trimmed
    )
    {
        if (noAnswer != NoAnswer.None)
            throw new UnusableDataException(Why(noAnswer));
        var n = influence.Length;
        var own = new double[n];
        for (var i = 0; i < n; i++)
            own[order[i]] = influence[i];
        var mean = TensorPrimitives.Sum<double>(own) / n;
        double squares = 0;
        foreach (var value in own)
            squares += (value - mean) * (value - mean);
        return new TwoPeriodEffect(
            effect,
            Math.Sqrt(squares) / n,
            own,
            [.. leftOut.Select(k => k - 1)],
            trimmed
        );
    }

    internal static string Why(NoAnswer noAnswer) =>
        noAnswer switch
        {
            NoAnswer.NoOverlap =>
                "Covariates tell the treated from all controls (almost) perfectly, so no control can stand for them. Use fewer covariates, or the regression method, which then goes beyond what was seen.",
            NoAnswer.TooFewControls =>
                "Controls are too few, or too alike in a covariate, for a regression on them. Use fewer covariates.",
            NoAnswer.TooFewTreated =>
                "Treated rows of one of the two times are too few, or too alike in a covariate, for a regression on them. Use fewer covariates, or inverse probability weights.",
            NoAnswer.Nobody =>
                "There is nobody treated, or no control, with a weight above 0 at one of the two times.",
            _ => "",
        };
}
