using System.Diagnostics.CodeAnalysis;
using Trellis.Journal;

namespace Trellis.Enquiries;

/// <summary>Which enquiry: "e" and ten letters and digits drawn by chance, as in its address.</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct EnquiryId : IParsable<EnquiryId>
{
    private readonly string? text;

    private EnquiryId(string text) => this.text = text;

    /// <param name="chance">Ten bytes nobody can guess.</param>
    /// <exception cref="ArgumentException">There are not ten.</exception>
    public static EnquiryId From(ReadOnlySpan<byte> chance) => new(DrawnText.Of('e', chance));

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out EnquiryId id
    )
    {
        var fits = DrawnText.Fits(text, 'e');
        id = fits ? new EnquiryId(text!) : default;
        return fits;
    }

    /// <exception cref="FormatException">The text is no such id.</exception>
    public static EnquiryId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of an enquiry.");

    public override string ToString() => text ?? "";
}
