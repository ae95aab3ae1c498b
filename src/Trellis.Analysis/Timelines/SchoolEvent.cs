using Trellis.Groups;
using Trellis.Schools;

namespace Trellis.Timelines;

/// <summary>What kind of thing happened to a school.</summary>
public enum EventKind
{
    Opened,

    /// <summary>A new entry in the register made it an academy.</summary>
    Converted,

    /// <summary>A new entry in the register that made it no academy, or was one before.</summary>
    NewUrn,
    Renamed,
    Merged,
    Split,
    Joined,

    /// <summary>From one academy trust to another.</summary>
    MovedTrust,

    /// <summary>The trust took another form under one company number: no move.</summary>
    TrustChangedForm,
    Left,
    Inspected,
    Closed,
}

/// <summary>One thing that happened to a school, with how it is known.</summary>
/// <param name="On">The day; null where the files give none.</param>
/// <param name="What">A sentence without its full stop.</param>
/// <param name="Urn">The entry of the register it is recorded under.</param>
/// <param name="Schools">Other schools it speaks of, as the parents of a merger, each by the URN the register names.</param>
/// <param name="Groups">Trusts and federations it speaks of.</param>
/// <param name="Evidence">How the day and the event are known, in words.</param>
/// <param name="Source">The key of the source: see <see cref="Snapshots.Snapshot.SourceOf"/>.</param>
public sealed record SchoolEvent(
    DateOnly? On,
    EventKind Kind,
    string What,
    Urn Urn,
    IReadOnlyList<Urn> Schools,
    IReadOnlyList<Uid> Groups,
    string Evidence,
    string Source
)
{
    /// <summary>The kind as people say it: "moved trust".</summary>
    public string KindWords =>
        Kind switch
        {
            EventKind.Converted => "became an academy",
            EventKind.NewUrn => "new URN",
            EventKind.MovedTrust => "moved trust",
            EventKind.TrustChangedForm => "trust changed its form",
            _ => Kind.ToString().ToLowerInvariant(),
        };
}
