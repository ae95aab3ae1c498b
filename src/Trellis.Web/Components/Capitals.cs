namespace Trellis.Components;

/// <summary>Words that begin a line.</summary>
public static class Capitals
{
    /// <summary>The words with their first letter large, the others as they are; nothing for nothing.</summary>
    public static string Capital(this string words) =>
        words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>The words with their first letter small, for within a sentence.</summary>
    public static string Uncapital(this string words) =>
        words.Length == 0 ? "" : char.ToLowerInvariant(words[0]) + words[1..];
}
