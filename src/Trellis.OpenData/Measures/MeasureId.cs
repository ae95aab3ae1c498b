using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Measures;

/// <summary>Which measure of the catalogue: "ks4.attainment8".</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct MeasureId : IParsable<MeasureId>
{
    private static readonly SearchValues<char> known = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-."
    );
    private readonly string? text;

    private MeasureId(string text) => this.text = text;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out MeasureId id
    )
    {
        id = default;
        if (text is not { Length: > 0 and <= 60 } || text.AsSpan().ContainsAnyExcept(known))
            return false;
        id = new MeasureId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no id of a measure.</exception>
    public static MeasureId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of a measure.");

    public override string ToString() => text ?? "";
}
