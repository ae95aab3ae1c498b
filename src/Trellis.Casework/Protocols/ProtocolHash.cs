using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Trellis.Protocols;

/// <summary>The hash of a protocol as it was registered: SHA-256 of its text in UTF-8, 64 hexadecimal digits in small letters.</summary>
/// <remarks>The default prints as nothing and is the hash of no protocol.</remarks>
public readonly record struct ProtocolHash : IParsable<ProtocolHash>
{
    private static readonly SearchValues<char> digits = SearchValues.Create("0123456789abcdef");
    private readonly string? text;

    private ProtocolHash(string text) => this.text = text;

    /// <summary>The hash of a text.</summary>
    public static ProtocolHash Of(string text) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out ProtocolHash hash
    )
    {
        hash = default;
        if (text is not { Length: 64 } || text.AsSpan().ContainsAnyExcept(digits))
            return false;
        hash = new ProtocolHash(text);
        return true;
    }

    /// <exception cref="FormatException">The text is not 64 hexadecimal digits.</exception>
    public static ProtocolHash Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var hash)
            ? hash
            : throw new FormatException($"'{text}' is not the hash of a protocol.");

    public override string ToString() => text ?? "";
}
