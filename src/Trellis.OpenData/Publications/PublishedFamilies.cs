using Trellis.Schools;

namespace Trellis.Publications;

/// <summary>A school in a family, as the last release of Trellis published it.</summary>
/// <param name="Family">The family's id, "national-primary-041"; never given again.</param>
/// <param name="Kind">"national" or "regional".</param>
/// <param name="Phase">"primary", "secondary" or "special".</param>
/// <param name="Urn">Null in the one row of a family that has ended, which is kept so that its id is not given again.</param>
/// <param name="Since">The release in which the school joined, or the family ended.</param>
public sealed record PublishedFamily(
    string Family,
    string Kind,
    string Phase,
    Urn? Urn,
    DateOnly Since
);
