using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Access;
using Trellis.Evaluations;
using Trellis.Serving;

namespace Trellis.Pages.WhatWorks;

/// <summary>The average of all studies to take away: the estimates, what they share, and a script that finds the average again in R.</summary>
public static class PoolBundles
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    // Nothing in a bundle depends on when it was made; ZIP cannot say less than a day in 1980.
    private static readonly DateTimeOffset always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Map(WebApplication app) =>
        app.MapMethods("/what-works/together/{family}.zip", Reading, (RequestDelegate)Answer)
            .WithMetadata(new AccessAttribute(Who.Everybody));

    private static async Task Answer(HttpContext http)
    {
        var snapshot = http.Features.Get<Country>()!.Snapshot;
        var family = (string)http.Request.RouteValues["family"]!;
        var books = http
            .RequestServices.GetRequiredService<StudyShelf>()
            .Books.Where(b => b.IsFictional == snapshot.IsFictional && b.Pools.Count > 0)
            .ToList();
        var book = books.FirstOrDefault(b => b.Snapshot == snapshot.Id) ?? books.LastOrDefault();
        if (book?.Pools.FirstOrDefault(p => p.Family == family) is not { Average: not null } pool)
        {
            await StatusSentence.WriteProblem(
                http,
                StatusCodes.Status404NotFound,
                "not-here",
                "There is nothing to run again: these studies have not been put together."
            );
            return;
        }
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (
                var (name, text) in StudyPooling
                    .BundleOf(pool)
                    .Files.OrderBy(f => f.Key, StringComparer.Ordinal)
            )
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = always;
                await using var to = await entry.OpenAsync(http.RequestAborted);
                await to.WriteAsync(Encoding.UTF8.GetBytes(text), http.RequestAborted);
            }
        http.Response.ContentType = "application/zip";
        http.Response.ContentLength = bytes.Length;
        http.Response.Headers.ContentDisposition =
            $"attachment; filename=\"together-{family}.zip\"";
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(
                bytes.GetBuffer().AsMemory(0, (int)bytes.Length),
                http.RequestAborted
            );
    }
}
