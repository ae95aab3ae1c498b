using Trellis.Access;
using Trellis.Pages.Partnerships;
using Trellis.People;

namespace Trellis.Pages.MyArea;

/// <summary>Something officers of an authority that is a member, or is responsible for one, do in a partnership.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer)]
public sealed class DeedOfArea : DeedPage
{
    public override Desk Desk => Desk.Area;
}
