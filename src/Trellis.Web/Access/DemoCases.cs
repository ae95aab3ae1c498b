using System.Security.Cryptography;
using System.Text;
using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Places;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;
using Answer = Trellis.Procedures.Answer;

namespace Trellis.Access;

/// <summary>Cases of the demo's region, of every kind and in several states, so that a visitor sees a desk at which something is late, something is due and something waits.</summary>
/// <remarks>Each is taken as far as the people of the region can take it by themselves, by the acts that they do on the pages, each on its day; all words in them say that they are fictional.</remarks>
public sealed class DemoCases
{
    private readonly Casework casework;
    private readonly Snapshot snapshot;
    private readonly DateOnly today;
    private readonly CancellationToken stop;

    private readonly Holder officer;
    private readonly Holder decider;
    private readonly HashSet<Urn> used = [];

    private DemoCases(
        Casework casework,
        Snapshot snapshot,
        Holder officer,
        Holder decider,
        DateOnly today,
        CancellationToken stop
    ) =>
        (this.casework, this.snapshot, this.officer, this.decider, this.today, this.stop) = (
            casework,
            snapshot,
            officer,
            decider,
            today,
            stop
        );

    /// <summary>Opens those that are not there yet. What visitors have done in the others stays.</summary>
    /// <param name="people">Those of the demo, prepared already.</param>
    /// <exception cref="InvalidOperationException">The country is not fictional.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be written now.</exception>
    public static async Task Prepare(
        Casework casework,
        Snapshot snapshot,
        IReadOnlyList<DemoPerson> people,
        TimeProvider time,
        CancellationToken stop = default
    )
    {
        if (!snapshot.IsFictional)
            throw new InvalidOperationException(
                "Only a fictional country has cases that nobody opened."
            );
        var demo = new DemoCases(
            casework,
            snapshot,
            await Of(Role.RegionOfficer),
            await Of(Role.DecisionMaker),
            new LondonDay(time).Today,
            stop
        );
        await demo.Write(await Of(Role.LocalAuthorityOfficer));

        async Task<Holder> Of(Role role)
        {
            var person = people.Single(p => p.As.Role == role);
            return new Holder((await casework.PersonAt(person.Email, stop))!.Id, person.As);
        }
    }

    private async Task Write(Holder authority)
    {
        // The same kind several times where its law has changed, so that two ages of it stand beside each other.
        foreach (var (days, steps) in new[] { (2_600, 2), (420, 2), (63, 1), (5, 0) })
            await Open($"order {days}", "academy-order", days, steps, IsMaintained);
        foreach (
            var kind in CaseKind.All.Select(k => k.Main.ToString()).Where(k => k != "academy-order")
        )
        {
            await Open($"{kind} 1", kind, 230, 6, IsInTrust);
            await Open($"{kind} 2", kind, 34, 2, IsInTrust);
        }
        // What an authority states of one of its schools, for an officer to adopt.
        if (
            Schools(s => IsMaintained(s) && $"{s.La}" == authority.As.Over.Id)
                .Select(s => Opening("academy-order", s, today.AddDays(-12)))
                .OfType<CaseOpening>()
                .FirstOrDefault() is
            { } stated
        )
            await Begin("stated", stated, authority, today.AddDays(-12), 0);
    }

    private async Task Open(
        string name,
        string kind,
        int days,
        int steps,
        Func<Establishment, bool> fits
    )
    {
        var day = today.AddDays(-days);
        foreach (var school in Schools(fits).Take(20))
            if (
                Opening(kind, school, day) is { } opening
                && await Begin(name, opening, officer, day, steps)
            )
                return;
    }

    /// <summary>Opens one and takes it some steps on; false where the rules of its kind do not fit the school.</summary>
    private async Task<bool> Begin(
        string name,
        CaseOpening opening,
        Holder by,
        DateOnly day,
        int steps
    )
    {
        var reference = CaseRef.From(Ten($"case {name}"));
        foreach (var school in opening.Schools)
            used.Add(Urn.Parse(school.Id, null));
        if (await casework.Find<BrokerageCase>(reference.ToString(), stop) is not null)
            return true;
        if (
            await casework.DoTogether(
                opening.Acts(
                    reference,
                    by.As.Over,
                    id => CaseId.From(Ten($"case {name} {id}")),
                    day,
                    once: $"demo-{reference}"
                ),
                On(by, day),
                stop
            )
            is not null
        )
            return false;
        var main = CaseId.From(Ten($"case {name} {opening.Kind.Main}"));
        for (var i = 0; i < steps; i++)
            if (!await StepOn(main, reference, day.AddDays((i + 1) * 9)))
                break;
        if (by == officer)
        {
            await Do(
                new WriteNote(
                    reference,
                    "A fictional note: the chair of governors was rung, and asks for a meeting at the school."
                ),
                day.AddDays(2)
            );
            await Do(
                new SetTargetDay(reference, TargetKind.Decision, day.AddDays(120), null, default),
                day.AddDays(2)
            );
            if (today.DayNumber - day.DayNumber > 100)
                await Do(
                    new SetTargetDay(
                        reference,
                        TargetKind.Decision,
                        day.AddDays(180),
                        DelayReason.Land,
                        "A fictional reason: whose the playing field is has to be found out."
                    ),
                    day.AddDays(90)
                );
        }
        return true;
    }

    /// <summary>Takes the first step of a procedure that the region's people may take on a day, with answers that its rules allow; false where there is none.</summary>
    private async Task<bool> StepOn(CaseId id, CaseRef reference, DateOnly day)
    {
        if (
            day > today
            || await casework.Find<ProcedureCase>(id.ToString(), stop) is not { State: var given }
        )
            return false;
        var whole = await casework.FactsOf(id, stop);
        foreach (var open in WhereWeAre.Of(given, day).Open)
        foreach (var by in new[] { officer, decider })
            // The choices of a question in turn: what the law of the day does not allow, another may.
            for (var choice = 0; choice < 3; choice++)
            {
                var act = new TakeStep(
                    id,
                    open.Step.Id,
                    by.As.Over,
                    null,
                    Answers(open.Step, day, choice)
                );
                if (
                    (act with { Whole = whole }).Apply(given, On(by, day))
                        is not Outcome<StepTaken>.Happened { Event.To: var to }
                    || to == given.At
                )
                    continue;
                return await casework.Do(
                        act,
                        On(by, day),
                        Conditions.None,
                        (_, after) => new Alongside([], [PublicCase.Of(after)]),
                        stop
                    ) is Done<ProcedureCase>.Written;
            }
        return false;
    }

    private static IReadOnlyList<Answer> Answers(Step step, DateOnly day, int choice)
    {
        var answers = new List<Answer>();
        foreach (var ask in step.Asks)
            if (ask.IsAsked(answers) && Given(ask, day, choice) is { } answer)
                answers.Add(answer);
        return answers;
    }

    private static Answer? Given(Ask ask, DateOnly day, int choice) =>
        ask.Kind switch
        {
            AskKind.Day => Answer.Of(ask.Id, day.AddDays(-1)),
            AskKind.Number => Answer.Of(ask.Id, 12),
            AskKind.Text => Answer.Of(
                ask.Id,
                (FreeText)"These words are fictional, as the school and the trust are."
            ),
            AskKind.Choice when choice < ask.Options.Count => Answer.Of(
                ask.Id,
                [ask.Options[choice].Id]
            ),
            AskKind.Ticks => Answer.Of(ask.Id, [.. ask.Options.Select(o => o.Id)]),
            AskKind.Yes => Answer.Of(ask.Id, [Code.Parse("yes")]),
            _ => null,
        };

    private Task Do<TEvent>(Act<BrokerageCase, TEvent> act, DateOnly day)
        where TEvent : Event<BrokerageCase> =>
        casework.Do(
            act,
            On(officer, day > today ? today : day),
            Conditions.None,
            (_, after) => new Alongside([], [PublicBrokerage.Of(after)]),
            stop
        );

    private CaseOpening? Opening(string kind, Establishment school, DateOnly day) =>
        CaseKind.Of(ProcedureId.Parse(kind)) is { } known
        && CaseOpening.From(
            snapshot,
            known,
            kind == "trust-closes" && snapshot.TrustOf(school.Urn) is { } closing
                ?
                [
                    .. snapshot
                        .MembershipsIn(closing.Uid)
                        .Where(m => m.To is null)
                        .Select(m => m.Urn),
                ]
                : [school.Urn],
            Other(school),
            day
        )
            is { } opening
        && opening.Region == officer.As.Over
            ? opening
            : null;

    /// <summary>A trust of the region with several schools that is not the school's own.</summary>
    private Scope? Other(Establishment school) =>
        snapshot
            .Schools.Where(s => s.IsOpen)
            .Select(s => snapshot.Find(s.Urn)!)
            .Where(s => s.Region == school.Region)
            .Select(s => snapshot.TrustOf(s.Urn))
            .FirstOrDefault(t =>
                t is not null
                && t.Uid != snapshot.TrustOf(school.Urn)?.Uid
                && snapshot.MembershipsIn(t.Uid).Count(m => m.To is null) > 2
            )
            is { } trust
            ? Scope.Trust(trust.Uid)
            : null;

    private IEnumerable<Establishment> Schools(Func<Establishment, bool> fits) =>
        snapshot
            .Schools.Where(s => s.IsOpen && s.Name.Length > 0 && !used.Contains(s.Urn))
            .Select(s => snapshot.Find(s.Urn)!)
            .Where(s => Regions.Slug(s.Region) == officer.As.Over.Id && fits(s));

    private bool IsMaintained(Establishment school) =>
        RolePlaces.BodyOf(snapshot, Scope.School(school.Urn)) is { Kind: ScopeKind.LocalAuthority }
        && school.TypeGroup.Contains("maintained", StringComparison.OrdinalIgnoreCase);

    private bool IsInTrust(Establishment school) => snapshot.TrustOf(school.Urn) is not null;

    private static Occasion On(Holder by, DateOnly day) =>
        new(by, new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero), day);

    /// <summary>Ten bytes that are the same at each start, so that the same thing has the same id.</summary>
    private static ReadOnlySpan<byte> Ten(string what) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"trellis demo {what}")).AsSpan(0, 10);
}
