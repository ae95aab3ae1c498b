namespace Trellis.Assignment;

/// <summary>Solves a <see cref="BalancedProblem"/>, and says how far from the best its plan can be at most.</summary>
public static class BalancedAssignment
{
    // A guest's load is priced by a knapsack a bin; large loads would make many of them.
    private const int MostLoadsPriced = 20;

    /// <summary>Finds a plan.</summary>
    /// <param name="seed">The same seed gives the same plan, unless time is up before the search has ended by itself.</param>
    /// <param name="timeIsUp">Cancelled when no more time is to be spent; the best plan so far is returned. Never throws.</param>
    /// <returns>A plan that keeps every rule. Items without a pair are left out; no items give an empty plan, proven.</returns>
    /// <exception cref="ArgumentException">A number or pair of the problem cannot be, or the settled pairs do not fit together; the message says which.</exception>
    public static BalancedPlan Solve(
        BalancedProblem problem,
        ulong seed,
        CancellationToken timeIsUp
    )
    {
        var (found, exhausted) = Search(problem, seed, timeIsUp);
        return found
            ?? throw new ArgumentException(
                exhausted
                    ? "The settled pairs cannot all be kept: some bin would be too light on average whatever is added."
                    : "No plan was found in the time that keeps all settled pairs.",
                nameof(problem)
            );
    }

    /// <summary>The same for whoever can go on without a plan: null where the settled pairs cannot all be kept, or none that keeps them was found in the time.</summary>
    /// <inheritdoc cref="Solve"/>
    public static BalancedPlan? Find(
        BalancedProblem problem,
        ulong seed,
        CancellationToken timeIsUp
    ) => Search(problem, seed, timeIsUp).Found;

    private static (BalancedPlan? Found, bool Exhausted) Search(
        BalancedProblem problem,
        ulong seed,
        CancellationToken timeIsUp
    )
    {
        var layout = new BalancedLayout(problem);
        var tree = new BalancedTree(layout, seed, timeIsUp);
        tree.Run();
        if (tree.Best is not { } best)
            return (null, tree.Exhausted);
        var value = layout.Objective(best);
        var small = 1e-9 * Math.Max(1, Math.Abs(value));
        var bound = tree.Exhausted ? value + small : Math.Max(value, InFull(layout, tree.Bound));
        var largest = Math.Min(MostLoadsPriced, layout.Loads.DefaultIfEmpty(0).Max());
        var (priceBound, bins, guests) = tree.Prices(largest);
        var ordered = new double[guests.Length];
        for (var bin = 0; bin < layout.Bins; bin++)
            guests
                .AsSpan(bin * largest, largest)
                .CopyTo(ordered.AsSpan(layout.BinAt[bin] * largest, largest));
        return (
            new BalancedPlan(
                layout.InProblemOrder(best),
                value,
                bound,
                tree.Exhausted || bound - value <= small,
                InOrder(tree.ItemPrices, layout.ItemAt),
                InOrder(bins, layout.BinAt)
            ).WithPrices(priceBound, ordered, largest),
            tree.Exhausted
        );
    }

    /// <summary>A bound under the real cost of leaving out, from one under <see cref="BalancedLayout.Penalty"/>.</summary>
    private static double InFull(BalancedLayout layout, double bound)
    {
        if (layout.LeftOut <= layout.Penalty)
            return bound;
        // A plan that leaves out k is worth at least the least of values less k penalties, and no more than the bound.
        var fewest = Math.Max(
            0,
            Math.Ceiling(((layout.LeastValues - bound) / layout.Penalty) - 1e-6)
        );
        var full = bound - ((layout.LeftOut - layout.Penalty) * fewest);
        return full + (1e-15 * fewest * layout.LeftOut);
    }

    private static double[] InOrder(ReadOnlySpan<double> values, int[] places)
    {
        var answer = new double[values.Length];
        for (var at = 0; at < values.Length; at++)
            answer[places[at]] = values[at];
        return answer;
    }
}
