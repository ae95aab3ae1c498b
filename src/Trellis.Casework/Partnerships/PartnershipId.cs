using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Partnerships;

/// <summary>Which partnership: "w" and ten letters and digits drawn by chance, as in its address.</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct PartnershipId : IParsable<PartnershipId>
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> known = SearchValues.Create(Letters);
    private readonly string? text;

    private PartnershipId(string text) => this.text = text;

    /// <param name="chance">Ten bytes nobody can guess.</param>
    /// <exception cref="ArgumentException">There are not ten.</exception>
    public static PartnershipId From(ReadOnlySpan<byte> chance)
    {
        if (chance.Length != 10)
            throw new ArgumentException("An id of a partnership is drawn from ten bytes.");
        Span<char> drawn = stackalloc char[11];
        drawn[0] = 'w';
        for (var i = 0; i < 10; i++)
            drawn[i + 1] = Letters[chance[i] & 31];
        return new PartnershipId(new string(drawn));
    }

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out PartnershipId id
    )
    {
        id = default;
        if (text is not { Length: 11 } || text[0] != 'w' || text.AsSpan(1).ContainsAnyExcept(known))
            return false;
        id = new PartnershipId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no id of a partnership.</exception>
    public static PartnershipId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of a partnership.");

    public override string ToString() => text ?? "";
}
