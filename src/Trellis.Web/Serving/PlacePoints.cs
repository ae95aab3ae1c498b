using Trellis.Places;
using Trellis.Schools;

namespace Trellis.Serving;

/// <summary>A place as the map reads it: degrees of WGS 84.</summary>
public sealed record PlacePoint(string Name, string Href, double Lat, double Lon, bool Mine);

/// <summary>The places of a list of schools for its map; a school without a known place is left out.</summary>
public static class PlacePoints
{
    /// <summary>As many as a map draws.</summary>
    public const int Most = 200;

    /// <param name="mine">The school the page is about, or null.</param>
    public static IReadOnlyList<PlacePoint> Of(IEnumerable<School> schools, Urn? mine = null)
    {
        var points = new List<PlacePoint>();
        foreach (var school in schools)
        {
            if (school.Current.Place is not { } place)
                continue;
            var (lon, lat) = NationalGrid.ToDegrees(place);
            // Five decimals are a metre.
            points.Add(
                new PlacePoint(
                    school.Name,
                    $"/school/{school.Urn}",
                    Math.Round(lat, 5),
                    Math.Round(lon, 5),
                    school.Urn == mine
                )
            );
        }
        return points;
    }
}
