using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Account;

/// <summary>A person's own account: who they are here, what they may do, and where they are signed in.</summary>
[Access(Who.SignedIn)]
public sealed class AccountView : AccountPage
{
    private const string Title = "Your account";

    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>The issuers that are linked.</summary>
    public IReadOnlyList<string> Linked { get; private set; } = [];

    public IReadOnlyList<Passkey> Passkeys { get; private set; } = [];

    /// <summary>Whether there is a password to ask for before a passkey is added.</summary>
    public bool HasPassword { get; private set; }

    /// <summary>The name as it is, or as it was typed.</summary>
    public string? Name { get; private set; }

    public async Task<IActionResult> OnGet()
    {
        await Look();
        return Show(Title);
    }

    /// <summary>Ends one of one's own sessions, or all others.</summary>
    public async Task<IActionResult> OnPostEnd([FromForm(Name = "session")] string? session)
    {
        var visitor = Visitor!;
        var own = SessionId.Parse(visitor.Session);
        if (SessionId.TryParse(session, null, out var one))
            await Casework.EndOwnSessions(visitor.Person.Id, one, stop: HttpContext.RequestAborted);
        else
            await Casework.EndOwnSessions(
                visitor.Person.Id,
                keep: own,
                stop: HttpContext.RequestAborted
            );
        return See("/account");
    }

    /// <summary>Corrects one's own name.</summary>
    public async Task<IActionResult> OnPostName([FromForm(Name = "name")] string? name)
    {
        var visitor = Visitor!;
        var done = await Casework.Do(
            new RenamePerson(visitor.Person.Id, name?.Trim()),
            By(visitor.Oneself),
            stop: HttpContext.RequestAborted
        );
        if (done is not Done<Person>.Refused refused)
            return See("/account");
        await Look();
        Name = name;
        return Again("name", refused.Why.Sentence, Title);
    }

    /// <summary>Asks the visitor's device for a passkey, after their password; the page's script sends this.</summary>
    public async Task<IActionResult> OnPostPasskeyOptions(
        [FromForm(Name = "passkey-name")] string? name,
        [FromForm(Name = "passkey-password")] string? password
    )
    {
        var (visitor, stop, log) = (Visitor!, HttpContext.RequestAborted, Part<SecurityLog>());
        name = name?.Trim();
        if (
            name is not { Length: > 0 and <= Access.Passkeys.LongestName }
            || name.Any(char.IsControl)
        )
            return No(
                "passkey-name",
                $"Give the passkey a name of at most {Access.Passkeys.LongestName} characters, such as Work laptop."
            );
        if (!Part<Pacing>().MayTry(visitor.Person.Email.ToString()))
        {
            log.Note(HttpContext, "rate-limited", "account");
            return No("too-often", "That was tried too often. Try again in ten minutes.");
        }
        // Who signs in through a provider has no password to show.
        var account = await Casework.AccountOf(visitor.Person.Id, stop);
        if (account?.Password is { } kept && !Access.Passwords.Compare(kept, password).Right)
        {
            log.Note(HttpContext, "passkey", "wrong-password");
            return No("wrong-password", "This is not your password.");
        }
        if ((await Casework.PasskeysOf(visitor.Person.Id, stop)).Count >= Access.Passkeys.Most)
            return No(
                "passkeys-full",
                $"You have {Access.Passkeys.Most} passkeys. Remove one before you add another."
            );
        return Content(
            await Part<Access.Passkeys>().OfferAdding(HttpContext, visitor, name),
            "application/json"
        );
    }

    /// <summary>Takes what the device answered.</summary>
    public async Task<IActionResult> OnPostPasskey(
        [FromForm(Name = "credential")] string? credential
    )
    {
        _ = Casework;
        return await Part<Access.Passkeys>().Add(HttpContext, Visitor!, credential) is { } refused
            ? No(refused.Code, refused.Sentence)
            : new JsonResult(new { next = "/account" });
    }

    /// <summary>Removes one of one's own passkeys. Nobody loses their last way in: a password or a provider was there before it.</summary>
    public async Task<IActionResult> OnPostRemovePasskey([FromForm(Name = "passkey")] string? id)
    {
        if (
            id is not null
            && await Casework.RemovePasskey(Visitor!.Person.Id, id, HttpContext.RequestAborted)
        )
            Part<SecurityLog>().Note(HttpContext, "passkey", "removed");
        return See("/account");
    }

    private static StatusSentence No(string code, string sentence) =>
        new(StatusCodes.Status400BadRequest, code, sentence);

    private async Task Look()
    {
        Name = Visitor!.Person.Name.Text;
        Linked =
        [
            .. (await Casework.LinksOf(Visitor.Person.Id, HttpContext.RequestAborted)).Select(l =>
                l.Issuer
            ),
        ];
        Passkeys = await Casework.PasskeysOf(Visitor.Person.Id, HttpContext.RequestAborted);
        HasPassword =
            await Casework.AccountOf(Visitor.Person.Id, HttpContext.RequestAborted)
                is { Password: not null };
        Sessions = await Casework.SessionsOf(
            Visitor!.Person.Id,
            Now,
            Options.Limits.Idle,
            HttpContext.RequestAborted
        );
    }
}
