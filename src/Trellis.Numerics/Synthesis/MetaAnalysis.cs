using Trellis.Answers;
using Trellis.Probability;

namespace Trellis.Synthesis;

/// <summary>A range of plausible values; NaN on both sides where there is none.</summary>
public readonly record struct MetaInterval(double Lower, double Upper)
{
    /// <summary>No range can be told.</summary>
    public static MetaInterval None => new(double.NaN, double.NaN);
}

/// <summary>One coefficient: the average effect, or what goes with one more of a moderator.</summary>
/// <param name="Name">"intercept", or the moderator's.</param>
/// <param name="Estimate">In the unit of the effects (for a moderator: by one of its units).</param>
/// <param name="StandardError">Of the estimate.</param>
/// <param name="Statistic">Estimate over standard error.</param>
/// <param name="Degrees">Degrees of freedom of Student's t; positive infinity where the normal distribution is used.</param>
/// <param name="P">The chance of a statistic further from 0 where the truth is 0, on both sides.</param>
/// <param name="Confidence">The interval at the level asked for.</param>
public sealed record MetaCoefficient(
    string Name,
    double Estimate,
    double StandardError,
    double Statistic,
    double Degrees,
    double P,
    MetaInterval Confidence
)
{
    internal static MetaCoefficient Of(
        string name,
        double estimate,
        double standardError,
        double degrees,
        double level
    )
    {
        // Too few clusters for a small-sample correction leave no degrees of freedom to read a table with.
        var beyond = degrees > 0 ? Tails.StudentBeyond(1 - level, degrees) : double.NaN;
        var statistic = estimate / standardError;
        return new MetaCoefficient(
            name,
            estimate,
            standardError,
            statistic,
            degrees,
            degrees > 0 ? Tails.StudentBothSides(statistic, degrees) : double.NaN,
            new MetaInterval(
                estimate - (beyond * standardError),
                estimate + (beyond * standardError)
            )
        );
    }
}

/// <summary>A test that several things are 0 together.</summary>
/// <param name="Statistic">Chi-squared where the denominator is infinite, else F.</param>
/// <param name="Degrees">How many things.</param>
/// <param name="DenominatorDegrees">Positive infinity for a chi-squared test.</param>
/// <param name="P">The chance of a greater statistic where all are 0.</param>
public sealed record MetaTest(double Statistic, int Degrees, double DenominatorDegrees, double P);

/// <summary>How much true effects differ at one level.</summary>
/// <param name="Level">The level's name: "district"; "study" where there is one level only.</param>
/// <param name="Variance">Of true effects between groups of this level, within the level above, in the unit squared.</param>
/// <param name="Groups">How many groups the level has.</param>
/// <param name="I2">The percentage of the differences between estimates that lies at this level (Cheung, Psychological Methods 19, 2014), from 0 to 100.</param>
public sealed record HeterogeneityComponent(string Level, double Variance, int Groups, double I2);

/// <summary>What studies say together.</summary>
/// <remarks>
/// Effects are taken as y = Xb + u + e, with known variances of e and estimated variances of u, and weighted by the inverse of
/// both together. Definitions are those of metafor (Viechtbauer, "Conducting meta-analyses in R with the metafor package",
/// Journal of Statistical Software 36, 2010).
/// </remarks>
public sealed record MetaAnalysis
{
    /// <summary>What was put together.</summary>
    public required Studies Studies { get; init; }

    public required HeterogeneityMethod Method { get; init; }

    /// <summary>The share of confidence of every interval: .95.</summary>
    public required double Level { get; init; }

    /// <summary>The intercept, then the moderators. Without moderators the intercept is the average effect.</summary>
    public required IReadOnlyList<MetaCoefficient> Coefficients { get; init; }

    /// <summary>Of the coefficients with each other, row by row.</summary>
    public required double[] Covariance { get; init; }

    /// <summary>By level, the widest first; one without levels.</summary>
    public required IReadOnlyList<HeterogeneityComponent> Components { get; init; }

    /// <summary>τ², the variance of true effects over all levels, in the unit squared; 0 where effects are taken as equal.</summary>
    public double Tau2 => Components.Sum(c => c.Variance);

    /// <summary>Of τ²; NaN with equal effects and with several levels.</summary>
    public required double Tau2StandardError { get; init; }

    /// <summary>
    /// The range of τ² by profiling Q (Viechtbauer, Statistics in Medicine 26, 2007): exact where effects and errors are normal.
    /// None with several levels.
    /// </summary>
    public required MetaInterval Tau2Confidence { get; init; }

    /// <summary>Cochran's Q of what the coefficients leave, chi-squared where true effects are equal: the test for heterogeneity.</summary>
    public required MetaTest Heterogeneity { get; init; }

    /// <summary>
    /// The percentage of the differences between estimates that is not chance (Higgins and Thompson, Statistics in Medicine 21,
    /// 2002), from 0 to 100. It says how noisy the studies are as much as how different; read <see cref="Prediction"/> beside it.
    /// </summary>
    public required double I2 { get; init; }

    /// <summary>Total variability over sampling variability; 1 or more but with equal effects.</summary>
    public required double H2 { get; init; }

    /// <summary>That all moderators are 0; null without moderators.</summary>
    public required MetaTest? ModeratorTest { get; init; }

    /// <summary>The percentage of τ² that moderators explain, from 0; NaN without moderators, with several levels, or where there is no τ² to explain.</summary>
    public required double R2 { get; init; }

    /// <summary>Where the true effect of a next study would lie; none where effects are taken as equal, and with moderators, which a prediction needs.</summary>
    /// <remarks>Estimate ± quantile · √(SE² + τ²), with the quantile that the confidence interval uses.</remarks>
    public required MetaInterval Prediction { get; init; }

    /// <summary>
    /// The same with Student's t of k − 2 degrees (Higgins, Thompson and Spiegelhalter, Journal of the Royal Statistical Society A 172, 2009),
    /// which allows for τ² being estimated; none with fewer than 3 studies. With levels the studies are the groups of the widest level.
    /// </summary>
    public required MetaInterval WiderPrediction { get; init; }

    /// <summary>Log of the likelihood; restricted unless the method is maximum likelihood.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>The share of each study in the average, in per cent, sum 100. With levels: the sum of its row of weights, as a share.</summary>
    public required double[] Weights { get; init; }

    /// <summary>What was left out or changed, and why.</summary>
    public required IReadOnlyList<Remark> Remarks { get; init; }

    /// <summary>The average effect; with moderators, the effect where all are 0.</summary>
    public double Estimate => Coefficients[0].Estimate;

    /// <summary>Of <see cref="Estimate"/>.</summary>
    public double StandardError => Coefficients[0].StandardError;

    /// <summary>Of <see cref="Estimate"/>.</summary>
    public MetaInterval Confidence => Coefficients[0].Confidence;

    internal MarginalVariance Marginal { get; init; } = MarginalVariance.Diagonal([]);

    /// <summary>Where the average true effect lies for given moderators, and where the true effect of one next study would.</summary>
    /// <param name="moderators">One value a moderator of <see cref="Studies"/>, in their order.</param>
    /// <exception cref="ArgumentException">Not as many values as moderators.</exception>
    public (
        double Estimate,
        double StandardError,
        MetaInterval Confidence,
        MetaInterval Prediction
    ) Predict(params ReadOnlySpan<double> moderators)
    {
        if (moderators.Length != Coefficients.Count - 1)
            throw new ArgumentException("Give one value a moderator.", nameof(moderators));
        var p = Coefficients.Count;
        double[] at = [1, .. moderators];
        double estimate = 0,
            variance = 0;
        for (var i = 0; i < p; i++)
        {
            estimate += at[i] * Coefficients[i].Estimate;
            for (var j = 0; j < p; j++)
                variance += at[i] * at[j] * Covariance[(i * p) + j];
        }
        var said = MetaCoefficient.Of(
            "",
            estimate,
            Math.Sqrt(variance),
            Coefficients[0].Degrees,
            Level
        );
        return (
            estimate,
            said.StandardError,
            said.Confidence,
            Around(Method, estimate, variance, Tau2, Coefficients[0].Degrees, Level)
        );
    }

    internal static MetaInterval Around(
        HeterogeneityMethod method,
        double estimate,
        double variance,
        double tau2,
        double degrees,
        double level
    )
    {
        if (method == HeterogeneityMethod.EqualEffects || !(degrees > 0))
            return MetaInterval.None;
        var half = Tails.StudentBeyond(1 - level, degrees) * Math.Sqrt(variance + tau2);
        return new MetaInterval(estimate - half, estimate + half);
    }

    /// <summary>The Wald test of all but the intercept.</summary>
    internal static MetaTest? TestOfModerators(
        IReadOnlyList<double> coefficients,
        double[] covariance,
        double degrees
    )
    {
        var p = coefficients.Count;
        var m = p - 1;
        if (m == 0)
            return null;
        var among = new double[m * m];
        for (var i = 0; i < m; i++)
        for (var j = 0; j < m; j++)
            among[(i * m) + j] = covariance[((i + 1) * p) + j + 1];
        var inverse = Regression.LeastSquares.Invert(among, m).Inverse;
        double wald = 0;
        for (var i = 0; i < m; i++)
        for (var j = 0; j < m; j++)
            wald += coefficients[i + 1] * inverse[(i * m) + j] * coefficients[j + 1];
        return double.IsPositiveInfinity(degrees)
            ? new MetaTest(wald, m, degrees, Tails.ChiSquaredAbove(wald, m))
            : new MetaTest(wald / m, m, degrees, Tails.FisherAbove(wald / m, m, degrees));
    }
}
