using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;

namespace Trellis.Pages.Account;

/// <summary>Goes to another provider, to sign in or to accept an invitation.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class WithPage : AccountPage
{
    public async Task<IActionResult> OnGet(
        string provider,
        [FromQuery(Name = "return")] string? wanted,
        [FromQuery(Name = "invitation")] string? invitation
    )
    {
        var openId = Part<OpenId>();
        if (openId.Find(provider) is not { } known)
            return NotHere("There is no such way to sign in here.");
        _ = Casework;
        try
        {
            return See(
                (
                    await openId.Begin(
                        HttpContext,
                        known,
                        Part<Whereabouts>().Site,
                        invitation is null ? "sign-in" : "invitation",
                        invitation is null ? "" : Secrets.Digest(invitation),
                        SignIns.Local(wanted)
                    )
                ).AbsoluteUri
            );
        }
        catch (AnswerRefused why)
        {
            Part<SecurityLog>().Note(HttpContext, "provider", why.Code);
            return new Serving.StatusSentence(
                StatusCodes.Status502BadGateway,
                "provider-away",
                $"{known.Name} does not answer as it should just now. Try again later, or sign in with a password."
            );
        }
    }
}
