using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.PublicRecord;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Pages.Decisions;

/// <summary>How far a case is, for those who look for decisions.</summary>
public enum CaseStanding
{
    /// <summary>Nobody has decided anything yet.</summary>
    Undecided,

    /// <summary>Something is decided, and it goes on.</summary>
    Decided,

    Over,
}

/// <summary>A case of brokerage as anybody may read it: who it is about, how far it is, what was decided and what comes next.</summary>
public sealed class CaseOnRecord
{
    private readonly Snapshot snapshot;

    internal CaseOnRecord(
        PublicEntry entry,
        PublicBrokerage whole,
        IReadOnlyList<ProcedureOnRecord> parts,
        Snapshot snapshot,
        DateOnly day
    )
    {
        (Entry, Whole, Parts, Day) = (entry, whole, parts, day);
        this.snapshot = snapshot;
        Main = parts.LastOrDefault(p => p.Open.Procedure == whole.Main);
        Table = ProcedureId.TryParse(whole.Main, null, out var main)
            ? Main?.Table ?? KnownProcedures.On(main, whole.BegunOn ?? whole.OpenedOn)
            : null;
        KindWords = Table?.Name ?? whole.Main;
        Schools = [.. whole.Schools.Select(s => Named(snapshot, s))];
        Region = Named(snapshot, whole.Region);
        OpenedBy = Named(snapshot, whole.OpenedBy);
        var found = whole
            .Schools.Select(s =>
                Scope.TryParse(s, null, out var scope) && Urn.TryParse(scope.Id, null, out var urn)
                    ? snapshot.SchoolOf(urn)
                    : null
            )
            .OfType<School>()
            .ToList();
        Phases = [.. found.Select(s => s.Current.Phase).Distinct().Order()];
        Decisions =
        [
            .. parts
                .SelectMany(p => p.Decisions.Select(d => (p, d)))
                .OrderBy(x => x.d.On)
                .Select(x => x.d),
        ];
        var begun = whole.BegunOn ?? whole.OpenedOn;
        Coming =
        [
            .. parts
                .SelectMany(p =>
                    p.Coming(begun).Select(c => (Part: (ProcedureOnRecord?)p, Step: c))
                )
                .Concat(
                    // Before its first published step it stands where its table begins.
                    Main is null
                    && Table is { } table
                        ? table
                            .StepsFrom(table.States[0].Id, begun)
                            .Where(s => s.IsPublic)
                            .Select(s =>
                                (
                                    Part: (ProcedureOnRecord?)null,
                                    Step: new ComingStep(
                                        s,
                                        ProcedureOnRecord.Sides(table, s),
                                        s.Due is { After.Count: 0 } due
                                            ? Spans.After(begun, due.Count, due.Unit)
                                            : null
                                    )
                                )
                            )
                        : []
                )
                .OrderBy(c => c.Step.Due ?? DateOnly.MaxValue)
                .ThenBy(c => c.Part == Main ? 0 : 1),
        ];
        Consultation = parts.LastOrDefault(p => p.Open.Procedure == $"{CaseKind.Consultation}");
    }

    public PublicEntry Entry { get; }

    public PublicBrokerage Whole { get; }

    /// <summary>Its procedures that have published something.</summary>
    public IReadOnlyList<ProcedureOnRecord> Parts { get; }

    /// <summary>The procedure that leads it; null before its first published step.</summary>
    public ProcedureOnRecord? Main { get; }

    /// <summary>The table of that procedure; null where this program does not know it.</summary>
    public Procedure? Table { get; }

    /// <summary>The day on which it was read.</summary>
    public DateOnly Day { get; }

    public string Ref => Whole.Ref;

    /// <summary>The day on which it began; before it was opened here where it was under way already.</summary>
    public DateOnly BegunOn => Whole.BegunOn ?? Whole.OpenedOn;

    public string Address => $"/decision/{Ref}";

    /// <summary>"An academy order".</summary>
    public string KindWords { get; }

    public IReadOnlyList<PageLink> Schools { get; }

    /// <summary>"Ashford Vale School", "Ashford Vale School and 20 others".</summary>
    public string Names =>
        Schools switch
        {
            [] => "a school",
            [var one] => one.Text,
            [var one, var two] => $"{one.Text} and {two.Text}",
            [var one, ..] => $"{one.Text} and {Schools.Count - 1:N0} others",
        };

    public PageLink Region { get; }

    public PageLink OpenedBy { get; }

    /// <summary>Whether only those who stated it speak of it so far.</summary>
    public bool IsOnlyStated => Whole.AdoptedOn is null;

    public bool IsStated => Whole.OpenedBy != Whole.Region;

    public IReadOnlyList<Phase> Phases { get; }

    /// <summary>The state of the procedure that leads it, as its table names it.</summary>
    public string State => Main?.State ?? Table?.States[0].Id.ToString() ?? "opened";

    public string StateWords => Main?.Words ?? Table?.States[0].Words ?? "Opened";

    /// <summary>What happens now, in a sentence of the table.</summary>
    public string Now =>
        Main is { Open.StoppedOn: not null } ? "It was given up before its end."
        : Code.TryParse(State, null, out var at) && Table?.StateOf(at) is { } stage ? stage.Now
        : "";

    /// <summary>The first day of it: what was under way already when it was opened here began before that.</summary>
    public DateOnly Began => Whole.BegunOn ?? Whole.OpenedOn;

    /// <summary>The day by which it is to be decided, as it was last set; null where none was.</summary>
    public DateOnly? DecisionBy => Whole.Targets?.LastOrDefault(t => t.Kind == "decision")?.Day;

    public DateOnly Since => Main?.Since ?? Whole.OpenedOn;

    public bool IsOver => Main?.IsOver == true;

    public CaseStanding Standing =>
        IsOver ? CaseStanding.Over
        : Decisions.Count > 0 ? CaseStanding.Decided
        : CaseStanding.Undecided;

    /// <summary>From the day on which it was opened to its end, or to today.</summary>
    public int Days => (IsOver ? Since : Day).DayNumber - BegunOn.DayNumber;

    /// <summary>What whoever decides decided, the earliest first.</summary>
    public IReadOnlyList<TakenDecision> Decisions { get; }

    public TakenDecision? LastDecision => Decisions.Count > 0 ? Decisions[^1] : null;

    /// <summary>What may come next in any of its procedures, first what is due first.</summary>
    /// <remarks>The part is null for the procedure that leads it where that has published nothing yet.</remarks>
    public IReadOnlyList<(ProcedureOnRecord? Part, ComingStep Step)> Coming { get; }

    /// <summary>What comes next: what is due first, else what leads the case on; null where nothing does.</summary>
    /// <remarks>An approved case is not told to be withdrawn next, nor talks to have ended: both may come, and neither leads on.</remarks>
    public ComingStep? Next =>
        Coming is [var first, ..]
            ? first.Step.Due is not null
                ? first.Step
                : Coming.FirstOrDefault(c => c.Part == Main && LeadsOn(c.Step.Step)).Step
                    ?? Coming.FirstOrDefault(c => c.Part == Main && c.Step.Step.To is not null).Step
                    ?? first.Step
            : null;

    // The states of a table stand in the order in which a case usually comes to them.
    private bool LeadsOn(Step step)
    {
        if (step.To is not { } to || Table?.StateOf(to) is not { Final: false })
            return false;
        var ids = Table.States.Select(s => s.Id).ToList();
        return ids.IndexOf(to) > ids.FindIndex(id => id.ToString() == State);
    }

    public bool IsLate => Coming.Any(c => c.Step.IsLate(Day));

    public ProcedureOnRecord? Consultation { get; }

    /// <summary>Why nobody was asked, in the words of the list of codes; empty where somebody was, or it is not said.</summary>
    public IReadOnlyList<string> NotConsultedBecause =>
        Consultation is { State: "bypassed" } none
            ? [.. none.AnswerTo("not-because")?.Chosen ?? []]
            : [];

    /// <summary>Reasons from lists of codes that its decisions rest on.</summary>
    public IEnumerable<string> Reasons =>
        Decisions.SelectMany(d => d.Reasons).Distinct(StringComparer.Ordinal);

    /// <summary>Who took a decision: "The regional director, North East", "a minister".</summary>
    public string DeciderOf(TakenDecision decision) =>
        decision.Decider.EndsWith("he regional director", StringComparison.Ordinal)
            ? $"{decision.Decider}, {Region.Text}"
            : decision.Decider;

    /// <summary>Who decides in it: "The regional director, North East".</summary>
    public string Decider =>
        Table?.Sides.FirstOrDefault(s => s.Roles.Contains(Role.DecisionMaker)) is { } side
            ? $"{side.Name}, {Region.Text}"
            : Region.Text;

    /// <summary>All organisations it concerns whose name is public: the trusts that were asked and have not agreed are not among them.</summary>
    public IEnumerable<string> Parties =>
        Whole
            .Schools.Append(Whole.Region)
            .Concat(new[] { Whole.Body, Whole.Authority }.OfType<string>())
            .Concat(
                Parts
                    .Where(p => !IsAsking(p) || p.State == "agreed")
                    .SelectMany(p => p.Open.Parties.Select(o => o.Over))
            )
            .Distinct(StringComparer.Ordinal);

    /// <summary>Whether a procedure asks one trust, of which only counts are told.</summary>
    public static bool IsAsking(ProcedureOnRecord part) =>
        part.Open.Procedure == $"{CaseKind.TrustInvitation}";

    /// <summary>The name of an organisation that a published answer names, as scopes are written.</summary>
    public string NameOf(string over) => Named(snapshot, over).Text;

    private static PageLink Named(Snapshot snapshot, string over) =>
        Scope.TryParse(over, null, out var scope) ? RolePlaces.Words(snapshot, scope) : new(over);
}
