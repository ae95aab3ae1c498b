using Trellis.Access;
using Trellis.Pages.Expertise;
using Trellis.People;

namespace Trellis.Pages.MyArea;

/// <summary>What an authority asked and was asked, for its officers.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer, Over = "code", Hidden = true)]
public sealed class EnquiriesOfArea : EnquiriesPage;
