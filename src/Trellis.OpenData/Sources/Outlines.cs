using System.Text.Json;
using Trellis.Places;

namespace Trellis.Sources;

/// <summary>Outlines of regions, local authorities and districts: GeoJSON in longitude and latitude.</summary>
public static class Outlines
{
    /// <summary>Reads a collection of features with polygons.</summary>
    /// <returns>The outlines; empty for a collection without features.</returns>
    /// <exception cref="UnreadableSourceException">It is no GeoJSON, or a feature has neither a name nor a polygon.</exception>
    public static (string Kind, IReadOnlyList<Outline> Features) Read(
        string file,
        ReadOnlyMemory<byte> utf8
    )
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var features = document.RootElement.GetProperty("features").EnumerateArray().ToArray();
            var outlines = new List<Outline>();
            var kind = "district";
            foreach (var feature in features)
            {
                var properties = feature.GetProperty("properties");
                string name = "",
                    code = "";
                foreach (var property in properties.EnumerateObject())
                {
                    // An authority's outline also names the region it lies in.
                    if (
                        property.Value.ValueKind != JsonValueKind.String
                        || property.Name.StartsWith("region", StringComparison.OrdinalIgnoreCase)
                    )
                        continue;
                    var text = property.Value.GetString()!;
                    if (
                        text.Length == 9
                        && text[0] == 'E'
                        && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
                    )
                        code = text;
                    else if (
                        property.Name.EndsWith("NM", StringComparison.OrdinalIgnoreCase)
                        || property.Name.Contains("name", StringComparison.OrdinalIgnoreCase)
                    )
                        name = text;
                }
                kind = code.Length == 9 ? KindOf(code, kind) : kind;
                outlines.Add(
                    new Outline(kind, code, name, Polygons(feature.GetProperty("geometry")))
                );
            }
            return (kind, outlines.ConvertAll(o => o with { Kind = kind }));
        }
        catch (Exception wrong)
            when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UnreadableSourceException(
                file,
                $"it is no GeoJSON of areas: {wrong.Message}",
                wrong
            );
        }
    }

    private static string KindOf(string code, string otherwise) =>
        code.StartsWith("E12", StringComparison.Ordinal) ? "region"
        : code[1..3] is "06" or "08" or "09" or "10" ? "local-authority"
        : otherwise;

    private static IReadOnlyList<IReadOnlyList<IReadOnlyList<LonLat>>> Polygons(
        JsonElement geometry
    )
    {
        var coordinates = geometry.GetProperty("coordinates");
        return geometry.GetProperty("type").GetString() switch
        {
            "Polygon" => [Polygon(coordinates)],
            "MultiPolygon" => [.. coordinates.EnumerateArray().Select(Polygon)],
            var other => throw new JsonException($"a geometry of type '{other}' is no area."),
        };
    }

    private static IReadOnlyList<IReadOnlyList<LonLat>> Polygon(JsonElement rings) =>
        [
            .. rings
                .EnumerateArray()
                .Select(ring =>
                    (IReadOnlyList<LonLat>)
                        [
                            .. ring.EnumerateArray()
                                .Select(p => new LonLat(p[0].GetSingle(), p[1].GetSingle())),
                        ]
                ),
        ];
}
