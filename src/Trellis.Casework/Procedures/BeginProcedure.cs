using Trellis.Journal;
using Trellis.People;

namespace Trellis.Procedures;

/// <summary>A party as whoever begins a case names it.</summary>
/// <param name="Body">Of a school: its trust or local authority, as the register of schools names it.</param>
public sealed record NewParty(Code Side, Scope Over, Scope? Body, PersonId? Person = null);

/// <summary>Begins a case of a procedure; it follows the table that is in force on the day it begins.</summary>
/// <param name="Id">Drawn where the form was shown.</param>
/// <param name="BegunOn">Today, or an earlier day for what is under way already.</param>
/// <param name="As">The party in whose name it is begun.</param>
/// <param name="Of">The case it is a part of; null for a procedure that stands by itself.</param>
public sealed record BeginProcedure(
    CaseId Id,
    ProcedureId Procedure,
    DateOnly BegunOn,
    Scope As,
    IReadOnlyList<NewParty> Parties,
    CaseRef? Of = null
) : Act<ProcedureCase, ProcedureBegun>
{
    public override string Subject => Id.ToString();

    public override Outcome<ProcedureBegun> Apply(ProcedureCase? before, Occasion now)
    {
        if (before is not null)
            return new Refusal("begun-already", "This has begun already.");
        if (KnownProcedures.On(Procedure, BegunOn) is not { } table)
            return new Refusal("procedure-unknown", "There is no such procedure.");
        if (table.ByRegister)
            return new Refusal(
                "the-register-does-it",
                $"{table.Name}: do this on the page of the partnership itself."
            );
        if (table.OfCase != Of is not null)
            return new Refusal(
                "part-of-a-case",
                table.OfCase
                    ? $"{table.Name}: this is part of a case. Open the case."
                    : $"{table.Name}: this is no part of a case."
            );
        if (BegunOn > now.Today)
            return new Refusal(
                "day-not-come",
                $"{Spans.InWords(BegunOn)} has not come. Today is {Spans.InWords(now.Today)}."
            );
        if (!table.InForceOn(BegunOn))
            return new Refusal(
                "not-in-force",
                $"{table.Name}: no rules for it were in force on {Spans.InWords(BegunOn)}."
            );
        foreach (var party in Parties)
        {
            if (
                table.SideOf(party.Side) is not { } side
                || !side.Kinds.Contains(party.Over.Kind)
                || party.Over.Kind == ScopeKind.OwnCases != (party.Person is not null)
            )
                return new Refusal("party-unfit", "Somebody is named who has no part in this.");
            if (side.Maintained && party.Body is not { Kind: ScopeKind.LocalAuthority })
                return new Refusal(
                    "not-maintained",
                    "Only schools that a local authority maintains can do this. A school in a trust cannot."
                );
        }
        if (Parties.GroupBy(p => (p.Side, p.Over, p.Person)).Any(g => g.Count() > 1))
            return new Refusal("party-twice", "Somebody is named twice. Remove one.");
        foreach (var side in table.Sides)
        {
            var number = Parties.Count(p => p.Side == side.Id);
            if (number < side.Least)
                return new Refusal(
                    "party-missing",
                    $"{side.Name}: name at least {side.Least:N0}. You have named {number:N0}."
                );
            if (number > side.Most)
                return new Refusal(
                    "parties-too-many",
                    $"{side.Name}: name at most {side.Most:N0}. You have named {number:N0}."
                );
        }
        var own = Parties.FirstOrDefault(p =>
            p.Over == As
            && table.SideOf(p.Side) is { Begins: true } side
            && (
                new CaseParty(p.Side, p.Over, p.Person).MayBeSpokenForBy(now.By, side, p.Body)
                || now.By is Terminal && Of is not null && p.Over.Kind == ScopeKind.Region
            )
        );
        if (own is null)
            return new Refusal(
                "not-yours-to-begin",
                $"This can be begun by: {string.Join(", ", table.Sides.Where(s => s.Begins).Select(s => s.Name))}."
            );
        return new ProcedureBegun(
            Id,
            Procedure,
            table.Version,
            BegunOn,
            new Doer(own.Over, own.Person),
            [.. Parties.Select(p => new CaseParty(p.Side, p.Over, p.Person))],
            table.States[0].Id,
            Of
        );
    }
}

/// <summary>A case began.</summary>
public sealed record ProcedureBegun(
    CaseId Id,
    ProcedureId Procedure,
    int Version,
    DateOnly On,
    Doer By,
    IReadOnlyList<CaseParty> Parties,
    Code At,
    CaseRef? Of = null
) : Event<ProcedureCase>
{
    public override ProcedureCase After(ProcedureCase? before, DateTimeOffset at) =>
        new(Id, Procedure, Version, On, Parties, At, On, 0, [], null, null, Of);
}
