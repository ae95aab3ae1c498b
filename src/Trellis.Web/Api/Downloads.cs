using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CsvHelper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trellis.Access;
using Trellis.Evaluations;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Api;

/// <summary>The whole snapshot to take away: plain tables as CSV with their meaning beside them, and all of it as one database.</summary>
public static class Downloads
{
    public const string Database = "trellis.sqlite";

    private const int RowsBetweenWrites = 512;
    private static readonly string[] Reading = ["GET", "HEAD"];

    private static readonly ConditionalWeakTable<Snapshot, IReadOnlyList<OpenTable>> Kept = [];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = true,
    };

    public static void Map(WebApplication app) =>
        app.MapMethods("/data/files/{file}", Reading, (RequestDelegate)Answer)
            .WithMetadata(new AccessAttribute(Who.Everybody));

    /// <summary>The tables of a snapshot, described once as long as it lives; their rows are made as they are sent.</summary>
    public static IReadOnlyList<OpenTable> Tables(Snapshot snapshot) =>
        Kept.GetValue(snapshot, static s => OpenTables.Of(s));

    private static Task Answer(HttpContext http)
    {
        var snapshot = http.Features.Get<Country>()!.Snapshot;
        var file = (string)http.Request.RouteValues["file"]!;
        const string Meaning = ".csv-metadata.json";
        if (file == "datapackage.json")
            return Send(http, "application/json; charset=utf-8", DataPackage(snapshot));
        if (file == "dataset.jsonld")
            return Send(http, "application/ld+json; charset=utf-8", DataSet(snapshot));
        if (file == Database)
            return SendDatabase(http, snapshot);
        if (file.EndsWith(Meaning, StringComparison.Ordinal))
            return Find(snapshot, file[..^Meaning.Length]) is { } described
                ? Send(
                    http,
                    Csvw.ContentType,
                    Csvw.Of(described, $"/data/files/{described.Name}.csv", snapshot)
                )
                : NoSuchFile(http);
        if (file.EndsWith(".csv", StringComparison.Ordinal))
            return Find(snapshot, file[..^4]) is { } table
                ? SendCsv(http, table, $"/data/files/{table.Name}")
                : NoSuchFile(http);
        return NoSuchFile(http);
    }

    private static OpenTable? Find(Snapshot snapshot, string name) =>
        name == PanelFile.Name
            ? PanelFile.In(snapshot).Table
            : Tables(snapshot).FirstOrDefault(t => t.Name == name);

    private static Task NoSuchFile(HttpContext http) =>
        StatusSentence.WriteProblem(
            http,
            StatusCodes.Status404NotFound,
            "no-such-file",
            "There is no file of this name. /data/files/datapackage.json lists them all."
        );

    private static async Task Send(HttpContext http, string type, byte[] bytes)
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    /// <summary>Rows are written as they are made, a few hundred at a time: the first bytes leave at once and no table is ever whole in memory.</summary>
    /// <param name="address">Of the table, without an ending.</param>
    internal static async Task SendCsv(HttpContext http, OpenTable table, string address)
    {
        var response = http.Response;
        response.ContentType = "text/csv; charset=utf-8; header=present";
        response.Headers.ContentDisposition = $"attachment; filename=\"{table.Name}.csv\"";
        response.Headers.Link =
            $"<{address}.csv-metadata.json>; rel=\"describedby\"; type=\"{Csvw.ContentType}\"";
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        using var buffer = new MemoryStream(1 << 16);
        using var csv = CsvWriter.Create(
            buffer,
            CsvWriterOptions.Default with
            {
                Injection = CsvInjection.Escape,
            },
            leaveOpen: true
        );
        foreach (var column in table.Columns)
            csv.WriteField(column.Name);
        csv.EndRecord();
        var rows = 0;
        foreach (var row in table.Rows)
        {
            foreach (var cell in row)
                Sheet.Cell(csv, cell);
            csv.EndRecord();
            if (++rows % RowsBetweenWrites == 0)
                await Pass(rows == RowsBetweenWrites);
        }
        await Pass(flush: false);

        async Task Pass(bool flush)
        {
            csv.Flush();
            await response.Body.WriteAsync(
                buffer.GetBuffer().AsMemory(0, (int)buffer.Length),
                http.RequestAborted
            );
            buffer.SetLength(0);
            if (flush)
                await response.Body.FlushAsync(http.RequestAborted);
        }
    }

    private static async Task SendDatabase(HttpContext http, Snapshot snapshot)
    {
        string path;
        try
        {
            var store = ((Countries)http.RequestServices.GetService(typeof(Countries))!).Store;
            path = await Task.Run(() => PlainDatabase.Beside(store, snapshot), http.RequestAborted);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            http.Response.Headers.RetryAfter = "600";
            await StatusSentence.WriteProblem(
                http,
                StatusCodes.Status503ServiceUnavailable,
                "no-room",
                "The database could not be made just now: the disk of this server is full or may not be written. The CSV files hold the same."
            );
            return;
        }
        // A tag that says which content, so that a download broken off goes on with the same file or begins anew.
        await Results
            .File(
                path,
                "application/vnd.sqlite3",
                $"trellis-{snapshot.ShortId}.sqlite",
                entityTag: new($"\"{snapshot.ShortId}-sqlite\""),
                enableRangeProcessing: true
            )
            .ExecuteAsync(http);
    }

    /// <summary>Every table of the bundle as the Frictionless data package describes it.</summary>
    private static byte[] DataPackage(Snapshot snapshot) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Name = "trellis",
                Title = Title(snapshot),
                Id = snapshot.Id,
                Licenses = Licences(snapshot),
                Resources = Tables(snapshot)
                    .Append(PanelFile.In(snapshot).Table)
                    .Select(t => new
                    {
                        t.Name,
                        t.Title,
                        Description = t.What,
                        Path = $"{t.Name}.csv",
                        Format = "csv",
                        Mediatype = "text/csv",
                        Encoding = "utf-8",
                        Rows = t.RowCount,
                        Schema = new
                        {
                            Fields = t.Columns.Select(c => new
                            {
                                c.Name,
                                Title = c.Label,
                                Type = c.Type == "text" ? "string" : c.Type,
                                Description = c.What,
                                Constraints = new { c.Required },
                            }),
                            PrimaryKey = t.Key,
                            ForeignKeys = t.References.Select(r => new
                            {
                                Fields = r.Column,
                                Reference = new { Resource = r.Table, Fields = r.Key },
                            }),
                            MissingValues = (string[])[""],
                        },
                    }),
            },
            Json
        );

    /// <summary>The snapshot as schema.org describes a data set, for the search engines of data.</summary>
    private static byte[] DataSet(Snapshot snapshot) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object?>
            {
                ["@context"] = "https://schema.org",
                ["@type"] = "Dataset",
                ["name"] = Title(snapshot),
                ["description"] =
                    "The register of schools, trusts and federations, inspections and published figures of schools, read from the files of their publishers into one whole.",
                ["url"] = "/data",
                ["identifier"] = snapshot.Id,
                ["version"] = snapshot.ShortId,
                ["license"] = snapshot.IsFictional ? null : Csvw.Licence,
                ["isAccessibleForFree"] = true,
                ["spatialCoverage"] = snapshot.IsFictional
                    ? "A country that is made up"
                    : "England",
                ["temporalCoverage"] = Period(snapshot),
                ["variableMeasured"] = snapshot.Measures.All.Select(m => m.Label),
                ["distribution"] = Tables(snapshot)
                    .Select(t => new Dictionary<string, object?>
                    {
                        ["@type"] = "DataDownload",
                        ["name"] = t.Title,
                        ["encodingFormat"] = "text/csv",
                        ["contentUrl"] = $"/data/files/{t.Name}.csv",
                    })
                    .Append(
                        new Dictionary<string, object?>
                        {
                            ["@type"] = "DataDownload",
                            ["name"] = PanelFile.Title,
                            ["encodingFormat"] = "text/csv",
                            ["contentUrl"] = "/data/panel.csv",
                        }
                    )
                    .Append(
                        new Dictionary<string, object?>
                        {
                            ["@type"] = "DataDownload",
                            ["name"] = "Everything as one SQLite file",
                            ["encodingFormat"] = "application/vnd.sqlite3",
                            ["contentUrl"] = $"/data/files/{Database}",
                        }
                    ),
            },
            Json
        );

    private static string Title(Snapshot snapshot) =>
        snapshot.IsFictional
            ? "Trellis: a fictional country's schools"
            : "Trellis: schools in England";

    private static string? Period(Snapshot snapshot) =>
        snapshot.Sources.Count == 0
            ? null
            : $"{snapshot.Sources.Min(s => s.Date):yyyy-MM-dd}/{snapshot.Sources.Max(s => s.Date):yyyy-MM-dd}";

    private static object[] Licences(Snapshot snapshot) =>
        snapshot.IsFictional
            ? []
            :
            [
                new
                {
                    Name = "OGL-UK-3.0",
                    Title = "Open Government Licence v3.0",
                    Path = Csvw.Licence,
                },
            ];
}
