namespace Trellis.MatchedSamples;

/// <summary>From pairs that cover everybody to sets of one with many.</summary>
internal static class FullSets
{
    /// <summary>
    /// Makes stars of a cover: the pairs chosen, and everyone left over with its nearest. A link whose two ends both have other
    /// links is taken out, which never makes the sum longer.
    /// </summary>
    /// <param name="pairs">The links of the best answer, as places on both sides.</param>
    /// <param name="nearestControl">Of each treated unit, −1 where it can meet nobody.</param>
    /// <param name="nearestTreated">Of each control likewise.</param>
    public static List<(int Treated, int Control)> Stars(
        IReadOnlyList<(int Treated, int Control)> pairs,
        int[] nearestControl,
        int[] nearestTreated,
        Func<int, int, double> distance
    )
    {
        var links = new HashSet<(int Treated, int Control)>(pairs);
        var hasTreated = new bool[nearestControl.Length];
        var hasControl = new bool[nearestTreated.Length];
        foreach (var (t, c) in pairs)
            hasTreated[t] = hasControl[c] = true;
        for (var t = 0; t < hasTreated.Length; t++)
            if (!hasTreated[t] && nearestControl[t] >= 0)
                links.Add((t, nearestControl[t]));
        for (var c = 0; c < hasControl.Length; c++)
            if (!hasControl[c] && nearestTreated[c] >= 0)
                links.Add((nearestTreated[c], c));
        var treatedDegree = new int[hasTreated.Length];
        var controlDegree = new int[hasControl.Length];
        foreach (var (t, c) in links)
        {
            treatedDegree[t]++;
            controlDegree[c]++;
        }
        // The longest first, so that of links that could go the dearest does.
        var kept = new List<(int Treated, int Control)>();
        foreach (
            var (t, c) in links
                .OrderByDescending(l => distance(l.Treated, l.Control))
                .ThenBy(l => l.Treated)
                .ThenBy(l => l.Control)
        )
            if (treatedDegree[t] > 1 && controlDegree[c] > 1)
            {
                treatedDegree[t]--;
                controlDegree[c]--;
            }
            else
                kept.Add((t, c));
        kept.Sort();
        return kept;
    }
}
