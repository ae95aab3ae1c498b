using System.Buffers.Binary;
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

    // Two-sided 95 %.
    private const double Reach = 1.959963984540054;

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

    /// <summary>What the study finds on a snapshot: the same snapshot gives the same answer to the last digit.</summary>
    public static Study Of(Snapshot snapshot, StudyKey key)
    {
        var sample = StudySample.Of(snapshot, key);
        if (sample.NoAnswer is { } why)
            return Told(sample, why);
        try
        {
            return Estimate(snapshot, sample);
        }
        catch (UnusableDataException wrong)
        {
            return Told(sample, wrong.Message);
        }
    }

    private static Study Estimate(Snapshot snapshot, StudySample sample)
    {
        var crossed = CallawaySantAnna.Estimate(sample.Rows, DesignOf(sample.Key));
        var effects = crossed with { Clusters = [crossed.Clusters[0]] };
        var window = StudyWindow.Of(effects);
        var overall = window.Average(effects);
        var simple = Aggregates.Simple(effects);
        var dynamic = Aggregates.Dynamic(effects);
        var group = Aggregates.Group(effects);
        var draws = MultiplierBootstrap.Run(
            [.. dynamic.Parts.Select(p => p.Influence)],
            effects.Clusters,
            Draws,
            SeedOf(sample.Key)
        );
        var band = UniformBand.Of([.. dynamic.Parts.Select(p => p.Effect)], draws, 0, Level);
        return Told(sample, null) with
        {
            Overall = Interval(overall),
            AllYears = Interval(simple.Overall),
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
                .. dynamic.Parts.Select(
                    (p, i) =>
                        new StudyYear(
                            p.At!.Value,
                            p.Reference,
                            p.Effect,
                            p.StandardError,
                            p.Effect - (Reach * p.StandardError),
                            p.Effect + (Reach * p.StandardError),
                            band.Band[i].Low,
                            band.Band[i].High
                        )
                ),
            ],
            ByCohort =
            [
                .. group.Parts.Select(p => new StudyCohort(
                    new Year(p.At!.Value),
                    effects.FirstTreated.Count(f => f == p.At!.Value),
                    p.Effect,
                    p.StandardError,
                    p.Effect - (Reach * p.StandardError),
                    p.Effect + (Reach * p.StandardError)
                )),
            ],
            Remarks =
            [
                .. effects
                    .Remarks.Concat(simple.Remarks)
                    .Select(r => r.Sentence)
                    .Concat(effects.Dropped.Select(d => $"{d.Group}: {d.Reason}"))
                    .Distinct(),
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
        lines.Where(l => l.InDesign).Select(l => Math.Abs(of(l))).DefaultIfEmpty(double.NaN).Max();

    private static string WordsOf(StudyKey key, StudyWindow window) =>
        window == StudyWindow.FirstThree
            ? $"in the first three school years {key.Programme.After}"
            : $"in all years {key.Programme.After}";

    internal static StudyEstimate95 Interval(AverageEffect average) =>
        Interval(average.Effect, average.StandardError);

    internal static StudyEstimate95 Interval(double effect, double error) =>
        new(effect, error, effect - (Reach * error), effect + (Reach * error));

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
