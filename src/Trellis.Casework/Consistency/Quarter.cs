using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Trellis.Consistency;

/// <summary>Three months of a calendar year: "2026Q3" is July to September 2026.</summary>
/// <remarks>Read from text it is of this millennium. The default is the first quarter of the year 1, in which nothing was decided.</remarks>
public readonly record struct Quarter : IParsable<Quarter>, IComparable<Quarter>
{
    // Quarters since the first of the year 1.
    private readonly int number;

    private Quarter(int number) => this.number = number;

    /// <summary>The quarter in which a day lies.</summary>
    public static Quarter Of(DateOnly day) => new((day.Year - 1) * 4 + (day.Month - 1) / 3);

    public int Year => number / 4 + 1;

    /// <summary>1 to 4.</summary>
    public int OfYear => number % 4 + 1;

    public DateOnly First => new(Year, (OfYear - 1) * 3 + 1, 1);

    public DateOnly Last => First.AddMonths(3).AddDays(-1);

    public Quarter Before => new(number - 1);

    public Quarter After => new(number + 1);

    /// <summary>"July to September 2026".</summary>
    public string Words => $"{First:MMMM} to {Last:MMMM yyyy}";

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out Quarter quarter
    )
    {
        quarter = default;
        if (
            text is not { Length: 6 }
            || text[4] is not ('Q' or 'q')
            || !int.TryParse(
                text.AsSpan(0, 4),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var year
            )
            || year is < 2000 or > 2999
            || text[5] is < '1' or > '4'
        )
            return false;
        quarter = new Quarter((year - 1) * 4 + text[5] - '1');
        return true;
    }

    /// <exception cref="FormatException">The text is no quarter.</exception>
    public static Quarter Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var quarter)
            ? quarter
            : throw new FormatException($"'{text}' is no quarter as 2026Q3.");

    public int CompareTo(Quarter other) => number.CompareTo(other.number);

    public static bool operator <(Quarter one, Quarter other) => one.number < other.number;

    public static bool operator >(Quarter one, Quarter other) => one.number > other.number;

    public static bool operator <=(Quarter one, Quarter other) => one.number <= other.number;

    public static bool operator >=(Quarter one, Quarter other) => one.number >= other.number;

    /// <summary>"2026Q3".</summary>
    public override string ToString() => $"{Year:0000}Q{OfYear}";
}
