namespace Trellis.Assignment;

/// <summary>Pairs as a caller gives them, put in order and checked.</summary>
internal static class SparsePairs
{
    /// <summary>The pairs by item and bin, so that the order they are given in changes nothing.</summary>
    /// <exception cref="ArgumentException">A number names no item or bin, a pair is there twice, or a value is not finite.</exception>
    public static PairValue[] Sorted(int items, int bins, IReadOnlyList<PairValue> pairs)
    {
        PairValue[] sorted = [.. pairs];
        foreach (var pair in sorted)
        {
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
        }
        Array.Sort(
            sorted,
            (a, b) => a.Item != b.Item ? a.Item.CompareTo(b.Item) : a.Bin.CompareTo(b.Bin)
        );
        for (var p = 1; p < sorted.Length; p++)
            if (sorted[p].Item == sorted[p - 1].Item && sorted[p].Bin == sorted[p - 1].Bin)
                throw new ArgumentException(
                    $"The pair ({sorted[p].Item}, {sorted[p].Bin}) is there twice.",
                    nameof(pairs)
                );
        return sorted;
    }
}
