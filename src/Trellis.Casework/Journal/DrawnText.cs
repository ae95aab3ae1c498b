using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Journal;

/// <summary>How an id that is drawn by chance is written: a letter that says of what, and ten letters and digits.</summary>
internal static class DrawnText
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> known = SearchValues.Create(Letters);

    /// <param name="chance">Ten bytes nobody can guess.</param>
    /// <exception cref="ArgumentException">There are not ten.</exception>
    public static string Of(char first, ReadOnlySpan<byte> chance)
    {
        if (chance.Length != 10)
            throw new ArgumentException("An id is drawn from ten bytes.");
        Span<char> drawn = stackalloc char[11];
        drawn[0] = first;
        for (var i = 0; i < 10; i++)
            drawn[i + 1] = Letters[chance[i] & 31];
        return new string(drawn);
    }

    public static bool Fits([NotNullWhen(true)] string? text, char first) =>
        text is { Length: 11 } && text[0] == first && !text.AsSpan(1).ContainsAnyExcept(known);
}
