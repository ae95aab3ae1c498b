using Trellis.Access;
using Trellis.Pages.Expertise;
using Trellis.People;

namespace Trellis.Pages.MyArea;

/// <summary>What an authority needs and offers, for its officers.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer, Over = "code", Hidden = true)]
public sealed class OffersOfArea : OffersPage;
