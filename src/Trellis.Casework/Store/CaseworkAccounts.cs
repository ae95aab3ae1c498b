using Microsoft.EntityFrameworkCore;
using Trellis.Mail;
using Trellis.People;

namespace Trellis.Store;

/// <summary>How a person may show who they are.</summary>
/// <param name="Password">What the password was turned into; null where there is none.</param>
/// <param name="Demo">Whether it was made by the demo, outside which it opens nothing.</param>
/// <param name="LockedUntil">Until when no password is tried; null where it is not locked.</param>
public sealed record Account(
    PersonId Person,
    string? Password,
    bool Demo,
    int Failed,
    DateTimeOffset? LockedUntil
);

/// <summary>What a link in a letter is for.</summary>
public enum TokenKind
{
    Invitation,
    Reset,
}

/// <summary>A stretch of being signed in.</summary>
/// <param name="How">"password", "passkey", or the name of a provider.</param>
/// <param name="Device">What the browser says of itself; null where it says nothing.</param>
public sealed record Session(
    SessionId Id,
    PersonId Person,
    string How,
    string? Device,
    DateTimeOffset BeganAt,
    DateTimeOffset SeenAt,
    DateTimeOffset EndsAt
);

/// <summary>Who holds a session, at this moment.</summary>
/// <param name="Roles">Those that count today.</param>
/// <param name="Demo">Whether the account is one of the demo's.</param>
public sealed record SignedIn(
    Session Session,
    Person Person,
    IReadOnlyList<Appointment> Roles,
    bool Demo
);

public sealed partial class Casework
{
    /// <summary>The person at an e-mail address; null where there is none.</summary>
    /// <param name="email">In any letters.</param>
    public Task<Person?> PersonAt(string email, CancellationToken stop = default)
    {
        var small = email.ToLowerInvariant();
        return Read(
            async db =>
                await db.Set<PersonRow>()
                    .AsNoTracking()
                    .Where(r => r.Email == small)
                    .Select(r => r.Id)
                    .SingleOrDefaultAsync(stop)
                    is { } id
                    ? await Tables.Of<Person>().Load(db, id, stop)
                    : null,
            stop
        );
    }

    /// <summary>The account of a person; null where none was made yet.</summary>
    public Task<Account?> AccountOf(PersonId person, CancellationToken stop = default)
    {
        var id = person.ToString();
        return Read(
            async db =>
                await db.Set<AccountRow>()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(r => r.Person == id, stop)
                    is { } row
                    ? new Account(
                        person,
                        row.Password,
                        row.Demo != 0,
                        row.Failed,
                        row.LockedUntil is { } until ? Texts.Instant(until) : null
                    )
                    : null,
            stop
        );
    }

    /// <summary>Sets what a password was turned into; lifts a lock, spends every link that waits, and ends the person's sessions.</summary>
    /// <param name="demo">Whether the account is one of the demo's from now on; it never ceases to be.</param>
    /// <param name="keep">The session that goes on: the one in which the password was changed.</param>
    /// <param name="letter">Tells the person, so that they notice if it was not they.</param>
    public Task SetPassword(
        PersonId person,
        string password,
        DateTimeOffset at,
        bool demo = false,
        SessionId? keep = null,
        Letter? letter = null,
        CancellationToken stop = default
    )
    {
        var id = person.ToString();
        var kept = keep?.ToString() ?? "";
        return InLine(
            async db =>
            {
                await using var whole = await db.Database.BeginTransactionAsync(stop);
                await db.Database.ExecuteSqlAsync(
                    $"insert into account (person, password, demo, failed, changed_at) values ({id}, {password}, {(demo ? 1 : 0)}, 0, {Texts.Of(at)}) on conflict (person) do update set password = excluded.password, demo = case when excluded.demo = 1 then 1 else account.demo end, failed = 0, locked_until = null, changed_at = excluded.changed_at",
                    stop
                );
                await db.Set<TokenRow>().Where(r => r.Person == id).ExecuteDeleteAsync(stop);
                await db.Set<SessionRow>()
                    .Where(r => r.Person == id && r.Digest != kept)
                    .ExecuteDeleteAsync(stop);
                if (letter is not null)
                {
                    db.Add(LetterRow.Waiting($"password-{id}-{at.UtcTicks}", letter, at));
                    await db.SaveChangesAsync(stop);
                }
                await whole.CommitAsync(stop);
                return true;
            },
            stop
        );
    }

    /// <summary>Replaces what the same password was turned into, after it was turned by an older measure. Sessions go on.</summary>
    public Task RenewPassword(PersonId person, string password, CancellationToken stop = default)
    {
        var id = person.ToString();
        return InLine(
            db =>
                db.Set<AccountRow>()
                    .Where(r => r.Person == id)
                    .ExecuteUpdateAsync(r => r.SetProperty(a => a.Password, password), stop),
            stop
        );
    }

    /// <summary>Counts a wrong password, in one statement, so that tries at the same moment all count; the last of them locks.</summary>
    /// <param name="most">How many wrong ones in a row lock it.</param>
    /// <param name="until">Until when, if this one does.</param>
    /// <returns>Whether it is locked now.</returns>
    public Task<bool> NoteWrongPassword(
        PersonId person,
        int most,
        DateTimeOffset until,
        CancellationToken stop = default
    )
    {
        var id = person.ToString();
        return InLine(
            async db =>
            {
                await db.Database.ExecuteSqlAsync(
                    $"update account set failed = failed + 1 where person = {id}",
                    stop
                );
                return await db.Database.ExecuteSqlAsync(
                        $"update account set locked_until = {Texts.Of(until)}, failed = 0 where person = {id} and failed >= {most}",
                        stop
                    ) > 0;
            },
            stop
        );
    }

    /// <summary>Begins a session, and forgets the wrong passwords before it.</summary>
    public Task BeginSession(Session session, CancellationToken stop = default)
    {
        var id = session.Person.ToString();
        return InLine(
            async db =>
            {
                await using var whole = await db.Database.BeginTransactionAsync(stop);
                await db.Set<AccountRow>()
                    .Where(r => r.Person == id)
                    .ExecuteUpdateAsync(
                        r =>
                            r.SetProperty(a => a.Failed, 0)
                                .SetProperty(a => a.LockedUntil, (string?)null),
                        stop
                    );
                var past = Texts.Of(session.BeganAt);
                await db.Set<SessionRow>()
                    .Where(r => string.Compare(r.EndsAt, past) < 0)
                    .ExecuteDeleteAsync(stop);
                db.Add(
                    new SessionRow
                    {
                        Digest = session.Id.ToString(),
                        Person = id,
                        How = session.How,
                        Device = session.Device,
                        BeganAt = Texts.Of(session.BeganAt),
                        SeenAt = Texts.Of(session.SeenAt),
                        EndsAt = Texts.Of(session.EndsAt),
                    }
                );
                await db.SaveChangesAsync(stop);
                await whole.CommitAsync(stop);
                return true;
            },
            stop
        );
    }

    /// <summary>Who holds a session, with the roles they hold at this moment; null where it ended, was idle too long, or its person may not sign in.</summary>
    /// <param name="today">The legal day.</param>
    public Task<SignedIn?> SignedInAs(
        SessionId session,
        DateTimeOffset now,
        DateOnly today,
        TimeSpan idle,
        CancellationToken stop = default
    )
    {
        var digest = session.ToString();
        return Read(
            async db =>
            {
                var row = await db.Set<SessionRow>()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(r => r.Digest == digest, stop);
                if (row is null)
                    return null;
                var held = Of(row);
                if (now >= held.EndsAt || now - held.SeenAt >= idle)
                    return null;
                var people = Tables.Of<Person>();
                if (
                    await people.Load(db, row.Person, stop)
                    is not { Status: PersonStatus.Active } person
                )
                    return null;
                var lenders = new Dictionary<PersonId, Person>();
                foreach (var appointment in person.Roles(today, now))
                    if (
                        appointment.From is { } lender
                        && !lenders.ContainsKey(lender)
                        && await people.Load(db, lender.ToString(), stop) is { } known
                    )
                        lenders.Add(lender, known);
                var demo = await db.Set<AccountRow>()
                    .AnyAsync(r => r.Person == row.Person && r.Demo != 0, stop);
                return new SignedIn(held, person, person.Counting(today, now, lenders), demo);
            },
            stop
        );
    }

    /// <summary>Notes that a session was used; it is not idle from then on.</summary>
    public Task SeeSession(SessionId session, DateTimeOffset now, CancellationToken stop = default)
    {
        var digest = session.ToString();
        return InLine(
            db =>
                db.Set<SessionRow>()
                    .Where(r => r.Digest == digest)
                    .ExecuteUpdateAsync(r => r.SetProperty(s => s.SeenAt, Texts.Of(now)), stop),
            stop
        );
    }

    /// <summary>Ends one of a person's sessions, or all but one. It is no act: people do it to their own.</summary>
    /// <param name="one">Which; null for all.</param>
    /// <param name="keep">One that goes on where all are ended.</param>
    /// <returns>How many ended; another's are never among them.</returns>
    public Task<int> EndOwnSessions(
        PersonId person,
        SessionId? one = null,
        SessionId? keep = null,
        CancellationToken stop = default
    )
    {
        var (id, which, kept) = (person.ToString(), one?.ToString(), keep?.ToString() ?? "");
        return InLine(
            db =>
                db.Set<SessionRow>()
                    .Where(r =>
                        r.Person == id && r.Digest != kept && (which == null || r.Digest == which)
                    )
                    .ExecuteDeleteAsync(stop),
            stop
        );
    }

    /// <summary>A person's sessions that have not ended, the newest first.</summary>
    public Task<IReadOnlyList<Session>> SessionsOf(
        PersonId person,
        DateTimeOffset now,
        TimeSpan idle,
        CancellationToken stop = default
    )
    {
        var (id, today, since) = (person.ToString(), Texts.Of(now), Texts.Of(now - idle));
        return Read<IReadOnlyList<Session>>(
            async db =>
            {
                var rows = await db.Set<SessionRow>()
                    .AsNoTracking()
                    .Where(r =>
                        r.Person == id
                        && string.Compare(r.EndsAt, today) > 0
                        && string.Compare(r.SeenAt, since) > 0
                    )
                    .OrderByDescending(r => r.BeganAt)
                    .ToListAsync(stop);
                return [.. rows.Select(Of)];
            },
            stop
        );
    }

    private static Session Of(SessionRow row) =>
        new(
            SessionId.Parse(row.Digest),
            PersonId.Parse(row.Person),
            row.How,
            row.Device,
            Texts.Instant(row.BeganAt),
            Texts.Instant(row.SeenAt),
            Texts.Instant(row.EndsAt)
        );

    /// <summary>Keeps the digest of a link, with the letter that carries the link where there is one.</summary>
    /// <param name="digest">SHA-256 of the secret, 64 hex digits.</param>
    /// <param name="until">From when on it no longer works.</param>
    public Task AddToken(
        TokenKind kind,
        PersonId person,
        string digest,
        DateTimeOffset at,
        DateTimeOffset until,
        Letter? letter = null,
        CancellationToken stop = default
    )
    {
        var (id, name, past) = (person.ToString(), kind.ToString(), Texts.Of(at));
        return InLine(
            async db =>
            {
                await using var whole = await db.Database.BeginTransactionAsync(stop);
                // A newer link of a kind is the only one of it.
                await db.Set<TokenRow>()
                    .Where(r =>
                        r.Person == id && r.Kind == name || string.Compare(r.EndsAt, past) < 0
                    )
                    .ExecuteDeleteAsync(stop);
                db.Add(
                    new TokenRow
                    {
                        Digest = digest,
                        Kind = name,
                        Person = id,
                        MadeAt = past,
                        EndsAt = Texts.Of(until),
                    }
                );
                if (letter is not null)
                    db.Add(LetterRow.Waiting($"link-{digest[..24]}", letter, at));
                await db.SaveChangesAsync(stop);
                await whole.CommitAsync(stop);
                return true;
            },
            stop
        );
    }

    /// <summary>Whose link it is; null where there is none, it was used, or its time is over.</summary>
    public Task<PersonId?> TokenOf(
        TokenKind kind,
        string digest,
        DateTimeOffset now,
        CancellationToken stop = default
    )
    {
        var (name, at) = (kind.ToString(), Texts.Of(now));
        return Read<PersonId?>(
            async db =>
                await db.Set<TokenRow>()
                    .AsNoTracking()
                    .Where(r =>
                        r.Digest == digest && r.Kind == name && string.Compare(r.EndsAt, at) > 0
                    )
                    .Select(r => r.Person)
                    .SingleOrDefaultAsync(stop)
                    is { } person
                    ? PersonId.Parse(person)
                    : null,
            stop
        );
    }

    /// <summary>Uses a link: of two who use it at once, one is told that it was theirs.</summary>
    /// <returns>Whether it was there to be used.</returns>
    public Task<bool> SpendToken(
        string digest,
        DateTimeOffset now,
        CancellationToken stop = default
    )
    {
        var at = Texts.Of(now);
        return InLine(
            async db =>
                await db.Set<TokenRow>()
                    .Where(r => r.Digest == digest && string.Compare(r.EndsAt, at) > 0)
                    .ExecuteDeleteAsync(stop) == 1,
            stop
        );
    }

    /// <summary>Uses up something that may be used once.</summary>
    /// <param name="until">When it would be refused for its age, so that it need not be remembered any longer.</param>
    /// <returns>Whether it had not been used before.</returns>
    public Task<bool> Spend(
        string digest,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken stop = default
    )
    {
        var past = Texts.Of(now);
        return InLine(
            async db =>
            {
                await db.Set<SpentRow>()
                    .Where(r => string.Compare(r.EndsAt, past) < 0)
                    .ExecuteDeleteAsync(stop);
                return await db.Database.ExecuteSqlAsync(
                        $"insert into spent (digest, ends_at) values ({digest}, {Texts.Of(until)}) on conflict (digest) do nothing",
                        stop
                    ) == 1;
            },
            stop
        );
    }

    /// <summary>Whom a provider's subject is; null where it is linked to nobody.</summary>
    public Task<PersonId?> LinkedAs(
        string issuer,
        string subject,
        CancellationToken stop = default
    ) =>
        Read<PersonId?>(
            async db =>
                await db.Set<SignInLinkRow>()
                    .AsNoTracking()
                    .Where(r => r.Issuer == issuer && r.Subject == subject)
                    .Select(r => r.Person)
                    .SingleOrDefaultAsync(stop)
                    is { } person
                    ? PersonId.Parse(person)
                    : null,
            stop
        );

    /// <summary>Links a provider's subject to a person.</summary>
    /// <returns>False where it is somebody else's already; then nothing is changed.</returns>
    public Task<bool> Link(
        string issuer,
        string subject,
        PersonId person,
        DateTimeOffset at,
        CancellationToken stop = default
    )
    {
        var id = person.ToString();
        return InLine(
            async db =>
            {
                await db.Database.ExecuteSqlAsync(
                    $"insert into sign_in_link (issuer, subject, person, linked_at) values ({issuer}, {subject}, {id}, {Texts.Of(at)}) on conflict (issuer, subject) do nothing",
                    stop
                );
                return await db.Set<SignInLinkRow>()
                    .AnyAsync(
                        r => r.Issuer == issuer && r.Subject == subject && r.Person == id,
                        stop
                    );
            },
            stop
        );
    }

    /// <summary>The issuers a person has linked, each with its day.</summary>
    public Task<IReadOnlyList<(string Issuer, DateTimeOffset At)>> LinksOf(
        PersonId person,
        CancellationToken stop = default
    )
    {
        var id = person.ToString();
        return Read<IReadOnlyList<(string, DateTimeOffset)>>(
            async db =>
            {
                var rows = await db.Set<SignInLinkRow>()
                    .AsNoTracking()
                    .Where(r => r.Person == id)
                    .OrderBy(r => r.Issuer)
                    .ToListAsync(stop);
                return [.. rows.Select(r => (r.Issuer, Texts.Instant(r.LinkedAt)))];
            },
            stop
        );
    }

    /// <summary>Takes the link of a person with an issuer away.</summary>
    public Task Unlink(string issuer, PersonId person, CancellationToken stop = default)
    {
        var id = person.ToString();
        return InLine(
            db =>
                db.Set<SignInLinkRow>()
                    .Where(r => r.Issuer == issuer && r.Person == id)
                    .ExecuteDeleteAsync(stop),
            stop
        );
    }

    /// <summary>The keys that protect cookies and forms, as XML, by name.</summary>
    public Task<IReadOnlyList<string>> WebKeys(CancellationToken stop = default) =>
        Read<IReadOnlyList<string>>(
            async db =>
                await db.Set<WebKeyRow>()
                    .AsNoTracking()
                    .OrderBy(r => r.Name)
                    .Select(r => r.Xml)
                    .ToListAsync(stop),
            stop
        );

    /// <summary>Keeps a key that protects cookies and forms.</summary>
    public Task AddWebKey(string name, string xml, CancellationToken stop = default) =>
        InLine(
            db =>
                db.Database.ExecuteSqlAsync(
                    $"insert into web_key (name, xml) values ({name}, {xml}) on conflict (name) do nothing",
                    stop
                ),
            stop
        );
}
