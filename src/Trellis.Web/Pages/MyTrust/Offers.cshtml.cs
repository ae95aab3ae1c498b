using Trellis.Access;
using Trellis.Pages.Expertise;
using Trellis.People;

namespace Trellis.Pages.MyTrust;

/// <summary>What a trust needs and offers, for its officers.</summary>
[Access(Who.Holders, Role.TrustOfficer, Over = "uid", Hidden = true)]
public sealed class OffersOfTrust : OffersPage;
