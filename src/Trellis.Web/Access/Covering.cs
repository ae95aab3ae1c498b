using Trellis.People;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Access;

/// <summary>Whether what a role is over holds what an address names: a trust its schools, an area and a region theirs.</summary>
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
            "uid" or "trust" => held.Over.Kind == ScopeKind.Trust && held.Over.Id == value,
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
                    ScopeKind.Region => Regions.Slug(school.Region) == over.Id,
                    ScopeKind.Diocese => Slug(school.Diocese) == over.Id,
                    _ => false,
                };

    private static string Slug(string name) =>
        string.Join(
            '-',
            new string([
                .. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' '),
            ]).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}
