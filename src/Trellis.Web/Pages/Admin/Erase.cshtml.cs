using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.People;
using Trellis.Proposals;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>Proposes that a person's name and address are taken out for good; another administrator confirms it.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class ErasePage : AdminPage
{
    public Person Person { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id) =>
        await Find(id) ? Show() : NotHere("There is no such person.");

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await Find(id))
            return NotHere("There is no such person.");
        var done = await Casework.Propose(
            new ErasePerson(Person.Id),
            ProposalId.From(RandomNumberGenerator.GetBytes(10)),
            Now(Typed("why")),
            new Conditions(Once: Once),
            Stop
        );
        if (done is Done<Proposal>.Refused { Why: var no })
        {
            Refuse("why", no.Sentence);
            return Show();
        }
        return Lead($"/admin/people/{id}?done=asked");
    }

    private async Task<bool> Find(string id)
    {
        if (await Casework.Find<Person>(id, Stop) is not { } kept)
            return false;
        Person = kept.State;
        return true;
    }

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title = $"Erase the name and address of {PeoplePage.NameOf(Person)}",
                Crumbs = Crumbs(
                    new PageLink("People", "/admin/people"),
                    new PageLink(PeoplePage.NameOf(Person), $"/admin/people/{Person.Id}"),
                    new PageLink("Erase")
                ),
            }
        );
}
