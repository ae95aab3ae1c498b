namespace Trellis.Assignment;

/// <summary>Pairs as a caller gives them, put in order and checked.</summary>
internal static class SparsePairs
{
    /// <summary>The pairs by item and bin, so that the order they are given in changes nothing.</summary>
    /// <exception cref="ArgumentException">A number names no item or bin, a pair is there twice, or a value is not finite.</exception>
    public static PairValue[] Sorted(int items, int bins, IReadOnlyList<PairValue> pairs)
    {
        var starts = new int[items + 1];
        for (var p = 0; p < pairs.Count; p++)
        {
            var pair = pairs[p];
            if ((uint)pair.Item >= (uint)items || (uint)pair.Bin >= (uint)bins)
                throw new ArgumentException(
                    $"The pair ({pair.Item}, {pair.Bin}) is outside {items} items and {bins} bins.",
                    nameof(pairs)
                );
            if (!double.IsFinite(pair.Value))
                throw new ArgumentException(
                    $"The value of ({pair.Item}, {pair.Bin}) is {pair.Value}.",
                    nameof(pairs)
                );
            starts[pair.Item + 1]++;
        }
        for (var i = 0; i < items; i++)
            starts[i + 1] += starts[i];
        var sorted = new PairValue[pairs.Count];
        var next = starts[..^1];
        for (var p = 0; p < pairs.Count; p++)
            sorted[next[pairs[p].Item]++] = pairs[p];
        for (var i = 0; i < items; i++)
        {
            var own = sorted.AsSpan(starts[i]..starts[i + 1]);
            own.Sort((x, y) => x.Bin.CompareTo(y.Bin));
            for (var p = 1; p < own.Length; p++)
                if (own[p].Bin == own[p - 1].Bin)
                    throw new ArgumentException(
                        $"The pair ({own[p].Item}, {own[p].Bin}) is there twice.",
                        nameof(pairs)
                    );
        }
        return sorted;
    }
}
