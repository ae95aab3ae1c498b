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

    /// <summary>The issuers that are linked.</summary>
    public IReadOnlyList<string> Linked { get; private set; } = [];

    /// <summary>The name as it is, or as it was typed.</summary>
    public string? Name { get; private set; }

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

    /// <summary>Corrects one's own name.</summary>
    public async Task<IActionResult> OnPostName([FromForm(Name = "name")] string? name)
    {
        var visitor = Visitor!;
        var done = await Casework.Do(
            new RenamePerson(visitor.Person.Id, name?.Trim()),
            By(visitor.Oneself),
            stop: HttpContext.RequestAborted
        );
        if (done is not Done<Person>.Refused refused)
            return See("/account");
        await Look();
        Name = name;
        return Again("name", refused.Why.Sentence, Title);
    }

    private async Task Look()
    {
        Name = Visitor!.Person.Name.Text;
        Linked =
        [
            .. (await Casework.LinksOf(Visitor.Person.Id, HttpContext.RequestAborted)).Select(l =>
                l.Issuer
            ),
        ];
        Sessions = await Casework.SessionsOf(
            Visitor!.Person.Id,
            Now,
            Options.Limits.Idle,
            HttpContext.RequestAborted
        );
    }
}
