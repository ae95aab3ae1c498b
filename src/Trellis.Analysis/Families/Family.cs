using Trellis.Schools;
using Trellis.SimilarSchools;

namespace Trellis.Families;

/// <summary>A school in a family.</summary>
/// <param name="Since">The release in which it joined.</param>
/// <param name="Fit">Its distance to the middle of the family, in the units of the method; null where nothing is known of it.</param>
public sealed record FamilyMember(School School, DateOnly Since, double? Fit);

/// <summary>A group of schools that stays together from year to year.</summary>
/// <param name="Id">Its name in addresses and files, "national-primary-041" or "leeds-primary-3"; never given to another.</param>
/// <param name="Name">"Primary schools, national family 41", "Primary schools around Leeds, family 3".</param>
/// <param name="Members">By URN.</param>
/// <param name="Shared">What its schools have in common, one plain sentence.</param>
public sealed record Family(
    string Id,
    FamilyKind Kind,
    Peers Peers,
    string Name,
    IReadOnlyList<FamilyMember> Members,
    string Shared
)
{
    /// <summary>Whether its size is within the rule's bounds; not so only where too few schools of the phase are there.</summary>
    public bool IsWithinBounds => Members.Count >= Kind.Least() && Members.Count <= Kind.Most();
}
