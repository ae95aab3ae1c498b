using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trellis.Answers;
using Trellis.Effects;
using Trellis.Measures;
using Trellis.Snapshots;

namespace Trellis.Evaluations;

/// <summary>Runs a registered study on a snapshot.</summary>
public static class StudyRun
{
    /// <summary>How many draws the bands rest on.</summary>
    public const int Draws = 1_000;

    private const double Level = .95;

    /// <summary>How many standard errors a two-sided 95 % interval reaches to each side.</summary>
    internal const double Reach = 1.959963984540054;

    /// <summary>The registered design of a study.</summary>
    public static StaggeredDesign DesignOf(StudyKey key) =>
        new()
        {
            Controls = ControlGroup.NotYetTreated,
            Base = BasePeriod.Universal,
            Anticipation = key.Arm.Anticipation,
        };

    // R has no whole numbers of 64 bits, and a bundle's script draws by the same seed.
    private const long LargestSeed = (1L << 53) - 1;

    /// <summary>The seed of everything in a study that rests on chance: of its name, so that nobody chooses it; at most 53 bits.</summary>
    public static long SeedOf(StudyKey key) =>
        BinaryPrimitives.ReadInt64BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())).AsSpan(0, 8)
        ) & LargestSeed;

    /// <summary>What the study finds on a snapshot, with what each school moves it by: the same snapshot gives the same answer to the last digit.</summary>
    internal static MovedStudy Of(Snapshot snapshot, StudyKey key)
    {
        var sample = StudySample.Of(snapshot, key);
        if (sample.NoAnswer is { } why)
            return new MovedStudy(Told(sample, why), null);
        try
        {
            return Estimate(snapshot, sample);
        }
        catch (UnusableDataException wrong)
        {
            return new MovedStudy(Told(sample, wrong.Message), null);
        }
    }

    private static MovedStudy Estimate(Snapshot snapshot, StudySample sample)
    {
        var crossed = CallawaySantAnna.Estimate(sample.Rows, DesignOf(sample.Key));
        var effects = crossed with { Clusters = [crossed.Clusters[0]] };
        var window = StudyWindow.Of(effects);
        var overall = window.Average(effects);
        var simple = Aggregates.Simple(effects);
        var years = StudyWindow.Shown(effects);
        var cohorts = Aggregates.Group(effects).Parts;
        AverageEffect[] large =
        [
            .. cohorts.Where(c =>
                FewTreatedClusters.Number(effects, c.Groups) >= StudyChecks.FewClusters
            ),
        ];
        var draws = MultiplierBootstrap.Run(
            [.. years.Select(p => p.Influence)],
            effects.Clusters,
            Draws,
            SeedOf(sample.Key)
        );
        var band =
            years.Count == 0
                ? []
                : UniformBand
                    .Of(
                        [.. years.Select(p => p.Effect)],
                        draws,
                        0,
                        Level,
                        [.. years.Select(p => FewTreatedClusters.Number(effects, p.Groups))]
                    )
                    .Band;
        var study = Told(sample, null) with
        {
            Overall = Interval(overall, effects),
            AllYears = Interval(simple.Overall, effects),
            Window = WordsOf(sample.Key, window),
            WindowYears =
            [
                .. effects
                    .Cells.Where(window.Holds)
                    .Select(c => c.Time)
                    .Distinct()
                    .Order()
                    .Select(t => new Year(t)),
            ],
            ScaleDeviation = sample.Years[^1].StandardDeviation,
            ByYear =
            [
                .. years.Select(
                    (p, i) =>
                    {
                        var own = Interval(p, effects);
                        return new StudyYear(
                            p.At!.Value,
                            p.Reference,
                            own.Effect,
                            own.StandardError,
                            own.Low,
                            own.High,
                            band[i].Low,
                            band[i].High
                        );
                    }
                ),
            ],
            ByCohort =
            [
                .. large.Select(p =>
                {
                    var own = Interval(p, effects);
                    return new StudyCohort(
                        new Year(p.At!.Value),
                        effects.FirstTreated.Count(f => f == p.At!.Value),
                        own.Effect,
                        own.StandardError,
                        own.Low,
                        own.High
                    );
                }),
            ],
            Remarks =
            [
                .. effects
                    .Remarks.Concat(simple.Remarks)
                    .Select(r => r.Sentence)
                    .Concat(effects.Dropped.Select(d => $"{d.Group}: {d.Reason}"))
                    .Distinct()
                    .Concat(TooFew(effects, years, large.Length, cohorts.Count)),
            ],
            Moderators = new StudyCompanions(snapshot, sample, window).Moderators(),
            Diagnostics = Look(
                snapshot,
                sample,
                effects,
                window,
                InfluenceFunctions.StandardError(overall.Influence, crossed.Clusters)
            ),
        };
        return new MovedStudy(study, SchoolMoves.Of(sample.Rows, effects, overall, years));
    }

    private static IEnumerable<string> TooFew(
        GroupTimeEffects effects,
        IReadOnlyList<AverageEffect> shown,
        int cohortsShown,
        int cohorts
    )
    {
        var years = effects
            .Cells.Where(c => double.IsFinite(c.Effect))
            .Select(c => c.EventTime)
            .Except(shown.Select(s => s.At!.Value))
            .Order()
            .Select(t => t.ToString("+0;\u22120;0", CultureInfo.InvariantCulture))
            .ToArray();
        if (years.Length > 0)
            yield return $"Not shown apart, for fewer than {StudyChecks.FewClusters} partnerships have schools there: school {(years.Length == 1 ? "year" : "years")} {string.Join(", ", years)} since the first.";
        if (cohortsShown < cohorts)
            yield return $"{cohorts - cohortsShown} of {cohorts} years of joining are not shown apart, for fewer than {StudyChecks.FewClusters} partnerships began in each.";
    }

    private static StudyDiagnostics Look(
        Snapshot snapshot,
        StudySample sample,
        GroupTimeEffects effects,
        StudyWindow window,
        double authorityError
    )
    {
        var checks = new StudyChecks(snapshot, sample, effects, window);
        var (balance, overlap) = checks.Balance();
        var (pretrend, bound) = checks.Trends();
        return new StudyDiagnostics(
            balance,
            pretrend,
            checks.Dip(),
            bound,
            checks.Placebos(),
            checks.LeftOut(),
            new StudyCompanions(snapshot, sample, window).All(),
            overlap,
            null,
            checks.Detectable,
            checks.PValue,
            double.NaN,
            authorityError,
            double.NaN,
            Largest(balance, b => b.Before),
            Largest(balance, b => b.After),
            checks.Dealt()
        );
    }

    private static double Largest(IReadOnlyList<BalanceLine> lines, Func<BalanceLine, double> of) =>
        lines.Select(l => Math.Abs(of(l))).DefaultIfEmpty(double.NaN).Max();

    private static string WordsOf(StudyKey key, StudyWindow window) =>
        window == StudyWindow.FirstThree
            ? $"in the first three school years {key.Programme.After}"
            : $"in all years {key.Programme.After}";

    /// <summary>An average with its interval, which reaches further where few partnerships were treated.</summary>
    /// <param name="of">The effects that it is an average of.</param>
    internal static StudyEstimate95 Interval(AverageEffect average, GroupTimeEffects of) =>
        Interval(
            average.Effect,
            average.StandardError,
            FewTreatedClusters.Number(of, average.Groups)
        );

    internal static StudyEstimate95 Interval(double effect, double error, int partnerships)
    {
        var reach = FewTreatedClusters.Reach(Reach, partnerships) * error;
        return new(effect, error, effect - reach, effect + reach);
    }

    private static Study Told(StudySample sample, string? why) =>
        new(
            sample.Key.Programme.Slug,
            sample.Key.Id,
            sample.Key.Arm.Id,
            sample.Key.Phase == Distributions.PhaseGroup.Primary ? "primary" : "secondary",
            sample.Key.Outcome.Id,
            StudyPlan.Of(sample.Key).Hash,
            why,
            [.. sample.Years.Select(y => y.Year)],
            [.. sample.Series.Holes],
            sample.Treated,
            sample.Controls,
            sample.Groups,
            null,
            double.NaN,
            [],
            [],
            sample.Flow,
            [],
            [.. sample.Years.SelectMany(y => y.Sources).Distinct()]
        );
}
