using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>What is asked of <see cref="Imputation"/>.</summary>
/// <param name="Anticipation">How many times before treatment it may already work: those rows tell nothing of what would have been.</param>
/// <param name="Leads">How many times before that are looked at for a pre-trend, all earlier ones being the reference; null for 5, or fewer where no cohort has a row before them.</param>
/// <param name="Slopes">Of covariates; by cohort is no choice here, since treated rows of a cohort would be told by itself alone.</param>
public sealed record ImputationOptions(
    int Anticipation = 0,
    int? Leads = null,
    CovariateSlopes Slopes = CovariateSlopes.Same
);

/// <summary>The effect on one group at one time.</summary>
/// <param name="Group">When it was first treated.</param>
/// <param name="Time">When it is looked at.</param>
/// <param name="Rows">How many rows were imputed.</param>
/// <param name="Effect">With its uncertainty.</param>
public sealed record ImputedCell(int Group, int Time, int Rows, Coefficient Effect);

/// <summary>What <see cref="Imputation"/> finds.</summary>
public sealed record ImputationAnswer
{
    /// <summary>The average over all rows from the first treated time on, each by its weight.</summary>
    public required Coefficient Att { get; init; }

    /// <summary>Averages by event time, from −anticipation on.</summary>
    public required IReadOnlyList<EffectAt> EventStudy { get; init; }

    /// <summary>Covariance of the event study, row by row.</summary>
    public required double[] EventStudyCovariance { get; init; }

    /// <summary>For each event time ψ of each cluster, so that Σψ²/G² is its variance and <see cref="MultiplierBootstrap"/> makes a uniform band of it; empty with two variables of clusters.</summary>
    public required IReadOnlyList<double[]> EventStudyInfluence { get; init; }

    /// <summary>Averages by group.</summary>
    public required IReadOnlyList<EffectAt> Groups { get; init; }

    /// <summary>Each group at each time, by group, then time.</summary>
    public required IReadOnlyList<ImputedCell> Cells { get; init; }

    /// <summary>Coefficients of the times before treatment, of untreated rows alone; earlier times are the reference.</summary>
    public required IReadOnlyList<EffectAt> Leads { get; init; }

    /// <summary>That all leads are 0.</summary>
    public required JointTest PreTrend { get; init; }

    /// <summary>For each row of the panel as it came outcome less what it would have been; NaN for rows that are untreated, not used or cannot be imputed.</summary>
    public required double[] Imputed { get; init; }

    /// <summary>Slopes of covariates among the untreated; no uncertainty is told of them.</summary>
    public required IReadOnlyList<(string Name, double Slope)> Covariates { get; init; }

    /// <summary>The untreated rows that tell what would have been, numbered from 0 as they came, ascending.</summary>
    public required IReadOnlyList<int> UntreatedRows { get; init; }

    /// <summary>How many they are.</summary>
    public int Untreated => UntreatedRows.Count;

    /// <summary>How many treated rows were imputed.</summary>
    public required int Treated { get; init; }

    /// <summary>How many rows were not used.</summary>
    public required int Dropped { get; init; }

    /// <summary>What was left out or put right.</summary>
    public required IReadOnlyList<Remark> Remarks { get; init; }
}
