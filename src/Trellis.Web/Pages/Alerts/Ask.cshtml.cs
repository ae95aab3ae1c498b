using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Places;
using Trellis.Schools;

namespace Trellis.Pages.Alerts;

/// <summary>Asking for letters about a school, a trust or an area. The answer is the same whether the address gets them already or not.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class AskPage : AccountPage
{
    private const string Nowhere =
        "Letters are about a school, a trust, a local authority or a region. Open its page and choose 'Get a letter'.";

    /// <summary>What the letters are about, with its page.</summary>
    public PageLink Place { get; private set; } = null!;

    public Scope About { get; private set; }

    public string? Email { get; private set; }

    public bool IsAsked { get; private set; }

    public IActionResult OnGet(string about) => Find(about) ? Show(Title) : NotHere(Nowhere);

    public IActionResult OnPost(string about, [FromForm(Name = "email")] string? email)
    {
        if (!Find(about))
            return NotHere(Nowhere);
        Email = email;
        if (!Addresses.Fit(email?.Trim()))
            return Again("email", "Enter an e-mail address, like name@example.org.", Title);
        _ = Casework;
        // Nobody's address is filled with letters they did not ask for.
        if (Part<Pacing>().MayWrite(email!))
            Part<Alerting>().Ask(email!.Trim(), About, Part<Whereabouts>().Site);
        IsAsked = true;
        return Show(Title);
    }

    private string Title => $"Letters about {Place.Text}";

    private bool Find(string about)
    {
        if (!Scope.TryParse(about, null, out var scope) || !IsThere(scope))
            return false;
        (About, Place) = (scope, RolePlaces.Words(Snapshot, scope));
        return true;
    }

    private bool IsThere(Scope scope) =>
        scope.Kind switch
        {
            ScopeKind.School => Urn.TryParse(scope.Id, null, out var urn)
                && Snapshot.SchoolOf(urn) is not null,
            ScopeKind.Trust => Uid.TryParse(scope.Id, null, out var uid)
                && Snapshot.Find(uid) is not null,
            ScopeKind.LocalAuthority => LaCode.TryParse(scope.Id, null, out var code)
                && Snapshot.Find(code) is not null,
            ScopeKind.Region => Regions.FromSlug(scope.Id) is not null,
            _ => false,
        };
}
