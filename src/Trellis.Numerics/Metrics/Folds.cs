namespace Trellis.Metrics;

/// <summary>Parts of the rows that take turns at being left out: by a hash of each row's own key, so that neither the order of the rows nor a row more moves anybody to another fold.</summary>
public static class Folds
{
    /// <summary>How anybody works out a fold, as published beside the formulas.</summary>
    public const string Recipe =
        "In whole numbers of 32 bits, what is over dropped: h = URN * 2654435761 xor 2246822519; h = h xor (h >> 16); h = h * 2246822507; h = h xor (h >> 13); h = h * 3266489909; h = h xor (h >> 16); the fold is the rest of h divided by the number of folds, from 0.";

    /// <summary>The fold of a key, 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="seed">Another seed, another parting.</param>
    public static int Of(int key, int count, int seed = 1)
    {
        // The finaliser of MurmurHash3: every bit of the key and the seed moves every bit of the hash.
        var hash = (uint)key * 2654435761u ^ (uint)seed * 2246822519u;
        hash ^= hash >> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >> 13;
        hash *= 0xc2b2ae35;
        hash ^= hash >> 16;
        return (int)(hash % (uint)count);
    }

    public static int[] Of(IReadOnlyList<int> keys, int count, int seed = 1) =>
        keys.Select(key => Of(key, count, seed)).ToArray();
}
