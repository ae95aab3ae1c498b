namespace Trellis.Assignment;

/// <summary>Whether jobs can be placed at all, whatever it costs; and if not, which of them stand in each other's way.</summary>
internal static class AnyPlan
{
    private const long MostWork = 20_000_000;

    /// <summary>Looks for any plan of some of the jobs.</summary>
    /// <param name="among">The jobs to be placed, the others left out.</param>
    /// <param name="work">How much may be done before giving up.</param>
    /// <param name="plan">The agent of each of those jobs, where there is a plan.</param>
    /// <returns>Whether there is one; null where it was given up.</returns>
    public static bool? Find(
        GeneralisedProblem problem,
        ReadOnlySpan<int> among,
        int seed,
        long work,
        CancellationToken token,
        out int[] plan
    )
    {
        plan = [];
        var loads = new long[problem.Agents * among.Length];
        for (var agent = 0; agent < problem.Agents; agent++)
        for (var at = 0; at < among.Length; at++)
            loads[(agent * among.Length) + at] = problem.Loads[(agent * problem.Jobs) + among[at]];
        // Without costs a relaxed plan that costs anything at all proves that there is none.
        var bare = new GeneralisedProblem(
            problem.Agents,
            among.Length,
            new long[loads.Length],
            loads,
            problem.Capacities,
            false
        );
        var pairs = new OpenPairs(
            bare.Agents,
            bare.Jobs,
            new long[loads.Length],
            loads,
            problem.Capacities.ToArray()
        );
        if (!pairs.Follow())
            return false;
        var incumbent = new Incumbent(bare);
        var moves = new EjectionChains(pairs, problem.Capacities, seed, incumbent);
        var bound = new LagrangianBound(pairs);
        var search = new ThresholdSearch(pairs, bound, incumbent, 0, bound.Begin(), token);
        for (var turn = 200L * loads.Length; ; turn += turn / 4)
        {
            moves.Run(turn / 4, token);
            if (incumbent.Plan.Length == 0)
                search.Advance(turn);
            if (incumbent.Plan.Length > 0)
            {
                plan = incumbent.Plan;
                return true;
            }
            if (search.Exhausted)
                return false;
            if (token.IsCancellationRequested || bound.Work > work)
                return null;
        }
    }

    /// <summary>Jobs of a problem without a plan that cannot all be placed: as few as leaving out one after the other makes them.</summary>
    /// <returns>The jobs in order, and whether all of them but any one were shown to have a plan.</returns>
    public static (IReadOnlyList<int> Jobs, bool Irreducible) Conflict(
        GeneralisedProblem problem,
        int seed,
        CancellationToken token
    )
    {
        for (var job = 0; job < problem.Jobs; job++)
        {
            var fits = false;
            for (var agent = 0; agent < problem.Agents; agent++)
                fits |= problem.Fits(agent, job);
            if (!fits)
                return ([job], true);
        }
        var left = Enumerable.Range(0, problem.Jobs).ToList();
        // Those that take least are the least likely to be in the way: they are left out first.
        left = [.. left.OrderBy(job => Least(problem, job)).ThenBy(job => job)];
        var irreducible = true;
        for (var chunk = Math.Max(1, left.Count / 2); chunk > 0; chunk /= 2)
        for (var at = 0; at < left.Count; )
        {
            List<int> fewer = [.. left[..at], .. left[Math.Min(left.Count, at + chunk)..]];
            var possible =
                fewer.Count == 0
                    ? true
                    : Find(problem, fewer.ToArray(), seed, MostWork, token, out _);
            if (possible == false)
            {
                left = fewer;
                continue;
            }
            if (chunk == 1 && possible is null)
                irreducible = false;
            at += chunk;
        }
        left.Sort();
        return (left, irreducible);
    }

    private static long Least(GeneralisedProblem problem, int job)
    {
        var least = long.MaxValue;
        for (var agent = 0; agent < problem.Agents; agent++)
            least = Math.Min(least, problem.Loads[(agent * problem.Jobs) + job]);
        return least;
    }
}
