using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;

namespace Trellis.Pages.Brokerage;

/// <summary>A procedure of a case, as whoever looks at the case sees it.</summary>
/// <param name="Version">The edition that was read.</param>
/// <param name="Seats">For whom the visitor speaks in it; none where they only read.</param>
/// <param name="Whole">How the rest of the case stands.</param>
public sealed record DeskProcedure(
    ProcedureCase Case,
    int Version,
    WhereWeAre Where,
    IReadOnlyList<Seat> Seats,
    CaseFacts Whole,
    DateOnly Today
)
{
    public Procedure Table => Case.Table;

    /// <summary>Whether the visitor may take a step now.</summary>
    public bool IsYours(OpenStep open) => Seats.Any(s => s.MayTake(open, Case, Whole));

    /// <summary>Why a step cannot be taken yet, whatever is answered; empty where nothing stands in its way.</summary>
    public string WaitsBecause(OpenStep open) =>
        string.Join(
            ' ',
            open.Step.Rules.Where(r =>
                    r.When is null
                    && r.Guard.Id
                        is "case-stands"
                            or "case-knows"
                            or "given-before"
                            or "today-not-before"
                )
                .Select(r =>
                    r.Guard.Check(
                        new Trellis.Procedures.Asked(r, Table, Case, [], Today, Whole)
                    )?.Sentence
                )
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
        );
}

/// <summary>A page beside others of one case, as a link to it stands in the row above them.</summary>
/// <param name="Key">As in the address after the case; empty for its first page.</param>
public sealed record CaseTab(string Key, string Words);

/// <summary>What pages of one case share: the case, its procedures, who looks at it and as what. To everybody else there is no such page.</summary>
/// <remarks>
/// The desk is of the region: its officers, those who decide, and members of its advisory board, who only read. The parties of a
/// procedure see the case too, without what is the desk's own; a page that is for the desk alone says so to <see cref="Find"/>.
/// </remarks>
public abstract class CaseDeskPage : ActingPage
{
    protected const string Nowhere = "There is no page at this address.";

    /// <summary>The pages of a case, in the order of the work.</summary>
    public static readonly IReadOnlyList<CaseTab> Tabs =
    [
        new("", "Case"),
        new("options", "Options"),
        new("match", "Match"),
        new("consultation", "Consultation"),
        new("decision", "Decision"),
        new("publish", "What is public"),
    ];

    public BrokerageCase Case { get; private set; } = null!;

    /// <summary>The edition of the case that was read; a form carries it.</summary>
    public int Version { get; private set; }

    /// <summary>The procedures of the case that the visitor may see: all at the desk, and for a party those it takes part in. The one that leads it is first, then as they began.</summary>
    public IReadOnlyList<DeskProcedure> Procedures { get; private set; } = [];

    /// <summary>The visitor at the region's desk; null where they only take part in a procedure.</summary>
    public Holder? Desk { get; private set; }

    /// <summary>Whether the visitor works on the case, and does not only read it.</summary>
    public bool MayWork => Desk is { } by && Case.IsWorkedOnBy(by);

    /// <summary>The procedure that leads the case.</summary>
    public DeskProcedure Main { get; private set; } = null!;

    /// <summary>The procedures of one table: one, none, or one for each trust that is invited.</summary>
    public IEnumerable<DeskProcedure> Of(ProcedureId id) =>
        Procedures.Where(p => p.Case.Procedure == id);

    public string SchoolNames =>
        CaseWords.Together([.. Case.Schools.Select(s => RolePlaces.Words(Snapshot, s).Text)]);

    /// <summary>"An academy order".</summary>
    public string KindWords => Main.Table.Name;

    /// <summary>Which of the <see cref="Tabs"/> this page is.</summary>
    public abstract string Tab { get; }

    /// <summary>Finds the case for whoever asks.</summary>
    /// <param name="forDesk">Whether only the region's desk sees the page, and no party.</param>
    /// <returns>What to answer instead of the page; null where it may be shown.</returns>
    protected async Task<IActionResult?> Find(string reference, bool forDesk = true)
    {
        if (
            !CaseRef.TryParse(reference, null, out var known)
            || await Casework.Find<BrokerageCase>(known.ToString(), Stop) is not { } kept
        )
            return NotHere(Nowhere);
        (Case, Version) = (kept.State, kept.Version);
        Desk = AtDesk(Visitor, Case.Region);
        var found = await Casework.Documents<ProcedureCase>(Case.Ref.Party, stop: Stop);
        var seats = found.ToDictionary(
            p => p.State.Key,
            p => Seat.In(p.State, Visitor, Snapshot),
            StringComparer.Ordinal
        );
        var sitting = seats.Values.SelectMany(s => s).FirstOrDefault()?.By;
        if ((Desk ?? (forDesk ? null : sitting)) is not { } by)
            return NotHere(Nowhere);
        if (await CaseDoor.Shut(Casework, Case, by, Time.GetUtcNow(), Today, Stop) is { } shut)
            return shut;
        // Whether every reply is read is not in the procedures themselves.
        var asked = found.LastOrDefault(p => p.State.Procedure == CaseKind.Consultation);
        var facts = asked is null ? CaseFacts.None : await Casework.FactsOf(asked.State.Id, Stop);
        var all = found
            .OrderBy(p => p.State.Procedure != Case.Main)
            .ThenBy(p => p.State.BegunOn)
            .ThenBy(p => p.State.Key, StringComparer.Ordinal)
            .Select(p => new DeskProcedure(
                p.State,
                p.Version,
                WhereWeAre.Of(p.State, Today),
                seats[p.State.Key],
                asked?.State.Key == p.State.Key
                    ? facts
                    : Case.FactsWith([
                        .. found
                            .Where(o => o.State.Key != p.State.Key && o.State.Stopped is null)
                            .Select(o => new Sibling(o.State.Procedure, o.State.At)),
                    ]),
                Today
            ))
            .ToList();
        if (all is not [var first, ..])
            return NotHere(Nowhere);
        Main = first;
        Procedures = [.. all.Where(p => Desk is not null || p.Seats.Count > 0)];
        return null;
    }

    /// <summary>A visitor as one who works on a region's cases, or reads them: officer before decision-maker before member of its board.</summary>
    public static Holder? AtDesk(Visitor visitor, Scope region) =>
        visitor
            .Roles.Where(r =>
                r.Over == region
                && r.Role is Role.RegionOfficer or Role.DecisionMaker or Role.BoardMember
            )
            .OrderBy(r => r.Role)
            .Select(r => new Holder(visitor.Person.Id, r))
            .FirstOrDefault();

    /// <summary>The frame of a page of the case.</summary>
    protected PageFrame Frame(string title) =>
        new()
        {
            Title = $"{title}: {SchoolNames}",
            Section = "mine",
            Crumbs = [.. Above, new(title)],
        };

    private IReadOnlyList<PageLink> Above =>
        Desk is null
            ? [new("Home", "/"), .. Back]
            : [new("Home", "/"), new("Cases", "/cases"), .. Back];

    private IReadOnlyList<PageLink> Back =>
        Tab.Length == 0 ? [] : [new(SchoolNames, $"/case/{Case.Ref}")];
}
