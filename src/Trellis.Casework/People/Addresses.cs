namespace Trellis.People;

/// <summary>What can be the address of a letter.</summary>
public static class Addresses
{
    /// <summary>Whether a letter can be addressed so: something, an "@", a domain with a dot; no blank or control character, at most 254 letters.</summary>
    /// <remarks>Anything stricter refuses addresses that exist; the letter itself is the test. Control characters would let a second header into a mail.</remarks>
    public static bool Fit(string? text)
    {
        if (text is not { Length: >= 6 and <= 254 })
            return false;
        foreach (var letter in text)
            if (
                char.IsWhiteSpace(letter)
                || char.IsControl(letter)
                || letter is '<' or '>' or '"' or ',' or ';' or '\\' or '(' or ')' or '[' or ']'
            )
                return false;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var dot = text.LastIndexOf('.');
        return at > 0 && at == text.LastIndexOf('@') && dot > at + 1 && dot < text.Length - 1;
    }
}
