using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Redactions;

/// <summary>Which text of a document: "items.2.discussion.0", "3.decision-because". Small letters, digits, hyphens and dots, 80 at most.</summary>
/// <remarks>It names a place and never holds a word of somebody's. The default prints as nothing and is none.</remarks>
public readonly record struct TextAt : IParsable<TextAt>
{
    private static readonly SearchValues<char> known = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-."
    );
    private readonly string? text;

    private TextAt(string text) => this.text = text;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out TextAt at
    )
    {
        at = default;
        if (text is not { Length: > 0 and <= 80 } || text.AsSpan().ContainsAnyExcept(known))
            return false;
        at = new TextAt(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no such place.</exception>
    public static TextAt Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var at)
            ? at
            : throw new FormatException($"'{text}' names no text of a document.");

    public override string ToString() => text ?? "";
}
