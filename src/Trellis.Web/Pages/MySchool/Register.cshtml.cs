using Trellis.Access;
using Trellis.Pages.Partnerships;
using Trellis.People;

namespace Trellis.Pages.MySchool;

/// <summary>A head or governor registers a partnership of their school.</summary>
[Access(Who.Holders, Role.Head, Role.Governor)]
public sealed class RegisterFromSchool : RegisterPage
{
    public override Desk Desk => Desk.School;
}
