using Trellis.Groups;
using Trellis.People;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Access;

/// <summary>Whether what a role is over holds what an address names: a trust its schools, an area and a region theirs, and a region the trusts that have schools in it.</summary>
public static class Covering
{
    /// <param name="named">The part of the address: "urn", "uid", "code", "slug", or the name of a kind of scope.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="snapshot">Says which school lies where; null where none is read, and then only the very same thing is held.</param>
    public static bool Holds(Appointment held, string named, string value, Snapshot? snapshot)
    {
        // Which cases are somebody's own a case says, and never an address: that scope holds nothing here.
        if (held.Over.Kind == ScopeKind.Everywhere)
            return true;
        return named switch
        {
            "urn" => Urn.TryParse(value, null, out var urn) && Holds(held.Over, urn, snapshot),
            "uid" or "trust" => held.Over.Kind switch
            {
                ScopeKind.Trust => held.Over.Id == value,
                ScopeKind.Region => snapshot is not null
                    && HasSchoolIn(value, held.Over.Id, snapshot),
                _ => false,
            },
            "code" or "la" => held.Over.Kind == ScopeKind.LocalAuthority && held.Over.Id == value,
            "slug" or "region" => held.Over.Kind == ScopeKind.Region && held.Over.Id == value,
            "diocese" => held.Over.Kind == ScopeKind.Diocese && held.Over.Id == value,
            _ => false,
        };
    }

    private static bool Holds(Scope over, Urn urn, Snapshot? snapshot) =>
        over.Kind == ScopeKind.School
            ? over == Scope.School(urn)
            : snapshot?.Find(urn) is { } school
                && over.Kind switch
                {
                    ScopeKind.Trust => snapshot.TrustOf(urn) is { } trust
                        && over == Scope.Trust(trust.Uid),
                    ScopeKind.LocalAuthority => school.La?.ToString() == over.Id,
                    ScopeKind.Region => RegionOf(school, snapshot) == over.Id,
                    ScopeKind.Diocese => Slugs.Of(school.Diocese) == over.Id,
                    _ => false,
                };

    /// <summary>The region of a school; where the register gives none, that of its authority.</summary>
    private static string RegionOf(Establishment school, Snapshot snapshot) =>
        Regions.Slug(
            school.Region.Length > 0 ? school.Region
            : school.La is { } la ? snapshot.Find(la)?.Region ?? ""
            : ""
        );

    /// <summary>Whether a trust has a school in a region now.</summary>
    private static bool HasSchoolIn(string trust, string region, Snapshot snapshot) =>
        Uid.TryParse(trust, null, out var uid)
        && snapshot
            .MembershipsIn(uid)
            .Any(m =>
                m.To is null
                && snapshot.Find(m.Urn) is { } school
                && RegionOf(school, snapshot) == region
            );
}
