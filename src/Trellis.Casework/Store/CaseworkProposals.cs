using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.People;
using Trellis.Proposals;

namespace Trellis.Store;

public sealed partial class Casework
{
    /// <summary>Proposes an act that needs two people. It is rehearsed first, so that what the rules refuse today is refused at once.</summary>
    /// <param name="act">One of those that <see cref="Proposable"/> lists.</param>
    /// <param name="id">Drawn for the proposal.</param>
    public async Task<Done<Proposal>> Propose<TState, TEvent>(
        Act<TState, TEvent> act,
        ProposalId id,
        Occasion now,
        Conditions? conditions = null,
        CancellationToken stop = default
    )
        where TState : State
        where TEvent : Event<TState>
    {
        if (act is not ITwoPeople two || Proposable.Of(Naming.Of(act.GetType())) is not { } kind)
            throw new InvalidOperationException(
                $"{act.GetType().Name} is not among the acts that two people do."
            );
        if (now.By is not Holder by)
            return new Done<Proposal>.Refused(
                new Refusal("people-only", "Only a person who has signed in can propose this.")
            );
        if (
            await Rehearse(act, now with { By = by with { Confirmed = by.Person } }, stop) is
            { } why
        )
            return new Done<Proposal>.Refused(why);
        if (!await SomebodyElse(two, by, now, stop))
            return new Done<Proposal>.Refused(
                new Refusal(
                    "nobody-to-confirm",
                    $"This needs two people, and nobody else may confirm it. Invite a second {by.As.Role.InWords()} first, then propose it again."
                )
            );
        return await Do(
            new ProposeAct(
                id,
                Deed.Of(Naming.Of(act.GetType()), Naming.Of(typeof(TState)), act.Subject),
                kind.Write(act)
            ),
            now,
            conditions,
            stop: stop
        );
    }

    /// <summary>Confirms a proposal and does its act in the same transaction; where the rules refuse the act by now, neither happens.</summary>
    public async Task<Done<Proposal>> Confirm(
        ProposalId which,
        Occasion now,
        CancellationToken stop = default
    )
    {
        if (await Find<Proposal>(which.ToString(), stop) is not { State: var seen })
            return new Done<Proposal>.Refused(
                new Refusal("nothing-proposed", "There is no such proposal.")
            );
        if (
            new ConfirmProposal(which).Apply(seen, now) is Outcome<ProposalConfirmed>.Refused
            {
                Why: var no
            }
        )
            return new Done<Proposal>.Refused(no);
        if (Proposable.Of(seen.What.Act) is not { } kind || seen.Json.Text is not { } json)
            return new Done<Proposal>.Refused(
                new Refusal(
                    "proposal-gone",
                    "What was proposed is no longer there. Decline this and propose it again."
                )
            );
        var by = (Holder)now.By;
        if (kind.MayConfirm(json, by) is { } unfit)
            return new Done<Proposal>.Refused(unfit);
        // A role that was taken away proposes nothing, also where it did so before.
        if (
            await Find<Person>(seen.By.ToString(), stop) is not { State: var first }
            || !first
                .Roles(now.Today, now.At)
                .Any(held => held.Role == seen.As && held.Over == seen.Over)
        )
            return new Done<Proposal>.Refused(
                new Refusal(
                    "proposer-gone",
                    "Who proposed this no longer holds the role. Decline it, and propose it yourself if it is still wanted."
                )
            );
        // The journal has the act by the first person, confirmed by the second.
        var both = now with
        {
            By = new Holder(seen.By, new Appointment(seen.As, seen.Over), by.Person),
        };
        return await InLine<Done<Proposal>>(
            async db =>
            {
                await using var whole = await db.Database.BeginTransactionAsync(stop);
                // Before the proposal's own row and the head, in the order in which every act takes them.
                await Lock(db, seen.What.Kind, seen.What.Subject, stop);
                var confirmed = await DoWithin(
                    db,
                    new ConfirmProposal(which),
                    now,
                    Conditions.None,
                    null,
                    stop
                );
                if (confirmed is not Done<Proposal>.Written)
                    return confirmed;
                var (why, after) = await kind.Carry(db, json, both, stop);
                if (why is not null)
                    return new Done<Proposal>.Refused(why);
                await whole.CommitAsync(CancellationToken.None);
                await whole.DisposeAsync();
                if (after is { } erased)
                    await AfterErasure(db, erased, CancellationToken.None);
                return confirmed;
            },
            stop
        );
    }

    /// <summary>The proposals that wait for a second person, the oldest first; those that have lapsed are not among them.</summary>
    public Task<IReadOnlyList<Proposal>> OpenProposals(
        DateTimeOffset at,
        CancellationToken stop = default
    ) =>
        Read<IReadOnlyList<Proposal>>(
            async db =>
            {
                var (open, now) = (nameof(ProposalStatus.Open), Texts.Of(at));
                var rows = await db.Set<ProposalRow>()
                    .AsNoTracking()
                    .Where(p => p.Status == open && p.Until.CompareTo(now) > 0)
                    .OrderBy(p => p.At)
                    .ToListAsync(stop);
                return rows.ConvertAll(ProposalTable.Read);
            },
            stop
        );

    /// <summary>Why an act would be refused; null where it would be done. Nothing stays of it.</summary>
    private Task<Refusal?> Rehearse<TState, TEvent>(
        Act<TState, TEvent> act,
        Occasion now,
        CancellationToken stop
    )
        where TState : State
        where TEvent : Event<TState> =>
        InLine(
            async db =>
            {
                await using var never = await db.Database.BeginTransactionAsync(stop);
                return await DoWithin(db, act, now, Conditions.None, null, stop) switch
                {
                    Done<TState>.Refused no => no.Why,
                    Done<TState>.Unchanged => AlreadySo,
                    _ => null,
                };
            },
            stop
        );

    internal static readonly Refusal AlreadySo = new(
        "already-so",
        "It is already so; nothing is left to do."
    );

    private Task<bool> SomebodyElse(
        ITwoPeople act,
        Holder first,
        Occasion now,
        CancellationToken stop
    ) =>
        Read(
            async db =>
            {
                foreach (var person in await PeopleWho(db, PersonStatus.Active, stop))
                    if (
                        person.Id != first.Person
                        && person
                            .Roles(now.Today, now.At)
                            .Any(held => act.MayConfirm(new Holder(person.Id, held)) is null)
                    )
                        return true;
                return false;
            },
            stop
        );

    private static async Task<IReadOnlyList<Person>> PeopleWho(
        CaseworkDb db,
        PersonStatus status,
        CancellationToken stop
    )
    {
        var named = status.ToString();
        var rows = await db.Set<PersonRow>()
            .AsNoTracking()
            .Where(p => p.Status == named)
            .ToListAsync(stop);
        var held = (
            await db.Set<AppointmentRow>()
                .AsNoTracking()
                .Where(a => db.Set<PersonRow>().Any(p => p.Id == a.Person && p.Status == named))
                .OrderBy(a => a.Ordinal)
                .ToListAsync(stop)
        ).ToLookup(a => a.Person);
        return rows.ConvertAll(p => PersonTable.Read(p, held[p.Id]));
    }
}
