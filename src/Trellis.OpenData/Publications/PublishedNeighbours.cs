using System.Collections.Frozen;
using Trellis.Schools;

namespace Trellis.Publications;

/// <summary>The neighbours that the last release of Trellis named, by method and school, nearest first: four bytes a name.</summary>
public sealed class PublishedNeighbours
{
    public static readonly PublishedNeighbours None = new([]);

    private readonly FrozenDictionary<(string Method, string Phase), PublishedLists> lists;

    /// <param name="lists">One a method and phase.</param>
    public PublishedNeighbours(IEnumerable<PublishedLists> lists)
    {
        Lists =
        [
            .. lists
                .OrderBy(l => l.Method, StringComparer.Ordinal)
                .ThenBy(l => l.Phase, StringComparer.Ordinal),
        ];
        this.lists = Lists.ToFrozenDictionary(l => (l.Method, l.Phase));
    }

    /// <summary>By method, then by phase; empty where no release was among the files.</summary>
    public IReadOnlyList<PublishedLists> Lists { get; }

    /// <summary>The lists of a method for a phase; null where the last release has none.</summary>
    /// <param name="phase">"primary", "secondary" or "special".</param>
    public PublishedLists? Find(string method, string phase) =>
        lists.GetValueOrDefault((method, phase));
}

/// <summary>The lists of one method and phase.</summary>
public sealed class PublishedLists
{
    private readonly int[] urns;
    private readonly int[] counts;
    private readonly int[] starts;
    private readonly int[] neighbours;

    /// <param name="urns">The schools that have a list, ascending, each once.</param>
    /// <param name="counts">How many each list names.</param>
    /// <param name="neighbours">The names, list after list, nearest first.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or the schools are not in order.</exception>
    public PublishedLists(string method, string phase, int[] urns, int[] counts, int[] neighbours)
    {
        (Method, Phase) = (method, phase);
        (this.urns, this.counts, this.neighbours) = (urns, counts, neighbours);
        if (counts.Length != urns.Length || counts.Sum() != neighbours.Length)
            throw new ArgumentException("A count for each school, and a name for each counted.");
        starts = new int[urns.Length];
        for (var i = 1; i < urns.Length; i++)
        {
            if (urns[i] <= urns[i - 1])
                throw new ArgumentException("Schools ascend by URN, each once.", nameof(urns));
            starts[i] = starts[i - 1] + counts[i - 1];
        }
    }

    public string Method { get; }

    public string Phase { get; }

    /// <summary>The schools that have a list, ascending.</summary>
    public IEnumerable<Urn> Schools => urns.Select(u => new Urn(u));

    /// <summary>How many schools have a list.</summary>
    public int Count => urns.Length;

    /// <summary>The URNs, as numbers, of those named for a school, nearest first; empty where the release has no list for it.</summary>
    public ReadOnlySpan<int> Of(Urn urn) =>
        Array.BinarySearch(urns, urn.Value) is >= 0 and var at
            ? neighbours.AsSpan(starts[at], counts[at])
            : [];

    internal ReadOnlySpan<int> AllSchools => urns;

    internal ReadOnlySpan<int> AllCounts => counts;

    internal ReadOnlySpan<int> AllNeighbours => neighbours;
}
