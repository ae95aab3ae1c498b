using Trellis.Access;
using Trellis.Pages.Partnerships;
using Trellis.People;

namespace Trellis.Pages.MyTrust;

/// <summary>Something officers of a trust that is a member, or acts for one, do in a partnership.</summary>
[Access(Who.Holders, Role.TrustOfficer)]
public sealed class DeedOfTrust : DeedPage
{
    public override Desk Desk => Desk.Trust;
}
