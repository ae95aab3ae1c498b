namespace Trellis.MatchedSamples;

/// <summary>What each unit counts, for the effect on the treated.</summary>
internal static class MatchingWeights
{
    /// <summary>A control counts treated / controls of its set; 0 outside sets.</summary>
    public static double[] OfSets(int[] sets, IReadOnlyList<bool> treated)
    {
        var count = sets.Length == 0 ? 0 : sets.Max();
        var (inTreated, inControl) = (new double[count + 1], new double[count + 1]);
        for (var u = 0; u < sets.Length; u++)
            (treated[u] ? inTreated : inControl)[sets[u]]++;
        var weights = new double[sets.Length];
        for (var u = 0; u < sets.Length; u++)
            if (sets[u] > 0)
                weights[u] = treated[u] ? 1 : inTreated[sets[u]] / inControl[sets[u]];
        return Scaled(weights, treated);
    }

    /// <summary>A control counts one over the partners of each treated unit it is a partner of.</summary>
    public static double[] OfPairs(
        IReadOnlyList<(int Treated, int Control)> pairs,
        IReadOnlyList<bool> treated
    )
    {
        var partners = new int[treated.Count];
        foreach (var (t, _) in pairs)
            partners[t]++;
        var weights = new double[treated.Count];
        foreach (var (t, c) in pairs)
        {
            weights[t] = 1;
            weights[c] += 1.0 / partners[t];
        }
        return Scaled(weights, treated);
    }

    /// <summary>Sets from 1 of units linked to one another, in the order of their first treated unit.</summary>
    public static int[] SetsOf(IReadOnlyList<(int Treated, int Control)> pairs, int count)
    {
        // Links come as stars, so the set of either end, once it has one, is the set of both.
        var sets = new int[count];
        var next = 0;
        foreach (var (t, c) in pairs)
        {
            if (sets[t] == 0 && sets[c] == 0)
                sets[t] = ++next;
            if (sets[c] != 0)
                sets[t] = sets[c];
            else
                sets[c] = sets[t];
        }
        return sets;
    }

    // Controls' weights add up to how many of them there are.
    private static double[] Scaled(double[] weights, IReadOnlyList<bool> treated)
    {
        double sum = 0;
        var used = 0;
        for (var u = 0; u < weights.Length; u++)
            if (!treated[u] && weights[u] > 0)
            {
                sum += weights[u];
                used++;
            }
        if (used > 0 && sum != used)
            for (var u = 0; u < weights.Length; u++)
                if (!treated[u])
                    weights[u] *= used / sum;
        return weights;
    }
}
