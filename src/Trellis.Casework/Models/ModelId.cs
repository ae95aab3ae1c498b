using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Models;

/// <summary>Which model of partnership: the name of its file, "federation".</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct ModelId : IParsable<ModelId>
{
    private static readonly SearchValues<char> known = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz-"
    );
    private readonly string? text;

    private ModelId(string text) => this.text = text;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out ModelId id
    )
    {
        id = default;
        if (text is not { Length: > 0 and <= 40 } || text.AsSpan().ContainsAnyExcept(known))
            return false;
        id = new ModelId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no id of a model.</exception>
    public static ModelId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of a model.");

    public override string ToString() => text ?? "";
}
