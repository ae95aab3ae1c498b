using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.TrustPlaces;

/// <summary>Ends the promise of a place: the trust withdraws, the region chooses otherwise, or the school has joined.</summary>
/// <param name="Joined">Whether the school has joined, so that the place is filled and not free again.</param>
public sealed record ReleasePlace(Scope Trust, CaseId Invitation, bool Joined)
    : Act<TrustCapacity, PlaceReleased>
{
    public override string Subject => Trust.ToString();

    public override Outcome<PlaceReleased> Apply(TrustCapacity? before, Occasion now)
    {
        if (before?.HeldBy(Invitation) is not { } held)
            return new Refusal("no-place-held", "No place is promised for this school.");
        var region =
            now.By
                is Holder { As: { Role: Role.RegionOfficer or Role.DecisionMaker, Over: var over } }
            && over == held.Region;
        if (!region && (Joined || !CapacityPowers.IsOfficerOf(Trust, now.By)))
            return new Refusal(
                "not-yours-to-end",
                "A place is given back by the trust, or by the region whose case it is."
            );
        return new PlaceReleased(Trust, Invitation, Joined, now.Today);
    }
}

/// <summary>A place is no longer promised.</summary>
public sealed record PlaceReleased(Scope Trust, CaseId Invitation, bool Joined, DateOnly On)
    : Event<TrustCapacity>
{
    public override TrustCapacity After(TrustCapacity? before, DateTimeOffset at)
    {
        var held = before!.HeldBy(Invitation)!;
        return before with
        {
            Terms = Joined ? before.Terms.WithoutOne(held.Phase) : before.Terms,
            Places =
            [
                .. before.Places.Select(p =>
                    p == held ? p with { Ended = new PlaceEnd(On, Joined) } : p
                ),
            ],
        };
    }
}
