using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Trellis.Access;
using Trellis.Serving;

namespace Trellis.Frozen;

/// <summary>POST /p: keeps the page at an address as it stands, and sends the visitor to what was kept.</summary>
/// <remarks>
/// There is no session and so no token to steal; a request from another site is still refused, so that nobody's visitors
/// fill a store for them. Only pages of our own that answer are kept.
/// </remarks>
internal sealed class Freeze(FrozenViews views, Pace pace, TimeProvider time)
{
    private const int LongestAddress = 2000;

    // What is no page of figures: what is kept already, files, what programs ask, and words that may be taken back.
    private static readonly string[] NeverFrozen =
    [
        "/p",
        "/health",
        "/assets",
        "/openapi",
        "/data/files",
        "/status",
        "/statements",
        "/directory",
        "/introductions",
        "/partnerships",
        "/partnership",
        "/decisions",
        "/decision",
        "/meetings",
        "/meeting",
        "/consultations",
        "/consultation",
        "/procedures",
        "/alerts",
        "/closures",
        "/closure",
        "/failed-matches",
        "/consistency",
        "/ranking",
        "/journal",
    ];

    /// <summary>Whether a view of an address may be kept: one that holds words of people may not, for they can be taken back or hidden.</summary>
    public static bool MayKeep(PathString path) =>
        !NeverFrozen.Any(n => path.StartsWithSegments(n));

    public void Map(WebApplication app, Inside inside) =>
        app.MapPost("/p", (RequestDelegate)(http => Answer(http, inside)))
            .WithMetadata(new AccessAttribute(Who.Everybody));

    private async Task Answer(HttpContext http, Inside inside)
    {
        if (!IsFromHere(http.Request))
        {
            await Refuse(http, 403, "Only the button on one of our own pages keeps a view.");
            return;
        }
        if (
            !http.Request.HasFormContentType
            || await Form(http) is not { } text
            || Parse(text) is not { } address
        )
        {
            await Refuse(
                http,
                400,
                "Say which page is to be kept, by its address on this site, as /school/100049."
            );
            return;
        }
        var country = http.Features.Get<Country>()!;
        var (path, query) = address;
        var canonical = $"{path.ToUriComponent()}{query.ToUriComponent()}";
        var id = FrozenViews.IdOf(country.Snapshot.Id, canonical);
        if (views.Find(id) is not null)
        {
            See(http, id);
            return;
        }
        if (pace.Take(http.Connection.RemoteIpAddress?.ToString() ?? "") is > 0 and var seconds)
        {
            http.Response.Headers.RetryAfter = $"{seconds}";
            await Refuse(
                http,
                429,
                $"Many views were kept in the last minute. Try again in {seconds} seconds."
            );
            return;
        }
        if (views.IsFull)
        {
            await Refuse(http, 503, "This site keeps no more views: its room for them is used up.");
            return;
        }
        var stop = http.RequestAborted;
        var page = await inside.Ask(country, path, query, "", stop);
        if (page is not { Status: 200, Type: "text/html" } || Main(page.Body) is not { } main)
        {
            await Refuse(http, 404, "There is no page of ours at that address that can be kept.");
            return;
        }
        var json = await inside.Ask(country, path, query, ".json", stop);
        var csv = await inside.Ask(country, path, query, ".csv", stop);
        if (json.Status != 200)
        {
            await Refuse(http, 404, "That page has no figures that could be kept.");
            return;
        }
        if (
            Math.Max(main.Length, Math.Max(json.Body.Length, csv.Body.Length))
            > FrozenViews.MostBytes
        )
        {
            await Refuse(
                http,
                413,
                "That page is too large to be kept. Narrow it with its filters, or download it as CSV."
            );
            return;
        }
        try
        {
            views.Keep(
                new FrozenAbout(
                    id,
                    canonical,
                    Title(page.Body),
                    country.Snapshot.Id,
                    country.Snapshot.RegisterDate,
                    country.Snapshot.IsFictional,
                    time.GetUtcNow()
                ),
                Encoding.UTF8.GetBytes(Rooted(main, path)),
                csv.Status == 200 ? csv.Body : null,
                json.Body
            );
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            http.Response.Headers.RetryAfter = "600";
            await Refuse(http, 503, "The view could not be kept: the disk of this server is full.");
            return;
        }
        See(http, id);
    }

    private static void See(HttpContext http, string id)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"/p/{id}";
    }

    private static Task Refuse(HttpContext http, int status, string sentence) =>
        StatusSentence.WriteAsync(http, status, sentence);

    private static async Task<string?> Form(HttpContext http)
    {
        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return form["address"];
        }
        catch (InvalidDataException)
        {
            // More fields or longer ones than a form of ours has.
            return null;
        }
    }

    /// <summary>Whether the browser says that one of our own pages sent this; one that says nothing at all is refused.</summary>
    internal static bool IsFromHere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site != "same-origin")
            return false;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
            return IsUs(origin);
        var referer = request.Headers.Referer.ToString();
        return referer.Length > 0 ? IsUs(referer) : site == "same-origin";

        bool IsUs(string address) =>
            Uri.TryCreate(address, UriKind.Absolute, out var from)
            && string.Equals(
                from.Authority,
                request.Host.Value,
                StringComparison.OrdinalIgnoreCase
            );
    }

    /// <summary>Path and query of one of our addresses, the query's names in order; null for anything that is none.</summary>
    internal static (PathString Path, QueryString Query)? Parse(string text)
    {
        if (
            text.Length is 0 or > LongestAddress
            || text[0] != '/'
            || text.StartsWith("//", StringComparison.Ordinal)
            || text.Any(c => char.IsControl(c) || c is '\\' or '#')
            || text.Contains("%00", StringComparison.Ordinal)
        )
            return null;
        var mark = text.IndexOf('?');
        var path = PathString.FromUriComponent(mark < 0 ? text : text[..mark]);
        if (path.Value is not { Length: > 0 } decoded || decoded.Any(char.IsControl))
            return null;
        if (!MayKeep(path))
            return null;
        var query = new QueryBuilder();
        if (mark >= 0)
            foreach (
                var (name, values) in QueryHelpers
                    .ParseQuery(text[mark..])
                    .OrderBy(p => p.Key, StringComparer.Ordinal)
            )
                query.Add(name, values.Select(v => v ?? ""));
        return (path, query.ToQueryString());
    }

    /// <summary>What stands in the page's main element.</summary>
    private static string? Main(byte[] page)
    {
        var html = Encoding.UTF8.GetString(page);
        var open = html.IndexOf("<main", StringComparison.Ordinal);
        var begin = open < 0 ? -1 : html.IndexOf('>', open) + 1;
        var end = html.LastIndexOf("</main>", StringComparison.Ordinal);
        return begin > 0 && end > begin ? html[begin..end].Trim() : null;
    }

    private static string Title(byte[] page)
    {
        var html = Encoding.UTF8.GetString(page);
        var begin = html.IndexOf("<title>", StringComparison.Ordinal);
        var end = html.IndexOf("</title>", StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            return "A kept view";
        var title = WebUtility.HtmlDecode(html[(begin + "<title>".Length)..end]);
        const string Site = " - Trellis";
        return title.EndsWith(Site, StringComparison.Ordinal) ? title[..^Site.Length] : title;
    }

    /// <summary>Links that say only their query mean the page they stood on, and go on meaning it.</summary>
    private static string Rooted(string main, PathString path)
    {
        var here = WebUtility.HtmlEncode(path.ToUriComponent());
        return main.Replace("href=\"?", $"href=\"{here}?", StringComparison.Ordinal)
            .Replace("action=\"\"", $"action=\"{here}\"", StringComparison.Ordinal);
    }
}
