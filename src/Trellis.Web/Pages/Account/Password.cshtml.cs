using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.People;

namespace Trellis.Pages.Account;

/// <summary>Changing one's password. All other sessions end.</summary>
[Access(Who.SignedIn)]
public sealed class PasswordPage : AccountPage
{
    private const string Title = "Change your password";

    public IActionResult OnGet() => Show(Title);

    public async Task<IActionResult> OnPost(
        [FromForm(Name = "password")] string? password,
        [FromForm(Name = "new-password")] string? wanted
    )
    {
        var (person, stop) = (Visitor!.Person, HttpContext.RequestAborted);
        var log = Part<SecurityLog>();
        if (!Part<Pacing>().MayTry(person.Email.ToString()))
        {
            log.Note(HttpContext, "rate-limited", "account");
            return Again("password", "That was tried too often. Try again in ten minutes.", Title);
        }
        var account = await Casework.AccountOf(person.Id, stop);
        // Who signs in through a provider has no password to show.
        if (account?.Password is { } kept && !Passwords.Compare(kept, password).Right)
        {
            log.Note(HttpContext, "password", "wrong-password");
            return Again("password", "This is not your password.", Title);
        }
        if (Passwords.Unfit(wanted, person) is { } unfit)
            return Again("new-password", unfit.Sentence, Title);
        await Casework.SetPassword(
            person.Id,
            Passwords.Turn(wanted!),
            Now,
            keep: SessionId.Parse(Visitor.Session),
            letter: ResetPage.Changed(person),
            stop: stop
        );
        log.Note(HttpContext, "password", "changed");
        return See("/account");
    }
}
