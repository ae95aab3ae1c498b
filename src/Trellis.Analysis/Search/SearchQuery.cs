namespace Trellis.Search;

/// <summary>What somebody looks for.</summary>
public sealed record SearchQuery
{
    public const int UsualPageSize = 20;

    /// <summary>A name, place, postcode or number, as typed; empty lists everything that passes the filters.</summary>
    public string Text { get; init; } = "";

    /// <summary>For each facet the keys allowed; a facet left out, or without keys, allows all. An unknown key matches nothing.</summary>
    public IReadOnlyDictionary<Facet, IReadOnlyCollection<string>> Filters { get; init; } =
        new Dictionary<Facet, IReadOnlyCollection<string>>();

    public SearchOrder Order { get; init; }

    /// <summary>The postcode distances are measured from; empty: the text itself, where it is a postcode.</summary>
    public string Near { get; init; } = "";

    /// <summary>From 1; a page after the last is empty, one before the first is the first.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Hits a page; <see cref="int.MaxValue"/> for all, as a download wants.</summary>
    public int PageSize { get; init; } = UsualPageSize;
}

public enum SearchOrder
{
    /// <summary>The best first; by name where there is no text.</summary>
    Relevance,

    /// <summary>By name, then by number.</summary>
    Name,

    /// <summary>
    /// The nearest first, from <see cref="SearchQuery.Near"/> or from the text where it is a postcode (then every school
    /// with a known place is listed). What has no known place comes last; with no such postcode, by relevance.
    /// </summary>
    Distance,
}

/// <summary>Ways to narrow a search. What a facet says nothing of (the phase of a trust) is in none of its values.</summary>
public enum Facet
{
    Kind,
    Status,
    Phase,
    TypeGroup,
    Region,
    LocalAuthority,

    /// <summary>Rural or urban.</summary>
    Setting,

    /// <summary>In an academy trust or not.</summary>
    Trust,
    ReligiousCharacter,
}
