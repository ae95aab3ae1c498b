using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Listings;

/// <summary>Says something else in an entry of the directory; that it still holds is said with it.</summary>
public sealed record ChangeListing(ListingId Id, Voice By, ListingTerms Terms)
    : Act<Listing, ListingChanged>
{
    public override string Subject => Id.ToString();

    public override Outcome<ListingChanged> Apply(Listing? before, Occasion now)
    {
        if (ListingPowers.MayChange(before, By, now.By) is { } why)
            return why;
        if (before!.Closed is not null)
            return new Refusal("closed", "This entry is closed. Make a new one.");
        if (Terms.Misfit(before.Kind, now.Today) is { } unfit)
            return unfit;
        var tidy = Terms.Tidy();
        return tidy.Says(before.Terms) && before.RenewedOn == now.Today
            ? new Outcome<ListingChanged>.Unchanged()
            : new ListingChanged(Id, tidy, now.Today);
    }
}

/// <summary>An entry of the directory says something else.</summary>
public sealed record ListingChanged(ListingId Id, ListingTerms Terms, DateOnly On) : Event<Listing>
{
    public override Listing After(Listing? before, DateTimeOffset at) =>
        before! with
        {
            Terms = Terms,
            RenewedOn = On,
        };
}
