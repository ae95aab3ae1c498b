namespace Trellis.Evaluations;

/// <summary>A study as it counts in a pool.</summary>
/// <param name="Id">Within its programme.</param>
/// <param name="Effect">In standard deviations between schools, as the study found it.</param>
/// <param name="Weight">Its share of the average, in per cent.</param>
public sealed record PooledStudy(
    string Programme,
    string Id,
    string Arm,
    string Phase,
    string Outcome,
    double Effect,
    double StandardError,
    double Low,
    double High,
    double Weight
);

/// <summary>How much true effects differ between groups of one level.</summary>
/// <param name="Level">"programme" or "study".</param>
/// <param name="Variance">In standard deviations between schools, squared.</param>
/// <param name="Share">Of the differences between estimates, in per cent.</param>
public sealed record PoolLevel(string Level, int Groups, double Variance, double Share);

/// <summary>What studies say together, in standard deviations between schools.</summary>
/// <param name="StandardError">From the model.</param>
/// <param name="RobustError">From the spread between kinds of school; NaN where they are too few.</param>
/// <param name="Low">The lower end of the 95 % interval: the wider of both errors' intervals.</param>
/// <param name="PredictionLow">The lower end of where the true effect of a next study lies, 95 times in 100; NaN where it cannot be told.</param>
/// <param name="Kinds">How many kinds of school: the clusters of the robust error.</param>
/// <param name="Heterogeneity">Cochran's Q.</param>
/// <param name="HeterogeneityP">How often chance alone makes estimates differ as much.</param>
/// <param name="I2">The percentage of the differences that is not chance.</param>
public sealed record PoolAverage(
    double Effect,
    double StandardError,
    double RobustError,
    double Low,
    double High,
    double PredictionLow,
    double PredictionHigh,
    int Kinds,
    double Heterogeneity,
    int Degrees,
    double HeterogeneityP,
    double I2,
    IReadOnlyList<PoolLevel> Levels
);

/// <summary>Whether studies of one sort find other effects than those of another.</summary>
/// <param name="Code">"placed", "secondary", "years-since".</param>
/// <param name="Words">"schools that were placed with a sponsor, less those that chose".</param>
/// <param name="Difference">In standard deviations between schools; for years, by one year.</param>
/// <param name="Reason">Why it cannot be told; null where it can.</param>
public sealed record PoolModerator(
    string Code,
    string Words,
    double Difference,
    double StandardError,
    double Low,
    double High,
    double PValue,
    string? Reason
);

/// <summary>What some of the studies say together.</summary>
/// <param name="Code">"chosen", "placed", "moved", "primary", "secondary", or a programme.</param>
/// <param name="Studies">How many.</param>
public sealed record PoolPart(
    string Code,
    string Words,
    int Studies,
    double Effect,
    double Low,
    double High
);

/// <summary>What all studies that look so far say together so many years after.</summary>
/// <param name="Studies">How many have an estimate there.</param>
public sealed record PoolYear(int Since, int Studies, double Effect, double Low, double High);

/// <summary>Whether small studies find other effects than large ones.</summary>
/// <param name="Slope">What goes with one more of standard error.</param>
/// <param name="Reason">Why it is not looked at; null where it is.</param>
public sealed record PoolFunnel(double Slope, double StandardError, double PValue, string? Reason);

/// <summary>The average without one study, or as studies were added.</summary>
/// <param name="Study">"joining-a-trust/converters-primary-ks2".</param>
public sealed record PoolStep(string Study, double Effect, double Low, double High);

/// <summary>All studies of one family of outcomes put together: an average that lives as long as data come, with what it hides.</summary>
/// <param name="Family">"attainment", "attendance" or "intake".</param>
/// <param name="NoAnswer">Why nothing is put together; null where there is an average.</param>
/// <param name="Covariance">Of the studies' sampling errors, row by row, from the schools they share; its diagonal holds squared standard errors.</param>
/// <param name="Average">Null where there is none.</param>
/// <param name="Naive">The same where studies that share schools are taken for independent, beside it as a warning.</param>
/// <param name="Without">The average without each study in turn.</param>
/// <param name="Growing">The average after each study, the largest sample first.</param>
/// <param name="Remarks">What was left out or could not be told.</param>
public sealed record StudyPool(
    string Family,
    IReadOnlyList<PooledStudy> Studies,
    string? NoAnswer,
    IReadOnlyList<double> Covariance,
    PoolAverage? Average,
    PoolAverage? Naive,
    IReadOnlyList<PoolModerator> Moderators,
    IReadOnlyList<PoolPart> Parts,
    IReadOnlyList<PoolYear> ByYear,
    PoolFunnel Funnel,
    IReadOnlyList<PoolStep> Without,
    IReadOnlyList<PoolStep> Growing,
    IReadOnlyList<string> Remarks
);
