using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Listings;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Serving;

namespace Trellis.Pages.Expertise;

/// <summary>In whose name somebody asks about an entry: leads on where there is one answer.</summary>
[Access(Who.SignedIn)]
public sealed class AskFrom : ActingPage
{
    /// <summary>Those the visitor may ask for, each with the address of its form.</summary>
    public IReadOnlyList<PageLink> Parties { get; private set; } = [];

    public IActionResult OnGet(string id)
    {
        if (!ListingId.TryParse(id, null, out var listing))
            return NotHere("There is no such entry. It may have been closed.");
        Parties =
        [
            .. Visitor
                .Roles.Where(r =>
                    r.Role
                        is Role.Head
                            or Role.Governor
                            or Role.TrustOfficer
                            or Role.LocalAuthorityOfficer
                )
                .Select(r => Party.Of(r.Over))
                .OfType<Party>()
                .Distinct()
                .Select(p => new PageLink(
                    PartyNames.Of(Snapshot, p).Text,
                    $"{PartyPage.DeskOf(p)}/enquiries/ask?about={listing}"
                )),
        ];
        return Parties is [{ Href: { } only }]
            ? Lead(only)
            : AnswerPrivately(
                new PageFrame
                {
                    Title = "In whose name do you ask?",
                    Crumbs =
                    [
                        new("Home", "/"),
                        new("Who can help with what", "/directory"),
                        new("Ask"),
                    ],
                }
            );
    }
}
