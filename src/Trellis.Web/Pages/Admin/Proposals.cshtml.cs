using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.People;
using Trellis.Proposals;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>What one person has proposed and another has to confirm: it waits here, with who asked and until when.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class ProposalsPage : AdminPage
{
    public static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("id", "Proposal"),
        new("act", "What"),
        new("subject", "To what"),
        new("by", "Proposed by"),
        new("at", "When"),
        new("until", "Waits until"),
    ];

    public IReadOnlyList<Proposal> Open { get; private set; } = [];

    public string News { get; private set; } = "";

    public Task<IActionResult> OnGetAsync(string? done = null)
    {
        News = done switch
        {
            "confirmed" => "It is confirmed, and done.",
            "asked" => "It is proposed. It waits for another administrator.",
            "declined" => "It is declined. Nothing of it was done.",
            _ => "",
        };
        return Look();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ProposalId.TryParse(Typed("proposal"), null, out var which))
            return NotHere("There is no such proposal.");
        var declines = Typed("answer") == "decline";
        var done = declines
            ? await Casework.Do(
                new DeclineProposal(which, Typed("why")),
                Now(),
                new Conditions(Once: Once),
                stop: Stop
            )
            : await Casework.Confirm(which, Now(), Stop);
        if (done is Done<Proposal>.Refused { Why: var no })
        {
            Refuse($"why-{which}", no.Sentence);
            return await Look();
        }
        return Lead($"/admin/proposals?done={(declines ? "declined" : "confirmed")}");
    }

    /// <summary>To what, in words with its page.</summary>
    public PageLink About(Proposal proposal) =>
        proposal.What.Kind == "person" ? NameOfActor(proposal.What.Subject)
        : TextPlace.TryParse(proposal.What.Subject, null, out var place)
            ? new PageLink(
                $"words of entry {place.Entry}: {EntryWords.Where(place.Path)}",
                $"/admin/journal/{place.Entry}"
            )
        : new PageLink($"{proposal.What.Kind.Replace('-', ' ')} {proposal.What.Subject}");

    private async Task<IActionResult> Look()
    {
        Open = await Casework.OpenProposals(Time.GetUtcNow(), Stop);
        await Learn(Open.SelectMany(p => new[] { p.By.ToString(), p.What.Subject }));
        return AnswerPrivately(
            new PageFrame { Title = "Proposals", Crumbs = Crumbs(new PageLink("Proposals")) },
            new Sheet(
                "proposals",
                "What waits for a second person",
                Columns,
                [
                    .. Open.Select(p =>
                        (IReadOnlyList<object?>)
                            [
                                p.Id.ToString(),
                                ActWords(p.What.Act),
                                About(p),
                                NameOfActor(p.By.ToString()),
                                p.At,
                                p.Until,
                            ]
                    ),
                ]
            )
        );
    }
}
