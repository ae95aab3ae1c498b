using System.Globalization;
using Trellis.Answers;

namespace Trellis.Sensitivity;

/// <summary>How intervals are made when trends may differ.</summary>
public enum HonestMethod
{
    /// <summary>The least favourable test first, then the conditional one: never much worse than either. HonestDiD's "C-LF".</summary>
    LeastFavourableHybrid,

    /// <summary>The conditional test alone. HonestDiD's "Conditional".</summary>
    Conditional,

    /// <summary>The shortest interval of one length for all data; for smoothness only, of any shape. HonestDiD's "FLCI".</summary>
    FixedLength,

    /// <summary>The interval of fixed length first, then the conditional test; for smoothness only. HonestDiD's "C-F".</summary>
    FixedLengthHybrid,
}

/// <summary>What is known of the way trends differed, besides how far.</summary>
public enum TrendShape
{
    /// <summary>Nothing.</summary>
    Any,

    /// <summary>At no time after treatment below 0: without treatment the treated would have done better.</summary>
    AboveZero,

    /// <summary>At no time after treatment above 0.</summary>
    BelowZero,

    /// <summary>Rising from each time to the next, before and after.</summary>
    Rising,

    /// <summary>Falling from each time to the next, before and after.</summary>
    Falling,
}

/// <summary>An interval for an effect under a bound on how far trends may differ.</summary>
/// <param name="Bound">The bound: a multiple of the largest step before treatment (relative magnitudes), or the largest bend in the unit of the outcome (smoothness).</param>
/// <param name="Lower">In the unit of the outcome; NaN where no effect is compatible with the bound.</param>
/// <param name="Upper">In the unit of the outcome; NaN where no effect is compatible with the bound.</param>
public sealed record HonestInterval(double Bound, double Lower, double Upper)
{
    /// <summary>Whether every effect was refused: the estimates before treatment break the bound themselves.</summary>
    public bool IsEmpty => double.IsNaN(Lower);

    /// <summary>Whether an effect lies in it; false where it is empty.</summary>
    public bool Holds(double effect) => Lower <= effect && effect <= Upper;
}

/// <summary>Intervals for an effect of an event study that hold although trends were not parallel, so long as they differed no more than a bound says.</summary>
/// <remarks>
/// <para>
/// Rambachan and Roth, "A more credible approach to parallel trends", Review of Economic Studies 90 (2023). A target is a
/// weighted sum of the estimates after treatment: <see cref="First"/>, <see cref="Average"/> or any other weights. Steps and
/// bends are by the time between, so that years without data widen nothing that they should not.
/// </para>
/// <para>
/// The ends are bracketed by where the first test refuses everything beyond and then halved down to rounding. HonestDiD 0.2.8
/// tries a grid and cuts the interval off silently where the grid ends.
/// </para>
/// <example>
/// <code>
/// var study = new EventStudyEstimates([.01, -.02, .15, .18], covariance, before: 2);
/// var interval = HonestIntervals.RelativeMagnitudes(study, HonestIntervals.Average(study), bound: 1);
/// // with a trend after treatment no worse than the worst before it, the effect lies between interval.Lower and interval.Upper
/// </code>
/// </example>
/// </remarks>
public static class HonestIntervals
{
    /// <summary>The weights of the first time after treatment.</summary>
    public static double[] First(EventStudyEstimates study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var weights = new double[study.After];
        weights[0] = 1;
        return weights;
    }

    /// <summary>The same weight for each time after treatment.</summary>
    /// <param name="study">Whose times after are weighed.</param>
    /// <param name="from">The first time that counts, where time 0 lies more than a step before treatment; 0 for all after it.</param>
    /// <exception cref="ArgumentOutOfRangeException">No time is as late.</exception>
    public static double[] Average(EventStudyEstimates study, double from = 0)
    {
        ArgumentNullException.ThrowIfNull(study);
        var weights = new double[study.After];
        var counted = 0;
        for (var t = 0; t < weights.Length; t++)
            if (study.Times[study.Before + t] >= from)
                (weights[t], counted) = (1, counted + 1);
        if (counted == 0)
            throw new ArgumentOutOfRangeException(nameof(from), from, "No time is as late.");
        for (var t = 0; t < weights.Length; t++)
            weights[t] /= counted;
        return weights;
    }

    /// <summary>The usual interval, which holds only if trends were parallel.</summary>
    /// <inheritdoc cref="RelativeMagnitudes" path="/param|/exception"/>
    public static HonestInterval Original(
        EventStudyEstimates study,
        ReadOnlySpan<double> weights,
        double level = .95
    )
    {
        Check(study, weights, 0, level);
        Span<double> whole = new double[study.Count];
        weights.CopyTo(whole[study.Before..]);
        var centre = 0.0;
        for (var i = 0; i < study.Count; i++)
            centre += whole[i] * study.Estimates[i];
        var half = FoldedNormal.CriticalValue(0, level) * Math.Sqrt(study.Between(whole, whole));
        return new HonestInterval(0, centre - half, centre + half);
    }

    /// <summary>The interval when no step of the trend after treatment is longer than a multiple of the longest step before it.</summary>
    /// <param name="weights">How the estimates of after make the effect asked about, one for each time after treatment.</param>
    /// <param name="bound">The multiple, 0 or more; 1 lets trends after be as bad as the worst before.</param>
    /// <param name="level">The chance to hold the truth, above 0 and below 1.</param>
    /// <param name="method">The hybrid or the conditional test.</param>
    /// <param name="shape">What is known of the way trends differed.</param>
    /// <exception cref="ArgumentException">There is not a weight for each time after treatment, all are 0, or one is no number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 0 or no number, the level is not between 0 and 1, or the method is of smoothness only.</exception>
    public static HonestInterval RelativeMagnitudes(
        EventStudyEstimates study,
        ReadOnlySpan<double> weights,
        double bound,
        double level = .95,
        HonestMethod method = HonestMethod.LeastFavourableHybrid,
        TrendShape shape = TrendShape.Any
    )
    {
        Check(study, weights, bound, level);
        NotFixedLength(method);
        Tellable(bound);
        return Union(
            study,
            weights,
            bound,
            level,
            method,
            shape,
            UpAndDown(
                study.Before,
                (place, sign) => Restriction.RelativeMagnitudes(study, place, sign, bound)
            )
        );
    }

    /// <summary>The interval when no bend of the trend after treatment is larger than a multiple of the largest bend before it: straight trends of any slope are allowed for.</summary>
    /// <inheritdoc cref="RelativeMagnitudes" path="/param|/exception"/>
    /// <exception cref="UnusableDataException">There is only one estimate before treatment: a bend needs two.</exception>
    public static HonestInterval RelativeBends(
        EventStudyEstimates study,
        ReadOnlySpan<double> weights,
        double bound,
        double level = .95,
        HonestMethod method = HonestMethod.LeastFavourableHybrid,
        TrendShape shape = TrendShape.Any
    )
    {
        Check(study, weights, bound, level);
        NotFixedLength(method);
        Tellable(bound);
        if (study.Before < 2)
            throw new UnusableDataException(
                "Bends before treatment are what bends after it are measured by, and one estimate before treatment has none: give two or more."
            );
        return Union(
            study,
            weights,
            bound,
            level,
            method,
            shape,
            UpAndDown(
                study.Before - 1,
                (place, sign) => Restriction.RelativeBends(study, place, sign, bound)
            )
        );
    }

    // The largest step or bend before treatment may be any of them, in either direction.
    private static IEnumerable<Restriction> UpAndDown(
        int places,
        Func<int, int, Restriction> restriction
    ) =>
        Enumerable
            .Range(0, places)
            .SelectMany(place => (Restriction[])[restriction(place, 1), restriction(place, -1)]);

    /// <summary>The interval when the trend bends by no more than a bound from one step to the next.</summary>
    /// <param name="weights">How the estimates of after make the effect asked about, one for each time after treatment.</param>
    /// <param name="bound">The largest bend, in the unit of the outcome; 0 for trends that differ by a straight line.</param>
    /// <param name="level">The chance to hold the truth, above 0 and below 1.</param>
    /// <param name="method">Of fixed length, one of the hybrids or the conditional test.</param>
    /// <param name="shape">What is known of the way trends differed; an interval of fixed length cannot use it.</param>
    /// <exception cref="ArgumentException">There is not a weight for each time after treatment, all are 0, or one is no number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 0 or no number, or the level is not between 0 and 1.</exception>
    public static HonestInterval Smoothness(
        EventStudyEstimates study,
        ReadOnlySpan<double> weights,
        double bound,
        double level = .95,
        HonestMethod method = HonestMethod.FixedLength,
        TrendShape shape = TrendShape.Any
    )
    {
        Check(study, weights, bound, level);
        if (method == HonestMethod.FixedLength && shape != TrendShape.Any)
            throw new ArgumentOutOfRangeException(
                nameof(shape),
                shape,
                "An interval of fixed length holds for any shape and cannot use one; ask for a hybrid."
            );
        if (method != HonestMethod.FixedLength)
            return Union(
                study,
                weights,
                bound,
                level,
                method,
                shape,
                [Restriction.Smoothness(study, bound)]
            );
        var shortest = FixedLengthInterval.Shortest(study, weights, bound, level);
        return new HonestInterval(bound, shortest.Lower, shortest.Upper);
    }

    /// <summary>The largest bend that the times before treatment leave open: a bound to start from where nothing better is known.</summary>
    /// <param name="study">With two estimates before treatment or more; with one, its standard error is given, there being no bend.</param>
    /// <param name="level">The chance of each bend to lie below its own one-sided limit; the largest limit is taken.</param>
    /// <returns>In the unit of the outcome.</returns>
    /// <remarks>HonestDiD's DeltaSD_upperBound_Mpre, from which it makes its default bounds.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static double LargestBendBefore(EventStudyEstimates study, double level = .95)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        if (study.Before == 1)
            return study.StandardError(0);
        var z = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, level);
        var largest = double.NegativeInfinity;
        foreach (var bend in Restriction.Bends(study).AsSpan(0, study.Before - 1))
        {
            var seen = 0.0;
            for (var i = 0; i < study.Count; i++)
                seen += bend[i] * study.Estimates[i];
            largest = Math.Max(
                largest,
                Math.Abs(seen) + (z * Math.Sqrt(study.Between(bend, bend)))
            );
        }
        return largest;
    }

    /// <summary>The interval of fixed length with the weights, bias and standard error behind it.</summary>
    /// <inheritdoc cref="Smoothness" path="/param|/exception"/>
    public static FixedLengthInterval FixedLength(
        EventStudyEstimates study,
        ReadOnlySpan<double> weights,
        double bound,
        double level = .95
    )
    {
        Check(study, weights, bound, level);
        return FixedLengthInterval.Shortest(study, weights, bound, level);
    }

    /// <summary>The least bound at which an effect can no longer be ruled out: how much trends would have to differ to overturn a finding.</summary>
    /// <param name="interval">The interval at a bound, as <c>m => RelativeMagnitudes(study, weights, m)</c>.</param>
    /// <param name="effect">The effect to be ruled out, in the unit of the outcome.</param>
    /// <param name="most">Where to stop looking.</param>
    /// <param name="accuracy">How near to come.</param>
    /// <returns>0 where it lies in the interval from the start; positive infinity where it is ruled out even at <paramref name="most"/>.</returns>
    /// <remarks>Intervals grow with the bound, so halving finds it; an empty interval rules out nothing that a larger bound would not let in, and counts as not holding.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> or <paramref name="accuracy"/> is not above 0.</exception>
    public static double Breakdown(
        Func<double, HonestInterval> interval,
        double effect = 0,
        double most = 1e6,
        double accuracy = 1e-4
    )
    {
        ArgumentNullException.ThrowIfNull(interval);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(accuracy);
        if (interval(0).Holds(effect))
            return 0;
        double below = 0,
            above = Math.Min(1, most);
        while (!interval(above).Holds(effect))
        {
            if (above >= most)
                return double.PositiveInfinity;
            (below, above) = (above, Math.Min(most, 2 * above));
        }
        while (above - below > accuracy * Math.Min(1, above))
        {
            var middle = (below + above) / 2;
            if (interval(middle).Holds(effect))
                above = middle;
            else
                below = middle;
        }
        return (below + above) / 2;
    }

    // What cannot be refused under one of the restrictions; each is a case of its own, and they are added by their order.
    private static HonestInterval Union(
        EventStudyEstimates study,
        ReadOnlySpan<double> weights,
        double bound,
        double level,
        HonestMethod method,
        TrendShape shape,
        IEnumerable<Restriction> restrictions
    )
    {
        var target = weights.ToArray();
        var cases = restrictions.Select(r => r.With(shape, study)).ToArray();
        var first =
            method == HonestMethod.FixedLengthHybrid
                ? FixedLengthInterval.Shortest(
                    study,
                    target,
                    bound,
                    1 - ConditionalTest.FirstError(1 - level)
                )
                : null;
        var parts = new (double Lower, double Upper)?[cases.Length];
        try
        {
            Parallel.For(
                0,
                cases.Length,
                i =>
                    parts[i] = new ConditionalTest(
                        study,
                        cases[i],
                        target,
                        level,
                        method != HonestMethod.Conditional,
                        first
                    ).Interval()
            );
        }
        catch (AggregateException several)
            when (several.InnerExceptions[0] is UnusableDataException unusable)
        {
            throw new UnusableDataException(unusable.Message, several);
        }
        double lower = double.PositiveInfinity,
            upper = double.NegativeInfinity;
        foreach (var part in parts)
            if (part is var (from, to))
                (lower, upper) = (Math.Min(lower, from), Math.Max(upper, to));
        return lower <= upper
            ? new HonestInterval(bound, lower, upper)
            : new HonestInterval(bound, double.NaN, double.NaN);
    }

    // Beyond this a multiple leaves nothing of what it multiplies within the digits of a number.
    private const double LargestMultiple = 1e9;

    private static void Tellable(double bound)
    {
        if (bound > LargestMultiple)
            throw new UnusableDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A bound of {bound} times what was seen before treatment is too large to work with: {LargestMultiple} is the most."
                )
            );
    }

    private static void NotFixedLength(HonestMethod method)
    {
        if (method is HonestMethod.FixedLength or HonestMethod.FixedLengthHybrid)
            throw new ArgumentOutOfRangeException(
                nameof(method),
                method,
                "An interval of fixed length is for bounds on bends that are known, not for multiples of what was seen."
            );
    }

    private static void Check(
        EventStudyEstimates study,
        ReadOnlySpan<double> weights,
        double bound,
        double level
    )
    {
        ArgumentNullException.ThrowIfNull(study);
        if (weights.Length != study.After)
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{weights.Length} weights are given for {study.After} estimates after treatment."
                ),
                nameof(weights)
            );
        var any = false;
        foreach (var weight in weights)
        {
            if (!double.IsFinite(weight))
                throw new ArgumentException("A weight is no number.", nameof(weights));
            any |= weight != 0;
        }
        if (!any)
            throw new ArgumentException(
                "All weights are 0: nothing is asked about.",
                nameof(weights)
            );
        if (!(bound >= 0 && double.IsFinite(bound)))
            throw new ArgumentOutOfRangeException(
                nameof(bound),
                bound,
                "A bound on trends is a number, 0 or more."
            );
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(
                nameof(level),
                level,
                "A level lies between 0 and 1, as .95."
            );
    }
}
