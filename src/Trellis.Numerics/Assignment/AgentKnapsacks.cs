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
/// fits, so a bound stays a bound, only a little weaker. Money is in doubles that hold multiples of a power of two, so
/// sums and comparisons are exact.
/// </remarks>
internal sealed class AgentKnapsacks
{
    private const int MostCells = 2_000_000;

    private readonly OpenPairs pairs;
    private readonly long[] units;
    private readonly int[] weights;
    private readonly int[][] jobsOf;
    private readonly int[] counts;
    private readonly int[] taken;
    private double[] rows = [];
    private double[] back = [];
    private int width;
    private int length;

    public AgentKnapsacks(OpenPairs pairs)
    {
        this.pairs = pairs;
        units = new long[pairs.Agents];
        weights = new int[pairs.Agents * pairs.Jobs];
        jobsOf = new int[pairs.Agents][];
        counts = new int[pairs.Agents];
        taken = new int[pairs.Jobs];
        var most = Math.Max(1000, Math.Min(8000, MostCells / pairs.Jobs));
        for (var agent = 0; agent < pairs.Agents; agent++)
        {
            jobsOf[agent] = new int[pairs.Jobs];
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
            if (use / unit > most)
                unit = (use / most) + 1;
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
            var count = 0;
            var jobs = jobsOf[agent];
            for (var job = 0; job < jobs.Length; job++)
                if (pairs.Settled(job) < 0 && pairs.IsOpen(agent, job))
                    jobs[count++] = job;
            counts[agent] = count;
        }
    }

    /// <summary>The free jobs open at an agent at the last <see cref="Refresh"/>.</summary>
    public ReadOnlySpan<int> JobsOf(int agent) => jobsOf[agent].AsSpan(0, counts[agent]);

    /// <summary>The most an agent can gain.</summary>
    /// <param name="times">Raised by one for every job it takes.</param>
    /// <param name="agents">Set to the agent for every job it takes.</param>
    /// <returns>The gain, 0 or more, and the number of steps it took.</returns>
    public double Best(int agent, double[] multipliers, int[] times, int[] agents)
    {
        var value = Fill(agent, multipliers);
        var at = width - 1;
        for (var item = length - 1; item >= 0; item--)
            if (rows[((item + 1) * width) + at] != rows[(item * width) + at])
            {
                var job = taken[item];
                times[job]++;
                agents[job] = agent;
                at -= weights[(agent * pairs.Jobs) + job];
            }
        return value;
    }

    /// <summary>What an agent's gain loses by having to take each open job, and by having to do without it.</summary>
    /// <param name="into">Written by pair, 0 or more; infinite where the job does not fit.</param>
    /// <param name="without">Written by pair, 0 or more.</param>
    /// <returns>The gain.</returns>
    public double BestWithEach(int agent, double[] multipliers, double[] into, double[] without)
    {
        var value = Fill(agent, multipliers);
        var own = agent * pairs.Jobs;
        var capacity = Capacity(agent);
        var last = rows.AsSpan(length * width, width);
        foreach (var job in JobsOf(agent))
        {
            var gain = multipliers[job] - pairs.Costs[own + job];
            without[own + job] = 0;
            if (gain > 0)
                continue;
            var left = capacity - weights[own + job];
            into[own + job] =
                left < 0
                    ? double.PositiveInfinity
                    : value - gain - last[(int)Math.Min(left, width - 1)];
        }
        if (back.Length < width)
            back = new double[width];
        // back[w] is the most that the items after this one give within the capacity less w.
        var after = back.AsSpan(0, width);
        after.Clear();
        var at = width - 1;
        for (var item = length - 1; item >= 0; item--)
        {
            var job = taken[item];
            var weight = weights[own + job];
            var gain = multipliers[job] - pairs.Costs[own + job];
            var before = rows.AsSpan(item * width, width);
            if (rows[((item + 1) * width) + at] != before[at])
            {
                at -= weight;
                into[own + job] = 0;
                without[own + job] = value - Joined(before, after);
            }
            else
                into[own + job] =
                    weight >= width
                        ? double.PositiveInfinity
                        : value - gain - Joined(before[..(width - weight)], after[weight..]);
            if (weight < width)
                Raise(after, weight, gain);
        }
        return value;
    }

    private long Capacity(int agent) => pairs.Room(agent) / units[agent];

    private double Fill(int agent, double[] multipliers)
    {
        var own = agent * pairs.Jobs;
        length = 0;
        long all = 0;
        foreach (var job in JobsOf(agent))
            if (multipliers[job] > pairs.Costs[own + job])
            {
                taken[length++] = job;
                all += weights[own + job];
            }
        width = (int)Math.Min(Capacity(agent), all) + 1;
        var size = (length + 1) * width;
        if (rows.Length < size)
            rows = new double[size + (size / 4)];
        rows.AsSpan(0, width).Clear();
        for (var item = 0; item < length; item++)
        {
            var job = taken[item];
            Take(
                rows.AsSpan(item * width, width),
                rows.AsSpan((item + 1) * width, width),
                weights[own + job],
                multipliers[job] - pairs.Costs[own + job]
            );
        }
        return rows[(length * width) + width - 1];
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
