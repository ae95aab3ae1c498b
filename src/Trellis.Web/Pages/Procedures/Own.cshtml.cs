using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Procedures;

/// <summary>A case as a list shows it: its name, who takes part, and what can be done now.</summary>
/// <param name="IsYours">Whether a step waits for somebody the visitor speaks for.</param>
public sealed record CaseLine(ProcedureCase Case, string Parties, WhereWeAre Where, bool IsYours)
{
    /// <summary>"Open for responses. Consider the responses together, from 13 April 2026."</summary>
    public string InWords =>
        Case.Stopped is { } stopped ? $"Stopped on {stopped.On.InWords()}."
        : Where.Open is [] ? $"{Where.State.Words}."
        : $"{Where.State.Words}. {string.Join(" or ", Where.Open.Take(2).Select(o => o.Step.Name))}{(Where.Open.FirstOrDefault(o => o.Due is not null)?.Due is { } due ? $", by {due.InWords()}" : "")}.";

    /// <summary>Its page: of the whole case, where it is part of one.</summary>
    public string Address => Case.Of is { } whole ? $"/case/{whole}" : $"/procedure/{Case.Id}";

    public TaskState Status =>
        Case.IsOver ? TaskState.Completed
        : Where.IsLate ? TaskState.Tagged("Late", "red")
        : IsYours ? TaskState.Tagged("Waits for you", "blue")
        : TaskState.Tagged("Waits for others", "grey");
}

/// <summary>The procedures in which those take part for whom the visitor speaks.</summary>
[Access(Who.SignedIn)]
public sealed class OwnProcedures : ActingPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("id", "Case"),
        new("procedure", "Procedure"),
        new("parties", "Who takes part"),
        new("state", "State"),
        new("begun_on", "Begun on", "date"),
        new("late", "Late", "boolean"),
    ];

    public IReadOnlyList<CaseLine> Cases { get; private set; } = [];

    /// <summary>What may be begun by somebody with one of the visitor's roles.</summary>
    public IReadOnlyList<Procedure> CanBegin { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        Cases = await Of(
            Visitor.Roles.Select(r => r.Over).Distinct(),
            Visitor,
            Casework,
            Snapshot,
            Today,
            Stop
        );
        CanBegin = Beginnable(Visitor.Roles.Select(r => r.Over.Kind), Today);
        return AnswerPrivately(
            new PageFrame
            {
                Title = "Procedures you take part in",
                Section = "mine",
                Crumbs = [new("Home", "/"), new("Procedures you take part in")],
            },
            Listed("own-procedures", Cases)
        );
    }

    internal static Sheet Listed(string name, IReadOnlyList<CaseLine> cases) =>
        new(
            name,
            "Procedures you take part in",
            Columns,
            [
                .. cases.Select(c =>
                    (IReadOnlyList<object?>)
                        [
                            c.Case.Key,
                            c.Case.Table.Name,
                            c.Parties,
                            c.Where.State.Words,
                            c.Case.BegunOn,
                            c.Where.IsLate,
                        ]
                ),
            ]
        );

    /// <summary>The procedures that may be begun by those over such things, as they are in force on a day.</summary>
    internal static IReadOnlyList<Procedure> Beginnable(
        IEnumerable<ScopeKind> kinds,
        DateOnly today
    ) =>
        [
            .. KnownProcedures.All.Where(p =>
                !p.ByRegister
                && !p.OfCase
                && p.InForceOn(today)
                && p.Sides.Any(s => s.Begins && s.Kinds.Intersect(kinds).Any())
            ),
        ];

    /// <summary>The cases of some parties that the visitor may read, those that go on first.</summary>
    internal static async Task<IReadOnlyList<CaseLine>> Of(
        IEnumerable<Scope> overs,
        Visitor visitor,
        Casework casework,
        Snapshots.Snapshot snapshot,
        DateOnly today,
        CancellationToken stop
    )
    {
        var found = new Dictionary<string, ProcedureCase>(StringComparer.Ordinal);
        foreach (
            var party in overs
                .Where(o => o.Kind is not (ScopeKind.Everywhere or ScopeKind.OwnCases))
                .Select(o => o.ToString())
                .Append($"person:{visitor.Person.Id}")
        )
        foreach (var kept in await casework.Documents<ProcedureCase>(party, stop: stop))
            found[kept.State.Key] = kept.State;
        return
        [
            .. found
                .Values.Select(c => (Case: c, Seats: Seat.In(c, visitor, snapshot)))
                // A region has its cases on a page of their own.
                .Where(c =>
                    c.Seats.Any(s => c.Case.Of is null || s.Party.Over.Kind != ScopeKind.Region)
                )
                .Select(c =>
                {
                    var where = WhereWeAre.Of(c.Case, today);
                    return new CaseLine(
                        c.Case,
                        CaseWords.Names(c.Case, c.Case.Parties, snapshot),
                        where,
                        where.Open.Any(o => c.Seats.Any(s => s.MayAct && o.Waits.Contains(s.Party)))
                    );
                })
                .OrderBy(c => c.Case.IsOver)
                .ThenByDescending(c => c.Case.BegunOn)
                .ThenBy(c => c.Case.Key, StringComparer.Ordinal),
        ];
    }
}
