using Trellis.Schools;

namespace Trellis.Places;

/// <summary>A local authority.</summary>
/// <param name="Code">The Department's three digits.</param>
/// <param name="OnsCode">"E09000001", or empty.</param>
/// <param name="Region">The name of its region, or empty.</param>
/// <param name="Neighbours">Its statistical neighbours, nearest first; empty where none are published.</param>
public sealed record LocalAuthority(
    LaCode Code,
    string Name,
    string OnsCode,
    string Region,
    IReadOnlyList<StatisticalNeighbour> Neighbours
);

/// <param name="Closeness">In the publisher's words: "Extremely close" to "Not close".</param>
public sealed record StatisticalNeighbour(LaCode Code, int Rank, string Closeness);

/// <summary>A teaching school hub and the districts it serves.</summary>
public sealed record TeachingSchoolHub(
    string Code,
    string Name,
    string LeadSchool,
    IReadOnlyList<string> Districts
);

/// <summary>The outline of an area, in longitude and latitude (WGS84), rings closed; the first ring of each polygon is the outer one.</summary>
/// <param name="Kind">"region", "local-authority" or "district".</param>
/// <param name="Code">The ONS code, or empty where the outline carries a name only.</param>
public sealed record Outline(
    string Kind,
    string Code,
    string Name,
    IReadOnlyList<IReadOnlyList<IReadOnlyList<LonLat>>> Polygons
);

public readonly record struct LonLat(float Lon, float Lat);

/// <summary>The nine regions of England with the slugs of their pages.</summary>
public static class Regions
{
    public static readonly IReadOnlyList<string> Names =
    [
        "East Midlands",
        "East of England",
        "London",
        "North East",
        "North West",
        "South East",
        "South West",
        "West Midlands",
        "Yorkshire and the Humber",
    ];

    public static string Slug(string name) => name.ToLowerInvariant().Replace(' ', '-');

    /// <summary>The name for a slug, or null where there is no such region.</summary>
    public static string? FromSlug(string slug) => Names.FirstOrDefault(name => Slug(name) == slug);

    /// <summary>The region's name as we write it, from the several ways files write it ("YORKSHIRE AND THE HUMBER", "Yorkshire and The Humber"); null for anything else.</summary>
    public static string? Canonical(string text) =>
        Names.FirstOrDefault(name =>
            string.Equals(name, text.Trim(), StringComparison.OrdinalIgnoreCase)
        );
}
