namespace Trellis.Assignment;

/// <summary>
/// Pairs chosen between two sides, so that everyone on either side is in no fewer and no more pairs than stated and the
/// values of the pairs add up to most. Exact.
/// </summary>
/// <remarks>
/// A cheapest circulation (<see cref="MinCostFlow"/>): a pair is chosen once or not at all. Values below zero are chosen
/// only where a least number asks for them. With at most one on one side and no least numbers it is
/// <see cref="CapacitatedAssignment"/>, which also gives prices.
/// </remarks>
public static class BMatching
{
    /// <summary>Finds the best pairs, or says that no choice keeps all bounds.</summary>
    /// <param name="left">For each on the one side the fewest and the most pairs it is in.</param>
    /// <param name="right">For each on the other side the same.</param>
    /// <param name="pairs">The pairs there are (item: left, bin: right) and what they are worth; each at most once, in any order.</param>
    /// <exception cref="ArgumentException">A number names nobody, a pair is there twice, a value is not finite, or bounds are below zero or the fewest above the most.</exception>
    public static BMatchingPlan Solve(
        IReadOnlyList<(int Fewest, int Most)> left,
        IReadOnlyList<(int Fewest, int Most)> right,
        IReadOnlyList<PairValue> pairs
    )
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(pairs);
        Check(left, nameof(left));
        Check(right, nameof(right));
        var sorted = SparsePairs.Sorted(left.Count, right.Count, pairs);
        var (source, sink) = (left.Count + right.Count, left.Count + right.Count + 1);
        var point = new FixedPoint(
            sorted.Length == 0 ? 0 : sorted.Max(p => Math.Abs(p.Value)),
            sink + 1
        );
        var flow = new MinCostFlow(sink + 1);
        foreach (var pair in sorted)
            flow.Add(pair.Item, left.Count + pair.Bin, 1, -point.Of(pair.Value));
        for (var i = 0; i < left.Count; i++)
            flow.Add(source, i, left[i].Most, 0, left[i].Fewest);
        for (var j = 0; j < right.Count; j++)
            flow.Add(left.Count + j, sink, right[j].Most, 0, right[j].Fewest);
        flow.Add(sink, source, MinCostFlow.Unlimited, 0);
        var answer = flow.Solve();
        if (!answer.Feasible)
            return new BMatchingPlan([], 0, answer.Undelivered);
        PairValue[] chosen = [.. sorted.Where((_, p) => answer.Flow(p) == 1)];
        return new BMatchingPlan(chosen, chosen.Sum(p => p.Value), 0);
    }

    private static void Check(IReadOnlyList<(int Fewest, int Most)> bounds, string name)
    {
        for (var i = 0; i < bounds.Count; i++)
            if (bounds[i].Fewest < 0 || bounds[i].Most < bounds[i].Fewest)
                throw new ArgumentException(
                    $"Number {i} is in {bounds[i].Fewest} to {bounds[i].Most} pairs, which cannot be.",
                    name
                );
    }
}

/// <summary>The best choice of a <see cref="BMatching"/>.</summary>
/// <param name="Chosen">The pairs chosen, by left and right; none where the bounds cannot be kept.</param>
/// <param name="Value">Their values, added.</param>
/// <param name="Lacking">How many pairs more there would have to be, at the least, so that all bounds could be kept; 0 where they are.</param>
public sealed record BMatchingPlan(IReadOnlyList<PairValue> Chosen, double Value, long Lacking)
{
    /// <summary>Whether all bounds are kept.</summary>
    public bool Feasible => Lacking == 0;
}
