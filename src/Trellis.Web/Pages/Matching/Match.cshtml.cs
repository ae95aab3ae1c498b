using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Consultations;
using Trellis.Journal;
using Trellis.Matching;
using Trellis.Pages.Brokerage;
using Trellis.Pages.Joining;
using Trellis.Pages.Placements;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;
using Trellis.TrustPlaces;
using Given = Trellis.Procedures.Answer;

namespace Trellis.Pages.Matching;

/// <summary>Finding a trust for the school of a case: trusts ranked by the published criteria with what they stated, who is invited until when, what they ask for, and who declined.</summary>
[Access(Who.SignedIn)]
public sealed class MatchOfCase : CaseDeskPage
{
    /// <summary>So many trusts stand on the page to choose from.</summary>
    private const int Shown = 15;

    private static readonly int[] reaches = [20, 30, 45, 60, 90, 120];

    private static readonly Code neededOn = Code.Parse("needed-on");
    private static readonly Code helpOwed = Code.Parse("help-owed");

    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("rank", "Rank", "integer", What: "1 is the first; empty for a trust that is left out."),
        new("uid", "UID", "integer"),
        new("trust", "Trust"),
        new("value", "Value", "number", What: "0 to 1."),
        new("low", "Value at least", "number", What: "Nine times in ten."),
        new("high", "Value at most", "number", What: "Nine times in ten."),
        new("minutes", "Minutes by car to its nearest school", "number", "minutes"),
        new("places", "Places it has free, as stated", "integer"),
        new("invitation", "Invitation"),
        new("left_out_because", "Left out because"),
    ];

    public override string Tab => "match";

    public string News { get; private set; } = "";

    /// <summary>The school that a trust is sought for; null where this site's register does not have it.</summary>
    public School? School { get; private set; }

    /// <summary>The search; null where none has begun.</summary>
    public DeskProcedure? Search { get; private set; }

    public IReadOnlyList<Invitation> Asked { get; private set; } = [];

    public RankingWords? Ranking { get; private set; }

    public IReadOnlyList<RankedTrust> First =>
        [.. Ranking?.Reply.Ranked.Where(r => !Past.Contains(ScopeOf(r))).Take(Shown) ?? []];

    public RankingQuestion? Question { get; private set; }

    /// <summary>The school's own list of trusts, in words; empty where it gave none.</summary>
    public IReadOnlyList<PageLink> SchoolList =>
        [.. Question?.Preferences.Select(p => RolePlaces.Words(Snapshot, p)) ?? []];

    public CaseRanking? Kept { get; private set; }

    public ConsultationOutcome Consulted { get; private set; } = ConsultationOutcome.None;

    public ChallengePoints? Points { get; private set; }

    private Dictionary<Scope, TrustCapacity> capacities = [];

    /// <summary>Trusts that declined or withdrew in this case.</summary>
    public IReadOnlyList<Scope> Past =>
        [.. Asked.Where(i => i.HasRefused).Select(i => i.Trust).Distinct()];

    /// <summary>How many times a trust said no.</summary>
    public int Refusals => Asked.Count(i => i.HasRefused);

    /// <summary>Days since a trust is sought; null before that is recorded, and once one is found.</summary>
    public int? DaysWaiting =>
        Search is { Case: { IsOver: false } found }
        && found.AnswerTo(neededOn)?.Day is { } day
        && found.At.ToString() is not "matched"
            ? Today.DayNumber - day.DayNumber
            : null;

    public string StateIs => Search?.Case.At.ToString() ?? "";

    /// <summary>Whether trusts can be put on a list or invited now by the visitor.</summary>
    public bool MayChoose =>
        MayWork
        && Desk is { As.Role: Role.RegionOfficer }
        && StateIs is "longlist" or "shortlist" or "inviting";

    public bool MayBegin =>
        Desk is { As.Role: Role.RegionOfficer } && Case.IsAdopted && StateIs is "" or "need";

    public IReadOnlyList<SelectItem> ReachItems =>
        [
            .. reaches
                .Append(Question?.MostMinutes ?? 90)
                .Distinct()
                .Order()
                .Select(m => new SelectItem
                {
                    Value = m.ToString(CultureInfo.InvariantCulture),
                    Text = Travel.Journey.InWords(m),
                }),
        ];

    public string Why => Typed("why");

    public IReadOnlySet<string> Chosen =>
        Request.HasFormContentType
            ? Request.Form["trust"].OfType<string>().ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>(StringComparer.Ordinal);

    public TypedDay AnswerBy =>
        Request.HasFormContentType ? TypedDayOf("answer-by")
        : Spans.After(Today, 20, Unit.WorkingDays) is { } day ? TypedDay.Of(day)
        : TypedDay.Empty;

    public TypedDay NeededOn =>
        Request.HasFormContentType ? TypedDayOf("needed-on") : TypedDay.Of(Today);

    public static Scope ScopeOf(RankedTrust trust) => Scope.Trust(trust.Trust.Uid);

    public TrustCapacity? CapacityOf(RankedTrust trust) =>
        capacities.GetValueOrDefault(ScopeOf(trust));

    /// <summary>The newest invitation of a trust in this case; null where it was never asked.</summary>
    public Invitation? InvitationOf(Scope trust) => Asked.LastOrDefault(i => i.Trust == trust);

    public PageLink NameOf(Scope trust) => RolePlaces.Words(Snapshot, trust);

    /// <summary>The steps of the search that the visitor can take now by the form of the step.</summary>
    public IEnumerable<OpenStep> Steps =>
        Search is null
            ? []
            : Search.Where.Open.Where(o =>
                o.Step.Id.ToString() is not ("make-shortlist" or "invite" or "record-need")
                && Search.IsYours(o)
                && IsNear(o)
            );

    /// <summary>The steps of an invitation that the visitor can take now.</summary>
    public IEnumerable<OpenStep> StepsOf(Invitation invitation) =>
        Of(CaseKind.TrustInvitation).FirstOrDefault(p => p.Case.Id == invitation.Case.Id)
            is { } found
            ? found.Where.Open.Where(found.IsYours)
            : [];

    /// <summary>The address of a step of the search; where a trust was agreed with, the form knows which, and its place in the newest ranking.</summary>
    public string AddressOf(OpenStep open)
    {
        var at = $"/procedure/{Search!.Case.Id}/{open.Step.Id}";
        if (
            open.Step.Id.ToString() != "match"
            || Asked.FirstOrDefault(i => i.State == "agreed") is not { } agreed
        )
            return at;
        var place = Kept?.Kept[^1].Ranked.FirstOrDefault(r => r.Trust == agreed.Trust)?.Rank;
        return place is { } rank
            ? $"{at}?matched-trust={agreed.Trust.Id}&matched-place={rank}&first-matched={(rank == 1 ? "yes" : "no")}"
            : $"{at}?matched-trust={agreed.Trust.Id}";
    }

    // An escalation is shown when its day is near, and what rests on an offer when there is one.
    private bool IsNear(OpenStep open) =>
        open.Step.Id.ToString() switch
        {
            "record-offer" => Asked.Any(i => i.State == "offered"),
            "offer-fell" => Asked.All(i => i.State != "offered"),
            "match" => Asked.Any(i => i.State == "agreed"),
            "trust-withdrew" => Asked.All(i => i.State != "agreed"),
            _ => open.NotBefore is not { } first || first <= Today,
        };

    public async Task<IActionResult> OnGetAsync(string reference, string? done = null)
    {
        if (await Find(reference) is { } other)
            return other;
        News = done switch
        {
            "begun" => "A trust is sought from that day.",
            "listed" => "The shortlist is recorded, with the ranking it rests on.",
            "invited" => "The invitations are written. They leave with the next letters.",
            _ => "",
        };
        await Load();
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(string reference)
    {
        if (await Find(reference) is { } other)
            return other;
        await Load();
        switch (Typed("step"))
        {
            case "begin" when MayBegin:
                return await Begin();
            case "shortlist" when MayChoose && Ranking is not null:
                return await Choose(RankingUse.Shortlist);
            case "invite" when MayChoose && Ranking is not null:
                return await Choose(RankingUse.Invitation);
            default:
                Refuse("trust", "This cannot be done now. Look at how the case stands.");
                return Show();
        }
    }

    private async Task Load()
    {
        var school = Case.Schools[0];
        School = Urn.TryParse(school.Id, null, out var urn) ? Snapshot.SchoolOf(urn) : null;
        Search = Of(CaseKind.TrustMatch).LastOrDefault(p => p.Case.Stopped is null);
        Asked =
        [
            .. Of(CaseKind.TrustInvitation)
                .Where(p => p.Case.Stopped is null)
                .Select(p => Invitation.Of(p.Case, Today))
                .OfType<Invitation>(),
        ];
        Kept = (await Casework.Find<CaseRanking>(Case.Key, Stop))?.State;
        if (School is null)
            return;
        var consultation = Of(CaseKind.Consultation).LastOrDefault()?.Case;
        Consulted = ConsultationOutcome.Of(
            consultation,
            consultation is null
                ? null
                : (await Casework.Find<Consultation>(consultation.Key, Stop))?.State
        );
        var found = new Dictionary<Scope, TrustCapacity>();
        await foreach (var capacity in Casework.AllDocuments<TrustCapacity>(Stop))
            found[capacity.Trust] = capacity;
        capacities = found;
        var matching = TrustsToday.Of(Country);
        Points = ChallengePoints.Of(Snapshot, School, matching.Day);
        var teaches = PlaceBeside.Teaches(Snapshot, school);
        Question = new RankingQuestion(
            school,
            matching.Day,
            Minutes,
            Math.Clamp(Search?.Case.AnswerTo(helpOwed)?.Number ?? Points.Points, 1, 5),
            [.. Consulted.PreferencesOf(urn).Select(Scope.Trust)],
            [],
            [
                .. from capacity in found.Values
                orderby capacity.Key
                let says = capacity.For(teaches, Today)
                where says is not null
                select new KeptStatement(
                    capacity.Trust,
                    says.Places,
                    says.HardCasesLeft,
                    says.MostMinutes
                ),
            ]
        );
        Ranking = new RankingWords(
            matching.Answer(School, Question.Ask(Criteria.Current, int.MaxValue))
        );
    }

    private int Minutes =>
        int.TryParse(
            Request.HasFormContentType ? Typed("minutes") : Request.Query["minutes"].ToString(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var minutes
        ) && minutes is >= 5 and <= 600
            ? minutes
            : (int)MatchQuestion.UsualMostMinutes;

    private Occasion Act => new(Desk!, Time.GetUtcNow(), Today);

    private async Task<IActionResult> Begin()
    {
        if (NeededOn.Read() is not { } since)
        {
            Refuse("needed-on", "Enter the day, like 1 9 2026");
            return Show();
        }
        var acts = new List<Doing>();
        var id = Search?.Case.Id ?? Drawn("search");
        if (Search is null)
        {
            if (CaseOpening.Of(Case, Today) is not { } opening)
                return BadQuestion("kind-unknown", "This kind of case is not known here.");
            acts.Add(
                Doing.Of(
                    opening.Begin(Case.Ref, CaseKind.TrustMatch, Case.Region, _ => id, Today),
                    new Conditions(Once: Once)
                )
            );
        }
        acts.Add(
            Step(
                id,
                "record-need",
                [
                    Given.Of(neededOn, since),
                    Given.Of(helpOwed, Math.Clamp(Points?.Points ?? 1, 1, 5)),
                ],
                acts.Count == 0 ? new Conditions(Once: Once) : Conditions.None
            )
        );
        return await Do(acts, "needed-on", "begun");
    }

    private async Task<IActionResult> Choose(RankingUse use)
    {
        var reply = Ranking!.Reply;
        var past = Past;
        var chosen = reply.Ranked.Select(ScopeOf).Where(s => Chosen.Contains(s.Id)).ToList();
        var again = chosen.Find(c => InvitationOf(c) is { Case.IsOver: false });
        if (use == RankingUse.Invitation && again.Id is { Length: > 0 })
        {
            Refuse("trust", $"{NameOf(again).Text} is invited already.");
            return Show();
        }
        var answerBy = AnswerBy.Read();
        if (use == RankingUse.Invitation && (answerBy is not { } by || by < Today))
        {
            Refuse("answer-by", "Enter the day until when they are asked to answer, from today on");
            return Show();
        }
        var ranking = new KeptRanking(
            use,
            Today,
            SnapshotMark.Parse(reply.SnapshotId),
            reply.Criteria.Version,
            Question!,
            reply.Candidates,
            reply.Excluded.Count,
            [
                .. reply
                    .Ranked.Where(r =>
                        r.Rank <= PublicRanking.Named
                        || chosen.Contains(ScopeOf(r))
                        || past.Contains(ScopeOf(r))
                    )
                    .Select(r => Of(r, Ranking)),
            ],
            OpenRanks(),
            past,
            chosen,
            Typed("why")
        );
        var first = ranking.TookFirst() ? "yes" : "no";
        var acts = new List<Doing>
        {
            Doing.Of(
                new KeepRanking(Case.Ref, Case.Region, ranking),
                new Conditions(Once: Once),
                (_, after) => new Alongside([], [PublicRanking.Of(after)])
            ),
        };
        if (use == RankingUse.Shortlist || StateIs == "longlist")
            acts.Add(
                Step(
                    Search!.Case.Id,
                    "make-shortlist",
                    Why(
                        first,
                        "first-on-list",
                        "not-on-list-because",
                        Given.Of(Code.Parse("shortlisted"), chosen.Count)
                    )
                )
            );
        if (use == RankingUse.Invitation)
        {
            acts.Add(
                Step(
                    Search!.Case.Id,
                    "invite",
                    Why(
                        first,
                        "first-invited",
                        "not-invited-because",
                        Given.Of(Code.Parse("invited"), chosen.Count),
                        Given.Of(Code.Parse("invited-answer-by"), answerBy!.Value)
                    )
                )
            );
            foreach (var trust in chosen)
                acts.AddRange(await Invite(trust, answerBy!.Value));
        }
        return await Do(acts, "trust", use == RankingUse.Shortlist ? "listed" : "invited");

        IReadOnlyList<Given> Why(
            string took,
            string ask,
            string because,
            params IEnumerable<Given> others
        ) =>
            [
                .. others,
                Given.Of(Code.Parse(ask), Code.Parse(took)),
                .. took == "no" && this.Why.Length > 0
                    ? [Given.Of(Code.Parse(because), (FreeText)this.Why)]
                    : Array.Empty<Given>(),
            ];
    }

    /// <summary>The first ten as anybody can work them out: without the school's own list.</summary>
    private IReadOnlyList<KeptRank> OpenRanks()
    {
        if (Question!.Preferences.Count == 0)
            return [.. Ranking!.Reply.Ranked.Take(PublicRanking.Named).Select(r => Of(r, Ranking))];
        var open = new RankingWords(
            TrustsToday
                .Of(Country)
                .Answer(
                    School!,
                    (Question with { Preferences = [] }).Ask(Criteria.Current, PublicRanking.Named)
                )
        );
        return [.. open.Reply.Ranked.Select(r => Of(r, open))];
    }

    private static KeptRank Of(RankedTrust trust, RankingWords ranking) =>
        new(
            ScopeOf(trust),
            trust.Rank,
            Math.Round(trust.Value, 6),
            Math.Round(trust.Low, 6),
            Math.Round(trust.High, 6),
            ranking.IsLevel(trust)
        );

    /// <summary>The acts that ask one trust: its own procedure begins, with the day.</summary>
    private async Task<IReadOnlyList<Doing>> Invite(Scope trust, DateOnly answerBy)
    {
        var id = Drawn(trust.Id);
        var table = KnownProcedures.On(CaseKind.TrustInvitation, Today)!;
        var parties = new List<NewParty>
        {
            new(Code.Parse("officer"), Case.Region, null),
            new(Code.Parse("trust"), trust, null),
        };
        var turns = await Turns.Of(
            Casework,
            Site,
            Snapshot,
            table,
            parties.Select(p => new CaseParty(p.Side, p.Over, null)),
            Act,
            Stop
        );
        IReadOnlyList<Given> answers =
        [
            Given.Of(Code.Parse("answer-by"), answerBy),
            .. Typed("words").Length > 0
                ? [Given.Of(Code.Parse("invitation-words"), (FreeText)Typed("words"))]
                : Array.Empty<Given>(),
        ];
        return
        [
            Doing.Of(
                new BeginProcedure(
                    id,
                    CaseKind.TrustInvitation,
                    Today,
                    Case.Region,
                    parties,
                    Case.Ref
                )
            ),
            // The letter leaves with the day by which to answer, and not before it is set.
            Doing.Of(
                new TakeStep(id, Code.Parse("set-deadline"), Case.Region, null, answers),
                null,
                (_, after) =>
                    new Alongside(turns.Letters(null, after, Today), [PublicCase.Of(after)])
            ),
        ];
    }

    private Doing Step(
        CaseId id,
        string step,
        IReadOnlyList<Given> answers,
        Conditions? conditions = null
    ) =>
        Doing.Of(
            new TakeStep(id, Code.Parse(step), Case.Region, null, answers),
            conditions,
            (_, after) => new Alongside([], [PublicCase.Of(after)])
        );

    private CaseId Drawn(string what) =>
        CaseId.From(SHA256.HashData(Encoding.UTF8.GetBytes($"{what} {Once}")).AsSpan(0, 10));

    private async Task<IActionResult> Do(IReadOnlyList<Doing> acts, string box, string news)
    {
        var refused = await Casework.DoTogether(acts, Act, Stop);
        if (refused is null or { Code: "sent-already" })
            return Lead($"/case/{Case.Ref}/match?done={news}");
        Refuse(
            refused.Code is "first-not-chosen" or "why-too-long" or "why-unfit" ? "why" : box,
            refused.Sentence
        );
        return Show();
    }

    private IActionResult Show() =>
        AnswerPrivately(
            Frame("Match"),
            new Sheet(
                $"trusts-for-case-{Case.Ref}",
                $"Trusts that could take {SchoolNames}, and those left out",
                Columns,
                [
                    .. (Ranking?.Reply.Ranked ?? []).Select(r =>
                        (IReadOnlyList<object?>)
                            [
                                r.Rank,
                                r.Trust.Uid.Value,
                                r.Trust.Name,
                                r.Value,
                                r.Low,
                                r.High,
                                r.Minutes,
                                Question!
                                    .Statements.FirstOrDefault(s => s.Trust == ScopeOf(r))
                                    ?.Places,
                                InvitationOf(ScopeOf(r))?.State ?? "",
                                "",
                            ]
                    ),
                    .. (Ranking?.Reply.Excluded ?? []).Select(e =>
                        (IReadOnlyList<object?>)
                            [
                                null,
                                e.Trust.Uid.Value,
                                e.Trust.Name,
                                null,
                                null,
                                null,
                                null,
                                null,
                                InvitationOf(Scope.Trust(e.Trust.Uid))?.State ?? "",
                                string.Join(' ', e.Reasons),
                            ]
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["case"] = Case.Ref.ToString(),
                ["state"] = StateIs,
                ["daysWaiting"] = DaysWaiting,
                ["refusals"] = Refusals,
                ["snapshot"] = Snapshot.Id,
                ["criteria"] = Criteria.Current.Version,
                ["minutes"] = Question?.MostMinutes,
                ["challenge"] = Question?.Challenge,
                ["schoolsOwnList"] = Question?.Preferences.Select(p => p.Id),
                ["swap"] = Ranking?.SwapWords,
            }
        );
}
