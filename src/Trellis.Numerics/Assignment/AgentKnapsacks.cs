using System.Numerics;
using System.Runtime.InteropServices;

namespace Trellis.Assignment;

/// <summary>
/// What one agent would take of the open jobs if each paid its multiplier less its cost: a knapsack an agent, solved by
/// dynamic programming over the capacity.
/// </summary>
/// <remarks>
/// Capacities are counted in the largest unit that divides all loads of the agent. Where that still makes more than
/// <see cref="MostCells"/> steps, loads and capacity are both rounded down to a coarser unit: everything that fitted still
/// fits, so a bound stays a bound, only a little weaker. Gains are doubles that hold multiples of a power of two, so their
/// sums and comparisons are exact. Only the core is counted through (Balas and Zemel 1980; Pisinger 1997): with e the gain
/// a unit of the job that breaks the greedy order, no choice gains more than U = e x capacity + the sum of all gains above
/// e x weight, and each choice against that order loses |gain - e x weight| of U; whoever loses more than U is above a
/// choice at hand is settled without counting.
/// </remarks>
internal sealed class AgentKnapsacks
{
    private const int MostCells = 2_000_000;

    private readonly OpenPairs pairs;
    private readonly long[] units;
    private readonly int[] weights;
    private readonly int[][] jobsOf;
    private readonly int[] counts;
    private readonly double[][] ratios;
    private readonly int[] core;
    private readonly int[] always;
    private double[] rows = [];
    private double[] back = [];
    private int width;
    private int length;
    private int sure;
    private double sureGain;
    private double most;
    private double ratio;
    private double spared;

    public AgentKnapsacks(OpenPairs pairs)
    {
        this.pairs = pairs;
        units = new long[pairs.Agents];
        weights = new int[pairs.Agents * pairs.Jobs];
        jobsOf = new int[pairs.Agents][];
        counts = new int[pairs.Agents];
        core = new int[pairs.Jobs];
        always = new int[pairs.Jobs];
        ratios = new double[pairs.Agents][];
        var cells = Math.Max(1000, Math.Min(8000, MostCells / pairs.Jobs));
        for (var agent = 0; agent < pairs.Agents; agent++)
        {
            jobsOf[agent] = [.. Enumerable.Range(0, pairs.Jobs)];
            ratios[agent] = new double[pairs.Jobs];
            var room = pairs.Room(agent);
            long unit = 0;
            Int128 all = 0;
            for (var job = 0; job < pairs.Jobs; job++)
                if (pairs.IsOpen(agent, job))
                {
                    unit = Divisor(unit, pairs.Loads[(agent * pairs.Jobs) + job]);
                    all += pairs.Loads[(agent * pairs.Jobs) + job];
                }
            unit = Math.Max(unit, 1);
            var use = (long)Int128.Min(room, all);
            if (use / unit > cells)
                unit = (use / cells) + 1;
            units[agent] = unit;
            for (var job = 0; job < pairs.Jobs; job++)
                if (pairs.IsOpen(agent, job))
                    weights[(agent * pairs.Jobs) + job] = (int)(
                        pairs.Loads[(agent * pairs.Jobs) + job] / unit
                    );
        }
    }

    private static long Divisor(long a, long b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }

    /// <summary>Looks again which free jobs are open at which agent.</summary>
    public void Refresh()
    {
        for (var agent = 0; agent < pairs.Agents; agent++)
        {
            // Those that are not open go behind the others, and all stay in the order they were last sorted into.
            var jobs = jobsOf[agent];
            int count = 0,
                closed = 0;
            foreach (var job in jobs)
                if (pairs.Settled(job) < 0 && pairs.IsOpen(agent, job))
                    jobs[count++] = job;
                else
                    core[closed++] = job;
            core.AsSpan(0, closed).CopyTo(jobs.AsSpan(count));
            counts[agent] = count;
        }
    }

    /// <summary>The free jobs open at an agent at the last <see cref="Refresh"/>.</summary>
    public ReadOnlySpan<int> JobsOf(int agent) => jobsOf[agent].AsSpan(0, counts[agent]);

    /// <summary>The most an agent can gain.</summary>
    /// <param name="times">Raised by one for every job it takes.</param>
    /// <param name="agents">Set to the agent for every job it takes.</param>
    /// <returns>The gain, 0 or more.</returns>
    public double Best(int agent, double[] multipliers, int[] times, int[] agents)
    {
        var value = Fill(agent, multipliers, 0);
        for (var at = 0; at < sure; at++)
        {
            times[always[at]]++;
            agents[always[at]] = agent;
        }
        var room = width - 1;
        for (var item = length - 1; item >= 0; item--)
            if (rows[((item + 1) * width) + room] != rows[(item * width) + room])
            {
                var job = core[item];
                times[job]++;
                agents[job] = agent;
                room -= weights[(agent * pairs.Jobs) + job];
            }
        return value;
    }

    /// <summary>What an agent's gain loses by having to take each open job, and by having to do without it.</summary>
    /// <param name="enough">Losses above this are told as at least this and 1 more, not exactly.</param>
    /// <param name="into">Written by pair, 0 or more.</param>
    /// <param name="without">Written by pair, 0 or more.</param>
    /// <returns>The gain.</returns>
    public double BestWithEach(
        int agent,
        double[] multipliers,
        double enough,
        double[] into,
        double[] without
    )
    {
        // Whatever is against the order outside the core loses this much more than what is enough.
        var value = Fill(agent, multipliers, enough + 1);
        var own = agent * pairs.Jobs;
        var last = rows.AsSpan(length * width, width);
        var free = Capacity(agent);
        for (var at = 0; at < sure; at++)
        {
            var job = always[at];
            free -= weights[own + job];
            into[own + job] = 0;
            without[own + job] = Loss(own, job, multipliers) - (most - value);
        }
        foreach (var job in JobsOf(agent))
        {
            var gain = multipliers[job] - pairs.Costs[own + job];
            var loss = Loss(own, job, multipliers);
            if (gain > 0 && (loss <= spared || gain > ratio * weights[own + job]))
                continue;
            without[own + job] = 0;
            if (loss > spared)
            {
                into[own + job] = loss - (most - value);
                continue;
            }
            var left = free - weights[own + job];
            var with =
                left < 0
                    ? double.NegativeInfinity
                    : sureGain + gain + last[(int)Math.Min(left, width - 1)];
            into[own + job] = value - Math.Max(with, most - loss - spared);
        }
        if (back.Length < width)
            back = new double[width];
        // back[w] is the most that the items after this one give within the capacity less w.
        var after = back.AsSpan(0, width);
        after.Clear();
        var room = width - 1;
        for (var item = length - 1; item >= 0; item--)
        {
            var job = core[item];
            var weight = weights[own + job];
            var gain = multipliers[job] - pairs.Costs[own + job];
            var before = rows.AsSpan(item * width, width);
            var otherwise = most - Loss(own, job, multipliers) - spared;
            if (rows[((item + 1) * width) + room] != before[room])
            {
                room -= weight;
                into[own + job] = 0;
                without[own + job] = value - Math.Max(sureGain + Joined(before, after), otherwise);
            }
            else
            {
                var with =
                    weight >= width
                        ? double.NegativeInfinity
                        : sureGain + gain + Joined(before[..(width - weight)], after[weight..]);
                into[own + job] = value - Math.Max(with, otherwise);
                without[own + job] = 0;
            }
            if (weight < width)
                Raise(after, weight, gain);
        }
        return value;
    }

    private long Capacity(int agent) => pairs.Room(agent) / units[agent];

    private double Loss(int own, int job, double[] multipliers) =>
        Math.Abs(multipliers[job] - pairs.Costs[own + job] - (ratio * weights[own + job]));

    private double Fill(int agent, double[] multipliers, double enough)
    {
        Divide(agent, multipliers, enough);
        var own = agent * pairs.Jobs;
        var size = (length + 1) * width;
        if (rows.Length < size)
            rows = new double[size + (size / 4)];
        rows.AsSpan(0, width).Clear();
        for (var item = 0; item < length; item++)
        {
            var job = core[item];
            Take(
                rows.AsSpan(item * width, width),
                rows.AsSpan((item + 1) * width, width),
                weights[own + job],
                multipliers[job] - pairs.Costs[own + job]
            );
        }
        return sureGain + rows[(length * width) + width - 1];
    }

    /// <summary>Tells the jobs that are taken for sure from those of the core, which have to be counted through.</summary>
    private void Divide(int agent, double[] multipliers, double enough)
    {
        var own = agent * pairs.Jobs;
        var jobs = jobsOf[agent].AsSpan(0, counts[agent]);
        var keys = ratios[agent].AsSpan(0, jobs.Length);
        var gaining = 0;
        for (var at = 0; at < jobs.Length; at++)
        {
            var job = jobs[at];
            var gain = multipliers[job] - pairs.Costs[own + job];
            var weight = weights[own + job];
            var key =
                gain <= 0 ? -1
                : weight == 0 ? double.MaxValue
                : gain / weight;
            if (gain > 0)
                gaining++;
            // The order of the last time is nearly the order of this time.
            var to = at;
            for (; to > 0 && keys[to - 1] < key; to--)
                (keys[to], jobs[to]) = (keys[to - 1], jobs[to - 1]);
            (keys[to], jobs[to]) = (key, job);
        }
        var capacity = Capacity(agent);
        var room = capacity;
        var at0 = 0;
        double greedy = 0;
        while (at0 < gaining && weights[own + jobs[at0]] <= room)
        {
            greedy += multipliers[jobs[at0]] - pairs.Costs[own + jobs[at0]];
            room -= weights[own + jobs[at0++]];
        }
        ratio = at0 < gaining ? keys[at0] : 0;
        most = greedy + (ratio * room);
        for (var at = at0 + 1; at < gaining && room > 0; at++)
            if (weights[own + jobs[at]] <= room)
            {
                greedy += multipliers[jobs[at]] - pairs.Costs[own + jobs[at]];
                room -= weights[own + jobs[at]];
            }
        // Far above what rounding makes of the ratio and its products.
        spared = most - greedy + enough + (1e-9 * (1 + Math.Abs(most)));
        (length, sure, sureGain) = (0, 0, 0);
        long all = 0;
        for (var at = 0; at < gaining; at++)
        {
            var job = jobs[at];
            if (Loss(own, job, multipliers) <= spared)
            {
                core[length++] = job;
                all += weights[own + job];
            }
            else if (at < at0)
            {
                always[sure++] = job;
                sureGain += multipliers[job] - pairs.Costs[own + job];
                capacity -= weights[own + job];
            }
        }
        width = (int)Math.Min(capacity, all) + 1;
    }

    private static void Take(
        ReadOnlySpan<double> before,
        Span<double> after,
        int weight,
        double gain
    )
    {
        if (weight >= before.Length)
        {
            before.CopyTo(after);
            return;
        }
        before[..weight].CopyTo(after);
        ref var from = ref MemoryMarshal.GetReference(before);
        ref var to = ref MemoryMarshal.GetReference(after);
        var more = new Vector<double>(gain);
        var end = before.Length - Vector<double>.Count;
        var w = weight;
        for (; w <= end; w += Vector<double>.Count)
            Vector
                .MaxNative(
                    Vector.LoadUnsafe(ref from, (nuint)w),
                    Vector.LoadUnsafe(ref from, (nuint)(w - weight)) + more
                )
                .StoreUnsafe(ref to, (nuint)w);
        for (; w < before.Length; w++)
            after[w] = Math.Max(before[w], before[w - weight] + gain);
    }

    private static void Raise(Span<double> after, int weight, double gain)
    {
        ref var from = ref MemoryMarshal.GetReference(after);
        var more = new Vector<double>(gain);
        var end = after.Length - weight - Vector<double>.Count;
        var w = 0;
        for (; w <= end; w += Vector<double>.Count)
            Vector
                .MaxNative(
                    Vector.LoadUnsafe(ref from, (nuint)w),
                    Vector.LoadUnsafe(ref from, (nuint)(w + weight)) + more
                )
                .StoreUnsafe(ref from, (nuint)w);
        for (; w < after.Length - weight; w++)
            after[w] = Math.Max(after[w], after[w + weight] + gain);
    }

    private static double Joined(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        ref var first = ref MemoryMarshal.GetReference(before);
        ref var second = ref MemoryMarshal.GetReference(after);
        var best = 0.0;
        var w = 0;
        if (before.Length >= Vector<double>.Count)
        {
            var most = Vector<double>.Zero;
            for (; w <= before.Length - Vector<double>.Count; w += Vector<double>.Count)
                most = Vector.MaxNative(
                    most,
                    Vector.LoadUnsafe(ref first, (nuint)w) + Vector.LoadUnsafe(ref second, (nuint)w)
                );
            for (var lane = 0; lane < Vector<double>.Count; lane++)
                best = Math.Max(best, most[lane]);
        }
        for (; w < before.Length; w++)
            best = Math.Max(best, before[w] + after[w]);
        return best;
    }
}
