namespace Trellis.Measures;

/// <summary>What a figure counts in.</summary>
public enum Unit
{
    /// <summary>Plain numbers: points, scores, ratios.</summary>
    Points,
    Count,
    Percent,
    Pounds,

    /// <summary>A share between 0 and 1, as IDACI.</summary>
    Share,

    /// <summary>A rank or decile: smaller is more deprived.</summary>
    Rank,
}

/// <summary>A measure of a school as a reviewed file under definitions/measures describes it.</summary>
/// <param name="Id">Stable and dotted, as "ks4.attainment8".</param>
/// <param name="Label">In plain words, under 50 characters.</param>
/// <param name="Subject">The page section it belongs to: "Results", "Pupils", "Attendance", "Workforce", "Money", "Area", "Places".</param>
/// <param name="Decimals">How many are shown.</param>
/// <param name="Higher">"better", "worse" or "neither": whether a higher figure is what a school aims at.</param>
/// <param name="Phases">"primary", "secondary", "post16", or "all".</param>
/// <param name="What">What it says, in one or two sentences.</param>
/// <param name="Publisher">Who publishes it and under what name.</param>
/// <param name="Calendar">Whether its years are calendar years (indices of deprivation) and not school years.</param>
/// <param name="Reviewed">The date somebody last checked the definition.</param>
public sealed record Measure(
    string Id,
    string Label,
    string Subject,
    Unit Unit,
    int Decimals,
    string Higher,
    string Phases,
    string What,
    string Publisher,
    bool Calendar,
    DateOnly Reviewed
)
{
    public string YearLabel(Year year) => Calendar ? $"{year.Starts}" : year.ToString();
}
