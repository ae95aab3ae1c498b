using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.People;

namespace Trellis.Pages.Account;

/// <summary>Asking for a new password. The answer is the same whether the address is known or not.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class ForgottenPage : AccountPage
{
    private const string Title = "Ask for a new password";

    public string? Email { get; private set; }

    public bool IsAsked { get; private set; }

    public IActionResult OnGet() => Show(Title);

    public IActionResult OnPost([FromForm(Name = "email")] string? email)
    {
        Email = email;
        if (!Addresses.Fit(email?.Trim()))
            return Again("email", "Enter an e-mail address, like name@school.example.", Title);
        _ = Casework;
        Part<SecurityLog>().Note(HttpContext, "reset", "asked");
        // Letters to one person are counted as tries of their account are.
        if (Part<Pacing>().MayTry(email!))
            Part<Resets>().Ask(email!.Trim(), Part<Whereabouts>().Site);
        IsAsked = true;
        return Show(Title);
    }
}
