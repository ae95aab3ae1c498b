using Trellis.Access;
using Trellis.Pages.Partnerships;
using Trellis.People;

namespace Trellis.Pages.MyTrust;

/// <summary>A partnership as officers of a trust that is a member, or acts for one, see it.</summary>
[Access(Who.Holders, Role.TrustOfficer)]
public sealed class PartnershipOfTrust : TasksPage
{
    public override Desk Desk => Desk.Trust;
}
