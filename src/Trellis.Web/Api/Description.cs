using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Trellis.Access;
using Trellis.Serving;

namespace Trellis.Api;

/// <summary>The description of the open API: OpenAPI 3.1 at /openapi/v1.json, of the addresses this program has.</summary>
public static class Description
{
    private static readonly ConditionalWeakTable<WebApplication, byte[]> Written = [];

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Map(WebApplication app) =>
        app.MapMethods(
                "/openapi/v1.json",
                ["GET", "HEAD"],
                (RequestDelegate)(
                    async http =>
                    {
                        var document = Written.GetValue(app, static a => Of(PagesOf(a)));
                        http.Response.ContentType = "application/openapi+json; charset=utf-8";
                        http.Response.ContentLength = document.Length;
                        if (!HttpMethods.IsHead(http.Request.Method))
                            await http.Response.Body.WriteAsync(document, http.RequestAborted);
                    }
                )
            )
            .WithMetadata(new AccessAttribute(Who.Everybody));

    /// <summary>The addresses of the pages of a site, as they are written in their routes: "/school/{urn}".</summary>
    public static IReadOnlyList<string> PagesOf(IEndpointRouteBuilder site) =>
        [
            .. site
                .DataSources.SelectMany(s => s.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null)
                .Select(e => Plain(e.RoutePattern))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The route without what its parameters must be: "{part:regex(^left$)}" is "{part}".</summary>
    private static string Plain(RoutePattern route) =>
        "/"
        + string.Join(
            '/',
            route.PathSegments.Select(segment =>
                string.Concat(
                    segment.Parts.Select(part =>
                        part switch
                        {
                            RoutePatternLiteralPart literal => literal.Content,
                            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
                            RoutePatternSeparatorPart separator => separator.Content,
                            _ => "",
                        }
                    )
                )
            )
        );

    /// <summary>The document, in UTF-8, of those routes that are among the pages given.</summary>
    public static byte[] Of(IReadOnlyCollection<string> pages)
    {
        var paths = new JsonObject();
        foreach (var route in Routes.All.Where(r => pages.Contains(r.Path)))
        {
            var address = route.Path == "/" ? "/home" : route.Path;
            paths[$"{address}.json"] = new JsonObject
            {
                ["get"] = Operation(route, "json", Answer(route)),
            };
            if (!route.Table)
                continue;
            paths[$"{address}.csv"] = new JsonObject
            {
                ["get"] = Operation(
                    route,
                    "csv",
                    new JsonObject
                    {
                        ["text/csv"] = new JsonObject { ["schema"] = Typed("string") },
                    }
                ),
            };
            if (route.Path != "/p/{id}")
                paths[$"{address}.csv-metadata.json"] = new JsonObject
                {
                    ["get"] = Operation(
                        route,
                        "csv-metadata",
                        new JsonObject
                        {
                            [Csvw.ContentType] = new JsonObject { ["schema"] = Typed("object") },
                        }
                    ),
                };
        }
        Files(paths, pages.Contains(Routes.Outlines));
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Trellis",
                ["version"] = "1",
                ["summary"] = "School partnerships in England, in the open.",
                ["description"] =
                    "Every page answers JSON and, where it has a table, CSV at the same address with an ending. No key is needed. A figure that is missing is null, and a field ending in _missing says why. Errors are RFC 9457 problem details.",
                ["license"] = new JsonObject
                {
                    ["name"] = "Open Government Licence v3.0 (the data)",
                    ["url"] = Csvw.Licence,
                },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject
                {
                    ["Problem"] = Problem(),
                    ["Paging"] = PagingSchema(),
                },
                ["responses"] = new JsonObject
                {
                    ["Problem"] = new JsonObject
                    {
                        ["description"] = "Why there is no answer.",
                        ["content"] = new JsonObject
                        {
                            ["application/problem+json"] = new JsonObject
                            {
                                ["schema"] = Reference("schemas/Problem"),
                            },
                        },
                    },
                },
            },
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, Layout);
    }

    private static void Files(JsonObject paths, bool outlines)
    {
        var table = new ApiParameter(
            "table",
            "path",
            "A table's name, as datapackage.json lists them."
        );
        void Add(string path, string summary, string type, params ApiParameter[] parameters) =>
            paths[path] = new JsonObject
            {
                ["get"] = Operation(
                    new ApiRoute(path, summary, parameters),
                    "",
                    new JsonObject { [type] = new JsonObject { ["schema"] = Typed("string") } }
                ),
            };
        Add("/data/files/{table}.csv", "A whole table of the snapshot as CSV.", "text/csv", table);
        Add(
            "/data/files/{table}.csv-metadata.json",
            "What the columns of a table mean, as CSV on the Web.",
            Csvw.ContentType,
            table
        );
        Add(
            "/data/files/datapackage.json",
            "Every table with its columns, as a data package.",
            "application/json"
        );
        Add(
            "/data/files/dataset.jsonld",
            "The snapshot as a schema.org Dataset.",
            "application/ld+json"
        );
        Add(
            $"/data/files/{Downloads.Database}",
            "The whole snapshot as one SQLite file; parts of it may be asked for with Range.",
            "application/vnd.sqlite3"
        );
        if (outlines)
            Add(
                Routes.Outlines,
                "The outlines of areas as GeoJSON.",
                "application/geo+json",
                new ApiParameter("kind", "path", "region, local-authority or district.")
            );
        Add("/health/live", "Whether the program runs.", "text/plain");
        Add("/health/ready", "Whether a snapshot is in memory.", "application/json");
    }

    private static JsonObject Operation(ApiRoute route, string ending, JsonObject content)
    {
        var parameters = new JsonArray();
        foreach (var parameter in route.Parameters)
            parameters.Add(
                new JsonObject
                {
                    ["name"] = parameter.Name,
                    ["in"] = parameter.In,
                    ["required"] = parameter.In == "path",
                    ["description"] = parameter.What,
                    ["schema"] = Typed(parameter.Type),
                }
            );
        var operation = new JsonObject
        {
            ["operationId"] = Name(route.Path, ending),
            ["summary"] = ending switch
            {
                "csv" => $"{route.Summary.TrimEnd('.')}, as a table.",
                "csv-metadata" => $"{route.Summary.TrimEnd('.')}: what the table's columns mean.",
                _ => route.Summary,
            },
        };
        if (parameters.Count > 0)
            operation["parameters"] = parameters;
        operation["responses"] = new JsonObject
        {
            ["200"] = new JsonObject { ["description"] = "The answer.", ["content"] = content },
            ["default"] = Reference("responses/Problem"),
        };
        return operation;
    }

    /// <summary>"/school/{urn}/similar" as "schoolUrnSimilar".</summary>
    private static string Name(string path, string ending)
    {
        var words = $"{path}-{ending}"
            .Split(['/', '{', '}', '-', '.', '_'], StringSplitOptions.RemoveEmptyEntries)
            .Select(w => $"{char.ToUpperInvariant(w[0])}{w[1..]}");
        var name = string.Concat(words);
        return name.Length == 0 ? "home" : $"{char.ToLowerInvariant(name[0])}{name[1..]}";
    }

    private static JsonObject Answer(ApiRoute route)
    {
        var properties = new JsonObject
        {
            ["snapshot"] = Typed("string", "The id of the snapshot: 64 hexadecimal digits."),
            ["fictional"] = Typed("boolean", "Whether the schools are made up."),
            ["address"] = Typed("string", "The address of the page, with its question."),
        };
        if (route.Parameters.Any(p => p.Name == "pageSize"))
            properties["paging"] = Reference("schemas/Paging");
        if (route.Table)
            properties["rows"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = Rows(route.Columns),
            };
        return new JsonObject
        {
            ["application/json"] = new JsonObject
            {
                ["schema"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("snapshot", "fictional", "address"),
                    ["properties"] = properties,
                },
            },
        };
    }

    private static JsonObject Rows(IReadOnlyList<SheetColumn>? columns)
    {
        if (columns is null)
            return Typed(
                "object",
                "The columns follow the question: the same address ending .csv-metadata.json describes them."
            );
        var properties = new JsonObject();
        foreach (var column in columns)
        {
            var schema = new JsonObject
            {
                ["type"] = new JsonArray(
                    column.Type is "text" or "date" ? "string" : column.Type,
                    "null"
                ),
            };
            if (column.Type == "date")
                schema["format"] = "date";
            schema["description"] =
                column.What.Length == 0 ? column.Label : $"{column.Label}. {column.What}";
            properties[column.Name] = schema;
        }
        return new JsonObject { ["type"] = "object", ["properties"] = properties };
    }

    private static JsonObject Problem() =>
        new()
        {
            ["type"] = "object",
            ["description"] = "RFC 9457 problem details.",
            ["required"] = new JsonArray("type", "title", "status", "detail", "errors"),
            ["properties"] = new JsonObject
            {
                ["type"] = Typed("string", "A reference that names the kind of problem."),
                ["title"] = Typed("string"),
                ["status"] = Typed("integer"),
                ["detail"] = Typed("string", "A sentence for people."),
                ["instance"] = Typed("string"),
                ["errors"] = new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["properties"] = new JsonObject
                        {
                            ["message"] = Typed("string"),
                            ["code"] = Typed("string", "Stable, for programs."),
                        },
                    },
                },
            },
        };

    private static JsonObject PagingSchema() =>
        new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["page"] = Typed("integer"),
                ["pageSize"] = Typed("integer"),
                ["totalPages"] = Typed("integer"),
                ["totalResults"] = Typed("integer"),
            },
        };

    private static JsonObject Typed(string type, string what = "")
    {
        var schema = new JsonObject { ["type"] = type };
        if (what.Length > 0)
            schema["description"] = what;
        return schema;
    }

    private static JsonObject Reference(string to) => new() { ["$ref"] = $"#/components/{to}" };
}
