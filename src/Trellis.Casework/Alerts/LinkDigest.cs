using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Alerts;

/// <summary>The SHA-256 of the secret in a link, 64 hex digits: the store knows a link again and cannot make one.</summary>
/// <remarks>The default prints as nothing and is of no link.</remarks>
public readonly record struct LinkDigest : IParsable<LinkDigest>
{
    private static readonly SearchValues<char> known = SearchValues.Create("0123456789abcdef");
    private readonly string? text;

    private LinkDigest(string text) => this.text = text;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out LinkDigest digest
    )
    {
        var fits = text is { Length: 64 } && !text.AsSpan().ContainsAnyExcept(known);
        digest = fits ? new LinkDigest(text!) : default;
        return fits;
    }

    /// <exception cref="FormatException">The text is no such digest.</exception>
    public static LinkDigest Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var digest)
            ? digest
            : throw new FormatException($"'{text}' is not the digest of a link.");

    public override string ToString() => text ?? "";
}
