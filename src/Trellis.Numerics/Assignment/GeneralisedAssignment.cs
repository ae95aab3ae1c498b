namespace Trellis.Assignment;

/// <summary>
/// Solves a <see cref="GeneralisedProblem"/>, and proves it as far as the time goes: the best plan found, and a bound that
/// no plan passes.
/// </summary>
/// <remarks>
/// Three searches take turns by work done, not by time, so the same problem and seed give the same answer whenever the
/// token is not used: one among neighbouring plans, one that solves exactly what a few agents have among them, and one
/// that goes through all plans below a threshold with a Lagrangian bound. The threshold begins at the bound and goes up:
/// a tight one closes most pairs at once, and each one gone through raises what is proven.
/// </remarks>
public sealed class GeneralisedAssignment
{
    private const long FirstTurn = 4_000_000;
    private const long LongestTurn = 16_000_000;
    private const long RootWork = 40_000_000;
    private const int RootPatience = 20;

    private readonly GeneralisedProblem problem;
    private readonly int seed;
    private readonly CancellationToken token;
    private readonly Incumbent incumbent;
    private readonly long[] costs;

    private GeneralisedAssignment(GeneralisedProblem problem, int seed, CancellationToken token)
    {
        (this.problem, this.seed, this.token) = (problem, seed, token);
        incumbent = new Incumbent(problem);
        costs = problem.Values.ToArray();
        if (problem.Maximise)
            for (var pair = 0; pair < costs.Length; pair++)
                costs[pair] = -costs[pair];
    }

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
        return new GeneralisedAssignment(problem, seed, token).Solve();
    }

    private GeneralisedAnswer Solve()
    {
        var pairs = Pairs();
        if (pairs.Broken)
            return NoPlan();
        var moves = new EjectionChains(pairs, problem.Capacities, seed, incumbent);
        moves.Run(Math.Min(FirstTurn / 16, 200L * problem.Values.Length), token);
        if (incumbent.Plan.Length == 0)
        {
            var all = Enumerable.Range(0, problem.Jobs).ToArray();
            var possible = AnyPlan.Find(problem, all, seed, long.MaxValue, token, out var plan);
            if (possible == false)
                return NoPlan();
            if (possible == true)
                moves.From(plan);
        }
        var bound = new LagrangianBound(pairs);
        bound.Refresh();
        var multipliers = bound.Begin();
        var proven = (long)
            Math.Ceiling(
                bound.Climb(
                    multipliers,
                    (int)Math.Clamp(RootWork / costs.Length, 200, 1000),
                    incumbent.Plan.Length > 0
                        ? incumbent.Cost - 1.0
                        : (double)GeneralisedProblem.TooLarge,
                    RootPatience,
                    _ => token.IsCancellationRequested
                )
            );
        return proven < incumbent.Cost && !token.IsCancellationRequested
            ? TakeTurns(pairs, bound, multipliers, moves, proven)
            : Answer(proven);
    }

    private GeneralisedAnswer TakeTurns(
        OpenPairs pairs,
        LagrangianBound bound,
        double[] multipliers,
        EjectionChains moves,
        long proven
    )
    {
        bound.Forced(multipliers, 0, double.PositiveInfinity);
        moves.Narrow(pairs, bound);
        moves.Run(Math.Min(FirstTurn / 2, 1000L * costs.Length), token);
        var few = new FewAgents(Pairs(), incumbent, multipliers, seed);
        var turn = FirstTurn;
        for (var above = 0L; proven < incumbent.Cost; above = Math.Max(1, above * 2))
        {
            var target = Math.Min(proven + above, incumbent.Cost - 1);
            var search = new ThresholdSearch(pairs, bound, incumbent, target, multipliers, token);
            search.Advance(turn);
            while (!search.Exhausted && proven < incumbent.Cost)
            {
                if (token.IsCancellationRequested)
                    return Answer(proven);
                moves.Run(turn / 16, token);
                few.Run(4 * turn, token);
                turn = Math.Min(LongestTurn, turn + (turn / 4));
                search.Advance(turn);
            }
            if (search.Exhausted)
                proven = target + 1;
            search.Leave();
        }
        return Answer(proven);
    }

    private OpenPairs Pairs()
    {
        var pairs = new OpenPairs(
            problem.Agents,
            problem.Jobs,
            costs,
            problem.Loads.ToArray(),
            problem.Capacities.ToArray()
        );
        pairs.Follow();
        return pairs;
    }

    private GeneralisedAnswer NoPlan()
    {
        var (jobs, irreducible) = AnyPlan.Conflict(problem, seed, token);
        return new GeneralisedAnswer([], null, null, jobs, irreducible, false);
    }

    private GeneralisedAnswer Answer(long proven)
    {
        var least = Math.Min(proven, incumbent.Cost);
        return new GeneralisedAnswer(
            incumbent.Plan,
            incumbent.Plan.Length > 0 ? problem.ValueOf(incumbent.Plan) : null,
            problem.Maximise ? -least : least,
            [],
            false,
            Ended: least < incumbent.Cost
        );
    }
}
