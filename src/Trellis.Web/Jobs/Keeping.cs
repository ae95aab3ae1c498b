using Microsoft.Extensions.DependencyInjection;
using Trellis.Journal;
using Trellis.Retention;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Jobs;

/// <summary>What keeps the store in order by itself, a day at a time.</summary>
internal static class Keeping
{
    /// <summary>Adds the jobs of the journal and of what may be kept no longer.</summary>
    public static IServiceCollection AddKeeping(
        this IServiceCollection services,
        Casework casework
    ) =>
        services
            .AddJob(
                new Job(
                    "publish-head",
                    "Makes the journal's newest entry public, so that anybody can tell later whether something before it was changed.",
                    new Timing.Daily(new TimeOnly(0, 10)),
                    async (site, stop) =>
                        await casework.PublishHead(
                            site.GetRequiredService<TimeProvider>().GetUtcNow(),
                            site.GetRequiredService<LondonDay>().Today,
                            stop
                        )
                            is Done<PublishedHead>.Written { After.State: var head }
                            ? $"Published entry {head.Number:N0}."
                            : null
                )
            )
            .AddJob(
                new Job(
                    "retention",
                    "Deletes what may be kept no longer, by the rules on the privacy page.",
                    new Timing.Daily(new TimeOnly(2, 0)),
                    async (site, stop) =>
                        await casework.CarryOutRetention(
                            RetentionRules.All,
                            site.GetRequiredService<TimeProvider>().GetUtcNow(),
                            site.GetRequiredService<LondonDay>().Today,
                            stop
                        )
                            is { Count: > 0 } counts
                            ? $"Took away {string.Join(", ", counts.Select(c => $"{c.Number:N0} ({c.Rule})"))}."
                            : null
                )
            )
            .AddJob(
                new Job(
                    "release-redactions",
                    "Makes words public again that were kept from the public until this day.",
                    new Timing.Daily(new TimeOnly(0, 5)),
                    async (site, stop) =>
                        await casework.ReleaseRedactions(
                            site.GetRequiredService<TimeProvider>().GetUtcNow(),
                            site.GetRequiredService<LondonDay>().Today,
                            stop
                        )
                            is > 0
                                and var count
                            ? $"Made {count:N0} passages public again."
                            : null
                )
            )
            .AddJob(
                new Job(
                    "backup",
                    "Copies all of casework into the folder 'backups' beside the store, and deletes the copies it may keep no longer.",
                    new Timing.Daily(new TimeOnly(1, 0)),
                    (site, stop) =>
                        BackUp(
                            casework,
                            Path.Combine(casework.Folder, "backups"),
                            site.GetRequiredService<TimeProvider>(),
                            site.GetRequiredService<LondonDay>().Today,
                            stop
                        )
                )
            )
            .AddJob(
                new Job(
                    "verify-journal",
                    "Walks the whole journal and compares it with every head that was made public.",
                    new Timing.Daily(new TimeOnly(3, 0)),
                    async (_, stop) =>
                        await casework.Verify(stop: stop) switch
                        {
                            // A job that ends so is shown as failed, with the sentence that names the entry.
                            { Fault: { } fault } => throw new StoreDamagedException(fault.Sentence),
                            var well =>
                                $"All {well.Reached.Number:N0} entries are as they were written.",
                        }
                )
            );

    /// <summary>Makes the copy of a day, once, and deletes this folder's copies that are older than the rule of keeping says.</summary>
    /// <returns>What was done; null where the day's copy is there.</returns>
    internal static async Task<string?> BackUp(
        Casework casework,
        string folder,
        TimeProvider time,
        DateOnly today,
        CancellationToken stop
    )
    {
        const string Begins = "casework-";
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{Begins}{today:yyyy-MM-dd}.zip");
        if (File.Exists(file))
            return null;
        var copy = await casework.Backup(file, time, stop);
        var first = RetentionRules.All.Single(r => r.Id.ToString() == "backups").FirstKept(today);
        var deleted = 0;
        foreach (var older in Directory.EnumerateFiles(folder, $"{Begins}*.zip"))
            if (
                DateOnly.TryParseExact(
                    Path.GetFileNameWithoutExtension(older)[Begins.Length..],
                    "yyyy-MM-dd",
                    out var day
                )
                && day < first
            )
            {
                File.Delete(older);
                deleted++;
            }
        return $"Copied everything up to entry {copy.Head.Number:N0} into {Path.GetFileName(file)}"
            + (deleted > 0 ? $" and deleted {deleted} older copies." : ".");
    }
}
