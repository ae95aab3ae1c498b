using Trellis.Access;
using Trellis.Pages.Partnerships;
using Trellis.People;

namespace Trellis.Pages.MyArea;

/// <summary>A local authority officer registers a partnership of the authority.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer)]
public sealed class RegisterFromArea : RegisterPage
{
    public override Desk Desk => Desk.Area;
}
