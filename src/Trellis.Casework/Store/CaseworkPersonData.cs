using Microsoft.EntityFrameworkCore;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Store;

public sealed partial class Casework
{
    /// <summary>All that is held about a person, from every table that names them or has their id, as of one moment; null where there is nobody of the id.</summary>
    /// <remarks>Secrets are not in it: of a password that there is one, of a session when it began. Others are named by their role alone.</remarks>
    public Task<PersonData?> Everything(
        PersonId id,
        DateTimeOffset at,
        CancellationToken stop = default
    ) =>
        Read(
            async db =>
            {
                var key = id.ToString();
                if (await Tables.Of<Person>().Load(db, key, stop) is not { } person)
                    return null;
                string[] names =
                [
                    .. new[] { person.Name.Text, person.Email.Text }
                        .OfType<string>()
                        .Where(n => n.Length > 3),
                ];
                return new PersonData(
                    id,
                    at,
                    [
                        Themselves(person),
                        Roles(person),
                        await About(db, key, stop),
                        await Did(db, key, stop),
                        await Named(db, key, names, stop),
                        await Received(db, person.Email.Text, stop),
                        await Proposed(db, key, stop),
                        await Unsent(db, key, stop),
                        await SignedIn(db, key, stop),
                        await Noted(db, key, stop),
                    ]
                );
            },
            stop
        );

    private static PersonDataPart Themselves(Person person) =>
        new(
            "Who you are",
            "So that others know who acts, and letters reach you.",
            [
                Facts(
                    ("Name", person.Name.Text),
                    ("E-mail address", person.Email.Text),
                    ("Status", person.Status.ToString().ToLowerInvariant())
                ),
            ]
        );

    private static PersonDataPart Roles(Person person) =>
        new(
            "Your roles",
            "They say what you may see and do. What was corrected stays with the time until which it was believed.",
            [
                .. person.Appointments.Select(h =>
                    Facts(
                        ("Role", h.Value.ToString()),
                        ("Lent by", h.Value.From?.ToString()),
                        ("From", Texts.Of(h.From)),
                        ("Until", h.To is { } to ? Texts.Of(to) : "no end"),
                        ("Known since", Texts.Of(h.KnownFrom)),
                        ("Believed until", h.KnownTo is { } known ? Texts.Of(known) : null)
                    )
                ),
            ]
        );

    private static async Task<PersonDataPart> About(
        CaseworkDb db,
        string key,
        CancellationToken stop
    ) =>
        new(
            "What was done about you",
            "The journal's entries about you, with the words that were written down.",
            await Lines(
                db,
                db.Set<EntryRow>().Where(e => e.Kind == "person" && e.Subject == key),
                _ => true,
                stop
            )
        );

    private static async Task<PersonDataPart> Did(
        CaseworkDb db,
        string key,
        CancellationToken stop
    ) =>
        new(
            "What you did",
            "The journal's entries of your acts, and of those you confirmed, with the reason you gave.",
            await Lines(
                db,
                db.Set<EntryRow>().Where(e => e.ByWhom == key || e.Second == key),
                t => t.Path == "why",
                stop
            )
        );

    /// <summary>Entries with the words of some of their places.</summary>
    private static async Task<IReadOnlyList<IReadOnlyList<PersonFact>>> Lines(
        CaseworkDb db,
        IQueryable<EntryRow> which,
        Func<EntryText, bool> shown,
        CancellationToken stop
    )
    {
        var lines = new List<IReadOnlyList<PersonFact>>();
        var rows = await which.AsNoTracking().OrderBy(e => e.Number).ToListAsync(stop);
        foreach (var few in rows.Chunk(Stride))
        foreach (var entry in await WithTexts(db, few, stop))
            lines.Add([
                .. Facts(
                    ("Entry", $"{entry.Number}"),
                    ("When", Texts.Of(entry.At)),
                    ("Act", entry.Act),
                    ("Done to", $"{entry.Kind} {entry.Subject}"),
                    ("By somebody as", $"{entry.Role}, {entry.Scope}"),
                    ("Confirmed by a second", entry.Second is null ? null : "yes")
                ),
                .. entry
                    .Texts.Where(shown)
                    .Select(t => new PersonFact(t.Path, t.Text ?? $"erased by entry {t.ErasedBy}")),
            ]);
        return lines;
    }

    private static async Task<PersonDataPart> Named(
        CaseworkDb db,
        string key,
        string[] names,
        CancellationToken stop
    )
    {
        var found = new List<IReadOnlyList<PersonFact>>();
        if (names.Length > 0)
            await foreach (
                var text in db.Set<EntryTextRow>()
                    .Where(t => t.Text != null)
                    .Where(t =>
                        !db.Set<EntryRow>()
                            .Any(e => e.Number == t.Entry && e.Kind == "person" && e.Subject == key)
                    )
                    .OrderBy(t => t.Entry)
                    .AsAsyncEnumerable()
                    .WithCancellation(stop)
            )
                if (Words.Name(text.Text, names))
                    found.Add(Facts(("Entry", $"{text.Entry}"), (text.Path, text.Text)));
        foreach (
            var document in await db.Set<DocumentRow>()
                .AsNoTracking()
                .OrderBy(d => d.Kind)
                .ThenBy(d => d.Key)
                .ToListAsync(stop)
        )
        foreach (var words in Words.Naming(document.Json, names))
            found.Add(Facts(("In", $"{document.Kind} {document.Key}"), ("Words", words)));
        return new(
            "Where you are named",
            "Words in other entries of the journal, and in what schools keep here together, that have your whole name or your address in them.",
            found
        );
    }

    private static async Task<PersonDataPart> Unsent(
        CaseworkDb db,
        string key,
        CancellationToken stop
    ) =>
        new(
            "What you have not sent",
            "Answers to forms of many questions, kept so that you can go on later. Nobody else reads them.",
            [
                .. (
                    await db.Set<DraftRow>()
                        .AsNoTracking()
                        .Where(d => d.Person == key)
                        .OrderBy(d => d.SavedAt)
                        .ToListAsync(stop)
                ).Select(d =>
                    Facts(("Form", $"{d.Kind} {d.Key}"), ("Saved", d.SavedAt), ("Answers", d.Json))
                ),
            ]
        );

    private static async Task<PersonDataPart> Received(
        CaseworkDb db,
        string? address,
        CancellationToken stop
    ) =>
        new(
            "Letters to you",
            "Letters that wait, and those sent within the time they are kept.",
            [
                .. (
                    await db.Set<LetterRow>()
                        .AsNoTracking()
                        .Where(l => address != null && l.Recipient == address)
                        .OrderBy(l => l.MadeAt)
                        .ToListAsync(stop)
                ).Select(l =>
                    Facts(
                        ("Made", l.MadeAt),
                        ("Sent", l.SentAt ?? "not yet"),
                        ("Subject", l.Subject),
                        ("Words", l.Body)
                    )
                ),
            ]
        );

    private static async Task<PersonDataPart> Proposed(
        CaseworkDb db,
        string key,
        CancellationToken stop
    ) =>
        new(
            "What you proposed, confirmed or declined",
            "Some acts need two people.",
            [
                .. (
                    await db.Set<ProposalRow>()
                        .AsNoTracking()
                        .Where(p => p.ByWhom == key || p.Second == key)
                        .OrderBy(p => p.At)
                        .ToListAsync(stop)
                ).Select(p =>
                    Facts(
                        ("Act", p.Act),
                        ("Done to", $"{p.Kind} {p.Subject}"),
                        ("You", p.ByWhom == key ? "proposed it" : "answered it"),
                        ("When", p.At),
                        ("Status", p.Status.ToLowerInvariant()),
                        ("Reason", p.Second == key ? p.Reason : null)
                    )
                ),
            ]
        );

    private static async Task<PersonDataPart> SignedIn(
        CaseworkDb db,
        string key,
        CancellationToken stop
    )
    {
        var facts = new List<IReadOnlyList<PersonFact>>();
        foreach (
            var account in await db.Set<AccountRow>()
                .AsNoTracking()
                .Where(a => a.Person == key)
                .ToListAsync(stop)
        )
            facts.Add(
                Facts(
                    ("Password", account.Password is null ? "none" : "set, and not kept as such"),
                    ("Changed", account.ChangedAt),
                    ("Wrong tries in a row", $"{account.Failed}"),
                    ("Locked until", account.LockedUntil)
                )
            );
        foreach (
            var session in await db.Set<SessionRow>()
                .AsNoTracking()
                .Where(a => a.Person == key)
                .OrderBy(s => s.BeganAt)
                .ToListAsync(stop)
        )
            facts.Add(
                Facts(
                    ("Session since", session.BeganAt),
                    ("Last used", session.SeenAt),
                    ("Ends", session.EndsAt),
                    ("By", session.How),
                    ("Browser", session.Device)
                )
            );
        foreach (
            var link in await db.Set<SignInLinkRow>()
                .AsNoTracking()
                .Where(a => a.Person == key)
                .ToListAsync(stop)
        )
            facts.Add(
                Facts(
                    ("Known to", link.Issuer),
                    ("There as", link.Subject),
                    ("Since", link.LinkedAt)
                )
            );
        foreach (
            var passkey in await db.Set<PasskeyRow>()
                .AsNoTracking()
                .Where(a => a.Person == key)
                .ToListAsync(stop)
        )
            facts.Add(
                Facts(("Passkey", passkey.Name ?? "without a name"), ("Made", passkey.MadeAt))
            );
        foreach (
            var token in await db.Set<TokenRow>()
                .AsNoTracking()
                .Where(a => a.Person == key)
                .ToListAsync(stop)
        )
            facts.Add(
                Facts(
                    ("Link in a letter", token.Kind.ToLowerInvariant()),
                    ("Made", token.MadeAt),
                    ("Ends", token.EndsAt)
                )
            );
        return new(
            "What you sign in with",
            "Passwords are kept as digests only, and passkeys as the half that anybody may know. Neither is shown.",
            facts
        );
    }

    private static async Task<PersonDataPart> Noted(
        CaseworkDb db,
        string key,
        CancellationToken stop
    ) =>
        new(
            "The security log",
            "Signing in, signing out and refusals. A network address is kept as a digest.",
            [
                .. (
                    await db.Set<SecurityEventRow>()
                        .AsNoTracking()
                        .Where(e => e.Person == key)
                        .OrderBy(e => e.At)
                        .ToListAsync(stop)
                ).Select(e =>
                    Facts(
                        ("When", e.At),
                        ("What", e.Kind),
                        ("Page", e.Path),
                        ("From", e.Address),
                        ("Outcome", e.Outcome)
                    )
                ),
            ]
        );

    /// <summary>Facts without those that are empty.</summary>
    private static IReadOnlyList<PersonFact> Facts(params (string Name, string? Value)[] facts) =>
        [
            .. facts
                .Where(f => !string.IsNullOrEmpty(f.Value))
                .Select(f => new PersonFact(f.Name, f.Value!)),
        ];
}
