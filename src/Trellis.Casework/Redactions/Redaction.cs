using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Redactions;

/// <summary>Words of a text that the public does not read: where, why, by whom and until when.</summary>
/// <param name="Number">Among those of the document, from 1; never given twice.</param>
/// <param name="At">Which text of the document.</param>
/// <param name="Start">The first letter, counted from 0 in UTF-16 units of the whole text.</param>
/// <param name="Length">At least 1; the end is within the text.</param>
/// <param name="Why">For whoever reviews it; never public, for it may tell what it hides.</param>
/// <param name="Expires">From this day on the words are public again.</param>
/// <param name="Second">Who else agreed to it, where two are needed; null where one was enough, or nobody has yet.</param>
/// <param name="Ended">The day on which it was lifted or released itself; null while it holds.</param>
public sealed record Redaction(
    int Number,
    TextAt At,
    int Start,
    int Length,
    RedactionCode Code,
    PersonId By,
    DateOnly On,
    FreeText Why,
    DateOnly Expires,
    PersonId? Second = null,
    DateOnly? Ended = null
)
{
    /// <summary>The position after its last letter.</summary>
    [JsonIgnore]
    public int End => Start + Length;

    /// <summary>Whether the words are kept from the public on a day.</summary>
    public bool Holds(DateOnly today) => Ended is null && today < Expires;
}
