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
            Anticipation = key.Arm.Anticipation,
        };

    /// <summary>The seed of everything in a study that rests on chance: of its name, so that nobody chooses it.</summary>
    public static long SeedOf(StudyKey key) =>
        BinaryPrimitives.ReadInt64BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())).AsSpan(0, 8)
        ) & long.MaxValue;

    /// <summary>What the study finds on a snapshot: the same snapshot gives the same answer to the last digit.</summary>
    public static Study Of(Snapshot snapshot, StudyKey key)
    {
        var sample = StudySample.Of(snapshot, key);
        if (sample.NoAnswer is { } why)
            return Told(sample, why);
        try
        {
            return Estimate(sample);
        }
        catch (UnusableDataException wrong)
        {
            return Told(sample, wrong.Message);
        }
    }

    private static Study Estimate(StudySample sample)
    {
        var rows = sample.Rows with { Clusters = [sample.Rows.Clusters[0]] };
        var effects = CallawaySantAnna.Estimate(rows, DesignOf(sample.Key));
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
            Overall = Interval(simple.Overall),
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
        };
    }

    private static StudyEstimate95 Interval(AverageEffect average) =>
        new(
            average.Effect,
            average.StandardError,
            average.Effect - (Reach * average.StandardError),
            average.Effect + (Reach * average.StandardError)
        );

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
