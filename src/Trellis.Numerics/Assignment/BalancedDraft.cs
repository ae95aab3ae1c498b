namespace Trellis.Assignment;

/// <summary>A plan that is being worked on: who is where, and what a step would gain.</summary>
internal sealed class BalancedDraft
{
    private const int None = BalancedLayout.None;

    private readonly BalancedLayout layout;
    private readonly int[] bins;
    private readonly List<int>[] held;
    private readonly int[] loads;
    private readonly int[] placedOfGroup;

    public BalancedDraft(BalancedLayout layout)
    {
        this.layout = layout;
        bins = new int[layout.Items];
        Array.Fill(bins, None);
        held = new List<int>[layout.Bins];
        for (var bin = 0; bin < layout.Bins; bin++)
            held[bin] = [];
        loads = new int[layout.Bins];
        placedOfGroup = new int[layout.GroupCount];
    }

    public ReadOnlySpan<int> Bins => bins;

    public int BinOf(int item) => bins[item];

    public List<int> Held(int bin) => held[bin];

    public int LoadOf(int bin) => loads[bin];

    /// <summary>Whether the bin keeps all its rules as it stands.</summary>
    public bool Fits(int bin) => layout.Fits(bin, held[bin].Count, loads[bin]);

    /// <summary>Whether places and capacity would allow one more item.</summary>
    public bool HasRoom(int bin, int item) =>
        held[bin].Count < layout.Places[bin]
        && loads[bin] + layout.Loads[item] <= layout.Capacities[bin];

    /// <summary>Puts a free item into a bin and tells what the objective gains.</summary>
    public double Add(int item, int bin, double value)
    {
        var gain = value + layout.Penalty;
        var group = layout.Groups[item];
        if (group != None)
        {
            if (placedOfGroup[group]++ > 0 && !Touches(group, bin))
                gain -= layout.Split;
        }
        bins[item] = bin;
        held[bin].Add(item);
        loads[bin] += layout.Loads[item];
        return gain;
    }

    /// <summary>Takes an item out of its bin and tells what the objective gains, mostly less than nothing.</summary>
    public double Remove(int item, double value)
    {
        var bin = bins[item];
        bins[item] = None;
        held[bin].Remove(item);
        loads[bin] -= layout.Loads[item];
        var gain = -value - layout.Penalty;
        var group = layout.Groups[item];
        if (group != None)
        {
            if (--placedOfGroup[group] > 0 && !Touches(group, bin))
                gain += layout.Split;
        }
        return gain;
    }

    /// <summary>Makes this the plan given.</summary>
    public void Take(ReadOnlySpan<int> plan)
    {
        plan.CopyTo(bins);
        Array.Clear(loads);
        Array.Clear(placedOfGroup);
        foreach (var list in held)
            list.Clear();
        for (var item = 0; item < bins.Length; item++)
        {
            if (bins[item] == None)
                continue;
            held[bins[item]].Add(item);
            loads[bins[item]] += layout.Loads[item];
            if (layout.Groups[item] != None)
                placedOfGroup[layout.Groups[item]]++;
        }
    }

    private bool Touches(int group, int bin)
    {
        foreach (var other in held[bin])
            if (layout.Groups[other] == group)
                return true;
        return false;
    }
}
