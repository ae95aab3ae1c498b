using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Trellis.Components;

/// <summary>The pages' style and script: carried in the assembly, compressed once, addressed by their content.</summary>
/// <remarks>
/// An address holds the hash of what it gives (<c>/assets/trellis.5f1c0a9b2d3e.css</c>), so a browser may keep it for
/// ever and two nodes of different versions never mix style and markup.
/// </remarks>
public static class Assets
{
    private sealed record Asset(
        string Address,
        string ContentType,
        byte[] Plain,
        byte[] Compressed
    );

    private static readonly FrozenDictionary<string, Asset> ByName = Load();

    private static readonly FrozenDictionary<string, Asset> ByAddress =
        ByName.Values.ToFrozenDictionary(a => a.Address);

    /// <summary>Where an asset is served.</summary>
    /// <param name="name">Its file name as compiled: <c>trellis.css</c>, <c>page.js</c>, <c>map.css</c>, <c>map.js</c>, <c>passkeys.js</c> or <c>mark.svg</c>.</param>
    /// <exception cref="ArgumentException">There is no asset of that name.</exception>
    public static string Address(string name) =>
        ByName.TryGetValue(name, out var asset)
            ? asset.Address
            : throw new ArgumentException(
                $"There is no asset '{name}'; there are {string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal))}.",
                nameof(name)
            );

    /// <summary>Bytes of an asset as sent to a browser that accepts gzip.</summary>
    public static int CompressedLength(string name) => ByName[name].Compressed.Length;

    /// <summary>Serves the assets under <c>/assets/</c>; an address whose hash is not today's gets 404.</summary>
    public static IEndpointConventionBuilder MapAssets(this IEndpointRouteBuilder routes) =>
        routes
            .MapMethods("/assets/{file}", [HttpMethods.Get, HttpMethods.Head], Serve)
            .ExcludeFromDescription();

    private static async Task Serve(HttpContext context)
    {
        if (!ByAddress.TryGetValue(context.Request.Path.Value ?? "", out var asset))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var gzip = context
            .Request.Headers.AcceptEncoding.ToString()
            .Contains("gzip", StringComparison.OrdinalIgnoreCase);
        var body = gzip ? asset.Compressed : asset.Plain;
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        if (gzip)
            headers.ContentEncoding = "gzip";
        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        const string folder = "wwwroot/";
        var assembly = Assembly.GetExecutingAssembly();
        return assembly
            .GetManifestResourceNames()
            .Where(n => n.StartsWith(folder, StringComparison.Ordinal))
            .ToFrozenDictionary(
                n => n[folder.Length..],
                n => Read(assembly, n, n[folder.Length..])
            );
    }

    private static Asset Read(Assembly assembly, string resource, string name)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var plain = copy.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(plain))[..12];
        var extension = Path.GetExtension(name);
        var type = extension switch
        {
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml; charset=utf-8",
            _ => "text/javascript; charset=utf-8",
        };
        return new Asset(
            $"/assets/{Path.GetFileNameWithoutExtension(name)}.{hash}{extension}",
            type,
            plain,
            Compress(plain)
        );
    }

    private static byte[] Compress(byte[] plain)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            gzip.Write(plain);
        return compressed.ToArray();
    }
}
