namespace Trellis.Assignment;

/// <summary>
/// Jobs to be given to agents, each job to exactly one: a job takes up some of its agent's capacity and has a value there,
/// both by the pair, and the values are to add up to the least, or to the most.
/// </summary>
/// <remarks>
/// All numbers are whole. A pair that may not be is one whose load is above the agent's capacity. See
/// <see cref="MinCostFlow"/> where every load of an agent is the same: that is solved at once, this is NP-hard.
/// </remarks>
public sealed class GeneralisedProblem
{
    /// <summary>The most pairs of agent and job: both matrices are held whole.</summary>
    public const int MostPairs = 10_000_000;

    /// <summary>No value times the number of jobs may be as large as this, so that every bound is computed without rounding.</summary>
    public const long TooLarge = 1L << 49;

    private readonly long[] values;
    private readonly long[] loads;
    private readonly long[] capacities;

    /// <param name="agents">How many agents, 1 or more.</param>
    /// <param name="jobs">How many jobs, 1 or more.</param>
    /// <param name="values">What each pair is worth or costs, an agent's row after the other; may be below zero.</param>
    /// <param name="loads">What a job takes up at an agent, in the same order; 0 or more.</param>
    /// <param name="capacities">How much each agent takes, 0 or more.</param>
    /// <param name="maximise">Whether the values are to add up to the most; else to the least.</param>
    /// <exception cref="ArgumentException">A size, a load, a capacity or a value is not as described; the sentence says which.</exception>
    public GeneralisedProblem(
        int agents,
        int jobs,
        ReadOnlySpan<long> values,
        ReadOnlySpan<long> loads,
        ReadOnlySpan<long> capacities,
        bool maximise
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(agents, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        if ((long)agents * jobs > MostPairs)
            throw new ArgumentException(
                $"{agents} agents and {jobs} jobs are more than {MostPairs} pairs."
            );
        if (values.Length != agents * jobs || loads.Length != values.Length)
            throw new ArgumentException(
                $"{agents} agents and {jobs} jobs need {agents * jobs} values and as many loads."
            );
        if (capacities.Length != agents)
            throw new ArgumentException($"{agents} agents need as many capacities.");
        foreach (var value in values)
            if (value == long.MinValue || Math.Abs(value) >= TooLarge / jobs)
                throw new ArgumentException($"A value of {value} is too large for {jobs} jobs.");
        foreach (var load in loads)
            if (load < 0)
                throw new ArgumentException($"A load is {load}: none is below zero.");
        foreach (var capacity in capacities)
            if (capacity < 0)
                throw new ArgumentException($"A capacity is {capacity}: none is below zero.");
        (Agents, Jobs, Maximise) = (agents, jobs, maximise);
        this.values = values.ToArray();
        this.loads = loads.ToArray();
        this.capacities = capacities.ToArray();
    }

    public int Agents { get; }

    public int Jobs { get; }

    public bool Maximise { get; }

    /// <summary>What each pair is worth or costs, an agent's row after the other.</summary>
    public ReadOnlySpan<long> Values => values;

    /// <summary>What each job takes up at each agent, an agent's row after the other.</summary>
    public ReadOnlySpan<long> Loads => loads;

    public ReadOnlySpan<long> Capacities => capacities;

    /// <summary>Whether the job alone is within the agent's capacity.</summary>
    public bool Fits(int agent, int job) => loads[(agent * Jobs) + job] <= capacities[agent];

    /// <summary>What a plan adds up to; null where it breaks a capacity or leaves a job without an agent.</summary>
    /// <param name="plan">The agent of each job, from 0.</param>
    public long? ValueOf(ReadOnlySpan<int> plan)
    {
        if (plan.Length != Jobs)
            return null;
        var room = (long[])capacities.Clone();
        long value = 0;
        for (var job = 0; job < Jobs; job++)
        {
            if ((uint)plan[job] >= (uint)Agents)
                return null;
            var pair = (plan[job] * Jobs) + job;
            if (loads[pair] > room[plan[job]])
                return null;
            room[plan[job]] -= loads[pair];
            value += values[pair];
        }
        return value;
    }
}
