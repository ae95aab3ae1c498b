using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Serving;

namespace Trellis.Pages.Account;

/// <summary>Linking one's account with a provider's, or taking the link away. The form begins it, so that no other site can.</summary>
[Access(Who.SignedIn)]
public sealed class LinkPage : AccountPage
{
    public Provider Provider { get; private set; } = null!;

    /// <summary>The provider's address, once the form was sent; a link, for a form may not lead to another site.</summary>
    public string? Onward { get; private set; }

    public IActionResult OnGet(string provider) =>
        Find(provider) ? Show($"Link {Provider.Name}") : NotHere("There is no such provider here.");

    public async Task<IActionResult> OnPost(string provider)
    {
        if (!Find(provider))
            return NotHere("There is no such provider here.");
        try
        {
            Onward = (
                await Part<OpenId>()
                    .Begin(
                        HttpContext,
                        Provider,
                        Part<Whereabouts>().Site,
                        "link",
                        Visitor!.Person.Key,
                        "/account"
                    )
            ).AbsoluteUri;
        }
        catch (AnswerRefused why)
        {
            Part<SecurityLog>().Note(HttpContext, "provider", why.Code);
            return new StatusSentence(
                StatusCodes.Status502BadGateway,
                "provider-away",
                $"{Provider.Name} does not answer as it should just now. Try again later."
            );
        }
        return Show($"Link {Provider.Name}");
    }

    /// <summary>Takes the link away.</summary>
    public async Task<IActionResult> OnPostUnlink(string provider)
    {
        if (!Find(provider))
            return NotHere("There is no such provider here.");
        var (person, stop) = (Visitor!.Person.Id, HttpContext.RequestAborted);
        if (await Casework.AccountOf(person, stop) is not { Password: not null })
            return new StatusSentence(
                StatusCodes.Status409Conflict,
                "last-way-in",
                "This is your only way to sign in. Set a password first."
            );
        await Casework.Unlink(Provider.Issuer, person, stop);
        Part<SecurityLog>().Note(HttpContext, "provider", "unlinked");
        return See("/account");
    }

    private bool Find(string key)
    {
        if (Part<OpenId>().Find(key) is not { } known)
            return false;
        Provider = known;
        return true;
    }
}
