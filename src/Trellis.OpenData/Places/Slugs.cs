namespace Trellis.Places;

/// <summary>Names as addresses and scopes carry them.</summary>
public static class Slugs
{
    /// <summary>The letters and digits of a name, in small, with a hyphen for whatever stands between: "Kingston upon Hull, City of" gives "kingston-upon-hull-city-of". Empty where it has none.</summary>
    public static string Of(string name) =>
        string.Join(
            '-',
            new string([
                .. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' '),
            ]).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}
