namespace Trellis.People;

/// <summary>What a person may be in Trellis. A role always has a <see cref="Scope"/>: a head of one school, not of schools.</summary>
public enum Role
{
    Head,
    Governor,
    TrustOfficer,
    LocalAuthorityOfficer,
    DiocesanOfficer,
    RegionOfficer,
    RiseAdviser,
    DecisionMaker,
    BoardMember,
    Researcher,
    Administrator,
}

/// <summary>What each role is over, and how it is called.</summary>
public static class Roles
{
    public static readonly IReadOnlyList<Role> All = Enum.GetValues<Role>();

    /// <summary>The kind of thing a role is over.</summary>
    public static ScopeKind Over(this Role role) =>
        role switch
        {
            Role.Head or Role.Governor => ScopeKind.School,
            Role.TrustOfficer => ScopeKind.Trust,
            Role.LocalAuthorityOfficer => ScopeKind.LocalAuthority,
            Role.DiocesanOfficer => ScopeKind.Diocese,
            Role.RegionOfficer or Role.DecisionMaker or Role.BoardMember => ScopeKind.Region,
            Role.RiseAdviser => ScopeKind.OwnCases,
            _ => ScopeKind.Everywhere,
        };

    /// <summary>"local authority officer".</summary>
    public static string InWords(this Role role) =>
        role switch
        {
            Role.TrustOfficer => "trust officer",
            Role.LocalAuthorityOfficer => "local authority officer",
            Role.DiocesanOfficer => "diocesan officer",
            Role.RegionOfficer => "region officer",
            Role.RiseAdviser => "RISE adviser",
            Role.DecisionMaker => "decision-maker",
            Role.BoardMember => "board member",
            _ => role.ToString().ToLowerInvariant(),
        };

    /// <summary>As addresses and the journal have it: "local-authority-officer".</summary>
    public static string Code(this Role role) => Journal.Naming.Of(role.ToString());

    /// <summary>The role of a code; false where there is none.</summary>
    public static bool TryParse(string? code, out Role role)
    {
        foreach (var one in All)
            if (one.Code() == code)
            {
                role = one;
                return true;
            }
        role = default;
        return false;
    }
}
