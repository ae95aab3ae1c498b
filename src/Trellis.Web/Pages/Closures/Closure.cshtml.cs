using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Closures;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.Pages.Brokerage;
using Trellis.Pages.Decisions;
using Trellis.Pages.Placements;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;
using Given = Trellis.Procedures.Answer;

namespace Trellis.Pages.Closures;

/// <summary>The closure of a trust. Everybody reads the published plan, the help each school is owed, totals for each trust and what was decided; its schools, who is responsible for them, invited trusts and the region see and do there what is theirs.</summary>
[Access(Who.Everybody)]
public sealed class ClosurePage(PublicRecordFile record) : ActingPage
{
    private const int Suggestions = 15;

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("urn", "URN", "integer"),
        new("school", "School"),
        new("standing", "How it stands", What: "open, planned, placed, left or moved."),
        new(
            "help_owed",
            "Help it is owed",
            What: "Codes, the largest first, with upright strokes between them; empty before a plan is published."
        ),
        new("plan_uid", "UID of the trust in the plan", "integer"),
        new(
            "plan",
            "Trust in the published plan",
            What: "Empty where none is found, and before a plan is published."
        ),
        new("minutes", "Minutes by car to the trust's nearest school", "number", "minutes"),
        new("decided_on", "Decided on", "date"),
        new("decided_uid", "UID of the trust it goes to", "integer"),
        new("decided", "Trust it goes to", What: "Empty where no trust can take it yet."),
        new("because", "Reason of the decision"),
        new("moved_on", "Moved on", "date"),
        new("left_because", "Why no trust could take it so far"),
        new("owner", "Who works on it"),
    ];

    public CaseRef Ref { get; private set; }

    /// <summary>What anybody may read; null where nothing is public yet.</summary>
    public ClosureOnRecord? One { get; private set; }

    /// <summary>The case and what stands beside it, for those who have a seat; null for everybody else.</summary>
    public BrokerageCase? Case { get; private set; }

    public ClosureTerms? Terms { get; private set; }

    /// <summary>Null where the facts of the schools are not put together yet.</summary>
    public TrustClosure? Closure { get; private set; }

    /// <summary>As what the visitor looks at it; null for everybody who reads only what is public.</summary>
    public ClosureSight? Sight { get; private set; }

    /// <summary>The plan of the facts as they stand; null for whoever does not see it, and while no trust has offered a place.</summary>
    public PlanView? Live { get; private set; }

    public string News { get; private set; } = "";

    public bool IsDesk => Sight is { Seat: ClosureSeat.Region };

    public bool MaySeePlans => Sight?.SeesPlans == true;

    /// <summary>Whether the newest kept plan is of the facts as they stand.</summary>
    public bool IsKept => Closure is { Newest: { } plan } && plan.Basis == Closure.Basis();

    public string StateIs => Terms?.At.ToString() ?? One?.Case.State ?? "";

    public string Name(Scope scope) => ClosureWords.Name(Snapshot, scope);

    public string NameOf(string over) => ClosureWords.NameOf(Snapshot, over).Text;

    public string TrustName => One?.Trust.Text ?? (Case?.Body is { } body ? Name(body) : "A trust");

    public IReadOnlyList<(Scope Trust, string Name, int Schools)> Suggested { get; private set; } =
    [];

    /// <summary>The schools in the order of their names.</summary>
    public IReadOnlyList<ClosingAcademy> Schools =>
        [
            .. (Closure?.Schools ?? []).OrderBy(
                s => Name(s.School),
                StringComparer.OrdinalIgnoreCase
            ),
        ];

    public IReadOnlyList<SelectItem> SchoolItems =>
        [
            new SelectItem { Value = "", Text = "Choose a school" },
            .. Schools.Select(s => new SelectItem { Value = s.School.Id, Text = Name(s.School) }),
        ];

    public IReadOnlyList<SelectItem> TrustItems(bool offered) =>
        [
            new SelectItem { Value = "", Text = "Choose a trust" },
            .. (Closure?.Receivers ?? [])
                .Where(r => !offered || r.Offer is { Places: > 0 })
                .OrderBy(r => Name(r.Trust), StringComparer.OrdinalIgnoreCase)
                .Select(r => new SelectItem { Value = r.Trust.Id, Text = Name(r.Trust) }),
        ];

    public IReadOnlyList<SelectItem> OwnerItems =>
        [
            new SelectItem { Value = "", Text = "Choose who works on it" },
            .. new[] { Case?.Region, Case?.Authority, Case?.Diocese, Case?.Body }
                .OfType<Scope>()
                .Distinct()
                .Select(o => new SelectItem { Value = o.ToString(), Text = Name(o) }),
        ];

    /// <summary>The address of a step of the case with what the plan says already in its boxes.</summary>
    public string StepAddress(string step, params IEnumerable<(string Ask, string Value)> known) =>
        $"/procedure/{Terms!.Procedure}/{step}?"
        + string.Join('&', known.Select(k => $"{k.Ask}={Uri.EscapeDataString(k.Value)}"));

    /// <summary>Where a school is decided, with the plan's trust in its box.</summary>
    public string DecideAddress(ClosingAcademy school)
    {
        var to = Closure!.Newest?.Of(school.School)?.To;
        return StepAddress(
            "decide",
            [
                ("decided-school", school.School.Id),
                ("outcome", to is null ? "left" : "placed"),
                .. to is { } trust ? new[] { ("receiver", trust.Id) } : [],
            ]
        );
    }

    public string AllDecidedAddress =>
        StepAddress(
            "all-decided",
            ("with-trust", Number(Terms!.Decisions.Count(d => d.To is not null))),
            ("without-trust", Number(Terms!.Decisions.Count(d => d.To is null)))
        );

    public bool MayDecide =>
        IsDesk && Visitor!.Roles.Any(r => r.Role == Role.DecisionMaker && r.Over == Case!.Region);

    /// <summary>Schools that are decided to go to a trust and have not moved.</summary>
    public IReadOnlyList<ClosingAcademy> ToMove =>
        [
            .. Schools.Where(s =>
                Terms?.DecisionOn(s.School)?.To is not null
                && Closure!.Moved.All(m => m.School != s.School)
            ),
        ];

    /// <summary>Schools without a trust that have not moved.</summary>
    public IReadOnlyList<ClosingAcademy> NotPlaced =>
        [
            .. Schools.Where(s =>
                Terms?.DecisionOn(s.School) is { To: null }
                && Closure!.Moved.All(m => m.School != s.School)
            ),
        ];

    public new Visitor? Visitor => HttpContext.Features.Get<Visitor>();

    public ClosingAcademy? Own =>
        Sight is { Seat: ClosureSeat.School, Over: var own } ? Closure?.Of(own) : null;

    public Receiver? OwnOffer =>
        Sight is { Seat: ClosureSeat.Invited, Over: var own } ? Closure?.Receiving(own) : null;

    /// <summary>What a box holds: what was typed, else what is known.</summary>
    public string Box(string name, string known) =>
        Request.HasFormContentType ? Typed(name) : known;

    public bool Ticked(string name, string value, bool known = false) =>
        Request.HasFormContentType ? Request.Form[name].Contains(value) : known;

    public TypedDay DayIn(string name, DateOnly? usual) =>
        Request.HasFormContentType ? TypedDayOf(name)
        : usual is { } day ? TypedDay.Of(day)
        : TypedDay.Empty;

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnGetAsync(string reference, string? done = null)
    {
        if (await Open(reference) is { } instead)
            return instead;
        News = Sight is null
            ? ""
            : done switch
            {
                "begun" => "The facts of the schools are put together.",
                "invited" =>
                    "The trusts are invited. They see the schools on this page, and say there what they could take.",
                "offered" => "The offer is recorded, and the plan made again.",
                "wished" => "What the school wants is recorded.",
                "described" => "The school is described anew, and the plan made again.",
                "locked" => "The school is settled, and the plan made again.",
                "unlocked" => "The school is settled no more, and the plan made again.",
                "kept" => "The plan is kept.",
                "drafted" => "The plan is kept, and the case says that it is drafted.",
                "published" => "The plan is published. Anybody can send a view on it.",
                "revised" => "The plan is published as it stands after the views.",
                "moved" => "The move is recorded.",
                "left" => "Who works on the school is recorded, and public.",
                "listed" => "The case says which schools are left.",
                _ => "",
            };
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(string reference)
    {
        if (await Open(reference) is { } instead)
            return instead;
        if (Sight is not { } sight)
            return NotHere("There is no form at this address.");
        return (Typed("step"), sight.Seat) switch
        {
            ("begin", ClosureSeat.Region) => await Do(
                "begin",
                "begun",
                ClosureTale.Act(
                    new BeginClosure(
                        Ref,
                        ClosureDesk.Academies(Snapshot, Case!.Body!.Value, Case.Schools)
                    ),
                    Form1
                )
            ),
            ("invite", ClosureSeat.Region) => await Invite(),
            ("offer", ClosureSeat.Region or ClosureSeat.Invited) => await Offer(),
            ("wish", ClosureSeat.School) => await Wish(),
            ("describe", ClosureSeat.Region) => await Describe(),
            ("lock", ClosureSeat.Region) => await Lock(),
            ("unlock", ClosureSeat.Region) => await Do(
                "unlock",
                "unlocked",
                ClosureTale.Act(new UnlockPlace(Ref, SchoolIn("unlock-school")), Form1)
            ),
            ("keep", ClosureSeat.Region) when Live is not null => await Do(
                "keep",
                "kept",
                ClosureTale.Act(Kept(), Form1)
            ),
            ("draft", ClosureSeat.Region) when Live is not null => await Draft(),
            ("publish", ClosureSeat.Region) => await Publish(),
            ("revise", ClosureSeat.Region) when Live is not null => await Revise(),
            ("move", ClosureSeat.Region) => await Move(),
            ("residual", ClosureSeat.Region) => await NameLeft(),
            ("list-left", ClosureSeat.Region) => await ListLeft(),
            _ => Again("begin", "This cannot be done now. Look at how the case stands."),
        };
    }

    private Conditions Form1 => new(Once: Once);

    private KeepPlan Kept() => new(Ref, KeptPlan.Of(Closure!, Live!.Report, Today));

    private Scope SchoolIn(string box) => new(ScopeKind.School, Typed(box));

    private Scope TrustIn(string box) => new(ScopeKind.Trust, Typed(box));

    private async Task<IActionResult> Invite()
    {
        var typed = Request
            .Form["invite"]
            .OfType<string>()
            .Append(Typed("invite-uid"))
            .Where(t => t.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Take(InviteReceiver.MostReceivers)
            .ToList();
        if (typed.Count == 0)
            return Again("invite-uid", "Choose a trust, or enter the number of one.");
        if (
            typed.Find(t => !Uid.TryParse(t, null, out var uid) || Snapshot.Find(uid) is null) is
            { } unknown
        )
            return Again(
                "invite-uid",
                $"'{(unknown.Length > 20 ? unknown[..20] : unknown)}' is no UID of a trust in the register."
            );
        var acts = new List<Doing>();
        foreach (var id in typed)
        {
            var trust = new Scope(ScopeKind.Trust, id);
            var letters = await Invitation(trust);
            acts.Add(
                Doing.Of(
                    new InviteReceiver(Ref, trust, ClosureDesk.FitsOf(Snapshot, Closure!, trust)),
                    acts.Count == 0 ? Form1 : null,
                    (_, after) => new Alongside(letters, [PublicClosure.Of(after)])
                )
            );
        }
        return await Do("invite-uid", "invited", [.. acts]);
    }

    /// <summary>To the officers of a trust that is asked, where they have an account here.</summary>
    private async Task<IReadOnlyList<Letter>> Invitation(Scope trust) =>
        [
            .. (await Casework.PeopleOver([trust], Stop))
                .Where(p =>
                    p is { Status: PersonStatus.Active, Email.IsThere: true }
                    && p.Roles(Today, Time.GetUtcNow())
                        .Any(r => r.Role == Role.TrustOfficer && r.Over == trust)
                )
                .Select(p => new Letter(
                    p.Email,
                    $"You are asked what you could take: {TrustName} closes",
                    $"Hello {p.Name}\n\n{TrustName} closes, and its {Closure!.Schools.Count} schools need another trust. {Name(trust)} is asked how many of them it could take, and on which conditions. You see there what help each school is owed:\n\n{new Uri(Site, $"/closure/{Ref}")}\n\n{(Terms!.WishesUntil is { } last ? $"Please answer by {last.InWords()}. " : "")}That your trust was asked is not public. It is named once it is given a school in the published plan.\n"
                )),
        ];

    private async Task<IActionResult> Offer()
    {
        var trust = Sight!.Seat == ClosureSeat.Invited ? Sight.Over : TrustIn("offer-trust");
        if (trust.Id.Length == 0)
            return Again("offer-trust", "Choose the trust.");
        if (!Whole("offer-places", out var places))
            return Again("offer-places", "Enter how many schools it could take, like 3");
        if (!Whole("offer-points", out var points))
            return Again(
                "offer-points",
                "Enter how many challenge points it could take altogether, like 9"
            );
        return await Do(
            "offer-places",
            "offered",
            ClosureTale.Act(
                new OfferPlaces(
                    Ref,
                    trust,
                    places,
                    points,
                    [
                        .. Request
                            .Form["refuses"]
                            .OfType<string>()
                            .Select(s => new Scope(ScopeKind.School, s)),
                    ],
                    Typed("offer-conditions")
                ),
                Form1
            )
        );
    }

    private async Task<IActionResult> Wish()
    {
        var wishes = Enumerable
            .Range(1, StateWishes.MostWishes)
            .Select(n => Typed($"wish-{n}"))
            .Where(w => w.Length > 0)
            .Select(w => new Scope(ScopeKind.Trust, w))
            .ToList();
        return await Do(
            "wish-words",
            "wished",
            ClosureTale.Act(
                new StateWishes(Ref, Sight!.Over, Closure!.Closing, wishes, Typed("wish-words")),
                Form1
            )
        );
    }

    private async Task<IActionResult> Describe() =>
        !Whole("points", out var points)
            ? Again("points", "Enter how many challenge points the school counts, 1 to 5")
            : await Do(
                "points",
                "described",
                ClosureTale.Act(
                    new DescribeAcademy(
                        Ref,
                        SchoolIn("describe-school"),
                        points,
                        Ticked("performing", "yes"),
                        Typed("cluster"),
                        Typed("describe-why")
                    ),
                    Form1
                )
            );

    private async Task<IActionResult> Lock() =>
        await Do(
            "lock-school",
            "locked",
            ClosureTale.Act(
                new LockPlace(
                    Ref,
                    SchoolIn("lock-school"),
                    TrustIn("lock-trust"),
                    Typed("lock-why")
                ),
                Form1
            )
        );

    private async Task<IActionResult> Draft()
    {
        var left = Live!.Plan.Unplaced.Count;
        return await Do(
            "draft",
            "drafted",
            [
                ClosureTale.Act(Kept(), Form1),
                Step(
                    "draft-assignment",
                    Given.Of(C("draft-on"), Today),
                    Given.Of(C("placed"), Closure!.Schools.Count - left),
                    Given.Of(C("unplaced"), left)
                ),
            ]
        );
    }

    private async Task<IActionResult> Publish()
    {
        if (TypedDayOf("views-until").Read() is not { } until)
            return Again("views-until-day", "Enter the last day for views, like 1 9 2026");
        return await Do(
            "views-until-day",
            "published",
            [
                .. IsKept || Live is null ? Array.Empty<Doing>() : [ClosureTale.Act(Kept())],
                ClosureTale.Act(new PublishPlan(Ref), Form1),
                Step(
                    "open-views",
                    Given.Of(C("views-from"), Today),
                    Given.Of(C("views-until"), until),
                    Given.Of(C("views-at"), (FreeText)$"{Site}closure/{Ref}")
                ),
            ]
        );
    }

    private async Task<IActionResult> Revise()
    {
        var views = (
            await Casework.Find<Trellis.Consultations.Consultation>(
                Terms!.Procedure.ToString(),
                Stop
            )
        )?.State;
        return await Do(
            "views-said",
            "revised",
            [
                .. IsKept ? Array.Empty<Doing>() : [ClosureTale.Act(Kept())],
                ClosureTale.Act(new PublishPlan(Ref), Form1),
                Step(
                    "revise",
                    Given.Of(C("revised-on"), Today),
                    Given.Of(
                        C("views"),
                        views is null ? 0 : views.PeopleCounted + views.Organisations.Count
                    ),
                    Given.Of(C("views-said"), (FreeText)Typed("views-said"))
                ),
            ]
        );
    }

    private async Task<IActionResult> Move()
    {
        if (TypedDayOf("moved-on").Read() is not { } day)
            return Again("moved-on-day", "Enter the first day of a month, like 1 9 2026");
        var schools = Request
            .Form["moved"]
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(s => new Scope(ScopeKind.School, s))
            .ToList();
        var words = string.Join(
            "; ",
            schools
                .Where(s => Terms!.DecisionOn(s)?.To is not null)
                .Select(s => $"{Name(s)} to {Name(Terms!.DecisionOn(s)!.To!.Value)}")
        );
        return await Do(
            "moved-on-day",
            "moved",
            [
                ClosureTale.Act(new MoveSchools(Ref, schools, day), Form1),
                Step(
                    "move-group",
                    Given.Of(C("moved-on"), day),
                    Given.Of(C("moved"), schools.Count),
                    Given.Of(
                        C("moved-words"),
                        (FreeText)(
                            words.Length > Given.LongestText ? words[..Given.LongestText] : words
                        )
                    ),
                    Given.Of(
                        C("not-yet"),
                        Closure!.Schools.Count - Closure.Moved.Count - schools.Count
                    )
                ),
            ]
        );
    }

    private async Task<IActionResult> NameLeft()
    {
        if (!Scope.TryParse(Typed("owner"), null, out var owner))
            return Again("owner", "Choose who works on it.");
        if (TypedDayOf("left-by").Read() is not { } by)
            return Again("left-by-day", "Enter the day by which they say what comes next");
        return await Do(
            "left-school",
            "left",
            ClosureTale.Act(
                new NameResidual(
                    Ref,
                    SchoolIn("left-school"),
                    [
                        .. Request
                            .Form["left-because"]
                            .OfType<string>()
                            .Where(c => Code.TryParse(c, null, out _))
                            .Select(c => Code.Parse(c)),
                    ],
                    owner,
                    by,
                    Typed("left-words")
                ),
                Form1
            )
        );
    }

    private async Task<IActionResult> ListLeft() =>
        await Do(
            "list-left",
            "listed",
            [
                Step(
                    "list-residuals",
                    Given.Of(C("residual-on"), Today),
                    Given.Of(C("residual"), NotPlaced.Count),
                    Given.Of(
                        C("residual-because"),
                        [.. Closure!.Residuals.SelectMany(r => r.Because).Distinct()]
                    ),
                    Given.Of(
                        C("residual-terms"),
                        (FreeText)
                            string.Join(
                                " ",
                                Closure.Residuals.Select(r => $"{Name(r.School)}: {r.Words}")
                            )
                    )
                ),
            ]
        );

    private static Code C(string text) => Code.Parse(text);

    private Doing Step(string step, params IReadOnlyList<Given> answers) =>
        Doing.Of(
            new TakeStep(Terms!.Procedure, C(step), Case!.Region, null, answers),
            beside: (_, after) => new Alongside([], [PublicCase.Of(after)])
        );

    private bool Whole(string box, out int number) =>
        int.TryParse(Typed(box), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private async Task<IActionResult> Do(string box, string done, params IReadOnlyList<Doing> acts)
    {
        var why = await Casework.DoTogether(
            acts,
            new Occasion(Sight!.By, Time.GetUtcNow(), Today),
            Stop
        );
        // Sent twice is done once; the first answer holds.
        return why is null or { Code: "sent-already" }
            ? Lead($"/closure/{Ref}?done={done}")
            : Again(box, why.Sentence);
    }

    private IActionResult Again(string box, string sentence)
    {
        Refuse(box, sentence);
        return Show();
    }

    private async Task<IActionResult?> Open(string reference)
    {
        if (!CaseRef.TryParse(reference, null, out var known))
            return Nowhere;
        Ref = known;
        One = ClosureBook.Of(record, Snapshot, Today).Find(known);
        if (Visitor is { } visitor && Options.Casework is not null)
            // Who is signed in reads what is public also while the store is away.
            try
            {
                if (await Sit(visitor, known) is { } shut)
                    return shut;
            }
            catch (StoreUnavailableException) when (One is not null && !Request.HasFormContentType)
            {
                (Sight, Case, Closure, Terms) = (null, null, null, null);
            }
        return One is null && Sight is null ? Nowhere : null;
    }

    private IActionResult Nowhere =>
        NotHere("There is no closing trust at this address that you may read of.");

    private async Task<IActionResult?> Sit(Visitor visitor, CaseRef known)
    {
        if (
            await Casework.Find<BrokerageCase>(known.ToString(), Stop) is not { State: var given }
            || await Casework.ClosureTermsOf(known, Stop) is not { } terms
        )
            return null;
        var closure = (await Casework.Find<TrustClosure>(known.ToString(), Stop))?.State;
        var roles = visitor.Roles.Select(r => new Holder(visitor.Person.Id, r)).ToList();
        var sight = closure is not null
            ? ClosureSight.Of(closure, roles).FirstOrDefault()
            : roles
                .Where(r =>
                    r.As.Over == given.Region
                    && r.As.Role is Role.RegionOfficer or Role.DecisionMaker
                )
                .Select(r => new ClosureSight(ClosureSeat.Region, r.As.Over, r))
                .OrderBy(s => s.By.As.Role)
                .FirstOrDefault();
        if (sight is null)
            return null;
        Discretion.Keep(HttpContext);
        if (
            await CaseDoor.Shut(Casework, given, sight.By, Time.GetUtcNow(), Today, Stop) is
            { } shut
        )
            return shut;
        (Case, Terms, Closure, Sight) = (given, terms, closure, sight);
        if (closure is null)
            return null;
        if (sight.SeesPlans && closure.Receivers.Any(r => r.Offer is { Places: > 0 }))
            Live = new PlanView(null, ClosureDesk.PlanOf(Snapshot, closure, Time), Open: false);
        if (IsDesk)
            Suggested = ClosureDesk.Suggested(Snapshot, closure, Suggestions);
        if (terms.At == ClosureTerms.PublicViews)
            await Consultations.Consulting.Take(HttpContext, Casework, terms.Procedure);
        return null;
    }

    private IActionResult Show()
    {
        var frame = new PageFrame
        {
            Title = $"{TrustName} closes",
            Description = One?.Sentence ?? "A trust closes, and its schools need another one.",
            Section = "decisions",
            Crumbs = [new("Home", "/"), new("Trusts that close", "/closures"), new(TrustName)],
            Canonical = $"/closure/{Ref}",
            Listed = Sight is null,
            HasErrors = Wrong.Count > 0,
        };
        if (Wrong.Count > 0)
            Response.StatusCode = 422;
        return Answer(
            frame,
            new Sheet(
                $"closure-{Ref}",
                $"The schools of {TrustName}",
                Columns,
                [.. (One?.Schools ?? []).Select(Row)]
            ),
            Facts(),
            One is null
                ? null
                : new Feed($"{TrustName} closes", DecisionFeeds.Begun, DecisionFeeds.Of(One.Case))
        );
    }

    private IReadOnlyList<object?> Row(SchoolOnRecord s) =>
        [
            int.Parse(s.School.Id, CultureInfo.InvariantCulture),
            s.Name.Text,
            s.Standing,
            string.Join('|', s.Facts?.Owed ?? []),
            UidOf(s.Proposed?.To),
            s.Proposed?.To is { } to ? NameOf(to) : null,
            s.Proposed?.Minutes is { } minutes
                ? (double)minutes / TrustClosure.PartsOfMinute
                : null,
            s.Ruling?.On,
            UidOf(s.Ruling?.To?.ToString()),
            s.Ruling?.To is { } decided ? Name(decided) : null,
            s.Ruling?.Said("decision-because"),
            s.Facts?.MovedOn,
            s.Facts?.Left is { } left ? string.Join('|', left.Because) : null,
            s.Facts?.Left?.Owner,
        ];

    private static int? UidOf(string? trust) =>
        Scope.TryParse(trust, null, out var scope)
        && int.TryParse(scope.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
            ? uid
            : null;

    // What programs are told is public, whoever asks: the rest is for people at the page.
    private Dictionary<string, object?> Facts() =>
        new(StringComparer.Ordinal)
        {
            ["ref"] = Ref.ToString(),
            ["trust"] = TrustName,
            ["answer"] = One?.Sentence,
            ["state"] = One?.Case.State,
            ["stateWords"] = One?.Case.StateWords,
            ["since"] = One?.Case.Since,
            ["schools"] = One?.Schools.Count,
            ["decided"] = One?.Decided,
            ["moved"] = One?.Count("moved"),
            ["trustsAsked"] = One?.Open?.Asked,
            ["placesOffered"] = One?.Open?.PlacesOffered,
            ["viewsFrom"] = One?.ViewsFrom,
            ["viewsUntil"] = One?.ViewsUntil,
            ["views"] = One?.ViewsAddress,
            ["plan"] = One?.Plan is { } plan
                ? new
                {
                    number = plan.Number,
                    publishedOn = plan.PublishedOn,
                    revisedOn = plan.RevisedOn,
                    mark = plan.Mark,
                    proven = plan.Proven,
                    totals = plan.Totals.Select(t => new
                    {
                        trust = t.Trust,
                        name = NameOf(t.Trust),
                        schools = t.Schools,
                        pupils = t.Pupils,
                        challengePoints = t.Points,
                    }),
                    others = plan.Others.Select(o => new
                    {
                        below = (double)o.Below / TrustClosure.PartsOfValue,
                        moves = o.Moves,
                    }),
                }
                : null,
        };
}
