namespace Trellis.Assignment;

/// <summary>The best plan that any part of a search has found, shared by all of them.</summary>
internal sealed class Incumbent(GeneralisedProblem problem)
{
    /// <summary>Empty until there is a plan.</summary>
    public int[] Plan { get; private set; } = [];

    /// <summary>What the plan costs, the least being sought; <see cref="long.MaxValue"/> until there is one.</summary>
    public long Cost { get; private set; } = long.MaxValue;

    /// <summary>Keeps a plan if it is one and the best so far.</summary>
    public bool Offer(ReadOnlySpan<int> plan)
    {
        if (problem.ValueOf(plan) is not { } value)
            return false;
        var cost = problem.Maximise ? -value : value;
        if (cost >= Cost)
            return false;
        Cost = cost;
        Plan = plan.ToArray();
        return true;
    }
}
