using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Serving;

namespace Trellis.Pages.Expertise;

/// <summary>An entry as its own party sees it.</summary>
/// <param name="Taken">Days a term that are agreed today.</param>
public sealed record OwnEntry(Listing Listing, ListingStanding Standing, int Taken)
{
    public string About =>
        Listing.Terms.Post?.Role.ToString()
        ?? Topics.Of(Listing.Terms.Topic)?.Label
        ?? Listing.Terms.Topic.ToString();

    public string Amount =>
        Listing.Terms.Post is { } post ? $"{post.TenthsOfDaysAWeek / 10.0:0.#} days a week"
        : Listing.Terms.DaysATerm is { } days ? $"{days} days a term, {Taken} agreed"
        : "";

    /// <summary>"open", "lapsed on 1 October 2026", "filled".</summary>
    public string StandingWords =>
        Standing switch
        {
            ListingStanding.Open => $"open; renew it before {Listing.LapsesOn.InWords()}",
            ListingStanding.Lapsed => $"lapsed on {Listing.LapsesOn.InWords()}",
            ListingStanding.Over => $"over since {Listing.Terms.Until!.Value.InWords()}",
            _ => Listing.Closed!.Reason == CloseReason.Filled
                ? $"filled on {Listing.Closed.On.InWords()}"
                : $"closed on {Listing.Closed.On.InWords()}",
        };
}

/// <summary>What a school, a trust or an authority needs and offers: its own entries of the directory.</summary>
public abstract class OffersPage : PartyPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("id", "Entry"),
        new("kind", "Kind"),
        new("topic", "Topic"),
        new("about", "About"),
        new("amount", "How much"),
        new("standing", "How it stands"),
        new("renewed_on", "Last renewed", "date"),
    ];

    /// <summary>Open ones first, then those that lapsed or are over, then those closed.</summary>
    public IReadOnlyList<OwnEntry> All { get; private set; } = [];

    public string News { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (!FindOwn())
            return NotHere("There is no page at this address.");
        var listings = await Casework.Documents<Listing>(Own.ToString(), stop: Stop);
        var enquiries = (await Casework.Documents<Enquiry>(Own.ToString(), stop: Stop))
            .Select(e => e.State)
            .ToList();
        All =
        [
            .. listings
                .Select(l => new OwnEntry(
                    l.State,
                    l.State.StandingOn(Today),
                    Load.Of(l.State.Id, enquiries, Today).On(Today)
                ))
                .OrderBy(l => l.Standing)
                .ThenByDescending(l => l.Listing.PostedOn),
        ];
        News = Request.Query["done"].ToString() switch
        {
            "posted" => "It is in the directory within a minute.",
            "changed" => "The entry is changed.",
            "renewed" => "The entry is renewed for a year.",
            "closed" => "The entry is closed. It leaves the directory within a minute.",
            "unchanged" => "Nothing was different, so nothing was written.",
            _ => "",
        };
        return AnswerPrivately(
            Frame("Needs, offers and posts"),
            new Sheet(
                "needs-and-offers",
                $"Needs, offers and posts of {OwnName}",
                Columns,
                [
                    .. All.Select(o =>
                        (IReadOnlyList<object?>)
                            [
                                o.Listing.Key,
                                o.Listing.Kind.Code(),
                                o.Listing.Terms.Topic.ToString(),
                                o.About,
                                o.Amount,
                                o.StandingWords,
                                o.Listing.RenewedOn,
                            ]
                    ),
                ]
            )
        );
    }
}
