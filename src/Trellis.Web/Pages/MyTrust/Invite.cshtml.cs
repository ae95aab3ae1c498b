using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.People;

namespace Trellis.Pages.MyTrust;

/// <summary>An officer of a trust invites a colleague, or the head or a governor of one of its schools.</summary>
[Access(Who.Holders, Role.TrustOfficer, Over = "uid", Hidden = true)]
public sealed class InviteToTrust : InvitePage
{
    private Scope Own => new(ScopeKind.Trust, (string)RouteData.Values["uid"]!);

    public override IReadOnlyList<Role> Offered { get; } =
    [Role.Head, Role.Governor, Role.TrustOfficer];

    protected override IReadOnlyList<PageLink> Above => [new("Your trust", "/my-trust")];

    public override Scope? FixedOver(Role role) => role == Role.TrustOfficer ? Own : null;

    protected override string DoneAt(PersonId person) => "/my-trust?done=invited";

    public IActionResult OnGet(string uid) => Begin();

    public Task<IActionResult> OnPostAsync(string uid) => Take();
}
