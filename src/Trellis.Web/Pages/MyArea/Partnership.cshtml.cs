using Trellis.Access;
using Trellis.Pages.Partnerships;
using Trellis.People;

namespace Trellis.Pages.MyArea;

/// <summary>A partnership as officers of an authority that is a member, or is responsible for one, see it.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer)]
public sealed class PartnershipOfArea : TasksPage
{
    public override Desk Desk => Desk.Area;
}
