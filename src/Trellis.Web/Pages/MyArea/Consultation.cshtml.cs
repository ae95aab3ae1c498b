using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Consultations;
using Trellis.People;

namespace Trellis.Pages.MyArea;

/// <summary>The reply to a consultation of a local authority or a diocese.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer, Role.DiocesanOfficer)]
public sealed class ConsultationOfArea : OrganisationReplyPage
{
    protected override IReadOnlyList<Role> Repliers { get; } =
    [Role.LocalAuthorityOfficer, Role.DiocesanOfficer];

    protected override PageLink Mine { get; } = new("Your area", "/my-area");
}
