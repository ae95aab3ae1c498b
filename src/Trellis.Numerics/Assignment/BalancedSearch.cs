namespace Trellis.Assignment;

/// <summary>
/// Improves a plan step by step: an item moves, and where its new bin is full another leaves and moves on, as far as three
/// bins away (ejection chains, Glover 1996; a swap is a chain that ends where it began).
/// </summary>
/// <param name="never">Pairs that need not be tried, because no better plan has them.</param>
internal sealed class BalancedSearch(BalancedLayout layout, bool[] never)
{
    private const int None = BalancedLayout.None;
    private const double Enough = 1e-9;

    private readonly BalancedDraft draft = new(layout);
    private readonly bool[] inChain = new bool[layout.Items];
    private readonly List<int> touched = [];
    private int longest;

    public BalancedDraft Draft => draft;

    /// <summary>Puts every free item where it is worth most and fits: those with the fewest ways first, then the heaviest.</summary>
    public void Complete()
    {
        for (var item = 0; item < layout.Items; item++)
            if (layout.Settled[item] != None && draft.BinOf(item) == None)
                draft.Add(item, layout.Settled[item], layout.ValueOf(item, layout.Settled[item]));
        var order = Enumerable
            .Range(0, layout.Items)
            .Where(i => draft.BinOf(i) == None)
            .OrderBy(i => layout.OfItem[i + 1] - layout.OfItem[i])
            .ThenByDescending(i => layout.Loads[i])
            .ThenBy(i => i);
        foreach (var item in order)
            Insert(item);
    }

    /// <summary>Chains until none gains, or time is up.</summary>
    /// <param name="reach">How many items may be pushed on: 1 for moves and swaps, 2 for the longest chains.</param>
    public void Descend(int reach, CancellationToken timeIsUp)
    {
        var again = true;
        while (again)
        {
            again = false;
            for (var item = 0; item < layout.Items; item++)
            {
                if (timeIsUp.IsCancellationRequested)
                    return;
                // Those left out are few and worth a longer search.
                longest = draft.BinOf(item) == None ? reach + 1 : reach;
                if (layout.Settled[item] == None && Improve(item))
                    again = true;
            }
        }
    }

    /// <summary>Takes the lightest items out of every bin that breaks a rule, settled ones excepted, until it keeps it.</summary>
    public void Mend()
    {
        for (var bin = 0; bin < layout.Bins; bin++)
            while (!draft.Fits(bin))
            {
                var lightest = draft
                    .Held(bin)
                    .Where(i => layout.Settled[i] == None)
                    .OrderBy(i => layout.Loads[i])
                    .ThenBy(i => i)
                    .FirstOrDefault(None);
                if (lightest == None)
                    break;
                draft.Remove(lightest, layout.ValueOf(lightest, bin));
            }
    }

    private void Insert(int item)
    {
        for (var pair = layout.OfItem[item]; pair < layout.OfItem[item + 1]; pair++)
        {
            var bin = layout.PairBin[pair];
            if (!draft.HasRoom(bin, item))
                continue;
            draft.Add(item, bin, layout.PairValue[pair]);
            if (draft.Fits(bin))
                return;
            draft.Remove(item, layout.PairValue[pair]);
        }
    }

    private bool Improve(int item)
    {
        var from = draft.BinOf(item);
        touched.Clear();
        double gain = 0;
        double value = 0;
        if (from != None)
        {
            value = layout.ValueOf(item, from);
            gain = draft.Remove(item, value);
            touched.Add(from);
        }
        inChain[item] = true;
        var improved = Place(item, from, gain, 0);
        inChain[item] = false;
        if (!improved && from != None)
            draft.Add(item, from, value);
        return improved;
    }

    private bool Place(int item, int notInto, double gain, int depth)
    {
        if (gain > Enough && AllFit())
            return true;
        for (var pair = layout.OfItem[item]; pair < layout.OfItem[item + 1]; pair++)
        {
            var bin = layout.PairBin[pair];
            var value = layout.PairValue[pair];
            if (bin == notInto || never[pair])
                continue;
            touched.Add(bin);
            if (draft.HasRoom(bin, item))
            {
                var more = draft.Add(item, bin, value);
                if (gain + more > Enough && AllFit())
                    return true;
                draft.Remove(item, value);
            }
            if (depth < longest)
            {
                var held = draft.Held(bin);
                var present = held.ToArray();
                foreach (var other in present)
                {
                    if (
                        inChain[other]
                        || layout.Settled[other] != None
                        || draft.LoadOf(bin) - layout.Loads[other] + layout.Loads[item]
                            > layout.Capacities[bin]
                    )
                        continue;
                    var otherValue = layout.ValueOf(other, bin);
                    var so = gain + draft.Remove(other, otherValue);
                    so += draft.Add(item, bin, value);
                    inChain[other] = true;
                    var best =
                        layout.OfItem[other] < layout.OfItem[other + 1]
                            ? layout.PairValue[layout.OfItem[other]]
                            : 0;
                    var done =
                        so + best + layout.Penalty + layout.Split > Enough
                        && Place(other, bin, so, depth + 1);
                    inChain[other] = false;
                    if (done)
                        return true;
                    draft.Remove(item, value);
                    draft.Add(other, bin, otherValue);
                }
            }
            touched.RemoveAt(touched.Count - 1);
        }
        return false;
    }

    private bool AllFit()
    {
        foreach (var bin in touched)
            if (!draft.Fits(bin))
                return false;
        return true;
    }
}
