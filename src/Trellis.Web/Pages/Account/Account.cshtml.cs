using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Pages.Account;

/// <summary>A person's own account: who they are here, what they may do, and where they are signed in.</summary>
[Access(Who.SignedIn)]
public sealed class AccountView : AccountPage
{
    private const string Title = "Your account";

    public IReadOnlyList<Session> Sessions { get; private set; } = [];

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

    private async Task Look() =>
        Sessions = await Casework.SessionsOf(
            Visitor!.Person.Id,
            Now,
            Options.Limits.Idle,
            HttpContext.RequestAborted
        );
}
