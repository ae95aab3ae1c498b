using System.Globalization;

namespace Trellis.Assignment;

/// <summary>
/// A <see cref="BalancedProblem"/> that was checked, as flat arrays, in an order that follows from the content alone: the
/// same items and bins in another order give the same layout, and so the same plan.
/// </summary>
/// <remarks>
/// Pairs that can never be used (a bin of no places, a load above the capacity, another bin than the settled one) are left
/// out, and so are groups in which only one item can be placed: they never cost anything.
/// </remarks>
internal sealed class BalancedLayout
{
    public const int None = -1;

    private readonly BalancedProblem problem;

    public BalancedLayout(BalancedProblem problem)
    {
        this.problem = problem;
        Check();
        var settled = new int[problem.Loads.Count];
        Array.Fill(settled, None);
        foreach (var (item, bin) in problem.Settled)
            settled[item] = bin;
        var usable = problem
            .Pairs.Where(p =>
                problem.Places[p.Bin] > 0
                && problem.Loads[p.Item] <= problem.Capacities[p.Bin]
                && (settled[p.Item] == None || settled[p.Item] == p.Bin)
            )
            .ToList();

        var (itemColours, binColours) = Colours(usable);
        ItemAt = Ordered(itemColours);
        BinAt = Ordered(binColours);
        var itemPlace = Inverse(ItemAt);
        var binPlace = Inverse(BinAt);

        Loads = [.. ItemAt.Select(i => problem.Loads[i])];
        Places = [.. BinAt.Select(b => Math.Min(problem.Places[b], Items))];
        Capacities = [.. BinAt.Select(b => problem.Capacities[b])];
        Settled = [.. ItemAt.Select(i => settled[i] == None ? None : binPlace[settled[i]])];
        (Groups, GroupCount) = GroupsOf(usable);

        var ordered = usable
            .Select(p => (Item: itemPlace[p.Item], Bin: binPlace[p.Bin], p.Value))
            .OrderBy(p => p.Item)
            .ThenByDescending(p => p.Value)
            .ThenBy(p => p.Bin)
            .ToList();
        PairItem = [.. ordered.Select(p => p.Item)];
        PairBin = [.. ordered.Select(p => p.Bin)];
        PairValue = [.. ordered.Select(p => p.Value)];
        OfItem = Starts(PairItem, Items);
        PairsOfBin =
        [
            .. Enumerable.Range(0, PairBin.Length).OrderBy(p => PairBin[p]).ThenBy(p => p),
        ];
        OfBin = Starts([.. PairsOfBin.Select(p => PairBin[p])], Bins);
        most = new int[Math.Max(1, Places.DefaultIfEmpty(0).Max()) + 1];
        for (var count = 2; count < most.Length; count++)
            most[count] = (int)
                Math.Min(int.MaxValue, Math.Ceiling((problem.LeastMeanLoad * count) - 1e-9));
        CheckSettled();

        var size = PairValue.Select(Math.Abs).DefaultIfEmpty(0).Max();
        var split = GroupCount == 0 ? 0 : problem.Split;
        double mostValues = 0;
        Scale = Math.Max(Math.Max(size, split), Math.Min(problem.LeftOut, 1));
        if (Scale == 0)
            Scale = 1;
        for (var item = 0; item < Items; item++)
        {
            var (from, to) = (OfItem[item], OfItem[item + 1]);
            if (from == to)
                continue;
            mostValues += Math.Max(0, PairValue[from]);
            LeastValues += Math.Min(0, PairValue[to - 1]);
            if (Groups[item] != None)
                LeastValues -= split;
        }
        Penalty = Math.Min(problem.LeftOut, 2 * (mostValues - LeastValues + Scale));
        Step = StepOf(split);
        if (Step > 0 && Penalty < problem.LeftOut)
            Penalty = Math.Ceiling(Penalty / Step) * Step;
        Forbidding = 4 * (Penalty + mostValues - LeastValues + Scale);
    }

    private readonly int[] most;

    public int Items => ItemAt.Length;

    public int Bins => BinAt.Length;

    /// <summary>Which item of the problem stands at each place here.</summary>
    public int[] ItemAt { get; }

    public int[] BinAt { get; }

    public int[] Loads { get; }

    /// <summary>The group of each item, -1 for none.</summary>
    public int[] Groups { get; }

    public int GroupCount { get; }

    public int[] Places { get; }

    public int[] Capacities { get; }

    /// <summary>The bin each item must be in, -1 where it is free.</summary>
    public int[] Settled { get; }

    /// <summary>Pairs lie by item, the most valuable first; those of item i from OfItem[i] up to OfItem[i + 1].</summary>
    public int[] OfItem { get; }

    public int[] PairItem { get; }

    public int[] PairBin { get; }

    public double[] PairValue { get; }

    /// <summary>The pairs of bin b are PairsOfBin from OfBin[b] up to OfBin[b + 1].</summary>
    public int[] OfBin { get; }

    public int[] PairsOfBin { get; }

    public double LeftOut => problem.LeftOut;

    /// <summary>The largest number that matters, for tolerances.</summary>
    public double Scale { get; }

    /// <summary>The objectives of any two plans differ by a multiple of this; 0 where none was found.</summary>
    public double Step { get; }

    /// <summary>No plan's values less its splits add up to less.</summary>
    public double LeastValues { get; }

    /// <summary>
    /// What leaving an item out is taken to cost: no more than decides that as many are placed as can be, so that the
    /// arithmetic keeps its digits. Any two plans compare as they do by <see cref="LeftOut"/>.
    /// </summary>
    public double Penalty { get; }

    /// <summary>More than any plan could gain.</summary>
    public double Forbidding { get; }

    public double Split => problem.Split;

    /// <summary>The least load that so many items in one bin must have together.</summary>
    public int LeastLoad(int count) => count < 2 ? 0 : most[count];

    public double LeastMeanLoad => problem.LeastMeanLoad;

    public bool MeanMatters => problem.LeastMeanLoad > 1;

    /// <summary>Whether a bin may hold so many items of so much load together.</summary>
    public bool Fits(int bin, int count, int load) =>
        count == 0 || (count <= Places[bin] && load <= Capacities[bin] && load >= LeastLoad(count));

    /// <summary>Whether a plan keeps every rule.</summary>
    public bool Keeps(ReadOnlySpan<int> plan)
    {
        var counts = new int[Bins];
        var loads = new int[Bins];
        for (var item = 0; item < plan.Length; item++)
        {
            if (Settled[item] != None && plan[item] != Settled[item])
                return false;
            if (plan[item] == None)
                continue;
            counts[plan[item]]++;
            loads[plan[item]] += Loads[item];
        }
        for (var bin = 0; bin < Bins; bin++)
            if (!Fits(bin, counts[bin], loads[bin]))
                return false;
        return true;
    }

    /// <summary>What an item is worth in a bin; NaN where it may not be there.</summary>
    public double ValueOf(int item, int bin)
    {
        for (var pair = OfItem[item]; pair < OfItem[item + 1]; pair++)
            if (PairBin[pair] == bin)
                return PairValue[pair];
        return double.NaN;
    }

    /// <summary>The objective of a plan with <see cref="Penalty"/> in the place of <see cref="LeftOut"/>.</summary>
    public double Worth(ReadOnlySpan<int> bins) => Sum(bins, Penalty);

    /// <summary>The objective of a plan, added from small to large, so that the order of items does not show in the last digit.</summary>
    public double Objective(ReadOnlySpan<int> bins) => Sum(bins, LeftOut);

    private double Sum(ReadOnlySpan<int> bins, double leftOut)
    {
        var terms = new List<double>(bins.Length);
        var used = new HashSet<(int Group, int Bin)>();
        var placed = new HashSet<int>();
        for (var item = 0; item < bins.Length; item++)
        {
            terms.Add(bins[item] == None ? -leftOut : ValueOf(item, bins[item]));
            if (bins[item] == None || Groups[item] == None)
                continue;
            used.Add((Groups[item], bins[item]));
            placed.Add(Groups[item]);
        }
        terms.Sort();
        return terms.Sum() - (Split * (used.Count - placed.Count));
    }

    /// <summary>A plan in the order of the problem.</summary>
    public int[] InProblemOrder(ReadOnlySpan<int> bins)
    {
        var answer = new int[Items];
        for (var item = 0; item < Items; item++)
            answer[ItemAt[item]] = bins[item] == None ? None : BinAt[bins[item]];
        return answer;
    }

    private void Check()
    {
        var items = problem.Loads.Count;
        var bins = problem.Places.Count;
        if (problem.Groups.Count != 0 && problem.Groups.Count != items)
            throw Refused($"There are {items} items and groups for {problem.Groups.Count}.");
        if (problem.Capacities.Count != bins)
            throw Refused(
                $"There are places for {bins} bins and capacities for {problem.Capacities.Count}."
            );
        for (var i = 0; i < items; i++)
        {
            if (problem.Loads[i] < 1)
                throw Refused($"Item {i} has a load of {problem.Loads[i]}; it must be 1 or more.");
            if (problem.Groups.Count != 0 && problem.Groups[i] < None)
                throw Refused(
                    $"Item {i} has the group {problem.Groups[i]}; it must be -1 or more."
                );
        }
        for (var b = 0; b < bins; b++)
            if (problem.Places[b] < 0 || problem.Capacities[b] < 0)
                throw Refused(
                    $"Bin {b} has {problem.Places[b]} places and a capacity of {problem.Capacities[b]}; neither may be below 0."
                );
        if (!(problem.LeftOut >= 0 && double.IsFinite(problem.LeftOut)))
            throw Refused($"Leaving an item out costs {problem.LeftOut}; it must be 0 or more.");
        if (!(problem.Split >= 0 && double.IsFinite(problem.Split)))
            throw Refused($"A split costs {problem.Split}; it must be 0 or more.");
        if (!(problem.LeastMeanLoad >= 0 && double.IsFinite(problem.LeastMeanLoad)))
            throw Refused($"The least mean load is {problem.LeastMeanLoad}; it must be 0 or more.");
        var seen = new HashSet<(int, int)>(problem.Pairs.Count);
        foreach (var (item, bin, value) in problem.Pairs)
        {
            if ((uint)item >= (uint)items || (uint)bin >= (uint)bins)
                throw Refused($"There is no item {item} or no bin {bin}, and they are a pair.");
            if (!double.IsFinite(value))
                throw Refused($"Item {item} in bin {bin} is worth {value}.");
            if (!seen.Add((item, bin)))
                throw Refused($"Item {item} and bin {bin} are a pair twice.");
        }
        var fixedItems = new HashSet<int>();
        foreach (var (item, bin) in problem.Settled)
        {
            if (!seen.Contains((item, bin)))
                throw Refused($"Item {item} is settled in bin {bin}, and they are not a pair.");
            if (!fixedItems.Add(item))
                throw Refused($"Item {item} is settled twice.");
        }
    }

    private void CheckSettled()
    {
        foreach (var bin in problem.Settled.GroupBy(s => s.Bin))
        {
            var load = bin.Sum(s => problem.Loads[s.Item]);
            if (bin.Count() > problem.Places[bin.Key] || load > problem.Capacities[bin.Key])
                throw Refused(
                    $"Bin {bin.Key} takes {problem.Places[bin.Key]} items of {problem.Capacities[bin.Key]} load, and {bin.Count()} of {load} are settled in it."
                );
        }
    }

    /// <summary>The largest decimal step of which all that counts is a multiple: published values have few digits.</summary>
    private double StepOf(double split)
    {
        foreach (var digits in (ReadOnlySpan<int>)[0, 1, 2, 3, 4])
        {
            var parts = Math.Pow(10, digits);
            if (
                Whole(split * parts)
                && (Penalty < problem.LeftOut || Whole(Penalty * parts))
                && Array.TrueForAll(PairValue, v => Whole(v * parts))
            )
                return 1 / parts;
        }
        return 0;

        static bool Whole(double x) => Math.Abs(x - Math.Round(x)) <= 1e-9 && Math.Abs(x) < 1e9;
    }

    private static ArgumentException Refused(FormattableString why) =>
        new(why.ToString(CultureInfo.InvariantCulture));

    private (int[] Groups, int Count) GroupsOf(List<PairValue> usable)
    {
        var groups = new int[Items];
        Array.Fill(groups, None);
        if (problem.Groups.Count == 0 || problem.Split == 0)
            return (groups, 0);
        var placeable = usable.Select(p => p.Item).ToHashSet();
        var numbers = new Dictionary<int, int>();
        var sizes = ItemAt
            .Where(i => problem.Groups[i] != None && placeable.Contains(i))
            .CountBy(i => problem.Groups[i])
            .ToDictionary();
        for (var place = 0; place < Items; place++)
        {
            var group = problem.Groups[ItemAt[place]];
            if (!placeable.Contains(ItemAt[place]) || sizes.GetValueOrDefault(group) < 2)
                continue;
            if (!numbers.TryGetValue(group, out var number))
                numbers.Add(group, number = numbers.Count);
            groups[place] = number;
        }
        return (groups, numbers.Count);
    }

    /// <summary>A number for every item and bin from its content and, over some rounds, from that of its neighbours.</summary>
    private (ulong[] Items, ulong[] Bins) Colours(List<PairValue> usable)
    {
        var items = new ulong[problem.Loads.Count];
        var bins = new ulong[problem.Places.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = Mix((ulong)problem.Loads[i]);
        for (var b = 0; b < bins.Length; b++)
            bins[b] = Mix(((ulong)problem.Places[b] << 32) + (ulong)problem.Capacities[b] + 7);
        foreach (var (item, bin) in problem.Settled)
            (items[item], bins[bin]) = (Mix(items[item] + 11), Mix(bins[bin] + 13));
        for (var round = 0; round < 4; round++)
        {
            var groups = new Dictionary<int, ulong>();
            if (problem.Groups.Count != 0)
                for (var i = 0; i < items.Length; i++)
                    groups[problem.Groups[i]] =
                        groups.GetValueOrDefault(problem.Groups[i]) + Mix(items[i] ^ 0x51ul);
            var (nextItems, nextBins) = ((ulong[])items.Clone(), (ulong[])bins.Clone());
            foreach (var (item, bin, value) in usable)
            {
                var bits = Mix((ulong)BitConverter.DoubleToInt64Bits(value));
                nextItems[item] += Mix(bins[bin] ^ bits);
                nextBins[bin] += Mix(items[item] ^ bits);
            }
            for (var i = 0; i < items.Length; i++)
                items[i] = Mix(
                    nextItems[i]
                        + (
                            problem.Groups.Count == 0 || problem.Groups[i] == None
                                ? 0
                                : Mix(groups[problem.Groups[i]])
                        )
                );
            for (var b = 0; b < bins.Length; b++)
                bins[b] = Mix(nextBins[b]);
        }
        return (items, bins);
    }

    // The finaliser of MurmurHash3 over a Weyl step: spreads every bit over all others.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    private static int[] Ordered(ulong[] colours) =>
        [.. Enumerable.Range(0, colours.Length).OrderBy(i => colours[i])];

    private static int[] Inverse(int[] order)
    {
        var inverse = new int[order.Length];
        for (var place = 0; place < order.Length; place++)
            inverse[order[place]] = place;
        return inverse;
    }

    private static int[] Starts(int[] sorted, int count)
    {
        var starts = new int[count + 1];
        foreach (var key in sorted)
            starts[key + 1]++;
        for (var key = 0; key < count; key++)
            starts[key + 1] += starts[key];
        return starts;
    }
}
