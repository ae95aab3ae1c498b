namespace Trellis.Assignment;

/// <summary>
/// Looks through all plans that cost no more than a threshold, depth first: a Lagrangian bound at every node, pairs closed
/// by it, then one pair kept on one branch and closed on the other. It stops and goes on wherever it is told to.
/// </summary>
internal sealed class ThresholdSearch
{
    private sealed record Branching(int Mark, int Agent, int Job, double[] Multipliers);

    private readonly OpenPairs pairs;
    private readonly LagrangianBound bound;
    private readonly Incumbent incumbent;
    private readonly long target;
    private readonly int root;
    private readonly Stack<Branching> open = new();
    private readonly Stack<double[]> spare = new();
    private readonly int[] plan;
    private readonly CancellationToken token;
    private double[] multipliers;

    /// <param name="target">Only plans that cost this or less are looked for, and less than any found meanwhile.</param>
    /// <param name="multipliers">Good ones for the pairs as they are.</param>
    public ThresholdSearch(
        OpenPairs pairs,
        LagrangianBound bound,
        Incumbent incumbent,
        long target,
        double[] multipliers,
        CancellationToken token
    )
    {
        (this.pairs, this.bound, this.incumbent, this.target, this.token) = (
            pairs,
            bound,
            incumbent,
            target,
            token
        );
        this.multipliers = (double[])multipliers.Clone();
        root = pairs.Mark;
        plan = new int[pairs.Jobs];
    }

    /// <summary>Whether every plan within the threshold has been found or ruled out: none costs less than <see cref="Incumbent.Cost"/> and no more than the target.</summary>
    public bool Exhausted { get; private set; }

    /// <summary>How many nodes were looked at.</summary>
    public long Nodes { get; private set; }

    private double Threshold => Math.Min(target, (double)incumbent.Cost - 1);

    /// <summary>Gives the pairs back as they were.</summary>
    public void Leave() => pairs.Undo(root);

    /// <summary>Goes on until the work is done, the search is exhausted or the token says so.</summary>
    public void Advance(long work)
    {
        var until = bound.Work + work;
        while (!Exhausted && bound.Work < until && !token.IsCancellationRequested)
        {
            Nodes++;
            // A node that was cut short was not ruled out.
            if (Explore())
                Branch();
            else if (!token.IsCancellationRequested)
                Return();
        }
    }

    private bool Explore()
    {
        for (var round = 0; ; round++)
        {
            if (!pairs.Follow())
                return false;
            if (pairs.Free == 0)
            {
                Offer();
                return false;
            }
            bound.Refresh();
            var highest = bound.Climb(
                multipliers,
                open.Count == 0 ? 100 : 24,
                Threshold,
                open.Count == 0 ? 10 : 4,
                Tried
            );
            if (highest > Threshold)
                return false;
            if (bound.Forced(multipliers, highest, Threshold) > Threshold)
                return false;
            var before = pairs.Free;
            var closed = bound.CloseAbove(Threshold);
            if (closed == 0)
                return true;
            if (!pairs.Follow())
                return false;
            if (pairs.Free == 0)
            {
                Offer();
                return false;
            }
            if (round == 3 || (pairs.Free == before && closed < pairs.Free / 4))
                return true;
        }
    }

    private bool Tried(double value)
    {
        for (var job = 0; job < pairs.Jobs; job++)
        {
            if (pairs.Settled(job) >= 0)
                continue;
            if (bound.Times[job] != 1)
                return token.IsCancellationRequested;
            plan[job] = bound.Agent[job];
        }
        return Offer() || token.IsCancellationRequested;
    }

    private bool Offer()
    {
        for (var job = 0; job < pairs.Jobs; job++)
            if (pairs.Settled(job) >= 0)
                plan[job] = pairs.Settled(job);
        return incumbent.Offer(plan);
    }

    private void Branch()
    {
        var least = double.PositiveInfinity;
        for (var job = 0; job < pairs.Jobs; job++)
            if (pairs.Settled(job) < 0)
                least = Math.Min(least, Cheapest(job).First);
        var slack = .05 * (Threshold + 1 - least);
        var (agent, chosen, highest) = (-1, -1, double.NegativeInfinity);
        for (var job = 0; job < pairs.Jobs; job++)
        {
            if (pairs.Settled(job) >= 0)
                continue;
            var (first, second, best) = Cheapest(job);
            var score = (first - least + slack) * (Math.Min(second, Threshold + 1) - least + slack);
            if (score > highest)
                (agent, chosen, highest) = (best, job, score);
        }
        if (!spare.TryPop(out var kept))
            kept = new double[pairs.Jobs];
        multipliers.CopyTo(kept, 0);
        open.Push(new Branching(pairs.Mark, agent, chosen, kept));
        pairs.Keep(agent, chosen);
    }

    private (double First, double Second, int Agent) Cheapest(int job)
    {
        var (first, second, best) = (double.PositiveInfinity, double.PositiveInfinity, -1);
        for (var agent = 0; agent < pairs.Agents; agent++)
        {
            if (!pairs.IsOpen(agent, job))
                continue;
            var with = bound.With(agent, job);
            if (with < first || best < 0)
                (second, first, best) = (first, with, agent);
            else if (with < second)
                second = with;
        }
        return (first, second, best);
    }

    private void Return()
    {
        if (!open.TryPop(out var branching))
        {
            Exhausted = true;
            return;
        }
        pairs.Undo(branching.Mark);
        spare.Push(multipliers);
        multipliers = branching.Multipliers;
        pairs.Close(branching.Agent, branching.Job);
    }
}
