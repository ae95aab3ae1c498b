using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>Says what an invited trust could take, or changes it; no places take the offer back.</summary>
/// <param name="Refuses">Schools that it cannot take, whatever room it has.</param>
public sealed record OfferPlaces(
    CaseRef Ref,
    Scope Trust,
    int Places,
    int ChallengePoints,
    IReadOnlyList<Scope> Refuses,
    FreeText Conditions
) : ClosureAct<PlacesOffered>(Ref)
{
    public const int MostPlaces = 100;
    public const int MostPoints = 500;
    public const int LongestConditions = 1000;

    protected override Outcome<PlacesOffered> Apply(
        TrustClosure? before,
        ClosureTerms terms,
        Occasion now
    )
    {
        if (before is null)
            return ClosureTerms.NoClosure;
        if (before.Receiving(Trust) is not { } receiver)
            return new Refusal("not-invited", "This trust is not invited.");
        // What a trust wrote in a letter is entered by the region; the trust itself may change it.
        var its =
            now.By is Holder { As: { Role: Role.TrustOfficer, Over: var over } } && over == Trust;
        if (
            (
                its
                    ? terms.WhyNotNow(ClosureStages.WithOffers)
                    : terms.WhyNotAtDesk(now.By, ClosureStages.WithOffers)
            ) is
            { } no
        )
            return no;
        if (Places is < 0 or > MostPlaces)
            return new Refusal("places-unfit", $"Offer between 0 and {MostPlaces} places.");
        if (ChallengePoints is < 0 or > MostPoints)
            return new Refusal(
                "points-unfit",
                $"Challenge points are between 0 and {MostPoints} altogether."
            );
        if (Refuses.Any(s => before.Of(s) is null))
            return new Refusal(
                "not-of-the-trust",
                "A school that is named is none of the closing trust."
            );
        if (Conditions.Misfit("the conditions", LongestConditions, "conditions") is { } unfit)
            return unfit;
        if (terms.Decisions.Count(d => d.To == Trust) > Places)
            return new Refusal(
                "decided-already",
                "More schools than that are decided to go to this trust. Decide again about one first."
            );
        var refuses = Refuses.Distinct().OrderBy(s => s.Id, StringComparer.Ordinal).ToList();
        return
            receiver.Offer is { } was
            && was.Places == Places
            && was.ChallengePoints == ChallengePoints
            && was.Refuses.SequenceEqual(refuses)
            && was.Conditions == Conditions.Kept()
            ? new Outcome<PlacesOffered>.Unchanged()
            : new PlacesOffered(
                Ref,
                Trust,
                new ReceiverOffer(Places, ChallengePoints, refuses, Conditions.Kept(), now.Today)
            );
    }
}

/// <summary>A trust said what it could take.</summary>
public sealed record PlacesOffered(CaseRef Ref, Scope Trust, ReceiverOffer Offer)
    : Event<TrustClosure>
{
    public override TrustClosure After(TrustClosure? before, DateTimeOffset at) =>
        before! with
        {
            Receivers =
            [
                .. before.Receivers.Select(r => r.Trust == Trust ? r with { Offer = Offer } : r),
            ],
        };
}
