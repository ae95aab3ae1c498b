using MathNet.Numerics.Distributions;
using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>Whether outcomes left their course just before treatment, and what an estimate measured from before that says.</summary>
/// <param name="Size">The change from the earlier base to the time before treatment, beside controls: below 0 a dip, above 0 a rise.</param>
/// <param name="StandardError">Of the size.</param>
/// <param name="PValue">How often chance alone gives a size as far from 0.</param>
/// <param name="Detected">Whether the p-value is at most the level asked for.</param>
/// <param name="Registered">The average effect as it was registered: never changed by what is detected.</param>
/// <param name="Rebased">The same average measured from the earlier base, to stand beside it.</param>
/// <param name="Difference">Registered less rebased.</param>
/// <param name="DifferenceStandardError">From both influence functions; NaN where the two do not rest on the same observations.</param>
/// <param name="Remarks">What was left out of either.</param>
public sealed record DipBeforeTreatment(
    double Size,
    double StandardError,
    double PValue,
    bool Detected,
    AverageEffect Registered,
    AverageEffect Rebased,
    double Difference,
    double DifferenceStandardError,
    IReadOnlyList<Remark> Remarks
)
{
    /// <summary>Compares effects measured from the last time before treatment with effects measured from earlier.</summary>
    /// <param name="registered">As the study was registered.</param>
    /// <param name="rebased">The same panel with anticipation one longer, so that the base is one time earlier and the time before treatment has an effect.</param>
    /// <param name="level">Of the test, as .05.</param>
    /// <remarks>
    /// Ashenfelter (Review of Economics and Statistics 1978): who is about to be treated has often just done badly, and comes back by
    /// itself; an estimate from that base counts the return as effect. The test looks at times since treatment from
    /// −anticipation of the rebased to −1 − anticipation of the registered, averaged. An estimate chosen by this test would not
    /// hold its level: show the registered one, the rebased beside it, and what was detected.
    /// </remarks>
    /// <exception cref="ArgumentException">The rebased does not anticipate longer than the registered.</exception>
    /// <exception cref="UnusableDataException">No group is seen early enough to be measured from the earlier base.</exception>
    public static DipBeforeTreatment Look(
        GroupTimeEffects registered,
        GroupTimeEffects rebased,
        double level = .05
    )
    {
        if (rebased.Anticipation <= registered.Anticipation)
            throw new ArgumentException(
                "The rebased effects must be measured from an earlier base: a longer anticipation.",
                nameof(rebased)
            );
        var between = Aggregates.Dynamic(rebased);
        AverageEffect[] parts =
        [
            .. between.Parts.Where(p =>
                !p.Reference && p.At >= -rebased.Anticipation && p.At < -registered.Anticipation
            ),
        ];
        if (parts.Length == 0)
            throw new UnusableDataException(
                "No group is seen early enough before its treatment to be measured from an earlier base, so a dip cannot be looked for."
            );
        var (size, moves) = Mean(parts, rebased.Number);
        var error = InfluenceFunctions.StandardError(moves, rebased.Clusters);
        var p = 2 * Normal.CDF(0, 1, -Math.Abs(size / error));
        var (first, second) = (Aggregates.Simple(registered), Aggregates.Simple(rebased));
        var (one, other) = (first.Overall, second.Overall);
        return new DipBeforeTreatment(
            size,
            error,
            p,
            p <= level,
            one,
            other,
            one.Effect - other.Effect,
            Comparable(registered, rebased)
                ? InfluenceFunctions.StandardError(
                    [.. one.Influence.Zip(other.Influence, (a, b) => a - b)],
                    registered.Clusters
                )
                : double.NaN,
            [.. first.Remarks, .. registered.Remarks, .. second.Remarks, .. rebased.Remarks]
        );
    }

    private static bool Comparable(GroupTimeEffects one, GroupTimeEffects other) =>
        one.FirstTreated.AsSpan().SequenceEqual(other.FirstTreated);

    private static (double, double[]) Mean(AverageEffect[] parts, int number)
    {
        var moves = new double[number];
        double size = 0;
        foreach (var part in parts)
        {
            size += part.Effect / parts.Length;
            for (var i = 0; i < number; i++)
                moves[i] += part.Influence[i] / parts.Length;
        }
        return (size, moves);
    }
}
