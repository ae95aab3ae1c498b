using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Places;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages;

/// <summary>The outlines of regions, local authorities or districts as GeoJSON, for maps.</summary>
[Access(Who.Everybody)]
public sealed class OutlinesView : SitePage
{
    private static readonly Dictionary<string, string> kinds = new()
    {
        ["regions"] = "region",
        ["local-authorities"] = "local-authority",
        ["districts"] = "district",
    };

    private static readonly ConditionalWeakTable<Snapshot, Dictionary<string, byte[]>> known = [];

    public IActionResult OnGet(string kind)
    {
        if (!kinds.TryGetValue(kind, out var name))
            return NotHere(
                $"There are outlines of {string.Join(", ", kinds.Keys)}; none of another kind."
            );
        var outlines = known.GetValue(
            Snapshot,
            static s => kinds.Values.ToDictionary(k => k, k => GeoJson(s, k))
        );
        // Under the snapshot's own id the answer can never change; without it, a browser asks again.
        if (
            Request.Query["snapshot"] == Snapshot.Id
            || Request.Query["snapshot"] == Snapshot.ShortId
        )
        {
            Response.Headers.ETag = $"\"{Snapshot.ShortId}-{kind}\"";
            Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        }
        return File(outlines[name], "application/geo+json");
    }

    private static byte[] GeoJson(Snapshot snapshot, string kind)
    {
        using var buffer = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            foreach (var outline in snapshot.Outlines.Where(o => o.Kind == kind))
                Feature(json, outline);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void Feature(Utf8JsonWriter json, Outline outline)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("properties");
        json.WriteString("code", outline.Code);
        json.WriteString("name", outline.Name);
        json.WriteEndObject();
        json.WriteStartObject("geometry");
        json.WriteString("type", "MultiPolygon");
        json.WriteStartArray("coordinates");
        foreach (var polygon in outline.Polygons)
        {
            json.WriteStartArray();
            foreach (var ring in polygon)
            {
                json.WriteStartArray();
                foreach (var point in ring)
                {
                    json.WriteStartArray();
                    // Four decimals are ten metres: finer than the outlines are.
                    json.WriteNumberValue(Math.Round((double)point.Lon, 4));
                    json.WriteNumberValue(Math.Round((double)point.Lat, 4));
                    json.WriteEndArray();
                }
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
