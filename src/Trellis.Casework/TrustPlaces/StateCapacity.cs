using Trellis.Journal;
using Trellis.People;

namespace Trellis.TrustPlaces;

/// <summary>States how many schools a trust could take; what it stated before is kept.</summary>
public sealed record StateCapacity(Scope Trust, CapacityTerms Terms)
    : Act<TrustCapacity, CapacityStated>
{
    public override string Subject => Trust.ToString();

    public override Outcome<CapacityStated> Apply(TrustCapacity? before, Occasion now)
    {
        if (!CapacityPowers.IsOfficerOf(Trust, now.By))
            return CapacityPowers.NotYours;
        if (Terms.Misfit(now.Today) is { } unfit)
            return unfit;
        var terms = Terms.Tidy();
        // The same on another day says that it still holds.
        if (before is not null && before.StatedOn == now.Today && before.Terms.Says(terms))
            return new Outcome<CapacityStated>.Unchanged();
        // What was promised stays promised: who wants to state less gives a place back first.
        if (before is not null && (before with { Terms = terms }).IsExceeded)
            return new Refusal(
                "fewer-than-promised",
                $"You have promised {before.Held():N0} places. State as many of the same phases, or give one back first."
            );
        return new CapacityStated(Trust, terms, now.Today);
    }
}

/// <summary>A trust stated how many schools it could take.</summary>
public sealed record CapacityStated(Scope Trust, CapacityTerms Terms, DateOnly On)
    : Event<TrustCapacity>
{
    public override TrustCapacity After(TrustCapacity? before, DateTimeOffset at) =>
        before is null
            ? new TrustCapacity(Trust, Terms, On, [], [])
            : before with
            {
                Terms = Terms,
                StatedOn = On,
                Earlier = [.. before.Earlier, new EarlierTerms(before.Terms, before.StatedOn)],
            };
}

/// <summary>Who may say what of a trust's places.</summary>
internal static class CapacityPowers
{
    public static readonly Refusal NotYours = new(
        "not-your-trust",
        "Only officers of the trust can say this for it."
    );

    public static bool IsOfficerOf(Scope trust, Actor by) =>
        trust.Kind == ScopeKind.Trust
        && by is Holder { As: { Role: Role.TrustOfficer, Over: var own } }
        && own == trust;
}
