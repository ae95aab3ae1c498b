using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.People;

/// <summary>Which session: the digest of the secret that a browser holds, 64 hex digits. The secret cannot be told from it.</summary>
/// <remarks>The default prints as nothing and is no session.</remarks>
public readonly record struct SessionId : IParsable<SessionId>
{
    private static readonly SearchValues<char> digits = SearchValues.Create("0123456789abcdef");
    private readonly string? text;

    private SessionId(string text) => this.text = text;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out SessionId id
    )
    {
        id = default;
        if (text is not { Length: 64 } || text.AsSpan().ContainsAnyExcept(digits))
            return false;
        id = new SessionId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no digest.</exception>
    public static SessionId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException("A session is named by 64 hex digits.");

    public override string ToString() => text ?? "";
}
