namespace Trellis.Components;

/// <summary>A map that may be opened beside a list of the same places: <c>&lt;partial name="_Map" model="..." /&gt;</c>.</summary>
/// <param name="Key">A word of its own on the page, for the id.</param>
/// <param name="Name">What the map shows, for those who hear it: "Map of the 50 similar schools".</param>
/// <param name="Points">
/// The address of <c>{"points":[{"name","href","lat","lon","mine"}]}</c> in the order of the list, degrees of WGS 84; the
/// first 200 are drawn.
/// </param>
/// <param name="Outline">The address of the outlines under it, as GeoJSON in degrees of WGS 84.</param>
public sealed record PlaceMap(
    string Key,
    string Name,
    string Points,
    string Outline = "/data/outlines/regions.json"
);
