namespace Trellis.Journal;

/// <summary>One line of the journal: one act, with what it changed.</summary>
/// <param name="Number">From 1, without gaps, in the order in which acts were committed.</param>
/// <param name="At">When.</param>
/// <param name="Act">What was done: "invite-person".</param>
/// <param name="Kind">What it was done to: "person".</param>
/// <param name="Subject">Which one.</param>
/// <param name="By">Who, opaque.</param>
/// <param name="Role">In which role.</param>
/// <param name="Scope">Over what.</param>
/// <param name="Second">Who confirmed it where two are needed, else null.</param>
/// <param name="Payload">All of this, the event, and each field that changed before and after, as JSON: what the chain is made of.</param>
/// <param name="Previous">The hash of the entry before, 64 hex digits; zeros for the first.</param>
/// <param name="Hash">SHA-256 of the previous hash and the payload, 64 hex digits.</param>
/// <param name="Texts">The words that stand outside the chain.</param>
public sealed record Entry(
    long Number,
    DateTimeOffset At,
    string Act,
    string Kind,
    string Subject,
    string By,
    string Role,
    string Scope,
    string? Second,
    string Payload,
    string Previous,
    string Hash,
    IReadOnlyList<EntryText> Texts
);

/// <summary>Words of an entry that stand outside the chain.</summary>
/// <param name="Path">Where in the payload its digest stands: "event.name".</param>
/// <param name="Salt">32 hex digits; null once erased.</param>
/// <param name="Text">The words; null once erased.</param>
/// <param name="ErasedBy">The number of the entry that says they were erased; null where they are here.</param>
public sealed record EntryText(string Path, string? Salt, string? Text, long? ErasedBy);

/// <summary>The newest entry, on which the next is chained.</summary>
/// <param name="Number">0 where there is none yet.</param>
public sealed record Head(long Number, string Hash)
{
    public static readonly Head Empty = new(0, new string('0', 64));
}
