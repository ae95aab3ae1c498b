using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Consultations;
using Trellis.Journal;
using Trellis.Matching;
using Trellis.Pages.Brokerage;
using Trellis.Pages.Joining;
using Trellis.Pages.Matching;
using Trellis.Pages.Placements;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Store;
using Trellis.Travel;
using Trellis.TrustPlaces;

namespace Trellis.Pages.MyTrust;

/// <summary>A case that asks a trust whether it takes a school, as its officers see it. To all others, and of cases that do not ask them, there is no such page.</summary>
public abstract class AskedPage : TrustDeskPage
{
    protected const string Nowhere = "There is no page at this address.";

    public BrokerageCase Whole { get; private set; } = null!;

    public Invitation Invitation { get; private set; } = null!;

    /// <summary>The school; null where this site's register does not have it.</summary>
    public School? School { get; private set; }

    public PageLink SchoolLink => RolePlaces.Words(Snapshot, Whole.Schools[0]);

    public string Address => $"/my-trust/case/{Whole.Ref}";

    /// <summary>The trust's own list of what it looks into.</summary>
    public DueDiligenceList? List { get; private set; }

    /// <summary>Finds the case, and the newest invitation of it that asks one of the visitor's trusts and was sent.</summary>
    /// <returns>What to answer instead of the page; null where it may be shown.</returns>
    protected async Task<IActionResult?> Find(string reference)
    {
        if (
            !CaseRef.TryParse(reference, null, out var known)
            || !FindTrust()
            || await Casework.Find<BrokerageCase>(known.ToString(), Stop) is not { } kept
        )
            return NotHere(Nowhere);
        var own = Trusts.Select(t => Scope.Trust(t.Uid)).ToHashSet();
        var asked = (await Casework.Documents<ProcedureCase>(known.Party, stop: Stop))
            .Select(p => Invitation.Of(p.State, Today))
            .OfType<Invitation>()
            .Where(i =>
                i.AnswerBy is not null
                && (Request.Query.ContainsKey("trust") ? i.Trust == Own : own.Contains(i.Trust))
            )
            .OrderBy(i => i.Case.IsOver)
            .ThenByDescending(i => i.Case.BegunOn)
            .FirstOrDefault();
        if (asked is null)
            return NotHere(Nowhere);
        (Whole, Invitation) = (kept.State, asked);
        Choose(asked.Trust);
        if (
            await CaseDoor.Shut(Casework, Whole, Officer, Time.GetUtcNow(), Today, Stop) is { } shut
        )
            return shut;
        School = Urn.TryParse(Whole.Schools[0].Id, null, out var urn)
            ? Snapshot.SchoolOf(urn)
            : null;
        List = (await Casework.Find<DueDiligenceList>(asked.Case.Key, Stop))?.State;
        return null;
    }

    private protected IReadOnlyList<PageLink> Above =>
        [
            new("Home", "/"),
            new("Your trust", "/my-trust"),
            new("Schools we could take", $"/my-trust/capacity{Which}"),
        ];

    private ChallengePoints? points;

    /// <summary>What open data says of an item; empty where it says nothing.</summary>
    public string OpenWords(DueItem item)
    {
        if (School is null)
            return "";
        points ??= ChallengePoints.Of(Snapshot, School, TrustsToday.DayOf(Snapshot));
        return item.Open switch
        {
            "challenge" => Part("residual"),
            "inspection" => Part("category"),
            "finance" => Part("deficit"),
            "pupils" => Part("roll"),
            "distance" => Distance,
            "church" => Provisions.FaithOf([School.Current]) is { Length: > 0 } faith
                ? $"Religious character: {faith}. Department for Education, register of schools."
                : "The register names no religious character. Department for Education, register of schools.",
            _ => "",
        };
    }

    private string Part(string id) =>
        points!.Parts.FirstOrDefault(p => p.Rule.Id == id) is { } part
            ? $"{part.Words}{(part.AsOf.Length > 0 ? $" ({part.AsOf})" : "")} {part.Rule.Source}."
            : "";

    private string Distance =>
        TrustsToday.Of(Country).Find(Trust.Uid) is { } own
        && own
            .Schools.Where(s => s.Urn != School!.Urn)
            .Select(s => (School: s, Journey: Country.Journeys.Between(School!.Current, s.Current)))
            .Where(j => j.Journey.Minutes is not null)
            .OrderBy(j => j.Journey.Minutes)
            .FirstOrDefault()
            is { School: { } nearest, Journey.Minutes: { } minutes }
            ? $"{Journey.InWords(minutes)} by car to your nearest school, {nearest.Name}. The register and the published formula of journeys."
            : "How far it is to your schools is not known.";

    /// <summary>How much help the school is owed by the published rules; null where the register does not have it.</summary>
    public ChallengePoints? Points =>
        School is null
            ? null
            : points ??= ChallengePoints.Of(Snapshot, School, TrustsToday.DayOf(Snapshot));
}

/// <summary>What a trust that is asked about a school sees: the facts, until when to answer, its list of what to look into, what the school asks, and how to answer.</summary>
[Access(Who.SignedIn)]
public sealed class CaseOfTrust : AskedPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("part", "Part"),
        new("item", "What to look into"),
        new("who", "Who"),
        new("done_on", "Done on", "date"),
        new("open_data", "What open data says"),
        new("notes", "What you found"),
    ];

    public string News { get; private set; } = "";

    public TrustCapacity? Capacity { get; private set; }

    /// <summary>Why it cannot offer a place now; empty where it can.</summary>
    public string NoRoom { get; private set; } = "";

    /// <summary>Questions that the school sent to the trusts on its list.</summary>
    public IReadOnlyList<TrustQuestion> Questions { get; private set; } = [];

    public int Done => DueItems.All.Count(i => List?.Of(i.Id)?.DoneOn is not null);

    /// <summary>The address of a step's form; null where it cannot be taken now.</summary>
    public string? StepAddress(string step) =>
        Invitation.Where.Open.FirstOrDefault(o =>
            o.Step.Id.ToString() == step && o.Waits.Any(w => w.Over == Own)
        )
            is not null
            ? $"/procedure/{Invitation.Case.Id}/{step}{(step is "decline" ? $"?named-trust={Trust.Uid}" : step is "withdraw" ? $"?withdrawn-trust={Trust.Uid}" : "")}"
            : null;

    public TaskState StateOf(DueItem item) =>
        List?.Of(item.Id) switch
        {
            { DoneOn: not null } => TaskState.Completed,
            null => TaskState.NotStarted,
            _ => TaskState.Tagged("In hand", "light-blue"),
        };

    public async Task<IActionResult> OnGetAsync(string reference, string? done = null)
    {
        if (await Find(reference) is { } other)
            return other;
        News = done == "noted" ? "It is noted. Only your trust reads it." : "";
        Capacity = (await Casework.Find<TrustCapacity>(Own.ToString(), Stop))?.State;
        var teaches = PlaceBeside.Teaches(Snapshot, Whole.Schools[0]);
        var hard = await Invitation.HelpOwed(Casework, Whole.Ref, Stop) >= ChallengePoints.HardFrom;
        NoRoom =
            Capacity is null ? "You have not stated yet how many schools you could take."
            : Capacity.HeldBy(Invitation.Case.Id) is not null ? ""
            : Capacity
                .NoRoom(Capacity.PhaseOf(teaches) ?? CapacityPhases.All[0], hard, Today)
                ?.Sentence
                ?? "";
        Questions =
        [
            .. (await Casework.Documents<Consultation>(Whole.Ref.Party, stop: Stop))
                .SelectMany(c => c.State.Questions)
                .Where(q => q.To.Contains(Trust.Uid)),
        ];
        return AnswerPrivately(
            new PageFrame
            {
                Title = $"{SchoolLink.Text}: could your trust take it?",
                Section = "mine",
                Crumbs = [.. Above, new(SchoolLink.Text)],
            },
            new Sheet(
                $"due-diligence-{Whole.Ref}",
                $"What {Trust.Name} looks into before it answers about {SchoolLink.Text}",
                Columns,
                [
                    .. DueItems.All.Select(i =>
                        (IReadOnlyList<object?>)
                            [
                                DueItems.Parts.First(p => p.Key == i.Part).Words,
                                i.Label,
                                List?.Of(i.Id)?.Who.ToString() ?? "",
                                List?.Of(i.Id)?.DoneOn,
                                OpenWords(i),
                                List?.Of(i.Id)?.Notes.ToString() ?? "",
                            ]
                    ),
                ]
            )
        );
    }
}

/// <summary>One item of a trust's list: who looks at it, when it was done, what was found.</summary>
[Access(Who.SignedIn)]
public sealed class DueItemOfTrust : AskedPage
{
    public DueItem Item { get; private set; } = null!;

    private DueEntry? Entry => List?.Of(Item.Id);

    private bool Sent => Request.HasFormContentType;

    public string WhoLooks => Sent ? Typed("who") : Entry?.Who.ToString() ?? "";

    public string Notes => Sent ? Typed("notes") : Entry?.Notes.ToString() ?? "";

    public TypedDay DoneOn =>
        Sent ? TypedDayOf("done")
        : Entry?.DoneOn is { } day ? TypedDay.Of(day)
        : TypedDay.Empty;

    public async Task<IActionResult> OnGetAsync(string reference, string item) =>
        await Begin(reference, item) is { } other ? other : Show();

    public async Task<IActionResult> OnPostAsync(string reference, [FromRoute] string item)
    {
        if (await Begin(reference, item) is { } other)
            return other;
        var day = TypedDayOf("done");
        if (!day.IsEmpty && day.Read() is null)
        {
            Refuse("done", "Enter the day, like 1 9 2026, or nothing");
            return Show();
        }
        var done = await Casework.Do(
            new NoteDueDiligence(
                Invitation.Case.Id,
                Own,
                Item.Id,
                Typed("who"),
                day.Read(),
                Typed("notes")
            ),
            new Occasion(Officer, Time.GetUtcNow(), Today),
            new Conditions(null, Once),
            stop: Stop
        );
        if (done is Done<DueDiligenceList>.Refused no)
        {
            Refuse(
                no.Why.Code.StartsWith("who", StringComparison.Ordinal) ? "who"
                    : no.Why.Code == "day-not-come" ? "done"
                    : "notes",
                no.Why.Sentence
            );
            return Show();
        }
        return Lead(
            $"{Address}?{(Which.Length == 0 ? "" : $"trust={Trust.Uid}&")}done=noted#{Item.Part}"
        );
    }

    private async Task<IActionResult?> Begin(string reference, string item)
    {
        if (await Find(reference) is { } other)
            return other;
        if (!Code.TryParse(item, null, out var code) || DueItems.Of(code) is not { } known)
            return NotHere(Nowhere);
        Item = known;
        return null;
    }

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title = $"{Item.Label}: {SchoolLink.Text}",
                Section = "mine",
                Crumbs = [.. Above, new(SchoolLink.Text, $"{Address}{Which}"), new(Item.Label)],
            }
        );
}
