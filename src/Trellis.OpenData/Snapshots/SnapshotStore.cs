using System.Text.Json;
using Trellis.Sources;

namespace Trellis.Snapshots;

/// <summary>One publication in a store's history.</summary>
/// <param name="At">The instant, in UTC.</param>
/// <param name="How">"import" or "rollback".</param>
public sealed record Publication(string Id, DateTimeOffset At, string How, string From);

/// <summary>What an import came to.</summary>
public sealed record Imported(string Id, bool WasThere, Snapshot Snapshot);

/// <summary>A folder of snapshots and one pointer to the one in use.</summary>
/// <remarks>
/// Publishing writes aside, reads back and validates, forces to disk, renames, then moves the pointer by one rename:
/// a reader sees the old snapshot or the new one, and a kill at any moment leaves one of the two whole.
/// </remarks>
public sealed class SnapshotStore(string folder)
{
    private string Snapshots => Path.Combine(folder, "snapshots");

    private string Pointer => Path.Combine(folder, "current.json");

    public string Folder => folder;

    /// <summary>Imports a folder of published files and publishes what it holds.</summary>
    /// <param name="acceptDrift">Whether to publish although files lost columns or rows.</param>
    /// <exception cref="UnreadableSourceException">A file is not what it should be; nothing was changed.</exception>
    /// <exception cref="DriftedException">Files lost columns or rows against the snapshot in use; nothing was changed.</exception>
    /// <exception cref="InvalidDataException">What was written does not read back as a valid snapshot; nothing was changed.</exception>
    public Imported Import(string from, TimeProvider time, bool acceptDrift = false)
    {
        Directory.CreateDirectory(Snapshots);
        using var only = Lock();
        var before = CurrentManifest();
        var (content, manifest) = Sources.Import.Read(from);
        if (!acceptDrift && Drift.Between(before, manifest) is { Count: > 0 } drifted)
            throw new DriftedException(drifted);
        return Publish(content, manifest, time, Path.GetFileName(Path.GetFullPath(from)));
    }

    private Imported Publish(
        SnapshotContent content,
        Manifest manifest,
        TimeProvider time,
        string from
    )
    {
        foreach (var left in Directory.EnumerateFiles(Snapshots, "*.partial"))
            File.Delete(left);
        var partial = Path.Combine(Snapshots, $"{Environment.ProcessId}.partial");
        var id = SnapshotFile.Write(partial, content, manifest);
        var valid = false;
        try
        {
            var snapshot = SnapshotFile.Read(partial, verify: true);
            if (Invariants.Broken(snapshot) is { Count: > 0 } broken)
                throw new InvalidDataException(
                    $"The import is not published, because this does not hold: {string.Join(' ', broken)}"
                );
            valid = true;
            return Place(id, partial, snapshot, time, from);
        }
        finally
        {
            if (!valid)
                File.Delete(partial);
        }
    }

    private Imported Place(
        string id,
        string partial,
        Snapshot snapshot,
        TimeProvider time,
        string from
    )
    {
        var path = PathOf(id);
        var wasThere = File.Exists(path);
        File.Move(partial, path, overwrite: true);
        if (Current()?.Id != id)
            Point(new Publication(id, time.GetUtcNow(), "import", from));
        return new Imported(id, wasThere, snapshot);
    }

    /// <summary>The snapshot in use, or null before the first import.</summary>
    public Publication? Current() => History() is [.., var last] ? last : null;

    /// <summary>Every publication, oldest first; a roll-back is one too.</summary>
    /// <exception cref="InvalidDataException">The list of publications is damaged.</exception>
    public IReadOnlyList<Publication> History()
    {
        if (!File.Exists(Pointer))
            return [];
        try
        {
            return JsonSerializer.Deserialize<Publication[]>(File.ReadAllText(Pointer)) ?? [];
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException(
                $"{Pointer} is damaged: {damaged.Message} The snapshots beside it are whole; import anew into another folder.",
                damaged
            );
        }
    }

    /// <summary>Moves the pointer to the snapshot that was in use before the present one.</summary>
    /// <returns>The snapshot now in use, or null where there is none before it.</returns>
    public Publication? Rollback(TimeProvider time)
    {
        using var only = Lock();
        var history = History();
        // Going back twice goes back two: what was rolled away from is not returned to.
        var order = new List<string>();
        foreach (var publication in history)
        {
            if (publication.How == "rollback")
                order.RemoveAt(order.Count - 1);
            else
            {
                order.Remove(publication.Id);
                order.Add(publication.Id);
            }
        }
        if (order.Count < 2)
            return null;
        var back = order[^2];
        if (!File.Exists(PathOf(back)))
            return null;
        var moved = new Publication(back, time.GetUtcNow(), "rollback", "");
        Point(moved);
        return moved;
    }

    /// <summary>Reads the snapshot in use.</summary>
    /// <exception cref="InvalidDataException">There is none, or its file is damaged.</exception>
    public Snapshot Load() =>
        Current() is { } current
            ? Load(current.Id, verify: false)
            : throw new InvalidDataException(
                $"There is no snapshot in '{folder}' yet: import a folder of files first."
            );

    /// <exception cref="InvalidDataException">There is no such snapshot, or its file is damaged.</exception>
    public Snapshot Load(string id, bool verify)
    {
        var path = PathOf(id);
        if (!File.Exists(path))
            throw new InvalidDataException($"There is no snapshot {id} in '{folder}'.");
        return SnapshotFile.Read(path, verify);
    }

    public string PathOf(string id) => Path.Combine(Snapshots, $"{id}.sqlite");

    private Manifest? CurrentManifest()
    {
        if (Current() is not { } current || !File.Exists(PathOf(current.Id)))
            return null;
        try
        {
            return SnapshotFile.ReadManifest(PathOf(current.Id));
        }
        catch (InvalidDataException)
        {
            // A snapshot of an older layout or a damaged one cannot be compared with; the new import replaces it.
            return null;
        }
    }

    private void Point(Publication publication)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes((Publication[])[.. History(), publication]);
        var aside = $"{Pointer}.partial";
        using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write))
        {
            file.Write(text);
            file.Flush(flushToDisk: true);
        }
        File.Move(aside, Pointer, overwrite: true);
    }

    /// <summary>One import or roll-back at a time; the lock goes with the process that holds it.</summary>
    /// <exception cref="IOException">Another process is importing.</exception>
    private FileStream Lock()
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(
                Path.Combine(folder, "lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException held)
        {
            throw new IOException($"Another import into '{folder}' is under way.", held);
        }
    }
}
