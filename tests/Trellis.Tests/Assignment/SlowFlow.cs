namespace Trellis.Assignment;

/// <summary>
/// A second cheapest flow, written for being plain: units are sent one shortest path after another, found by Bellman and
/// Ford's relaxation in the residual network. Costs may be below zero; cycles below zero are cancelled first.
/// </summary>
internal sealed class SlowFlow(int nodes)
{
    private readonly List<(int From, int To, long Cost)> arcs = [];
    private readonly List<long> residual = [];
    private readonly long[] supply = new long[nodes];

    public void Supply(int node, long units) => supply[node] += units;

    public void Add(int from, int to, long capacity, long cost)
    {
        arcs.Add((from, to, cost));
        residual.Add(capacity);
        arcs.Add((to, from, -cost));
        residual.Add(0);
    }

    /// <summary>The cost; null where not everything can be delivered.</summary>
    public long? Cost()
    {
        while (NegativeCycle() is { } cycle)
            Push(cycle, cycle.Min(a => residual[a]));
        while (Array.FindIndex(supply, s => s > 0) is >= 0 and var source)
        {
            if (Path(source) is not { } path)
                return null;
            var sink = arcs[path[^1]].To;
            var units = Math.Min(
                Math.Min(supply[source], -supply[sink]),
                path.Min(a => residual[a])
            );
            Push(path, units);
            supply[source] -= units;
            supply[sink] += units;
        }
        long cost = 0;
        for (var a = 0; a < arcs.Count; a += 2)
            cost += residual[a + 1] * arcs[a].Cost;
        return cost;
    }

    private void Push(List<int> along, long units)
    {
        foreach (var a in along)
        {
            residual[a] -= units;
            residual[a ^ 1] += units;
        }
    }

    // With any source and any sink the cheapest is kept by sending each source's units along its own shortest path.
    private List<int>? Path(int source)
    {
        var far = new long[nodes];
        Array.Fill(far, long.MaxValue);
        var by = new int[nodes];
        far[source] = 0;
        Relax(far, by);
        var sink = -1;
        for (var node = 0; node < nodes; node++)
            if (
                supply[node] < 0
                && far[node] != long.MaxValue
                && (sink < 0 || far[node] < far[sink])
            )
                sink = node;
        if (sink < 0)
            return null;
        var path = new List<int>();
        for (var node = sink; node != source; node = arcs[by[node]].From)
            path.Insert(0, by[node]);
        return path;
    }

    private List<int>? NegativeCycle()
    {
        var far = new long[nodes];
        var by = new int[nodes];
        Array.Fill(by, -1);
        var last = Relax(far, by);
        if (last < 0)
            return null;
        for (var i = 0; i < nodes; i++)
            last = arcs[by[last]].From;
        var cycle = new List<int>();
        var at = last;
        do
        {
            cycle.Insert(0, by[at]);
            at = arcs[by[at]].From;
        } while (at != last);
        return cycle;
    }

    private int Relax(long[] far, int[] by)
    {
        var last = -1;
        for (var round = 0; round < nodes; round++)
        {
            last = -1;
            for (var a = 0; a < arcs.Count; a++)
            {
                var (from, to, cost) = arcs[a];
                if (residual[a] <= 0 || far[from] == long.MaxValue || far[from] + cost >= far[to])
                    continue;
                far[to] = far[from] + cost;
                by[to] = a;
                last = to;
            }
            if (last < 0)
                return -1;
        }
        return last;
    }
}
