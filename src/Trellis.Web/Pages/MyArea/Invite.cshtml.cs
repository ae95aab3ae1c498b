using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.People;

namespace Trellis.Pages.MyArea;

/// <summary>An officer of a local authority invites a colleague, or the head or a governor of a school that no trust acts for.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer, Over = "code", Hidden = true)]
public sealed class InviteToArea : InvitePage
{
    private Scope Own => new(ScopeKind.LocalAuthority, (string)RouteData.Values["code"]!);

    public override IReadOnlyList<Role> Offered { get; } =
    [Role.Head, Role.Governor, Role.LocalAuthorityOfficer];

    protected override IReadOnlyList<PageLink> Above => [new("Your area", "/my-area")];

    public override Scope? FixedOver(Role role) => role == Role.LocalAuthorityOfficer ? Own : null;

    protected override string DoneAt(PersonId person) => "/my-area?done=invited";

    public IActionResult OnGet(string code) => Begin();

    public Task<IActionResult> OnPostAsync(string code) => Take();
}
