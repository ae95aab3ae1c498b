using Microsoft.EntityFrameworkCore;
using Trellis.Brokerage;
using Trellis.Consultations;
using Trellis.Journal;
using Trellis.Procedures;

namespace Trellis.Store;

/// <summary>Acts on replies are told how their consultation stands at that moment, so that none counts a second after it closed.</summary>
internal static class ConsultationReaches
{
    public static readonly IReadOnlyList<Reach> All =
    [
        new Told<Consultation, RepliesTaken, TakeReplies>((a, t) => a with { Terms = t }),
        new Told<Consultation, OrganisationReplied, ReplyAsOrganisation>(
            (a, t) => a with { Terms = t }
        ),
        new Told<Consultation, ReplyCounted, CountReply>((a, t) => a with { Terms = t }),
        new Told<Consultation, OrganisationReplyRead, ReadOrganisationReply>(
            (a, t) => a with { Terms = t }
        ),
        new Told<Consultation, RepliesClosed, CloseReplies>((a, t) => a with { Terms = t }),
        new Told<Consultation, ReportTold, TellReport>((a, t) => a with { Terms = t }),
        new Told<PersonReply, PersonReplyRead, ReadPersonReply>(
            (a, t) => a with { Terms = t },
            async (db, subject, stop) =>
                (await Tables.Of<PersonReply>().Load(db, subject, stop))?.To.ToString()
        ),
    ];

    /// <param name="with">The act with what it is told.</param>
    /// <param name="of">The consultation that an act is about; null where that is its subject.</param>
    private sealed class Told<TState, TEvent, TAct>(
        Func<TAct, ConsultationTerms?, TAct> with,
        Func<CaseworkDb, string, CancellationToken, Task<string?>>? of = null
    ) : Reach<TState, TEvent>
        where TState : State
        where TEvent : Event<TState>
        where TAct : Act<TState, TEvent>
    {
        public override Type Act => typeof(TAct);

        public override async Task<Act<TState, TEvent>> Complete(
            CaseworkDb db,
            Act<TState, TEvent> act,
            CancellationToken stop
        )
        {
            var key = of is null ? act.Subject : await of(db, act.Subject, stop);
            // A share in the lock of the procedure: whoever closes it waits for this reply, or this reply sees it closed.
            if (key is not null)
                await Casework.Lock(db, Naming.Of(typeof(ProcedureCase)), key, stop);
            var procedure = key is null
                ? null
                : await Tables.Of<ProcedureCase>().Load(db, key, stop);
            return with((TAct)act, ConsultationTerms.Of(procedure));
        }
    }
}

public sealed partial class Casework
{
    private static readonly Code repliesRead = Code.Parse("replies-read");

    /// <summary>Whether every reply to a consultation is marked as read; true where there is none.</summary>
    private static async Task<bool> RepliesAreRead(
        CaseworkDb db,
        string consultation,
        CancellationToken stop
    )
    {
        if (await Tables.Of<Consultation>().Load(db, consultation, stop) is not { } replies)
            return true;
        if (replies.Organisations.Any(o => o.ReadOn is null))
            return false;
        var (kind, party) = (
            Naming.Of(typeof(PersonReply)),
            PersonReply.PartyOf(CaseId.Parse(consultation))
        );
        var rows = await (
            from i in db.Set<InvolvedRow>().AsNoTracking()
            where i.Kind == kind && i.Party == party
            join r in db.Set<DocumentRow>().AsNoTracking()
                on new { i.Kind, i.Key } equals new { r.Kind, r.Key }
            select r.Json
        ).ToListAsync(stop);
        return rows.Select(ActJson.Read<PersonReply>).All(r => r.ReadOn is not null);
    }

    /// <summary>What the consultation of a case says to whoever looks for a trust; <see cref="ConsultationOutcome.None"/> where it has none. Of several the newest counts.</summary>
    public async Task<ConsultationOutcome> ConsultationOf(
        CaseRef given,
        CancellationToken stop = default
    ) =>
        await ConsultationIn(given, stop) is { } procedure
            ? ConsultationOutcome.Of(
                procedure.State,
                (await Find<Consultation>(procedure.State.Key, stop))?.State
            )
            : ConsultationOutcome.None;

    /// <summary>The consultation of a case, of several the newest; null where it has none.</summary>
    public async Task<Kept<ProcedureCase>?> ConsultationIn(
        CaseRef given,
        CancellationToken stop = default
    ) =>
        (await Documents<ProcedureCase>(given.Party, stop: stop))
            .Where(p => p.State.Procedure == CaseKind.Consultation)
            .OrderBy(p => p.State.Stopped is null)
            .ThenBy(p => p.State.BegunOn)
            .ThenBy(p => p.Entry)
            .LastOrDefault();
}
