namespace Trellis.MatchedSamples;

/// <summary>Where the nearest control is that a treated unit may still take.</summary>
internal interface INearestControl
{
    /// <summary>The control and its distance; -1 where none is left to it.</summary>
    (int Control, double Distance) Find(int treated);

    /// <summary>The nearest several, nearest first, whoever took them before.</summary>
    int[] FindSeveral(int treated, int count);

    /// <summary>Nobody may take this control any more.</summary>
    void Take(int treated, int control);
}

/// <summary>One treated unit after the other takes the nearest control that is left, in as many rounds as each is to get.</summary>
internal static class Greedy
{
    /// <param name="treated">In the order in which they choose; as the rows stand for <see cref="MatchingOrder.Closest"/>.</param>
    /// <param name="partners">Takes, at each treated unit's place, its controls in the order they were taken.</param>
    public static void Run(
        INearestControl controls,
        IReadOnlyList<int> treated,
        MatchingChoice choice,
        bool closest,
        int[][] partners
    )
    {
        if (choice.Replace)
        {
            foreach (var unit in treated)
                partners[unit] = controls.FindSeveral(unit, choice.Ratio);
            return;
        }
        var lists = treated.ToDictionary(t => t, _ => new List<int>());
        for (var round = 0; round < choice.Ratio; round++)
            if (closest)
                ClosestFirst(controls, treated, lists, round);
            else
                foreach (var unit in treated)
                {
                    // Who found nobody before finds nobody now.
                    if (lists[unit].Count < round)
                        continue;
                    var (control, _) = controls.Find(unit);
                    if (control < 0)
                        continue;
                    lists[unit].Add(control);
                    controls.Take(unit, control);
                }
        foreach (var (unit, list) in lists)
            partners[unit] = [.. list];
    }

    // A pair whose control has gone meanwhile is looked for again and waits for its new turn, before others as far apart.
    private static void ClosestFirst(
        INearestControl controls,
        IReadOnlyList<int> treated,
        Dictionary<int, List<int>> lists,
        int round
    )
    {
        var waiting = new PriorityQueue<(int Unit, int Control), (double, long)>();
        for (var i = 0; i < treated.Count; i++)
            if (
                lists[treated[i]].Count == round
                && controls.Find(treated[i]) is { Control: >= 0 } found
            )
                waiting.Enqueue((treated[i], found.Control), (found.Distance, i));
        var taken = new HashSet<int>();
        long again = 0;
        while (waiting.TryDequeue(out var pair, out _))
        {
            if (taken.Add(pair.Control))
            {
                lists[pair.Unit].Add(pair.Control);
                controls.Take(pair.Unit, pair.Control);
            }
            else if (controls.Find(pair.Unit) is { Control: >= 0 } found)
                waiting.Enqueue((pair.Unit, found.Control), (found.Distance, --again));
        }
    }
}
