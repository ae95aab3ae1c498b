using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Listings;

/// <summary>What a need, an offer or a post is about: "maths", "senco".</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct TopicId : IParsable<TopicId>
{
    private static readonly SearchValues<char> known = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz-"
    );
    private readonly string? text;

    private TopicId(string text) => this.text = text;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out TopicId id
    )
    {
        id = default;
        if (text is not { Length: > 0 and <= 40 } || text.AsSpan().ContainsAnyExcept(known))
            return false;
        id = new TopicId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no id of a topic.</exception>
    public static TopicId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of a topic.");

    public override string ToString() => text ?? "";
}
