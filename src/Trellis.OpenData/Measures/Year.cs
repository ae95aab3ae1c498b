using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Trellis.Measures;

/// <summary>A year as a key: the school year that begins in <paramref name="Starts"/> (2018 is 2018/19), or a calendar year where the measure says so.</summary>
public readonly record struct Year(int Starts) : IParsable<Year>, IComparable<Year>
{
    /// <summary>Reads "2018-2019", "2018/19", "201819" or "2018".</summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out Year year
    )
    {
        year = default;
        if (text is null || text.Length is not (4 or 6 or 7 or 9))
            return false;
        if (
            !int.TryParse(
                text.AsSpan(0, 4),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var starts
            )
        )
            return false;
        if (starts is < 1990 or > 2100)
            return false;
        if (text.Length > 4)
        {
            var tail = text.AsSpan(text.Length == 6 ? 4 : 5);
            if (text.Length != 6 && text[4] is not ('-' or '/' or '_'))
                return false;
            if (!int.TryParse(tail, NumberStyles.None, CultureInfo.InvariantCulture, out var ends))
                return false;
            if (ends % 100 != (starts + 1) % 100)
                return false;
        }
        year = new Year(starts);
        return true;
    }

    /// <exception cref="FormatException">The text is not a year.</exception>
    public static Year Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var year)
            ? year
            : throw new FormatException($"'{text}' is not a year: 2018/19, 2018-2019 or 2018.");

    public int CompareTo(Year other) => Starts.CompareTo(other.Starts);

    /// <summary>"2018/19".</summary>
    public override string ToString() => $"{Starts}/{(Starts + 1) % 100:00}";
}
