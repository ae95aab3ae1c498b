using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Access;
using Trellis.Bundles;
using Trellis.Effects;
using Trellis.Evaluations;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages.WhatWorks;

/// <summary>A study to take away: its data, its settings with the seed, its answers, and a script that finds them again in R.</summary>
/// <remarks>Made when it is first asked for, one at a time, and kept beside the answers: the same snapshot gives the same bytes.</remarks>
public static class StudyBundles
{
    private static readonly string[] Reading = ["GET", "HEAD"];
    private static readonly SemaphoreSlim one = new(1);

    // Nothing in a bundle depends on when it was made; ZIP cannot say less than a day in 1980.
    private static readonly DateTimeOffset always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Map(WebApplication app) =>
        app.MapMethods("/what-works/{programme}/{study}.zip", Reading, (RequestDelegate)Answer)
            .WithMetadata(new AccessAttribute(Who.Everybody));

    private static async Task Answer(HttpContext http)
    {
        var snapshot = http.Features.Get<Country>()!.Snapshot;
        var shelf = http.RequestServices.GetRequiredService<StudyShelf>();
        if (
            Programmes
                .Find((string)http.Request.RouteValues["programme"]!)
                ?.Studies.FirstOrDefault(k => k.Id == (string)http.Request.RouteValues["study"]!)
            is not { } key
        )
        {
            await None(http, "There is no study of this name. /what-works has them all.");
            return;
        }
        var shelved = shelf.Of(key, snapshot);
        if (!shelved.HasAnswer)
        {
            await None(http, $"There is nothing to run again. {shelved.WhyNone}");
            return;
        }
        var file = new FileInfo(
            Path.Combine(
                shelf.Files.Folder,
                "bundles",
                $"{shelved.Book.Snapshot}-{shelved.Study.PlanHash[..12]}-{shelved.Book.Method}-{DifferenceBundle.ScriptHash[..8]}-{key.Programme.Slug}-{key.Id}.zip"
            )
        );
        if (!file.Exists)
        {
            if (shelved.Book.Snapshot != snapshot.Id)
            {
                await None(
                    http,
                    "This answer is of earlier data, which are not served any more. Its bundle was not kept."
                );
                return;
            }
            if (shelved.Book.Method != StudyPlan.Method)
            {
                await None(
                    http,
                    "This answer is of an earlier version of the method. Its bundle was not kept."
                );
                return;
            }
            await Make(file, snapshot, key, shelved.Study, http.RequestAborted);
        }
        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition =
            $"attachment; filename=\"{key.Programme.Slug}-{key.Id}.zip\"";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.SendFileAsync(file.FullName, http.RequestAborted);
    }

    private static async Task Make(
        FileInfo file,
        Snapshot snapshot,
        StudyKey key,
        Study study,
        CancellationToken stop
    )
    {
        await one.WaitAsync(stop);
        try
        {
            if (File.Exists(file.FullName))
                return;
            file.Directory!.Create();
            var beside = $"{file.FullName}.{Path.GetRandomFileName()}";
            await using (var stream = File.Create(beside))
                Write(Of(snapshot, key, study), stream);
            File.Move(beside, file.FullName, overwrite: true);
        }
        finally
        {
            one.Release();
        }
    }

    private static Bundle Of(Snapshot snapshot, StudyKey key, Study study)
    {
        var sample = StudySample.Of(snapshot, key);
        var rows = sample.Rows with { Clusters = [sample.Rows.Clusters[0]] };
        var design = StudyRun.DesignOf(key);
        return DifferenceBundle.Of(
            rows,
            design,
            CallawaySantAnna.Estimate(rows, design),
            draws: StudyRun.Draws,
            seed: StudyRun.SeedOf(key),
            most: StudyPlan.FirstYears - 1,
            band: [.. study.ByYear.Where(y => !y.IsBase).Select(y => y.Since)],
            figures: BundledFigures.Of(key, study)
        );
    }

    private static void Write(Bundle bundle, Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, text) in bundle.Files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
            entry.LastWriteTime = always;
            using var inside = entry.Open();
            inside.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    private static Task None(HttpContext http, string why) =>
        StatusSentence.WriteProblem(http, StatusCodes.Status404NotFound, "no-bundle", why);
}
