using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.People;
using Trellis.Proposals;
using Trellis.Store;

namespace Trellis.Pages.Admin;

/// <summary>Proposes that a person's name and address are taken out for good; another administrator confirms it.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class ErasePage : PersonForm
{
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

    private IActionResult Show() =>
        Show($"Erase the name and address of {PeoplePage.NameOf(Person)}", "Erase");
}
