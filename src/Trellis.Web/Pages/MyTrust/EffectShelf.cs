using Trellis.Evaluations;
using Trellis.Snapshots;

namespace Trellis.Pages.MyTrust;

/// <summary>The effects of trusts as they were last worked out for the snapshot in use; read once a snapshot and file.</summary>
public sealed class EffectShelf(SnapshotStore store)
{
    private readonly Lock one = new();
    private (string Snapshot, DateTime Written) key;
    private TrustEffects? known;

    /// <summary>Null where they have not been worked out for this snapshot.</summary>
    public TrustEffects? Of(string snapshot)
    {
        var file = new EvaluationFile<TrustEffects>(
            new DirectoryInfo(store.Folder),
            TrustEffects.Kind
        );
        lock (one)
        {
            var now = (snapshot, file.WrittenAt(snapshot));
            if (now != key)
                (key, known) = (now, file.Of(snapshot));
            return known;
        }
    }
}
