using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.People;

namespace Trellis.Pages.Admin;

/// <summary>An administrator invites anybody in any role.</summary>
[Access(Who.Holders, Role.Administrator, Hidden = true)]
public sealed class InviteAnybody : InvitePage
{
    public override IReadOnlyList<Role> Offered => Roles.All;

    protected override IReadOnlyList<PageLink> Above =>
        [new("Administration", "/admin"), new("People", "/admin/people")];

    public override Scope? FixedOver(Role role) =>
        role.Over() switch
        {
            ScopeKind.Everywhere => Scope.Everywhere,
            ScopeKind.OwnCases => Scope.OwnCases,
            _ => null,
        };

    protected override string DoneAt(PersonId person) => $"/admin/people/{person}?done=invited";

    protected override string AlreadyThere(Person there) =>
        $"{PeoplePage.NameOf(there)} has this address already. Find them among the people and give them the role there";

    public IActionResult OnGet() => Begin();

    public Task<IActionResult> OnPostAsync() => Take();
}
