using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.Pages.Joining;
using Trellis.Pages.Partnerships;
using Trellis.Pages.Procedures;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Reminders;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Jobs;

/// <summary>Letters that remind people of what is due, each thing once.</summary>
internal static class Reminding
{
    /// <summary>A letter goes so many days before a step is due.</summary>
    private const int DaysBefore = 7;

    private static readonly Journal.Program by = new("remind");

    /// <summary>Adds the job.</summary>
    public static IServiceCollection AddReminding(
        this IServiceCollection services,
        Casework casework
    ) =>
        services.AddJob(
            new Job(
                "remind",
                "Writes to those for whom a step of a procedure, an annual return or the review of a joint committee is due, once each.",
                new Timing.Daily(new TimeOnly(6, 0)),
                async (site, stop) =>
                {
                    // Without a snapshot nobody knows who acts for a school; the job is done once there is one.
                    if (site.GetRequiredService<Countries>().Current is not { } country)
                        throw new StoreUnavailableException(
                            "There is no snapshot yet, so nobody knows who acts for a school."
                        );
                    var sent = await Remind(
                        casework,
                        site.GetRequiredService<SiteOptions>().Address
                            ?? new Uri(
                                site.GetRequiredService<IServer>()
                                    .Features.Get<IServerAddressesFeature>()!
                                    .Addresses.First()
                            ),
                        country.Snapshot,
                        new Occasion(
                            by,
                            site.GetRequiredService<TimeProvider>().GetUtcNow(),
                            site.GetRequiredService<LondonDay>().Today
                        ),
                        stop
                    );
                    return sent > 0 ? $"Reminded of {sent:N0} things." : null;
                }
            )
        );

    /// <summary>Reminds of all that is due on a day and was not reminded of before. Where nobody can be written to, it is tried again the next day.</summary>
    /// <returns>Of how many things.</returns>
    internal static async Task<int> Remind(
        Casework casework,
        Uri site,
        Snapshot snapshot,
        Occasion now,
        CancellationToken stop
    )
    {
        var sent = 0;
        var reviewed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var given in casework.AllDocuments<ProcedureCase>(stop))
        {
            if (given.IsOver)
                continue;
            if (given.Procedure.ToString() == JointCommittee)
                reviewed.UnionWith(given.Parties.Select(p => p.Over.ToString()));
            foreach (var step in WhereWeAre.Of(given, now.Today).Open)
                if (Of(given, step, now.Today) is { } id && !await IsDone(casework, id, stop))
                {
                    var turns = await Turns.Of(
                        casework,
                        site,
                        snapshot,
                        given.Table,
                        given.Parties,
                        now,
                        stop
                    );
                    if (await Send(casework, id, turns.Letters(given, step), now, stop))
                        sent++;
                }
        }
        await foreach (var partnership in casework.AllDocuments<Partnership>(stop))
        foreach (var due in Of(partnership, reviewed, now.Today))
            if (
                !await IsDone(casework, due.Id, stop)
                && await Send(
                    casework,
                    due.Id,
                    await Letters(casework, site, snapshot, partnership, due, now, stop),
                    now,
                    stop
                )
            )
                sent++;
        return sent;
    }

    private const string JointCommittee = "joint-committee";

    /// <summary>What is to be told of a step on a day; null where nothing is.</summary>
    private static ReminderId? Of(ProcedureCase given, OpenStep step, DateOnly today) =>
        step.Due is not { } due ? null
        : step.Late ? ReminderId.StepLate(given.Id, step.Step.Id, due)
        // Who could take it less than a week before was told the day when it became their turn.
        : due.AddDays(-DaysBefore) is var first && today >= first && given.Since <= first
            ? ReminderId.StepSoon(given.Id, step.Step.Id, due)
        : null;

    /// <param name="Subject">Of the letter.</param>
    /// <param name="Words">What is due.</param>
    /// <param name="At">Where at the desk of whoever is told, after the address of the partnership.</param>
    private sealed record PartnershipDue(
        ReminderId Id,
        Party Party,
        string Subject,
        string Words,
        string At
    );

    private static IEnumerable<PartnershipDue> Of(
        Partnership partnership,
        HashSet<string> reviewed,
        DateOnly today
    )
    {
        foreach (var party in partnership.Members.Select(m => m.Party).Distinct())
        {
            if (party.Scope is null)
                continue;
            foreach (var year in partnership.ReturnsDue(party, today))
                yield return new PartnershipDue(
                    ReminderId.ReturnDue(partnership.Id, party, year),
                    party,
                    $"An annual return for {year} is due",
                    $"The school year {year} has ended. At most ten short questions ask what it brought.",
                    $"/return?as={party}&year={year}"
                );
            // A case of the procedure has the date of its own review.
            if (
                !reviewed.Contains(party.ToString())
                && ReviewOf(partnership, party, today) is { } due
            )
                yield return new PartnershipDue(
                    ReminderId.ReviewDue(partnership.Id, party, due),
                    party,
                    "A joint committee is due for its review",
                    $"Each governing body looks at its joint committee again every year: its constitution, its membership and its terms of reference. The review of this one is due on {due.InWords()}. The rule is in the School Governance (Collaboration) (England) Regulations 2003.",
                    ""
                );
        }
    }

    /// <summary>The day of the review that is due for a member of a joint committee: the agreed one, else the last anniversary; null where none is.</summary>
    private static DateOnly? ReviewOf(Partnership partnership, Party party, DateOnly today)
    {
        if (
            partnership.Model.ToString() != JointCommittee
            || partnership.Ended is not null
            || !partnership.IsIn(party, today)
        )
            return null;
        if (partnership.Agreement.ReviewOn is { } agreed)
            return today >= agreed.AddDays(-DaysBefore) ? agreed : null;
        var years = today.Year - partnership.Began.Year;
        var latest = partnership.Began.AddYears(years);
        if (latest > today)
            latest = partnership.Began.AddYears(years - 1);
        // What was due before it was stated here is nobody's news.
        return latest > partnership.Began && latest >= partnership.StatedOn ? latest : null;
    }

    private static async Task<IReadOnlyList<Letter>> Letters(
        Casework casework,
        Uri site,
        Snapshot snapshot,
        Partnership partnership,
        PartnershipDue due,
        Occasion now,
        CancellationToken stop
    )
    {
        var own = due.Party.Scope!.Value;
        var voice = new Voice(due.Party, RolePlaces.BodyOf(snapshot, own));
        var people = (await casework.PeopleOver(voice.Body is { } body ? [own, body] : [own], stop))
            .Where(p => p.Email.IsThere)
            .Select(p =>
                (
                    Person: p,
                    Roles: p.Roles(now.Today, now.At)
                        .Where(r => voice.MaySpeak(new Holder(p.Id, r)))
                        .OrderByDescending(r => IsOwn(r))
                        .ToList()
                )
            )
            .Where(p => p.Roles.Count > 0)
            .ToList();
        // An officer who may speak for three hundred schools is written to only where the school has nobody here.
        if (people.Exists(p => IsOwn(p.Roles[0])))
            people.RemoveAll(p => !IsOwn(p.Roles[0]));
        bool IsOwn(Appointment held) => held.Over == own || held.Over == voice.Now;
        return
        [
            .. people.Select(p => new Letter(
                p.Person.Email,
                due.Subject,
                $"Hello {p.Person.Name}\n\n{partnership.Name}: {PartyNames.Of(snapshot, due.Party).Text}\n\n{due.Words}\n\n{new Uri(site, Desk.Of(p.Roles[0].Role).Partnership(partnership.Id) + due.At)}\n"
            )),
        ];
    }

    private static async Task<bool> IsDone(
        Casework casework,
        ReminderId id,
        CancellationToken stop
    ) => await casework.Find<Reminder>(id.ToString(), stop) is not null;

    private static async Task<bool> Send(
        Casework casework,
        ReminderId id,
        IReadOnlyList<Letter> letters,
        Occasion now,
        CancellationToken stop
    ) =>
        letters.Count > 0
        && await casework.Do(
            new Remind(id),
            now,
            beside: (_, _) => new Alongside(letters, []),
            stop: stop
        ) is Done<Reminder>.Written;
}
