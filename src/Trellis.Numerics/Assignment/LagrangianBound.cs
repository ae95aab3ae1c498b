namespace Trellis.Assignment;

/// <summary>
/// The least that the free jobs can cost if each may be taken by several agents or by none, as long as every job pays a
/// multiplier for being taken and the multipliers are chosen to make that as dear as possible.
/// </summary>
/// <remarks>
/// Relaxing "each job exactly once" leaves one knapsack an agent (Ross and Soland 1975; Fisher, Jaikumar and Van Wassenhove
/// 1986); the multipliers climb by deflected subgradients (Camerini, Fratta and Maffioli 1975). Pairs that would raise the
/// bound above what is sought are closed as Posta, Ferland and Michelon (2012) do: the bound of "this job at this agent" is
/// the agent's knapsack with the job forced in and all other agents' knapsacks with it forced out.
/// </remarks>
internal sealed class LagrangianBound
{
    private readonly OpenPairs pairs;
    private readonly AgentKnapsacks knapsacks;
    private readonly double grain;
    private readonly double most;
    private readonly double[] trial;
    private readonly double[] direction;
    private readonly double[] into;
    private readonly double[] without;
    private readonly double[] forcedOut;
    private readonly int[] free;

    public LagrangianBound(OpenPairs pairs)
    {
        this.pairs = pairs;
        knapsacks = new AgentKnapsacks(pairs);
        trial = new double[pairs.Jobs];
        direction = new double[pairs.Jobs];
        Times = new int[pairs.Jobs];
        Agent = new int[pairs.Jobs];
        into = new double[pairs.Agents * pairs.Jobs];
        without = new double[pairs.Agents * pairs.Jobs];
        forcedOut = new double[pairs.Jobs];
        free = new int[pairs.Jobs];
        // Multipliers are whole numbers of grains; the sum of all stays below 2^52 grains, where doubles are exact.
        double largest = 1;
        foreach (var cost in pairs.Costs)
            largest = Math.Max(largest, Math.Abs((double)cost));
        var bits = 51 - (int)Math.Ceiling(Math.Log2(largest * pairs.Jobs + 1)) - 4;
        grain = Math.ScaleB(1, -Math.Clamp(bits, 0, 16));
        most = Math.ScaleB(1, 51) * grain / (2 * pairs.Jobs);
    }

    /// <summary>How often each free job was taken in the last relaxed plan.</summary>
    public int[] Times { get; }

    /// <summary>An agent that took each job in the last relaxed plan; without meaning where <see cref="Times"/> is 0.</summary>
    public int[] Agent { get; }

    /// <summary>How much work was done: relaxed plans times pairs in them.</summary>
    public long Work { get; private set; }

    /// <summary>The bound with a job at an agent, after <see cref="Forced"/>.</summary>
    public double With(int agent, int job) =>
        forcedOut[job] + into[(agent * pairs.Jobs) + job] - without[(agent * pairs.Jobs) + job];

    /// <summary>Multipliers to begin with: what each job costs at its second cheapest open agent.</summary>
    public double[] Begin()
    {
        var multipliers = new double[pairs.Jobs];
        for (var job = 0; job < pairs.Jobs; job++)
        {
            long first = long.MaxValue,
                second = long.MaxValue;
            for (var agent = 0; agent < pairs.Agents; agent++)
                if (pairs.IsOpen(agent, job))
                {
                    var cost = pairs.Costs[(agent * pairs.Jobs) + job];
                    if (cost < first)
                        (first, second) = (cost, first);
                    else if (cost < second)
                        second = cost;
                }
            multipliers[job] = second != long.MaxValue ? second : Math.Min(first, 1L << 50);
        }
        return multipliers;
    }

    /// <summary>Looks again which pairs are open; before anything else after they changed.</summary>
    public void Refresh()
    {
        knapsacks.Refresh();
        var count = 0;
        for (var job = 0; job < pairs.Jobs; job++)
            if (pairs.Settled(job) < 0)
                free[count++] = job;
    }

    private double Evaluate(double[] multipliers)
    {
        double bound = pairs.Spent;
        foreach (var job in free.AsSpan(0, pairs.Free))
        {
            bound += multipliers[job];
            Times[job] = 0;
        }
        for (var agent = 0; agent < pairs.Agents; agent++)
        {
            bound -= knapsacks.Best(agent, multipliers, Times, Agent);
            Work += knapsacks.JobsOf(agent).Length;
        }
        return bound;
    }

    /// <summary>Moves multipliers to where the bound is high.</summary>
    /// <param name="multipliers">Where to begin; the best found when it returns, with the relaxed plan of the last tried in <see cref="Times"/>.</param>
    /// <param name="rounds">How many relaxed plans to make at most.</param>
    /// <param name="ceiling">Nobody needs to know how far the bound is above this: it ends there.</param>
    /// <param name="patience">After how many that are no better the steps become half as long.</param>
    /// <param name="tried">Told of each relaxed plan with its bound; ends the search where it gives true.</param>
    /// <returns>The highest bound found.</returns>
    public double Climb(
        double[] multipliers,
        int rounds,
        double ceiling,
        int patience,
        Func<double, bool> tried
    )
    {
        var free = this.free.AsSpan(0, pairs.Free);
        foreach (var job in free)
            (trial[job], direction[job]) = (multipliers[job], 0);
        var best = double.NegativeInfinity;
        var ahead = 0.0;
        var failed = 0;
        for (var round = 0; round < rounds; round++)
        {
            var bound = Evaluate(trial);
            if (bound > best)
            {
                if (round == 0)
                    ahead = Math.Min(
                        ceiling + 1 - bound,
                        Math.Max(64 * grain, Math.Abs(bound) * .05)
                    );
                else if (bound - best > ahead / 4)
                    ahead *= 1.5;
                best = bound;
                failed = 0;
                foreach (var job in free)
                    multipliers[job] = trial[job];
            }
            else if (++failed >= patience)
            {
                failed = 0;
                ahead *= .5;
                foreach (var job in free)
                    (trial[job], direction[job]) = (multipliers[job], 0);
                if (ahead < grain)
                    break;
                bound = Evaluate(trial);
            }
            if (best > ceiling || tried(bound))
                break;
            double crossing = 0,
                before = 0,
                norm = 0;
            foreach (var job in free)
            {
                crossing += (1 - Times[job]) * direction[job];
                before += direction[job] * direction[job];
            }
            var carried = crossing < 0 ? -1.5 * crossing / before : 0;
            foreach (var job in free)
            {
                direction[job] = 1 - Times[job] + (carried * direction[job]);
                norm += direction[job] * direction[job];
            }
            if (norm == 0)
                break;
            var step = Math.Min(best + ahead, ceiling + 1) - bound;
            step /= norm;
            foreach (var job in free)
                trial[job] = Math.Clamp(
                    Math.Round((trial[job] + (step * direction[job])) / grain) * grain,
                    -most,
                    most
                );
        }
        return best;
    }

    /// <summary>Works out <see cref="With"/> for every open pair of a free job.</summary>
    /// <param name="bound">What <see cref="Climb"/> gave for these multipliers.</param>
    /// <param name="threshold">Bounds above this are told as above it, not exactly.</param>
    /// <returns>The highest bound this shows: the job that is dearest even at its best agent.</returns>
    public double Forced(double[] multipliers, double bound, double threshold)
    {
        var enough = Math.Max(0, threshold - bound);
        bound = pairs.Spent;
        var free = this.free.AsSpan(0, pairs.Free);
        foreach (var job in free)
        {
            bound += multipliers[job];
            forcedOut[job] = 0;
        }
        for (var agent = 0; agent < pairs.Agents; agent++)
        {
            bound -= knapsacks.BestWithEach(agent, multipliers, enough, into, without);
            Work += 2 * knapsacks.JobsOf(agent).Length;
            foreach (var job in knapsacks.JobsOf(agent))
                forcedOut[job] += without[(agent * pairs.Jobs) + job];
        }
        var highest = bound;
        foreach (var job in free)
        {
            forcedOut[job] += bound;
            var least = double.PositiveInfinity;
            for (var agent = 0; agent < pairs.Agents; agent++)
                if (pairs.IsOpen(agent, job))
                    least = Math.Min(least, With(agent, job));
            highest = Math.Max(highest, least);
        }
        return highest;
    }

    /// <summary>Closes every pair with which, after <see cref="Forced"/>, everything would cost more than this.</summary>
    /// <returns>How many were closed.</returns>
    public int CloseAbove(double threshold)
    {
        var closed = 0;
        foreach (var job in free.AsSpan(0, pairs.Free))
            for (var agent = 0; agent < pairs.Agents; agent++)
                if (pairs.IsOpen(agent, job) && With(agent, job) > threshold)
                {
                    pairs.Close(agent, job);
                    closed++;
                }
        return closed;
    }
}
