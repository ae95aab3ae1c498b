using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Trellis.Library;

/// <summary>A day, a month or a year, as exactly as a source gives it: "2012-09-01", "2021-08" or "2003".</summary>
/// <remarks>A source that says "August 2021" is not made to say the 31st.</remarks>
public readonly record struct RoughDay : IParsable<RoughDay>
{
    private readonly string? text;

    private RoughDay(string text, DateOnly first, DateOnly last) =>
        (this.text, First, Last) = (text, first, last);

    /// <summary>The first day it can be.</summary>
    public DateOnly First { get; }

    /// <summary>The last day it can be.</summary>
    public DateOnly Last { get; }

    /// <summary>"1 September 2012", "August 2021", "2003".</summary>
    public string InWords =>
        First.ToString(
            text?.Length switch
            {
                4 => "yyyy",
                7 => "MMMM yyyy",
                _ => "d MMMM yyyy",
            },
            CultureInfo.InvariantCulture
        );

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out RoughDay day
    )
    {
        var (format, rest) = text?.Length switch
        {
            4 => ("yyyy-MM-dd", "-01-01"),
            7 => ("yyyy-MM-dd", "-01"),
            _ => ("yyyy-MM-dd", ""),
        };
        day = default;
        if (
            !DateOnly.TryParseExact(
                text + rest,
                format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var first
            )
        )
            return false;
        var last = text!.Length switch
        {
            4 => first.AddYears(1).AddDays(-1),
            7 => first.AddMonths(1).AddDays(-1),
            _ => first,
        };
        day = new RoughDay(text, first, last);
        return true;
    }

    /// <exception cref="FormatException">The text is no day, month or year.</exception>
    public static RoughDay Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var day)
            ? day
            : throw new FormatException(
                $"'{text}' is no day as 2012-09-01, month as 2012-09 or year."
            );

    public override string ToString() => text ?? "";
}
