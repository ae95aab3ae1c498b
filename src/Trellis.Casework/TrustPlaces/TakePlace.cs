using Trellis.Journal;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;

namespace Trellis.TrustPlaces;

/// <summary>Promises a school a place in a trust: done together with the step by which the trust offers it, so that no more is offered than there is.</summary>
/// <param name="Phase">One phase.</param>
public sealed record TakePlace(
    Scope Trust,
    CaseId Invitation,
    CaseRef Of,
    Scope School,
    Scope Region,
    Provision Phase,
    bool Hard
) : Act<TrustCapacity, PlaceTaken>
{
    public override string Subject => Trust.ToString();

    public override Outcome<PlaceTaken> Apply(TrustCapacity? before, Occasion now)
    {
        if (!CapacityPowers.IsOfficerOf(Trust, now.By))
            return CapacityPowers.NotYours;
        if (before is null)
            return new Refusal(
                "capacity-not-stated",
                "State how many schools your trust could take first."
            );
        if (!CapacityPhases.All.Contains(Phase))
            return new Refusal("phase-unknown", "Say of which phase the school is.");
        if (before.HeldBy(Invitation) is not null)
            return new Refusal(
                "place-taken-already",
                "A place is promised for this school already."
            );
        return before.NoRoom(Phase, Hard, now.Today) is { } full
            ? full
            : new PlaceTaken(Trust, Invitation, Of, School, Region, Phase, Hard, now.Today);
    }
}

/// <summary>A trust promised a place.</summary>
public sealed record PlaceTaken(
    Scope Trust,
    CaseId Invitation,
    CaseRef Of,
    Scope School,
    Scope Region,
    Provision Phase,
    bool Hard,
    DateOnly On
) : Event<TrustCapacity>
{
    public override TrustCapacity After(TrustCapacity? before, DateTimeOffset at) =>
        before! with
        {
            Places =
            [
                .. before.Places,
                new HeldPlace(Invitation, Of, School, Region, Phase, Hard, On, null),
            ],
        };
}
