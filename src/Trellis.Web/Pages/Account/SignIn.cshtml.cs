using Microsoft.AspNetCore.Mvc;
using Trellis.Access;

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
}
