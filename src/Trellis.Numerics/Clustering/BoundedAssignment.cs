namespace Trellis.Clustering;

/// <summary>What each row would cost in each of the clusters it may join: a few clusters a row, not all.</summary>
/// <param name="Starts">Where each row's offers begin, and at the end how many there are.</param>
/// <param name="Clusters">The clusters offered, each at most once a row.</param>
/// <param name="Costs">Of each offer, zero or more and at most <see cref="Dearest"/>.</param>
public sealed record Offers(int[] Starts, int[] Clusters, long[] Costs)
{
    /// <summary>The largest cost: with it, sums over any path stay within 64 bits for a million clusters.</summary>
    public const long Dearest = 1L << 40;

    public int Rows => Starts.Length - 1;
}

/// <summary>
/// Puts every row into one of the clusters it is offered, so that every cluster holds between so many and so many rows and
/// the sum of the costs is the least there is. Exact, in whole numbers.
/// </summary>
/// <remarks>
/// The cheapest flow of <see cref="Assignment.MinCostFlow"/> for rows of one unit, by shortest paths with prices over the
/// clusters alone (rows move along a path from a cluster with too many to one with too few). It can begin with the prices
/// of a similar question, which in k-means the step before has answered: then few rows are left to move. For anything
/// else use MinCostFlow, which answers the same question more slowly. The order of rows decides only between assignments
/// of the same cost.
/// </remarks>
public sealed class BoundedAssignment
{
    private const int None = -1;

    private readonly Offers offers;
    private readonly int[] least;
    private readonly int[] most;
    private readonly long[] tolls;
    private readonly int[] of;
    private readonly long[] costs;
    private readonly int[] flows;
    private readonly List<int>[] members;
    private readonly int[] places;

    // The last node is the common end of all clusters: a cluster of which more is wanted gets a row over it.
    private readonly int end;
    private readonly long[] far;
    private readonly int[] by;
    private readonly int[] before;
    private readonly bool[] done;
    private readonly int[] excess;
    private readonly PriorityQueue<int, (long, int)> queue = new();
    private readonly List<int> reached = [];
    private readonly List<int> targets = [];

    // What may leave a cluster, worked out when it is passed and forgotten when a row comes or goes.
    private readonly (int Other, long Gain, int Offer)[]?[] ways;
    private readonly List<int> others = [];
    private readonly long[] gains;
    private readonly int[] cheapest;

    private BoundedAssignment(Offers offers, int[] least, int[] most, long[]? tolls)
    {
        (this.offers, this.least, this.most) = (offers, least, most);
        end = least.Length;
        this.tolls = new long[end + 1];
        tolls?.CopyTo(this.tolls, 0);
        of = new int[offers.Rows];
        costs = new long[offers.Rows];
        places = new int[offers.Rows];
        flows = new int[end];
        members = new List<int>[end];
        for (var cluster = 0; cluster < end; cluster++)
            members[cluster] = [];
        far = new long[end + 1];
        by = new int[end + 1];
        before = new int[end + 1];
        done = new bool[end + 1];
        excess = new int[end + 1];
        ways = new (int, long, int)[]?[end];
        gains = new long[end];
        cheapest = new int[end];
        Array.Fill(cheapest, None);
    }

    /// <summary>Finds the cheapest assignment within the bounds.</summary>
    /// <param name="least">The fewest rows of each cluster, zero or more.</param>
    /// <param name="most">The most rows of each cluster, at least <paramref name="least"/>.</param>
    /// <param name="tolls">
    /// Prices to begin with, one a cluster, or null. Replaced by those of the answer: each row is where cost + toll is
    /// least; a cluster with a toll above zero is full, one with a toll below zero holds its fewest.
    /// </param>
    /// <returns>The cluster of each row; null where no assignment over these offers keeps the bounds.</returns>
    public static int[]? Solve(Offers offers, int[] least, int[] most, long[]? tolls = null) =>
        Solve(offers, least, most, tolls, out _);

    /// <summary>The same, and where there is no assignment, whose offers are too few.</summary>
    /// <param name="stuck">Rows of which some must go to a cluster they are not offered; empty where there is an assignment, or none with any offers. The tolls are then those found so far.</param>
    internal static int[]? Solve(
        Offers offers,
        int[] least,
        int[] most,
        long[]? tolls,
        out IReadOnlyList<int> stuck
    )
    {
        stuck = [];
        for (var row = 0; row < offers.Rows; row++)
            if (offers.Starts[row] == offers.Starts[row + 1])
                return null;
        if (offers.Rows < least.Sum(l => (long)l) || offers.Rows > most.Sum(m => (long)m))
            return null;
        var assignment = new BoundedAssignment(offers, least, most, tolls);
        assignment.Begin();
        bool? moved;
        do moved = assignment.Improve();
        while (moved is true);
        for (var cluster = 0; tolls is not null && cluster < assignment.end; cluster++)
            tolls[cluster] = assignment.tolls[cluster] - assignment.tolls[assignment.end];
        if (moved is null)
            return assignment.of;
        stuck =
        [
            .. assignment
                .reached.Where(node => node != assignment.end)
                .SelectMany(cluster => assignment.members[cluster])
                .Order(),
        ];
        return null;
    }

    /// <summary>Every row where it is cheapest under the tolls; the clusters' own bounds as the tolls say.</summary>
    private void Begin()
    {
        for (var row = 0; row < offers.Rows; row++)
        {
            var best = None;
            for (var at = offers.Starts[row]; at < offers.Starts[row + 1]; at++)
                if (
                    best == None
                    || offers.Costs[at] + tolls[offers.Clusters[at]]
                        < offers.Costs[best] + tolls[offers.Clusters[best]]
                )
                    best = at;
            Put(row, offers.Clusters[best], offers.Costs[best]);
        }
        excess[end] = -offers.Rows;
        for (var cluster = 0; cluster < end; cluster++)
        {
            flows[cluster] =
                tolls[cluster] > 0 ? most[cluster]
                : tolls[cluster] < 0 ? least[cluster]
                : Math.Clamp(members[cluster].Count, least[cluster], most[cluster]);
            excess[cluster] = members[cluster].Count - flows[cluster];
            excess[end] += flows[cluster];
        }
    }

    /// <summary>Finds shortest paths from where there is too much to where there is too little, and moves a unit along each that no other has used.</summary>
    /// <returns>Null where nothing is left to move, false where there is no path.</returns>
    private bool? Improve()
    {
        queue.Clear();
        foreach (var node in reached)
        {
            far[node] = long.MaxValue;
            done[node] = false;
        }
        if (reached.Count == 0)
            Array.Fill(far, long.MaxValue);
        reached.Clear();
        targets.Clear();
        var wanting = 0;
        for (var node = 0; node <= end; node++)
        {
            if (excess[node] > 0)
                Reach(node, 0, None, None);
            if (excess[node] < 0)
                wanting++;
        }
        if (reached.Count == 0)
            return null;
        while (targets.Count < wanting && queue.TryDequeue(out var node, out var key))
        {
            if (done[node] || key.Item1 != far[node])
                continue;
            done[node] = true;
            if (excess[node] < 0)
                targets.Add(node);
            if (node == end)
                FromEnd();
            else
                FromCluster(node);
        }
        if (targets.Count == 0)
            return false;
        // What is nearer than the farthest goal changes its price, so that no step on the way to any goal gains any more:
        // any of those paths may then be taken, one after the other, as long as its steps are still there.
        var farthest = far[targets[^1]];
        foreach (var node in reached)
            if (done[node])
                tolls[node] += farthest - far[node];
        foreach (var target in targets)
            if (IsOpen(target))
                Move(target);
        return true;
    }

    private bool IsOpen(int target)
    {
        var at = target;
        for (; before[at] is not None and var from; at = from)
            if (
                from == end ? flows[at] <= least[at]
                : at == end ? flows[from] >= most[from]
                : of[RowOf(by[at])] != from
            )
                return false;
        return excess[at] > 0;
    }

    private void Reach(int node, long distance, int row, int from)
    {
        if (done[node] || distance >= far[node])
            return;
        if (far[node] == long.MaxValue)
            reached.Add(node);
        far[node] = distance;
        by[node] = row;
        before[node] = from;
        queue.Enqueue(node, (distance, node));
    }

    private void FromCluster(int cluster)
    {
        var here = far[cluster] - tolls[cluster];
        foreach (var (other, gain, offer) in ways[cluster] ??= WaysFrom(cluster))
        {
            var distance = here + gain + tolls[other];
            if (distance < far[other] && !done[other])
                Reach(other, distance, offer, cluster);
        }
        if (flows[cluster] < most[cluster])
            Reach(end, here + tolls[end], None, cluster);
    }

    /// <summary>The cheapest row to move from a cluster to each other one that any of its rows is offered.</summary>
    private (int Other, long Gain, int Offer)[] WaysFrom(int cluster)
    {
        others.Clear();
        foreach (var row in members[cluster])
            for (var at = offers.Starts[row]; at < offers.Starts[row + 1]; at++)
            {
                var other = offers.Clusters[at];
                if (other == cluster)
                    continue;
                var gain = offers.Costs[at] - costs[row];
                if (cheapest[other] == None)
                    others.Add(other);
                else if (gain > gains[other] || (gain == gains[other] && at > cheapest[other]))
                    continue;
                (gains[other], cheapest[other]) = (gain, at);
            }
        var found = new (int, long, int)[others.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = (others[i], gains[others[i]], cheapest[others[i]]);
            cheapest[others[i]] = None;
        }
        return found;
    }

    private void FromEnd()
    {
        for (var cluster = 0; cluster < end; cluster++)
            if (flows[cluster] > least[cluster])
                Reach(cluster, far[end] - tolls[end] + tolls[cluster], None, end);
    }

    private void Move(int target)
    {
        var at = target;
        excess[target]++;
        while (before[at] is not None and var from)
        {
            if (from == end)
                flows[at]--;
            else if (at == end)
                flows[from]++;
            else
            {
                var offer = by[at];
                var row = RowOf(offer);
                Take(row);
                Put(row, at, offers.Costs[offer]);
            }
            at = from;
        }
        excess[at]--;
    }

    private int RowOf(int offer)
    {
        var found = Array.BinarySearch(offers.Starts, offer);
        if (found < 0)
            return ~found - 1;
        return found;
    }

    private void Put(int row, int cluster, long cost)
    {
        of[row] = cluster;
        costs[row] = cost;
        places[row] = members[cluster].Count;
        members[cluster].Add(row);
        ways[cluster] = null;
    }

    private void Take(int row)
    {
        var from = members[of[row]];
        var last = from[^1];
        from[places[row]] = last;
        places[last] = places[row];
        from.RemoveAt(from.Count - 1);
        ways[of[row]] = null;
    }
}
