using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Listings;

/// <summary>Takes an entry out of the directory: it is filled, or holds no longer.</summary>
public sealed record CloseListing(ListingId Id, Voice By, CloseReason Reason)
    : Act<Listing, ListingClosed>
{
    public override string Subject => Id.ToString();

    public override Outcome<ListingClosed> Apply(Listing? before, Occasion now) =>
        ListingPowers.MayChange(before, By, now.By) is { } why ? why
        : before!.Closed is not null ? new Outcome<ListingClosed>.Unchanged()
        : new ListingClosed(Id, Reason, now.Today);
}

/// <summary>An entry left the directory.</summary>
public sealed record ListingClosed(ListingId Id, CloseReason Reason, DateOnly On) : Event<Listing>
{
    public override Listing After(Listing? before, DateTimeOffset at) =>
        before! with
        {
            Closed = new Closing(Reason, On),
        };
}
