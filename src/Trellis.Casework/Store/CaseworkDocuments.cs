using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Store;

/// <summary>Answers that somebody has given and not yet sent.</summary>
/// <param name="Json">As the page wrote them; it alone reads them.</param>
public sealed record Draft(string Kind, string Key, string Json, DateTimeOffset SavedAt);

public sealed partial class Casework
{
    /// <summary>The documents of a kind that concern a party, by key.</summary>
    /// <param name="party">As scopes are written: "school:100000"; null for all of the kind.</param>
    /// <param name="after">The last key of the page before; null for the first page.</param>
    /// <param name="take">At most so many.</param>
    public Task<IReadOnlyList<Kept<TState>>> Documents<TState>(
        string? party,
        string? after = null,
        int take = 1000,
        CancellationToken stop = default
    )
        where TState : Document =>
        Concerning<TState>(party is null ? null : [party], after, take, stop);

    /// <summary>Every document of a kind, by key, read some hundred at a time: what is written meanwhile may or may not be among them.</summary>
    public async IAsyncEnumerable<TState> AllDocuments<TState>(
        [EnumeratorCancellation] CancellationToken stop = default
    )
        where TState : Document
    {
        const int AtOnce = 200;
        string? after = null;
        while (true)
        {
            var some = await Documents<TState>(null, after, AtOnce, stop);
            foreach (var kept in some)
                yield return kept.State;
            if (some.Count < AtOnce)
                yield break;
            after = some[^1].State.Key;
        }
    }

    /// <summary>The documents of a kind that concern any of many parties, by key, each once: one question to the store, however many are asked for.</summary>
    /// <param name="parties">As scopes are written; none gives none.</param>
    /// <param name="after">The last key of the page before; null for the first page.</param>
    /// <param name="take">At most so many.</param>
    public async Task<IReadOnlyList<Kept<TState>>> DocumentsOf<TState>(
        IReadOnlyCollection<string> parties,
        string? after = null,
        int take = 10_000,
        CancellationToken stop = default
    )
        where TState : Document =>
        parties.Count == 0 ? [] : await Concerning<TState>([.. parties], after, take, stop);

    private Task<IReadOnlyList<Kept<TState>>> Concerning<TState>(
        string[]? parties,
        string? after,
        int take,
        CancellationToken stop
    )
        where TState : Document
    {
        var kind = Naming.Of(typeof(TState));
        var from = after ?? "";
        return Read<IReadOnlyList<Kept<TState>>>(
            async db =>
            {
                var rows = db.Set<DocumentRow>().AsNoTracking().Where(r => r.Kind == kind);
                if (parties is not null)
                {
                    // The keys first, by the index of parties: few documents of a kind concern any one.
                    var keys = db.Set<InvolvedRow>()
                        .Where(i => i.Kind == kind && parties.Contains(i.Party))
                        .Select(i => i.Key);
                    rows = rows.Where(r => keys.Contains(r.Key));
                }
                var found = await rows.Where(r => string.Compare(r.Key, from) > 0)
                    .OrderBy(r => r.Key)
                    .Take(take)
                    .Join(
                        db.Set<SubjectRow>().Where(s => s.Kind == kind),
                        r => r.Key,
                        s => s.Id,
                        (r, s) =>
                            new
                            {
                                r.Key,
                                r.Json,
                                s.Version,
                                s.Entry,
                            }
                    )
                    .ToListAsync(stop);
                return
                [
                    .. found
                        .OrderBy(r => r.Key, StringComparer.Ordinal)
                        .Select(r => new Kept<TState>(
                            ActJson.Read<TState>(r.Json),
                            r.Version,
                            r.Entry
                        )),
                ];
            },
            stop
        );
    }

    /// <summary>Keeps what somebody has answered so far; what they had answered before under the same key is replaced.</summary>
    public Task SaveDraft(
        PersonId person,
        string kind,
        string key,
        string json,
        DateTimeOffset at,
        CancellationToken stop = default
    )
    {
        var (whose, when) = (person.ToString(), Texts.Of(at));
        return InLine(
            db =>
                db.Database.ExecuteSqlAsync(
                    $"insert into draft (person, kind, key, json, saved_at) values ({whose}, {kind}, {key}, {json}, {when}) on conflict (person, kind, key) do update set json = excluded.json, saved_at = excluded.saved_at",
                    stop
                ),
            stop
        );
    }

    /// <summary>What somebody has answered and not sent; null where there is nothing.</summary>
    public Task<Draft?> FindDraft(
        PersonId person,
        string kind,
        string key,
        CancellationToken stop = default
    )
    {
        var whose = person.ToString();
        return Read(
            async db =>
                await db.Set<DraftRow>()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(
                        r => r.Person == whose && r.Kind == kind && r.Key == key,
                        stop
                    )
                    is { } row
                    ? new Draft(row.Kind, row.Key, row.Json, Texts.Instant(row.SavedAt))
                    : null,
            stop
        );
    }

    /// <summary>All that somebody has begun and not sent, the newest first.</summary>
    public Task<IReadOnlyList<Draft>> Drafts(PersonId person, CancellationToken stop = default)
    {
        var whose = person.ToString();
        return Read<IReadOnlyList<Draft>>(
            async db =>
                [
                    .. (
                        await db.Set<DraftRow>()
                            .AsNoTracking()
                            .Where(r => r.Person == whose)
                            .OrderByDescending(r => r.SavedAt)
                            .ToListAsync(stop)
                    ).Select(r => new Draft(r.Kind, r.Key, r.Json, Texts.Instant(r.SavedAt))),
                ],
            stop
        );
    }

    /// <summary>Throws away what somebody had begun; nothing happens where there is nothing.</summary>
    public Task DropDraft(
        PersonId person,
        string kind,
        string key,
        CancellationToken stop = default
    )
    {
        var whose = person.ToString();
        return InLine(
            db =>
                db.Set<DraftRow>()
                    .Where(r => r.Person == whose && r.Kind == kind && r.Key == key)
                    .ExecuteDeleteAsync(stop),
            stop
        );
    }
}
