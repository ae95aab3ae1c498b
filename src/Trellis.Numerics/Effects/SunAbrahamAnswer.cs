using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>In what way covariates move the outcome in an interaction-weighted regression.</summary>
public enum CovariateSlopes
{
    /// <summary>One slope: only what changes within a unit counts, as in fixest.</summary>
    Same,

    /// <summary>A slope of its own at each time, so that units of other intake may have other trends; what never changes within a unit counts too.</summary>
    ByTime,

    /// <summary>A slope of its own for each cohort and for those never treated.</summary>
    ByCohort,
}

/// <summary>What is asked of <see cref="SunAbraham"/>.</summary>
/// <param name="References">Event times whose cells are measured from, at least one below 0; −1 unless said. Where treatment was known before it began, −2.</param>
/// <param name="Slopes">Of covariates.</param>
public sealed record SunAbrahamOptions(
    IReadOnlyList<int>? References = null,
    CovariateSlopes Slopes = CovariateSlopes.Same
);

/// <summary>The effect on one cohort at one event time.</summary>
/// <param name="Group">When the cohort was first treated.</param>
/// <param name="EventTime">Times since then.</param>
/// <param name="Weight">How many rows, weighted, are in the cell.</param>
/// <param name="Effect">With its uncertainty.</param>
public sealed record CohortEffect(int Group, int EventTime, double Weight, Coefficient Effect);

/// <summary>An effect by event time or group.</summary>
/// <param name="At">The event time, or the group.</param>
/// <param name="Effect">With its uncertainty.</param>
public sealed record EffectAt(int At, Coefficient Effect);

/// <summary>What <see cref="SunAbraham"/> finds.</summary>
public sealed record SunAbrahamAnswer
{
    /// <summary>By event time, then cohort.</summary>
    public required IReadOnlyList<CohortEffect> Cells { get; init; }

    /// <summary>Averages over cohorts, by event time; references are not among them.</summary>
    public required IReadOnlyList<EffectAt> EventStudy { get; init; }

    /// <summary>Covariance of the event study, row by row.</summary>
    public required double[] EventStudyCovariance { get; init; }

    /// <summary>For each event time ψ of each cluster, so that Σψ²/G² is its variance and <see cref="MultiplierBootstrap"/> makes a uniform band of it; empty with two variables of clusters.</summary>
    public required IReadOnlyList<double[]> EventStudyInfluence { get; init; }

    /// <summary>The average over all treated cells.</summary>
    public required Coefficient Att { get; init; }

    /// <summary>Averages over the treated cells of each cohort.</summary>
    public required IReadOnlyList<EffectAt> Groups { get; init; }

    /// <summary>Slopes of covariates.</summary>
    public required IReadOnlyList<Coefficient> Covariates { get; init; }

    /// <summary>That all effects before treatment are 0.</summary>
    public required JointTest PreTrend { get; init; }

    /// <summary>For each cohort the event times that its effects are measured from.</summary>
    public required IReadOnlyList<(
        int Group,
        IReadOnlyList<int> EventTimes
    )> References { get; init; }

    /// <summary>The rows that were used, numbered from 0 as they came, ascending.</summary>
    public required IReadOnlyList<int> Used { get; init; }

    /// <summary>How many rows were used.</summary>
    public int Rows => Used.Count;

    /// <summary>The event study as sensitivity analyses take it; its references are those that all cohorts have.</summary>
    public EventStudy Study =>
        new(
            [.. EventStudy.Select(e => e.At)],
            [.. EventStudy.Select(e => e.Effect.Estimate)],
            EventStudyCovariance,
            EventStudy.Count(e => e.At < 0),
            [
                .. References
                    .SelectMany(r => r.EventTimes)
                    .GroupBy(e => e)
                    .Where(e => e.Count() == References.Count)
                    .Select(e => e.Key)
                    .Order(),
            ]
        );

    /// <summary>How many rows were not used.</summary>
    public required int Dropped { get; init; }

    /// <summary>What was left out or put right.</summary>
    public required IReadOnlyList<Remark> Remarks { get; init; }
}
