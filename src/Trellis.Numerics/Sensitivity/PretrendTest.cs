using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using Trellis.Answers;

namespace Trellis.Sensitivity;

/// <summary>What a test of the times before treatment would have seen had trends differed in a given way.</summary>
/// <param name="AnySignificant">The chance that an estimate before treatment, one at least, is significant by itself.</param>
/// <param name="Joint">The chance that the joint (Wald) test of all of them rejects.</param>
/// <param name="BayesFactor">The chance that none is significant if trends differed so, over the chance if they were parallel: above 1 never; near 1 the test says nothing.</param>
/// <param name="LikelihoodRatio">How likely the estimates before treatment are if trends differed so, over how likely if they were parallel.</param>
/// <param name="ExpectedAfterPassing">What each estimate, before and after, is on average among studies whose every estimate before treatment is insignificant, were there no effect: after treatment, a bias.</param>
public sealed record PretrendPower(
    double AnySignificant,
    double Joint,
    double BayesFactor,
    double LikelihoodRatio,
    IReadOnlyList<double> ExpectedAfterPassing
);

/// <summary>Which test of the times before treatment is meant.</summary>
public enum PretrendTestKind
{
    /// <summary>Whether any estimate is significant by itself, as readers look at event studies.</summary>
    AnySignificant,

    /// <summary>The joint Wald test.</summary>
    Joint,
}

/// <summary>How much a test for trends before treatment can see.</summary>
/// <remarks>
/// Roth, "Pretest with caution: event-study estimates after testing for parallel trends", American Economic Review: Insights 4
/// (2022), whose package pretrends gives the same numbers. A test that passes says little where its power is low.
/// </remarks>
public static class PretrendTest
{
    /// <summary>The joint Wald test that all estimates before treatment are 0 in truth.</summary>
    /// <returns>The statistic, chi-squared with as many degrees of freedom as there are estimates before treatment, and the chance of one as large.</returns>
    /// <exception cref="UnusableDataException">One estimate before treatment follows from the others.</exception>
    public static (double Statistic, double Probability) Wald(EventStudyEstimates study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var statistic = Length(study, study.Estimates[..study.Before]);
        return (
            statistic,
            SpecialFunctions.GammaUpperRegularized(study.Before / 2.0, statistic / 2)
        );
    }

    /// <summary>A trend that differs by a straight line through 0 at the time all are measured from.</summary>
    /// <param name="slope">How much a unit of time, in the unit of the outcome.</param>
    public static double[] Straight(EventStudyEstimates study, double slope)
    {
        ArgumentNullException.ThrowIfNull(study);
        var path = study.Times.ToArray();
        for (var i = 0; i < path.Length; i++)
            path[i] *= slope;
        return path;
    }

    /// <summary>What the tests would have seen had trends differed along a path.</summary>
    /// <param name="path">By how much trends differed at the time of each estimate, in the unit of the outcome: <see cref="Straight"/> or any other.</param>
    /// <param name="level">1 less the size of the test: .95.</param>
    /// <exception cref="ArgumentException">There is not a number for each estimate.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    /// <exception cref="UnusableDataException">One estimate before treatment follows from the others.</exception>
    public static PretrendPower Power(
        EventStudyEstimates study,
        ReadOnlySpan<double> path,
        double level = .95
    )
    {
        ArgumentNullException.ThrowIfNull(study);
        if (path.Length != study.Count)
            throw new ArgumentException(
                $"{path.Length} numbers are given for {study.Count} estimates.",
                nameof(path)
            );
        var (passes, means) = Passes(study, path[..study.Before], level);
        var (passesParallel, _) = Passes(study, new double[study.Before], level);
        var shift = new double[study.Before];
        for (var i = 0; i < shift.Length; i++)
            shift[i] = study.Estimates[i] - path[i];
        var ratio = Math.Exp(
            (Length(study, study.Estimates[..study.Before]) - Length(study, shift)) / 2
        );
        return new PretrendPower(
            1 - passes,
            JointPower(study.Before, Length(study, path[..study.Before]), level),
            passes / passesParallel,
            ratio,
            AfterPassing(study, path, means)
        );
    }

    /// <summary>The slope of a straight difference in trends that a test detects with a given chance.</summary>
    /// <param name="power">The chance to detect it, above the size of the test and below 1: .8.</param>
    /// <param name="kind">Which test.</param>
    /// <param name="level">1 less the size of the test: .95.</param>
    /// <returns>In the unit of the outcome a unit of time, above 0; its mirror image is detected as often.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The power is not above the chance to reject without any trend, or not below 1.</exception>
    /// <exception cref="UnusableDataException">One estimate before treatment follows from the others.</exception>
    public static double SlopeDetected(
        EventStudyEstimates study,
        double power = .8,
        PretrendTestKind kind = PretrendTestKind.AnySignificant,
        double level = .95
    )
    {
        ArgumentNullException.ThrowIfNull(study);
        double At(double slope)
        {
            var path = Straight(study, slope).AsSpan(0, study.Before);
            return kind == PretrendTestKind.Joint
                ? JointPower(study.Before, Length(study, path), level)
                : 1 - Passes(study, path, level).Probability;
        }
        if (!(power < 1 && power > At(0)))
            throw new ArgumentOutOfRangeException(
                nameof(power),
                power,
                "The chance to detect a trend lies between the chance to reject without one, and 1."
            );
        double low = 0,
            high = study.StandardError(study.Before - 1);
        while (At(high) < power)
            (low, high) = (high, 2 * high);
        for (var halving = 0; halving < 45 && high - low > 1e-10 * high; halving++)
        {
            var middle = (low + high) / 2;
            if (At(middle) < power)
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }

    private static (double Probability, double[] Means) Passes(
        EventStudyEstimates study,
        ReadOnlySpan<double> means,
        double level
    )
    {
        var z = FoldedNormal.CriticalValue(0, level);
        var bounds = new double[study.Before];
        for (var i = 0; i < bounds.Length; i++)
            bounds[i] = z * study.StandardError(i);
        return RectangleProbability.Within(means.ToArray(), Before(study), bounds);
    }

    // Non-central chi-squared, as chi-squared with more degrees of freedom, these drawn from Poisson's distribution.
    private static double JointPower(int degrees, double noncentrality, double level)
    {
        var critical = ChiSquared.InvCDF(degrees, level);
        if (!double.IsFinite(noncentrality))
            return double.NaN;
        var half = noncentrality / 2;
        double Term(int k) =>
            Math.Exp((k * Math.Log(half)) - half - SpecialFunctions.GammaLn(k + 1.0))
            * SpecialFunctions.GammaUpperRegularized((degrees / 2.0) + k, critical / 2);
        if (half == 0)
            return 1 - level;
        var centre = (int)half;
        var sum = 0.0;
        for (var k = centre; k >= 0; k--)
        {
            var term = Term(k);
            sum += term;
            if (term < 1e-17)
                break;
        }
        for (var k = centre + 1; ; k++)
        {
            var term = Term(k);
            sum += term;
            if (term < 1e-17)
                break;
        }
        return Math.Min(1, sum);
    }

    // The mean of what was truncated moves what was not by regression on it.
    private static double[] AfterPassing(
        EventStudyEstimates study,
        ReadOnlySpan<double> path,
        double[] means
    )
    {
        var n = study.Before;
        var expected = path.ToArray();
        var moved = new double[n];
        for (var i = 0; i < n; i++)
            (moved[i], expected[i]) = (means[i] - path[i], means[i]);
        var weights = Solve(study, moved);
        for (var t = n; t < study.Count; t++)
        for (var i = 0; i < n; i++)
            expected[t] += study.Covariance[(t * study.Count) + i] * weights[i];
        return expected;
    }

    private static double Length(EventStudyEstimates study, ReadOnlySpan<double> vector)
    {
        var solved = Solve(study, vector);
        var sum = 0.0;
        for (var i = 0; i < solved.Length; i++)
            sum += vector[i] * solved[i];
        return sum;
    }

    private static double[] Solve(EventStudyEstimates study, ReadOnlySpan<double> vector)
    {
        var n = study.Before;
        var factor = RectangleProbability.LowerFactor(Before(study), n);
        var x = vector.ToArray();
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
                x[i] -= factor[(i * n) + j] * x[j];
            x[i] /= factor[(i * n) + i];
        }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < n; j++)
                x[i] -= factor[(j * n) + i] * x[j];
            x[i] /= factor[(i * n) + i];
        }
        return x;
    }

    private static double[] Before(EventStudyEstimates study)
    {
        var n = study.Before;
        var covariance = new double[n * n];
        for (var i = 0; i < n; i++)
            study.Covariance.Slice(i * study.Count, n).CopyTo(covariance.AsSpan(i * n));
        return covariance;
    }
}
