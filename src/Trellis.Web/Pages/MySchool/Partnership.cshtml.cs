using Trellis.Access;
using Trellis.Pages.Partnerships;
using Trellis.People;

namespace Trellis.Pages.MySchool;

/// <summary>A partnership as heads and governors of a member see it.</summary>
[Access(Who.Holders, Role.Head, Role.Governor)]
public sealed class PartnershipOfSchool : TasksPage
{
    public override Desk Desk => Desk.School;
}
