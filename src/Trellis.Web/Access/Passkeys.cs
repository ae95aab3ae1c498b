using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Passkeys: adding one, and signing in with one.</summary>
/// <remarks>
/// W3C Web Authentication, level 3, sections 7.1 and 7.2, through the handler of ASP.NET Core Identity: every signature and
/// every byte of a device's answer is checked there. Here is what goes round it: the challenge lies in a cookie that only
/// this site can read, for five minutes, and is used once in the whole site, which the store remembers; a device has to ask
/// its person (a finger, a face, a PIN); the count of signatures is written in one statement, so that of two answers with
/// the same count one is refused.
/// </remarks>
internal sealed class Passkeys(
    SiteOptions options,
    Sessions sessions,
    Whereabouts whereabouts,
    IDataProtectionProvider protection,
    SecurityLog log,
    TimeProvider time,
    ILoggerFactory loggers
)
{
    public const string Cookie = "__Host-trellis-passkey";

    /// <summary>How many a person may have.</summary>
    public const int Most = 10;

    public const int LongestName = 100;

    public const string Wrong =
        "That passkey did not sign you in. Try again, or sign in with your password.";

    public const string NotAdded = "The passkey was not added. Try again.";

    private static readonly TimeSpan patience = TimeSpan.FromMinutes(5);

    private static readonly CookieOptions kept = new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        IsEssential = true,
        MaxAge = patience,
    };

    /// <summary>What a device was asked.</summary>
    /// <param name="State">The handler's own, with the challenge.</param>
    /// <param name="Session">In which a key is being added; empty for signing in.</param>
    /// <param name="Name">What the new key will be called; empty for signing in.</param>
    private sealed record Challenge(
        string Once,
        string State,
        string Session,
        string Name,
        DateTimeOffset Until
    );

    private readonly IDataProtector cookies = protection.CreateProtector("Trellis.Passkey");

    /// <summary>Asks the visitor's device for a new key.</summary>
    /// <returns>The options for the browser, as JSON.</returns>
    public async Task<string> OfferAdding(HttpContext http, Visitor visitor, string name)
    {
        using var people = People(http);
        using var users = Users(people);
        var person = visitor.Person;
        var asked = await Handler(http, users)
            .MakeCreationOptionsAsync(
                new PasskeyUserEntity
                {
                    Id = person.Key,
                    Name = person.Email.ToString(),
                    DisplayName = person.Name.ToString(),
                },
                http
            );
        Remember(http, asked.AttestationState!, visitor.Session, name);
        return asked.CreationOptionsJson;
    }

    /// <summary>Takes the new key of the visitor's device.</summary>
    /// <param name="credential">What the browser answered, as JSON.</param>
    /// <returns>Null where it was added.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be kept just now.</exception>
    public async Task<Refusal?> Add(HttpContext http, Visitor visitor, string? credential)
    {
        var stop = http.RequestAborted;
        if (await Take(http, credential, visitor.Session) is not { } challenge)
            return NotDone();
        using var people = People(http);
        using var users = Users(people);
        var said = await Handler(http, users)
            .PerformAttestationAsync(
                new PasskeyAttestationContext
                {
                    HttpContext = http,
                    CredentialJson = credential!,
                    AttestationState = challenge.State,
                }
            );
        if (!said.Succeeded)
        {
            Rethrow(said.Failure);
            return NotDone();
        }
        if (said.UserEntity.Id != visitor.Person.Key)
            return NotDone();
        var now = time.GetUtcNow();
        if (
            !await options.Casework!.AddPasskey(
                new Passkey(
                    Base64Url.EncodeToString(said.Passkey.CredentialId),
                    visitor.Person.Id,
                    challenge.Name,
                    PasskeyContent.Text(said.Passkey, usedAt: null),
                    now
                ),
                Most,
                Added(visitor.Person),
                stop
            )
        )
            return NotDone();
        log.Note(http, "passkey", "added");
        return null;

        Refusal NotDone()
        {
            log.Note(http, "passkey", "not-added");
            return new Refusal("passkey-not-added", NotAdded);
        }
    }

    /// <summary>Asks whatever key a device has for this site; whose it is, the device will say.</summary>
    /// <returns>The options for the browser, as JSON.</returns>
    public async Task<string> OfferSigningIn(HttpContext http)
    {
        using var people = People(http);
        using var users = Users(people);
        var asked = await Handler(http, users).MakeRequestOptionsAsync(null, http);
        Remember(http, asked.AssertionState!, "", "");
        return asked.RequestOptionsJson;
    }

    /// <summary>Begins a session where a device's answer is right.</summary>
    /// <param name="credential">What the browser answered, as JSON.</param>
    /// <returns>Whether it was. Why not is in the security log and told to nobody.</returns>
    /// <exception cref="StoreUnavailableException">Nobody can sign in just now.</exception>
    public async Task<bool> SignIn(HttpContext http, string? credential)
    {
        var (casework, stop) = (options.Casework!, http.RequestAborted);
        if (await Take(http, credential, "") is not { } challenge)
            return No("nothing-asked");
        using var people = People(http);
        using var users = Users(people);
        var said = await Handler(http, users)
            .PerformAssertionAsync(
                new PasskeyAssertionContext
                {
                    HttpContext = http,
                    CredentialJson = credential!,
                    AssertionState = challenge.State,
                }
            );
        if (!said.Succeeded)
        {
            Rethrow(said.Failure);
            return No("refused");
        }
        var person = said.User;
        if (person.Status != PersonStatus.Active)
            return No("not-active", person.Id);
        if (
            people.Seen is not { } read
            || !await casework.UsePasskey(
                read,
                PasskeyContent.Text(said.Passkey, time.GetUtcNow()),
                stop
            )
        )
            return No("used-at-once", person.Id);
        if (!await sessions.Begin(http, person.Id, "passkey"))
            return No("demo-account", person.Id);
        log.Note(http, "passkey", "used", person.Id);
        log.Note(http, "sign-in", "done", person.Id);
        return true;

        bool No(string why, PersonId? whose = null)
        {
            log.Note(http, "passkey", why, whose);
            return false;
        }
    }

    private static Letter Added(Person person) =>
        new(
            person.Email,
            "A passkey was added to your account for Trellis",
            "A passkey was added to your account for Trellis. It signs you in without your password.\n\nIf it was not you, change your password, remove the passkey on your account page and tell an administrator.\n"
        );

    private void Remember(HttpContext http, string state, string session, string name) =>
        http.Response.Cookies.Append(
            Cookie,
            cookies.Protect(
                JsonSerializer.Serialize(
                    new Challenge(Secrets.Draw(), state, session, name, time.GetUtcNow() + patience)
                )
            ),
            kept
        );

    /// <summary>The challenge of this browser, used up by this; null where there is none that fits.</summary>
    private async Task<Challenge?> Take(HttpContext http, string? credential, string session)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } text)
            return null;
        http.Response.Cookies.Delete(Cookie, kept);
        Challenge? challenge;
        try
        {
            challenge = JsonSerializer.Deserialize<Challenge>(cookies.Unprotect(text));
        }
        catch (Exception foreign)
            when (foreign is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
        var now = time.GetUtcNow();
        return
            challenge is not null
            && now < challenge.Until
            && challenge.Session == session
            && await options.Casework!.Spend(
                Secrets.Digest(challenge.Once),
                now,
                challenge.Until,
                http.RequestAborted
            )
            && credential is { Length: > 0 }
            ? challenge
            : null;
    }

    // The handler turns every failure into a refusal; that the store is away is none.
    private static void Rethrow(PasskeyException failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
            if (
                cause
                is StoreUnavailableException
                    or StoreDamagedException
                    or OperationCanceledException
            )
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
    }

    private PasskeyPeople People(HttpContext http) => new(options.Casework!, http.RequestAborted);

    /// <summary>The framework's own way to people, over ours, with none of what it could do to them.</summary>
    private UserManager<Person> Users(PasskeyPeople people) =>
        new(
            people,
            Options.Create(new IdentityOptions()),
            new PasswordHasher<Person>(),
            [],
            [],
            new UpperInvariantLookupNormalizer(),
            new IdentityErrorDescriber(),
            null!,
            loggers.CreateLogger<UserManager<Person>>()
        );

    private PasskeyHandler<Person> Handler(HttpContext http, UserManager<Person> users)
    {
        var site = whereabouts.SeenBy(http.Request);
        var origin = site.IsDefaultPort
            ? $"{site.Scheme}://{site.IdnHost}"
            : $"{site.Scheme}://{site.IdnHost}:{site.Port}";
        return new PasskeyHandler<Person>(
            users,
            Options.Create(
                new IdentityPasskeyOptions
                {
                    ServerDomain = site.IdnHost,
                    AuthenticatorTimeout = patience,
                    UserVerificationRequirement = "required",
                    ResidentKeyRequirement = "required",
                    AttestationConveyancePreference = "none",
                    ValidateOrigin = said =>
                        ValueTask.FromResult(
                            !said.CrossOrigin
                                && said.TopOrigin is null
                                && string.Equals(said.Origin, origin, StringComparison.Ordinal)
                        ),
                }
            )
        );
    }
}
