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
public sealed partial class DemoCases
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
        await demo.WriteMeetings(await Of(Role.BoardMember));

        async Task<Holder> Of(Role role)
        {
            var person = people.Single(p => p.As.Role == role);
            return new Holder((await casework.PersonAt(person.Email, stop))!.Id, person.As);
        }
    }

    private async Task Write(Holder authority)
    {
        // What an authority states of one of its schools, for an officer to adopt; first, while one of its schools is in no other case.
        if (
            Schools(s => IsMaintained(s) && $"{s.La}" == authority.As.Over.Id)
                .Select(s => Opening("academy-order", s, today.AddDays(-12)))
                .OfType<CaseOpening>()
                .FirstOrDefault() is
            { } stated
        )
            await Begin("stated", stated, authority, today.AddDays(-12), []);
        // The same kind several times where its law has changed, so that two ages of it stand beside each other.
        await Open(
            "order 2600",
            "academy-order",
            2_600,
            IsMaintained,
            "record-concern",
            "make-order",
            "send-copies",
            "start-search"
        );
        await Open("order 420", "academy-order", 420, IsMaintained, "record-concern", "make-order");
        // Schools that wait: some have support, for some a day has gone, one is nearly there and one has joined.
        foreach (var (days, steps) in Waits)
        {
            await Open($"waits {days}", "academy-order", days, IsMaintained, steps);
            await Beside($"waits {days}", days, CaseKind.InterimSupport, 60, "arrange");
            await Beside($"waits {days}", days, CaseKind.TrustMatch, 45, "record-need");
            for (var after = 145; days is 240 or 700 && after < days - 20; after += 85)
                await Beside($"waits {days}", days, CaseKind.InterimSupport, after, "review");
            // The longest waits of some were told in time; of others a day has gone.
            foreach (
                var (months, step) in new[]
                {
                    (6, "escalate-6"),
                    (9, "escalate-9"),
                    (12, "escalate-12"),
                    (24, "escalate-24"),
                }
            )
                if (45 + (31 * months) < days - 120)
                    await Beside(
                        $"waits {days}",
                        days,
                        CaseKind.TrustMatch,
                        45 + (31 * months),
                        step
                    );
        }
        await Open(
            "order 63",
            "academy-order",
            63,
            IsMaintained,
            "record-concern",
            "weigh-options",
            "propose-order"
        );
        await Open("order 40", "academy-order", 40, IsMaintained, "record-concern");
        await Open("order 5", "academy-order", 5, IsMaintained);
        await Open(
            "failing",
            "transfer-underperforming",
            230,
            IsInTrust,
            "record-concern",
            "plan-support",
            "begin-review"
        );
        await Open("joins", "transfer-single-joins", 34, IsInTrust, "name-trust");
        await Open("forms", "transfer-single-forms", 90, IsInTrust, "ask-advice", "advise");
        await Open("consent", "transfer-by-consent", 75, IsInTrust, "request");
        await Open("leave", "request-to-leave", 20, IsInTrust);
        await Open(
            "closes",
            "trust-closes",
            110,
            IsInLargestTrust,
            "set-programme",
            "open-data-room",
            "ask-wishes"
        );
    }

    /// <summary>Days since each began, all under the law of its day, and how far it came.</summary>
    private static readonly IReadOnlyList<(int Days, IReadOnlyList<string> Steps)> Waits =
    [
        (240, Ordered),
        (330, Ordered),
        (520, Ordered),
        (700, Ordered),
        (980, Ordered),
        (860, [.. Ordered, "match", "kick-off"]),
        (1_150, [.. Ordered, "match", "kick-off"]),
    ];

    private static IReadOnlyList<string> Ordered =>
        ["record-concern", "make-order", "send-copies", "start-search"];

    /// <summary>Takes a step of what goes beside a case, so many days after the case began; nothing where it cannot be taken.</summary>
    private async Task Beside(string name, int days, ProcedureId table, int after, string step)
    {
        var id = CaseId.From(DemoPeople.Ten($"case {name} {table}"));
        if (
            await casework.Find<ProcedureCase>(id.ToString(), stop) is not { State: var given }
            // The demo was begun on another day: what was done about this day then is not done again.
            || given.History.Any(t =>
                t.Step == Code.Parse(step) && t.On.AddDays(60) > today.AddDays(after - days)
            )
            || given.Parties.All(p => p.Over.Kind != ScopeKind.School)
        )
            return;
        var school = given.Parties.First(p => p.Over.Kind == ScopeKind.School).Over;
        if (
            Opening(
                "academy-order",
                snapshot.Find(Urn.Parse(school.Id, null))!,
                today.AddDays(-days)
            ) is
            { } opening
        )
            await StepOn(id, Code.Parse(step), opening, today.AddDays(after - days));
    }

    private async Task Open(
        string name,
        string kind,
        int days,
        Func<Establishment, bool> fits,
        params IReadOnlyList<string> steps
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
        IReadOnlyList<string> steps
    )
    {
        var reference = CaseRef.From(DemoPeople.Ten($"case {name}"));
        foreach (var school in opening.Schools)
            used.Add(Urn.Parse(school.Id, null));
        if (await casework.Find<BrokerageCase>(reference.ToString(), stop) is not null)
            return true;
        if (
            await casework.DoTogether(
                opening.Acts(
                    reference,
                    by.As.Over,
                    id => CaseId.From(DemoPeople.Ten($"case {name} {id}")),
                    day,
                    once: $"demo-{reference}"
                ),
                On(by, day),
                stop
            )
            is not null
        )
            return false;
        var main = CaseId.From(DemoPeople.Ten($"case {name} {opening.Kind.Main}"));
        foreach (var (step, i) in steps.Select((s, i) => (Code.Parse(s), i)))
        {
            if (!await StepOn(main, step, opening, day.AddDays((i + 1) * 9)))
                break;
            await BeginDue(name, reference, opening, day.AddDays((i + 1) * 9));
        }
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

    /// <summary>Takes a step of a procedure, where its rules allow one of the region's people to take it on that day; false where they do not.</summary>
    /// <param name="said">What is answered in another way than is usual here.</param>
    private async Task<bool> StepOn(
        CaseId id,
        Code step,
        CaseOpening opening,
        DateOnly day,
        params IReadOnlyList<Answer> said
    )
    {
        if (
            day > today
            || await casework.Find<ProcedureCase>(id.ToString(), stop) is not { State: var given }
            || given.Table.StepOf(step) is not { } known
        )
            return false;
        var whole = await casework.FactsOf(id, stop);
        foreach (var by in new[] { officer, decider })
            // The choices of a question in turn: what the law of the day does not allow, another may.
            for (var choice = 0; choice < 3; choice++)
            {
                var act = new TakeStep(
                    id,
                    step,
                    by.As.Over,
                    null,
                    [
                        .. said,
                        .. Answers(given.Table, known, opening, day, choice)
                            .Where(a => said.All(s => s.Ask != a.Ask)),
                    ]
                );
                if (
                    (act with { Whole = whole }).Apply(given, On(by, day))
                    is Outcome<StepTaken>.Happened
                )
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

    /// <summary>Begins what goes beside the case from here on, as the officer does on its page.</summary>
    private async Task BeginDue(string name, CaseRef reference, CaseOpening opening, DateOnly day)
    {
        var procedures = (await casework.Documents<ProcedureCase>(reference.Party, stop: stop))
            .Select(p => p.State)
            .ToList();
        if (procedures.Find(p => p.Procedure == opening.Kind.Main) is not { } main)
            return;
        foreach (var table in opening.Due(main.At, [.. procedures.Select(p => p.Procedure)], day))
            await casework.Do(
                opening.Begin(
                    reference,
                    table.Id,
                    opening.Region,
                    id => CaseId.From(DemoPeople.Ten($"case {name} {id}")),
                    day
                ) with
                {
                    BegunOn = day,
                },
                On(officer, day),
                Conditions.None,
                stop: stop
            );
    }

    private IReadOnlyList<Answer> Answers(
        Procedure table,
        Step step,
        CaseOpening opening,
        DateOnly day,
        int choice
    )
    {
        var answers = new List<Answer>();
        foreach (var ask in step.Asks)
            if (ask.IsAsked(answers) && Given(table, step, ask, opening, day, choice) is { } answer)
                answers.Add(answer);
        return answers;
    }

    internal static Answer? Given(
        Procedure table,
        Step step,
        Ask ask,
        CaseOpening opening,
        DateOnly day,
        int choice
    ) =>
        ask.Kind switch
        {
            // What has to have happened happened the day before; what is looked ahead to lies two months off.
            AskKind.Day => Answer.Of(
                ask.Id,
                step.Rules.Any(r => r.Guard.Id == "not-future" && r.Field == ask.Id)
                    ? day.AddDays(-1)
                    : day.AddDays(60)
            ),
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
            AskKind.Party
                when opening.Incoming is { } trust
                    && table.SideOf(ask.Side!.Value)!.Kinds is [ScopeKind.Trust] => Answer.Of(
                ask.Id,
                trust
            ),
            AskKind.Party
                when opening.Authority is { } authority
                    && table.SideOf(ask.Side!.Value)!.Kinds.Contains(ScopeKind.LocalAuthority) =>
                Answer.Of(ask.Id, authority),
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

    // A closing trust is worth looking at where several schools need places at once.
    private bool IsInLargestTrust(Establishment school) =>
        snapshot.TrustOf(school.Urn) is { } trust
        && trust.Uid
            == snapshot
                .Schools.Where(s => s.IsOpen)
                .Select(s => snapshot.Find(s.Urn)!)
                .Where(s => Regions.Slug(s.Region) == officer.As.Over.Id)
                .Select(s => snapshot.TrustOf(s.Urn))
                .OfType<Groups.Group>()
                .GroupBy(t => t.Uid)
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key)
                .Select(g => g.Key)
                .FirstOrDefault();

    private static Occasion On(Holder by, DateOnly day) =>
        new(by, new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero), day);
}
