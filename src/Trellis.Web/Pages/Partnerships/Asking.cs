using Trellis.Journal;
using Trellis.Mail;
using Trellis.Models;
using Trellis.Pages.Joining;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>Letters that ask members to answer for themselves. Who has no account here gets none, and nobody is told otherwise.</summary>
public static class Asking
{
    /// <summary>A letter to each person who can say that one of these parties is in the partnership, or that it is not.</summary>
    /// <param name="by">The member that stated it.</param>
    public static async Task<IReadOnlyList<Letter>> Letters(
        Casework casework,
        Uri site,
        Snapshot snapshot,
        PartnershipId id,
        FreeText name,
        ModelId model,
        Party by,
        IEnumerable<Party> stated,
        Occasion now,
        CancellationToken stop
    )
    {
        var letters = new List<Letter>();
        foreach (var (party, people) in await WhoCan(casework, snapshot, model, stated, now, stop))
        foreach (var (person, role) in people)
            letters.Add(
                new Letter(
                    person.Email,
                    "A partnership waits for your answer",
                    $"Hello {person.Name}\n\n{PartyNames.Of(snapshot, by).Text} says that {PartyNames.Of(snapshot, party).Text} is in this partnership:\n\n{name} ({PartnershipWords.Name(model)})\n\nUntil you answer, nobody here takes it for a fact. Say whether it is so at this address:\n\n{new Uri(site, Desk.Of(role).Partnership(id))}\n"
                )
            );
        return letters;
    }

    /// <summary>The people here who can answer for each party; a party nobody can answer for is not among them.</summary>
    public static async Task<
        IReadOnlyList<(Party Party, IReadOnlyList<(Person Person, Role Role)> People)>
    > WhoCan(
        Casework casework,
        Snapshot snapshot,
        ModelId model,
        IEnumerable<Party> parties,
        Occasion now,
        CancellationToken stop
    )
    {
        var asked = parties
            .Distinct()
            .Where(p => p.Scope is not null)
            .Select(p => RolePlaces.VoiceOf(snapshot, p))
            .ToList();
        if (asked.Count == 0 || PartnershipModels.Of(model) is not { } known)
            return [];
        var people = await casework.PeopleOver(
            asked
                .Select(v => v.As.Scope!.Value)
                .Concat(asked.Select(v => v.Now).OfType<Scope>())
                .Concat(asked.Select(v => v.Body).OfType<Scope>()),
            stop
        );
        return
        [
            .. asked
                .Select(v =>
                    (
                        v.As,
                        (IReadOnlyList<(Person, Role)>)
                            [
                                .. people
                                    .Where(p => p.Email.IsThere && p.Id.ToString() != now.By.Id)
                                    .Select(p =>
                                        (
                                            Person: p,
                                            Role: p.Roles(now.Today, now.At)
                                                .Where(r =>
                                                    v.MayConfirm(new Holder(p.Id, r), known) is null
                                                )
                                                .Select(r => (Role?)r.Role)
                                                .FirstOrDefault()
                                        )
                                    )
                                    .Where(p => p.Role is not null)
                                    .Select(p => (p.Person, p.Role!.Value)),
                            ]
                    )
                )
                .Where(a => a.Item2.Count > 0),
        ];
    }
}
