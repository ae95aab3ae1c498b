using System.Collections.Concurrent;
using System.Diagnostics;
using Trellis.Store;

namespace Trellis.Faults;

/// <summary>A backup taken while sixteen clients write, put back into an empty store of either database and inspected.</summary>
/// <param name="Acts">Entries of the journal in the backup.</param>
/// <param name="Since">Acts answered while it was being taken.</param>
/// <param name="Restoring">How long putting it back took.</param>
/// <param name="Wrong">What differs from the backup's own account, or does not agree.</param>
public sealed record Backups(long Acts, int Since, TimeSpan Restoring, IReadOnlyList<string> Wrong)
{
    public static async Task<Backups> Run(Grounds grounds, Kind from, Kind into, int acts, int seed)
    {
        var (ground, empty) = (await grounds.Fresh(from), await grounds.Fresh(into));
        var file = Path.Combine(empty.Folder, "casework-backup.zip");
        BackupManifest manifest;
        int since;
        using (var victim = new Victim(ground, seed, new ConcurrentDictionary<string, long>()))
        {
            await victim.Until(v => v.Did >= acts, $"{acts} acts");
            await using var store = await ground.Open();
            var did = victim.Did;
            manifest = await store.Backup(file, TimeProvider.System);
            since = victim.Did - did;
            await victim.Kill();
        }
        var clock = Stopwatch.StartNew();
        await using (var restored = Casework.At(empty.Folder, empty.Connection))
            await restored.Restore(
                file,
                TimeProvider.System,
                DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)
            );
        var took = clock.Elapsed;
        var wrong = new List<string>(await Inspection.Of(empty, new Dictionary<string, long>()));
        await using (var restored = await empty.Open())
        {
            if (await restored.Head() != manifest.Head)
                wrong.Add($"the head is {await restored.Head()}, the backup's {manifest.Head}");
            // Taken again from what was put back, every table has the same rows with the same hash.
            var again = await restored.Backup(
                Path.Combine(empty.Folder, "again.zip"),
                TimeProvider.System
            );
            wrong.AddRange(
                manifest
                    .Tables.Except(again.Tables)
                    .Select(t => $"the table {t.Name} of {t.Rows} rows is not the same")
            );
        }
        return new Backups(manifest.Head.Number, since, took, wrong);
    }
}
