using Microsoft.EntityFrameworkCore;
using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.Matching;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Redactions;
using Trellis.TrustPlaces;

namespace Trellis.Store;

/// <summary>A step of a procedure that is part of a case is told how the case stands.</summary>
internal sealed class StepInCase : Reach<ProcedureCase, StepTaken>
{
    public override Type Act => typeof(TakeStep);

    public override async Task<Act<ProcedureCase, StepTaken>> Complete(
        CaseworkDb db,
        Act<ProcedureCase, StepTaken> act,
        CancellationToken stop
    ) => (TakeStep)act with { Whole = await Casework.FactsOf(db, act.Subject, stop) };
}

/// <inheritdoc cref="StepInCase"/>
internal sealed class CorrectionInCase : Reach<ProcedureCase, StepCorrected>
{
    public override Type Act => typeof(CorrectStep);

    public override async Task<Act<ProcedureCase, StepCorrected>> Complete(
        CaseworkDb db,
        Act<ProcedureCase, StepCorrected> act,
        CancellationToken stop
    ) => (CorrectStep)act with { Whole = await Casework.FactsOf(db, act.Subject, stop) };
}

/// <summary>Acts on redactions are told who works on the case, and what is public is written with them: no caller can leave it out.</summary>
internal sealed class RedactionReach<TAct, TEvent> : Reach<ProcedureCase, TEvent>
    where TAct : RedactingAct<TEvent>
    where TEvent : Event<ProcedureCase>
{
    public override Type Act => typeof(TAct);

    public override async Task<Act<ProcedureCase, TEvent>> Complete(
        CaseworkDb db,
        Act<ProcedureCase, TEvent> act,
        CancellationToken stop
    ) => (TAct)act with { Desk = await Casework.DeskOf(db, act.Subject, stop) };

    public override async Task Then(
        CaseworkDb db,
        ProcedureCase? before,
        TEvent happened,
        long entry,
        CancellationToken stop
    )
    {
        var parts = await db.Set<PublicChangeRow>().CountAsync(r => r.Entry == entry, stop);
        await Casework.Publish(
            db,
            entry,
            parts,
            [PublicCase.Of(happened.After(before, default))],
            stop
        );
        await db.SaveChangesAsync(stop);
    }
}

public sealed partial class Casework
{
    /// <summary>What acts on redactions of a procedure have to know of its case.</summary>
    internal static async Task<RedactionDesk> DeskOf(
        CaseworkDb db,
        string procedure,
        CancellationToken stop
    )
    {
        if (
            await Tables.Of<ProcedureCase>().Load(db, procedure, stop) is not { Of: { } whole }
            || await Tables.Of<BrokerageCase>().Load(db, whole.ToString(), stop) is not { } given
        )
            return RedactionDesk.None;
        return new RedactionDesk(
            given.Region,
            [.. given.Interests.Select(i => i.Person)],
            (await FactsOf(db, procedure, stop)).Hidden
        );
    }

    /// <summary>What all procedures of a case hide.</summary>
    internal static async Task<IReadOnlyList<HiddenWords>> HiddenIn(
        CaseworkDb db,
        CaseRef whole,
        CancellationToken stop
    ) => [.. (await ProceduresOf(db, whole.Party, null, stop)).SelectMany(HiddenIn)];

    /// <summary>The procedures in which a party takes part, in the order of their keys.</summary>
    /// <param name="party">As documents name it: a region, or the case that they are part of.</param>
    /// <param name="but">The key of one that is left out; null for none.</param>
    internal static async Task<IReadOnlyList<ProcedureCase>> ProceduresOf(
        CaseworkDb db,
        string party,
        string? but,
        CancellationToken stop
    )
    {
        var kind = Naming.Of(typeof(ProcedureCase));
        var rows = await (
            from i in db.Set<InvolvedRow>().AsNoTracking()
            where i.Kind == kind && i.Party == party && i.Key != but
            join r in db.Set<DocumentRow>().AsNoTracking()
                on new { i.Kind, i.Key } equals new { r.Kind, r.Key }
            orderby r.Key
            select r.Json
        ).ToListAsync(stop);
        return rows.ConvertAll(ActJson.Read<ProcedureCase>);
    }

    private static IReadOnlyList<HiddenWords> HiddenIn(ProcedureCase one) =>
        one.Redactions.All.Count == 0 ? [] : one.Redactions.Hidden(one.PublicTexts);

    /// <summary>How the case stands of which a procedure is part; <see cref="CaseFacts.None"/> where it is part of none.</summary>
    public Task<CaseFacts> FactsOf(CaseId procedure, CancellationToken stop = default) =>
        Read(db => FactsOf(db, procedure.ToString(), stop), stop);

    /// <summary>What an invitation has to know of the trust's places, and a match of the ranking it rests on.</summary>
    private static async Task<IReadOnlyList<Code>> MatchingFacts(
        CaseworkDb db,
        ProcedureCase own,
        CaseRef whole,
        CancellationToken stop
    )
    {
        if (own.Procedure == CaseKind.TrustMatch)
            return await Tables.Of<CaseRanking>().Load(db, whole.ToString(), stop) is null
                ? []
                : [CaseFacts.RankingKept];
        if (own.Procedure != CaseKind.TrustInvitation)
            return [];
        var trust = own.Parties.First(p => p.Over.Kind == ScopeKind.Trust).Over;
        var capacity = await Tables.Of<TrustCapacity>().Load(db, trust.ToString(), stop);
        return [capacity?.HeldBy(own.Id) is null ? CaseFacts.PlaceFree : CaseFacts.PlaceHeld];
    }

    internal static async Task<CaseFacts> FactsOf(
        CaseworkDb db,
        string procedure,
        CancellationToken stop
    )
    {
        if (
            await Tables.Of<ProcedureCase>().Load(db, procedure, stop) is not { Of: { } whole } own
            || await Tables.Of<BrokerageCase>().Load(db, whole.ToString(), stop) is not { } given
        )
            return CaseFacts.None;
        var read = await RepliesAreRead(db, procedure, stop);
        var siblings = await ProceduresOf(db, whole.Party, procedure, stop);
        var facts = given.FactsWith([
            .. siblings.Where(p => p.Stopped is null).Select(p => new Sibling(p.Procedure, p.At)),
        ]);
        return facts with
        {
            Hidden = [.. siblings.SelectMany(HiddenIn)],
            Known =
            [
                .. facts.Known,
                .. read ? new[] { repliesRead } : [],
                .. await MatchingFacts(db, own, whole, stop),
                .. await ClosureFacts(db, own, given, stop),
            ],
        };
    }
}
