using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.Synthesis;

/// <summary>Whether small studies find other effects than large ones, as they would if dull small studies went unpublished.</summary>
/// <param name="Slope">What goes with one more of standard error: the test.</param>
/// <param name="Limit">The effect the line gives a study without sampling error, with its interval: an average that small studies do not pull.</param>
public sealed record FunnelAsymmetry(MetaCoefficient Slope, MetaCoefficient Limit)
{
    /// <summary>Egger's regression of effects on standard errors with a variance between studies beside the sampling errors.</summary>
    /// <param name="studies">Ten or more, as a rule: fewer give the test no power. Moderators stay in.</param>
    /// <param name="method">How that variance is estimated.</param>
    /// <param name="knappHartung">Student's t as in <see cref="RandomEffects.Fit"/>.</param>
    /// <param name="level">The share of confidence.</param>
    /// <exception cref="UnusableDataException">Fewer than three studies, or all of one standard error.</exception>
    public static FunnelAsymmetry Mixed(
        Studies studies,
        HeterogeneityMethod method = HeterogeneityMethod.RestrictedMaximumLikelihood,
        bool knappHartung = false,
        double level = .95
    )
    {
        var with = WithStandardErrors(studies);
        var fit = RandomEffects.Fit(with, method, knappHartung, level);
        return new FunnelAsymmetry(fit.Coefficients[^1], fit.Coefficients[0]);
    }

    /// <summary>
    /// Egger's test as first published (Egger, Davey Smith, Schneider and Minder, British Medical Journal 315, 1997): weights 1/v, errors of whatever size the residuals have, Student's t.
    /// </summary>
    /// <param name="studies">Ten or more, as a rule; moderators stay in.</param>
    /// <param name="level">The share of confidence.</param>
    /// <exception cref="UnusableDataException">Fewer than three studies, or all of one standard error.</exception>
    public static FunnelAsymmetry Egger(Studies studies, double level = .95)
    {
        var with = WithStandardErrors(studies);
        var (k, p) = (with.Count, with.Columns.Count);
        var fit = new WeightedEffects(with, 0);
        var spread = fit.ResidualSquares / (k - p);
        MetaCoefficient At(int i) =>
            MetaCoefficient.Of(
                with.ColumnNames[i],
                fit.Coefficients[i],
                Math.Sqrt(spread * fit.Covariance[(i * p) + i]),
                k - p,
                level
            );
        return new FunnelAsymmetry(At(p - 1), At(0));
    }

    internal static Studies WithStandardErrors(Studies studies)
    {
        if (studies.Count < studies.Columns.Count + 2)
            throw new UnusableDataException(
                $"{studies.Count} studies cannot show whether small ones differ from large ones: three or more are needed, and ten for a test with power."
            );
        var errors = Array.ConvertAll(studies.Variances, Math.Sqrt);
        double[][] columns = [.. studies.Columns, errors];
        var (_, leftOut) = LeastSquares.Invert(
            LeastSquares.Gram(columns, studies.Count),
            columns.Length
        );
        return leftOut.Count > 0
            ? throw new UnusableDataException(
                "All studies have the same standard error, or moderators say it already: small ones cannot be told from large ones."
            )
            : studies.With([.. studies.Moderators, new Moderator("standard error", errors)]);
    }
}
