using Trellis.Search;
using Trellis.SimilarSchools;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.Serving;

/// <summary>A snapshot with the indexes that pages ask: made once, before it is served.</summary>
public sealed class Country
{
    /// <param name="times">A router's times between schools; null for estimates alone.</param>
    public Country(Snapshot snapshot, TravelMatrix? times = null)
    {
        Snapshot = snapshot;
        Search = SearchIndex.Build(snapshot);
        Likeness = Likeness.In(snapshot);
        Journeys = times is null ? Journeys.In(snapshot) : new Journeys(snapshot, times);
        Coast = Coast.In(snapshot);
        // An answer with other times is another answer.
        Tag = times is null ? snapshot.ShortId : $"{snapshot.ShortId}-{times.Hash[..12]}";
    }

    public Snapshot Snapshot { get; }

    public SearchIndex Search { get; }

    public Likeness Likeness { get; }

    public Journeys Journeys { get; }

    public Coast Coast { get; }

    /// <summary>What every answer rests on, in a few letters: the snapshot, and the router's times where there are any.</summary>
    public string Tag { get; }
}

/// <summary>The snapshot in use. A request takes it once, at its beginning, and keeps it to its end.</summary>
public sealed class Countries : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    private readonly SnapshotStore store;
    private readonly ITimer timer;
    private readonly Lock one = new();
    private volatile Country? current;

    private readonly TravelMatrix? times;

    /// <param name="store">Its pointer is looked at every five seconds; a new snapshot is read, checked and only then served.</param>
    /// <param name="times">A router's times between schools; null for estimates alone.</param>
    public Countries(SnapshotStore store, TimeProvider time, TravelMatrix? times = null)
    {
        this.store = store;
        this.times = times;
        timer = time.CreateTimer(_ => Refresh(), null, TimeSpan.Zero, Between);
    }

    /// <summary>The snapshot in use; null while the first is still being read, or when there is none.</summary>
    public Country? Current => current;

    public SnapshotStore Store => store;

    /// <summary>Why the newest snapshot is not served; empty where it is.</summary>
    public string Trouble { get; private set; } = "";

    private void Refresh()
    {
        if (!one.TryEnter())
            return;
        try
        {
            if (store.Current() is not { } wanted)
            {
                Trouble =
                    $"There is no snapshot in '{store.Folder}' yet: import a folder of files first.";
                return;
            }
            if (current?.Snapshot.Id == wanted.Id)
                return;
            // The first is trusted to be what was published; one that replaces another is hashed again before it is served.
            current = new Country(store.Load(wanted.Id, verify: current is not null), times);
            Trouble = "";
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException)
        {
            // What is served stays; /health/ready and /status say what is wrong.
            Trouble = wrong.Message;
        }
        finally
        {
            one.Exit();
        }
    }

    public void Dispose() => timer.Dispose();
}
