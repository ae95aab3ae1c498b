namespace Trellis.Assignment;

/// <summary>
/// Which pairs of agent and job are still possible on one branch of a search, what follows from each that is closed, and
/// the way back. Costs are always to be the least here: <see cref="GeneralisedAssignment"/> turns the sign where they are worth something.
/// </summary>
internal sealed class OpenPairs
{
    private readonly List<int> trail = [];
    private readonly Queue<int> last = new();
    private readonly bool[] open;
    private readonly int[] choices;
    private readonly int[] settled;
    private readonly long[] room;
    private bool broken;

    public OpenPairs(int agents, int jobs, long[] costs, long[] loads, long[] capacities)
    {
        (Agents, Jobs, Costs, Loads) = (agents, jobs, costs, loads);
        room = (long[])capacities.Clone();
        open = new bool[agents * jobs];
        choices = new int[jobs];
        settled = new int[jobs];
        Array.Fill(settled, -1);
        Array.Fill(open, true);
        Array.Fill(choices, agents);
        Free = jobs;
        for (var agent = 0; agent < agents; agent++)
        for (var job = 0; job < jobs; job++)
            if (loads[(agent * jobs) + job] > room[agent])
                Close(agent, job);
        for (var job = 0; agents == 1 && job < jobs; job++)
            if (choices[job] == 1)
                last.Enqueue(job);
    }

    public int Agents { get; }

    public int Jobs { get; }

    public long[] Costs { get; }

    public long[] Loads { get; }

    /// <summary>How many jobs are not settled.</summary>
    public int Free { get; private set; }

    /// <summary>Whether no plan can exist any more, as far as <see cref="Follow"/> shows.</summary>
    public bool Broken => broken;

    /// <summary>What the settled jobs cost.</summary>
    public long Spent { get; private set; }

    /// <summary>Where <see cref="Undo"/> comes back to.</summary>
    public int Mark => trail.Count;

    public bool IsOpen(int agent, int job) => open[(agent * Jobs) + job];

    /// <summary>How many agents a job may still go to.</summary>
    public int Choices(int job) => choices[job];

    /// <summary>The agent of a job that has only one left, or -1.</summary>
    public int Settled(int job) => settled[job];

    /// <summary>The capacity of an agent that its settled jobs leave.</summary>
    public long Room(int agent) => room[agent];

    /// <summary>Rules a pair out.</summary>
    public void Close(int agent, int job)
    {
        var pair = (agent * Jobs) + job;
        if (!open[pair])
            return;
        open[pair] = false;
        trail.Add(pair);
        switch (--choices[job])
        {
            case 0:
                broken = true;
                break;
            case 1:
                last.Enqueue(job);
                break;
        }
    }

    /// <summary>Rules out every other agent of a job.</summary>
    public void Keep(int agent, int job)
    {
        for (var other = 0; other < Agents; other++)
            if (other != agent)
                Close(other, job);
    }

    /// <summary>Settles every job with one agent left and closes the pairs for which that leaves no room, until nothing follows any more.</summary>
    /// <returns>Whether a plan can still exist as far as this shows.</returns>
    public bool Follow()
    {
        while (!broken && last.TryDequeue(out var job))
        {
            if (settled[job] >= 0)
                continue;
            var agent = 0;
            while (!open[(agent * Jobs) + job])
                agent++;
            var pair = (agent * Jobs) + job;
            if (Loads[pair] > room[agent])
            {
                broken = true;
                break;
            }
            settled[job] = agent;
            trail.Add(~pair);
            Free--;
            room[agent] -= Loads[pair];
            Spent += Costs[pair];
            for (var other = 0; other < Jobs; other++)
                if (settled[other] < 0 && Loads[(agent * Jobs) + other] > room[agent])
                    Close(agent, other);
        }
        if (broken)
            last.Clear();
        return !broken;
    }

    /// <summary>Opens and unsettles everything since a mark.</summary>
    public void Undo(int mark)
    {
        for (var at = trail.Count - 1; at >= mark; at--)
        {
            var pair = trail[at];
            if (pair >= 0)
            {
                open[pair] = true;
                choices[pair % Jobs]++;
                continue;
            }
            pair = ~pair;
            var (agent, job) = Math.DivRem(pair, Jobs);
            settled[job] = -1;
            Free++;
            room[agent] += Loads[pair];
            Spent -= Costs[pair];
        }
        trail.RemoveRange(mark, trail.Count - mark);
        last.Clear();
        broken = false;
    }
}
