using Trellis.Partnerships;
using Trellis.People;

namespace Trellis.Pages.Partnerships;

/// <summary>From where somebody looks after partnerships: their school's, their trust's or their area's pages. The pages are the same; who may open them and in whose name they speak differs.</summary>
/// <param name="At">"/my-school".</param>
/// <param name="Name">"Your school".</param>
/// <param name="Roles">Those whose pages these are.</param>
public sealed record Desk(string At, string Name, IReadOnlyList<Role> Roles)
{
    public static readonly Desk School = new(
        "/my-school",
        "Your school",
        [Role.Head, Role.Governor]
    );

    public static readonly Desk Trust = new("/my-trust", "Your trust", [Role.TrustOfficer]);

    public static readonly Desk Area = new("/my-area", "Your area", [Role.LocalAuthorityOfficer]);

    /// <summary>The desk at which people of a role find what waits for them.</summary>
    public static Desk Of(Role role) =>
        role switch
        {
            Role.TrustOfficer => Trust,
            Role.LocalAuthorityOfficer => Area,
            _ => School,
        };

    /// <summary>The address of one partnership at this desk.</summary>
    public string Partnership(PartnershipId id) => $"{At}/partnership/{id}";

    /// <summary>Where a partnership is registered.</summary>
    public string Registering => $"{At}/partnership/new";
}
