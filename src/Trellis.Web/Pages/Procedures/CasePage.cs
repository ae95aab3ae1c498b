using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Pages.Brokerage;
using Trellis.Procedures;
using Trellis.Serving;

namespace Trellis.Pages.Procedures;

/// <summary>What pages share that show one case to those who speak for one of its parties. To everybody else there is no such page.</summary>
public abstract class CasePage : ActingPage
{
    public ProcedureCase Case { get; private protected set; } = null!;

    public Procedure Table => Case.Table;

    /// <summary>The edition that was read.</summary>
    public int Version { get; private protected set; }

    /// <summary>For whom the visitor speaks in it; never empty.</summary>
    public IReadOnlyList<Seat> Seats { get; private set; } = [];

    public WhereWeAre Where { get; private set; } = null!;

    /// <summary>How the case stands of which it is part.</summary>
    public CaseFacts Facts { get; private protected set; } = CaseFacts.None;

    public string Parties => Names(Case.Parties);

    protected const string Nowhere = "There is no page at this address.";

    /// <summary>What to answer where there is no such page for the visitor.</summary>
    protected IActionResult Nothing => shut ?? NotHere(Nowhere);

    private IActionResult? shut;

    /// <summary>Finds it; false where there is none, none of the visitor's, or one in which they declared an interest.</summary>
    protected async Task<bool> Find(string id)
    {
        if (
            !CaseId.TryParse(id, null, out var known)
            || await Casework.Find<ProcedureCase>(known.ToString(), Stop) is not { } kept
        )
            return false;
        (Case, Version) = (kept.State, kept.Version);
        Seats = Seat.In(Case, Visitor, Snapshot);
        Where = WhereWeAre.Of(Case, Today);
        if (Case.Of is not null)
            Facts = await Casework.FactsOf(Case.Id, Stop);
        if (Seats is [var seat, ..])
            shut = await CaseDoor.Shut(Casework, Case, seat.By, Time.GetUtcNow(), Today, Stop);
        return Seats.Count > 0 && shut is null;
    }

    /// <summary>The visitor's seats that may take a step now.</summary>
    public IReadOnlyList<Seat> MayTake(OpenStep open) =>
        [.. Seats.Where(s => s.MayTake(open, Case, Facts))];

    /// <summary>The visitor's seat in whose name the latest step was taken, and can be corrected; null where there is none.</summary>
    public Seat? CanCorrect =>
        Case is { Stopped: null, Before: not null, History: [.., var latest] }
            ? Seats.FirstOrDefault(s =>
                s.MayAct && s.Party.Doer == latest.By && s.Party.Side == latest.Side
            )
            : null;

    public string Names(IEnumerable<CaseParty> parties) => CaseWords.Names(Case, parties, Snapshot);

    /// <summary>The dates of a step that is open, in sentences.</summary>
    public static string Dates(OpenStep open) =>
        string.Join(
            ' ',
            new[]
            {
                open.NotBefore is { } first ? $"From {first.InWords()}." : "",
                open.Due is not { } due ? ""
                : open.Late ? $"It was due by {due.InWords()}."
                : $"By {due.InWords()}.",
            }.Where(s => s.Length > 0)
        );

    /// <summary>The list, or the case, in which it stands.</summary>
    private protected IReadOnlyList<PageLink> Within =>
        [
            new("Home", "/"),
            Case.Of is { } whole
                ? new("The case", $"/case/{whole}")
                : new("Procedures you take part in", "/procedure"),
        ];

    private protected IReadOnlyList<PageLink> Above =>
        [.. Within, new($"{Table.Name}: {Parties}", $"/procedure/{Case.Id}")];

    /// <summary>Where somebody goes on after a step: to the case it is part of, or back to the procedure.</summary>
    private protected string Onward =>
        Case.Of is { } whole ? $"/case/{whole}" : $"/procedure/{Case.Id}";
}
