using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Consultations;
using Trellis.People;

namespace Trellis.Pages.MySchool;

/// <summary>The reply to a consultation of a school: its view, the order of trusts that it would join, and what it asks them.</summary>
[Access(Who.Holders, Role.Head, Role.Governor)]
public sealed class ConsultationOfSchool : OrganisationReplyPage
{
    protected override IReadOnlyList<Role> Repliers { get; } = [Role.Head, Role.Governor];

    protected override PageLink Mine { get; } = new("Your school", "/my-school");
}
