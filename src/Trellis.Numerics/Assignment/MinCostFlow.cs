namespace Trellis.Assignment;

/// <summary>
/// The cheapest way to carry whole units from where there are too many to where there are too few, along arcs that each
/// carry so much and cost so much a unit. Exact: all arithmetic is in whole numbers, and the answer comes with prices that
/// prove it (see <see cref="FlowAnswer.Price"/>).
/// </summary>
/// <remarks>
/// Primal network simplex with strongly feasible trees (Cunningham 1976), so that it never cycles, and block search for
/// the arc to enter, which starts where it last stopped (Kiraly and Kovacs 2012 found it the fastest on sparse networks).
/// The same nodes and arcs added in the same order give the same flow, also where several are equally cheap; a caller who
/// wants an answer that does not depend on the order of rows adds them by key. Memory is linear in nodes and arcs.
/// Assignment, transport, circulation with least flows and shortest path are all special cases.
/// </remarks>
public sealed class MinCostFlow
{
    /// <summary>A capacity that is never reached.</summary>
    public const long Unlimited = long.MaxValue;

    private readonly List<int> from = [];
    private readonly List<int> to = [];
    private readonly List<long> least = [];
    private readonly List<long> most = [];
    private readonly List<long> costs = [];
    private readonly long[] supplies;

    /// <param name="nodes">How many places there are, above zero; they are numbered from 0.</param>
    public MinCostFlow(int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        supplies = new long[nodes];
    }

    public int Nodes => supplies.Length;

    public int Arcs => from.Count;

    /// <summary>Adds a way from one place to another.</summary>
    /// <param name="capacity">The most it carries, in units; <see cref="Unlimited"/> for any amount.</param>
    /// <param name="cost">Of each unit; may be below zero.</param>
    /// <param name="atLeast">The least it must carry, 0 to <paramref name="capacity"/>.</param>
    /// <returns>The number of the arc, from 0 in the order of adding.</returns>
    public int Add(int from, int to, long capacity, long cost, long atLeast = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)from, (uint)Nodes);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)to, (uint)Nodes);
        ArgumentOutOfRangeException.ThrowIfEqual(to, from);
        ArgumentOutOfRangeException.ThrowIfNegative(atLeast);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, atLeast);
        this.from.Add(from);
        this.to.Add(to);
        least.Add(atLeast);
        most.Add(capacity);
        costs.Add(cost);
        return Arcs - 1;
    }

    /// <summary>Adds to what a place gives; below zero is what it takes. All together must be zero when solved.</summary>
    public void Supply(int node, long units) => supplies[node] += units;

    /// <summary>Finds the cheapest flow.</summary>
    /// <returns>
    /// With <see cref="FlowAnswer.Undelivered"/> above zero where the arcs cannot carry everything: as few units as possible
    /// are then left undelivered, the rest is carried as cheaply as it can be, and the answer is not <see cref="FlowAnswer.Feasible"/>.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// Supplies do not add up to zero, a cycle of unlimited arcs costs less than nothing, or costs times nodes leave 64 bits.
    /// </exception>
    public FlowAnswer Solve()
    {
        Int128 total = 0;
        foreach (var supply in supplies)
            total += supply;
        if (total != 0)
            throw new InvalidOperationException(
                $"What is given and what is taken differ by {total} units."
            );
        var simplex = new NetworkSimplex(
            [.. supplies],
            [.. from],
            [.. to],
            [.. least],
            [.. most],
            [.. costs]
        );
        simplex.Run();
        return simplex.Answer();
    }
}

/// <summary>The cheapest flow of a <see cref="MinCostFlow"/>.</summary>
public sealed class FlowAnswer
{
    private readonly long[] flows;
    private readonly long[] prices;

    internal FlowAnswer(long[] flows, long[] prices, Int128 cost, long undelivered) =>
        (this.flows, this.prices, Cost, Undelivered) = (flows, prices, cost, undelivered);

    /// <summary>Whether everything given was delivered within the bounds of every arc.</summary>
    public bool Feasible => Undelivered == 0;

    /// <summary>How many units could not be delivered; also what a least flow lacks.</summary>
    public long Undelivered { get; }

    /// <summary>The cost of what is carried, units times cost, added over the arcs.</summary>
    public Int128 Cost { get; }

    /// <summary>What an arc carries, by the number that <see cref="MinCostFlow.Add"/> gave. Where the answer is not feasible, never more than its capacity.</summary>
    public long Flow(int arc) => flows[arc];

    /// <summary>
    /// The price of a unit at a place, up to one constant for all. With r = cost + price(from) - price(to): an arc with
    /// r above zero carries its least, one with r below zero its most, and any flow for which that holds is a cheapest one.
    /// </summary>
    public long Price(int node) => prices[node];
}
