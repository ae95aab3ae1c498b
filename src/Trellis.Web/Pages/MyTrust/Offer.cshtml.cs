using Trellis.Access;
using Trellis.Pages.Expertise;
using Trellis.People;

namespace Trellis.Pages.MyTrust;

/// <summary>One entry of a trust, for its officers.</summary>
[Access(Who.Holders, Role.TrustOfficer, Over = "uid", Hidden = true)]
public sealed class OfferOfTrust : OfferPage;
