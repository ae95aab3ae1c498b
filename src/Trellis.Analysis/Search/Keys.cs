namespace Trellis.Search;

/// <summary>Numbers under a key, several to a key, best first: two sorted arrays in place of a dictionary of lists.</summary>
internal sealed class Keys
{
    private readonly long[] keys;
    private readonly int[] values;

    /// <param name="items">Among equal keys, the lower preference comes first.</param>
    public Keys(List<(long Key, long Preference, int Value)> items)
    {
        items.Sort();
        keys = new long[items.Count];
        values = new int[items.Count];
        for (var i = 0; i < items.Count; i++)
            (keys[i], values[i]) = (items[i].Key, items[i].Value);
    }

    public ReadOnlySpan<int> Of(long key) => Between(key, key);

    /// <summary>The values of every key from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public ReadOnlySpan<int> Between(long low, long high)
    {
        var from = First(low);
        return values.AsSpan(from, Math.Max(0, First(high + 1) - from));
    }

    private int First(long key)
    {
        int low = 0,
            high = keys.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (keys[middle] < key)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Up to twelve letters and digits as one number that sorts as they do; -1 where there is anything else.</summary>
    public static long Pack(ReadOnlySpan<char> text, int width)
    {
        if (text.Length > width)
            return -1;
        var packed = 0L;
        for (var i = 0; i < width; i++)
        {
            var code = 0;
            if (i < text.Length)
                code = char.ToUpperInvariant(text[i]) switch
                {
                    >= '0' and <= '9' and var digit => digit - '0' + 1,
                    >= 'A' and <= 'Z' and var letter => letter - 'A' + 11,
                    ' ' => 0,
                    _ => -1,
                };
            if (code < 0)
                return -1;
            packed = (packed * 37) + code;
        }
        return packed;
    }
}
