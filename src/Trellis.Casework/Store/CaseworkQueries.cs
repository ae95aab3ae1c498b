using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Store;

/// <summary>Which people somebody looks for; what is not said does not narrow.</summary>
/// <param name="Words">Letters of a name or an e-mail address.</param>
/// <param name="Role">Only those who hold, held or will hold it, as known today.</param>
/// <param name="Over">Only those with a role over it, as known today.</param>
public sealed record PeopleQuestion(
    string? Words = null,
    Role? Role = null,
    PersonStatus? Status = null,
    Scope? Over = null
);

/// <summary>Which entries of the journal somebody looks for; what is not said does not narrow.</summary>
/// <param name="By">Who did it: the id of a person, "program" or "terminal".</param>
/// <param name="Act">What was done: "invite-person".</param>
/// <param name="Kind">To what kind of thing: "person".</param>
/// <param name="Subject">To which one.</param>
/// <param name="From">The first instant.</param>
/// <param name="To">The first instant no longer asked for.</param>
/// <param name="Before">Only entries with a smaller number: the next page begins where this one ends, however long the journal is.</param>
public sealed record JournalQuestion(
    string? By = null,
    string? Act = null,
    string? Kind = null,
    string? Subject = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    long? Before = null
);

/// <summary>A letter in the outbox, as an administrator may see it: never what it says, since it may hold a key that signs somebody in.</summary>
/// <param name="Id">The number of the entry it tells of, and its place among the letters of that entry.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Trouble">Why the last try failed; null where none did.</param>
public sealed record LetterWaiting(
    string Id,
    DateTimeOffset MadeAt,
    DateTimeOffset NotBefore,
    int Attempts,
    string? Trouble
);

public sealed partial class Casework
{
    private const char Escape = '\\';

    /// <summary>People by name, without those erased unless they are asked for.</summary>
    /// <param name="after">The last person of the page before; null for the first page.</param>
    /// <param name="take">At most so many.</param>
    public Task<IReadOnlyList<Person>> People(
        PeopleQuestion question,
        PersonId? after,
        int take,
        CancellationToken stop = default
    ) =>
        Read<IReadOnlyList<Person>>(
            async db =>
            {
                var rows = db.Set<PersonRow>().AsNoTracking();
                if (question.Status is { } status)
                    rows = rows.Where(r => r.Status == status.ToString());
                else
                    rows = rows.Where(r => r.Status != nameof(PersonStatus.Erased));
                if (!string.IsNullOrWhiteSpace(question.Words))
                {
                    var pattern = $"%{Plain(question.Words.Trim().ToLowerInvariant())}%";
                    rows = rows.Where(r =>
                        EF.Functions.Like(r.Name!.ToLower(), pattern, Escape.ToString())
                        || EF.Functions.Like(r.Email!, pattern, Escape.ToString())
                    );
                }
                if (question.Role is not null || question.Over is not null)
                {
                    var held = db.Set<AppointmentRow>().Where(a => a.KnownTo == null);
                    if (question.Role is { } role)
                        held = held.Where(a => a.Role == role.ToString());
                    if (question.Over is { } over)
                    {
                        var scope = over.ToString();
                        held = held.Where(a => a.Scope == scope);
                    }
                    rows = rows.Where(r => held.Any(a => a.Person == r.Id));
                }
                if (after is { } last)
                {
                    var id = last.ToString();
                    var name = await db.Set<PersonRow>()
                        .Where(r => r.Id == id)
                        .Select(r => r.Name ?? "")
                        .SingleOrDefaultAsync(stop);
                    if (name is not null)
                        rows = rows.Where(r =>
                            string.Compare(r.Name ?? "", name) > 0
                            || ((r.Name ?? "") == name && string.Compare(r.Id, id) > 0)
                        );
                }
                var found = await rows.OrderBy(r => r.Name ?? "")
                    .ThenBy(r => r.Id)
                    .Take(take)
                    .ToListAsync(stop);
                return await WithAppointments(db, found, stop);
            },
            stop
        );

    /// <summary>Everybody who has, had or will have a role over any of a few things, as known today, by name; without those erased.</summary>
    public Task<IReadOnlyList<Person>> PeopleOver(
        IEnumerable<Scope> any,
        CancellationToken stop = default
    )
    {
        var scopes = any.Select(s => s.ToString()).Distinct().ToArray();
        return Read<IReadOnlyList<Person>>(
            async db =>
            {
                var rows = await db.Set<PersonRow>()
                    .AsNoTracking()
                    .Where(r =>
                        r.Status != nameof(PersonStatus.Erased)
                        && db.Set<AppointmentRow>()
                            .Any(a =>
                                a.Person == r.Id && a.KnownTo == null && scopes.Contains(a.Scope)
                            )
                    )
                    .OrderBy(r => r.Name ?? "")
                    .ThenBy(r => r.Id)
                    .ToListAsync(stop);
                return await WithAppointments(db, rows, stop);
            },
            stop
        );
    }

    /// <summary>The names behind ids, for pages that may show them. Somebody erased has none and is not among them.</summary>
    public Task<IReadOnlyDictionary<string, string>> Names(
        IEnumerable<string> ids,
        CancellationToken stop = default
    )
    {
        var asked = ids.Where(id => PersonId.TryParse(id, null, out _)).Distinct().ToArray();
        return Read<IReadOnlyDictionary<string, string>>(
            async db =>
                await db.Set<PersonRow>()
                    .AsNoTracking()
                    .Where(r => asked.Contains(r.Id) && r.Name != null)
                    .ToDictionaryAsync(r => r.Id, r => r.Name!, stop),
            stop
        );
    }

    /// <summary>Entries of the journal, newest first.</summary>
    /// <param name="take">At most so many.</param>
    public Task<IReadOnlyList<Entry>> SearchJournal(
        JournalQuestion question,
        int take,
        CancellationToken stop = default
    ) =>
        Read(
            async db =>
            {
                var rows = db.Set<EntryRow>().AsNoTracking();
                if (!string.IsNullOrEmpty(question.By))
                    rows = rows.Where(r => r.ByWhom == question.By);
                if (!string.IsNullOrEmpty(question.Act))
                    rows = rows.Where(r => r.Act == question.Act);
                if (!string.IsNullOrEmpty(question.Kind))
                    rows = rows.Where(r => r.Kind == question.Kind);
                if (!string.IsNullOrEmpty(question.Subject))
                    rows = rows.Where(r => r.Subject == question.Subject);
                if (question.From is { } from)
                {
                    var first = Texts.Of(from);
                    rows = rows.Where(r => string.Compare(r.At, first) >= 0);
                }
                if (question.To is { } to)
                {
                    var end = Texts.Of(to);
                    rows = rows.Where(r => string.Compare(r.At, end) < 0);
                }
                if (question.Before is { } before)
                    rows = rows.Where(r => r.Number < before);
                var found = await rows.OrderByDescending(r => r.Number)
                    .Take(take)
                    .ToListAsync(stop);
                return await WithTexts(db, found, stop);
            },
            stop
        );

    /// <summary>Letters that have not left yet, the oldest first.</summary>
    /// <param name="take">At most so many.</param>
    public Task<IReadOnlyList<LetterWaiting>> LettersWaiting(
        int take,
        CancellationToken stop = default
    ) =>
        Read<IReadOnlyList<LetterWaiting>>(
            async db =>
            {
                var rows = await db.Set<LetterRow>()
                    .AsNoTracking()
                    .Where(r => r.SentAt == null)
                    .OrderBy(r => r.NotBefore)
                    .Take(take)
                    .ToListAsync(stop);
                return
                [
                    .. rows.Select(r => new LetterWaiting(
                        r.Id,
                        Texts.Instant(r.MadeAt),
                        Texts.Instant(r.NotBefore),
                        r.Attempts,
                        r.Trouble
                    )),
                ];
            },
            stop
        );

    private static async Task<IReadOnlyList<Person>> WithAppointments(
        CaseworkDb db,
        IReadOnlyList<PersonRow> rows,
        CancellationToken stop
    )
    {
        var ids = rows.Select(r => r.Id).ToArray();
        var held = (
            await db.Set<AppointmentRow>()
                .AsNoTracking()
                .Where(a => ids.Contains(a.Person))
                .OrderBy(a => a.Ordinal)
                .ToListAsync(stop)
        ).ToLookup(a => a.Person);
        return [.. rows.Select(r => PersonTable.Read(r, held[r.Id]))];
    }

    /// <summary>Words as they are, also where they have a letter that stands for others.</summary>
    private static string Plain(string words) =>
        words
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
