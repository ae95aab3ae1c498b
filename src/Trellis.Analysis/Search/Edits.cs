using System.Numerics;

namespace Trellis.Search;

/// <summary>How many single slips of the keyboard lie between two words.</summary>
/// <remarks>
/// A slip is a letter inserted, left out, replaced, or swapped with its neighbour: the optimal string alignment distance
/// (Damerau 1964, no substring edited twice). For whole texts use the index; this is for words.
/// </remarks>
public static class Edits
{
    private const int LongestWord = 40;

    /// <summary>The slips between two words, or <paramref name="most"/> + 1 where there are more than <paramref name="most"/>.</summary>
    public static int Between(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most) =>
        Align(a, b, most, toPrefix: false);

    /// <summary>The slips between a word and the best beginning of another, as <see cref="Between"/>.</summary>
    public static int ToBeginning(ReadOnlySpan<char> typed, ReadOnlySpan<char> whole, int most) =>
        Align(typed, whole, most, toPrefix: true);

    /// <summary>The letters and digits of a word as bits: words that differ in more than two bits a slip need no alignment.</summary>
    internal static ulong Mask(ReadOnlySpan<char> word)
    {
        var mask = 0UL;
        foreach (var c in word)
            mask |= 1UL << (c & 63);
        return mask;
    }

    /// <summary>Letters in one and not in the other: each slip can account for one on either side.</summary>
    internal static bool CouldBeWithin(ulong a, ulong b, int slips) =>
        BitOperations.PopCount(a & ~b) <= slips && BitOperations.PopCount(b & ~a) <= slips;

    private static int Align(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most, bool toPrefix)
    {
        if (toPrefix && b.Length > a.Length + most)
            b = b[..(a.Length + most)];
        if (a.Length > LongestWord || b.Length > LongestWord)
            return a.SequenceEqual(b) ? 0 : most + 1;
        if (Math.Abs(a.Length - b.Length) > most)
            return most + 1;

        Span<int> cells = stackalloc int[3 * (LongestWord + 1)];
        var before = cells[..(b.Length + 1)];
        var last = cells.Slice(LongestWord + 1, b.Length + 1);
        var row = cells.Slice(2 * (LongestWord + 1), b.Length + 1);
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var cell = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cell = Math.Min(cell, before[j - 2] + 1);
                row[j] = cell;
                least = Math.Min(least, cell);
            }
            if (least > most)
                return most + 1;
            var spare = before;
            before = last;
            last = row;
            row = spare;
        }
        var slips = last[b.Length];
        if (toPrefix)
            foreach (var cell in last)
                slips = Math.Min(slips, cell);
        return Math.Min(slips, most + 1);
    }
}
