using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.People;
using Trellis.PublicRecord;

namespace Trellis.Store;

/// <summary>Finds what the tables hold of a person's name and address, and empties it with the erasure's entry.</summary>
/// <remarks>It reads all words of the journal while nobody else can write: an erasure is rare, and what is written between looking and erasing would be missed.</remarks>
internal sealed class PersonErasure : Reach<Person, PersonErased>
{
    // A name of three letters stands in too many words of others.
    private const int ShortestName = 4;

    public override Type Act => typeof(ErasePerson);

    public override async Task<Act<Person, PersonErased>> Complete(
        CaseworkDb db,
        Act<Person, PersonErased> act,
        CancellationToken stop
    )
    {
        await Words.Hold(db, stop);
        var person = act.Subject;
        var names = await Names(db, person, stop);
        var found = new List<TextPlace>();
        await foreach (
            var text in db.Set<EntryTextRow>()
                .Where(t => t.ErasedBy == null)
                .Join(
                    db.Set<EntryRow>(),
                    t => t.Entry,
                    e => e.Number,
                    (t, e) =>
                        new
                        {
                            t.Entry,
                            t.Path,
                            t.Text,
                            OfPerson = e.Kind == "person",
                            About = e.Kind == "person" && e.Subject == person,
                        }
                )
                .AsAsyncEnumerable()
                .WithCancellation(stop)
        )
            // Another of the same name keeps their own name and address.
            if (
                text.About
                || ((!text.OfPerson || text.Path == "why") && Words.Name(text.Text, names))
            )
                found.Add(new TextPlace(text.Entry, text.Path));
        found.Sort((a, b) => (a.Entry, a.Path).CompareTo((b.Entry, b.Path)));
        return (ErasePerson)act with { Named = found };
    }

    public override async Task Then(
        CaseworkDb db,
        Person? before,
        PersonErased happened,
        long entry,
        CancellationToken stop
    )
    {
        var names = await Names(db, happened.Person.ToString(), stop);
        if (before is not null)
            names = Long([.. names, before.Name.Text, before.Email.Text]);
        await Words.Erase(db, happened.Erased, entry, stop);
        await Letters(db, names, before?.Email.Text, stop);
        await SignIn(db, happened.Person.ToString(), stop);
        await Drafts(db, happened.Person.ToString(), names, stop);
        var changes = new List<PublicChange>();
        foreach (var table in Tables.All)
            changes.AddRange(await table.Erase(db, names, stop));
        var parts = await db.Set<PublicChangeRow>().CountAsync(r => r.Entry == entry, stop);
        await Casework.Publish(db, entry, parts, changes, stop);
        await db.SaveChangesAsync(stop);
        var proposals = await db.Set<ProposalRow>()
            .AsNoTracking()
            .Where(p => p.Json != null || p.Reason != null)
            .ToListAsync(stop);
        foreach (var proposal in proposals)
            if (Words.Name(proposal.Json, names) || Words.Name(proposal.Reason, names))
                await db.Set<ProposalRow>()
                    .Where(p => p.Id == proposal.Id)
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(p => p.Json, (string?)null)
                                .SetProperty(p => p.Reason, (string?)null),
                        stop
                    );
    }

    /// <summary>What the person signed in with goes; the security log names them by their opaque id, until its own time is over.</summary>
    private static async Task SignIn(CaseworkDb db, string person, CancellationToken stop)
    {
        await db.Set<AccountRow>().Where(r => r.Person == person).ExecuteDeleteAsync(stop);
        await db.Set<TokenRow>().Where(r => r.Person == person).ExecuteDeleteAsync(stop);
        await db.Set<SessionRow>().Where(r => r.Person == person).ExecuteDeleteAsync(stop);
        await db.Set<SignInLinkRow>().Where(r => r.Person == person).ExecuteDeleteAsync(stop);
        await db.Set<PasskeyRow>().Where(r => r.Person == person).ExecuteDeleteAsync(stop);
    }

    /// <summary>What the person had not sent goes; what others have begun loses the name.</summary>
    private static async Task Drafts(
        CaseworkDb db,
        string person,
        IReadOnlyList<string> names,
        CancellationToken stop
    )
    {
        await db.Set<DraftRow>().Where(r => r.Person == person).ExecuteDeleteAsync(stop);
        foreach (var draft in await db.Set<DraftRow>().AsNoTracking().ToListAsync(stop))
        {
            var json = Words.WithoutIn(draft.Json, names);
            if (json == draft.Json)
                continue;
            var theirs = db.Set<DraftRow>()
                .Where(r => r.Person == draft.Person && r.Kind == draft.Kind && r.Key == draft.Key);
            if (json is null)
                await theirs.ExecuteDeleteAsync(stop);
            else
                await theirs.ExecuteUpdateAsync(s => s.SetProperty(r => r.Json, json), stop);
        }
    }

    /// <summary>Letters to the person go; of others that name them, those sent are emptied and those that wait lose the name.</summary>
    private static async Task Letters(
        CaseworkDb db,
        IReadOnlyList<string> names,
        string? address,
        CancellationToken stop
    )
    {
        var letters = await db.Set<LetterRow>()
            .AsNoTracking()
            .Where(l => l.Recipient != null || l.Subject != null || l.Body != null)
            .ToListAsync(stop);
        foreach (var letter in letters)
        {
            var id = letter.Id;
            var theirs =
                letter.Recipient is { } to
                && (
                    string.Equals(to, address, StringComparison.OrdinalIgnoreCase)
                    || Words.Name(to, names)
                );
            if (theirs && letter.SentAt is null)
                await db.Set<LetterRow>().Where(l => l.Id == id).ExecuteDeleteAsync(stop);
            else if (theirs || Words.Name(letter.Subject, names) || Words.Name(letter.Body, names))
            {
                var waits = letter.SentAt is null;
                var (recipient, subject, body) = waits
                    ? (
                        letter.Recipient,
                        Words.Without(letter.Subject, names),
                        Words.Without(letter.Body, names)
                    )
                    : (null, null, null);
                await db.Set<LetterRow>()
                    .Where(l => l.Id == id)
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(l => l.Recipient, recipient)
                                .SetProperty(l => l.Subject, subject)
                                .SetProperty(l => l.Body, body),
                        stop
                    );
            }
        }
    }

    /// <summary>Every name and address the person is known to have had.</summary>
    private static async Task<IReadOnlyList<string>> Names(
        CaseworkDb db,
        string person,
        CancellationToken stop
    )
    {
        var row = await db.Set<PersonRow>()
            .AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == person, stop);
        var written = await db.Set<EntryRow>()
            .Where(e => e.Kind == "person" && e.Subject == person)
            .Join(db.Set<EntryTextRow>(), e => e.Number, t => t.Entry, (_, t) => t)
            .Where(t =>
                t.ErasedBy == null
                && (
                    t.Path == "event.name"
                    || t.Path == "event.email"
                    || t.Path.StartsWith("changes.name.")
                    || t.Path.StartsWith("changes.email.")
                )
            )
            .Select(t => t.Text)
            .ToListAsync(stop);
        return Long([.. written, row?.Name, row?.Email]);
    }

    private static IReadOnlyList<string> Long(IEnumerable<string?> names) =>
        [
            .. names
                .OfType<string>()
                .Where(n => n.Length >= ShortestName)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
}

/// <summary>Empties words of one place, and the same words wherever else they stand in what the entry was done to.</summary>
internal sealed class TextErasure : Reach<Wording, TextErased>
{
    public override Type Act => typeof(EraseText);

    public override async Task<Act<Wording, TextErased>> Complete(
        CaseworkDb db,
        Act<Wording, TextErased> act,
        CancellationToken stop
    )
    {
        await Words.Hold(db, stop);
        var erase = (EraseText)act;
        var place = erase.Place;
        var words = await db.Set<EntryTextRow>()
            .Where(t => t.Entry == place.Entry && t.Path == place.Path && t.ErasedBy == null)
            .Select(t => t.Text)
            .SingleOrDefaultAsync(stop);
        if (words is null)
            return erase with { IsThere = false };
        var entries = await Entries(db, place.Entry, stop);
        var others = await db.Set<EntryTextRow>()
            .Where(t => entries.Contains(t.Entry) && t.ErasedBy == null)
            .Where(t => erase.Whole || t.Text == words)
            .Select(t => new { t.Entry, t.Path })
            .ToListAsync(stop);
        return erase with
        {
            IsThere = true,
            Also =
            [
                .. others
                    .Select(t => new TextPlace(t.Entry, t.Path))
                    .Where(t => t != place)
                    .OrderBy(t => t.Entry)
                    .ThenBy(t => t.Path, StringComparer.Ordinal),
            ],
        };
    }

    public override async Task Then(
        CaseworkDb db,
        Wording? before,
        TextErased happened,
        long entry,
        CancellationToken stop
    )
    {
        var first = happened.Erased[0].Entry;
        var subject = await db.Set<EntryRow>()
            .AsNoTracking()
            .SingleAsync(e => e.Number == first, stop);
        var entries = await Entries(db, first, stop);
        var gone = happened.Erased.ToHashSet();
        var words = (
            await db.Set<EntryTextRow>()
                .AsNoTracking()
                .Where(t => entries.Contains(t.Entry) && t.Text != null)
                .ToListAsync(stop)
        )
            .Where(t => gone.Contains(new TextPlace(t.Entry, t.Path)))
            .Select(t => t.Text!)
            .Where(t => t.Length > 0)
            // The longest first, so that one that is part of another leaves nothing of it behind.
            .OrderByDescending(t => t.Length)
            .ToHashSet(StringComparer.Ordinal);
        await Words.Erase(db, happened.Erased, entry, stop);
        // Why somebody did something stands in no state, and names of people are erased with the person.
        if (Tables.All.FirstOrDefault(t => t.Kind == subject.Kind) is { } table)
        {
            var changes = await table.EraseIn(db, subject.Subject, words, stop);
            var parts = await db.Set<PublicChangeRow>().CountAsync(r => r.Entry == entry, stop);
            await Casework.Publish(db, entry, parts, changes, stop);
            await db.SaveChangesAsync(stop);
        }
        await Letters(db, entries, [.. words], stop);
    }

    /// <summary>All entries of what an entry was done to.</summary>
    private static async Task<List<long>> Entries(
        CaseworkDb db,
        long entry,
        CancellationToken stop
    ) =>
        await db.Set<EntryRow>()
            .Where(e =>
                db.Set<EntryRow>()
                    .Any(o => o.Number == entry && o.Kind == e.Kind && o.Subject == e.Subject)
            )
            .Select(e => e.Number)
            .ToListAsync(stop);

    /// <summary>Letters that left lose their words, those that wait lose the words erased.</summary>
    private static async Task Letters(
        CaseworkDb db,
        IReadOnlyList<long> entries,
        IReadOnlyList<string> words,
        CancellationToken stop
    )
    {
        var theirs = entries
            .Select(e => e.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .ToHashSet(StringComparer.Ordinal);
        var letters = await db.Set<LetterRow>()
            .AsNoTracking()
            .Where(l => l.Subject != null || l.Body != null)
            .ToListAsync(stop);
        foreach (var letter in letters)
        {
            if (
                !theirs.Contains(letter.Id.Split('-')[0])
                || !(Words.Name(letter.Subject, words) || Words.Name(letter.Body, words))
            )
                continue;
            var id = letter.Id;
            var (subject, body) = letter.SentAt is null
                ? (Words.Without(letter.Subject, words), Words.Without(letter.Body, words))
                : (null, null);
            await db.Set<LetterRow>()
                .Where(l => l.Id == id)
                .ExecuteUpdateAsync(
                    s => s.SetProperty(l => l.Subject, subject).SetProperty(l => l.Body, body),
                    stop
                );
        }
    }
}

/// <summary>Words of the journal and names in them.</summary>
internal static class Words
{
    /// <summary>What stands where words were.</summary>
    public const string Erased = "[erased]";

    /// <summary>Takes the journal's head early, so that no entry is written between looking and erasing.</summary>
    public static Task Hold(CaseworkDb db, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync($"update journal_head set number = number where id = 1", stop);

    public static bool Name(string? text, IReadOnlyList<string> names)
    {
        if (text is null)
            return false;
        foreach (var name in names)
            if (text.Contains(name, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    public static string? Without(string? text, IReadOnlyList<string> names)
    {
        foreach (var name in names)
            text = text?.Replace(name, Erased, StringComparison.OrdinalIgnoreCase);
        return text;
    }

    /// <summary>The values of JSON that have one of the names in them, in order.</summary>
    public static IEnumerable<string> Naming(string json, IReadOnlyList<string> names)
    {
        using var read = JsonDocument.Parse(json);
        return [.. In(read.RootElement).Where(text => Name(text, names))];

        static IEnumerable<string> In(JsonElement element) =>
            element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().SelectMany(f => In(f.Value)),
                JsonValueKind.Array => element.EnumerateArray().SelectMany(In),
                JsonValueKind.String => [element.GetString()!],
                _ => [],
            };
    }

    /// <summary>JSON with names taken out of its values, the same text where none is in it; null where it cannot be read.</summary>
    public static string? WithoutIn(string json, IReadOnlyList<string> names)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
        var found = false;
        root = Walk(root);
        return found ? root?.ToJsonString() ?? "null" : json;

        JsonNode? Walk(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject fields:
                    foreach (var (name, value) in fields.ToArray())
                        if (Walk(value) is var after && after != value)
                            fields[name] = after;
                    return node;
                case JsonArray list:
                    for (var i = 0; i < list.Count; i++)
                        if (Walk(list[i]) is var after && after != list[i])
                            list[i] = after;
                    return node;
                case JsonValue value
                    when value.TryGetValue<string>(out var text) && Name(text, names):
                    found = true;
                    return JsonValue.Create(Without(text, names));
                default:
                    return node;
            }
        }
    }

    public static async Task Erase(
        CaseworkDb db,
        IReadOnlyList<TextPlace> places,
        long entry,
        CancellationToken stop
    )
    {
        foreach (var place in places)
            await db.Set<EntryTextRow>()
                .Where(t => t.Entry == place.Entry && t.Path == place.Path)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(t => t.Salt, (string?)null)
                            .SetProperty(t => t.Text, (string?)null)
                            .SetProperty(t => t.ErasedBy, entry),
                    stop
                );
    }
}
