using System.Globalization;
using Trellis.Travel;

namespace Trellis.Partners;

/// <summary>How far a partner may be: so many minutes, or so many kilometres.</summary>
public sealed record Reach
{
    private Reach() { }

    /// <summary>By car, estimated; null where kilometres are asked.</summary>
    public double? Minutes { get; private init; }

    /// <summary>In a straight line; null where minutes are asked.</summary>
    public double? Kilometres { get; private init; }

    /// <summary>An hour by car.</summary>
    public static readonly Reach AnHour = OfMinutes(60);

    public static Reach OfMinutes(double minutes) => new() { Minutes = minutes };

    public static Reach OfKilometres(double kilometres) => new() { Kilometres = kilometres };

    /// <param name="minutes">By car; where there is no road, NaN, and nothing covers it.</param>
    /// <param name="kilometres">In a straight line.</param>
    public bool Covers(double minutes, double kilometres) =>
        Minutes is { } most ? minutes <= most : !double.IsNaN(minutes) && kilometres <= Kilometres;

    /// <summary>No school farther than this in a straight line is covered, in kilometres.</summary>
    public double Farthest(Journeys journeys) =>
        Minutes is { } minutes ? journeys.FarthestKilometres(minutes) : Kilometres!.Value;

    /// <summary>Half as far again: 90 minutes for an hour.</summary>
    public Reach Farther() =>
        Minutes is { } minutes ? OfMinutes(1.5 * minutes) : OfKilometres(1.5 * Kilometres!.Value);

    /// <summary>"an hour", "90 minutes", "40 km".</summary>
    public string Words =>
        Minutes == 60 ? "an hour"
        : Minutes is { } minutes ? $"{minutes:0.#} minutes"
        : $"{Kilometres:0.#} km";

    /// <summary>Reads "60min", "60 minutes", "60" (minutes) or "40km".</summary>
    /// <returns>Null where it is neither, or not above 0 and up to 600.</returns>
    public static Reach? Parse(string text)
    {
        var trimmed = text.Trim().ToLowerInvariant();
        var digits = trimmed.TrimEnd([.. "abcdefghijklmnopqrstuvwxyz "]);
        var unit = trimmed[digits.Length..].Trim();
        if (
            !double.TryParse(
                digits,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            ) || number is not (> 0 and <= 600)
        )
            return null;
        return unit switch
        {
            "" or "min" or "mins" or "minute" or "minutes" => OfMinutes(number),
            "km" or "kilometres" => OfKilometres(number),
            _ => null,
        };
    }
}
