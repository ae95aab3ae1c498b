using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Snapshots;

namespace Trellis.Pages.Procedures;

/// <summary>A party of a case for which a visitor speaks, in one of their roles.</summary>
/// <param name="Body">Who acts for the party where it is a school.</param>
/// <param name="MayAct">Whether they may also take its steps: a head of a school in a trust reads, and the trust acts.</param>
public sealed record Seat(CaseParty Party, Holder By, Scope? Body, bool MayAct)
{
    /// <summary>Whether it may take a step now, or state it while no region works on the case.</summary>
    public bool MayTake(OpenStep open, ProcedureCase given, CaseFacts whole) =>
        MayAct
        && (
            open.Waits.Contains(Party)
            || open.Step.Stated.Contains(Party.Side)
                && !whole.IsAdopted
                && given.StillTakesPart(Party)
        );

    /// <summary>Whether it only writes down what others did.</summary>
    public bool IsStating(Step step) => !step.Who.Contains(Party.Side);

    /// <summary>The visitor's seats in a case; none where the case is not theirs to read.</summary>
    public static IReadOnlyList<Seat> In(ProcedureCase given, Visitor visitor, Snapshot snapshot)
    {
        var seats = new List<Seat>();
        foreach (var party in given.Parties)
        {
            var side = given.Table.SideOf(party.Side)!;
            var body = RolePlaces.BodyOf(snapshot, party.Over);
            var found = visitor
                .Roles.Select(r => new Holder(visitor.Person.Id, r))
                .Where(h => party.MayBeSpokenForBy(h, side with { Acts = false }, body))
                .Select(h => new Seat(party, h, body, party.MayBeSpokenForBy(h, side, body)))
                .OrderByDescending(s => s.MayAct)
                .FirstOrDefault();
            if (found is not null)
                seats.Add(found);
        }
        return seats;
    }
}

/// <summary>What parties and answers of a case are called.</summary>
public static class CaseWords
{
    /// <summary>The name of a party with its page; one person is called by their side.</summary>
    public static PageLink Name(ProcedureCase given, CaseParty party, Snapshot snapshot) =>
        party.Person is null
            ? RolePlaces.Words(snapshot, party.Over)
            : new(given.Table.SideOf(party.Side)!.Name);

    /// <summary>"Ashford Vale School and Beech Grove School".</summary>
    public static string Names(
        ProcedureCase given,
        IEnumerable<CaseParty> parties,
        Snapshot snapshot
    ) => Together([.. parties.Select(p => Name(given, p, snapshot).Text).Distinct()]);

    internal static string Together(IReadOnlyList<string> names) =>
        names switch
        {
            [] => "nobody",
            [var one] => one,
            _ => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        };

    /// <summary>An answer as people read it.</summary>
    public static string Of(Ask ask, Answer answer, Snapshot snapshot) =>
        answer switch
        {
            { Day: { } day } => day.InWords(),
            { Number: { } number } => $"{number:N0}",
            { Party: { } party } => answer.Person is null
                ? RolePlaces.Words(snapshot, party).Text
                : "a person known here",
            { Chosen: [_, ..] chosen } => string.Join(
                "; ",
                chosen.Select(c => ask.Options.FirstOrDefault(o => o.Id == c)?.Words ?? $"{c}")
            ),
            _ => answer.Text.ToString(),
        };
}
