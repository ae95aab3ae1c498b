using System.Diagnostics.CodeAnalysis;
using Trellis.Journal;

namespace Trellis.Listings;

/// <summary>Which entry of the directory: "l" and ten letters and digits drawn by chance, as in its address.</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct ListingId : IParsable<ListingId>
{
    private readonly string? text;

    private ListingId(string text) => this.text = text;

    /// <param name="chance">Ten bytes nobody can guess.</param>
    /// <exception cref="ArgumentException">There are not ten.</exception>
    public static ListingId From(ReadOnlySpan<byte> chance) => new(DrawnText.Of('l', chance));

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out ListingId id
    )
    {
        var fits = DrawnText.Fits(text, 'l');
        id = fits ? new ListingId(text!) : default;
        return fits;
    }

    /// <exception cref="FormatException">The text is no such id.</exception>
    public static ListingId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of an entry of the directory.");

    public override string ToString() => text ?? "";
}
