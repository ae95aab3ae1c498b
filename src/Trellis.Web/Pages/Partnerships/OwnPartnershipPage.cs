using Trellis.Access;
using Trellis.Components;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>What pages share that show one partnership to those who speak for one of its members. To everybody else there is no such page.</summary>
public abstract class OwnPartnershipPage : ActingPage
{
    /// <summary>From where it is looked after.</summary>
    public abstract Desk Desk { get; }

    public Partnership Whole { get; private set; } = null!;

    /// <summary>The edition that was read.</summary>
    public int Version { get; private set; }

    /// <summary>In whose names the visitor speaks in it; never empty.</summary>
    public IReadOnlyList<Speaker> Speakers { get; private set; } = [];

    public string At => Desk.Partnership(Whole.Id);

    /// <summary>Finds it; false where there is none, or none of the visitor's.</summary>
    protected async Task<bool> Find(string id)
    {
        if (
            !PartnershipId.TryParse(id, null, out var known)
            || await Casework.Find<Partnership>(known.ToString(), Stop) is not { } kept
        )
            return false;
        (Whole, Version) = (kept.State, kept.Version);
        Speakers = SpeakersOf(Whole, Visitor, Snapshot, Desk);
        return Speakers.Count > 0;
    }

    /// <summary>In whose names a visitor speaks in a partnership.</summary>
    public static IReadOnlyList<Speaker> SpeakersOf(
        Partnership whole,
        Visitor visitor,
        Snapshot snapshot,
        Desk desk
    ) => Speaker.Among(visitor, snapshot, desk.Roles, whole.Members.Select(m => m.Party));

    /// <summary>Whether the visitor may read what members write for each other: people of a member itself, or of the trust that acts for it. Once it has ended, those who were members on its last day.</summary>
    public bool ReadsNotes =>
        Speakers.Any(s =>
            Whole.IsIn(s.As, Whole.Ended is { } ended ? ended.On.AddDays(-1) : Today)
            && (
                s.By.As.Over == s.As.Scope
                || s.By.As.Over == s.Voice.Now
                || s.Voice.Body is { Kind: ScopeKind.Trust } trust && s.By.As.Over == trust
            )
        );

    /// <summary>A member with its page.</summary>
    public PageLink Named(Party party) =>
        PartyNames.Of(Snapshot, party, Whole.Of(party)?.Name ?? default);

    protected PartnershipBook Book =>
        PartnershipBook.Of(
            (PublicRecordFile)HttpContext.RequestServices.GetService(typeof(PublicRecordFile))!,
            Snapshot,
            Today
        );

    protected IReadOnlyList<PageLink> Above =>
        [new("Home", "/"), new(Desk.Name, Desk.At), new(Whole.Name.ToString(), At)];
}
