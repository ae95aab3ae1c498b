using Trellis.Access;
using Trellis.Pages.Expertise;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Pages.MyArea;

/// <summary>One introduction by an authority, for its officers.</summary>
[Access(Who.Holders, Role.LocalAuthorityOfficer, Over = "code", Hidden = true)]
public sealed class BrokerOfArea(PublicRecordFile record) : BrokerPage(record);
