namespace Trellis.Assignment;

/// <summary>What is known of a <see cref="GeneralisedProblem"/> after solving it, or after as long as there was time for.</summary>
/// <param name="Plan">The agent of each job, from 0; empty where no plan was found.</param>
/// <param name="Value">What the plan adds up to, recomputed from it; null where there is none.</param>
/// <param name="Bound">
/// No plan is better: none costs less, or where values are maximised none is worth more. Null where it is proven that there is no plan.
/// </param>
/// <param name="Conflict">
/// Where there is no plan: jobs that cannot all be placed, none of which can be left out of this statement unless
/// <paramref name="ConflictIsIrreducible"/> is false. Empty where there is a plan, or where it is not known.
/// </param>
/// <param name="ConflictIsIrreducible">Whether all jobs of the conflict but any one were shown to have a plan.</param>
/// <param name="Ended">Whether the search was cut short by its token.</param>
public sealed record GeneralisedAnswer(
    IReadOnlyList<int> Plan,
    long? Value,
    long? Bound,
    IReadOnlyList<int> Conflict,
    bool ConflictIsIrreducible,
    bool Ended
)
{
    /// <summary>Whether the plan is proven the best there is.</summary>
    public bool Optimal => Value is not null && Value == Bound;

    /// <summary>Whether it is proven that no plan exists.</summary>
    public bool Infeasible => Value is null && Bound is null;

    /// <summary>How far from the best the plan can be at most, as a share of its own value: |bound - value| / max(1, |value|). Null without a plan.</summary>
    public double? Gap =>
        Value is { } value && Bound is { } bound
            ? Math.Abs((double)(bound - value)) / Math.Max(1, Math.Abs((double)value))
            : null;
}
