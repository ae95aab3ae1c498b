using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Brokerage;

/// <summary>The cases of the regions in which somebody works, decides or advises: what is due this week first.</summary>
[Access(Who.Holders, Role.RegionOfficer, Role.DecisionMaker, Role.BoardMember)]
public sealed class CasesPage : ActingPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("reference", "Case"),
        new("kind", "Kind"),
        new("schools", "Schools"),
        new("urns", "URNs", What: "With upright strokes between them."),
        new("region", "Region"),
        new("state", "State"),
        new("stated_by", "Stated by", What: "Empty where the region opened it."),
        new("adopted_on", "Adopted on", "date"),
        new("officer", "Officer"),
        new("since", "Counted from", "date"),
        new("days", "Days", "integer", "days"),
        new("days_in_state", "Days in this state", "integer", "days"),
        new("next", "Due next"),
        new("due", "Due by", "date"),
        new("late", "Late", "boolean"),
    ];

    /// <summary>How long cases have gone on, as columns: from so many days to fewer than so many.</summary>
    public static readonly IReadOnlyList<(int From, int? Below, string Words)> Ages =
    [
        (0, 90, "under 90"),
        (90, 180, "90 to 179"),
        (180, 365, "180 to 364"),
        (365, null, "365 and more"),
    ];

    private IReadOnlyList<WholeCase> all = [];

    /// <summary>Those that the filters leave.</summary>
    public IReadOnlyList<WholeCase> Shown { get; private set; } = [];

    /// <summary>How many go on, in all.</summary>
    public int Going => all.Count(c => !c.IsOver);

    public IReadOnlyList<Scope> Regions { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Names { get; private set; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<Person> Officers { get; private set; } = [];

    public string News { get; private set; } = "";

    public bool MayAssign =>
        Visitor.Roles.Any(r => r.Role is Role.RegionOfficer or Role.DecisionMaker);

    /// <summary>Somebody higher up is told within so many days, or should have been.</summary>
    private const int TellWithin = 31;

    private static readonly Code SearchOn = Code.Parse("search-on");
    private static readonly Code RecordNeed = Code.Parse("record-need");

    /// <summary>How many go on in which somebody higher up is soon to be told that no trust was found, or should have been.</summary>
    public int LongWithout => all.Count(c => IsLongWithout(c));

    /// <summary>The last step of its match that is open and tells somebody higher up that no trust was found; null where there is none.</summary>
    /// <remarks>Where nobody recorded since when a trust is sought, that is what comes first, and it counts from the day on which the search began.</remarks>
    public OpenStep? HigherUp(WholeCase one) => one.IsOver ? null : Told(one) ?? Unrecorded(one);

    private OpenStep? Unrecorded(WholeCase one) =>
        one.Main.AnswerTo(SearchOn)?.Day?.AddMonths(6) is { } due
        && one.Open.FirstOrDefault(o =>
            o.In.Procedure == CaseKind.TrustMatch && o.Step.Step.Id == RecordNeed
        )
            is { Step: { } step }
            ? step with
            {
                Due = due,
                Late = due < Today,
            }
            : null;

    private static OpenStep? Told(WholeCase one) =>
        one
            .Open.Where(o =>
                o.In.Procedure == CaseKind.TrustMatch
                && $"{o.Step.Step.Id}".StartsWith("escalate-", StringComparison.Ordinal)
            )
            .Select(o => o.Step)
            .OrderByDescending(s => s.Late)
            .ThenBy(s => s.Late ? -s.Due!.Value.DayNumber : s.Due?.DayNumber)
            .FirstOrDefault();

    private bool IsLongWithout(WholeCase one) =>
        HigherUp(one)?.Due is { } due && due <= Today.AddDays(TellWithin);

    /// <summary>"due" for what is due this week, "all" for all that go on, "higher-up" for those long without a trust, "over" for the others.</summary>
    public string View =>
        Asked("show") is ("all" or "over" or "higher-up") and var said ? said : "due";

    public string Asked(string name) => Request.Query[name].ToString();

    public DateOnly WeekEnds => Today.AddDays(6);

    public async Task<IActionResult> OnGetAsync(string? done)
    {
        News = done switch
        {
            "assigned" => "It is written down who works on them.",
            "declared" => "Your interest is declared. The case is closed to you from now on.",
            "imported" => "The cases are loaded.",
            _ => "",
        };
        return await Show();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var ticked = Request
            .Form["case"]
            .OfType<string>()
            .Take(500)
            .Select(t => CaseRef.TryParse(t, null, out var one) ? one : default)
            .Where(r => r != default)
            .Distinct()
            .ToList();
        if (ticked.Count == 0)
        {
            Refuse("officer", "Tick the cases first");
            return await Show();
        }
        PersonId? officer = PersonId.TryParse(Typed("officer"), null, out var chosen)
            ? chosen
            : null;
        var cases = new List<BrokerageCase>();
        foreach (var one in ticked)
            if (await Casework.Find<BrokerageCase>(one.ToString(), Stop) is { } kept)
                cases.Add(kept.State);
        // One act is done in one role, so each region's cases are written by themselves.
        foreach (var region in cases.GroupBy(c => c.Region))
        {
            if (CaseDeskPage.AtDesk(Visitor, region.Key) is not { } by)
                return NotHere("There is no page at this address.");
            if (
                officer is { } person
                && (
                    await OneBrokerageCase.OfficersOf(
                        Casework,
                        region.Key,
                        Today,
                        Time.GetUtcNow(),
                        Stop
                    )
                ).All(o => o.Id != person)
            )
            {
                Refuse(
                    "officer",
                    $"They are no officer of {RolePlaces.Words(Snapshot, region.Key).Text}"
                );
                return await Show();
            }
            var refused = await Casework.DoTogether(
                [.. region.Select(c => Doing.Of(new AssignOfficer(c.Ref, officer)))],
                new Occasion(by, Time.GetUtcNow(), Today),
                Stop
            );
            if (refused is not null)
            {
                Refuse("officer", $"{refused.Sentence} Nothing was changed.");
                return await Show();
            }
        }
        return Lead(
            $"/cases?{(Typed("back") is { Length: > 0 and < 300 } back ? $"{back}&" : "")}done=assigned"
        );
    }

    private async Task<IActionResult> Show()
    {
        Regions =
        [
            .. Visitor
                .Roles.Where(r =>
                    r.Role is Role.RegionOfficer or Role.DecisionMaker or Role.BoardMember
                )
                .Select(r => r.Over)
                .Distinct(),
        ];
        var found = new List<WholeCase>();
        foreach (var region in Regions)
            found.AddRange(
                (await Caseload.Of(Casework, region.ToString(), Today, Stop)).Where(c =>
                    c.Case.Region == region
                )
            );
        all =
        [
            .. found
                .OrderBy(c => c.IsOver)
                .ThenByDescending(c => c.Clock.Days)
                .ThenBy(c => c.Case.Key, StringComparer.Ordinal),
        ];
        Names = await Casework.Names(
            all.Select(c => c.Case.Officer?.ToString()).OfType<string>().Distinct(),
            Stop
        );
        var officers = new List<Person>();
        foreach (var region in Regions)
            officers.AddRange(
                await OneBrokerageCase.OfficersOf(Casework, region, Today, Time.GetUtcNow(), Stop)
            );
        Officers = [.. officers.DistinctBy(o => o.Id)];
        Shown = [.. all.Where(Fits)];
        if (View == "due")
            Shown = [.. Shown.OrderBy(c => c.Next?.Step.Due ?? DateOnly.MaxValue)];
        return AnswerPrivately(
            new PageFrame
            {
                Title = "Cases",
                Section = "mine",
                Crumbs = [new("Home", "/"), new("Cases")],
            },
            new Sheet("cases", "Cases", Columns, [.. Shown.Select(Row)]),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["show"] = View,
                ["going"] = Going,
            }
        );
    }

    private bool Fits(WholeCase one)
    {
        var wants = View switch
        {
            "due" => !one.IsOver && one.Next is { Step.Due: { } due } && due <= WeekEnds,
            "over" => one.IsOver,
            "higher-up" => IsLongWithout(one),
            _ => !one.IsOver,
        };
        return wants
            && (Asked("kind") is not { Length: > 0 } kind || $"{one.Case.Main}" == kind)
            && (Asked("state") is not { Length: > 0 } state || one.StateWords == state)
            && (Asked("region") is not { Length: > 0 } region || one.Case.Region.Id == region)
            && Asked("officer") switch
            {
                "" => true,
                "none" => one.Case.Officer is null,
                "me" => one.Case.Officer == Visitor.Person.Id,
                var person => one.Case.Officer?.ToString() == person,
            }
            && (
                !int.TryParse(
                    Asked("days"),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var days
                )
                || one.Clock.Days >= days
            )
            && (Asked("late") != "yes" || one.IsLate)
            && (Asked("stated") != "yes" || !one.Case.IsAdopted);
    }

    private IReadOnlyList<object?> Row(WholeCase c) =>
        [
            $"{c.Case.Ref}",
            c.Main.Table.Name,
            NamesOf(c),
            string.Join('|', c.Case.Schools.Select(s => s.Id)),
            RolePlaces.Words(Snapshot, c.Case.Region).Text,
            c.StateWords,
            c.Case.OpenedBy.Over == c.Case.Region
                ? ""
                : RolePlaces.Words(Snapshot, c.Case.OpenedBy.Over).Text,
            c.Case.AdoptedOn,
            OfficerOf(c),
            c.Clock.Since,
            c.Clock.Days,
            DaysInState(c),
            c.Next?.Step.Step.Name ?? "",
            c.Next?.Step.Due,
            c.IsLate,
        ];

    public string NamesOf(WholeCase c) =>
        CaseWords.Together([.. c.Case.Schools.Select(s => RolePlaces.Words(Snapshot, s).Text)]);

    /// <summary>As a line has room for them: "Ashford Vale School and 7 others".</summary>
    public string ShortNames(WholeCase c) =>
        c.Case.Schools.Count <= 2
            ? NamesOf(c)
            : $"{RolePlaces.Words(Snapshot, c.Case.Schools[0]).Text} and {c.Case.Schools.Count - 1} others";

    public string OfficerOf(WholeCase c) =>
        c.Case.Officer is { } person ? Names.GetValueOrDefault($"{person}", "") : "";

    public int DaysInState(WholeCase c) =>
        Math.Max(0, (c.Clock.Until ?? Today).DayNumber - c.Main.Since.DayNumber);

    /// <summary>Whether an interest of the visitor's closes it.</summary>
    public bool IsShut(WholeCase c) => c.Case.InterestOf(Visitor.Person.Id) is not null;

    /// <summary>What it waits for: "Record why the school is eligible, the region's officers".</summary>
    public string WaitsFor(WholeCase c) =>
        (c.Next ?? c.Open.Select(o => ((ProcedureCase In, OpenStep Step)?)o).FirstOrDefault())
            is { } next
            ? $"{(next.In == c.Main ? "" : $"{next.In.Table.Name}: ")}{next.Step.Step.Name}. {OneBrokerageCase.WhoNext(next.In.Table, next.Step)}"
            : "";

    /// <summary>The states of those that go on, each with how many there are of each age.</summary>
    public IReadOnlyList<(string State, IReadOnlyList<int> Ages)> Ageing =>
        [
            .. all.Where(c => !c.IsOver)
                .GroupBy(c => c.StateWords, StringComparer.Ordinal)
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g =>
                    (
                        g.Key,
                        (IReadOnlyList<int>)
                            [
                                .. Ages.Select(a =>
                                    g.Count(c =>
                                        c.Clock.Days >= a.From
                                        && (a.Below is not { } below || c.Clock.Days < below)
                                    )
                                ),
                            ]
                    )
                ),
        ];

    public IReadOnlyList<SelectItem?> KindItems =>
        Items(
            "All kinds",
            CaseKind.All.Select(k =>
                ($"{k.Main}", KnownProcedures.On(k.Main, Today)?.Name ?? $"{k.Main}")
            )
        );

    public IReadOnlyList<SelectItem?> StateItems =>
        Items(
            "All states",
            all.Select(c => c.StateWords)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(s => (s, s))
        );

    public IReadOnlyList<SelectItem?> RegionItems =>
        Items("All your regions", Regions.Select(r => (r.Id, RolePlaces.Words(Snapshot, r).Text)));

    public IReadOnlyList<SelectItem?> OfficerFilter =>
        Items(
            "All officers",
            Officers
                .Select(o => ($"{o.Id}", o.Name.ToString()))
                .Prepend(("none", "Nobody yet"))
                .Prepend(("me", "You"))
        );

    public IReadOnlyList<SelectItem?> AssignItems =>
        Items("Nobody", Officers.Select(o => ($"{o.Id}", o.Name.ToString())));

    public IReadOnlyList<SelectItem?> DayItems =>
        Items("Any", Ages.Skip(1).Select(a => ($"{a.From}", $"{a.From} and more")));

    private static IReadOnlyList<SelectItem?> Items(
        string none,
        IEnumerable<(string Value, string Text)> items
    ) =>
        [
            new SelectItem { Value = "", Text = none },
            .. items.Select(i => new SelectItem { Value = i.Value, Text = i.Text }),
        ];
}
