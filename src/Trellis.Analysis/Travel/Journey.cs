using System.Globalization;

namespace Trellis.Travel;

/// <summary>Where the minutes of a journey are from.</summary>
public enum JourneyBasis
{
    /// <summary>There are none; <see cref="Journey.Why"/> says why.</summary>
    None,

    /// <summary>The published formula of <see cref="TravelFormula"/>.</summary>
    Estimate,

    /// <summary>A router's times, loaded from a file.</summary>
    Matrix,
}

/// <summary>How far one school is from another by car; or the reason why that cannot be said.</summary>
/// <param name="Minutes">By car, above zero; an estimate is in whole minutes. Null where there is none.</param>
/// <param name="Kilometres">In a straight line; null where a place is not known.</param>
/// <param name="Why">Why there are no minutes, a sentence; empty where there are.</param>
public sealed record Journey(
    double? Minutes,
    double? Kilometres,
    JourneyBasis Basis,
    string Why = ""
)
{
    public bool IsEstimate => Basis == JourneyBasis.Estimate;

    /// <summary>"34 minutes by car (estimated)", "1 hour 5 minutes by car"; empty where there are none.</summary>
    public string Words =>
        Minutes is { } minutes
            ? $"{InWords(minutes)} by car{(IsEstimate ? " (estimated)" : "")}"
            : "";

    /// <summary>"34 minutes", "1 minute", "1 hour 5 minutes"; to the whole minute, and never none.</summary>
    public static string InWords(double minutes)
    {
        var whole = Math.Max(1, (int)Math.Round(minutes, MidpointRounding.AwayFromZero));
        var (hours, rest) = (whole / 60, whole % 60);
        return (hours, rest) switch
        {
            (0, _) => Count(rest, "minute"),
            (_, 0) => Count(hours, "hour"),
            _ => $"{Count(hours, "hour")} {Count(rest, "minute")}",
        };
    }

    private static string Count(int many, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{many:N0} {what}{(many == 1 ? "" : "s")}");
}
