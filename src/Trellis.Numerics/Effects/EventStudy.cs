using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>Effects by times since treatment with their covariance, as sensitivity analyses take them.</summary>
/// <param name="EventTimes">Ascending, without references.</param>
/// <param name="Effects">One an event time.</param>
/// <param name="Covariance">K × K, row by row, of the effects.</param>
/// <param name="Before">How many of them lie before treatment: the first ones.</param>
/// <param name="References">Event times that others are measured from, 0 by their making.</param>
/// <remarks>
/// HonestDiD (Rambachan and Roth, Review of Economic Studies 2023) wants effects measured from one reference, so made with a
/// universal base: with a varying base each effect before treatment is measured from the time before it.
/// </remarks>
public sealed record EventStudy(
    IReadOnlyList<int> EventTimes,
    IReadOnlyList<double> Effects,
    double[] Covariance,
    int Before,
    IReadOnlyList<int> References
)
{
    /// <summary>How many lie from treatment on.</summary>
    public int After => EventTimes.Count - Before;

    /// <summary>From averages by times since treatment.</summary>
    /// <exception cref="ArgumentException">They are averages of another kind.</exception>
    /// <exception cref="UnusableDataException">An effect is not a number.</exception>
    public static EventStudy Of(AggregatedEffects dynamic, IReadOnlyList<int[]> clusters)
    {
        if (dynamic.Kind != Aggregation.Dynamic)
            throw new ArgumentException(
                "An event study is made of averages by times since treatment.",
                nameof(dynamic)
            );
        AverageEffect[] own = [.. dynamic.Parts.Where(p => !p.Reference)];
        int[] times = [.. own.Select(p => p.At!.Value)];
        if (own.Any(p => double.IsNaN(p.Effect)))
            throw new UnusableDataException(
                $"{Remark.Named("time", [.. own.Where(p => double.IsNaN(p.Effect)).Select(p => $"{p.At}")])} since treatment has no effect."
            );
        return new EventStudy(
            times,
            [.. own.Select(p => p.Effect)],
            InfluenceFunctions.Covariance([.. own.Select(p => p.Influence)], clusters),
            times.Count(t => t < 0),
            [.. dynamic.Parts.Where(p => p.Reference).Select(p => p.At!.Value)]
        );
    }
}
