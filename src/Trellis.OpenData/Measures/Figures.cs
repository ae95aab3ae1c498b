using System.Globalization;

namespace Trellis.Measures;

/// <summary>Reads one cell of a results file.</summary>
public static class Figures
{
    /// <summary>A figure with or without a per cent or pound sign and commas between thousands, or a known mark.</summary>
    /// <param name="cell">The cell, without spaces at its ends; empty means the publisher gave nothing.</param>
    /// <param name="value">The figure; NaN where there is a mark.</param>
    /// <param name="mark">The publisher's mark ("" for an empty cell); null for a figure.</param>
    /// <returns>False where the cell is neither a figure nor a known mark.</returns>
    public static bool TryRead(ReadOnlySpan<byte> cell, out double value, out string? mark)
    {
        value = double.NaN;
        mark = null;
        if (cell.IsEmpty)
        {
            mark = "";
            return true;
        }
        if (Plain(cell, out value))
            return true;
        if (cell[^1] == (byte)'%')
            cell = cell[..^1].TrimEnd((byte)' ');
        if (cell.StartsWith("\u00A3"u8))
            cell = cell[2..];
        if (Plain(cell, out value))
            return true;
        if (cell.Contains((byte)',') && cell.Length <= 32)
        {
            Span<byte> digits = stackalloc byte[32];
            var length = 0;
            foreach (var letter in cell)
                if (letter != (byte)',')
                    digits[length++] = letter;
            if (Plain(digits[..length], out value))
                return true;
        }
        value = double.NaN;
        if (cell.Length > 12)
            return false;
        mark = Mark(cell);
        return mark is not null;
    }

    // The marks as one string each, so that a column of 20,000 "SUPP" holds one.
    private static readonly string[] Common =
    [
        "SUPP",
        "NE",
        "NA",
        "NP",
        "N/A",
        "LOWCOV",
        "DNS",
        "x",
        "z",
        "c",
        "NEW",
        ":",
        ".",
    ];

    private static string? Mark(ReadOnlySpan<byte> cell)
    {
        foreach (var known in Common)
            if (System.Text.Ascii.Equals(cell, known))
                return known;
        var text = System.Text.Encoding.UTF8.GetString(cell);
        return Marks.IsKnown(text) ? text : null;
    }

    /// <summary>Digits with at most one point and a sign: the double that is nearest to the decimal text.</summary>
    private static bool Plain(ReadOnlySpan<byte> cell, out double value)
    {
        value = double.NaN;
        var at = 0;
        var negative = false;
        if (cell.Length > 0 && cell[0] is (byte)'-' or (byte)'+')
            negative = cell[at++] == (byte)'-';
        long whole = 0;
        int digits = 0,
            decimals = -1;
        for (; at < cell.Length; at++)
        {
            if (cell[at] == (byte)'.' && decimals < 0)
            {
                decimals = 0;
                continue;
            }
            var digit = cell[at] - '0';
            if (digit is < 0 or > 9)
                return Rare(cell, out value);
            // Beyond 15 digits a long and a power of ten no longer divide to the nearest double.
            if (++digits > 15)
                return Rare(cell, out value);
            whole = (whole * 10) + digit;
            if (decimals >= 0)
                decimals++;
        }
        if (digits == 0)
            return false;
        value = decimals > 0 ? whole / Powers[decimals] : whole;
        if (negative)
            value = -value;
        return true;
    }

    private static readonly double[] Powers =
    [
        1,
        1e1,
        1e2,
        1e3,
        1e4,
        1e5,
        1e6,
        1e7,
        1e8,
        1e9,
        1e10,
        1e11,
        1e12,
        1e13,
        1e14,
        1e15,
    ];

    // Workbooks written out as CSV hold the odd 9.3E-05 or seventeen digits.
    private static bool Rare(ReadOnlySpan<byte> cell, out double value) =>
        double.TryParse(
            cell,
            NumberStyles.AllowLeadingSign
                | NumberStyles.AllowDecimalPoint
                | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out value
        ) && double.IsFinite(value);
}
