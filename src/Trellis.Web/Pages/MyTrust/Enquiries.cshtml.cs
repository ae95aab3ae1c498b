using Trellis.Access;
using Trellis.Pages.Expertise;
using Trellis.People;

namespace Trellis.Pages.MyTrust;

/// <summary>What a trust asked and was asked, for its officers.</summary>
[Access(Who.Holders, Role.TrustOfficer, Over = "uid", Hidden = true)]
public sealed class EnquiriesOfTrust : EnquiriesPage;
