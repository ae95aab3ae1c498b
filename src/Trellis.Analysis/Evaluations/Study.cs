using System.Text.Json.Serialization;
using Trellis.Measures;

namespace Trellis.Evaluations;

/// <summary>An estimate with what chance does to it, in standard deviations between schools.</summary>
/// <param name="Effect">Treated less like schools; above 0 means a higher figure, whether or not higher is better.</param>
/// <param name="StandardError">Clustered on the partnership.</param>
/// <param name="Low">The lower end of the 95 % interval.</param>
/// <param name="High">The upper end of the 95 % interval.</param>
public sealed record StudyEstimate95(double Effect, double StandardError, double Low, double High)
{
    /// <summary>Whether its interval holds 0; true where it has none.</summary>
    [JsonIgnore]
    public bool HoldsZero => !(Low > 0 || High < 0);
}

/// <summary>The effect so many school years after the first.</summary>
/// <param name="Since">School years since the first that counts as after; below 0 before it.</param>
/// <param name="IsBase">What others are measured from: 0 by its making.</param>
/// <param name="BandLow">The band that holds all years at once, in 95 of 100 cases.</param>
public sealed record StudyYear(
    int Since,
    bool IsBase,
    double Effect,
    double StandardError,
    double Low,
    double High,
    double BandLow,
    double BandHigh
);

/// <summary>The effect on those who began in one school year.</summary>
/// <param name="Schools">How many they are.</param>
public sealed record StudyCohort(
    Year First,
    int Schools,
    double Effect,
    double StandardError,
    double Low,
    double High
);

/// <summary>The effect on schools of one kind, measured beside others of that kind.</summary>
/// <param name="Name">"disadvantage".</param>
/// <param name="Level">"the most disadvantaged third".</param>
/// <param name="Schools">How many treated schools.</param>
public sealed record StudyModerator(
    string Name,
    string Level,
    int Schools,
    StudyEstimate95 Estimate
);

/// <summary>What a study found, or why it found nothing, with everything that was looked at beside.</summary>
/// <param name="Id">Within its programme: "converters-primary-ks2".</param>
/// <param name="NoAnswer">Why there is no estimate; null where there is one, and then <paramref name="Overall"/> is there.</param>
/// <param name="Years">The school years of the estimate.</param>
/// <param name="Holes">Years between them without figures.</param>
/// <param name="Overall">The registered answer: the average over the first three school years after, or what <see cref="Study.Window"/> says; null where there is none.</param>
/// <param name="ScaleDeviation">One standard deviation between schools in the newest year, in the unit of the scale: times the effect it gives points.</param>
/// <param name="ByYear">By school years since the first.</param>
/// <param name="Flow">From all schools to those compared.</param>
/// <param name="Remarks">What was left out or put right in the making.</param>
/// <param name="Sources">The keys of the files of the outcome.</param>
public sealed record Study(
    string Programme,
    string Id,
    string Arm,
    string Phase,
    string Outcome,
    string PlanHash,
    string? NoAnswer,
    IReadOnlyList<Year> Years,
    IReadOnlyList<Year> Holes,
    int Treated,
    int Controls,
    int Groups,
    StudyEstimate95? Overall,
    double ScaleDeviation,
    IReadOnlyList<StudyYear> ByYear,
    IReadOnlyList<StudyCohort> ByCohort,
    IReadOnlyList<FlowStep> Flow,
    IReadOnlyList<string> Remarks,
    IReadOnlyList<string> Sources
)
{
    /// <summary>What <see cref="Overall"/> is an average of, within a sentence: "in the three school years after joining"; empty where there is none.</summary>
    public string Window { get; init; } = "";

    /// <summary>The school years of results after that <see cref="Overall"/> rests on.</summary>
    public IReadOnlyList<Year> WindowYears { get; init; } = [];

    /// <summary>The average over all years after; null where there is none.</summary>
    public StudyEstimate95? AllYears { get; init; }

    /// <summary>The effect on some of the schools beside others of their kind; none where too few are of a kind.</summary>
    public IReadOnlyList<StudyModerator> Moderators { get; init; } = [];

    /// <summary>Null where there is no estimate.</summary>
    public StudyDiagnostics? Diagnostics { get; init; }

    /// <summary>Null where there is no estimate.</summary>
    public StudyRating? Rating { get; init; }
}
