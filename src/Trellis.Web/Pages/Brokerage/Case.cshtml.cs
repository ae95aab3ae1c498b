using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Rules;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Brokerage;

/// <summary>What happened in a case, whenever: a step of one of its procedures, or something done to the case itself.</summary>
/// <param name="In">The procedure, or empty.</param>
public sealed record CaseMoment(DateOnly On, string What, string In, string By, bool Late);

/// <summary>One case: what there is to do, by whom and by when; how long it has gone on; what happened, and what is noted.</summary>
[Access(Who.SignedIn)]
public sealed class OneBrokerageCase : CaseDeskPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("on", "Day", "date"),
        new("what", "What"),
        new("in", "Part of the case"),
        new("by", "Who"),
        new("late", "Late", "boolean"),
    ];

    public override string Tab => "";

    public string News { get; private set; } = "";

    /// <summary>Who first put a case that is only stated into the system: "Ashford Vale School".</summary>
    public string StatedBy => RolePlaces.Words(Snapshot, Case.OpenedBy.Over).Text;

    /// <summary>Days in words: "214 days since the order".</summary>
    public CaseClock Clock { get; private set; } = null!;

    /// <summary>The median of the region's open cases of the kind, or why there is none.</summary>
    public string MedianWords { get; private set; } = "";

    public IReadOnlyList<CaseMoment> Moments { get; private set; } = [];

    /// <summary>The names of those who appear in what is the desk's own.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Officers of the region, to choose who works on it.</summary>
    public IReadOnlyList<Person> Officers { get; private set; } = [];

    public string NameOf(PersonId person) =>
        Names.GetValueOrDefault(person.ToString(), "somebody who is here no more");

    /// <summary>The step that most needs the visitor: late before due, due before without a day; null where none waits for them.</summary>
    public (DeskProcedure In, OpenStep Step)? Yours =>
        (
            from procedure in Procedures
            from open in procedure.Where.Open
            where procedure.IsYours(open) && procedure.WaitsBecause(open).Length == 0
            orderby open.Due ?? DateOnly.MaxValue
            select ((DeskProcedure, OpenStep)?)(procedure, open)
        ).FirstOrDefault();

    /// <summary>What the case waits for where nothing waits for the visitor.</summary>
    public (DeskProcedure In, OpenStep Step)? Others =>
        (
            from procedure in Procedures
            from open in procedure.Where.Open
            where open.Waits.Count > 0
            orderby open.Due ?? DateOnly.MaxValue
            select ((DeskProcedure, OpenStep)?)(procedure, open)
        ).FirstOrDefault();

    public bool MayAdopt => !Case.IsAdopted && Desk is { As.Role: Role.RegionOfficer };

    public async Task<IActionResult> OnGetAsync(string reference, string? done) =>
        await Find(reference, forDesk: false) is { } other ? other : await Show(done);

    public async Task<IActionResult> OnPostAsync(string reference)
    {
        if (await Find(reference) is { } other)
            return other;
        if (int.TryParse(Typed("version"), CultureInfo.InvariantCulture, out var seen))
            seenVersion = seen;
        switch (Typed("step"))
        {
            case "begin":
                return await Begin();
            case "adopt":
                return await Adopt();
            case "assign":
                return await Do(
                    new AssignOfficer(
                        Case.Ref,
                        PersonId.TryParse(Typed("officer"), null, out var officer) ? officer : null
                    ),
                    "officer",
                    "assigned"
                );
            case "note":
                return await Do(new WriteNote(Case.Ref, Typed("note")), "note", "noted");
            case "target":
                if (TypedDayOf("target").Read() is { } day)
                    return await Do(
                        new SetTargetDay(Case.Ref, Target, day, Reason, Typed("target-words")),
                        "target",
                        "aimed"
                    );
                Refuse("target", "Enter the day, like 1 9 2026");
                return await Show();
            case "contact":
                return await Do(
                    new NameContact(
                        Case.Ref,
                        Scope.TryParse(Typed("contact-for"), null, out var spoken)
                            ? spoken
                            : Case.Schools[0],
                        Typed("contact-name"),
                        Typed("contact-work"),
                        Typed("contact-reach")
                    ),
                    "contact-name",
                    "contact"
                );
            case "remove-contact":
                return await Do(
                    new RemoveContact(
                        Case.Ref,
                        int.TryParse(Typed("number"), CultureInfo.InvariantCulture, out var number)
                            ? number
                            : 0
                    ),
                    "contact-name",
                    "contact-gone"
                );
            case "interest":
                var until = TypedDayOf("interest-ended");
                if (!until.IsEmpty && until.Read() is null)
                {
                    Refuse("interest-ended", "Enter a day, like 1 9 2023, or nothing");
                    return await Show();
                }
                return await Do(
                    new DeclareInterest(
                        Case.Ref,
                        Scope.TryParse(Typed("interest-in"), null, out var party)
                            ? party
                            : Case.Schools[0],
                        Typed("interest"),
                        until.Read()
                    ),
                    "interest",
                    "declared"
                );
            case "withdraw":
                return await Do(
                    new WithdrawInterest(
                        Case.Ref,
                        PersonId.TryParse(Typed("person"), null, out var who) ? who : default
                    ),
                    "why",
                    "withdrawn",
                    Typed("why")
                );
            default:
                return BadQuestion("step-unknown", "This form asks for nothing known.");
        }
    }

    private int? seenVersion;

    private TargetKind Target =>
        Typed("target-kind") == "opening" ? TargetKind.Opening : TargetKind.Decision;

    private DelayReason? Reason =>
        DelayReasons
            .All.Where(r => Naming.Of(r.ToString()) == Typed("target-why"))
            .Select(r => (DelayReason?)r)
            .FirstOrDefault();

    /// <summary>What can begin beside the case now.</summary>
    public IReadOnlyList<Procedure> Due =>
        Case.IsAdopted && Desk is { As.Role: Role.RegionOfficer }
            ? CaseOpening
                .Of(Case, Today)
                ?.Due(
                    Main.Case.At,
                    [
                        .. Procedures
                            .Where(p => p.Case.Stopped is null)
                            .Select(p => p.Case.Procedure),
                    ],
                    Today
                )
                ?? []
            : [];

    private async Task<IActionResult> Begin()
    {
        if (Due.FirstOrDefault(p => $"{p.Id}" == Typed("procedure")) is not { } table)
        {
            Refuse("begin", "This cannot begin in this state");
            return await Show();
        }
        var done = await Casework.Do(
            CaseOpening
                .Of(Case, Today)!
                .Begin(
                    Case.Ref,
                    table.Id,
                    Case.Region,
                    _ => CaseId.From(RandomNumberGenerator.GetBytes(10)),
                    Today
                ),
            new Occasion(Desk!, Time.GetUtcNow(), Today),
            new Conditions(0, Once),
            stop: Stop
        );
        if (done is not Done<ProcedureCase>.Refused refused)
            return Lead($"/case/{Case.Ref}?done=begun");
        Refuse("begin", refused.Why.Sentence);
        return await Show();
    }

    private async Task<IActionResult> Adopt()
    {
        var now = new Occasion(Desk!, Time.GetUtcNow(), Today);
        var refused = await Casework.DoTogether(
            [
                Doing.Of(
                    new AdoptCase(Case.Ref),
                    new Conditions(Once: Once),
                    (_, after) => new Alongside([], [PublicBrokerage.Of(after)])
                ),
                .. CaseOpening.Of(Case, Today) is { } opening
                    ? opening.Missing(
                        Case.Ref,
                        [.. Procedures.Select(p => p.Case.Procedure)],
                        _ => CaseId.From(RandomNumberGenerator.GetBytes(10)),
                        Today,
                        await OpeningLetters.Of(
                            opening,
                            Case.Region,
                            Casework,
                            Site,
                            Snapshot,
                            now,
                            Stop
                        )
                    )
                    : [],
            ],
            now,
            Stop
        );
        if (refused is null or { Code: "sent-already" })
            return Lead($"/case/{Case.Ref}?done=adopted");
        Refuse("adopt", refused.Sentence);
        return await Show();
    }

    private async Task<IActionResult> Do<TEvent>(
        Act<BrokerageCase, TEvent> act,
        string box,
        string news,
        string why = ""
    )
        where TEvent : Event<BrokerageCase>
    {
        var done = await Casework.Do(
            act,
            new Occasion(
                Desk!,
                Time.GetUtcNow(),
                Today,
                why.Length == 0 ? default : new FreeText(why)
            ),
            new Conditions(seenVersion, Once),
            (_, after) => new Alongside([], [PublicBrokerage.Of(after)]),
            Stop
        );
        switch (done)
        {
            case Done<BrokerageCase>.Refused refused:
                Refuse(box, refused.Why.Sentence);
                return await Show();
            case Done<BrokerageCase>.Overtaken:
                Refuse(
                    box,
                    "Somebody recorded something in this case first. Look at it, and send yours again."
                );
                return await Show();
            default:
                return act is DeclareInterest
                    ? Lead("/cases?done=declared")
                    : Lead($"/case/{Case.Ref}?done={news}");
        }
    }

    private async Task<IActionResult> Show(string? done = null)
    {
        News = done switch
        {
            "begun" => "It has begun.",
            "opened" => "The case is open.",
            "adopted" =>
                $"The region works on it from today. That it was stated by {StatedBy} stays on it.",
            "assigned" => "It is written down who works on it.",
            "noted" => "The note is written. Only those who work on the case read it.",
            "aimed" => "The day is set. The days before it stay in the history.",
            "contact" => "They are on the list.",
            "contact-gone" => "They are off the list.",
            "withdrawn" => "The interest is taken back.",
            "step" => "The step is recorded.",
            "stopped" => "It is stopped.",
            "corrected" => "The step is corrected.",
            "kept" => "Your answers are kept. Nobody else can read them.",
            "thrown-away" => "Your answers are thrown away.",
            _ => "",
        };
        Clock = CaseClock.Of(Main.Case, Today);
        Law = CaseLaw.Of(Snapshot, Case, Main.Case, Today);
        Moments = [.. All().OrderByDescending(m => m.On)];
        if (Desk is not null)
        {
            Names = await Casework.Names(
                Case.Notes.Select(n => n.By)
                    .Concat(Case.Interests.Select(i => i.Person))
                    .Concat(Case.TurnedAway.Select(t => t.Person))
                    .Concat(Case.Targets.Select(t => t.By))
                    .Concat(Case.Officer is { } officer ? [officer] : [])
                    .Select(p => p.ToString()),
                Stop
            );
            Officers = await OfficersOf(Casework, Case.Region, Today, Time.GetUtcNow(), Stop);
            var region = await Caseload.Of(Casework, Case.Region.ToString(), Today, Stop);
            MedianWords = Caseload.MedianDays(region, Case.Main) is { } median
                ? $"The median of the region's open cases of this kind is {median:N0}."
                : $"Fewer than {CaseClock.Fewest} cases of this kind are open in the region, so there is no median.";
        }
        return AnswerPrivately(
            Frame(KindWords),
            new Sheet(
                $"case-{Case.Ref}",
                $"{KindWords}: {SchoolNames}",
                Columns,
                [.. Moments.Select(m => (IReadOnlyList<object?>)[m.On, m.What, m.In, m.By, m.Late])]
            ),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["reference"] = $"{Case.Ref}",
                ["kind"] = $"{Case.Main}",
                ["state"] = $"{Main.Case.At}",
                ["days"] = Clock.Days,
                ["since"] = Clock.Since,
            }
        );
    }

    /// <summary>Those who may work on the cases of a region, by name.</summary>
    internal static async Task<IReadOnlyList<Person>> OfficersOf(
        Casework casework,
        Scope region,
        DateOnly today,
        DateTimeOffset now,
        CancellationToken stop
    ) =>
        [
            .. (await casework.PeopleOver([region], stop))
                .Where(p =>
                    p.Roles(today, now).Any(r => r.Over == region && r.Role == Role.RegionOfficer)
                )
                .OrderBy(p => p.Name.ToString(), StringComparer.CurrentCulture),
        ];

    private IEnumerable<CaseMoment> All()
    {
        foreach (var procedure in Procedures)
        foreach (var taken in procedure.Case.History)
            yield return new CaseMoment(
                taken.On,
                procedure.Table.StepOf(taken.Step)!.Name,
                procedure.Table.Name,
                CaseWords.Names(
                    procedure.Case,
                    procedure
                        .Case.Parties.Where(p => p.Doer == taken.By && p.Side == taken.Side)
                        .Take(1),
                    Snapshot
                ),
                taken.Late
            );
        foreach (var procedure in Procedures)
            if (procedure.Case.Stopped is { } stopped)
                yield return new CaseMoment(
                    stopped.On,
                    "Stopped",
                    procedure.Table.Name,
                    RolePlaces.Words(Snapshot, stopped.By.Over).Text,
                    false
                );
        yield return new CaseMoment(
            Case.OpenedOn,
            Case.OpenedBy.Over == Case.Region ? "Opened" : "Stated",
            "",
            StatedBy,
            false
        );
        if (Case.AdoptedOn is { } adopted && Case.OpenedBy.Over != Case.Region)
            yield return new CaseMoment(
                adopted,
                "Adopted by the region",
                "",
                RolePlaces.Words(Snapshot, Case.Region).Text,
                false
            );
        foreach (var target in Case.Targets)
            yield return new CaseMoment(
                target.On,
                $"{TargetWords(target.Kind)} {target.Day.InWords()}{(target.Why is { } why ? $": moved because of {why.InWords()}" : "")}",
                "",
                RolePlaces.Words(Snapshot, Case.Region).Text,
                false
            );
    }

    public static string TargetWords(TargetKind kind) =>
        kind == TargetKind.Decision ? "To be decided by" : "To open or move on";

    /// <summary>The parties of the case that somebody can speak for, or have an interest in.</summary>
    public IReadOnlyList<SelectItem?> Parties =>
        [
            .. Case
                .Schools.Concat(new[] { Case.Body, Case.Authority, Case.Diocese }.OfType<Scope>())
                .Concat(Procedures.SelectMany(p => p.Case.Parties).Select(p => p.Over))
                .Where(s => s.Kind is not (ScopeKind.Region or ScopeKind.OwnCases))
                .Distinct()
                .Select(s => new SelectItem
                {
                    Value = s.ToString(),
                    Text = RolePlaces.Words(Snapshot, s).Text,
                }),
        ];

    public IReadOnlyList<SelectItem?> Reasons =>
        [
            new SelectItem { Value = "", Text = "It is the first day" },
            .. DelayReasons.All.Select(r => new SelectItem
            {
                Value = Naming.Of(r.ToString()),
                Text = r.InWords().Capital(),
            }),
        ];

    public IReadOnlyList<SelectItem?> OfficerItems =>
        [
            new SelectItem { Value = "", Text = "Nobody" },
            .. Officers.Select(o => new SelectItem { Value = o.Key, Text = o.Name.ToString() }),
        ];

    /// <summary>What the law of this day says to the case.</summary>
    public Standing Law { get; private set; } = null!;

    /// <summary>Whether a step is beside the way: it was taken in this state and can be again, or it ends everything while others lead on.</summary>
    public static bool IsBeside(DeskProcedure procedure, OpenStep open)
    {
        var given = procedure.Case;
        if (open.Due is not null)
            return false;
        if (open.Step.To is null)
            return given.History.Skip(given.Entered).Any(t => t.Step == open.Step.Id);
        return Ends(open.Step) && procedure.Where.Open.Any(o => o.Step.To is { } && !Ends(o.Step));

        bool Ends(Step step) =>
            step.LeadsFrom(given.At).All(to => procedure.Table.StateOf(to)!.Final);
    }

    /// <summary>The open steps of a procedure as a list of tasks.</summary>
    /// <param name="beside">Those that are beside the way, or those that are on it.</param>
    public IReadOnlyList<TaskItem?> TasksOf(DeskProcedure procedure, bool beside) =>
        [
            .. procedure
                .Where.Open.Where(o => IsBeside(procedure, o) == beside)
                .Select(open =>
                {
                    var blocked = procedure.WaitsBecause(open);
                    var yours = procedure.IsYours(open);
                    return TaskItem.Of(
                        open.Step.Name,
                        yours ? $"/procedure/{procedure.Case.Id}/{open.Step.Id}" : null,
                        open.Late ? TaskState.Tagged("Late", "red")
                            : blocked.Length > 0 ? TaskState.CannotStart
                            : yours ? TaskState.Tagged("Waits for you", "blue")
                            : TaskState.Tagged("Waits for others", "grey"),
                        $"{WhoNext(procedure.Table, open)}. {CasePage.Dates(open)} {blocked}".Trim()
                    );
                }),
        ];

    /// <summary>As within a sentence: "the regional director".</summary>
    public static string Lower(string name) =>
        name.Length > 0 ? $"{char.ToLowerInvariant(name[0])}{name[1..]}" : name;

    /// <summary>Who takes a step: "The regional director", "The region's officers, or the school".</summary>
    public static string WhoNext(Procedure table, OpenStep open)
    {
        var names = open
            .Step.Who.Where(w => open.Waits.Count == 0 || open.Waits.Any(p => p.Side == w))
            .Select(w => table.SideOf(w)!.Name)
            .ToList();
        return names switch
        {
            [] => "",
            [var one] => one,
            [var one, var other] => $"{one}, or {Lower(other)}",
            [var one, ..] => $"{one}, or others who take part",
        };
    }
}
