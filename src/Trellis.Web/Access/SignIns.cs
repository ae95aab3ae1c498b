using Microsoft.AspNetCore.Http;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Signing in with a password. What it answers does not tell whether an address is known.</summary>
internal sealed class SignIns(
    SiteOptions options,
    Sessions sessions,
    SecurityLog log,
    Pacing pacing,
    TimeProvider time
)
{
    public const string Wrong =
        "The e-mail address or the password is not right. After several wrong passwords an account is locked for a while.";

    /// <summary>Where a visitor may be sent after signing in: an address of this site, else their account.</summary>
    public static string Local(string? address) =>
        address is { Length: > 0 and <= 2000 }
        && address[0] == '/'
        && !(address.Length > 1 && address[1] is '/' or '\\')
        // Nothing else fits into the head of an answer, and an address has it escaped.
        && !address.Any(c => c is < ' ' or > '~' or '\\')
            ? address
            : "/account";

    /// <summary>Begins a session where the password is right.</summary>
    /// <returns>Whether it was.</returns>
    /// <exception cref="StoreUnavailableException">Nobody can sign in just now.</exception>
    public async Task<bool> WithPassword(HttpContext http, string? email, string? password)
    {
        var casework = options.Casework!;
        if (Addresses.Fit(email) && !pacing.MayTry(email!))
        {
            log.Note(http, "rate-limited", "account");
            return false;
        }
        var stop = http.RequestAborted;
        var person = Addresses.Fit(email) ? await casework.PersonAt(email!, stop) : null;
        var account = person is null ? null : await casework.AccountOf(person.Id, stop);
        var now = time.GetUtcNow();
        var locked = account?.LockedUntil > now;
        var (right, old) = Passwords.Compare(account?.Password, password);
        if (person is null || account is null)
        {
            log.Note(http, "sign-in", "unknown");
            return false;
        }
        if (locked)
        {
            log.Note(http, "sign-in", "locked", person.Id);
            return false;
        }
        if (!right)
        {
            var locks = await casework.NoteWrongPassword(
                person.Id,
                options.Limits.WrongPasswords,
                now + options.Limits.Locked,
                stop
            );
            log.Note(http, "sign-in", locks ? "wrong-password-locks" : "wrong-password", person.Id);
            return false;
        }
        if (person.Status != PersonStatus.Active)
        {
            log.Note(http, "sign-in", "not-active", person.Id);
            return false;
        }
        if (old)
            await casework.RenewPassword(person.Id, Passwords.Turn(password!), stop);
        var begun = await sessions.Begin(http, person.Id, "password");
        log.Note(http, "sign-in", begun ? "done" : "demo-account", person.Id);
        return begun;
    }
}
