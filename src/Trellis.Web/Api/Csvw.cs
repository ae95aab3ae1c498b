using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Api;

/// <summary>What a CSV means, written down beside it as the W3C's CSV on the Web.</summary>
public static class Csvw
{
    public const string ContentType = "application/csvm+json";

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Indented = true,
    };

    /// <summary>The metadata of a page's table.</summary>
    /// <param name="url">The address of the CSV.</param>
    public static byte[] Of(Sheet sheet, string url, Snapshot snapshot) =>
        Write(
            url,
            sheet.Title,
            "",
            sheet.FileColumns(),
            required: [],
            key: [],
            references: [],
            snapshot
        );

    /// <summary>The metadata of a table of the bulk download.</summary>
    /// <param name="url">The address of the CSV.</param>
    public static byte[] Of(OpenTable table, string url, Snapshot snapshot) =>
        Write(
            url,
            table.Title,
            table.What,
            [
                .. table.Columns.Select(c => new SheetColumn(
                    c.Name,
                    c.Label,
                    c.Type,
                    c.Unit,
                    c.What
                )),
            ],
            [.. table.Columns.Where(c => c.Required).Select(c => c.Name)],
            table.Key,
            table.References,
            snapshot
        );

    private static byte[] Write(
        string url,
        string title,
        string what,
        IReadOnlyList<SheetColumn> columns,
        IReadOnlyList<string> required,
        IReadOnlyList<string> key,
        IReadOnlyList<OpenReference> references,
        Snapshot snapshot
    )
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("@context");
            json.WriteStringValue("http://www.w3.org/ns/csvw");
            json.WriteStartObject();
            json.WriteString("@language", "en");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("url", url);
            json.WriteString("dc:title", title);
            if (what.Length > 0)
                json.WriteString("dc:description", what);
            json.WriteString("dc:identifier", snapshot.Id);
            if (!snapshot.IsFictional)
                json.WriteString("dc:license", Licence);
            json.WriteString(
                "rdfs:comment",
                "A text that a spreadsheet would run as a formula stands with an apostrophe in front."
            );
            json.WriteStartObject("dialect");
            json.WriteString("encoding", "utf-8");
            json.WriteString("lineTerminators", "\r\n");
            json.WriteBoolean("header", true);
            json.WriteEndObject();
            json.WriteStartObject("tableSchema");
            json.WriteStartArray("columns");
            foreach (var column in columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("titles", column.Name);
                json.WriteString("rdfs:label", column.Label);
                if (column.What.Length > 0)
                    json.WriteString("dc:description", column.What);
                if (column.Unit.Length > 0)
                    json.WriteString("schema:unitText", column.Unit);
                WriteType(json, column.Type);
                json.WriteString("null", "");
                if (required.Contains(column.Name))
                    json.WriteBoolean("required", true);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (key.Count > 0)
                WriteNames(json, "primaryKey", key);
            if (references.Count > 0)
            {
                json.WriteStartArray("foreignKeys");
                foreach (var reference in references)
                {
                    json.WriteStartObject();
                    json.WriteString("columnReference", reference.Column);
                    json.WriteStartObject("reference");
                    json.WriteString("resource", $"/data/files/{reference.Table}.csv");
                    json.WriteString("columnReference", reference.Key);
                    json.WriteEndObject();
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    internal const string Licence =
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";

    private static void WriteType(Utf8JsonWriter json, string type)
    {
        if (type == "date")
        {
            json.WriteStartObject("datatype");
            json.WriteString("base", "date");
            json.WriteString("format", "yyyy-MM-dd");
            json.WriteEndObject();
        }
        else
            json.WriteString("datatype", type == "text" ? "string" : type);
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<string> names)
    {
        json.WriteStartArray(name);
        foreach (var one in names)
            json.WriteStringValue(one);
        json.WriteEndArray();
    }
}
