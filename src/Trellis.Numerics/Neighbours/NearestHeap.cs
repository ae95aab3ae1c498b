namespace Trellis.Neighbours;

/// <summary>The nearest few of many, the farthest of them on top; equal distances are ordered by position.</summary>
internal sealed class NearestHeap(int capacity)
{
    private readonly Neighbour[] items = new Neighbour[capacity];
    private int count;

    /// <summary>A distance above this cannot enter; infinite until the heap is full.</summary>
    public double Limit { get; private set; } = double.PositiveInfinity;

    public void Clear()
    {
        count = 0;
        Limit = double.PositiveInfinity;
    }

    public void Offer(int row, double squaredDistance)
    {
        var offered = new Neighbour(row, squaredDistance);
        if (count < items.Length)
        {
            var at = count++;
            for (int parent; at > 0 && Farther(offered, items[parent = (at - 1) / 2]); at = parent)
                items[at] = items[parent];
            items[at] = offered;
        }
        else if (Farther(items[0], offered))
        {
            var at = 0;
            while (true)
            {
                var child = (2 * at) + 1;
                if (child >= count)
                    break;
                if (child + 1 < count && Farther(items[child + 1], items[child]))
                    child++;
                if (!Farther(items[child], offered))
                    break;
                items[at] = items[child];
                at = child;
            }
            items[at] = offered;
        }
        if (count == items.Length)
            Limit = items[0].SquaredDistance;
    }

    /// <summary>What is held, nearest first.</summary>
    public Neighbour[] Sorted()
    {
        var sorted = items[..count];
        Array.Sort(
            sorted,
            static (a, b) =>
                a.SquaredDistance != b.SquaredDistance
                    ? a.SquaredDistance.CompareTo(b.SquaredDistance)
                    : a.Row.CompareTo(b.Row)
        );
        return sorted;
    }

    private static bool Farther(in Neighbour a, in Neighbour b) =>
        a.SquaredDistance > b.SquaredDistance
        || (a.SquaredDistance == b.SquaredDistance && a.Row > b.Row);
}
