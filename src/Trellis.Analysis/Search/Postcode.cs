namespace Trellis.Search;

/// <summary>A postcode or the beginning of one: "CB23", "CB23 8" or "CB23 8DY".</summary>
/// <param name="Outward">"CB23": two to four characters.</param>
/// <param name="Inward">"8DY", its beginning, or empty.</param>
public readonly record struct Postcode(string Outward, string Inward)
{
    public bool IsFull => Inward is { Length: 3 };

    /// <summary>Reads it with or without the space, in any case.</summary>
    public static bool TryParse(string text, out Postcode postcode)
    {
        postcode = default;
        var trimmed = text.Trim().ToUpperInvariant();
        if (trimmed.Length is < 2 or > 10)
            return false;
        var gap = trimmed.IndexOf(' ', StringComparison.Ordinal);
        var outward = gap < 0 ? trimmed : trimmed[..gap];
        var inward = gap < 0 ? "" : trimmed[gap..].Replace(" ", "", StringComparison.Ordinal);
        if (gap < 0 && trimmed.Length >= 5)
            (outward, inward) = (trimmed[..^3], trimmed[^3..]);
        if (!IsOutward(outward) || !IsInward(inward))
            return false;
        postcode = new Postcode(outward, inward);
        return true;
    }

    /// <summary>One or two letters, a digit, perhaps one more letter or digit.</summary>
    internal static bool IsOutward(string text)
    {
        var letters = 0;
        while (letters < text.Length && char.IsAsciiLetter(text[letters]))
            letters++;
        return letters is 1 or 2
            && text.Length - letters is 1 or 2
            && char.IsAsciiDigit(text[letters])
            && char.IsAsciiLetterOrDigit(text[^1]);
    }

    /// <summary>A digit and two letters, or the beginning of that.</summary>
    internal static bool IsInward(string text) =>
        text.Length <= 3
        && (text.Length < 1 || char.IsAsciiDigit(text[0]))
        && (text.Length < 2 || char.IsAsciiLetter(text[1]))
        && (text.Length < 3 || char.IsAsciiLetter(text[2]));

    /// <summary>The lowest and the highest key that begin so.</summary>
    internal (long Low, long High) Range
    {
        get
        {
            var outward = Outward.PadRight(4);
            return (
                Keys.Pack(outward + Inward, 7),
                Keys.Pack(outward + Inward.PadRight(3, 'Z'), 7)
            );
        }
    }

    public override string ToString() => Inward is "" ? Outward : $"{Outward} {Inward}";
}
