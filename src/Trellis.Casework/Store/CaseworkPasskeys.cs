using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Trellis.Mail;
using Trellis.People;

namespace Trellis.Store;

/// <summary>A key by which a person's own device shows who they are. Only its public half is here: whoever reads it cannot sign in.</summary>
/// <param name="Id">What the device calls it: base64url, the same nowhere else.</param>
/// <param name="Name">What the person calls it.</param>
/// <param name="Content">The public key, the count of its signatures and when it was last used, as the site wrote them.</param>
public sealed record Passkey(
    string Id,
    PersonId Person,
    string Name,
    string Content,
    DateTimeOffset MadeAt
);

public sealed partial class Casework
{
    /// <summary>Keeps a new passkey, with the letter that tells its person.</summary>
    /// <param name="most">How many a person may have.</param>
    /// <returns>False where they have that many, or the key is somebody's already; then nothing is written.</returns>
    public Task<bool> AddPasskey(
        Passkey passkey,
        int most,
        Letter letter,
        CancellationToken stop = default
    )
    {
        var (id, person) = (passkey.Id, passkey.Person.ToString());
        var at = Texts.Of(passkey.MadeAt);
        return InLine(
            async db =>
            {
                await using var whole = await db.Database.BeginTransactionAsync(stop);
                if (
                    await db.Set<PasskeyRow>().CountAsync(r => r.Person == person, stop) >= most
                    || await db.Database.ExecuteSqlAsync(
                        $"insert into passkey (id, person, name, content, made_at) values ({id}, {person}, {passkey.Name}, {passkey.Content}, {at}) on conflict (id) do nothing",
                        stop
                    ) != 1
                )
                    return false;
                // Of the key too: two may be added at one moment.
                var which = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(id)));
                db.Add(
                    LetterRow.Waiting(
                        $"passkey-{which[..24]}-{passkey.MadeAt.UtcTicks}",
                        letter,
                        passkey.MadeAt
                    )
                );
                await db.SaveChangesAsync(stop);
                await whole.CommitAsync(stop);
                return true;
            },
            stop
        );
    }

    /// <summary>The passkey of an id; null where there is none.</summary>
    public Task<Passkey?> PasskeyOf(string id, CancellationToken stop = default) =>
        Read(
            async db =>
                await db.Set<PasskeyRow>()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(r => r.Id == id, stop)
                    is { } row
                    ? Of(row)
                    : null,
            stop
        );

    /// <summary>A person's passkeys, the oldest first.</summary>
    public Task<IReadOnlyList<Passkey>> PasskeysOf(
        PersonId person,
        CancellationToken stop = default
    )
    {
        var id = person.ToString();
        return Read<IReadOnlyList<Passkey>>(
            async db =>
            {
                var rows = await db.Set<PasskeyRow>()
                    .AsNoTracking()
                    .Where(r => r.Person == id)
                    .OrderBy(r => r.MadeAt)
                    .ThenBy(r => r.Id)
                    .ToListAsync(stop);
                return [.. rows.Select(Of)];
            },
            stop
        );
    }

    /// <summary>Writes what a use changed: of two uses that read the same count, one is told that it was theirs.</summary>
    /// <param name="read">As it was when the signature was checked.</param>
    /// <param name="content">What takes the place of its content.</param>
    /// <returns>False where it was used or removed in between; then nothing is written.</returns>
    public Task<bool> UsePasskey(Passkey read, string content, CancellationToken stop = default)
    {
        var (id, before) = (read.Id, read.Content);
        return InLine(
            async db =>
                await db.Set<PasskeyRow>()
                    .Where(r => r.Id == id && r.Content == before)
                    .ExecuteUpdateAsync(r => r.SetProperty(p => p.Content, content), stop) == 1,
            stop
        );
    }

    /// <summary>Takes one of a person's passkeys away.</summary>
    /// <returns>False where they have none of that id; another's is never taken.</returns>
    public Task<bool> RemovePasskey(PersonId person, string id, CancellationToken stop = default)
    {
        var whose = person.ToString();
        return InLine(
            async db =>
                await db.Set<PasskeyRow>()
                    .Where(r => r.Id == id && r.Person == whose)
                    .ExecuteDeleteAsync(stop) == 1,
            stop
        );
    }

    private static Passkey Of(PasskeyRow row) =>
        new(
            row.Id,
            PersonId.Parse(row.Person),
            row.Name ?? "A passkey without a name",
            row.Content,
            Texts.Instant(row.MadeAt)
        );
}
