using Microsoft.AspNetCore.Mvc;
using Trellis.Access;

namespace Trellis.Pages.Account;

/// <summary>Signing out: by a button, for a link could be anybody's.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class SignOutPage : AccountPage
{
    private const string Title = "Sign out";

    public IActionResult OnGet() => Show(Title);

    public async Task<IActionResult> OnPost()
    {
        // The cookie goes first: whoever signs out of a stopped site holds no session either.
        Sessions.Drop(HttpContext);
        // Pages that a browser kept for its own back button are somebody's too.
        Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        if (Visitor is { } visitor && Sessions.Of(Request) is { } session)
            await Casework.EndOwnSessions(
                visitor.Person.Id,
                session,
                stop: HttpContext.RequestAborted
            );
        return See("/");
    }
}
