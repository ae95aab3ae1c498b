namespace Trellis.Assignment;

/// <summary>
/// Makes the best plan better by solving exactly, again and again, what a few agents have among them while all others keep
/// what they have. As many agents as can be solved in a short time are taken.
/// </summary>
internal sealed class FewAgents
{
    private const long MostWork = 2_000_000;

    private readonly OpenPairs pairs;
    private readonly LagrangianBound bound;
    private readonly Incumbent incumbent;
    private readonly double[] multipliers;
    private readonly Random draw;
    private readonly int[] order;
    private readonly bool[] chosen;
    private readonly double[] regret;
    private readonly double[] above;
    private double size = 3;
    private long rounds;

    /// <param name="pairs">Of its own: no other search may have anything closed in them.</param>
    /// <param name="multipliers">Good ones for the whole problem.</param>
    public FewAgents(OpenPairs pairs, Incumbent incumbent, double[] multipliers, int seed)
    {
        (this.pairs, this.incumbent, this.multipliers) = (pairs, incumbent, multipliers);
        bound = new LagrangianBound(pairs);
        draw = new Random(seed);
        order = new int[pairs.Agents];
        chosen = new bool[pairs.Agents];
        regret = new double[pairs.Agents];
        above = new double[pairs.Agents * pairs.Jobs];
        bound.Refresh();
        bound.Forced(multipliers, 0, double.PositiveInfinity);
        for (var job = 0; job < pairs.Jobs; job++)
        {
            if (pairs.Settled(job) >= 0)
                continue;
            var least = double.PositiveInfinity;
            for (var agent = 0; agent < pairs.Agents; agent++)
                if (pairs.IsOpen(agent, job))
                    least = Math.Min(least, bound.With(agent, job));
            for (var agent = 0; agent < pairs.Agents; agent++)
                if (pairs.IsOpen(agent, job))
                    above[(agent * pairs.Jobs) + job] = bound.With(agent, job) - least;
        }
    }

    /// <summary>How much work was done, counted as <see cref="LagrangianBound.Work"/> is.</summary>
    public long Work => bound.Work + (rounds * pairs.Jobs);

    /// <summary>Goes on until so much work is done or the token says so.</summary>
    public void Run(long work, CancellationToken token)
    {
        // Setting up is work too: without it a problem that is settled at once would be set up for ever.
        var until = Work + work;
        while (Work < until && !token.IsCancellationRequested)
        {
            rounds++;
            Choose((int)size + (draw.NextDouble() < size - (int)size ? 1 : 0));
            var mark = pairs.Mark;
            for (var job = 0; job < pairs.Jobs; job++)
            {
                if (pairs.Settled(job) >= 0)
                    continue;
                var own = incumbent.Plan[job];
                if (!chosen[own])
                    pairs.Keep(own, job);
                else
                    for (var agent = 0; agent < pairs.Agents; agent++)
                        if (!chosen[agent])
                            pairs.Close(agent, job);
            }
            var search = new ThresholdSearch(
                pairs,
                bound,
                incumbent,
                incumbent.Cost - 1,
                multipliers,
                token
            );
            var before = bound.Work;
            search.Advance(MostWork);
            size = search.Exhausted
                ? Math.Min(pairs.Agents, size + (bound.Work - before < MostWork / 8 ? .1 : .02))
                : Math.Max(2, size - .2);
            search.Leave();
            pairs.Undo(mark);
        }
    }

    // Mostly any agents; else those that one job would rather go to, or be taken from.
    private void Choose(int count)
    {
        count = Math.Min(count, pairs.Agents);
        for (var at = 0; at < pairs.Agents; at++)
            (order[at], regret[at]) = (at, draw.NextDouble());
        if (draw.Next(4) == 0)
        {
            var job = draw.Next(pairs.Jobs);
            for (var agent = 0; agent < pairs.Agents; agent++)
                regret[agent] =
                    !pairs.IsOpen(agent, job) ? double.PositiveInfinity
                    : agent == incumbent.Plan[job] ? double.NegativeInfinity
                    : above[(agent * pairs.Jobs) + job] * (.5 + draw.NextDouble());
        }
        Array.Sort(regret, order);
        Array.Clear(chosen);
        for (var at = 0; at < count; at++)
            chosen[order[at]] = true;
    }
}
