using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Trellis.Journal;

/// <summary>Where words of the journal stand: "5:event.name" are those at that path of entry 5.</summary>
/// <remarks>A path is made of the names of fields and of places in lists, never of what anybody typed, so that an erasure may name it in the chain.</remarks>
public readonly record struct TextPlace(long Entry, string Path) : IParsable<TextPlace>
{
    private const int Longest = 200;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out TextPlace place
    )
    {
        place = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (
            text is null
            || colon < 1
            || !long.TryParse(
                text.AsSpan(0, colon),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var entry
            )
            || entry < 1
        )
            return false;
        var path = text[(colon + 1)..];
        if (path.Length is 0 or > Longest)
            return false;
        foreach (var letter in path)
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-' or '_'))
                return false;
        place = new TextPlace(entry, path);
        return true;
    }

    /// <exception cref="FormatException">The text names no place.</exception>
    public static TextPlace Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var place)
            ? place
            : throw new FormatException(
                $"'{text}' is not a place in the journal, as '5:event.name'."
            );

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Entry}:{Path}");
}

/// <summary>An event by which words of the journal were erased.</summary>
/// <remarks>The words an erasure takes out of a state are never written to its own entry: that entry keeps their digest alone.</remarks>
public interface IErases
{
    /// <summary>Where the words stood that were erased by it.</summary>
    IReadOnlyList<TextPlace> Erased { get; }
}
