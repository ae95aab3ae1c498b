using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Retention;

/// <summary>Which rule of keeping: the name of its file, "sent-letters".</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct RuleId : IParsable<RuleId>
{
    private static readonly SearchValues<char> known = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz-"
    );
    private readonly string? text;

    private RuleId(string text) => this.text = text;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out RuleId id
    )
    {
        id = default;
        if (text is not { Length: > 0 and <= 40 } || text.AsSpan().ContainsAnyExcept(known))
            return false;
        id = new RuleId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no id of a rule.</exception>
    public static RuleId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of a rule of keeping.");

    public override string ToString() => text ?? "";
}
