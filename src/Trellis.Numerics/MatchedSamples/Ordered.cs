namespace Trellis.MatchedSamples;

/// <summary>Units in the order of a figure.</summary>
internal static class Ordered
{
    /// <summary>Least first; units with one figure in the order of their numbers.</summary>
    public static int[] By(double[] figures, int[] units)
    {
        var keys = new double[units.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = figures[units[i]];
        int[] order = [.. units];
        Array.Sort(keys, order);
        // The sort leaves equals in any order.
        for (var from = 0; from < order.Length; )
        {
            var to = from + 1;
            while (to < order.Length && keys[to] == keys[from])
                to++;
            if (to - from > 1)
                Array.Sort(order, from, to - from);
            from = to;
        }
        return order;
    }
}
