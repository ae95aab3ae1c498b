using System.Text.Json;
using Trellis.Snapshots;

namespace Trellis.Serving;

/// <summary>What changed between publications that followed one another, worked out when first asked for and kept beside the snapshots.</summary>
/// <remarks>Holding two countries in memory takes a while and room: one at a time, and never twice for the same two.</remarks>
public sealed class Differences(SnapshotStore store)
{
    private readonly Lock one = new();

    private string Folder => Path.Combine(store.Folder, "differences");

    /// <param name="before">A snapshot of the store.</param>
    /// <param name="after">Another.</param>
    /// <param name="loaded">A snapshot that is in memory already, so that it need not be read again.</param>
    /// <exception cref="InvalidDataException">One of the two is no longer there or is damaged.</exception>
    public Diff Between(string before, string after, Snapshot loaded)
    {
        var path = Path.Combine(Folder, $"{before}-{after}.json");
        lock (one)
        {
            if (
                File.Exists(path)
                && JsonSerializer.Deserialize<Diff>(File.ReadAllBytes(path)) is { } kept
            )
                return kept;
            var diff = Diff.Between(Read(before), Read(after));
            Keep(path, diff);
            return diff;
        }

        Snapshot Read(string id) => id == loaded.Id ? loaded : store.Load(id, verify: false);
    }

    private void Keep(string path, Diff diff)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            var aside = $"{path}.{Environment.ProcessId}.partial";
            File.WriteAllBytes(aside, JsonSerializer.SerializeToUtf8Bytes(diff));
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // Not kept, so worked out again next time; the answer is the same.
        }
    }
}
