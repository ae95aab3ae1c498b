using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Consultations;
using Trellis.People;

namespace Trellis.Pages.MyTrust;

/// <summary>The reply to a consultation of a trust, and its answers to what schools ask it.</summary>
[Access(Who.Holders, Role.TrustOfficer)]
public sealed class ConsultationOfTrust : OrganisationReplyPage
{
    protected override IReadOnlyList<Role> Repliers { get; } = [Role.TrustOfficer];

    protected override PageLink Mine { get; } = new("Your trust", "/my-trust");
}
