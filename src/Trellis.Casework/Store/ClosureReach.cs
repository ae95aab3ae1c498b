using Microsoft.EntityFrameworkCore;
using Trellis.Brokerage;
using Trellis.Closures;
using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Store;

/// <summary>Acts on the closure of a trust are told how its case stands.</summary>
internal static class ClosureReaches
{
    public static readonly IReadOnlyList<Reach> All =
    [
        new Told<ClosureBegun, BeginClosure>(),
        new Told<AcademyDescribed, DescribeAcademy>(),
        new Told<ReceiverInvited, InviteReceiver>(),
        new Told<PlacesOffered, OfferPlaces>(),
        new Told<WishesStated, StateWishes>(),
        new Told<PlaceLocked, LockPlace>(),
        new Told<PlaceUnlocked, UnlockPlace>(),
        new Told<PlanKept, KeepPlan>(),
        new Told<PlanPublished, PublishPlan>(),
        new Told<SchoolsMoved, MoveSchools>(),
        new Told<ResidualNamed, NameResidual>(),
    ];

    private sealed class Told<TEvent, TAct> : Reach<TrustClosure, TEvent>
        where TEvent : Event<TrustClosure>
        where TAct : ClosureAct<TEvent>
    {
        public override Type Act => typeof(TAct);

        public override async Task<Act<TrustClosure, TEvent>> Complete(
            CaseworkDb db,
            Act<TrustClosure, TEvent> act,
            CancellationToken stop
        ) => (TAct)act with { Terms = await Casework.ClosureTermsOf(db, act.Subject, stop) };
    }
}

public sealed partial class Casework
{
    /// <summary>How the case of a closing trust stands; null where there is none.</summary>
    public Task<ClosureTerms?> ClosureTermsOf(CaseRef given, CancellationToken stop = default) =>
        Read(db => ClosureTermsOf(db, given.ToString(), stop), stop);

    internal static async Task<ClosureTerms?> ClosureTermsOf(
        CaseworkDb db,
        string reference,
        CancellationToken stop
    )
    {
        if (
            !CaseRef.TryParse(reference, null, out var given)
            || await Tables.Of<BrokerageCase>().Load(db, reference, stop) is not { } whole
            || whole.Main != ClosureTerms.Table
        )
            return null;
        var (kind, party) = (Naming.Of(typeof(ProcedureCase)), given.Party);
        var rows = await (
            from i in db.Set<InvolvedRow>().AsNoTracking()
            where i.Kind == kind && i.Party == party
            join r in db.Set<DocumentRow>().AsNoTracking()
                on new { i.Kind, i.Key } equals new { r.Kind, r.Key }
            orderby r.Key
            select r.Json
        ).ToListAsync(stop);
        return ClosureTerms.Of(
            whole,
            rows.Select(ActJson.Read<ProcedureCase>)
                .FirstOrDefault(p => p.Procedure == ClosureTerms.Table)
        );
    }

    /// <summary>What the procedure of a closing trust has to know of its plan, its moves and its residuals.</summary>
    private static async Task<IReadOnlyList<Code>> ClosureFacts(
        CaseworkDb db,
        ProcedureCase own,
        BrokerageCase whole,
        CancellationToken stop
    ) =>
        own.Procedure == ClosureTerms.Table
            ? Closures.ClosureFacts.Of(
                await Tables.Of<TrustClosure>().Load(db, whole.Key, stop),
                ClosureTerms.Of(whole, own)!
            )
            : [];
}
