using System.Buffers;

namespace Trellis.Journal;

/// <summary>What a person wrote, or what names a person: a name, an e-mail address, a reason.</summary>
/// <remarks>
/// A type of its own, so that none gets into the hashed part of the journal by mistake: the chain holds
/// a salted digest, and erasing the words with their salt leaves the chain valid. An event has no bare string;
/// a test holds this.
/// </remarks>
/// <param name="Text">The words; null where there never were any or they have been erased.</param>
public readonly record struct FreeText(string? Text)
{
    /// <summary>The words; null where there never were any or they have been erased.</summary>
    /// <remarks>Without the letter 0 and half letters, which mean nothing and which one of the two databases refuses.</remarks>
    public string? Text { get; } =
        Text is null || !Text.AsSpan().ContainsAny(odd)
            ? Text
            : string.Concat(Text.EnumerateRunes()).Replace("\0", "", StringComparison.Ordinal);

    private static readonly SearchValues<char> odd = SearchValues.Create([
        '\0',
        .. Enumerable.Range(0xd800, 0x800).Select(c => (char)c),
    ]);

    public bool IsThere => !string.IsNullOrEmpty(Text);

    /// <summary>The words, or nothing; a page says why nothing is there.</summary>
    public override string ToString() => Text ?? "";

    public static implicit operator FreeText(string? text) => new(text);
}
