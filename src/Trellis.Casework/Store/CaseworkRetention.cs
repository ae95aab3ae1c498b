using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Trellis.Alerts;
using Trellis.Boards;
using Trellis.Brokerage;
using Trellis.Closures;
using Trellis.Consultations;
using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Matching;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Retention;

namespace Trellis.Store;

public sealed partial class Casework
{
    /// <summary>How a rule is carried out: takes away what began before a day, and says how many things that were.</summary>
    private delegate Task<int> Sweep(
        Casework store,
        DateOnly firstKept,
        Occasion now,
        CancellationToken stop
    );

    private static readonly Dictionary<string, Sweep> sweeps = new(StringComparer.Ordinal)
    {
        ["sent-letters"] = Rows<LetterRow>(first =>
            l => l.SentAt != null && l.SentAt.CompareTo(first) < 0
        ),
        ["sign-in-log"] = Rows<SecurityEventRow>(first => e => e.At.CompareTo(first) < 0),
        ["ended-sessions"] = SweepSessions,
        ["unanswered-invitations"] = SweepInvitations,
        ["closed-proposals"] = SweepProposals,
        ["unsent-drafts"] = Rows<DraftRow>(first => d => d.SavedAt.CompareTo(first) < 0),
        ["closed-enquiries"] = (store, first, now, stop) =>
            store.SweepWords<Enquiry>(e => e.LastDay < first, now, stop),
        ["closed-introductions"] = (store, first, now, stop) =>
            store.SweepWords<Introduction>(i => i.LastDay < first, now, stop),
        ["shortlist-notes"] = SweepShortlists,
        ["due-diligence-notes"] = (store, first, now, stop) =>
            store.SweepWords<DueDiligenceList>(d => d.LastDay < first, now, stop),
        ["closed-case-notes"] = SweepCases,
        ["closed-closure-words"] = async (store, first, now, stop) =>
            await EndedBefore(store, first, now, stop) is { Count: > 0 } due
                ? await store.SweepWords<TrustClosure>(c => due.Contains(c.Key), now, stop)
                : 0,
        ["unconfirmed-replies"] = Rows<UnconfirmedReplyRow>(first =>
            r => r.MadeAt.CompareTo(first) < 0
        ),
        ["consultation-replies"] = SweepReplies,
        ["ended-alerts"] = SweepAlerts,
        ["meeting-desk-words"] = SweepMeetings,
    };

    /// <summary>The rules this store knows how to carry out; a test compares them with the definitions.</summary>
    internal static IReadOnlyCollection<string> Swept => sweeps.Keys;

    /// <summary>Carries out the rules of keeping that are due on a day; again on the same day it finds nothing left.</summary>
    /// <returns>How many things each rule took away; only those that took any.</returns>
    public async Task<IReadOnlyList<RetentionCount>> CarryOutRetention(
        IReadOnlyList<RetentionRule> rules,
        DateTimeOffset at,
        DateOnly today,
        CancellationToken stop = default
    )
    {
        var now = new Occasion(new Journal.Program("retention"), at, today);
        var counts = new List<RetentionCount>();
        foreach (var rule in rules.Where(r => r.IsCarriedOut))
            if (
                rule.FirstKept(today) is { } first
                && sweeps.TryGetValue(rule.Id.ToString(), out var sweep)
                && await sweep(this, first, now, stop) is > 0 and var number
            )
                counts.Add(new RetentionCount(rule.Id, number));
        if (counts.Count > 0)
            await Do(new CarryOutRetention(today, counts), now, stop: stop);
        // Each day, so that an erasure that was cut off after its commit is wiped too.
        await InLine(
            async db =>
            {
                await Wipe(db, stop);
                return true;
            },
            stop
        );
        await CompleteErasedList(stop);
        return counts;
    }

    /// <summary>Deletes the rows that are due.</summary>
    /// <param name="isDue">Given the first day kept as a text: the order of these texts is the order of time, and a day comes before its instants.</param>
    private static Sweep Rows<TRow>(Func<string, Expression<Func<TRow, bool>>> isDue)
        where TRow : class =>
        (store, firstKept, _, stop) =>
            store.InLine(
                db => db.Set<TRow>().Where(isDue(Texts.Of(firstKept))).ExecuteDeleteAsync(stop),
                stop
            );

    /// <remarks>A session that somebody ended is gone at once; these ran out. Links and answers that can be used no longer go with them.</remarks>
    private static Task<int> SweepSessions(
        Casework store,
        DateOnly firstKept,
        Occasion now,
        CancellationToken stop
    )
    {
        var first = Texts.Of(firstKept);
        return store.InLine(
            async db =>
                await db.Set<SessionRow>()
                    .Where(e => e.EndsAt.CompareTo(first) < 0)
                    .ExecuteDeleteAsync(stop)
                + await db.Set<TokenRow>()
                    .Where(e => e.EndsAt.CompareTo(first) < 0)
                    .ExecuteDeleteAsync(stop)
                + await db.Set<SpentRow>()
                    .Where(e => e.EndsAt.CompareTo(first) < 0)
                    .ExecuteDeleteAsync(stop),
            stop
        );
    }

    /// <summary>Erases all that was typed into the documents whose time is over; that they were, between whom and when, stays.</summary>
    private async Task<int> SweepWords<TState>(
        Func<TState, bool> isDue,
        Occasion now,
        CancellationToken stop
    )
        where TState : Document
    {
        var swept = 0;
        await foreach (var document in AllDocuments<TState>(stop))
            if (
                isDue(document)
                && await FirstWords(Naming.Of(typeof(TState)), document.Key, stop) is { } place
            )
            {
                await Do(new EraseText(place) { Whole = true }, now, stop: stop);
                swept++;
            }
        return swept;
    }

    /// <summary>The first place of the journal that still has words of something; null where none has.</summary>
    /// <param name="field">Only words of the field of this name; empty for all.</param>
    private Task<TextPlace?> FirstWords(
        string kind,
        string key,
        CancellationToken stop,
        string field = ""
    )
    {
        var ending = $".{field}";
        return Read(
            async db =>
                await db.Set<EntryTextRow>()
                    .Where(t =>
                        t.ErasedBy == null
                        && (field == "" || t.Path.EndsWith(ending))
                        && db.Set<EntryRow>()
                            .Any(e => e.Number == t.Entry && e.Kind == kind && e.Subject == key)
                    )
                    .OrderBy(t => t.Entry)
                    .ThenBy(t => t.Path)
                    .Select(t => new { t.Entry, t.Path })
                    .FirstOrDefaultAsync(stop)
                    is { } found
                    ? new TextPlace(found.Entry, found.Path)
                    : (TextPlace?)null,
            stop
        );
    }

    /// <remarks>When a case came to its end its leading procedure says, and not the case.</remarks>
    private static async Task<int> SweepCases(
        Casework store,
        DateOnly firstKept,
        Occasion now,
        CancellationToken stop
    )
    {
        var due = await EndedBefore(store, firstKept, now, stop);
        return due.Count == 0
            ? 0
            : await store.SweepWords<BrokerageCase>(c => due.Contains(c.Key), now, stop);
    }

    /// <summary>The keys of the cases that ended before a day.</summary>
    private static async Task<HashSet<string>> EndedBefore(
        Casework store,
        DateOnly firstKept,
        Occasion now,
        CancellationToken stop
    ) =>
        (await Caseload.Of(store, null, now.Today, stop))
            .Where(c => c.Clock.Until is { } ended && ended < firstKept)
            .Select(c => c.Case.Key)
            .ToHashSet(StringComparer.Ordinal);

    /// <remarks>What is published stays, with the names of those who were there in a public role; so does what is still hidden in it, until it is shown.</remarks>
    private static async Task<int> SweepMeetings(
        Casework store,
        DateOnly firstKept,
        Occasion now,
        CancellationToken stop
    )
    {
        var kind = Naming.Of(typeof(DecisionMeeting));
        var swept = 0;
        await foreach (var meeting in store.AllDocuments<DecisionMeeting>(stop))
        {
            if (meeting.Day >= firstKept)
                continue;
            var stays = meeting
                .Open.Select(p => p.Words)
                .Concat(meeting.Agendas.SelectMany(a => new[] { a.Address, a.Why }))
                .Concat(meeting.Record?.Attendance.Select(a => a.Name) ?? [])
                .Concat(meeting.Editions.Select(e => e.Changed))
                .Concat(meeting.Redactions.Reviews.Select(r => r.Words))
                .Append(meeting.Cancelled?.Why ?? default)
                .Select(w => w.ToString())
                .ToHashSet(StringComparer.Ordinal);
            var key = meeting.Key;
            var places = await store.Read(
                db =>
                    db.Set<EntryTextRow>()
                        .Where(t =>
                            t.ErasedBy == null
                            && db.Set<EntryRow>()
                                .Any(e => e.Number == t.Entry && e.Kind == kind && e.Subject == key)
                        )
                        .OrderBy(t => t.Entry)
                        .ThenBy(t => t.Path)
                        .Select(t => new
                        {
                            t.Entry,
                            t.Path,
                            t.Text,
                        })
                        .ToListAsync(stop),
                stop
            );
            var gone = false;
            foreach (var place in places.Where(p => !stays.Contains(p.Text ?? "")))
                // The same words of another entry may have gone with an earlier one.
                gone |=
                    await store.Do(
                        new EraseText(new TextPlace(place.Entry, place.Path)),
                        now,
                        stop: stop
                    ) is Done<Wording>.Written;
            if (gone)
                swept++;
        }
        return swept;
    }

    /// <remarks>A list goes on for years: each note has its own time, from the day on which it was written.</remarks>
    private static async Task<int> SweepShortlists(
        Casework store,
        DateOnly firstKept,
        Occasion now,
        CancellationToken stop
    )
    {
        var (first, kind) = (Texts.Of(firstKept), Naming.Of(typeof(Shortlist)));
        var due = await store.Read(
            db =>
                db.Set<EntryTextRow>()
                    .Where(t =>
                        t.ErasedBy == null
                        && db.Set<EntryRow>()
                            .Any(e =>
                                e.Number == t.Entry && e.Kind == kind && e.At.CompareTo(first) < 0
                            )
                    )
                    .OrderBy(t => t.Entry)
                    .ThenBy(t => t.Path)
                    .Select(t => new { t.Entry, t.Path })
                    .ToListAsync(stop),
            stop
        );
        var swept = 0;
        foreach (var place in due)
            // The same words of another entry may have gone with an earlier one.
            if (
                await store.Do(
                    new EraseText(new TextPlace(place.Entry, place.Path)),
                    now,
                    stop: stop
                ) is Done<Wording>.Written
            )
                swept++;
        return swept;
    }

    /// <remarks>What organisations replied is public and stays; so do the kinds and views of people, by nobody who could be found.</remarks>
    private static async Task<int> SweepReplies(
        Casework store,
        DateOnly firstKept,
        Occasion now,
        CancellationToken stop
    )
    {
        var kind = Naming.Of(typeof(PersonReply));
        var swept = 0;
        await foreach (var given in store.AllDocuments<ProcedureCase>(stop))
        {
            if (
                given.Procedure != CaseKind.Consultation
                || !given.IsOver
                || (given.Stopped?.On ?? given.Since) >= firstKept
            )
                continue;
            foreach (
                var reply in await store.Documents<PersonReply>(
                    PersonReply.PartyOf(given.Id),
                    take: int.MaxValue,
                    stop: stop
                )
            )
                if (await store.FirstWords(kind, reply.State.Key, stop) is { } place)
                {
                    await store.Do(new EraseText(place) { Whole = true }, now, stop: stop);
                    swept++;
                }
            // The secret last: without it no address can be tried against the keys.
            if (
                await store.FirstWords(
                    Naming.Of(typeof(Consultation)),
                    given.Key,
                    stop,
                    "secret"
                ) is
                { } secret
            )
                await store.Do(new EraseText(secret), now, stop: stop);
        }
        return swept;
    }

    /// <remarks>The address stands on the letters too: those that wait are wanted by nobody, and those that left go with it.</remarks>
    private static async Task<int> SweepAlerts(
        Casework store,
        DateOnly firstKept,
        Occasion now,
        CancellationToken stop
    )
    {
        var kind = Naming.Of(typeof(Alert));
        await foreach (var alert in store.AllDocuments<Alert>(stop))
        {
            if (!(alert.LastDay < firstKept) || alert.Address.Text is not { } address)
                continue;
            var key = alert.Key;
            await store.InLine(
                async db =>
                {
                    var entries = await db.Set<EntryRow>()
                        .Where(e => e.Kind == kind && e.Subject == key)
                        .Select(e => e.Number)
                        .ToListAsync(stop);
                    var theirs = (
                        await db.Set<LetterRow>()
                            .Where(l => l.Recipient == address)
                            .Select(l => l.Id)
                            .ToListAsync(stop)
                    )
                        .Where(id =>
                            entries.Exists(e =>
                                id.StartsWith(
                                    string.Create(CultureInfo.InvariantCulture, $"{e}-"),
                                    StringComparison.Ordinal
                                )
                            )
                        )
                        .ToList();
                    return await db.Set<LetterRow>()
                        .Where(l => theirs.Contains(l.Id))
                        .ExecuteDeleteAsync(stop);
                },
                stop
            );
        }
        return await store.SweepWords<Alert>(a => a.LastDay < firstKept, now, stop);
    }

    private static async Task<int> SweepInvitations(
        Casework store,
        DateOnly firstKept,
        Occasion now,
        CancellationToken stop
    )
    {
        var (first, invited) = (Texts.Of(firstKept), nameof(PersonStatus.Invited));
        var due = await store.Read(
            db =>
                db.Set<PersonRow>()
                    .Where(p => p.Status == invited)
                    .Where(p =>
                        // Counted from the newest invitation: one that was sent again begins anew.
                        db.Set<SubjectRow>()
                            .Any(s =>
                                s.Kind == "person"
                                && s.Id == p.Id
                                && db.Set<EntryRow>()
                                    .Any(e => e.Number == s.Entry && e.At.CompareTo(first) < 0)
                            )
                    )
                    .Select(p => p.Id)
                    .ToListAsync(stop),
            stop
        );
        var gone = 0;
        foreach (var person in due)
            if (
                await store.Do(new ErasePerson(PersonId.Parse(person)), now, stop: stop)
                is Done<Person>.Written
            )
                gone++;
        return gone;
    }

    private static async Task<int> SweepProposals(
        Casework store,
        DateOnly firstKept,
        Occasion now,
        CancellationToken stop
    )
    {
        var first = Texts.Of(firstKept);
        var (due, places) = await store.Read(
            async db =>
            {
                var proposals = await db.Set<ProposalRow>()
                    .Where(p => p.Json != null && p.Until.CompareTo(first) < 0)
                    .Select(p => p.Id)
                    .ToListAsync(stop);
                var words = await db.Set<EntryTextRow>()
                    .Where(t =>
                        t.ErasedBy == null
                        && t.Path != "why"
                        && db.Set<EntryRow>()
                            .Any(e =>
                                e.Number == t.Entry
                                && e.Kind == "proposal"
                                && proposals.Contains(e.Subject)
                            )
                    )
                    .Select(t => new { t.Entry, t.Path })
                    .ToListAsync(stop);
                return (proposals, words.ConvertAll(w => new TextPlace(w.Entry, w.Path)));
            },
            stop
        );
        foreach (var place in places)
            await store.Do(new EraseText(place), now, stop: stop);
        return await store.InLine(
            db =>
                db.Set<ProposalRow>()
                    .Where(p => due.Contains(p.Id))
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(p => p.Json, (string?)null)
                                .SetProperty(p => p.Reason, (string?)null),
                        stop
                    ),
            stop
        );
    }
}
