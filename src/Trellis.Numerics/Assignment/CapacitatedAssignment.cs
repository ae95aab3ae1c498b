namespace Trellis.Assignment;

/// <summary>
/// Items put into bins with so many places each, every item into one at most, so that the values of the pairs add up to
/// most. Exact, and with the price of a place in each bin: what one place more would add.
/// </summary>
/// <remarks>
/// A cheapest flow (<see cref="MinCostFlow"/>). The prices are the least that support the plan, so that each is exactly
/// what one more place in that bin would be worth (Leonard 1983; Demange, Gale and Sotomayor 1986). With them every item
/// is where value less price is most for it: an item that comes later is put where its value less the price is highest,
/// and a place is taken from a later one only for more than it is worth to those who are there now. Where items also have
/// a load, use <see cref="BalancedProblem"/>; where pairs may walk away from a plan, <see cref="HospitalResidents"/>.
/// </remarks>
public static class CapacitatedAssignment
{
    /// <summary>Finds the best plan.</summary>
    /// <param name="items">How many items there are, 0 or more.</param>
    /// <param name="places">How many items each bin takes, 0 or more.</param>
    /// <param name="pairs">What may be put where, and what it is worth, above or below zero; each pair at most once, in any order. A pair that is not here may not be.</param>
    /// <param name="leftOut">What leaving an item out costs, 0 or more; null: so much that as many as can be are placed, before any value counts.</param>
    /// <exception cref="ArgumentException">A number names no item or bin, a pair is there twice, places or the cost are below zero, or a value is not finite.</exception>
    public static CapacitatedPlan Solve(
        int items,
        IReadOnlyList<int> places,
        IReadOnlyList<PairValue> pairs,
        double? leftOut = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(pairs);
        for (var b = 0; b < places.Count; b++)
            if (places[b] < 0)
                throw new ArgumentException(
                    $"Bin {b} has {places[b]} places; the least is 0.",
                    nameof(places)
                );
        var sorted = SparsePairs.Sorted(items, places.Count, pairs);
        var largest = sorted.Length == 0 ? 0 : sorted.Max(p => Math.Abs(p.Value));
        var cost = leftOut ?? AboveAll(items, places.Count, sorted);
        if (!double.IsFinite(cost) || cost < 0)
            throw new ArgumentException(
                $"Leaving an item out costs {cost}; it must be 0 or more and finite.",
                nameof(leftOut)
            );

        var (firstBin, sink) = (items, items + places.Count);
        var point = new FixedPoint(Math.Max(largest, cost), sink + 1);
        var flow = new MinCostFlow(sink + 1);
        var kept = Needed(items, places, sorted);
        foreach (var pair in kept)
            flow.Add(pair.Item, firstBin + pair.Bin, 1, -point.Of(pair.Value));
        for (var b = 0; b < places.Count; b++)
            flow.Add(firstBin + b, sink, places[b], 0);
        for (var i = 0; i < items; i++)
        {
            flow.Supply(i, 1);
            flow.Add(i, sink, 1, point.Of(cost));
        }
        flow.Supply(sink, -items);
        var answer = flow.Solve();

        var bins = new int[items];
        Array.Fill(bins, -1);
        var (value, placed) = (0d, 0);
        for (var p = 0; p < kept.Length; p++)
            if (answer.Flow(p) == 1)
            {
                bins[kept[p].Item] = kept[p].Bin;
                value += kept[p].Value;
                placed++;
            }
        var prices = LeastPrices(items, places, sorted, kept, bins, point, cost, answer);
        return new CapacitatedPlan(bins, value, prices, cost, Math.Max(1, items) * point.Step)
        {
            Placed = placed,
        };
    }

    /// <summary>A cost of leaving out that no change of values among the others makes up for.</summary>
    private static double AboveAll(int items, int bins, PairValue[] pairs)
    {
        if (pairs.Length == 0)
            return 1;
        var (most, least) = (pairs.Max(p => p.Value), pairs.Min(p => p.Value));
        // One more is placed by moving a chain of fewer items than there are items or bins, each from one pair to another.
        var above =
            ((Math.Min(items, bins) + 1) * (most - least))
            + (2 * Math.Max(Math.Abs(most), Math.Abs(least)));
        return above > 0 ? above : 1;
    }

    /// <summary>The pairs that a best plan can need: of each item those in its best bins, until they have as many places as there are items.</summary>
    /// <remarks>
    /// The others take one place fewer than there are items, so one of those is free or its own, and moving there from a
    /// worse bin loses nothing. The same holds with one place more somewhere, so the prices stay what they are too.
    /// </remarks>
    private static PairValue[] Needed(int items, IReadOnlyList<int> places, PairValue[] pairs)
    {
        var kept = new List<PairValue>();
        var best = new List<PairValue>();
        for (int from = 0, to; from < pairs.Length; from = to)
        {
            best.Clear();
            long room = 0;
            for (to = from; to < pairs.Length && pairs[to].Item == pairs[from].Item; to++)
                if (places[pairs[to].Bin] > 0)
                {
                    best.Add(pairs[to]);
                    room += places[pairs[to].Bin];
                }
            if (room > items)
            {
                best.Sort(
                    (a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value) : a.Bin - b.Bin
                );
                var enough = 0;
                for (room = 0; room < items; enough++)
                    room += places[best[enough].Bin];
                best.RemoveRange(enough, best.Count - enough);
                best.Sort((a, b) => a.Bin - b.Bin);
            }
            kept.AddRange(best);
        }
        return [.. kept];
    }

    /// <summary>What one more place in each bin would add: the way from the sink to the bin that costs least in what is left of the network.</summary>
    private static double[] LeastPrices(
        int items,
        IReadOnlyList<int> places,
        PairValue[] all,
        PairValue[] pairs,
        int[] binOf,
        FixedPoint point,
        double leftOut,
        FlowAnswer answer
    )
    {
        var bins = places.Count;
        var sink = items + bins;
        var starts = new int[items + 1];
        foreach (var pair in pairs)
            starts[pair.Item + 1]++;
        for (var i = 0; i < items; i++)
            starts[i + 1] += starts[i];
        var inBin = new List<int>?[bins];
        var valueIn = new long[items];
        foreach (var pair in pairs)
            if (binOf[pair.Item] == pair.Bin)
            {
                (inBin[pair.Bin] ??= []).Add(pair.Item);
                valueIn[pair.Item] = point.Of(pair.Value);
            }

        // Costs plus prices are never below zero along what is left, so the nearest node is settled first (Dijkstra).
        var far = new long[sink + 1];
        Array.Fill(far, long.MaxValue);
        var settled = new bool[sink + 1];
        var queue = new PriorityQueue<int, long>();
        far[sink] = 0;
        queue.Enqueue(sink, 0);
        while (queue.TryDequeue(out var node, out _))
        {
            if (settled[node])
                continue;
            settled[node] = true;
            if (node == sink)
            {
                for (var b = 0; b < bins; b++)
                    if (inBin[b] is not null)
                        Reach(sink, items + b, 0);
                for (var i = 0; i < items; i++)
                    if (binOf[i] < 0)
                        Reach(sink, i, -point.Of(leftOut));
            }
            else if (node >= items)
                foreach (var item in inBin[node - items] ?? [])
                    Reach(node, item, valueIn[item]);
            else
                for (var p = starts[node]; p < starts[node + 1]; p++)
                    if (pairs[p].Bin != binOf[node])
                        Reach(node, items + pairs[p].Bin, -point.Of(pairs[p].Value));
        }
        // A bin without places is the end of its ways, so it was left out of the network.
        var least = new long[bins];
        foreach (var pair in all)
            if (places[pair.Bin] == 0 && settled[pair.Item])
                least[pair.Bin] = Math.Min(
                    least[pair.Bin],
                    Distance(pair.Item) - point.Of(pair.Value)
                );
        var prices = new double[bins];
        for (var b = 0; b < bins; b++)
        {
            if (settled[items + b])
                least[b] = Math.Min(least[b], Distance(items + b));
            prices[b] = point.Back(-least[b]);
        }
        return prices;

        long Distance(int node) => far[node] - answer.Price(sink) + answer.Price(node);

        void Reach(int from, int to, long cost)
        {
            var there = far[from] + cost + answer.Price(from) - answer.Price(to);
            if (there >= far[to])
                return;
            far[to] = there;
            queue.Enqueue(to, there);
        }
    }
}

/// <summary>The best plan of a <see cref="CapacitatedAssignment"/>.</summary>
/// <param name="Bins">The bin of each item, -1 where it is left out.</param>
/// <param name="Value">The values of the pairs of the plan, added; what leaving out costs is not in it.</param>
/// <param name="Prices">What one more place in each bin would add to value less the cost of those left out: 0 where the bin has room or nobody wants it, <paramref name="LeftOut"/> and more where it would let one more in.</param>
/// <param name="LeftOut">What leaving an item out was reckoned to cost.</param>
/// <param name="Tolerance">By how much a better plan could be better at most: what rounding the values to fixed point can hide, about 1e-12 of their size.</param>
public sealed record CapacitatedPlan(
    IReadOnlyList<int> Bins,
    double Value,
    IReadOnlyList<double> Prices,
    double LeftOut,
    double Tolerance
)
{
    /// <summary>How many items are in a bin.</summary>
    public required int Placed { get; init; }
}
