namespace Trellis.Assignment;

/// <summary>Generalised assignment problems drawn at random, and every plan of a small one tried.</summary>
internal static class DrawnAssignments
{
    /// <summary>A small problem of any kind: zero loads, jobs that fit nowhere and too little capacity come along.</summary>
    public static GeneralisedProblem Small(int seed)
    {
        var draw = new Random(seed);
        int agents = draw.Next(1, 5),
            jobs = draw.Next(1, 8);
        var largest = draw.Next(3) == 0 ? 4 : 30;
        var values = Numbers(agents * jobs, () => draw.Next(-largest, largest));
        var loads = Numbers(agents * jobs, () => draw.Next(0, 12));
        var each = draw.Next(4, 16) * jobs / (2 * agents);
        var capacities = Numbers(agents, () => draw.Next(0, 2 + (2 * each)));
        return new GeneralisedProblem(
            agents,
            jobs,
            values,
            loads,
            capacities,
            maximise: draw.Next(2) == 0
        );
    }

    /// <summary>The published recipes c, d and e of Chu and Beasley (1997) and Laguna, Kelly, Gonzalez and Glover (1995), costs to be the least.</summary>
    public static GeneralisedProblem Published(char kind, int agents, int jobs, int seed)
    {
        var draw = new Random(seed);
        var loads = Numbers(
            agents * jobs,
            kind switch
            {
                'c' => () => draw.Next(5, 26),
                'd' => () => draw.Next(1, 101),
                _ => () =>
                    Math.Max(1, (long)Math.Round(1 - (10 * Math.Log(1 - draw.NextDouble())))),
            }
        );
        var values = Array.ConvertAll(
            loads,
            load =>
                kind switch
                {
                    'c' => draw.Next(10, 51),
                    'd' => 111 - load + draw.Next(-10, 11),
                    _ => (long)Math.Round((1000.0 / load) - (10 * draw.NextDouble())),
                }
        );
        var capacities = new long[agents];
        for (var agent = 0; agent < agents; agent++)
            capacities[agent] = (long)(
                .8 * loads.AsSpan(agent * jobs, jobs).ToArray().Sum() / agents
            );
        return new GeneralisedProblem(agents, jobs, values, loads, capacities, maximise: false);
    }

    /// <summary>The value of the best of all plans, each tried; null where there is none.</summary>
    public static long? BestOfAll(GeneralisedProblem problem)
    {
        long? best = null;
        var room = problem.Capacities.ToArray();
        Give(0, 0);
        return best;

        void Give(int job, long value)
        {
            if (job == problem.Jobs)
            {
                if (best is null || (problem.Maximise ? value > best : value < best))
                    best = value;
                return;
            }
            for (var agent = 0; agent < problem.Agents; agent++)
            {
                var pair = (agent * problem.Jobs) + job;
                if (problem.Loads[pair] > room[agent])
                    continue;
                room[agent] -= problem.Loads[pair];
                Give(job + 1, value + problem.Values[pair]);
                room[agent] += problem.Loads[pair];
            }
        }
    }

    /// <summary>The same problem with its agents and jobs in another order, and only some of the jobs.</summary>
    public static GeneralisedProblem Reordered(GeneralisedProblem problem, int[] agents, int[] jobs)
    {
        var values = new long[agents.Length * jobs.Length];
        var loads = new long[values.Length];
        for (var at = 0; at < values.Length; at++)
        {
            var pair = (agents[at / jobs.Length] * problem.Jobs) + jobs[at % jobs.Length];
            (values[at], loads[at]) = (problem.Values[pair], problem.Loads[pair]);
        }
        var capacities = problem.Capacities.ToArray();
        return new GeneralisedProblem(
            agents.Length,
            jobs.Length,
            values,
            loads,
            Array.ConvertAll(agents, agent => capacities[agent]),
            problem.Maximise
        );
    }

    private static long[] Numbers(int count, Func<long> draw)
    {
        var numbers = new long[count];
        for (var at = 0; at < count; at++)
            numbers[at] = draw();
        return numbers;
    }
}
