using Trellis.Access;
using Trellis.Pages.Partnerships;
using Trellis.People;

namespace Trellis.Pages.MySchool;

/// <summary>Something heads and governors of a member do in a partnership.</summary>
[Access(Who.Holders, Role.Head, Role.Governor)]
public sealed class DeedOfSchool : DeedPage
{
    public override Desk Desk => Desk.School;
}
