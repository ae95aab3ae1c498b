using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Listings;

/// <summary>Puts an entry into the directory. To say what one needs or offers is speaking; a post binds whoever fills it.</summary>
/// <param name="Id">Drawn where the form was shown.</param>
public sealed record PostListing(ListingId Id, Voice By, ListingKind Kind, ListingTerms Terms)
    : Act<Listing, ListingPosted>
{
    public override string Subject => Id.ToString();

    public override Outcome<ListingPosted> Apply(Listing? before, Occasion now)
    {
        if (before is not null)
            return new Refusal("posted-already", "This entry is in the directory already.");
        if (ListingPowers.MayList(By, Kind, now.By) is { } why)
            return why;
        return Terms.Misfit(Kind, now.Today) is { } unfit
            ? unfit
            : new ListingPosted(Id, By.As, Kind, Terms.Tidy(), now.Today);
    }
}

/// <summary>A party said what it needs or offers.</summary>
public sealed record ListingPosted(
    ListingId Id,
    Party By,
    ListingKind Kind,
    ListingTerms Terms,
    DateOnly On
) : Event<Listing>
{
    public override Listing After(Listing? before, DateTimeOffset at) =>
        new(Id, By, Kind, Terms, On, On, null);
}

/// <summary>Who may have what in the directory.</summary>
internal static class ListingPowers
{
    /// <summary>Why somebody cannot say this for a party; null where they can.</summary>
    public static Refusal? MayList(Voice by, ListingKind kind, Actor actor) =>
        (kind.IsPost() ? by.MayAct(actor) : by.MaySpeak(actor)) ? null
        : by.MaySpeak(actor)
            ? new Refusal(
                "others-act",
                "A post binds the school. Ask those who act for it: its trust, or its head and governors."
            )
        : new Refusal(
            "not-your-party",
            "Only people of this school, or of who is responsible for it, can say this for it."
        );

    /// <summary>Why somebody cannot change an entry; null where they can.</summary>
    public static Refusal? MayChange(Listing? before, Voice by, Actor actor) =>
        before is null || before.By != by.As
            ? new Refusal("no-entry", "There is no such entry of yours.")
            : MayList(by, before.Kind, actor);
}
