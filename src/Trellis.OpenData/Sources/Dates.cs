using System.Buffers.Text;

namespace Trellis.Sources;

/// <summary>Dates as the publishers write them.</summary>
public static class Dates
{
    /// <summary>Reads 31-12-2021, 31/12/2021, 2021-12-31 (a time after it is passed over) or 20211231.</summary>
    /// <returns>The date, or null where the text is none: 31-02-2021, or a year before 1000.</returns>
    public static DateOnly? Read(ReadOnlySpan<byte> text)
    {
        if (text.Length > 10 && text[10] is (byte)' ' or (byte)'T')
            text = text[..10];
        if (text.Length == 10 && text[2] is (byte)'-' or (byte)'/')
            return Of(text[6..], text[3..5], text[..2]);
        if (text.Length == 10 && text[4] is (byte)'-' or (byte)'/')
            return Of(text[..4], text[5..7], text[8..]);
        if (text.Length == 8)
            return Of(text[..4], text[4..6], text[6..]);
        return null;
    }

    private static DateOnly? Of(
        ReadOnlySpan<byte> year,
        ReadOnlySpan<byte> month,
        ReadOnlySpan<byte> day
    ) =>
        Digits(year) is { } y
        && Digits(month) is { } m
        && Digits(day) is { } d
        && y is >= 1000 and <= 2200
        && m is >= 1 and <= 12
        && d >= 1
        && d <= DateTime.DaysInMonth(y, m)
            ? new DateOnly(y, m, d)
            : null;

    private static int? Digits(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out uint value, out var used) && used == text.Length
            ? (int)value
            : null;

    /// <summary>The date a file's name carries: "...20220722.csv", "31_December_2013", "28 February 2015"; a day of 00 is the first.</summary>
    public static DateOnly? InName(string name)
    {
        var digits = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && char.IsAsciiDigit(name[i]))
            {
                digits++;
                continue;
            }
            if (digits == 8)
            {
                var text = name.AsSpan(i - 8, 8);
                var year = int.Parse(text[..4]);
                int month = int.Parse(text[4..6]),
                    day = Math.Max(1, int.Parse(text[6..]));
                if (
                    year is >= 1990 and <= 2100
                    && month is >= 1 and <= 12
                    && day <= DateTime.DaysInMonth(year, month)
                )
                    return new DateOnly(year, month, day);
            }
            digits = 0;
        }
        var words = name.Split([' ', '_', '-', '.', '/'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 2 < words.Length; i++)
            if (
                int.TryParse(words[i], out var day)
                && MonthOf(words[i + 1]) is { } month
                && int.TryParse(words[i + 2], out var year)
                && year is >= 1990 and <= 2100
                && day >= 1
                && day <= DateTime.DaysInMonth(year, month)
            )
                return new DateOnly(year, month, day);
        return null;
    }

    private static readonly string[] Months =
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];

    private static int? MonthOf(string word) =>
        Array.IndexOf(Months, word.ToLowerInvariant()) is >= 0 and var at ? at + 1 : null;
}
