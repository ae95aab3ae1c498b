using Trellis.Answers;
using Trellis.Bundles;
using Trellis.Distributions;
using Trellis.Effects;
using Trellis.Synthesis;

namespace Trellis.Evaluations;

/// <summary>Puts studies of one family of outcomes together, with the covariance that shared schools give them.</summary>
/// <remarks>
/// The covariance of two estimates is the sum, over the schools both have, of the products of their influence functions, summed
/// within trusts first. A school counts in the trust that it joined in any of the studies. Correlations so made are scaled by
/// the studies' own standard errors, so that no study has two of them.
/// </remarks>
public static class StudyPooling
{
    /// <summary>Fewer studies than this do not show whether small ones differ.</summary>
    public const int FewestForFunnel = 10;

    /// <summary>Fewer kinds of school than this give no robust error.</summary>
    private const int FewestKinds = 3;

    /// <summary>A pool for each family of outcomes among the studies, in the order of the families.</summary>
    /// <param name="keys">Of the studies, in their order.</param>
    internal static IReadOnlyList<StudyPool> Of(
        IReadOnlyList<StudyKey> keys,
        IReadOnlyList<MovedStudy> studies
    ) =>
        [
            .. keys.Select(k => k.Outcome.Family)
                .Distinct()
                .Order()
                .Select(family =>
                    Together(
                        CodeOf(family),
                        [
                            .. Enumerable
                                .Range(0, keys.Count)
                                .Where(i =>
                                    keys[i].Outcome.Family == family && studies[i].Moves is not null
                                )
                                .Select(i => new Moved(
                                    PooledOf(studies[i].Study),
                                    studies[i].Moves!
                                )),
                        ]
                    )
                ),
        ];

    /// <summary>"attainment".</summary>
    public static string CodeOf(OutcomeFamily family) => $"{family}".ToLowerInvariant();

    /// <summary>The average of a pool with its covariance as files that base R finds again.</summary>
    /// <exception cref="UnusableDataException">The pool has no average.</exception>
    public static Bundle BundleOf(StudyPool pool)
    {
        if (pool.Average is null)
            throw new UnusableDataException(pool.NoAnswer ?? "There is nothing to put together.");
        var fit = Fit(pool.Studies, [.. pool.Covariance]);
        return SynthesisBundle.Of(fit, Levels(pool.Studies), [.. pool.Covariance]);
    }

    /// <summary>What a school of some sort may expect: the average of studies, and the range of a next school's true effect among such studies.</summary>
    /// <param name="fits">Which studies of the pool speak to it.</param>
    /// <returns>Null where fewer than two studies fit.</returns>
    public static PoolAverage? Among(StudyPool pool, Func<PooledStudy, bool> fits)
    {
        int[] rows = [.. Enumerable.Range(0, pool.Studies.Count).Where(i => fits(pool.Studies[i]))];
        return rows.Length < 2
            ? null
            : AverageOf(Some(pool.Studies, rows), Some([.. pool.Covariance], rows), out _);
    }

    /// <summary>The programme of partnerships that were registered one by one.</summary>
    public const string Registered = "registered-partnerships";

    /// <summary>A partnership's own finding as a study of its family; null where it has none that it is judged by.</summary>
    /// <param name="id">The partnership's.</param>
    /// <param name="model">The id of its model: its kind of school.</param>
    /// <param name="low">The lower end of the differences that placebo partnerships do not reject at 5 %.</param>
    /// <param name="high">The upper end.</param>
    public static PooledStudy OfPartnership(
        string id,
        string model,
        PhaseGroup phase,
        string outcome,
        double effect,
        double low,
        double high
    ) =>
        new(
            Registered,
            id,
            model,
            phase == PhaseGroup.Primary ? "primary" : "secondary",
            outcome,
            effect,
            (high - low) / (2 * StudyRun.Reach),
            low,
            high,
            double.NaN
        );

    /// <summary>The average of a pool's studies with partnerships beside them, each a study of its own.</summary>
    /// <param name="partnerships">
    /// Taken for independent of the studies: a partnership is compared with twenty schools that are in none, and a study with
    /// thousands.
    /// </param>
    /// <returns>Null where there are none, or the pool has no average.</returns>
    public static PoolAverage? With(StudyPool pool, IReadOnlyList<PooledStudy> partnerships)
    {
        if (partnerships.Count == 0 || pool.Average is null)
            return null;
        var (k, all) = (pool.Studies.Count, pool.Studies.Count + partnerships.Count);
        var covariance = new double[all * all];
        for (var a = 0; a < all; a++)
        for (var b = 0; b < all; b++)
            covariance[(a * all) + b] =
                a < k && b < k ? pool.Covariance[(a * k) + b]
                : a == b ? Math.Pow(partnerships[a - k].StandardError, 2)
                : 0;
        return AverageOf([.. pool.Studies, .. partnerships], covariance, out _);
    }

    private static StudyPool Together(string family, List<Moved> moved)
    {
        PooledStudy[] studies = [.. moved.Select(m => m.Pooled)];
        if (moved.Count < 2)
            return new StudyPool(
                family,
                studies,
                moved.Count == 0
                    ? "No study has an estimate, so there is nothing to put together."
                    : "Only one study has an estimate, so there is nothing to put it together with.",
                [],
                null,
                null,
                [],
                [],
                [],
                new PoolFunnel(
                    double.NaN,
                    double.NaN,
                    double.NaN,
                    "There are fewer than ten studies."
                ),
                [],
                [],
                []
            );
        var clusters = Clusters(moved, out var units);
        var covariance = Scaled(
            StudyCovariance.Of(
                [
                    .. moved.Select(
                        (m, i) =>
                            new StudyEstimate(
                                studies[i].Id,
                                m.Pooled.Effect,
                                units[i],
                                m.Moves.Overall
                            )
                    ),
                ],
                clusters
            ),
            [.. studies.Select(s => s.StandardError)]
        );
        try
        {
            var average = AverageOf(studies, covariance, out var fit);
            return new StudyPool(
                family,
                [.. studies.Select((s, i) => s with { Weight = fit.Weights[i] })],
                null,
                covariance,
                average,
                AverageOf(studies, null, out _),
                [
                    Difference(
                        studies,
                        covariance,
                        "placed",
                        "schools that were placed with a sponsor, less those that chose",
                        s =>
                            Kind(s) switch
                            {
                                "placed" => 1,
                                "chosen" => 0,
                                _ => double.NaN,
                            }
                    ),
                    Difference(
                        studies,
                        covariance,
                        "secondary",
                        "secondary schools, less primary schools",
                        s => s.Phase == "secondary" ? 1 : 0
                    ),
                    ByYears(moved, units, clusters),
                ],
                [.. PartsOf(studies, covariance)],
                [.. YearsOf(moved, units, clusters)],
                Funnel(studies),
                [.. Without(studies, covariance)],
                [.. Growing(moved, studies, covariance)],
                [.. fit.Remarks.Select(r => r.Sentence)]
            );
        }
        catch (UnusableDataException wrong)
        {
            return Together(family, []) with { Studies = studies, NoAnswer = wrong.Message };
        }
    }

    /// <summary>"chosen", "placed" or, for a move between trusts, where the files do not say who wished it, "moved".</summary>
    public static string Kind(PooledStudy study) =>
        study.Arm switch
        {
            "sponsored" => "placed",
            "moved" => "moved",
            _ => "chosen",
        };

    private static PoolAverage AverageOf(
        IReadOnlyList<PooledStudy> studies,
        double[]? covariance,
        out MetaAnalysis fit
    )
    {
        fit = Fit(studies, covariance);
        var kinds = studies.Select(s => s.Arm).Distinct().Count();
        var robust = kinds < FewestKinds ? null : ClusterRobust.Of(fit, Arms(studies));
        var (model, wide) = (fit.Confidence, robust?.Confidence ?? fit.Confidence);
        var widest = wide.Upper - wide.Lower > model.Upper - model.Lower ? wide : model;
        var next = robust?.Prediction ?? fit.Prediction;
        return new PoolAverage(
            fit.Estimate,
            fit.StandardError,
            robust?.StandardError ?? double.NaN,
            widest.Lower,
            widest.Upper,
            next.Lower,
            next.Upper,
            kinds,
            fit.Heterogeneity.Statistic,
            fit.Heterogeneity.Degrees,
            fit.Heterogeneity.P,
            fit.I2,
            [.. fit.Components.Select(c => new PoolLevel(c.Level, c.Groups, c.Variance, c.I2))]
        );
    }

    private static MetaAnalysis Fit(
        IReadOnlyList<PooledStudy> studies,
        double[]? covariance,
        Moderator? moderator = null
    ) =>
        Multilevel.Fit(
            Synthesis.Studies.Of(
                [.. studies.Select(s => s.Effect)],
                [
                    .. studies.Select(
                        (s, i) =>
                            covariance is null
                                ? s.StandardError * s.StandardError
                                : covariance[(i * studies.Count) + i]
                    ),
                ],
                moderator is null ? [] : [moderator],
                [.. studies.Select(Called)]
            ),
            Levels(studies),
            covariance
        );

    private static string Called(PooledStudy study) => $"{study.Programme}/{study.Id}";

    // Programmes are told from studies where there are several, and some have several studies.
    private static IReadOnlyList<GroupingLevel> Levels(IReadOnlyList<PooledStudy> studies)
    {
        var programmes = studies.Select(s => s.Programme).Distinct().Count();
        var each = new GroupingLevel("study", [.. studies.Select(Called)]);
        return programmes > 1 && programmes < each.Groups.Distinct().Count()
            ? [new("programme", [.. studies.Select(s => s.Programme)]), each]
            : [each];
    }

    private static GroupingLevel Arms(IReadOnlyList<PooledStudy> studies) =>
        new("kind of school", [.. studies.Select(s => s.Arm)]);

    private static PoolModerator Difference(
        IReadOnlyList<PooledStudy> studies,
        double[] covariance,
        string code,
        string words,
        Func<PooledStudy, double> value
    )
    {
        double[] values = [.. studies.Select(value)];
        PoolModerator None(string why) =>
            new(code, words, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, why);
        if (!values.Contains(1) || !values.Contains(0))
            return None("No study is of one of the two sorts.");
        try
        {
            var fit = Fit(studies, covariance, new Moderator(code, values));
            return Told(code, words, Wider(fit, Arms(studies)));
        }
        catch (UnusableDataException wrong)
        {
            return None(wrong.Message);
        }
    }

    private static PoolModerator Told(string code, string words, MetaCoefficient slope) =>
        new(
            code,
            words,
            slope.Estimate,
            slope.StandardError,
            slope.Confidence.Lower,
            slope.Confidence.Upper,
            slope.P,
            null
        );

    // The last coefficient with the wider of both intervals.
    private static MetaCoefficient Wider(MetaAnalysis fit, GroupingLevel kinds)
    {
        var own = fit.Coefficients[^1];
        if (
            fit.Coefficients.Count < 2
            || fit.Studies.Rows.Select(r => kinds.Groups[r]).Distinct().Count()
                <= fit.Coefficients.Count
        )
            return own;
        var robust = ClusterRobust.Of(fit, kinds).Coefficients[^1];
        return
            robust.Confidence.Upper - robust.Confidence.Lower
            > own.Confidence.Upper - own.Confidence.Lower
            ? robust
            : own;
    }

    private static PoolModerator ByYears(List<Moved> moved, int[][] units, int[] clusters)
    {
        const string Words = "one more year since it began";
        var (rows, covariance) = Yearly(moved, units, clusters, _ => true);
        try
        {
            var fit = Fit(
                [.. rows.Select(r => moved[r.Study].Pooled with { Effect = r.Effect })],
                covariance,
                new Moderator("years since", [.. rows.Select(r => (double)r.Since)])
            );
            return Told(
                "years-since",
                Words,
                Wider(fit, Arms([.. rows.Select(r => moved[r.Study].Pooled)]))
            );
        }
        catch (UnusableDataException wrong)
        {
            return new PoolModerator(
                "years-since",
                Words,
                double.NaN,
                double.NaN,
                double.NaN,
                double.NaN,
                double.NaN,
                wrong.Message
            );
        }
    }

    private static IEnumerable<PoolYear> YearsOf(List<Moved> moved, int[][] units, int[] clusters)
    {
        foreach (
            var since in moved
                .SelectMany(m => m.Moves.Years.Select(y => y.At!.Value))
                .Distinct()
                .Order()
        )
        {
            var (rows, covariance) = Yearly(moved, units, clusters, s => s == since);
            if (rows.Count < FewestKinds)
                continue;
            var average = AverageOf(
                [.. rows.Select(r => moved[r.Study].Pooled with { Effect = r.Effect })],
                covariance,
                out _
            );
            yield return new PoolYear(since, rows.Count, average.Effect, average.Low, average.High);
        }
    }

    private static (List<(int Study, int Since, double Effect)> Rows, double[] Covariance) Yearly(
        List<Moved> moved,
        int[][] units,
        int[] clusters,
        Func<int, bool> wanted
    )
    {
        var rows = new List<(int Study, int Since, double Effect)>();
        var estimates = new List<StudyEstimate>();
        var errors = new List<double>();
        for (var m = 0; m < moved.Count; m++)
            foreach (var year in moved[m].Moves.Years.Where(y => wanted(y.At!.Value)))
            {
                rows.Add((m, year.At!.Value, year.Effect));
                errors.Add(year.StandardError);
                estimates.Add(new StudyEstimate("", year.Effect, units[m], year.Influence));
            }
        return (rows, Scaled(StudyCovariance.Of(estimates, clusters), errors));
    }

    private static IEnumerable<PoolPart> PartsOf(PooledStudy[] studies, double[] covariance)
    {
        (string Code, string Words, Func<PooledStudy, bool> Is)[] parts =
        [
            ("chosen", "schools that chose", s => Kind(s) == "chosen"),
            ("placed", "schools that were placed with a sponsor", s => Kind(s) == "placed"),
            ("moved", "academies that moved to another trust", s => Kind(s) == "moved"),
            ("primary", "primary schools", s => s.Phase == "primary"),
            ("secondary", "secondary schools", s => s.Phase == "secondary"),
        ];
        foreach (var (code, words, fits) in parts)
        {
            int[] rows = [.. Enumerable.Range(0, studies.Length).Where(i => fits(studies[i]))];
            if (rows.Length == 0)
                continue;
            if (rows.Length == 1)
            {
                var one = studies[rows[0]];
                yield return new PoolPart(code, words, 1, one.Effect, one.Low, one.High);
                continue;
            }
            var average = AverageOf(Some(studies, rows), Some(covariance, rows), out _);
            yield return new PoolPart(
                code,
                words,
                rows.Length,
                average.Effect,
                average.Low,
                average.High
            );
        }
    }

    private static PoolFunnel Funnel(PooledStudy[] studies)
    {
        if (studies.Length < FewestForFunnel)
            return new PoolFunnel(
                double.NaN,
                double.NaN,
                double.NaN,
                $"There are {studies.Length} studies. With fewer than ten, nobody can see whether small ones differ."
            );
        var slope = FunnelAsymmetry
            .Mixed(
                Synthesis.Studies.Of(
                    [.. studies.Select(s => s.Effect)],
                    [.. studies.Select(s => s.StandardError * s.StandardError)]
                )
            )
            .Slope;
        return new PoolFunnel(slope.Estimate, slope.StandardError, slope.P, null);
    }

    private static IEnumerable<PoolStep> Without(PooledStudy[] studies, double[] covariance)
    {
        if (studies.Length < 3)
            yield break;
        for (var i = 0; i < studies.Length; i++)
        {
            int[] rows = [.. Enumerable.Range(0, studies.Length).Where(j => j != i)];
            var average = AverageOf(Some(studies, rows), Some(covariance, rows), out _);
            yield return new PoolStep(
                Called(studies[i]),
                average.Effect,
                average.Low,
                average.High
            );
        }
    }

    private static IEnumerable<PoolStep> Growing(
        List<Moved> moved,
        PooledStudy[] studies,
        double[] covariance
    )
    {
        int[] order =
        [
            .. Enumerable
                .Range(0, studies.Length)
                .OrderByDescending(i => moved[i].Moves.Units.Count)
                .ThenBy(i => i),
        ];
        for (var n = 1; n <= order.Length; n++)
        {
            int[] rows = [.. order[..n].Order()];
            var last = studies[order[n - 1]];
            if (n == 1)
            {
                yield return new PoolStep(Called(last), last.Effect, last.Low, last.High);
                continue;
            }
            var average = AverageOf(Some(studies, rows), Some(covariance, rows), out _);
            yield return new PoolStep(Called(last), average.Effect, average.Low, average.High);
        }
    }

    private static PooledStudy[] Some(IReadOnlyList<PooledStudy> studies, int[] rows) =>
        [.. rows.Select(r => studies[r])];

    private static double[] Some(double[] covariance, int[] rows)
    {
        var k = (int)Math.Round(Math.Sqrt(covariance.Length));
        return [.. rows.SelectMany(a => rows.Select(b => covariance[(a * k) + b]))];
    }

    /// <summary>A number for each school of all studies, and the trust that it joined in any of them.</summary>
    private static int[] Clusters(List<Moved> moved, out int[][] units)
    {
        var number = new Dictionary<string, int>(StringComparer.Ordinal);
        var label = new List<string>();
        units = new int[moved.Count][];
        for (var m = 0; m < moved.Count; m++)
        {
            var own = units[m] = new int[moved[m].Moves.Units.Count];
            for (var i = 0; i < own.Length; i++)
            {
                var unit = moved[m].Moves.Units[i];
                if (!number.TryGetValue(unit, out var at))
                {
                    number[unit] = at = label.Count;
                    label.Add(moved[m].Moves.Groups[i]);
                }
                else if (label[at].StartsWith("school", StringComparison.Ordinal))
                    label[at] = moved[m].Moves.Groups[i];
                own[i] = at;
            }
        }
        var cluster = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. label.Select(l =>
                cluster.TryGetValue(l, out var at) ? at : cluster[l] = cluster.Count
            ),
        ];
    }

    /// <summary>The same correlations with given standard errors.</summary>
    internal static double[] Scaled(double[] covariance, IReadOnlyList<double> errors)
    {
        var k = errors.Count;
        var scaled = new double[k * k];
        for (var a = 0; a < k; a++)
        for (var b = 0; b < k; b++)
            scaled[(a * k) + b] =
                a == b
                    ? errors[a] * errors[a]
                    : covariance[(a * k) + b]
                        / Math.Sqrt(covariance[(a * k) + a] * covariance[(b * k) + b])
                        * errors[a]
                        * errors[b];
        return scaled;
    }

    private static PooledStudy PooledOf(Study study)
    {
        var found = study.Overall!;
        return new PooledStudy(
            study.Programme,
            study.Id,
            study.Arm,
            study.Phase,
            study.Outcome,
            found.Effect,
            found.StandardError,
            found.Low,
            found.High,
            double.NaN
        );
    }

    private sealed record Moved(PooledStudy Pooled, SchoolMoves Moves);
}
