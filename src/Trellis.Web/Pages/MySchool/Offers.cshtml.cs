using Trellis.Access;
using Trellis.Pages.Expertise;
using Trellis.People;

namespace Trellis.Pages.MySchool;

/// <summary>What a school needs and offers, for its own people and its trust.</summary>
[Access(Who.Holders, Role.Head, Role.Governor, Role.TrustOfficer, Over = "urn", Hidden = true)]
public sealed class OffersOfSchool : OffersPage;
