namespace Trellis.Synthesis;

/// <summary>The average of some of the studies.</summary>
/// <param name="Study">The study added, or the one left out.</param>
/// <param name="Analysis">Of the studies so far, or of the others.</param>
public sealed record PartialAnalysis(string Study, MetaAnalysis Analysis);

/// <summary>How one study moves what all say together.</summary>
/// <remarks>Viechtbauer and Cheung, "Outlier and influence diagnostics for meta-analysis", Research Synthesis Methods 1, 2010.</remarks>
/// <param name="Study">Its name.</param>
/// <param name="StudentizedResidual">How far it lies from what the others say, in standard errors of that difference.</param>
/// <param name="Fits">DFFITS: how far its own fitted value moves without it, in standard deviations.</param>
/// <param name="CooksDistance">How far all coefficients move without it, squared and scaled.</param>
/// <param name="CovarianceRatio">Uncertainty without it over uncertainty with it: below 1 where the others agree better alone.</param>
/// <param name="Tau2Without">τ² of the others.</param>
/// <param name="QWithout">Q of the others.</param>
/// <param name="Leverage">Its pull on its own fitted value, from 0 to 1.</param>
/// <param name="Weight">Its share, in per cent.</param>
/// <param name="CoefficientShifts">DFBETAS: how far each coefficient moves without it, in standard errors.</param>
/// <param name="Influential">|Fits| > 3√(p/(k − p)), Cook's distance beyond the middle of chi-squared, leverage > 3p/k, or a shift beyond 1.</param>
public sealed record StudyInfluence(
    string Study,
    double StudentizedResidual,
    double Fits,
    double CooksDistance,
    double CovarianceRatio,
    double Tau2Without,
    double QWithout,
    double Leverage,
    double Weight,
    IReadOnlyList<double> CoefficientShifts,
    bool Influential
);

/// <summary>Analyses of part of the studies: as they came in, and without one at a time.</summary>
public static class StudySequences
{
    /// <summary>The average after each study, in the order asked for.</summary>
    /// <param name="studies">Without moderators; with them the first analysis is of the fewest studies that can tell them apart.</param>
    /// <param name="order">Numbers of studies, from 0, each once; null for the order given. By year shows how evidence grew.</param>
    /// <param name="method">Of τ².</param>
    /// <param name="knappHartung">From the second study on; the first has no spread.</param>
    /// <param name="level">The share of confidence.</param>
    /// <exception cref="ArgumentException">The order does not name each study once.</exception>
    public static IReadOnlyList<PartialAnalysis> Cumulative(
        Studies studies,
        IReadOnlyList<int>? order = null,
        HeterogeneityMethod method = HeterogeneityMethod.RestrictedMaximumLikelihood,
        bool knappHartung = false,
        double level = .95
    )
    {
        ArgumentNullException.ThrowIfNull(studies);
        int[] all = [.. order ?? [.. Enumerable.Range(0, studies.Count)]];
        if (!all.Order().SequenceEqual(Enumerable.Range(0, studies.Count)))
            throw new ArgumentException("The order names each study once.", nameof(order));
        var first = studies.Moderators.Count == 0 ? 1 : studies.Moderators.Count + 2;
        var steps = new PartialAnalysis[Math.Max(0, all.Length - first + 1)];
        Parallel.For(
            0,
            steps.Length,
            s =>
                steps[s] = new PartialAnalysis(
                    studies.Names[all[s + first - 1]],
                    RandomEffects.Fit(
                        studies.Only(all[..(s + first)]),
                        method,
                        knappHartung && s + first > 1,
                        level
                    )
                )
        );
        return steps;
    }

    /// <summary>The average without each study in turn, in the order given: what would overturn the whole.</summary>
    /// <param name="studies">Two or more.</param>
    /// <param name="method">Of τ².</param>
    /// <param name="knappHartung">Where two or more are left.</param>
    /// <param name="level">The share of confidence.</param>
    /// <exception cref="Answers.UnusableDataException">One study only.</exception>
    public static IReadOnlyList<PartialAnalysis> LeaveOneOut(
        Studies studies,
        HeterogeneityMethod method = HeterogeneityMethod.RestrictedMaximumLikelihood,
        bool knappHartung = false,
        double level = .95
    )
    {
        ArgumentNullException.ThrowIfNull(studies);
        if (studies.Count < studies.Columns.Count + (studies.Moderators.Count > 0 ? 2 : 1))
            throw new Answers.UnusableDataException(
                studies.Count == 1
                    ? "There is one study: without it nothing is left."
                    : $"{studies.Count} studies are too few to leave one out and still tell {studies.Moderators.Count} moderators apart."
            );
        var steps = new PartialAnalysis[studies.Count];
        Parallel.For(
            0,
            steps.Length,
            s =>
                steps[s] = new PartialAnalysis(
                    studies.Names[s],
                    RandomEffects.Fit(
                        Without(studies, s),
                        method,
                        knappHartung && studies.Count > 2,
                        level
                    )
                )
        );
        return steps;
    }

    /// <summary>How each study moves the whole, in the order given.</summary>
    /// <param name="studies">More than the coefficients by two.</param>
    /// <param name="method">Of τ².</param>
    /// <param name="knappHartung">As in <see cref="RandomEffects.Fit"/>.</param>
    /// <returns>Figures are NaN where the others cannot tell the moderators apart, as where one study alone has a value.</returns>
    public static IReadOnlyList<StudyInfluence> Influence(
        Studies studies,
        HeterogeneityMethod method = HeterogeneityMethod.RestrictedMaximumLikelihood,
        bool knappHartung = false
    )
    {
        ArgumentNullException.ThrowIfNull(studies);
        var whole = RandomEffects.Fit(studies, method, knappHartung);
        var (k, p) = (studies.Count, studies.Columns.Count);
        if (k < p + 2)
            throw new Answers.UnusableDataException(
                $"{k} studies are too few to see what each of them does: {p + 2} are needed."
            );
        var fit = new WeightedEffects(studies, whole.Tau2);
        // The spread that Knapp and Hartung scale by must not be in what leverage is made of.
        var inverse = Regression.LeastSquares.Invert(whole.Covariance, p).Inverse;
        var answers = new StudyInfluence[k];
        Parallel.For(0, k, i => answers[i] = Of(i));
        return answers;

        StudyInfluence Of(int i)
        {
            double[] at = [.. studies.Columns.Select(c => c[i])];
            var leverage = fit.Weights[i] * Quadratic(fit.Covariance, at);
            var others = Without(studies, i);
            if (others.Columns.Count < p)
                return new StudyInfluence(
                    studies.Names[i],
                    double.NaN,
                    double.NaN,
                    double.NaN,
                    double.NaN,
                    double.NaN,
                    double.NaN,
                    leverage,
                    whole.Weights[i],
                    [.. at.Select(_ => double.NaN)],
                    leverage > 3d * p / k
                );
            var without = RandomEffects.Fit(others, method, knappHartung);
            var own = new WeightedEffects(others, without.Tau2);
            var spread = knappHartung ? own.ResidualSquares / (k - 1 - p) : 1;
            double[] shift =
            [
                .. whole.Coefficients.Zip(without.Coefficients, (a, b) => a.Estimate - b.Estimate),
            ];
            double moved = 0,
                predicted = 0;
            for (var j = 0; j < p; j++)
            {
                moved += at[j] * shift[j];
                predicted += at[j] * without.Coefficients[j].Estimate;
            }
            var variance = studies.Variances[i] + without.Tau2;
            var all = new WeightedEffects(studies, without.Tau2);
            var fits = moved / Math.Sqrt(spread * leverage * variance);
            var cooks = Quadratic(inverse, shift);
            double[] shifts =
            [
                .. shift.Select((s, j) => s / Math.Sqrt(spread * all.Covariance[(j * p) + j])),
            ];
            return new StudyInfluence(
                studies.Names[i],
                (studies.Effects[i] - predicted)
                    / Math.Sqrt((spread * variance) + Quadratic(without.Covariance, at)),
                fits,
                cooks,
                Math.Exp(
                    Regression.Symmetric.LogDeterminant(without.Covariance, p)
                        - Regression.Symmetric.LogDeterminant(whole.Covariance, p)
                ),
                without.Tau2,
                without.Heterogeneity.Statistic,
                leverage,
                whole.Weights[i],
                shifts,
                Math.Abs(fits) > 3 * Math.Sqrt((double)p / (k - p))
                    || Probability.Tails.ChiSquaredAbove(cooks, p) < .5
                    || leverage > 3d * p / k
                    || shifts.Any(s => Math.Abs(s) > 1)
            );
        }

        double Quadratic(double[] matrix, double[] v)
        {
            double sum = 0;
            for (var a = 0; a < p; a++)
            for (var b = 0; b < p; b++)
                sum += v[a] * matrix[(a * p) + b] * v[b];
            return sum;
        }
    }

    private static Studies Without(Studies studies, int i) =>
        studies.Only([.. Enumerable.Range(0, studies.Count).Where(j => j != i)]);
}
