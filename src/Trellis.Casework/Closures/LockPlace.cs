using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>Settles the trust of one school before the plan is made; every plan keeps to it until it is unsettled.</summary>
/// <param name="Why">Read by those who take part.</param>
public sealed record LockPlace(CaseRef Ref, Scope School, Scope Trust, FreeText Why)
    : ClosureAct<PlaceLocked>(Ref)
{
    public const int LongestWhy = 500;

    protected override Outcome<PlaceLocked> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    ) =>
        before is null ? ClosureTerms.NoClosure
        : terms.WhyNotAtDesk(now.By, ClosureStages.WithOffers) is { } no ? no
        : before.Of(School) is null
            ? new Refusal("not-of-the-trust", "This school is not one of the closing trust.")
        : before.Receiving(Trust) is not { Offer: not null } receiver
            ? new Refusal("no-offer", "Only a trust that offered places can have a school settled.")
        : !receiver.CouldTake(School)
            ? new Refusal(
                "cannot-go-there",
                "This school cannot go to this trust. The plan says why."
            )
        : before.Locks.Any(l => l.School == School && l.Trust == Trust)
            ? new Outcome<PlaceLocked>.Unchanged()
        : Why.Misfit("why it is settled", LongestWhy, "why", needed: true) is { } missing ? missing
        : new PlaceLocked(Ref, School, Trust, Why.Kept(), now.Today);
}

/// <summary>The trust of a school was settled.</summary>
public sealed record PlaceLocked(CaseRef Ref, Scope School, Scope Trust, FreeText Why, DateOnly On)
    : Event<TrustClosure>
{
    public override TrustClosure After(TrustClosure? before, DateTimeOffset at) =>
        before! with
        {
            Locks =
            [
                .. before
                    .Locks.Where(l => l.School != School)
                    .Append(new LockedPlace(School, Trust, On, Why))
                    .OrderBy(l => l.School.Id, StringComparer.Ordinal),
            ],
        };
}

/// <summary>Lets the plan decide again about a school whose trust was settled.</summary>
public sealed record UnlockPlace(CaseRef Ref, Scope School) : ClosureAct<PlaceUnlocked>(Ref)
{
    protected override Outcome<PlaceUnlocked> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    ) =>
        before is null ? ClosureTerms.NoClosure
        : terms.WhyNotAtDesk(now.By, ClosureStages.WithOffers) is { } no ? no
        : before.Locks.All(l => l.School != School) ? new Outcome<PlaceUnlocked>.Unchanged()
        : new PlaceUnlocked(Ref, School, now.Today);
}

/// <summary>A school is no longer settled.</summary>
public sealed record PlaceUnlocked(CaseRef Ref, Scope School, DateOnly On) : Event<TrustClosure>
{
    public override TrustClosure After(TrustClosure? before, DateTimeOffset at) =>
        before! with
        {
            Locks = [.. before.Locks.Where(l => l.School != School)],
        };
}
