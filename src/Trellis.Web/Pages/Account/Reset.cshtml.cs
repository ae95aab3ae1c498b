using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Mail;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Pages.Account;

/// <summary>A new password, by the link in a letter. All sessions of the person end.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class ResetPage : LetterLinkPage
{
    private const string Title = "Choose a new password";

    private const string Over =
        "This link no longer works. It was used, or its time is over. Ask for another.";

    private Person? owner;

    public async Task<IActionResult> OnGet(string token) =>
        await Find(token) ? Show(Title) : NotHere(Over);

    public async Task<IActionResult> OnPost(
        string token,
        [FromForm(Name = "password")] string? password
    )
    {
        if (!await Find(token))
            return NotHere(Over);
        if (Passwords.Unfit(password, owner!) is { } unfit)
            return Again("password", unfit.Sentence, Title);
        var stop = HttpContext.RequestAborted;
        if (!await Casework.SpendToken(Secrets.Digest(token), Now, stop))
            return NotHere(Over);
        await Casework.SetPassword(
            owner!.Id,
            Passwords.Turn(password!),
            Now,
            letter: Changed(owner),
            stop: stop
        );
        Sessions.Drop(HttpContext);
        Part<SecurityLog>().Note(HttpContext, "password", "reset", owner.Id);
        return See("/sign-in");
    }

    /// <summary>Tells somebody that their password is another.</summary>
    internal static Letter Changed(Person person) =>
        new(
            person.Email,
            "Your password for Trellis was changed",
            "Your password for Trellis was changed, and you were signed out everywhere else.\n\nIf it was not you, ask for a new password at once and tell an administrator.\n"
        );

    private async Task<bool> Find(string token) =>
        (owner = await OwnerOf(TokenKind.Reset, token, PersonStatus.Active)) is not null;
}
