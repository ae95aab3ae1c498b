using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Pages.Account;

/// <summary>An invitation that is being accepted, by whoever has its link.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class InvitationPage : LetterLinkPage
{
    private const string Title = "Accept your invitation";

    private const string Over =
        "This link no longer works. It was used, or its time is over. Ask whoever invited you for another.";

    public Person? Invited { get; private set; }

    public async Task<IActionResult> OnGet(string token) =>
        await Find(token) ? Show(Title) : NotHere(Over);

    public async Task<IActionResult> OnPost(
        string token,
        [FromForm(Name = "password")] string? password
    )
    {
        if (!await Find(token))
            return NotHere(Over);
        if (Passwords.Unfit(password, Invited!) is { } unfit)
            return Again("password", unfit.Sentence, Title);
        var stop = HttpContext.RequestAborted;
        if (!await Casework.SpendToken(Secrets.Digest(token), Now, stop))
            return NotHere(Over);
        var done = await Casework.Do(
            new AcceptInvitation(Invited!.Id),
            By(new Oneself(Invited.Id)),
            stop: stop
        );
        if (done is Done<Person>.Refused refused)
            return NotHere(refused.Why.Sentence);
        await Casework.SetPassword(Invited.Id, Passwords.Turn(password!), Now, stop: stop);
        await Part<Sessions>().Begin(HttpContext, Invited.Id, "password");
        Part<SecurityLog>().Note(HttpContext, "sign-in", "joined", Invited.Id);
        return See("/account");
    }

    private async Task<bool> Find(string token) =>
        (Invited = await OwnerOf(TokenKind.Invitation, token, PersonStatus.Invited)) is not null;
}
