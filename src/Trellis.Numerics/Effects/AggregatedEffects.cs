using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>Over what effects of groups at times are averaged.</summary>
public enum Aggregation
{
    /// <summary>All groups at all times from treatment on, each by its group's share of observations.</summary>
    Simple,

    /// <summary>By times since treatment: an event study.</summary>
    Dynamic,

    /// <summary>By when treatment began.</summary>
    Group,

    /// <summary>By when it is looked at.</summary>
    Calendar,
}

/// <summary>An average of effects of groups at times.</summary>
/// <param name="At">Times since treatment, the group or the time, by the aggregation; null for the overall average.</param>
/// <param name="Effect">In the unit of the outcome; NaN where nothing could be averaged.</param>
/// <param name="StandardError">From the influence function, with clusters where there are any; NaN for a reference and where nothing could be averaged.</param>
/// <param name="Influence">ψ of each observation, with what the shares being estimated adds; all 0 for a reference.</param>
/// <param name="Reference">Only references lie here: the effect is 0 by its making and counts in no average.</param>
/// <param name="Groups">The groups averaged, ascending.</param>
public sealed record AverageEffect(
    int? At,
    double Effect,
    double StandardError,
    double[] Influence,
    bool Reference,
    IReadOnlyList<int> Groups
);

/// <summary>Averages of group-time effects (Callaway and Sant'Anna, Journal of Econometrics 2021, section 3.1).</summary>
public sealed record AggregatedEffects
{
    public required Aggregation Kind { get; init; }

    /// <summary>
    /// Simple: the average of all. Dynamic: the mean over times since treatment from 0 on. Group: the average over groups by
    /// their share. Calendar: the mean over times.
    /// </summary>
    public required AverageEffect Overall { get; init; }

    /// <summary>Ascending; empty for a simple average.</summary>
    public required IReadOnlyList<AverageEffect> Parts { get; init; }

    /// <summary>What was left out, and why.</summary>
    public required IReadOnlyList<Remark> Remarks { get; init; }
}
