namespace Trellis.Assignment;

/// <summary>What items get one after another, each the bin that is best for it at that moment: how placing is done by hand.</summary>
/// <param name="Bins">The bin of each item, -1 where none that it could go to had room any more.</param>
/// <param name="Value">The objective of the problem.</param>
public sealed record GreedyPlan(IReadOnlyList<int> Bins, double Value)
{
    public int LeftOut => Bins.Count(b => b < 0);
}

/// <summary>
/// The yardstick for <see cref="BalancedAssignment"/>: the same rules, kept at every step, and no step is ever taken back.
/// Use it to show what planning at once is worth, never to plan.
/// </summary>
/// <remarks>
/// A bin may take an item if it then still has places, capacity and, from the second item on, the least mean load; so the
/// plan keeps every rule at the end too. The gain of a bin is the pair's value less the cost of a split it makes. Of equal
/// gains the first bin is taken. Settled pairs come first; together they may miss the least mean load, and then the plan does.
/// </remarks>
public static class GreedyAssignment
{
    /// <summary>Items as they stand in the problem.</summary>
    /// <exception cref="ArgumentException">As <see cref="BalancedAssignment.Solve"/>.</exception>
    public static GreedyPlan FirstCome(BalancedProblem problem) =>
        InOrder(problem, [.. Enumerable.Range(0, problem.Loads.Count)]);

    /// <summary>The lightest first, of equal ones as they stand: who picks the easy ones leaves the hard ones over.</summary>
    /// <exception cref="ArgumentException">As <see cref="BalancedAssignment.Solve"/>.</exception>
    public static GreedyPlan EasiestFirst(BalancedProblem problem) =>
        InOrder(
            problem,
            [.. Enumerable.Range(0, problem.Loads.Count).OrderBy(i => problem.Loads[i])]
        );

    /// <param name="order">Every item once.</param>
    /// <exception cref="ArgumentException">As <see cref="BalancedAssignment.Solve"/>, or the order is not one of all items.</exception>
    public static GreedyPlan InOrder(BalancedProblem problem, IReadOnlyList<int> order)
    {
        var layout = new BalancedLayout(problem);
        if (!order.Order().SequenceEqual(Enumerable.Range(0, problem.Loads.Count)))
            throw new ArgumentException("The order must name every item once.", nameof(order));
        var here = new int[layout.Items];
        for (var item = 0; item < here.Length; item++)
            here[layout.ItemAt[item]] = item;
        var draft = new BalancedDraft(layout);
        for (var item = 0; item < layout.Items; item++)
            if (layout.Settled[item] != BalancedLayout.None)
                draft.Add(item, layout.Settled[item], layout.ValueOf(item, layout.Settled[item]));
        foreach (var item in order.Select(i => here[i]))
            if (draft.BinOf(item) == BalancedLayout.None)
                Place(layout, draft, item);
        return new GreedyPlan(layout.InProblemOrder(draft.Bins), layout.Objective(draft.Bins));
    }

    private static void Place(BalancedLayout layout, BalancedDraft draft, int item)
    {
        var best = BalancedLayout.None;
        var most = double.NegativeInfinity;
        for (var pair = layout.OfItem[item]; pair < layout.OfItem[item + 1]; pair++)
        {
            var bin = layout.PairBin[pair];
            if (!draft.HasRoom(bin, item))
                continue;
            var gain = draft.Add(item, bin, layout.PairValue[pair]);
            if (
                draft.Fits(bin)
                && (
                    gain > most
                    || (gain == most && layout.BinAt[bin] < layout.BinAt[layout.PairBin[best]])
                )
            )
                (most, best) = (gain, pair);
            draft.Remove(item, layout.PairValue[pair]);
        }
        if (best != BalancedLayout.None)
            draft.Add(item, layout.PairBin[best], layout.PairValue[best]);
    }
}
