using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Closures;
using Trellis.Components;
using Trellis.Consultations;
using Trellis.Jobs;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.Pages.Joining;
using Trellis.Pages.Partnerships;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Pages.Consultations;

/// <summary>What the program itself does about consultations: opens them to replies and writes to those who are asked, closes them, and writes to those who replied when there is a report.</summary>
internal static class Consulting
{
    private static readonly Journal.Program by = new("consultations");

    /// <summary>Adds the job.</summary>
    public static IServiceCollection AddConsulting(
        this IServiceCollection services,
        Casework casework
    ) =>
        services.AddJob(
            new Job(
                "consultations",
                "Opens consultations to replies on their day and writes to those who are asked, closes them after their last day, and writes to those who replied when there is a report.",
                new Timing.Every(TimeSpan.FromMinutes(10)),
                async (site, stop) =>
                {
                    // Without a snapshot nobody knows who acts for a school; it is done once there is one.
                    if (site.GetRequiredService<Countries>().Current is not { } country)
                        throw new StoreUnavailableException(
                            "There is no snapshot yet, so nobody knows who acts for a school."
                        );
                    var done = await Keep(
                        casework,
                        site.GetRequiredService<Whereabouts>().Site,
                        country.Snapshot,
                        new Occasion(
                            by,
                            site.GetRequiredService<TimeProvider>().GetUtcNow(),
                            site.GetRequiredService<LondonDay>().Today
                        ),
                        stop
                    );
                    return done.Count > 0
                        ? $"Consultations: {string.Join(", ", done.CountBy(d => d).OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Value:N0} {d.Key}"))}."
                        : null;
                }
            )
        );

    /// <summary>Does for every consultation what its day asks for.</summary>
    /// <returns>What was done: "opened", "closed", "told", once for each.</returns>
    internal static async Task<IReadOnlyList<string>> Keep(
        Casework casework,
        Uri site,
        Snapshot snapshot,
        Occasion now,
        CancellationToken stop
    )
    {
        var done = new List<string>();
        await foreach (var given in casework.AllDocuments<ProcedureCase>(stop))
            if (given.Procedure == CaseKind.Consultation || given.Procedure == ClosureTerms.Table)
                done.AddRange(await Keep(casework, site, snapshot, given, now, stop));
        return done;
    }

    /// <summary>Does for one consultation what its day asks for, for a page that cannot wait until the job comes by.</summary>
    public static async Task Take(HttpContext http, Casework casework, CaseId id)
    {
        var services = http.RequestServices;
        var stop = http.RequestAborted;
        if (await casework.Find<ProcedureCase>(id.ToString(), stop) is { State: var given })
            await Keep(
                casework,
                services.GetRequiredService<Whereabouts>().Site,
                http.Features.Get<Country>()!.Snapshot,
                given,
                new Occasion(
                    by,
                    services.GetRequiredService<TimeProvider>().GetUtcNow(),
                    services.GetRequiredService<LondonDay>().Today
                ),
                stop
            );
    }

    private static Task<IReadOnlyList<string>> Keep(
        Casework casework,
        Uri site,
        Snapshot snapshot,
        ProcedureCase given,
        Occasion now,
        CancellationToken stop
    )
    {
        var names = CaseWords.Names(
            given,
            given.Parties.Where(p => p.Over.Kind == ScopeKind.School),
            snapshot
        );
        return casework.KeepConsultation(
            given,
            now,
            Secrets.Draw,
            () => Opened(casework, site, snapshot, given, names, now, stop),
            address => new Letter(
                address,
                $"You said, we did: {names}",
                $"You replied to the consultation on {names}. There is a report now of what was said and what was done:\n\n{new Uri(site, $"/consultation/{given.Id}")}\n\nThis is the last letter about it. Your address is erased half a year after the report.\n"
            ),
            stop
        );
    }

    /// <summary>To everybody with an account who speaks for one of the parties.</summary>
    private static async Task<IReadOnlyList<Letter>> Opened(
        Casework casework,
        Uri site,
        Snapshot snapshot,
        ProcedureCase given,
        string names,
        Occasion now,
        CancellationToken stop
    )
    {
        var terms = ConsultationTerms.Of(given)!;
        var asked = new List<(Person Person, Scope Over)>();
        // A region asks, and is not asked.
        foreach (
            var over in given
                .Parties.Select(p => p.Over)
                .Where(o => o.Kind != ScopeKind.Region)
                .Distinct()
        )
        {
            var body = RolePlaces.BodyOf(snapshot, over);
            var able = (await casework.PeopleOver(body is { } b ? [over, b] : [over], stop))
                .Where(p => p is { Status: PersonStatus.Active, Email.IsThere: true })
                .Select(p =>
                    (
                        Person: p,
                        Roles: p.Roles(now.Today, now.At)
                            .Where(r => ConsultationTerms.MaySpeak(new Holder(p.Id, r), over, body))
                            .ToList()
                    )
                )
                .Where(p => p.Roles.Count > 0)
                .ToList();
            // An officer who may speak for three hundred schools is written to only where the school has nobody here.
            var own = able.FindAll(p => p.Roles.Exists(r => r.Over == over));
            asked.AddRange((own.Count > 0 ? own : able).Select(p => (p.Person, over)));
        }
        return
        [
            .. asked
                // Who speaks for two of the parties gets one letter.
                .GroupBy(w => w.Person.Id)
                .Select(g => g.First())
                .Select(w => new Letter(
                    w.Person.Email,
                    $"You are asked about {names}",
                    $"Hello {w.Person.Name}\n\nA consultation on {names} is open until {terms.Closes!.Value.InWords()}. {RolePlaces.Words(snapshot, w.Over).Text} is asked what it thinks.\n\nRead what is proposed and reply:\n\n{new Uri(site, DeskOf(w.Over, given.Id))}\n\nYou can change the reply until it closes. Parents, staff and others reply without an account; please tell them of this page:\n\n{new Uri(site, $"/consultation/{given.Id}")}\n"
                )),
        ];
    }

    /// <summary>Where the people of an organisation reply.</summary>
    public static string DeskOf(Scope over, CaseId id) =>
        over.Kind switch
        {
            ScopeKind.School => $"{Desk.School.At}/consultation/{id}",
            ScopeKind.Trust => $"{Desk.Trust.At}/consultation/{id}",
            _ => $"{Desk.Area.At}/consultation/{id}",
        };
}
