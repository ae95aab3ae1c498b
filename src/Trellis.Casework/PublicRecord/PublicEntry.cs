namespace Trellis.PublicRecord;

/// <summary>Something anybody may read.</summary>
/// <param name="Json">All of it that is public.</param>
/// <param name="Entry">The number of the journal's entry that published it.</param>
/// <param name="At">When.</param>
public sealed record PublicEntry(
    string Kind,
    string Key,
    string Json,
    long Entry,
    DateTimeOffset At
);

/// <summary>A numbered step as it leaves the casework store.</summary>
/// <param name="Part">From 1 within the entry.</param>
public sealed record PublicStep(long Entry, int Part, DateTimeOffset At, PublicChange Change);
