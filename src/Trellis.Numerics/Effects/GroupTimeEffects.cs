using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>What treatment did at one time to those first treated at another.</summary>
/// <param name="Group">The time from which these units are treated.</param>
/// <param name="Time">When it is looked at.</param>
/// <param name="Effect">In the unit of the outcome.</param>
/// <param name="StandardError">From the influence function, with clusters where there are any; NaN for a reference.</param>
/// <param name="Reference">The time that others are measured from: 0 by its making, so no average may count it.</param>
/// <param name="From">The time it is measured from; null where who made it did not say.</param>
public readonly record struct GroupTimeEffect(
    int Group,
    int Time,
    double Effect,
    double StandardError,
    bool Reference = false,
    int? From = null
)
{
    /// <summary>Times since treatment began; below 0 before it.</summary>
    public int EventTime => Time - Group;
}

/// <summary>Effects of each group at each time, and how much each observation moves them.</summary>
/// <remarks>
/// The influence function of a cell gives ψ for each observation, so that √n (estimate − truth) is about Σψ/√n; the variance of
/// the estimate is Σψ²/n², with ψ summed within clusters first. Everything that is made of the cells (averages, bands, tests,
/// covariances between studies) is made of these.
/// </remarks>
public sealed record GroupTimeEffects
{
    /// <summary>By group, then time.</summary>
    public required IReadOnlyList<GroupTimeEffect> Cells { get; init; }

    /// <summary>For each cell ψ of each observation; all 0 for a reference.</summary>
    public required IReadOnlyList<double[]> Influence { get; init; }

    /// <summary>For each observation the time from which it is treated; positive infinity for never. An observation is a unit of a panel, or a row of repeated cross-sections.</summary>
    public required double[] FirstTreated { get; init; }

    /// <summary>How many each observation counts for, scaled to a mean of 1 by who made this.</summary>
    public required double[] Weights { get; init; }

    /// <summary>For each variable of clusters the cluster of each observation, numbered from 0; none where each stands for itself.</summary>
    public required IReadOnlyList<int[]> Clusters { get; init; }

    /// <summary>The times looked at, ascending.</summary>
    public required IReadOnlyList<int> Times { get; init; }

    /// <summary>How many times before treatment it may already work.</summary>
    public required int Anticipation { get; init; }

    /// <summary>What was left out or put right, and why.</summary>
    public required IReadOnlyList<Remark> Remarks { get; init; }

    /// <summary>Who each observation is; empty where they have no names.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>Groups without any effect, ascending.</summary>
    public IReadOnlyList<DroppedGroup> Dropped { get; init; } = [];

    /// <summary>Cells whose effect is NaN, by group, then time.</summary>
    public IReadOnlyList<UnansweredCell> Unanswered { get; init; } = [];

    /// <summary>
    /// Times between the first and the last in which nobody was looked at: holes stay holes, and times since treatment count
    /// them. None where times lie so far apart that they are codes rather than years.
    /// </summary>
    public IEnumerable<int> MissingTimes =>
        Times.Count == 0 || (long)Times[^1] - Times[0] > (long)MostApart * Times.Count
            ? []
            : Enumerable.Range(Times[0], Times[^1] - Times[0] + 1).Except(Times);

    private const int MostApart = 50;

    /// <summary>How many observations.</summary>
    public int Number => FirstTreated.Length;
}
