using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Listings;

/// <summary>Says that an entry of the directory still holds: one that nobody renews for a year lapses.</summary>
public sealed record RenewListing(ListingId Id, Voice By) : Act<Listing, ListingRenewed>
{
    public override string Subject => Id.ToString();

    public override Outcome<ListingRenewed> Apply(Listing? before, Occasion now)
    {
        if (ListingPowers.MayChange(before, By, now.By) is { } why)
            return why;
        if (before!.Closed is not null)
            return new Refusal("closed", "This entry is closed. Make a new one.");
        if (before.Terms.Until < now.Today)
            return new Refusal("over", "Its last day is past. Change the last day first.");
        return before.RenewedOn == now.Today
            ? new Outcome<ListingRenewed>.Unchanged()
            : new ListingRenewed(Id, now.Today);
    }
}

/// <summary>An entry of the directory still holds.</summary>
public sealed record ListingRenewed(ListingId Id, DateOnly On) : Event<Listing>
{
    public override Listing After(Listing? before, DateTimeOffset at) =>
        before! with
        {
            RenewedOn = On,
        };
}
