using System.Diagnostics.CodeAnalysis;
using Trellis.Journal;

namespace Trellis.Alerts;

/// <summary>Which wish for letters: "a" and ten letters and digits drawn by chance, as in the links of its letters.</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct AlertId : IParsable<AlertId>
{
    private readonly string? text;

    private AlertId(string text) => this.text = text;

    /// <param name="chance">Ten bytes nobody can guess.</param>
    /// <exception cref="ArgumentException">There are not ten.</exception>
    public static AlertId From(ReadOnlySpan<byte> chance) => new(DrawnText.Of('a', chance));

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out AlertId id
    )
    {
        var fits = DrawnText.Fits(text, 'a');
        id = fits ? new AlertId(text!) : default;
        return fits;
    }

    /// <exception cref="FormatException">The text is no such id.</exception>
    public static AlertId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of a wish for letters.");

    public override string ToString() => text ?? "";
}
