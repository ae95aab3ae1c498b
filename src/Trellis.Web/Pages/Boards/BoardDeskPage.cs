using Microsoft.AspNetCore.Mvc;
using Trellis.Boards;
using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Brokerage;
using Trellis.Pages.Joining;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Redactions;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Boards;

/// <summary>A case on an agenda, or to be put on it, as the region's desk sees it.</summary>
/// <param name="Number">From 1, in the order of the agenda.</param>
/// <param name="Published">Whether the agenda that is published has it.</param>
/// <param name="Shut">Whether the visitor declared an interest in it.</param>
public sealed record DeskItem(
    int Number,
    AgendaItem Item,
    BrokerageCase Case,
    ProcedureCase Procedure,
    string Names,
    bool Published,
    bool Shut
)
{
    public string Question => Procedure.AnswerTo(Code.Parse("question"))?.Text.ToString() ?? "";

    /// <summary>The choice that was made, in words; empty where none was since the case was put on this agenda.</summary>
    public string Chosen(string ask, DateOnly day)
    {
        var code = Code.Parse(ask);
        var steps = Procedure.History;
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            if (steps[i].Answers.FirstOrDefault(a => a.Ask == code) is { Chosen: [var one, ..] })
                return Procedure.Table.AskOf(code)?.Options.FirstOrDefault(o => o.Id == one)?.Words
                    ?? $"{one}";
            if (
                steps[i].Answers.FirstOrDefault(a => a.Ask == AgendaDraft.BoardOn) is
                { Day: { } on }
            )
                return "";
        }
        return "";
    }
}

/// <summary>What pages of a region's board share: who may see them, its meetings, and what is on an agenda.</summary>
public abstract class BoardDeskPage : ActingPage
{
    public Scope Region { get; private set; }

    public string RegionName => RolePlaces.Words(Snapshot, Region).Text;

    /// <summary>The visitor as the journal has them: officer before decision-maker before member.</summary>
    public Holder By { get; private set; } = null!;

    /// <summary>Whether the visitor prepares meetings, and does not only read.</summary>
    public bool MayWork => By.As.Role is Role.RegionOfficer or Role.DecisionMaker;

    public DecisionMeeting Meeting { get; private set; } = null!;

    /// <summary>The edition of the meeting that was read; a form carries it.</summary>
    public int Version { get; private set; }

    /// <summary>What is on the agenda as the cases have it now, with what is published and is on it no more.</summary>
    public IReadOnlyList<DeskItem> Items { get; private set; } = [];

    public string News { get; protected set; } = "";

    public string Address => $"/board/{Meeting.Ref.Path}";

    protected bool IsRegion(string slug)
    {
        if (
            !Scope.TryParse($"region:{slug}", null, out var region)
            || CaseDeskPage.AtDesk(Visitor, region) is not { } by
        )
            return false;
        (Region, By) = (region, by);
        return true;
    }

    /// <summary>Finds the meeting for whoever asks; false where there is none for them.</summary>
    protected async Task<bool> Find(string slug, string date)
    {
        if (
            !IsRegion(slug)
            || !MeetingRef.TryParse($"{slug}.{date}", null, out var reference)
            || await Casework.Find<DecisionMeeting>(reference.ToString(), Stop) is not { } kept
        )
            return false;
        (Meeting, Version) = (kept.State, kept.Version);
        Items = await ItemsOf(Meeting);
        return true;
    }

    /// <summary>What the cases of the meeting keep from the public, in any of their procedures.</summary>
    protected IReadOnlyList<HiddenWords> HiddenInCases()
    {
        var cases = Items.Select(i => (CaseRef?)i.Item.Case).ToHashSet();
        return
        [
            .. known
                .Values.Where(p => cases.Contains(p.Of))
                .SelectMany(p => p.Redactions.Hidden(p.PublicTexts)),
        ];
    }

    // The procedures of the region, as they were read for the items.
    private Dictionary<CaseId, ProcedureCase> known = [];

    private async Task<IReadOnlyList<DeskItem>> ItemsOf(DecisionMeeting meeting)
    {
        known = (
            await Casework.Documents<ProcedureCase>(Region.ToString(), take: 10_000, stop: Stop)
        )
            .Select(p => p.State)
            .ToDictionary(p => p.Id);
        var items = meeting.Record is null
            ? AgendaDraft.Of(known.Values, meeting.Day, meeting.Agenda)
            : meeting.Items;
        var found = new List<DeskItem>();
        foreach (var item in items)
            if (
                known.TryGetValue(item.Procedure, out var procedure)
                && await Casework.Find<BrokerageCase>(item.Case.ToString(), Stop) is { } kept
            )
                found.Add(
                    new DeskItem(
                        found.Count + 1,
                        item,
                        kept.State,
                        procedure,
                        CaseWords.Together([
                            .. kept.State.Schools.Select(s => RolePlaces.Words(Snapshot, s).Text),
                        ]),
                        meeting.Items.Contains(item),
                        kept.State.InterestOf(By.Person) is not null
                    )
                );
        return found;
    }

    /// <summary>Does one act on the meeting with its public part, and leads on; where it is refused, says why at a box.</summary>
    /// <param name="open">Whether the act changes what is public.</param>
    /// <returns>Null where it was refused.</returns>
    protected async Task<IActionResult?> Do<TEvent>(
        Act<DecisionMeeting, TEvent> act,
        string box,
        string address,
        bool open = true,
        Func<DecisionMeeting, IReadOnlyList<Mail.Letter>>? letters = null
    )
        where TEvent : Event<DecisionMeeting>
    {
        var done = await Casework.Do(
            act,
            new Occasion(By, Time.GetUtcNow(), Today),
            new Conditions(Once: Once),
            (_, after) =>
                new Alongside(letters?.Invoke(after) ?? [], open ? [PublicMeeting.Of(after)] : []),
            Stop
        );
        if (done is not Done<DecisionMeeting>.Refused refused)
            return Lead(address);
        Refuse(box, refused.Why.Sentence);
        return null;
    }

    /// <summary>Everybody with a seat on the board: members, and those who decide.</summary>
    protected async Task<IReadOnlyList<(Person Person, Role Role)>> Board() =>
        [
            .. (await Casework.PeopleOver([Region], Stop))
                .Select(p =>
                    (
                        Person: p,
                        Role: p.Roles(Today, Time.GetUtcNow())
                            .Where(r =>
                                r.Over == Region && r.Role is Role.DecisionMaker or Role.BoardMember
                            )
                            .Select(r => (Role?)r.Role)
                            .Min()
                    )
                )
                .Where(p => p.Role is not null)
                .Select(p => (p.Person, p.Role!.Value))
                .OrderBy(p => p.Value)
                .ThenBy(p => p.Person.Name.ToString(), StringComparer.CurrentCulture),
        ];

    /// <summary>The day of the meeting as a step's form takes it, for the address of the form.</summary>
    public string DayAs(string ask) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{ask}-day={Meeting.Day.Day}&{ask}-month={Meeting.Day.Month}&{ask}-year={Meeting.Day.Year}"
        );

    protected PageFrame Frame(string title, bool ofMeeting = true) =>
        new()
        {
            Title = title,
            Section = "mine",
            Crumbs = ofMeeting
                ?
                [
                    new("Home", "/"),
                    new($"Board, {RegionName}", $"/board/{Region.Id}"),
                    .. title == DayTitle
                        ? Array.Empty<PageLink>()
                        : [new(Meeting.Day.InWords(), Address)],
                    new(title),
                ]
                : [new("Home", "/"), new("Cases", "/cases"), new(title)],
        };

    public string DayTitle => $"Meeting of {Meeting.Day.InWords()}";
}
