namespace Trellis.Assignment;

/// <summary>The working of <see cref="MinCostFlow"/>: a spanning tree of arcs, improved by one arc at a time.</summary>
/// <remarks>
/// Place <c>n</c> is the root, joined to every place by an arc of its own so dear that it is used only where nothing else
/// serves. A tree is strongly feasible when from every place some flow more could be sent along the tree to the root; the
/// rule by which the leaving arc is chosen keeps it so.
/// </remarks>
internal sealed class NetworkSimplex
{
    private const sbyte AtLeast = 1;
    private const sbyte InTree = 0;
    private const sbyte AtMost = -1;
    private const int None = -1;

    private readonly int nodes;
    private readonly int arcs;
    private readonly int all;

    // Given arcs first, then the root's own, one a place. Flows are above the least of each arc.
    private readonly int[] tails;
    private readonly int[] heads;
    private readonly long[] least;
    private readonly long[] room;
    private readonly long[] costs;
    private readonly long[] flows;
    private readonly sbyte[] states;

    // The tree: each place with its parent, the arc to it, and its children as a linked list.
    private readonly long[] prices;
    private readonly int[] parents;
    private readonly int[] parentArcs;
    private readonly int[] depths;
    private readonly int[] firstChild;
    private readonly int[] nextSibling;
    private readonly int[] previousSibling;
    private readonly int[] stack;

    private readonly int block;
    private int next;

    public NetworkSimplex(
        long[] supplies,
        int[] from,
        int[] to,
        long[] least,
        long[] most,
        long[] costs
    )
    {
        nodes = supplies.Length;
        arcs = from.Length;
        all = arcs + nodes;
        this.least = least;
        tails = new int[all];
        heads = new int[all];
        room = new long[all];
        this.costs = new long[all];
        flows = new long[all];
        states = new sbyte[all];
        from.CopyTo(tails, 0);
        to.CopyTo(heads, 0);
        costs.CopyTo(this.costs, 0);
        Int128 dearest = 0;
        for (var arc = 0; arc < arcs; arc++)
        {
            room[arc] =
                most[arc] == MinCostFlow.Unlimited ? MinCostFlow.Unlimited : most[arc] - least[arc];
            states[arc] = AtLeast;
            supplies[tails[arc]] -= least[arc];
            supplies[heads[arc]] += least[arc];
            dearest = Int128.Max(dearest, Int128.Abs(costs[arc]));
        }
        var prohibitive = (dearest + 1) * (nodes + 1);
        if (prohibitive > long.MaxValue / 8)
            throw new InvalidOperationException(
                $"Costs of up to {dearest} over {nodes} places leave 64 bits; scale them down."
            );

        prices = new long[nodes + 1];
        parents = new int[nodes + 1];
        parentArcs = new int[nodes + 1];
        depths = new int[nodes + 1];
        firstChild = new int[nodes + 1];
        nextSibling = new int[nodes + 1];
        previousSibling = new int[nodes + 1];
        stack = new int[nodes + 1];
        Array.Fill(firstChild, None);
        parents[nodes] = parentArcs[nodes] = nextSibling[nodes] = previousSibling[nodes] = None;
        for (var node = nodes - 1; node >= 0; node--)
        {
            var arc = arcs + node;
            var gives = supplies[node] >= 0;
            (tails[arc], heads[arc]) = gives ? (node, nodes) : (nodes, node);
            flows[arc] = Math.Abs(supplies[node]);
            room[arc] = MinCostFlow.Unlimited;
            this.costs[arc] = (long)prohibitive;
            prices[node] = gives ? -(long)prohibitive : (long)prohibitive;
            parentArcs[node] = arc;
            depths[node] = 1;
            Attach(node, nodes);
        }
        block = Math.Max(16, (int)Math.Sqrt(all));
    }

    public void Run()
    {
        while (Entering() is >= 0 and var arc)
            Pivot(arc);
    }

    public FlowAnswer Answer()
    {
        long undelivered = 0;
        Int128 cost = 0;
        for (var arc = arcs; arc < all; arc++)
            if (tails[arc] == nodes)
                undelivered += flows[arc];
        var carried = new long[arcs];
        for (var arc = 0; arc < arcs; arc++)
        {
            carried[arc] = least[arc] + flows[arc];
            cost += (Int128)carried[arc] * costs[arc];
        }
        return new FlowAnswer(carried, prices[..nodes], cost, undelivered);
    }

    /// <summary>The arc of the next block that gains most; -1 where none gains.</summary>
    private int Entering()
    {
        var best = None;
        long gain = 0;
        for (int seen = 0, left = block; seen < all; seen++)
        {
            var arc = next;
            if (++next == all)
                next = 0;
            var reduced = states[arc] * (costs[arc] + prices[tails[arc]] - prices[heads[arc]]);
            if (reduced < gain)
            {
                gain = reduced;
                best = arc;
            }
            if (--left == 0)
            {
                if (best != None)
                    return best;
                left = block;
            }
        }
        return best;
    }

    private void Pivot(int entering)
    {
        // The flow goes round the cycle in the direction that gains: from first to second over the entering arc.
        var forward = states[entering] == AtLeast;
        var (first, second) = forward
            ? (tails[entering], heads[entering])
            : (heads[entering], tails[entering]);
        var (a, b) = (first, second);
        while (a != b)
            if (depths[a] >= depths[b])
                a = parents[a];
            else
                b = parents[b];
        var join = a;

        // The last arc to block, seen from the join along the cycle, leaves: that keeps the tree strongly feasible.
        var amount = room[entering];
        var leaving = None;
        var onFirst = false;
        for (var node = first; node != join; node = parents[node])
        {
            var arc = parentArcs[node];
            // Flow comes down from the join to first.
            var left = tails[arc] == node ? flows[arc] : Remaining(arc);
            if (left < amount)
            {
                amount = left;
                leaving = node;
                onFirst = true;
            }
        }
        for (var node = second; node != join; node = parents[node])
        {
            var arc = parentArcs[node];
            var left = tails[arc] == node ? Remaining(arc) : flows[arc];
            if (left <= amount)
            {
                amount = left;
                leaving = node;
                onFirst = false;
            }
        }
        if (amount == MinCostFlow.Unlimited)
            throw new InvalidOperationException(
                "A cycle of unlimited arcs costs less than nothing: there is no cheapest flow."
            );
        if (amount > 0)
        {
            flows[entering] += forward ? amount : -amount;
            for (var node = first; node != join; node = parents[node])
                flows[parentArcs[node]] += tails[parentArcs[node]] == node ? -amount : amount;
            for (var node = second; node != join; node = parents[node])
                flows[parentArcs[node]] += tails[parentArcs[node]] == node ? amount : -amount;
        }
        if (leaving == None)
        {
            states[entering] = forward ? AtMost : AtLeast;
            return;
        }
        var left0 = parentArcs[leaving];
        states[left0] = flows[left0] == 0 ? AtLeast : AtMost;
        states[entering] = InTree;
        var (inside, outside) = onFirst ? (first, second) : (second, first);
        Hang(inside, outside, entering, leaving);
        Reprice(inside, entering);
    }

    private long Remaining(int arc) =>
        room[arc] == MinCostFlow.Unlimited ? MinCostFlow.Unlimited : room[arc] - flows[arc];

    /// <summary>Turns the path from <paramref name="inside"/> up to <paramref name="cut"/> round and hangs it by the entering arc.</summary>
    private void Hang(int inside, int outside, int entering, int cut)
    {
        var (node, parent, arc) = (inside, outside, entering);
        while (true)
        {
            var (oldParent, oldArc) = (parents[node], parentArcs[node]);
            Detach(node);
            Attach(node, parent);
            parentArcs[node] = arc;
            if (node == cut)
                return;
            (node, parent, arc) = (oldParent, node, oldArc);
        }
    }

    /// <summary>Moves the prices of what now hangs by the entering arc, so that the arc costs nothing.</summary>
    private void Reprice(int top, int entering)
    {
        var other = parents[top];
        var change =
            tails[entering] == top
                ? prices[other] - costs[entering] - prices[top]
                : prices[other] + costs[entering] - prices[top];
        var count = 0;
        stack[count++] = top;
        while (count > 0)
        {
            var node = stack[--count];
            prices[node] += change;
            depths[node] = depths[parents[node]] + 1;
            for (var child = firstChild[node]; child != None; child = nextSibling[child])
                stack[count++] = child;
        }
    }

    private void Attach(int node, int parent)
    {
        parents[node] = parent;
        var child = firstChild[parent];
        nextSibling[node] = child;
        previousSibling[node] = None;
        if (child != None)
            previousSibling[child] = node;
        firstChild[parent] = node;
    }

    private void Detach(int node)
    {
        var (before, after) = (previousSibling[node], nextSibling[node]);
        if (before == None)
            firstChild[parents[node]] = after;
        else
            nextSibling[before] = after;
        if (after != None)
            previousSibling[after] = before;
    }
}
