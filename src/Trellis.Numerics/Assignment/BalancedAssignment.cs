namespace Trellis.Assignment;

/// <summary>Solves a <see cref="BalancedProblem"/>, and says how far from the best its plan can be at most.</summary>
public static class BalancedAssignment
{
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
        var layout = new BalancedLayout(problem);
        var search = new BalancedSearch(layout, seed);
        search.Begin();
        search.Descend(timeIsUp);
        var best = search.Draft.Bins.ToArray();
        var value = layout.Objective(best);
        for (var round = 0; round < 50 && layout.Items > 0; round++)
        {
            if (timeIsUp.IsCancellationRequested)
                break;
            search.Shake(8);
            search.Descend(timeIsUp);
            var now = layout.Objective(search.Draft.Bins);
            if (now > value)
                (best, value) = (search.Draft.Bins.ToArray(), now);
            else
                search.Draft.Take(best);
        }
        double bound = 0;
        for (var item = 0; item < layout.Items; item++)
            bound += Math.Max(
                -layout.LeftOut,
                layout.OfItem[item] < layout.OfItem[item + 1]
                    ? layout.PairValue[layout.OfItem[item]]
                    : -layout.LeftOut
            );
        bound = Math.Max(value, bound + (1e-12 * (1 + Math.Abs(bound))));
        return new BalancedPlan(
            layout.InProblemOrder(best),
            value,
            bound,
            bound - value <= 1e-9 * Math.Max(1, Math.Abs(value)),
            new double[layout.Items],
            new double[layout.Bins]
        );
    }
}
