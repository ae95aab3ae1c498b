namespace Trellis.Assignment;

/// <summary>
/// Looks for good plans by moving one job, exchanging two, or moving one and ejecting another to a third agent. Capacities
/// may be broken at a price that rises where it is broken and falls where all is kept.
/// </summary>
/// <remarks>
/// After Yagiura, Ibaraki and Glover (2004, 2006), with a tabu list in place of path relinking. Deterministic: the same
/// seed and the same calls give the same plans.
/// </remarks>
internal sealed class EjectionChains
{
    private readonly int agents;
    private readonly int jobs;
    private readonly long[] costs;
    private readonly long[] loads;
    private readonly long[] capacities;
    private readonly Incumbent incumbent;
    private readonly Random draw;
    private readonly int[] plan;
    private readonly int[] home;
    private readonly long[] used;
    private readonly double[] prices;
    private readonly int[][] members;
    private readonly int[] sizes;
    private readonly int[] place;
    private readonly int[][] candidates;
    private readonly bool[] candidate;
    private readonly long[] tabu;
    private readonly double least;
    private readonly double dearest;
    private long cost;
    private long broken;
    private long step;
    private int next;
    private long lastGain;
    private long localBest = long.MaxValue;
    private bool begun;

    /// <param name="pairs">Which pairs may be used.</param>
    public EjectionChains(
        OpenPairs pairs,
        ReadOnlySpan<long> capacities,
        int seed,
        Incumbent incumbent
    )
    {
        (agents, jobs, this.incumbent) = (pairs.Agents, pairs.Jobs, incumbent);
        this.capacities = capacities.ToArray();
        draw = new Random(seed);
        // By job first here: a move looks at one job and several agents.
        costs = new long[agents * jobs];
        loads = new long[agents * jobs];
        candidate = new bool[agents * jobs];
        candidates = new int[jobs][];
        double allCosts = 0,
            allLoads = 0;
        for (var job = 0; job < jobs; job++)
        for (var agent = 0; agent < agents; agent++)
        {
            costs[(job * agents) + agent] = pairs.Costs[(agent * jobs) + job];
            loads[(job * agents) + agent] = pairs.Loads[(agent * jobs) + job];
            if (!pairs.IsOpen(agent, job))
                continue;
            allCosts += Math.Abs((double)costs[(job * agents) + agent]);
            allLoads += loads[(job * agents) + agent];
        }
        plan = new int[jobs];
        home = new int[jobs];
        used = new long[agents];
        prices = new double[agents];
        Array.Fill(prices, Math.Max(1e-6, (allCosts + 1) / (allLoads + 1)));
        (least, dearest) = (prices[0] * 1e-4, prices[0] * 1e6);
        members = new int[agents][];
        for (var agent = 0; agent < agents; agent++)
            members[agent] = new int[jobs];
        sizes = new int[agents];
        place = new int[jobs];
        tabu = new long[agents * jobs];
        for (var job = 0; job < jobs; job++)
            Consider(job, Promising(pairs, job));
    }

    /// <summary>How much work was done: moves weighed.</summary>
    public long Work { get; private set; }

    /// <summary>From here on tries only the agents of each job that a bound makes least of, beginning with the very least of each.</summary>
    /// <param name="bound">After <see cref="LagrangianBound.Forced"/>.</param>
    public void Narrow(OpenPairs pairs, LagrangianBound bound)
    {
        const int Worth = 5;
        var start = new int[jobs];
        for (var job = 0; job < jobs; job++)
        {
            if (pairs.Settled(job) < 0)
                Consider(
                    job,
                    [.. Open(pairs, job).OrderBy(agent => bound.With(agent, job)).Take(Worth)]
                );
            start[job] = candidates[job][0];
        }
        From(start);
    }

    private IEnumerable<int> Open(OpenPairs pairs, int job) =>
        pairs.Settled(job) >= 0
            ? [pairs.Settled(job)]
            : Enumerable.Range(0, agents).Where(agent => pairs.IsOpen(agent, job));

    // With many agents, those where the job is cheapest and those where it takes up least: all would take long to look through.
    private int[] Promising(OpenPairs pairs, int job)
    {
        const int Each = 10;
        var open = Open(pairs, job).ToArray();
        return open.Length <= 2 * Each
            ? open
            :
            [
                .. open.OrderBy(agent => costs[(job * agents) + agent])
                    .Take(Each)
                    .Union(
                        open.OrderBy(agent =>
                                (double)loads[(job * agents) + agent] / (capacities[agent] + 1)
                            )
                            .Take(Each)
                    ),
            ];
    }

    private void Consider(int job, int[] of)
    {
        candidates[job] = of;
        var own = candidate.AsSpan(job * agents, agents);
        own.Clear();
        foreach (var agent in of)
            own[agent] = true;
    }

    /// <summary>Begins again from here; breaking capacities is allowed.</summary>
    public void From(ReadOnlySpan<int> start)
    {
        Array.Clear(used);
        Array.Clear(sizes);
        cost = 0;
        for (var job = 0; job < jobs; job++)
        {
            var agent = start[job];
            plan[job] = agent;
            place[job] = sizes[agent];
            members[agent][sizes[agent]++] = job;
            used[agent] += loads[(job * agents) + agent];
            cost += costs[(job * agents) + agent];
        }
        broken = 0;
        for (var agent = 0; agent < agents; agent++)
            broken += Over(agent, 0);
        Array.Clear(tabu);
        localBest = long.MaxValue;
        lastGain = step;
        begun = true;
        Note();
    }

    /// <summary>Goes on until so much work is done or the token says so.</summary>
    public void Run(long work, CancellationToken token)
    {
        if (!begun)
            From(Cheapest());
        var until = Work + work;
        while (Work < until && !token.IsCancellationRequested)
        {
            step++;
            Work += jobs;
            if (!Move(token))
                Kick();
            Reprice();
            Note();
            if (step - lastGain > 300 + (3 * jobs))
                Kick();
        }
    }

    private int[] Cheapest()
    {
        var start = new int[jobs];
        var room = (long[])capacities.Clone();
        var order = new int[jobs];
        for (var job = 0; job < jobs; job++)
            order[job] = job;
        // Those with the heaviest least load first: they find no place later.
        Array.Sort(
            Array.ConvertAll(order, job => -candidates[job].Min(a => loads[(job * agents) + a])),
            order
        );
        foreach (var job in order)
        {
            var best = -1;
            foreach (var agent in candidates[job])
                if (
                    loads[(job * agents) + agent] <= room[agent]
                    && (best < 0 || costs[(job * agents) + agent] < costs[(job * agents) + best])
                )
                    best = agent;
            if (best < 0)
                best = candidates[job].MaxBy(a => room[a] - loads[(job * agents) + a]);
            start[job] = best;
            room[best] -= loads[(job * agents) + best];
        }
        return start;
    }

    private long Over(int agent, long more) => Math.Max(0, used[agent] + more - capacities[agent]);

    private void Note()
    {
        if (broken != 0 || cost >= localBest)
            return;
        localBest = cost;
        lastGain = step;
        plan.CopyTo(home, 0);
        if (cost < incumbent.Cost)
            incumbent.Offer(plan);
    }

    private void Reprice()
    {
        if (broken == 0)
            for (var agent = 0; agent < agents; agent++)
                prices[agent] = Math.Max(least, prices[agent] * .97);
        else
            for (var agent = 0; agent < agents; agent++)
                if (used[agent] > capacities[agent])
                    prices[agent] = Math.Min(dearest, prices[agent] * 1.05);
    }

    private void Place(int job, int agent)
    {
        var from = plan[job];
        broken -= Over(from, 0) + Over(agent, 0);
        var last = members[from][--sizes[from]];
        members[from][place[job]] = last;
        place[last] = place[job];
        used[from] -= loads[(job * agents) + from];
        cost += costs[(job * agents) + agent] - costs[(job * agents) + from];
        plan[job] = agent;
        place[job] = sizes[agent];
        members[agent][sizes[agent]++] = job;
        used[agent] += loads[(job * agents) + agent];
        broken += Over(from, 0) + Over(agent, 0);
        tabu[(job * agents) + from] = step + 5 + draw.Next(5 + (jobs / 20));
    }

    // The first job that has a move for the better makes its best; where none has, a chain for the better or the least bad move.
    private bool Move(CancellationToken token)
    {
        var best = double.PositiveInfinity;
        var (first, to, second) = (-1, -1, -1);
        for (var count = 0; count < jobs && best >= 0 && !token.IsCancellationRequested; count++)
        {
            var job = next;
            next = next + 1 < jobs ? next + 1 : 0;
            var from = plan[job];
            var own = job * agents;
            var fromLoad = loads[own + from];
            var fromOver = Over(from, 0);
            var away = -costs[own + from] - (prices[from] * (fromOver - Over(from, -fromLoad)));
            foreach (var agent in candidates[job])
            {
                if (agent == from)
                    continue;
                var load = loads[own + agent];
                var over = Over(agent, 0);
                var allowed = tabu[own + agent] <= step;
                Work++;
                var change =
                    away + costs[own + agent] + (prices[agent] * (Over(agent, load) - over));
                if (change < best && (allowed || Wins(job, agent)))
                    (best, first, to, second) = (change, job, agent, -1);
                var half = costs[own + agent] - costs[own + from];
                var list = members[agent];
                var size = sizes[agent];
                Work += size;
                for (var at = 0; at < size; at++)
                {
                    var other = list[at];
                    var pair = other * agents;
                    if (other < job || !candidate[pair + from])
                        continue;
                    change =
                        half
                        + costs[pair + from]
                        - costs[pair + agent]
                        + (prices[from] * (Over(from, loads[pair + from] - fromLoad) - fromOver))
                        + (prices[agent] * (Over(agent, load - loads[pair + agent]) - over));
                    if (
                        change < best
                        && (allowed && tabu[pair + from] <= step || Wins(job, agent, other))
                    )
                        (best, first, to, second) = (change, job, agent, other);
                }
            }
        }
        if (best >= 0 && Chain(token))
            return true;
        if (first < 0)
            return false;
        var left = plan[first];
        Place(first, to);
        if (second >= 0)
            Place(second, left);
        return true;
    }

    // A move that leads to a plan better than all before is made whatever the list says.
    private bool Wins(int job, int agent)
    {
        var from = plan[job];
        return cost + costs[(job * agents) + agent] - costs[(job * agents) + from] < localBest
            && broken
                + Over(from, -loads[(job * agents) + from])
                - Over(from, 0)
                + Over(agent, loads[(job * agents) + agent])
                - Over(agent, 0)
                == 0;
    }

    private bool Wins(int job, int agent, int other)
    {
        var from = plan[job];
        int own = job * agents,
            pair = other * agents;
        return cost
                + costs[own + agent]
                - costs[own + from]
                + costs[pair + from]
                - costs[pair + agent]
                < localBest
            && broken
                + Over(from, loads[pair + from] - loads[own + from])
                - Over(from, 0)
                + Over(agent, loads[own + agent] - loads[pair + agent])
                - Over(agent, 0)
                == 0;
    }

    // One job goes to an agent, and ejects another of that agent's jobs to a third.
    private bool Chain(CancellationToken token)
    {
        var best = -1e-9;
        var (first, to, second, then) = (-1, -1, -1, -1);
        for (var job = 0; job < jobs && !token.IsCancellationRequested; job++)
        {
            var from = plan[job];
            var own = job * agents;
            var away =
                -costs[own + from]
                - (prices[from] * (Over(from, 0) - Over(from, -loads[own + from])));
            foreach (var agent in candidates[job])
            {
                if (agent == from || tabu[own + agent] > step)
                    continue;
                var over = Over(agent, 0);
                var half = away + costs[own + agent];
                for (var at = 0; at < sizes[agent]; at++)
                {
                    var other = members[agent][at];
                    var pair = other * agents;
                    var ejected =
                        half
                        - costs[pair + agent]
                        + (
                            prices[agent]
                            * (Over(agent, loads[own + agent] - loads[pair + agent]) - over)
                        );
                    Work += candidates[other].Length;
                    foreach (var third in candidates[other])
                    {
                        if (third == agent || third == from || tabu[pair + third] > step)
                            continue;
                        var change = ejected + costs[pair + third];
                        if (change >= best)
                            continue;
                        change +=
                            prices[third] * (Over(third, loads[pair + third]) - Over(third, 0));
                        if (change < best)
                            (best, first, to, second, then) = (change, job, agent, other, third);
                    }
                }
            }
        }
        if (first < 0)
            return false;
        Place(first, to);
        Place(second, then);
        return true;
    }

    // From the best plan so far, some jobs go anywhere.
    private void Kick()
    {
        if (incumbent.Plan.Length > 0)
            From(
                draw.Next(4) > 0 || localBest == long.MaxValue
                    ? incumbent.Plan
                    : (int[])home.Clone()
            );
        var moved = 2 + draw.Next(2 + (jobs / 12));
        for (var at = 0; at < moved; at++)
        {
            var job = draw.Next(jobs);
            var to = candidates[job][draw.Next(candidates[job].Length)];
            if (to != plan[job])
                Place(job, to);
        }
        lastGain = step;
    }
}
