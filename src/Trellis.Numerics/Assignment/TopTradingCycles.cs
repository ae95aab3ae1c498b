namespace Trellis.Assignment;

/// <summary>
/// Swaps: agents who each have a place, or wait for one, and would rather have another. Everybody points to what it wants
/// most of what is left, every place to whom it belongs, and each cycle of pointing is a swap in which all get what they
/// pointed to.
/// </summary>
/// <remarks>
/// Gale's top trading cycles (Shapley and Scarf 1974); places of which there are several, with an order of claims each:
/// Abdulkadiroglu and Sonmez (2003). Nobody ends with less than a place that it was sure of, no group could do better by
/// swapping among themselves, and no agent gains by a false list (Roth 1982). It does not heed what a bin would rather
/// have once claims are used up by trading: where both sides choose, use <see cref="HospitalResidents"/>. All memory is
/// linear in the lengths of the lists.
/// </remarks>
public static class TopTradingCycles
{
    /// <summary>Swaps of things of which there is one each and each has an owner.</summary>
    /// <param name="lists">For each agent the things it would rather have, the best first; its own counts as last where it is not among them, and what stands after its own is never looked at.</param>
    /// <param name="owns">The thing of each agent; no two have the same.</param>
    /// <param name="things">How many things there are; one that nobody owns goes to nobody.</param>
    /// <exception cref="ArgumentException">A number names nothing, a list names a thing twice, or two own the same.</exception>
    public static TradingPlan Swap(
        IReadOnlyList<IReadOnlyList<int>> lists,
        IReadOnlyList<int> owns,
        int things
    )
    {
        ArgumentNullException.ThrowIfNull(owns);
        var places = new int[Math.Max(0, things)];
        foreach (var thing in owns)
            if ((uint)thing < (uint)places.Length && ++places[thing] > 1)
                throw new ArgumentException($"Two agents own {thing}.", nameof(owns));
        return Swap(lists, owns, places, [.. Enumerable.Range(0, owns.Count)]);
    }

    /// <summary>Swaps of places in bins that have several, some of them perhaps free.</summary>
    /// <param name="lists">For each agent the bins it would rather be in, the best first; its own counts as last where it is not among them.</param>
    /// <param name="owns">The bin each agent is in, -1 for one that waits.</param>
    /// <param name="places">How many places each bin has, free ones included: no fewer than agents are in it.</param>
    /// <param name="order">The place of each agent in one published order, each from 0 once: among those of a bin the first is first to trade, and free places are claimed in it.</param>
    /// <exception cref="ArgumentException">A number names nothing, a list names a bin twice, the order is none, or more are in a bin than it has places.</exception>
    public static TradingPlan Swap(
        IReadOnlyList<IReadOnlyList<int>> lists,
        IReadOnlyList<int> owns,
        IReadOnlyList<int> places,
        IReadOnlyList<int> order
    )
    {
        ArgumentNullException.ThrowIfNull(owns);
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(order);
        var agents = owns.Count;
        var inOrder = new int[agents];
        Array.Fill(inOrder, -1);
        if (order.Count != agents)
            throw new ArgumentException(
                $"The order has {order.Count} entries for {agents} agents.",
                nameof(order)
            );
        for (var a = 0; a < agents; a++)
        {
            if ((uint)order[a] >= (uint)agents || inOrder[order[a]] >= 0)
                throw new ArgumentException(
                    $"{order[a]} is no place in the order, or there twice.",
                    nameof(order)
                );
            inOrder[order[a]] = a;
        }
        var claims = new List<int>[places.Count];
        for (var b = 0; b < claims.Length; b++)
            claims[b] = [];
        foreach (var agent in inOrder)
        {
            if (owns[agent] == -1)
                continue;
            if ((uint)owns[agent] >= (uint)places.Count)
                throw new ArgumentException(
                    $"Agent {agent} is in {owns[agent]}, which is none of {places.Count}.",
                    nameof(owns)
                );
            claims[owns[agent]].Add(agent);
        }
        for (var b = 0; b < claims.Length; b++)
            if (claims[b].Count > places[b])
                throw new ArgumentException(
                    $"{claims[b].Count} are in bin {b}, which has {places[b]} places.",
                    nameof(places)
                );
        return Trade(lists, claims, places, inOrder, owns);
    }

    /// <summary>Places handed out by claims: a bin's places are claimed by those on its list in turn, and claims are traded.</summary>
    /// <param name="lists">For each agent the bins it would go to, the best first; an agent that gets none of them gets nothing.</param>
    /// <param name="claims">For each bin the agents in the order of their claims; an agent that is on none of the lists can still get a place by trading what it claims elsewhere.</param>
    /// <param name="places">How many places each bin has, 0 or more.</param>
    /// <exception cref="ArgumentException">A number names nothing, or a list names somebody twice.</exception>
    public static TradingPlan Claim(
        IReadOnlyList<IReadOnlyList<int>> lists,
        IReadOnlyList<IReadOnlyList<int>> claims,
        IReadOnlyList<int> places
    )
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(places);
        if (claims.Count != places.Count)
            throw new ArgumentException(
                $"There are {claims.Count} lists of claims for {places.Count} bins.",
                nameof(claims)
            );
        PreferenceLists.Check(claims, lists.Count, nameof(claims));
        return Trade(lists, claims, places, [], null);
    }

    private static TradingPlan Trade(
        IReadOnlyList<IReadOnlyList<int>> lists,
        IReadOnlyList<IReadOnlyList<int>> claims,
        IReadOnlyList<int> places,
        int[] afterwards,
        IReadOnlyList<int>? owns
    )
    {
        ArgumentNullException.ThrowIfNull(lists);
        if (owns is not null && owns.Count != lists.Count)
            throw new ArgumentException(
                $"There are {lists.Count} lists for {owns.Count} agents.",
                nameof(lists)
            );
        PreferenceLists.Check(lists, places.Count, nameof(lists));
        var left = places.ToArray();
        if (Array.FindIndex(left, p => p < 0) is >= 0 and var below)
            throw new ArgumentException(
                $"Bin {below} has {left[below]} places; the least is 0.",
                nameof(places)
            );
        var agents = lists.Count;
        var (binOf, gone) = (new int[agents], new bool[agents]);
        Array.Fill(binOf, -1);
        var (wish, claim, after) = (new int[agents], new int[left.Length], new int[left.Length]);
        var at = new int[agents];
        Array.Fill(at, -1);
        var cycles = new List<IReadOnlyList<int>>();
        var path = new List<int>();
        for (var first = 0; first < agents; first++)
        {
            var agent = first;
            while (!gone[agent])
            {
                if (at[agent] >= 0)
                {
                    // Everyone from there on points to the next one's claim, and the last to the first one's.
                    var cycle = path[at[agent]..];
                    path.RemoveRange(at[agent], cycle.Count);
                    foreach (var member in cycle)
                    {
                        binOf[member] = Wish(member);
                        gone[member] = true;
                    }
                    foreach (var member in cycle)
                        left[binOf[member]]--;
                    cycles.Add(cycle);
                }
                else if (Wish(agent) is >= 0 and var bin && Claimant(bin) is >= 0 and var next)
                {
                    at[agent] = path.Count;
                    path.Add(agent);
                    agent = next;
                    continue;
                }
                else if (Wish(agent) >= 0)
                {
                    // Nobody is left who could claim what it wants: the next on its list.
                    wish[agent]++;
                    continue;
                }
                else
                    gone[agent] = true;
                if (path.Count == 0)
                    break;
                agent = path[^1];
                path.RemoveAt(path.Count - 1);
                at[agent] = -1;
            }
        }
        return new TradingPlan(binOf, cycles);

        // What it wants most of what is left; its own last; -1 where there is nothing.
        int Wish(int agent)
        {
            for (; wish[agent] < lists[agent].Count; wish[agent]++)
                if (left[lists[agent][wish[agent]]] > 0)
                    return lists[agent][wish[agent]];
            return owns is not null && owns[agent] >= 0 && wish[agent] == lists[agent].Count
                ? owns[agent]
                : -1;
        }

        int Claimant(int bin)
        {
            for (; claim[bin] < claims[bin].Count; claim[bin]++)
                if (!gone[claims[bin][claim[bin]]])
                    return claims[bin][claim[bin]];
            for (; after[bin] < afterwards.Length; after[bin]++)
                if (!gone[afterwards[after[bin]]])
                    return afterwards[after[bin]];
            return -1;
        }
    }
}

/// <summary>What everybody has after all swaps.</summary>
/// <param name="BinOf">What each agent has, -1 for nothing.</param>
/// <param name="Cycles">The swaps in the order they were found, each from agent to agent: everyone gets what the next one owned or claimed, the last what the first did. A cycle of one keeps its own.</param>
public sealed record TradingPlan(
    IReadOnlyList<int> BinOf,
    IReadOnlyList<IReadOnlyList<int>> Cycles
);
