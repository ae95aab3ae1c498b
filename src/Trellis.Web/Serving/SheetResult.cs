using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Trellis.Serving;

/// <summary>A page's figures as CSV or JSON, as the address ends.</summary>
internal sealed class SheetResult(
    Sheet? sheet,
    SitePage page,
    IReadOnlyDictionary<string, object?>? facts
) : IActionResult
{
    // Letters of all scripts stay letters; what a browser could take for markup is escaped, whoever shows the JSON.
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        using var buffer = new MemoryStream();
        if (page.Form.Ending == ".csv")
        {
            response.ContentType = "text/csv; charset=utf-8; header=present";
            response.Headers.ContentDisposition = $"attachment; filename=\"{sheet!.Name}.csv\"";
            // The W3C's way to find what the columns mean from the table itself.
            response.Headers.Link =
                $"<{page.Ending(".csv-metadata.json")}>; rel=\"describedby\"; type=\"application/csvm+json\"";
            sheet.WriteCsv(buffer);
        }
        else if (page.Form.Ending == ".csv-metadata.json")
        {
            response.ContentType = Api.Csvw.ContentType;
            buffer.Write(Api.Csvw.Of(sheet!, page.Ending(".csv"), page.Snapshot));
        }
        else
        {
            response.ContentType = "application/json; charset=utf-8";
            using var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = Web.Encoder }
            );
            json.WriteStartObject();
            json.WriteString("snapshot", page.Snapshot.Id);
            json.WriteBoolean("fictional", page.Snapshot.IsFictional);
            json.WriteString("address", page.Here);
            foreach (var (name, value) in facts ?? new Dictionary<string, object?>())
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, value, Web);
            }
            sheet?.WriteJson(json);
            json.WriteEndObject();
            json.Flush();
        }
        response.ContentLength = buffer.Length;
        if (!HttpMethods.IsHead(context.HttpContext.Request.Method))
            await response.Body.WriteAsync(
                buffer.GetBuffer().AsMemory(0, (int)buffer.Length),
                context.HttpContext.RequestAborted
            );
    }
}
