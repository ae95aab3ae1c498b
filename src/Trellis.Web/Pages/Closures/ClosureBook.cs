using System.Runtime.CompilerServices;
using Trellis.Closures;
using Trellis.Components;
using Trellis.Pages.Decisions;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.PublicRecord;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;
using PublicStep = Trellis.Procedures.PublicStep;

namespace Trellis.Pages.Closures;

/// <summary>What was decided about one school of a closing trust, as anybody may read it.</summary>
/// <param name="To">Null where no trust can take it yet.</param>
/// <param name="Step">The step with all its public answers.</param>
public sealed record SchoolRuling(DateOnly On, Scope? To, PublicStep Step)
{
    /// <summary>Words that were answered; empty where none were.</summary>
    public string Said(string ask) => Step.Answers.LastOrDefault(a => a.Ask == ask)?.Text ?? "";

    /// <summary>Choices that were made, in words.</summary>
    public IReadOnlyList<string> Chosen(string ask) =>
        Step.Answers.LastOrDefault(a => a.Ask == ask)?.Chosen ?? [];

    private static readonly string[] criteria =
    [
        "education",
        "improvement",
        "workforce",
        "finance",
        "governance",
    ];

    /// <summary>Each of the published criteria as it was judged, with the reason.</summary>
    public IReadOnlyList<(string Name, string Found, string Why)> Criteria =>
        [
            .. Step
                .Answers.Where(a => criteria.Contains(a.Ask, StringComparer.Ordinal))
                .Select(a => (a.Name, string.Join("; ", a.Chosen), Said($"{a.Ask}-because"))),
        ];
}

/// <summary>One school of a closing trust, as anybody may read of it.</summary>
/// <param name="Facts">Null before the facts of the schools are put together.</param>
/// <param name="Proposed">Where the published plan sends it; null before one is published.</param>
/// <param name="Ruling">Null before it is decided.</param>
public sealed record SchoolOnRecord(
    Scope School,
    PageLink Name,
    PublicAcademy? Facts,
    PublicPlacement? Proposed,
    SchoolRuling? Ruling
)
{
    public string? Moved => Facts?.Moved;

    /// <summary>How it stands, for lists: "moved", "placed", "left", "planned", "open".</summary>
    public string Standing =>
        Moved is not null ? "moved"
        : Ruling is { To: not null } ? "placed"
        : Ruling is not null || Facts?.Left is not null ? "left"
        : Proposed?.To is not null ? "planned"
        : "open";
}

/// <summary>The closure of a trust as anybody may read it.</summary>
public sealed class ClosureOnRecord
{
    internal ClosureOnRecord(CaseOnRecord given, PublicClosure? open, Snapshot snapshot)
    {
        (Case, Open) = (given, open);
        var main = given.Main?.Open;
        var rulings = new Dictionary<string, SchoolRuling>(StringComparer.Ordinal);
        foreach (var step in (main?.Steps ?? []).Where(s => s.Step == "decide"))
            if (step.Answers.FirstOrDefault(a => a.Ask == "decided-school")?.Party is { } school)
                rulings[school] = new SchoolRuling(
                    step.Answers.FirstOrDefault(a => a.Ask == "decided-on")?.Day ?? step.On,
                    Scope.TryParse(
                        step.Answers.FirstOrDefault(a => a.Ask == "receiver")?.Party,
                        null,
                        out var to
                    )
                        ? to
                        : null,
                    step
                );
        Schools =
        [
            .. given
                .Whole.Schools.Select(s =>
                    Scope.TryParse(s, null, out var scope)
                        ? new SchoolOnRecord(
                            scope,
                            RolePlaces.Words(snapshot, scope),
                            open?.Schools.FirstOrDefault(o => o.School == s),
                            open?.Plan?.Placements.FirstOrDefault(p => p.School == s),
                            rulings.GetValueOrDefault(s)
                        )
                        : null
                )
                .OfType<SchoolOnRecord>()
                .OrderBy(s => s.Name.Text, StringComparer.OrdinalIgnoreCase),
        ];
        Trust = Scope.TryParse(open?.Closing ?? given.Whole.Body, null, out var closing)
            ? RolePlaces.Words(snapshot, closing)
            : new PageLink("A trust");
    }

    public CaseOnRecord Case { get; }

    /// <summary>Null before the facts of the schools are put together.</summary>
    public PublicClosure? Open { get; }

    public PublicPlan? Plan => Open?.Plan;

    public PageLink Trust { get; }

    public IReadOnlyList<SchoolOnRecord> Schools { get; }

    public string Ref => Case.Ref;

    public string Address => $"/closure/{Ref}";

    public DateOnly? ViewsFrom => Case.Main?.AnswerTo("views-from")?.Day;

    public DateOnly? ViewsUntil => Case.Main?.AnswerTo("views-until")?.Day;

    /// <summary>Where views are given and read of; null before the plan is published for them.</summary>
    public string? ViewsAddress =>
        ViewsUntil is null || Case.Main is null ? null : $"/consultation/{Case.Main.Open.Id}";

    /// <summary>Whether anybody may send a view on a day.</summary>
    public bool TakesViewsOn(DateOnly day) =>
        Case.State == $"{ClosureTerms.PublicViews}" && ViewsFrom <= day && day <= ViewsUntil;

    public int Count(string standing) => Schools.Count(s => s.Standing == standing);

    public int Decided => Schools.Count(s => s.Ruling is not null);

    /// <summary>How it stands, in a sentence.</summary>
    public string Sentence
    {
        get
        {
            var all = Schools.Count;
            var moved = Count("moved");
            var placed = Count("placed") + moved;
            return Case.State == "stays" ? "The trust stays, and nothing changes for its schools."
                : moved > 0
                    ? $"{moved:N0} of {all:N0} schools have moved, {placed - moved:N0} are to move, and {all - placed:N0} have no trust yet."
                : Decided > 0
                    ? $"{Decided:N0} of {all:N0} schools are decided; {placed:N0} of them go to a trust."
                : Plan is { } plan
                    ? $"{plan.Placements.Count(p => p.To is not null):N0} of {all:N0} schools would find a trust by the published plan."
                : $"{all:N0} {(all == 1 ? "school needs" : "schools need")} another trust. No plan is published yet.";
        }
    }
}

/// <summary>Every closing trust that anybody may read of, in memory, the newest first.</summary>
public sealed class ClosureBook
{
    private static readonly ReadOnce<PublicClosure> closures = new(
        PublicClosure.Kind,
        entry => PublicClosure.Read(entry.Json)
    );

    private static readonly ConditionalWeakTable<DecisionBook, ClosureBook> latest = [];

    private readonly IReadOnlyList<(PublicEntry Entry, PublicClosure Value)> open;
    private readonly Dictionary<string, ClosureOnRecord> byRef;

    private ClosureBook(
        DecisionBook decisions,
        IReadOnlyList<(PublicEntry Entry, PublicClosure Value)> open,
        Snapshot snapshot
    )
    {
        this.open = open;
        var facts = open.ToDictionary(o => o.Value.Ref, o => o.Value, StringComparer.Ordinal);
        All =
        [
            .. decisions
                .All.Where(c => c.Whole.Main == $"{ClosureTerms.Table}")
                .Select(c => new ClosureOnRecord(c, facts.GetValueOrDefault(c.Ref), snapshot)),
        ];
        byRef = All.ToDictionary(c => c.Ref, StringComparer.Ordinal);
    }

    /// <summary>As the public record and the snapshot stand now; the same book as long as neither has changed anything in it.</summary>
    public static ClosureBook Of(PublicRecordFile record, Snapshot snapshot, DateOnly day)
    {
        var (decisions, open) = (DecisionBook.Of(record, snapshot, day), closures.All(record));
        if (latest.TryGetValue(decisions, out var book) && ReferenceEquals(book.open, open))
            return book;
        book = new ClosureBook(decisions, open, snapshot);
        latest.AddOrUpdate(decisions, book);
        return book;
    }

    public IReadOnlyList<ClosureOnRecord> All { get; }

    public ClosureOnRecord? Find(CaseRef reference) =>
        byRef.GetValueOrDefault(reference.ToString());

    /// <summary>The closure that a school is part of and has not moved from; null where there is none.</summary>
    public ClosureOnRecord? About(Urn school) =>
        All.FirstOrDefault(c =>
            !c.Case.IsOver
            && c.Schools.Any(s => s.School == Scope.School(school) && s.Moved is null)
        );
}
