namespace Trellis.Assignment;

/// <summary>
/// Solves a <see cref="GeneralisedProblem"/>, and proves it as far as the time goes: the best plan found, and a bound that
/// no plan passes.
/// </summary>
/// <remarks>
/// A search among neighbours and a search that rules out, on a Lagrangian bound, take turns by work done, not by time, so
/// the same problem and seed give the same answer whenever the token is not used. What is ruled out begins at the bound
/// and goes up from there: a tight threshold closes most pairs at once, and each one exhausted raises the proven bound.
/// </remarks>
public static class GeneralisedAssignment
{
    private const long FirstTurn = 4_000_000;

    /// <summary>Solves until the plan is proven best, there is proven to be none, or the token ends it.</summary>
    /// <param name="seed">Any number; another seed may find another plan of the same value.</param>
    /// <param name="token">Ends the search: the answer is then the best so far, with what is proven.</param>
    public static GeneralisedAnswer Solve(
        GeneralisedProblem problem,
        int seed,
        CancellationToken token
    )
    {
        ArgumentNullException.ThrowIfNull(problem);
        var costs = problem.Values.ToArray();
        if (problem.Maximise)
            for (var pair = 0; pair < costs.Length; pair++)
                costs[pair] = -costs[pair];
        var capacities = problem.Capacities.ToArray();
        var pairs = new OpenPairs(
            problem.Agents,
            problem.Jobs,
            costs,
            problem.Loads.ToArray(),
            capacities
        );
        if (!pairs.Follow())
            return NoPlan(problem, seed, token);
        var incumbent = new Incumbent(problem);
        var moves = new EjectionChains(pairs, capacities, seed, incumbent);
        moves.Run(FirstTurn / 16, token);
        if (incumbent.Plan.Length == 0)
        {
            var all = Enumerable.Range(0, problem.Jobs).ToArray();
            if (AnyPlan.Find(problem, all, seed, long.MaxValue, token, out var any) == false)
                return NoPlan(problem, seed, token);
            if (any.Length > 0)
                moves.From(any);
        }
        var bound = new LagrangianBound(pairs);
        bound.Refresh();
        var multipliers = bound.Begin();
        var proven = Whole(
            bound.Climb(
                multipliers,
                1000,
                incumbent.Plan.Length > 0
                    ? incumbent.Cost - 1.0
                    : (double)GeneralisedProblem.TooLarge,
                20,
                _ => token.IsCancellationRequested
            )
        );
        var turn = FirstTurn;
        for (var above = 0L; proven < incumbent.Cost; above = Math.Max(1, above * 2))
        {
            var target = Math.Min(proven + above, incumbent.Cost - 1);
            var search = new ThresholdSearch(pairs, bound, incumbent, target, multipliers, token);
            while (true)
            {
                if (token.IsCancellationRequested)
                    return Answer(problem, incumbent, proven, true);
                search.Advance(turn);
                if (search.Exhausted || incumbent.Cost <= proven)
                    break;
                moves.Run(turn / 4, token);
                turn += turn / 4;
            }
            if (search.Exhausted)
                proven = target + 1;
            search.Leave();
        }
        return Answer(problem, incumbent, incumbent.Cost, false);
    }

    private static long Whole(double bound) => (long)Math.Ceiling(bound);

    private static GeneralisedAnswer NoPlan(
        GeneralisedProblem problem,
        int seed,
        CancellationToken token
    )
    {
        var (jobs, irreducible) = AnyPlan.Conflict(problem, seed, token);
        return new GeneralisedAnswer([], null, null, jobs, irreducible, false);
    }

    private static GeneralisedAnswer Answer(
        GeneralisedProblem problem,
        Incumbent incumbent,
        long proven,
        bool ended
    ) =>
        new(
            incumbent.Plan,
            incumbent.Plan.Length > 0 ? problem.ValueOf(incumbent.Plan) : null,
            problem.Maximise ? -proven : proven,
            [],
            false,
            ended
        );
}
