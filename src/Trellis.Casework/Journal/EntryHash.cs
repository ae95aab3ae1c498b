using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Journal;

/// <summary>The hash of an entry: SHA-256, 64 hexadecimal digits in small letters.</summary>
/// <remarks>The default prints as nothing and is the hash of no entry.</remarks>
public readonly record struct EntryHash : IParsable<EntryHash>
{
    private static readonly SearchValues<char> digits = SearchValues.Create("0123456789abcdef");
    private readonly string? text;

    private EntryHash(string text) => this.text = text;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out EntryHash hash
    )
    {
        hash = default;
        if (text is not { Length: 64 } || text.AsSpan().ContainsAnyExcept(digits))
            return false;
        hash = new EntryHash(text);
        return true;
    }

    /// <exception cref="FormatException">The text is not 64 hexadecimal digits.</exception>
    public static EntryHash Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var hash)
            ? hash
            : throw new FormatException($"'{text}' is not the hash of an entry.");

    public override string ToString() => text ?? "";
}
