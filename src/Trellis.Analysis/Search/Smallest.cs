namespace Trellis.Search;

/// <summary>The first few of many, in order, without sorting the many.</summary>
internal static class Smallest
{
    /// <summary>Rearranges the keys so that the first <paramref name="count"/> are the smallest, ascending (Hoare's selection, then a sort).</summary>
    public static void First(Span<ulong> keys, int count)
    {
        if (count < keys.Length)
        {
            int low = 0,
                high = keys.Length - 1;
            while (low < high)
            {
                var pivot = keys[(low + high) >>> 1];
                int i = low,
                    j = high;
                while (i <= j)
                {
                    while (keys[i] < pivot)
                        i++;
                    while (keys[j] > pivot)
                        j--;
                    if (i <= j)
                    {
                        (keys[i], keys[j]) = (keys[j], keys[i]);
                        i++;
                        j--;
                    }
                }
                if (count <= j)
                    high = j;
                else if (count >= i)
                    low = i;
                else
                    break;
            }
            keys = keys[..count];
        }
        keys.Sort();
    }
}
