using Trellis.Groups;
using Trellis.Places;
using Trellis.Schools;

namespace Trellis.Search;

/// <summary>A page of what was found, with the counts that further narrowing would give.</summary>
/// <param name="Total">All that match text and filters, on every page.</param>
/// <param name="Page">The page shown, from 1.</param>
/// <param name="Pages">How many there are; 1 where nothing is found.</param>
/// <param name="Facets">Each facet with its values; a value's count passes the text and every other facet's filter.</param>
/// <param name="Origin">Where distances are measured from; null where none are.</param>
public sealed record SearchAnswer(
    SearchQuery Query,
    int Total,
    int Page,
    int Pages,
    IReadOnlyList<SearchHit> Hits,
    IReadOnlyList<FacetCounts> Facets,
    SearchOrigin? Origin
);

/// <param name="Name">What people call the facet: "Rural or urban".</param>
/// <param name="Values">Those with a count above zero and those chosen, in the facet's own order.</param>
public sealed record FacetCounts(Facet Facet, string Name, IReadOnlyList<FacetCount> Values);

/// <param name="Key">For addresses: "primary", "873".</param>
/// <param name="Label">For people: "Primary", "Cambridgeshire".</param>
public sealed record FacetCount(string Key, string Label, int Count, bool Chosen);

/// <summary>The point distances are measured from: the middle of the establishments known at a postcode.</summary>
/// <param name="Postcode">The postcode meant: the one asked for, or its beginning where no establishment is at the whole.</param>
/// <param name="IsExact">Whether an establishment is known at the very postcode asked for.</param>
public sealed record SearchOrigin(Postcode Postcode, GridPoint Place, bool IsExact);

/// <summary>One thing found.</summary>
/// <param name="Address">The canonical address of its page: "/school/100049".</param>
/// <param name="Name">Its name now.</param>
public abstract record SearchHit(string Address, string Name)
{
    /// <summary>Why it was found where the name does not show it, as "formerly Old Road Infant School"; else empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>From the origin of the search on the grid; null where no distance was asked for or no place is known.</summary>
    public double? Kilometres { get; init; }
}

/// <param name="School">The continuing school; an earlier URN finds it too.</param>
/// <param name="Trust">The trust that runs it now, or null.</param>
public sealed record SchoolHit(string Address, string Name, School School, Group? Trust)
    : SearchHit(Address, Name);

/// <summary>A trust, a federation, a sponsor or another group of the register.</summary>
public sealed record GroupHit(string Address, string Name, Group Group) : SearchHit(Address, Name);

public sealed record AuthorityHit(string Address, string Name, LocalAuthority Authority)
    : SearchHit(Address, Name);

public sealed record RegionHit(string Address, string Name) : SearchHit(Address, Name);
