namespace Trellis.Assignment;

/// <summary>
/// The best that one bin could hold if every item had a price: an exact knapsack over the number of items and their load,
/// in which the items of a group share the cost of touching the bin.
/// </summary>
internal sealed class BalancedPricing(BalancedLayout layout)
{
    private const byte Not = 0;
    private const byte Joins = 1;
    private const byte Opens = 2;

    private readonly List<int> taken = [];
    private bool lightFound;
    private double[] free = [];
    private double[] inside = [];
    private byte[] choices = [];
    private (int Pair, int Load, double Worth)[] steps = [];

    /// <summary>The sets found last, each with what it is worth.</summary>
    public List<(double Worth, int[] Pairs)> Found { get; } = [];

    /// <summary>The most that a bin is worth, 0 when left empty.</summary>
    /// <param name="worth">Of each pair: its value less the price of the item.</param>
    /// <param name="touch">Of each group: what it costs that any of it is in the bin, 0 or more.</param>
    /// <param name="allowed">Which pairs may be used.</param>
    /// <param name="places">How many items it takes.</param>
    /// <param name="above">The best set of each size that is worth more than this is put into <see cref="Found"/>; infinite for none.</param>
    /// <param name="guest">The load of one more item that is in the bin whatever else is; 0 for none. Its own worth is not counted.</param>
    public double Best(
        int bin,
        ReadOnlySpan<double> worth,
        ReadOnlySpan<double> touch,
        ReadOnlySpan<bool> allowed,
        int places,
        double above,
        int guest = 0
    )
    {
        Found.Clear();
        if (guest > 0 && (places == 0 || guest > layout.Capacities[bin]))
            return double.NegativeInfinity;
        var count = Gather(bin, worth, allowed, guest);
        var most = Math.Min(guest > 0 ? places - 1 : places, count);
        if (most == 0)
            return 0;
        var capacity = Capacity(layout.Capacities[bin] - guest, count, most);
        var width = capacity + 1;
        var states = (most + 1) * width;
        // Each group is one step more than it has items: the step at which it is entered or left alone.
        var rows = count * 2;
        if (free.Length < states)
            (free, inside) = (new double[states * 2], new double[states * 2]);
        if (choices.Length < rows * states)
            choices = new byte[rows * states * 2];
        free.AsSpan(0, states).Fill(double.NegativeInfinity);
        free[0] = 0;

        var row = 0;
        for (var step = 0; step < count; )
        {
            var group = layout.Groups[layout.PairItem[steps[step].Pair]];
            var cost = group == BalancedLayout.None ? 0 : touch[group];
            if (cost <= 0)
            {
                Add(steps[step], most, capacity, choices.AsSpan(row++ * states, states));
                step++;
                continue;
            }
            inside.AsSpan(0, states).Fill(double.NegativeInfinity);
            while (step < count && layout.Groups[layout.PairItem[steps[step].Pair]] == group)
                AddInside(
                    steps[step++],
                    cost,
                    most,
                    capacity,
                    choices.AsSpan(row++ * states, states)
                );
            var entered = choices.AsSpan(row++ * states, states);
            for (var state = 0; state < states; state++)
            {
                var better = inside[state] > free[state];
                entered[state] = better ? Joins : Not;
                if (better)
                    free[state] = inside[state];
            }
        }

        double best = 0;
        for (var size = 1; size <= most; size++)
        {
            var at = -1;
            var top = double.NegativeInfinity;
            // Without loads in the states, least loads were seen not to matter.
            var least =
                guest > 0
                    ? Math.Max(0, layout.LeastLoad(size + 1) - guest)
                    : layout.LeastLoad(size);
            for (var load = capacity == 0 ? 0 : least; load <= capacity; load++)
                if (free[(size * width) + load] > top)
                    top = free[(at = (size * width) + load)];
            if (at < 0)
                continue;
            best = Math.Max(best, top);
            if (top > above)
                Found.Add((top, Back(at, count, states, width, row, touch)));
        }
        return best;
    }

    /// <summary>The pairs that could be of use, those of a group side by side; how many.</summary>
    private int Gather(int bin, ReadOnlySpan<double> worth, ReadOnlySpan<bool> allowed, int guest)
    {
        var from = layout.OfBin[bin];
        var to = layout.OfBin[bin + 1];
        if (steps.Length < to - from)
            steps = new (int, int, double)[(to - from) * 2];
        var light = guest > 0 && guest < layout.LeastMeanLoad;
        for (var at = from; at < to && !light && layout.MeanMatters; at++)
        {
            var pair = layout.PairsOfBin[at];
            light =
                allowed[pair]
                && worth[pair] > 0
                && layout.Loads[layout.PairItem[pair]] < layout.LeastMeanLoad;
        }
        var room = layout.Capacities[bin] - guest;
        var count = 0;
        for (var at = from; at < to; at++)
        {
            var pair = layout.PairsOfBin[at];
            var load = layout.Loads[layout.PairItem[pair]];
            // What is worth nothing by itself may still make a bin of light items heavy enough.
            if (
                allowed[pair]
                && load <= room
                && (worth[pair] > 0 || (light && load > layout.LeastMeanLoad))
            )
                steps[count++] = (pair, load, worth[pair]);
        }
        lightFound = light;
        if (layout.GroupCount > 0)
            steps
                .AsSpan(0, count)
                .Sort(
                    (a, b) =>
                    {
                        var order = layout
                            .Groups[layout.PairItem[a.Pair]]
                            .CompareTo(layout.Groups[layout.PairItem[b.Pair]]);
                        return order != 0 ? order : a.Pair.CompareTo(b.Pair);
                    }
                );
        return count;
    }

    /// <summary>The load that the states must tell apart: 0 where no rule about loads can bind.</summary>
    private int Capacity(int room, int count, int most)
    {
        long all = 0;
        var heaviest = 0;
        for (var step = 0; step < count; step++)
        {
            all += steps[step].Load;
            heaviest = Math.Max(heaviest, steps[step].Load);
        }
        if (!lightFound && Math.Min(all, (long)heaviest * most) <= room)
        {
            for (var step = 0; step < count; step++)
                steps[step].Load = 0;
            return 0;
        }
        return (int)Math.Min(Math.Min(all, (long)heaviest * most), room);
    }

    private void Add(
        (int Pair, int Load, double Worth) step,
        int most,
        int capacity,
        Span<byte> choice
    )
    {
        choice.Clear();
        var width = capacity + 1;
        for (var size = most; size >= 1; size--)
        {
            var to = free.AsSpan((size * width) + step.Load, width - step.Load);
            var from = free.AsSpan((size - 1) * width, width - step.Load);
            var chosen = choice.Slice((size * width) + step.Load, width - step.Load);
            for (var at = 0; at < to.Length; at++)
            {
                var other = from[at] + step.Worth;
                if (other > to[at])
                    (to[at], chosen[at]) = (other, Joins);
            }
        }
    }

    private void AddInside(
        (int Pair, int Load, double Worth) step,
        double cost,
        int most,
        int capacity,
        Span<byte> choice
    )
    {
        choice.Clear();
        var width = capacity + 1;
        for (var size = most; size >= 1; size--)
        {
            var to = inside.AsSpan((size * width) + step.Load, width - step.Load);
            var joined = inside.AsSpan((size - 1) * width, width - step.Load);
            var opened = free.AsSpan((size - 1) * width, width - step.Load);
            var chosen = choice.Slice((size * width) + step.Load, width - step.Load);
            for (var at = 0; at < to.Length; at++)
            {
                var join = joined[at] + step.Worth;
                var open = opened[at] - cost + step.Worth;
                if (join > to[at])
                    (to[at], chosen[at]) = (join, Joins);
                if (open > to[at])
                    (to[at], chosen[at]) = (open, Opens);
            }
        }
    }

    private int[] Back(
        int state,
        int count,
        int states,
        int width,
        int row,
        ReadOnlySpan<double> touch
    )
    {
        taken.Clear();
        for (var step = count - 1; step >= 0; )
        {
            var group = layout.Groups[layout.PairItem[steps[step].Pair]];
            var cost = group == BalancedLayout.None ? 0 : touch[group];
            if (cost <= 0)
            {
                if (choices[(--row * states) + state] == Joins)
                    state = Take(steps[step], state, width);
                step--;
                continue;
            }
            var within = choices[(--row * states) + state] == Joins;
            while (step >= 0 && layout.Groups[layout.PairItem[steps[step].Pair]] == group)
            {
                var choice = choices[(--row * states) + state];
                if (within && choice != Not)
                {
                    state = Take(steps[step], state, width);
                    within = choice == Joins;
                }
                step--;
            }
        }
        taken.Sort();
        return [.. taken];
    }

    private int Take((int Pair, int Load, double Worth) step, int state, int width)
    {
        taken.Add(step.Pair);
        return state - width - step.Load;
    }
}
