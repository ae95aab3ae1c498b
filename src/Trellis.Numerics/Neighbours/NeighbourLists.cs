namespace Trellis.Neighbours;

/// <summary>The neighbours of every row, nearest first, packed: 4 bytes a neighbour for who and 8 for how far.</summary>
public sealed class NeighbourLists
{
    private readonly int most;
    private readonly int[] counts;
    private readonly int[] rows;
    private readonly double[] squared;

    internal NeighbourLists(int count, int most)
    {
        this.most = most;
        counts = new int[count];
        rows = new int[count * most];
        squared = new double[count * most];
    }

    /// <summary>How many rows have a list.</summary>
    public int Count => counts.Length;

    /// <summary>The neighbours of a row, nearest first; shorter than asked where fewer could be compared.</summary>
    public ReadOnlySpan<int> Rows(int row) => rows.AsSpan(row * most, counts[row]);

    /// <summary>The squared distances of <see cref="Rows"/>, in the same order.</summary>
    public ReadOnlySpan<double> SquaredDistances(int row) =>
        squared.AsSpan(row * most, counts[row]);

    // Each row is set once, by one thread; no two rows share a place.
    internal void Set(int row, Neighbour[] neighbours)
    {
        counts[row] = neighbours.Length;
        for (var i = 0; i < neighbours.Length; i++)
        {
            rows[(row * most) + i] = neighbours[i].Row;
            squared[(row * most) + i] = neighbours[i].SquaredDistance;
        }
    }
}
