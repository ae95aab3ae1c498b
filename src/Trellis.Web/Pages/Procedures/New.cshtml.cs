using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Procedures;

/// <summary>Begins a case: who takes part and since when, checked, begun.</summary>
[Access(Who.SignedIn)]
public sealed class NewCase : ActingPage
{
    private readonly List<NewParty> parties = [];
    private DateOnly begunOn;

    public Procedure Procedure { get; private set; } = null!;

    /// <summary>Those in whose name the visitor may begin it.</summary>
    public IReadOnlyList<(Holder By, Scope Over, Side Side)> Able { get; private set; } = [];

    public (Holder By, Scope Over, Side Side) Voice =>
        Able.FirstOrDefault(a => $"{a.Over}" == Asked) is { By: not null } asked ? asked : Able[0];

    private string Asked =>
        Typed("as") is { Length: > 0 } typed ? typed : Request.Query["as"].ToString();

    public bool IsChecking { get; private set; }

    public string Id { get; private set; } = "";

    public IReadOnlyList<Choice?> Voices =>
        [
            .. Able.Select(a => new Choice
            {
                Value = $"{a.Over}",
                Text = RolePlaces.Words(Snapshot, a.Over).Text,
            }),
        ];

    /// <summary>The sides to name, without those that are named while it goes on.</summary>
    public IEnumerable<Side> Sides =>
        Procedure.Sides.Where(s =>
            s.Kinds.All(k => k != ScopeKind.OwnCases)
            && !(s.Least == 0 && Procedure.Steps.SelectMany(p => p.Asks).Any(a => a.Side == s.Id))
        );

    public IActionResult OnGet(string table) => Begin(table) is { } other ? other : Show();

    public async Task<IActionResult> OnPostAsync(string table)
    {
        if (Begin(table) is { } other)
            return other;
        if (Able.Count == 0 || Typed("step") == "form")
            return Show();
        if (TypedDayOf("begun").Read() is { } day)
            begunOn = day;
        else
            Refuse("begun", "Enter the day on which it began, like 1 9 2026");
        foreach (var side in Sides)
            Read(side);
        if (Wrong.Count > 0)
            return Show();
        var act = new BeginProcedure(
            CaseId.TryParse(Typed("case"), null, out var drawn)
                ? drawn
                : CaseId.From(RandomNumberGenerator.GetBytes(10)),
            Procedure.Id,
            begunOn,
            Voice.Over,
            parties
        );
        Id = $"{act.Id}";
        var now = new Occasion(Voice.By, Time.GetUtcNow(), Today);
        if (act.Apply(null, now) is Outcome<ProcedureBegun>.Refused no)
        {
            Refuse(
                no.Why.Code is "day-not-come" or "not-in-force"
                    ? "begun"
                    : $"side-{Sides.First().Id}",
                no.Why.Sentence
            );
            return Show();
        }
        if (Typed("step") != "do")
        {
            IsChecking = true;
            return Show();
        }
        var turns = await Turns.Of(
            Casework,
            Site,
            Snapshot,
            Procedure,
            parties.Select(p => new CaseParty(p.Side, p.Over, p.Person)),
            now,
            Stop
        );
        var done = await Casework.Do(
            act,
            now,
            new Conditions(0, Once),
            (_, after) => new Alongside(turns.Letters(null, after, Today), []),
            Stop
        );
        switch (done)
        {
            case Done<ProcedureCase>.Refused refused:
                Refuse($"side-{Sides.First().Id}", refused.Why.Sentence);
                return Show();
            case Done<ProcedureCase>.Again again:
                return Lead($"/procedure/{again.Subject}?done=begun");
            default:
                return Lead($"/procedure/{Id}?done=begun");
        }
    }

    private IActionResult? Begin(string table)
    {
        if (
            !ProcedureId.TryParse(table, null, out var id)
            || KnownProcedures.On(id, Today) is not { } known
        )
            return NotHere("There is no such procedure.");
        if (known.ByRegister || known.OfCase)
            return new Elsewhere($"/guide/procedures/{id}");
        Procedure = known;
        Able =
        [
            .. from role in Visitor.Roles
            let holder = new Holder(Visitor.Person.Id, role)
            from side in known.Sides
            where
                side.Begins
                && side.Kinds.Contains(role.Over.Kind)
                && new CaseParty(side.Id, role.Over, null).MayBeSpokenForBy(
                    holder,
                    side,
                    RolePlaces.BodyOf(Snapshot, role.Over)
                )
            select (holder, role.Over, side),
        ];
        return null;
    }

    /// <summary>What stands in the box of a side before anybody types: oneself, and the authority that the register names.</summary>
    public string Standing(Side side)
    {
        if (Request.HasFormContentType)
            return Typed($"side-{side.Id}");
        if (Able.Count == 0)
            return "";
        var voice = Voice;
        if (side.Id == voice.Side.Id)
            return RolePlaces.Words(Snapshot, voice.Over).Text is var name && Resolves(side, name)
                ? name
                : voice.Over.Id;
        return
            side.Kinds is [ScopeKind.LocalAuthority]
            && RolePlaces.BodyOf(Snapshot, voice.Over) is { Kind: ScopeKind.LocalAuthority } la
            ? RolePlaces.Words(Snapshot, la).Text
            : "";
    }

    private bool Resolves(Side side, string typed) =>
        side.Kinds.Select(k => RolePlaces.Read(Country, k, typed)).OfType<Scope>().Count() == 1;

    private void Read(Side side)
    {
        var box = $"side-{side.Id}";
        foreach (
            var line in Typed(box)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Take(100)
        )
        {
            var found = side
                .Kinds.Select(k => RolePlaces.Read(Country, k, line))
                .OfType<Scope>()
                .ToList();
            if (found is [var one])
                parties.Add(new NewParty(side.Id, one, RolePlaces.BodyOf(Snapshot, one)));
            else
                Refuse(
                    box,
                    $"'{(line.Length > 60 ? line[..60] : line)}' is not known, or is the name of several. Enter the number, as a school's URN"
                );
        }
    }

    public TypedDay Day => Request.HasFormContentType ? TypedDayOf("begun") : TypedDay.Of(Today);

    public IReadOnlyList<SummaryRow?> Rows =>
        [
            SummaryRow.Answer("Begun on", begunOn.InWords(), "begun"),
            .. Sides.Select(s =>
                SummaryRow.Answer(
                    s.Name,
                    string.Join(
                        ", ",
                        parties
                            .Where(p => p.Side == s.Id)
                            .Select(p => RolePlaces.Words(Snapshot, p.Over).Text)
                            .DefaultIfEmpty("nobody")
                    ),
                    $"side-{s.Id}"
                )
            ),
        ];

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title = IsChecking ? $"Check: {Procedure.Name}" : Procedure.Name,
                Section = "mine",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Procedures you take part in", "/procedure"),
                    new(Procedure.Name),
                ],
            }
        );
}
