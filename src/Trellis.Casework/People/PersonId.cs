using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.People;

/// <summary>Which person: "p" and sixteen letters and digits drawn by chance. It says nothing of who it is, so the journal may hold it for ever.</summary>
/// <remarks>The default prints as nothing and is nobody.</remarks>
public readonly record struct PersonId : IParsable<PersonId>
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> known = SearchValues.Create(Letters);
    private readonly string? text;

    private PersonId(string text) => this.text = text;

    /// <param name="chance">Ten bytes nobody can guess.</param>
    /// <exception cref="ArgumentException">There are not ten.</exception>
    public static PersonId From(ReadOnlySpan<byte> chance)
    {
        if (chance.Length != 10)
            throw new ArgumentException("An id of a person is drawn from ten bytes.");
        Span<char> drawn = stackalloc char[17];
        drawn[0] = 'p';
        for (var half = 0; half < 2; half++)
        {
            var bits = 0UL;
            foreach (var value in chance.Slice(half * 5, 5))
                bits = bits << 8 | value;
            for (var i = 0; i < 8; i++)
                drawn[1 + half * 8 + i] = Letters[(int)(bits >> (5 * i) & 31)];
        }
        return new PersonId(new string(drawn));
    }

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out PersonId id
    )
    {
        id = default;
        if (text is not { Length: 17 } || text[0] != 'p' || text.AsSpan(1).ContainsAnyExcept(known))
            return false;
        id = new PersonId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no id of a person.</exception>
    public static PersonId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of a person.");

    public override string ToString() => text ?? "";
}
