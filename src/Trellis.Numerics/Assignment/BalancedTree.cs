namespace Trellis.Assignment;

/// <summary>
/// Branch and price (Savelsbergh 1997): the bound of a node is that of the master problem over all sets that a bin could
/// hold, which are made as the prices ask for them; nodes differ in which pairs may be used.
/// </summary>
internal sealed class BalancedTree
{
    private const int None = BalancedLayout.None;
    private const int RoundsBetweenRepairs = 25;

    private readonly BalancedLayout layout;
    private readonly CancellationToken timeIsUp;
    private readonly BalancedMaster master;
    private readonly BalancedPricing pricing;
    private readonly BalancedSearch search;
    private readonly bool[] never;
    private readonly bool[] allowed;
    private readonly bool[] must;
    private readonly double[] itemPrices;
    private readonly double[] touch;
    private readonly double[] centre;
    private readonly double[] centreTouch;
    private readonly double[] worth;
    private readonly double[] shares;
    private readonly int[] chosen;
    private readonly double[] rootItems;
    private readonly double[] rootTouch;
    private double rootBound = double.PositiveInfinity;

    // What the numbers left out cost, added to every item's price: at least so many (first), at most so many.
    private (double AtLeast, double AtMost) count;
    private (double AtLeast, double AtMost) centreCount;
    private (double AtLeast, double AtMost) rootCount;
    private int leastOut;
    private int mostOut;
    private int rootLeastOut;
    private int[]? best;
    private double bestWorth = double.NegativeInfinity;

    public BalancedTree(BalancedLayout layout, ulong seed, CancellationToken timeIsUp)
    {
        this.layout = layout;
        this.timeIsUp = timeIsUp;
        master = new BalancedMaster(layout, seed);
        pricing = new BalancedPricing(layout);
        var pairs = layout.PairBin.Length;
        (never, allowed) = (new bool[pairs], new bool[pairs]);
        search = new BalancedSearch(layout, never);
        (worth, shares) = (new double[pairs], new double[pairs]);
        must = new bool[layout.Items];
        chosen = new int[layout.Items];
        (itemPrices, centre, rootItems) = (
            new double[layout.Items],
            new double[layout.Items],
            new double[layout.Items]
        );
        (touch, centreTouch, rootTouch) = (
            new double[layout.GroupCount],
            new double[layout.GroupCount],
            new double[layout.GroupCount]
        );
    }

    /// <summary>The plan found, in the order of the layout; null where none keeps the settled pairs.</summary>
    public int[]? Best => best;

    /// <summary>The plan's objective under <see cref="BalancedLayout.Penalty"/>.</summary>
    public double BestWorth => bestWorth;

    /// <summary>No plan is worth more.</summary>
    public double Bound { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether everything else was ruled out.</summary>
    public bool Exhausted { get; private set; }

    public int Nodes { get; private set; }

    public int Pivots => master.Pivots;

    public int Sets => master.Columns.Count;

    public double RootBound => rootBound;

    private double Tolerance =>
        1e-9 * Math.Max(layout.Scale, double.IsFinite(bestWorth) ? Math.Abs(bestWorth) : 0);

    /// <summary>A bound that is no higher leaves room for no better plan.</summary>
    private double GoodEnough => bestWorth + Math.Max(Tolerance, layout.Step * (1 - 1e-4));

    /// <summary>A step of a branch: the item goes into this bin, or never.</summary>
    /// <param name="Pair">-1 where the step is about how many are left out: at least <paramref name="Count"/> (yes), or at most.</param>
    private sealed record Step(Step? Before, int Pair, bool Yes, int Count = None);

    public void Run()
    {
        search.Complete();
        search.Descend(1, timeIsUp);
        Offer(search.Draft.Bins);
        if (best is not null)
            AddPlan(best);

        Enter(null);
        rootBound = Loosest();
        Descend();
        CentreOnRoot();
        var bound = Settle(rootBound);
        bound = Math.Min(bound, CountWhole(bound));
        Nodes = 1;
        Bound = bound;
        if (bound <= GoodEnough)
        {
            Exhausted = !double.IsNegativeInfinity(bound);
            return;
        }
        Round(improve: true);
        if (!timeIsUp.IsCancellationRequested)
            Dive();
        if (!timeIsUp.IsCancellationRequested)
            RuleOut();

        var open = new PriorityQueue<(Step? Step, double Bound), (double, int)>();
        open.Enqueue((null, bound), (-bound, 0));
        var order = 0;
        while (open.Count > 0)
        {
            var (step, above) = open.Dequeue();
            CentreOnRoot();
            // Down one branch until it ends; its other sides wait.
            while (true)
            {
                if (above <= GoodEnough)
                    break;
                if (timeIsUp.IsCancellationRequested)
                {
                    open.Enqueue((step, above), (-above, ++order));
                    Close(open);
                    return;
                }
                Enter(step);
                above = Math.Min(above, Settle(above));
                Nodes++;
                if (above <= GoodEnough)
                    break;
                var before = bestWorth;
                Round(improve: Nodes % 8 == 0);
                if (bestWorth > before)
                    RuleOut();
                if (above <= GoodEnough)
                    break;
                var left = master.LeftOutNow;
                if (Math.Abs(left - Math.Round(left)) > 1e-2)
                {
                    var fewer = (int)Math.Floor(left);
                    open.Enqueue((new Step(step, None, false, fewer), above), (-above, ++order));
                    step = new Step(step, None, true, fewer + 1);
                    continue;
                }
                var pair = Undecided(step);
                if (pair == None)
                    // Everything is decided and the plan was offered: rounding alone keeps the bound above it.
                    break;
                open.Enqueue((new Step(step, pair, false), above), (-above, ++order));
                step = new Step(step, pair, true);
            }
        }
        Exhausted = true;
        Bound = Math.Min(Bound, bestWorth + Tolerance);
    }

    /// <summary>
    /// Where the first answer leaves out a part of an item, and no plan leaves out fewer than the next whole number, that
    /// number is asked for from now on: the prices are then those of plans, not of parts.
    /// </summary>
    private double CountWhole(double bound)
    {
        while (bound > GoodEnough && !timeIsUp.IsCancellationRequested)
        {
            var now = master.LeftOutNow;
            var whole = (int)Math.Ceiling(now - 1e-3);
            if (whole - now < 1e-3 || whole <= rootLeastOut)
                break;
            Nodes++;
            Enter(new Step(null, None, false, whole - 1));
            CentreOnRoot();
            var fewer = Settle(bound);
            if (fewer > GoodEnough || timeIsUp.IsCancellationRequested)
                break;
            rootLeastOut = whole;
            Nodes = 0;
            rootBound = double.PositiveInfinity;
            Enter(null);
            CentreOnRoot();
            bound = Math.Min(bound, Settle(bound));
        }
        Enter(null);
        return bound;
    }

    /// <summary>What the prices say about the bins.</summary>
    /// <param name="largest">Guests of a load of 1 up to this are priced.</param>
    /// <returns>
    /// The bound that the prices prove, what each bin loses with a place fewer, and what it loses to a guest of each load
    /// (those of one bin side by side; infinite where it cannot take it).
    /// </returns>
    public (double Bound, double[] Bins, double[] Guests) Prices(int largest)
    {
        var bins = new double[layout.Bins];
        var guests = new double[layout.Bins * largest];
        Array.Fill(allowed, true);
        SetWorth(rootItems);
        double bound = 0;
        double size = 0;
        for (var item = 0; item < rootItems.Length; item++)
        {
            bound +=
                rootItems[item]
                + Math.Max(
                    0,
                    -layout.Penalty - rootItems[item] + rootCount.AtLeast - rootCount.AtMost
                );
            size += Math.Abs(rootItems[item]) + layout.Penalty;
        }
        bound += (layout.Items * rootCount.AtMost) - (rootLeastOut * rootCount.AtLeast);
        foreach (var cost in rootTouch)
            bound += cost;
        for (var bin = 0; bin < layout.Bins; bin++)
        {
            var places = layout.Places[bin];
            var worthNow = WorthOf(bin, places, 0);
            (bound, size) = (bound + worthNow, size + worthNow);
            bins[bin] = places == 0 ? 0 : Math.Max(0, worthNow - WorthOf(bin, places - 1, 0));
            for (var load = 1; load <= largest; load++)
                guests[(bin * largest) + load - 1] = worthNow - WorthOf(bin, places, load);
        }
        return (bound + (1e-14 * (size + layout.Scale)), bins, guests);
    }

    private double WorthOf(int bin, int places, int guest) =>
        pricing.Best(bin, worth, rootTouch, allowed, places, double.PositiveInfinity, guest);

    public ReadOnlySpan<double> ItemPrices => rootItems;

    private void Close(PriorityQueue<(Step? Step, double Bound), (double, int)> open)
    {
        var highest = bestWorth + Tolerance;
        foreach (var (waiting, _) in open.UnorderedItems)
            highest = Math.Max(highest, waiting.Bound);
        Bound = Math.Min(Bound, highest);
    }

    /// <summary>Every item where it is worth most.</summary>
    private double Loosest()
    {
        double bound = 0;
        for (var item = 0; item < layout.Items; item++)
            bound +=
                layout.OfItem[item] < layout.OfItem[item + 1]
                    ? Math.Max(-layout.Penalty, layout.PairValue[layout.OfItem[item]])
                    : -layout.Penalty;
        return bound + (1e-12 * (Math.Abs(bound) + (layout.Items * layout.Penalty)));
    }

    /// <summary>Allows and forbids as the steps say.</summary>
    private void Enter(Step? step)
    {
        for (var pair = 0; pair < allowed.Length; pair++)
            allowed[pair] = !never[pair];
        for (var item = 0; item < must.Length; item++)
            must[item] = layout.Settled[item] != None;
        leastOut = rootLeastOut;
        mostOut = layout.Items;
        for (; step is not null; step = step.Before)
        {
            if (step.Pair == None)
            {
                if (step.Yes)
                    leastOut = Math.Max(leastOut, step.Count);
                else
                    mostOut = Math.Min(mostOut, step.Count);
                continue;
            }
            if (!step.Yes)
            {
                allowed[step.Pair] = false;
                continue;
            }
            var item = layout.PairItem[step.Pair];
            must[item] = true;
            for (var pair = layout.OfItem[item]; pair < layout.OfItem[item + 1]; pair++)
                if (pair != step.Pair)
                    allowed[pair] = false;
        }
        Impose();
    }

    private void Impose()
    {
        foreach (var column in master.Columns)
        {
            var may = true;
            foreach (var pair in column.Pairs)
                may &= allowed[pair];
            column.Barred = !may;
        }
        for (var item = 0; item < must.Length; item++)
            master.MustPlace(item, must[item]);
        master.LeftOutBetween(leastOut, mostOut);
    }

    /// <summary>
    /// Makes sets until none would raise the answer; the bound that the prices prove. The master works above a floor below
    /// the best prices so far, which moves with them and is lowered where the answer leans on it.
    /// </summary>
    private double Settle(double known)
    {
        var width = .02 * layout.Scale;
        centre.CopyTo(itemPrices, 0);
        centreTouch.CopyTo(touch, 0);
        count = centreCount;
        SetWorth(itemPrices);
        var bound = PriceAll(null).Bound;
        if (Nodes == 0)
            rootBound = Math.Min(rootBound, bound);
        if (Math.Min(bound, known) <= GoodEnough)
            return Math.Min(bound, known);
        while (!timeIsUp.IsCancellationRequested)
        {
            master.Floor(centre, width + centreCount.AtLeast - centreCount.AtMost);
            master.Solve(timeIsUp);
            if (timeIsUp.IsCancellationRequested)
                break;
            count = (master.AtLeastPrice, master.AtMostPrice);
            for (var item = 0; item < itemPrices.Length; item++)
                itemPrices[item] = master.ItemPrice(item) + count.AtLeast - count.AtMost;
            for (var group = 0; group < touch.Length; group++)
                touch[group] = Math.Clamp(layout.Split + master.GroupPrice(group), 0, layout.Split);
            SetWorth(itemPrices);
            var (now, added) = PriceAll(null);
            if (now < bound)
            {
                bound = now;
                itemPrices.CopyTo(centre, 0);
                touch.CopyTo(centreTouch, 0);
                centreCount = count;
                if (Nodes == 0 && now < rootBound)
                {
                    rootBound = now;
                    itemPrices.CopyTo(rootItems, 0);
                    touch.CopyTo(rootTouch, 0);
                    rootCount = count;
                }
            }
            if (Math.Min(bound, known) <= GoodEnough)
                break;
            if (added > 0)
                continue;
            if (!master.LeansOnFloor())
                break;
            width *= 4;
        }
        return Math.Min(bound, known);
    }

    /// <summary>
    /// Lowers the bound by moving each price against how often its item is taken (subgradient, Held and Karp 1971; the
    /// direction remembers the last ones, Camerini, Fratta and Maffioli 1975), and keeps the sets that were best on the way.
    /// </summary>
    private void Descend()
    {
        for (var item = 0; item < itemPrices.Length; item++)
            itemPrices[item] =
                layout.OfItem[item] < layout.OfItem[item + 1]
                    ? layout.PairValue[layout.OfItem[item]] / 2
                    : -layout.Penalty;
        Array.Fill(touch, layout.Split);
        itemPrices.CopyTo(rootItems, 0);
        touch.CopyTo(rootTouch, 0);
        var direction = new double[layout.Items];
        var taken = new int[layout.Items];
        var length = 1.0;
        var since = 0;
        for (var round = 0; round < 400 && length > 1e-3; round++)
        {
            if (timeIsUp.IsCancellationRequested)
                return;
            SetWorth(itemPrices);
            Array.Clear(taken);
            Array.Fill(chosen, None);
            var (now, _) = PriceAll(taken, length < .3);
            if (round % RoundsBetweenRepairs == RoundsBetweenRepairs - 1)
                Repair();
            if (Math.Min(now, rootBound) <= GoodEnough)
            {
                rootBound = Math.Min(now, rootBound);
                if (now <= rootBound)
                    itemPrices.CopyTo(rootItems, 0);
                return;
            }
            if (now < rootBound - (1e-5 * layout.Scale))
                since = 0;
            else if (++since == 20)
            {
                // Back to the best prices with half the step.
                length /= 2;
                since = 0;
                rootItems.CopyTo(itemPrices, 0);
                Array.Clear(direction);
                continue;
            }
            if (now < rootBound)
            {
                rootBound = now;
                itemPrices.CopyTo(rootItems, 0);
            }
            double norm = 0;
            for (var item = 0; item < direction.Length; item++)
            {
                direction[item] = (1 - taken[item]) + (.7 * direction[item]);
                if (itemPrices[item] <= -layout.Penalty && direction[item] > 0)
                    direction[item] = 0;
                norm += direction[item] * direction[item];
            }
            if (norm == 0)
                break;
            var gap = Math.Max(now - bestWorth, 1e-3 * layout.Scale);
            var step =
                length
                * Math.Min(gap, now - rootBound + (.01 * layout.Items * layout.Scale))
                / norm;
            for (var item = 0; item < direction.Length; item++)
                itemPrices[item] = Math.Max(
                    -layout.Penalty,
                    itemPrices[item] - (step * direction[item])
                );
        }
    }

    /// <summary>A plan from what the bins would choose at the prices: an item wanted twice goes where it is worth more.</summary>
    private void Repair()
    {
        var plan = new int[layout.Items];
        for (var item = 0; item < plan.Length; item++)
            plan[item] = chosen[item] == None ? None : layout.PairBin[chosen[item]];
        search.Draft.Take(plan);
        search.Mend();
        search.Complete();
        search.Descend(1, timeIsUp);
        if (Offer(search.Draft.Bins))
            AddPlan(search.Draft.Bins);
    }

    private void CentreOnRoot()
    {
        rootItems.CopyTo(centre, 0);
        rootTouch.CopyTo(centreTouch, 0);
        centreCount = rootCount;
    }

    private void SetWorth(double[] prices)
    {
        for (var pair = 0; pair < worth.Length; pair++)
            worth[pair] = layout.PairValue[pair] - prices[layout.PairItem[pair]];
    }

    /// <summary>The bound that the prices prove, and how many new sets the master would take.</summary>
    /// <param name="taken">Counts how often each item is in its bins' best sets; or null.</param>
    /// <param name="keep">Whether the sets counted are kept, whatever the master's prices.</param>
    private (double Bound, int Added) PriceAll(int[]? taken, bool keep = true)
    {
        double bound = 0;
        double size = 0;
        for (var item = 0; item < itemPrices.Length; item++)
        {
            var penalty = must[item] ? layout.Forbidding : layout.Penalty;
            bound +=
                itemPrices[item]
                + Math.Max(0, -penalty - itemPrices[item] + count.AtLeast - count.AtMost);
            size += Math.Abs(itemPrices[item]) + penalty;
        }
        foreach (var cost in touch)
            bound += cost;
        bound += (mostOut * count.AtMost) - (leastOut * count.AtLeast);
        var added = 0;
        var tolerance = 1e-9 * layout.Scale;
        for (var bin = 0; bin < layout.Bins; bin++)
        {
            var most = pricing.Best(bin, worth, touch, allowed, layout.Places[bin], 0);
            bound += most;
            size += most;
            foreach (var (set, pairs) in pricing.Found)
            {
                if (taken is null)
                {
                    if (Reduced(bin, pairs) > tolerance && master.Add(bin, pairs))
                        added++;
                }
                else if (set >= most)
                {
                    foreach (var pair in pairs)
                    {
                        var item = layout.PairItem[pair];
                        taken[item]++;
                        // Of several bins the most valuable; pairs lie in that order.
                        if (chosen[item] == None || pair < chosen[item])
                            chosen[item] = pair;
                    }
                    if (keep)
                        master.Add(bin, pairs);
                    break;
                }
            }
        }
        return (bound + (1e-14 * size), added);
    }

    /// <summary>What a set would gain the master by its own last prices.</summary>
    private double Reduced(int bin, int[] pairs)
    {
        var reduced = -master.BinPrice(bin);
        for (var at = 0; at < pairs.Length; at++)
        {
            var item = layout.PairItem[pairs[at]];
            reduced +=
                layout.PairValue[pairs[at]]
                - master.ItemPrice(item)
                - master.AtLeastPrice
                + master.AtMostPrice;
            var group = layout.Groups[item];
            if (group == None)
                continue;
            var first = true;
            for (var other = 0; other < at && first; other++)
                first = layout.Groups[layout.PairItem[pairs[other]]] != group;
            if (first)
                reduced -= layout.Split + master.GroupPrice(group);
        }
        return reduced;
    }

    /// <summary>A plan from the sets that are used for the most part, filled up and, where asked, improved.</summary>
    private void Round(bool improve)
    {
        var plan = new int[layout.Items];
        Array.Fill(plan, None);
        foreach (var column in master.Columns)
            if (!column.Barred && master.Share(column) > .5)
                foreach (var pair in column.Pairs)
                    plan[layout.PairItem[pair]] = column.Bin;
        search.Draft.Take(plan);
        search.Complete();
        if (improve)
            search.Descend(2, timeIsUp);
        if (Offer(search.Draft.Bins))
            AddPlan(search.Draft.Bins);
    }

    /// <summary>Fixes the most certain sets one after another, with new prices each time.</summary>
    private void Dive()
    {
        Enter(null);
        CentreOnRoot();
        for (var depth = 0; depth < layout.Bins && !timeIsUp.IsCancellationRequested; depth++)
        {
            Settle(double.PositiveInfinity);
            BalancedColumn? surest = null;
            double share = 1e-3;
            var fixedSome = false;
            foreach (var column in master.Columns)
            {
                if (column.BasisRow == None || column.Pairs.All(p => must[layout.PairItem[p]]))
                    continue;
                var used = master.Share(column);
                if (used > .999)
                {
                    Fix(column);
                    fixedSome = true;
                }
                else if (used > share)
                    (share, surest) = (used, column);
            }
            if (surest is not null)
                Fix(surest);
            else if (!fixedSome)
                break;
            Impose();
        }
        Round(improve: true);
    }

    private void Fix(BalancedColumn column)
    {
        for (var at = layout.OfBin[column.Bin]; at < layout.OfBin[column.Bin + 1]; at++)
        {
            var pair = layout.PairsOfBin[at];
            if (!column.Pairs.Contains(pair))
                allowed[pair] = false;
        }
        foreach (var pair in column.Pairs)
        {
            var item = layout.PairItem[pair];
            must[item] = true;
            for (var other = layout.OfItem[item]; other < layout.OfItem[item + 1]; other++)
                if (other != pair)
                    allowed[other] = false;
        }
    }

    /// <summary>Rules out for good every pair with which, by the first prices, no plan is better than the one at hand.</summary>
    private void RuleOut()
    {
        for (var pair = 0; pair < allowed.Length; pair++)
            allowed[pair] = !never[pair];
        SetWorth(rootItems);
        var large = layout.Forbidding;
        for (var bin = 0; bin < layout.Bins; bin++)
        {
            var most = WorthOf(bin, layout.Places[bin], 0);
            for (var at = layout.OfBin[bin]; at < layout.OfBin[bin + 1]; at++)
            {
                var pair = layout.PairsOfBin[at];
                if (never[pair])
                    continue;
                worth[pair] += large;
                var with = WorthOf(bin, layout.Places[bin], 0) - large;
                worth[pair] = layout.PairValue[pair] - rootItems[layout.PairItem[pair]];
                if (rootBound - most + with <= GoodEnough)
                    never[pair] = true;
            }
        }
    }

    /// <summary>The pair to branch on: the most fractional, or the first that the steps leave open.</summary>
    private int Undecided(Step? step)
    {
        Array.Clear(shares);
        foreach (var column in master.Columns)
            if (column.BasisRow != None && !column.Barred)
                foreach (var pair in column.Pairs)
                    shares[pair] += master.Share(column);
        var answer = None;
        var distance = .5 - 1e-3;
        for (var pair = 0; pair < shares.Length; pair++)
        {
            if (!allowed[pair] || must[layout.PairItem[pair]])
                continue;
            var off = Math.Abs(shares[pair] - .5);
            if (off < distance)
                (distance, answer) = (off, pair);
        }
        if (answer != None)
            return answer;
        for (var pair = 0; pair < shares.Length; pair++)
            if (
                allowed[pair]
                && !must[layout.PairItem[pair]]
                && (answer == None || shares[pair] > shares[answer])
            )
                answer = pair;
        return answer;
    }

    /// <summary>Keeps the plan if it is the best so far and breaks no rule.</summary>
    private bool Offer(ReadOnlySpan<int> plan)
    {
        var value = layout.Worth(plan);
        if (value <= bestWorth || !layout.Keeps(plan))
            return false;
        best = plan.ToArray();
        bestWorth = value;
        return true;
    }

    private void AddPlan(ReadOnlySpan<int> plan)
    {
        var sets = new SortedDictionary<int, List<int>>();
        for (var item = 0; item < plan.Length; item++)
        {
            if (plan[item] == None)
                continue;
            if (!sets.TryGetValue(plan[item], out var set))
                sets.Add(plan[item], set = []);
            for (var pair = layout.OfItem[item]; pair < layout.OfItem[item + 1]; pair++)
                if (layout.PairBin[pair] == plan[item])
                    set.Add(pair);
        }
        foreach (var (bin, set) in sets)
            master.Add(bin, [.. set]);
    }
}
