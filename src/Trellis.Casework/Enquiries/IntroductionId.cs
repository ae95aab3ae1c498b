using System.Diagnostics.CodeAnalysis;
using Trellis.Journal;

namespace Trellis.Enquiries;

/// <summary>Which introduction: "i" and ten letters and digits drawn by chance, as in its address.</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct IntroductionId : IParsable<IntroductionId>
{
    private readonly string? text;

    private IntroductionId(string text) => this.text = text;

    /// <param name="chance">Ten bytes nobody can guess.</param>
    /// <exception cref="ArgumentException">There are not ten.</exception>
    public static IntroductionId From(ReadOnlySpan<byte> chance) => new(DrawnText.Of('i', chance));

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out IntroductionId id
    )
    {
        var fits = DrawnText.Fits(text, 'i');
        id = fits ? new IntroductionId(text!) : default;
        return fits;
    }

    /// <exception cref="FormatException">The text is no such id.</exception>
    public static IntroductionId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of an introduction.");

    public override string ToString() => text ?? "";
}
