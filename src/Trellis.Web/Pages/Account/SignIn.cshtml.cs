using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Serving;

namespace Trellis.Pages.Account;

/// <summary>Signing in.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class SignInPage : AccountPage
{
    private const string Title = "Sign in";

    /// <summary>Where the visitor wanted to go.</summary>
    public string Return { get; private set; } = "/account";

    /// <summary>The address as it was typed, so that it need not be typed again.</summary>
    public string? Email { get; private set; }

    public IActionResult OnGet([FromQuery(Name = "return")] string? wanted)
    {
        Return = SignIns.Local(wanted);
        return Visitor is null ? Show(Title) : See(Return);
    }

    public async Task<IActionResult> OnPost(
        [FromQuery(Name = "return")] string? wanted,
        [FromForm(Name = "email")] string? email,
        [FromForm(Name = "password")] string? password
    )
    {
        Return = SignIns.Local(wanted);
        Email = email;
        _ = Casework;
        return await Part<SignIns>().WithPassword(HttpContext, email?.Trim(), password)
            ? See(Return)
            : Again("email", SignIns.Wrong, Title);
    }

    /// <summary>Asks whatever passkey the device has; the page's script sends this.</summary>
    public async Task<IActionResult> OnPostPasskeyOptions()
    {
        _ = Casework;
        return Content(await Part<Passkeys>().OfferSigningIn(HttpContext), "application/json");
    }

    /// <summary>Takes what the device answered. Whatever is wrong with it, one sentence is said.</summary>
    public async Task<IActionResult> OnPostPasskey(
        [FromQuery(Name = "return")] string? wanted,
        [FromForm(Name = "credential")] string? credential
    )
    {
        _ = Casework;
        return await Part<Passkeys>().SignIn(HttpContext, credential)
            ? new JsonResult(new { next = SignIns.Local(wanted) })
            : new StatusSentence(
                StatusCodes.Status400BadRequest,
                "passkey-refused",
                Passkeys.Wrong
            );
    }
}
