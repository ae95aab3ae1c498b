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
    public bool IsThere => !string.IsNullOrEmpty(Text);

    /// <summary>The words, or nothing; a page says why nothing is there.</summary>
    public override string ToString() => Text ?? "";

    public static implicit operator FreeText(string? text) => new(text);
}
