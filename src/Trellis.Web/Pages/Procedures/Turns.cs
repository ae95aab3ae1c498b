using Trellis.Components;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Procedures;

/// <summary>Letters about cases to those who can take their steps. Who has no account here gets none.</summary>
/// <param name="Who">The people who can take the steps of each party.</param>
public sealed record Turns(
    Uri Site,
    Snapshot Snapshot,
    IReadOnlyList<(CaseParty Party, IReadOnlyList<Person> People)> Who
)
{
    /// <summary>Finds the people; asked before the act, so that the letters are written with it.</summary>
    /// <param name="parties">All of the case, and those that come to it by the act.</param>
    public static async Task<Turns> Of(
        Casework casework,
        Uri site,
        Snapshot snapshot,
        Procedure table,
        IEnumerable<CaseParty> parties,
        Occasion now,
        CancellationToken stop
    )
    {
        var found = new List<(CaseParty, IReadOnlyList<Person>)>();
        foreach (var party in parties.Distinct())
        {
            var side = table.SideOf(party.Side)!;
            var body = RolePlaces.BodyOf(snapshot, party.Over);
            IReadOnlyList<Person> people;
            if (party.Person is { } adviser)
                people = await casework.Find<Person>(adviser.ToString(), stop) is { } kept
                    ? [kept.State]
                    : [];
            else
                people = await casework.PeopleOver(
                    body is { } over ? [party.Over, over] : [party.Over],
                    stop
                );
            var able = people
                .Where(p => p.Email.IsThere && p.Id.ToString() != now.By.Id)
                .Select(p =>
                    (
                        Person: p,
                        Roles: p.Roles(now.Today, now.At)
                            .Where(r => party.MayBeSpokenForBy(new Holder(p.Id, r), side, body))
                            .ToList()
                    )
                )
                .Where(p => p.Roles.Count > 0)
                .ToList();
            // An officer who may speak for three hundred schools is written to only where the school has nobody here.
            var own = able.Where(p => p.Roles.Exists(r => r.Over == party.Over)).ToList();
            found.Add((party, [.. (own.Count > 0 ? own : able).Select(p => p.Person)]));
        }
        return new Turns(site, snapshot, found);
    }

    /// <summary>To everybody whose turn it has become: they can take a step now that they could not take before.</summary>
    /// <param name="before">Null for a case that begins.</param>
    public IReadOnlyList<Letter> Letters(ProcedureCase? before, ProcedureCase after, DateOnly today)
    {
        if (after.IsOver)
            return [];
        var moved = before?.At != after.At;
        var open = WhereWeAre.Of(after, today).Open;
        return
        [
            .. Who.Where(w => moved || !before!.Parties.Contains(w.Party))
                .Select(w => (w.People, Steps: open.Where(o => o.Waits.Contains(w.Party)).ToList()))
                .Where(w => w.Steps.Count > 0)
                .SelectMany(w => w.People.Select(p => (Person: p, w.Steps)))
                // Who speaks for two of the parties gets one letter.
                .GroupBy(w => w.Person.Id)
                .Select(told =>
                    Written(
                        told.First().Person,
                        $"{after.Table.Name}: it is your turn",
                        "You can take a step now. What can be done:",
                        after,
                        told.SelectMany(w => w.Steps).Distinct()
                    )
                ),
        ];
    }

    /// <summary>To those for whom a step waits whose day comes, or has gone.</summary>
    public IReadOnlyList<Letter> Letters(ProcedureCase given, OpenStep step) =>
        [
            .. Who.Where(w => step.Waits.Contains(w.Party))
                .SelectMany(w => w.People)
                .DistinctBy(p => p.Id)
                .Select(p =>
                    Written(
                        p,
                        step.Late
                            ? $"{given.Table.Name}: a step is late"
                            : $"{given.Table.Name}: a step is due by {step.Due!.Value.InWords()}",
                        step.Late
                            ? "A step that waits for you is late:"
                            : "A step waits for you, and its last day comes:",
                        given,
                        [step]
                    )
                ),
        ];

    private Letter Written(
        Person person,
        string subject,
        string first,
        ProcedureCase given,
        IEnumerable<OpenStep> steps
    ) =>
        new(
            person.Email,
            subject,
            $"Hello {person.Name}\n\n{given.Table.Name}: {CaseWords.Names(given, given.Parties, Snapshot)}\n\n{first}\n\n{string.Join("\n", steps.Select(s => $"- {s.Step.Name}. {CasePage.Dates(s)}".TrimEnd()))}\n\nThe case is at this address:\n\n{new Uri(Site, given.Of is { } whole ? $"/case/{whole}" : $"/procedure/{given.Id}")}\n"
        );
}
