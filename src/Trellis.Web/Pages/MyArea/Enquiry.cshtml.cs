using Trellis.Access;
using Trellis.Pages.Expertise;
using Trellis.People;

namespace Trellis.Pages.MyArea;

/// <summary>One enquiry of an authority, for its officers.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer, Over = "code", Hidden = true)]
public sealed class EnquiryOfArea : EnquiryPage;
