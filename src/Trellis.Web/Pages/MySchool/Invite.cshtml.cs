using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.People;

namespace Trellis.Pages.MySchool;

/// <summary>A head or governor invites another for the same school, where the school acts for itself.</summary>
[Access(Who.Holders, Role.Head, Role.Governor, Over = "urn", Hidden = true)]
public sealed class InviteToSchool : InvitePage
{
    private Scope Own => new(ScopeKind.School, (string)RouteData.Values["urn"]!);

    public override IReadOnlyList<Role> Offered { get; } = [Role.Head, Role.Governor];

    public override string Unable =>
        RolePlaces.BodyOf(Snapshot, Own) is { Kind: ScopeKind.Trust } trust
            ? $"{RolePlaces.Words(Snapshot, trust).Text} acts for your school. Ask one of its officers to invite people for it."
            : "";

    protected override IReadOnlyList<PageLink> Above => [new("Your school", "/my-school")];

    public override Scope? FixedOver(Role role) => Own;

    protected override string DoneAt(PersonId person) => "/my-school?done=invited";

    public IActionResult OnGet(string urn) => Begin();

    public Task<IActionResult> OnPostAsync(string urn) => Take();
}
