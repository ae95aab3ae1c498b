using Trellis.Answers;
using Trellis.Probability;
using Trellis.Regression;

namespace Trellis.Synthesis;

/// <summary>A grouping of estimates: district, trust, school.</summary>
/// <param name="Name">As results name it.</param>
/// <param name="Groups">One group an estimate, as any numbers or words; null or empty leaves no room for a guess and is refused.</param>
public sealed record GroupingLevel(string Name, IReadOnlyList<string> Groups);

/// <summary>Puts estimates together that share something: groups within groups, or controls.</summary>
/// <remarks>
/// y = Xb + Σ u_level + e, with e of known variance and covariance (Konstantopoulos, Research Synthesis Methods 2, 2011), fitted by
/// (restricted) maximum likelihood: average-information steps (Gilmour, Thompson and Cullis, Biometrics 51, 1995) with no variance
/// below 0, from several starts, until they stand still. Work grows with the cube of the largest block that shares anything.
/// Independent studies with one estimate each go to <see cref="RandomEffects"/>, which is faster and has more methods.
/// </remarks>
public static class Multilevel
{
    /// <summary>The average effect, or the effects of moderators, with a variance for each level.</summary>
    /// <param name="studies">One row an estimate.</param>
    /// <param name="levels">The widest first; each is a grouping within all before it, so school 1 of district 11 is not school 1 of district 12. Groups are given for all rows that <see cref="Studies.Of"/> was given.</param>
    /// <param name="samplingCovariance">
    /// Of the sampling errors of all rows that <see cref="Studies.Of"/> was given, row by row, symmetric, with their variances on the diagonal, as
    /// studies that share controls have; null where errors are independent.
    /// </param>
    /// <param name="method">RestrictedMaximumLikelihood, MaximumLikelihood, or EqualEffects, which sets every level's variance to 0.</param>
    /// <param name="level">The share of confidence, above 0 and below 1.</param>
    /// <exception cref="UnusableDataException">A row has no group; the covariance is not symmetric, not positive definite, not finite or does not have the variances on its diagonal.</exception>
    /// <exception cref="ArgumentException">Another method; too few groups or covariances; an empty list of levels without a covariance is allowed.</exception>
    public static MetaAnalysis Fit(
        Studies studies,
        IReadOnlyList<GroupingLevel> levels,
        double[]? samplingCovariance = null,
        HeterogeneityMethod method = HeterogeneityMethod.RestrictedMaximumLikelihood,
        double level = .95
    )
    {
        ArgumentNullException.ThrowIfNull(studies);
        ArgumentNullException.ThrowIfNull(levels);
        if (
            method
            is not (
                HeterogeneityMethod.RestrictedMaximumLikelihood
                or HeterogeneityMethod.MaximumLikelihood
                or HeterogeneityMethod.EqualEffects
            )
        )
            throw new ArgumentException(
                "Several levels are fitted by restricted or full maximum likelihood.",
                nameof(method)
            );
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "Between 0 and 1.");
        var remarks = new List<Remark>(studies.Remarks);
        var groups = Nested(studies, levels);
        var (k, p) = (studies.Count, studies.Columns.Count);
        var restricted = method != HeterogeneityMethod.MaximumLikelihood;
        var covariance = Checked(studies, samplingCovariance);
        var sampling = MarginalVariance.Of(
            studies.Variances,
            covariance,
            groups.Length == 0 ? null : groups[0]
        );
        var plain =
            GeneralisedFit.Of(studies, sampling, restricted)
            ?? throw new UnusableDataException(
                "The covariances of the sampling errors contradict each other: the matrix is not positive definite."
            );
        var free = Free(levels, groups, method, remarks);
        var search = new VarianceSearch(
            studies,
            sampling,
            [.. free.Select(l => groups[l])],
            restricted
        );
        var found = search.Best();
        var sigma2 = new double[levels.Count];
        for (var l = 0; l < free.Length; l++)
            sigma2[free[l]] = found[l];
        var marginal = search.With(found);
        var fit = GeneralisedFit.Of(studies, marginal, restricted)!;
        var spare = k - p;
        var tau2 = sigma2.Sum();
        var typical = spare / plain.Trace();
        var rowWeights = fit.WeightedColumns[0];
        var total = rowWeights.Sum();
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
                            Math.Sqrt(fit.Covariance[(i * p) + i]),
                            double.PositiveInfinity,
                            level
                        )
                ),
            ],
            Covariance = fit.Covariance,
            Components =
            [
                .. levels.Select(
                    (l, i) =>
                        new HeterogeneityComponent(
                            l.Name,
                            sigma2[i],
                            groups[i].Distinct().Count(),
                            spare == 0 ? 0 : 100 * sigma2[i] / (tau2 + typical)
                        )
                ),
            ],
            Tau2StandardError = double.NaN,
            Tau2Confidence = MetaInterval.None,
            Heterogeneity = new MetaTest(
                plain.ResidualSquares,
                spare,
                double.PositiveInfinity,
                Tails.ChiSquaredAbove(plain.ResidualSquares, spare)
            ),
            I2 = spare == 0 ? 0 : 100 * tau2 / (tau2 + typical),
            H2 = spare == 0 ? 1 : (tau2 / typical) + 1,
            ModeratorTest = MetaAnalysis.TestOfModerators(
                fit.Coefficients,
                fit.Covariance,
                double.PositiveInfinity
            ),
            R2 = double.NaN,
            Prediction =
                p > 1
                    ? MetaInterval.None
                    : MetaAnalysis.Around(
                        method,
                        fit.Coefficients[0],
                        fit.Covariance[0],
                        tau2,
                        double.PositiveInfinity,
                        level
                    ),
            WiderPrediction =
                p > 1 || groups.Length == 0
                    ? MetaInterval.None
                    : MetaAnalysis.Around(
                        method,
                        fit.Coefficients[0],
                        fit.Covariance[0],
                        tau2,
                        groups[0].Distinct().Count() - 2,
                        level
                    ),
            LogLikelihood =
                fit.LogLikelihood
                - (.5 * (restricted ? k - p : k) * Math.Log(2 * Math.PI))
                + (
                    restricted
                        ? .5 * Symmetric.LogDeterminant(LeastSquares.Gram(studies.Columns, k), p)
                        : 0
                ),
            Weights = Array.ConvertAll(rowWeights, w => 100 * w / total),
            Remarks = remarks,
            Marginal = marginal,
        };
    }

    /// <summary>
    /// Covariances of sampling errors that are correlated alike within groups: where estimates of one study share pupils or controls and nobody wrote down how (Pustejovsky and Tipton,
    /// Prevention Science 23, 2022). Follow with <see cref="ClusterRobust"/> on the same groups, for the correlation is a guess.
    /// </summary>
    /// <param name="variances">Of all rows that <see cref="Studies.Of"/> is given; NaN for a row it leaves out.</param>
    /// <param name="groups">Whose errors are correlated.</param>
    /// <param name="correlation">From 0 to below 1.</param>
    /// <returns>Row by row; a missing variance counts as 1, as its row is left out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The correlation is below 0, 1 or above.</exception>
    public static double[] SharedWithin(
        IReadOnlyList<double> variances,
        GroupingLevel groups,
        double correlation
    )
    {
        ArgumentNullException.ThrowIfNull(variances);
        ArgumentNullException.ThrowIfNull(groups);
        if (!(correlation >= 0 && correlation < 1))
            throw new ArgumentOutOfRangeException(
                nameof(correlation),
                correlation,
                "From 0 to below 1."
            );
        var n = variances.Count;
        var covariance = new double[n * n];
        var error = new double[n];
        for (var i = 0; i < n; i++)
            error[i] = variances[i] > 0 ? Math.Sqrt(variances[i]) : 1;
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
            if (i == j)
                covariance[(i * n) + j] = error[i] * error[i];
            else if (string.Equals(groups.Groups[i], groups.Groups[j], StringComparison.Ordinal))
                covariance[(i * n) + j] = correlation * error[i] * error[j];
        return covariance;
    }

    /// <summary>A grouping of all rows given, as numbers of the studies kept.</summary>
    internal static int[] Numbered(Studies studies, GroupingLevel level)
    {
        if (studies.Rows.Any(r => r >= level.Groups.Count))
            throw new ArgumentException($"'{level.Name}' has fewer groups than there are rows.");
        var missing = Enumerable
            .Range(0, studies.Count)
            .Where(i => string.IsNullOrWhiteSpace(level.Groups[studies.Rows[i]]))
            .Select(i => studies.Names[i])
            .ToArray();
        if (missing.Length > 0)
            throw new UnusableDataException(
                $"{Remark.Named("estimate", missing)} without a '{level.Name}': say where each belongs, or leave the row out."
            );
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var numbers = new int[studies.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            var group = level.Groups[studies.Rows[i]];
            if (!seen.TryGetValue(group, out numbers[i]))
                seen.Add(group, numbers[i] = seen.Count);
        }
        return numbers;
    }

    // A group of an inner level is one only together with the groups around it.
    private static int[][] Nested(Studies studies, IReadOnlyList<GroupingLevel> levels)
    {
        var nested = new int[levels.Count][];
        for (var l = 0; l < levels.Count; l++)
        {
            nested[l] = Numbered(studies, levels[l]);
            if (l == 0)
                continue;
            var seen = new Dictionary<(int, int), int>();
            for (var i = 0; i < studies.Count; i++)
            {
                var key = (nested[l - 1][i], nested[l][i]);
                if (!seen.TryGetValue(key, out var number))
                    seen.Add(key, number = seen.Count);
                nested[l][i] = number;
            }
        }
        return nested;
    }

    // Levels whose variance the estimates can tell: several groups, and not the groups of the level above.
    private static int[] Free(
        IReadOnlyList<GroupingLevel> levels,
        int[][] groups,
        HeterogeneityMethod method,
        List<Remark> remarks
    )
    {
        if (method == HeterogeneityMethod.EqualEffects)
            return [];
        var free = new List<int>();
        for (var l = 0; l < levels.Count; l++)
        {
            var count = groups[l].Distinct().Count();
            if (count == 1)
                remarks.Add(
                    new Remark(
                        "one-group",
                        1,
                        $"All estimates are of one {levels[l].Name}: how much such groups differ cannot be told, and its variance is taken as 0."
                    )
                );
            else if (l > 0 && count == groups[l - 1].Distinct().Count())
                remarks.Add(
                    new Remark(
                        "level-says-nothing-new",
                        count,
                        $"Each {levels[l - 1].Name} has one {levels[l].Name}: their variances cannot be told apart, and that of {levels[l].Name} is taken as 0."
                    )
                );
            else
                free.Add(l);
        }
        return [.. free];
    }

    private static double[]? Checked(Studies studies, double[]? covariance)
    {
        if (covariance is null)
            return null;
        var given = (int)Math.Sqrt(covariance.Length);
        if (given * given != covariance.Length || studies.Rows.Any(r => r >= given))
            throw new ArgumentException(
                "The covariance of sampling errors is square, with a row for each row given."
            );
        var k = studies.Count;
        var kept = new double[k * k];
        for (var i = 0; i < k; i++)
        for (var j = 0; j < k; j++)
        {
            kept[(i * k) + j] = covariance[(studies.Rows[i] * given) + studies.Rows[j]];
            var other = covariance[(studies.Rows[j] * given) + studies.Rows[i]];
            if (
                !double.IsFinite(kept[(i * k) + j])
                || Math.Abs(kept[(i * k) + j] - other)
                    > 1e-9 * Math.Sqrt(studies.Variances[i] * studies.Variances[j])
            )
                throw new UnusableDataException(
                    $"The covariance of the errors of {studies.Names[i]} and {studies.Names[j]} is not a number, or not the same both ways round."
                );
        }
        for (var i = 0; i < k; i++)
            if (Math.Abs(kept[(i * k) + i] - studies.Variances[i]) > 1e-6 * studies.Variances[i])
                throw new UnusableDataException(
                    $"The covariance of sampling errors says another variance of {studies.Names[i]} than the column of variances."
                );
        return kept;
    }
}
