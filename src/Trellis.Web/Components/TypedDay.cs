using System.Globalization;

namespace Trellis.Components;

/// <summary>A date as somebody typed it into three boxes, kept so that a wrong one can be shown again.</summary>
public sealed record TypedDay(string Day, string Month, string Year)
{
    public static readonly TypedDay Empty = new("", "", "");

    public static TypedDay Of(DateOnly day) =>
        new(
            day.Day.ToString(CultureInfo.InvariantCulture),
            day.Month.ToString(CultureInfo.InvariantCulture),
            day.Year.ToString(CultureInfo.InvariantCulture)
        );

    public bool IsEmpty =>
        string.IsNullOrWhiteSpace(Day)
        && string.IsNullOrWhiteSpace(Month)
        && string.IsNullOrWhiteSpace(Year);

    /// <summary>The date; null where the boxes hold none. A month may be typed as its name.</summary>
    public DateOnly? Read()
    {
        if (!Number(Day, out var day) || !Number(Year, out var year) || year is < 1900 or > 2200)
            return null;
        if (!Number(Month, out var month))
        {
            var names = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;
            month = Month.Trim() is { Length: >= 3 } typed
                ? 1
                    + Array.FindIndex(
                        names,
                        n => n.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
                    )
                : 0;
        }
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;
    }

    private static bool Number(string text, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
