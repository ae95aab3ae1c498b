using Trellis.Access;
using Trellis.Pages.Partnerships;
using Trellis.People;

namespace Trellis.Pages.MyTrust;

/// <summary>A trust officer registers a partnership of the trust, or of one of its schools.</summary>
[Access(Who.Holders, Role.TrustOfficer)]
public sealed class RegisterFromTrust : RegisterPage
{
    public override Desk Desk => Desk.Trust;
}
