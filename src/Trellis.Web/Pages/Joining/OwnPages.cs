using Trellis.Components;
using Trellis.People;

namespace Trellis.Pages.Joining;

/// <summary>The pages that are somebody's own, by the roles they hold.</summary>
public static class OwnPages
{
    private static readonly IReadOnlyList<(Role Role, PageLink Page)> pages =
    [
        (Role.Head, new("Your school", "/my-school")),
        (Role.Governor, new("Your school", "/my-school")),
        (Role.TrustOfficer, new("Your trust", "/my-trust")),
        (Role.LocalAuthorityOfficer, new("Your area", "/my-area")),
        (Role.RegionOfficer, new("Cases", "/cases")),
        (Role.RegionOfficer, new("Before and after joining", "/my-area/effects")),
        (Role.DecisionMaker, new("Cases", "/cases")),
        (Role.BoardMember, new("Cases", "/cases")),
        (Role.Administrator, new("Administration", "/admin")),
    ];

    /// <summary>Each page once, in the same order for everybody.</summary>
    public static IReadOnlyList<PageLink> Of(IEnumerable<Appointment> roles)
    {
        var held = roles.Select(r => r.Role).ToHashSet();
        return [.. pages.Where(p => held.Contains(p.Role)).Select(p => p.Page).Distinct()];
    }
}
