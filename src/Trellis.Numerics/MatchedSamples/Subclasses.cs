using Trellis.Answers;

namespace Trellis.MatchedSamples;

/// <summary>Sets of units: between quantiles of a score, or alike in every covariate.</summary>
internal static class Subclasses
{
    /// <summary>The subclass of each unit from 1, cut at quantiles (type 7) of the treated units' scores.</summary>
    /// <param name="cutBy">The scores of all treated units, also of those who were left out, as MatchIt has it.</param>
    /// <exception cref="UnusableDataException">There are fewer treated units or controls than subclasses.</exception>
    public static int[] ByScore(
        double[] scores,
        IReadOnlyList<bool> treated,
        IEnumerable<double> cutBy,
        int count,
        List<Remark> remarks
    )
    {
        var sorted = cutBy.Order().ToArray();
        var cuts = new double[count + 1];
        for (var k = 0; k <= count; k++)
        {
            var at = (sorted.Length - 1) * ((double)k / count);
            var below = (int)Math.Floor(at + 4e-16);
            var share = at - below;
            cuts[k] =
                share <= 4e-16 * sorted.Length || below + 1 >= sorted.Length
                    ? sorted[below]
                    : sorted[below] + (share * (sorted[below + 1] - sorted[below]));
        }
        var sets = new int[scores.Length];
        for (var u = 0; u < sets.Length; u++)
        {
            var set = 0;
            while (set < count - 1 && scores[u] >= cuts[set + 1])
                set++;
            sets[u] = set;
        }
        var used = sets.Distinct().Order().ToArray();
        if (used.Length < count)
            remarks.Add(
                new Remark(
                    "fewer-subclasses",
                    used.Length,
                    $"Many units have the same propensity score: {used.Length} subclasses instead of {count}."
                )
            );
        for (var u = 0; u < sets.Length; u++)
            sets[u] = Array.IndexOf(used, sets[u]);
        foreach (var side in (bool[])[true, false])
            Fill(sets, used.Length, scores, treated, side, remarks);
        for (var u = 0; u < sets.Length; u++)
            sets[u]++;
        return sets;
    }

    // Every subclass gets at least one unit of a side: the nearest by score from the side that has more to give.
    private static void Fill(
        int[] sets,
        int count,
        double[] scores,
        IReadOnlyList<bool> treated,
        bool side,
        List<Remark> remarks
    )
    {
        var members = Enumerable.Range(0, sets.Length).Where(u => treated[u] == side).ToArray();
        if (members.Length < count)
            throw new UnusableDataException(
                $"There are {members.Length} {(side ? "treated units" : "controls")} for {count} subclasses, each of which needs one: ask for fewer subclasses."
            );
        var sizes = new int[count];
        foreach (var unit in members)
            sizes[sets[unit]]++;
        var moved = 0;
        while (Array.IndexOf(sizes, 0) is >= 0 and var empty)
        {
            double score = 0;
            for (var other = 0; other < count; other++)
                if (sizes[other] > 1)
                    score += (sizes[other] - 1.0) / (other - empty);
            var left = empty == count - 1 || (empty > 0 && score <= 0);
            var step = left ? -1 : 1;
            var giver = empty + step;
            while (sizes[giver] == 0)
                giver += step;
            var best = -1;
            foreach (var unit in members)
                if (
                    sets[unit] == giver
                    && (
                        best < 0
                        || (left ? scores[unit] >= scores[best] : scores[unit] <= scores[best])
                    )
                )
                    best = unit;
            sets[best] = empty;
            sizes[empty]++;
            sizes[giver]--;
            moved++;
        }
        if (moved > 0)
            remarks.Add(
                new Remark(
                    "subclass-filled",
                    moved,
                    $"{moved} {(side ? "treated unit" : "control")}{(moved == 1 ? "" : "s")} moved to a neighbouring subclass that had none."
                )
            );
    }

    /// <summary>Sets from 1 of units alike in every key, in the order in which they first appear; 0 where a set has no treated unit or no control.</summary>
    public static int[] Alike(IReadOnlyList<int[]> keys, IReadOnlyList<bool> treated)
    {
        var cells = Cells(keys, treated.Count);
        var count = cells.Length == 0 ? 0 : cells.Max() + 1;
        var has = new (bool Treated, bool Control)[count];
        for (var u = 0; u < cells.Length; u++)
            if (treated[u])
                has[cells[u]].Treated = true;
            else
                has[cells[u]].Control = true;
        var numbers = new int[count];
        var next = 0;
        var sets = new int[cells.Length];
        for (var u = 0; u < cells.Length; u++)
            if (has[cells[u]] is (true, true))
            {
                if (numbers[cells[u]] == 0)
                    numbers[cells[u]] = ++next;
                sets[u] = numbers[cells[u]];
            }
        return sets;
    }

    /// <summary>A number from 0 for each combination of keys that occurs, in the order of appearance; all 0 without keys.</summary>
    public static int[] Cells(IReadOnlyList<int[]> keys, int count)
    {
        var cells = new int[count];
        foreach (var key in keys)
        {
            var at = new Dictionary<(int, int), int>();
            for (var u = 0; u < count; u++)
            {
                if (!at.TryGetValue((cells[u], key[u]), out var cell))
                    at[(cells[u], key[u])] = cell = at.Count;
                cells[u] = cell;
            }
        }
        return cells;
    }

    /// <summary>Which range of equal width between its least and its greatest a figure lies in, from 1; the first and the last are open.</summary>
    public static int[] Ranges(ReadOnlySpan<double> figures, int ranges)
    {
        var (least, most) = (figures[0], figures[0]);
        foreach (var x in figures)
            (least, most) = (Math.Min(least, x), Math.Max(most, x));
        var step = (most - least) / ranges;
        var codes = new int[figures.Length];
        for (var u = 0; u < codes.Length; u++)
        {
            codes[u] = 1;
            while (codes[u] < ranges && figures[u] >= least + (codes[u] * step))
                codes[u]++;
        }
        return codes;
    }

    /// <summary>⌈log₂ n⌉ + 1 (Sturges 1926).</summary>
    public static int Sturges(int count) => (int)Math.Ceiling(Math.Log2(count) + 1);
}
