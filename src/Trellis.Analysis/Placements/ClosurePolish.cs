namespace Trellis.Placements;

/// <summary>Makes a plan better by moving one school and by exchanging two, as long as that helps: what is left for a plan whose time was up.</summary>
internal static class ClosurePolish
{
    // More rounds than any plan was seen to need; each is a walk over all pairs.
    private const int MostRounds = 50;

    /// <returns>A plan that keeps every rule that the given one keeps, leaves no more out, and is worth at least as much.</returns>
    public static int[] Better(ClosureArrays arrays, IReadOnlyList<int> plan, int rankLimit)
    {
        int[] now = [.. plan];
        var count = new int[arrays.Trusts.Length];
        var points = new int[arrays.Trusts.Length];
        for (var s = 0; s < now.Length; s++)
            if (now[s] != ClosureArrays.NoTrust)
                Put(s, now[s], 1);
        var allowed = arrays
            .Allowed.Where(p => arrays.Rank(p.School, p.Trust) <= rankLimit)
            .ToLookup(p => p.School, p => p.Trust);
        var open = allowed.SelectMany(g => g.Select(t => (g.Key, t))).ToHashSet();
        var value = arrays.ValueOf(now);
        for (var round = 0; round < MostRounds; round++)
        {
            var before = value;
            for (var s = 0; s < now.Length; s++)
            {
                foreach (var t in allowed[s])
                    if (t != now[s])
                        Try(s, t, -1);
                for (var other = s + 1; other < now.Length; other++)
                    if (
                        now[s] != now[other]
                        && now[s] != ClosureArrays.NoTrust
                        && now[other] != ClosureArrays.NoTrust
                        && open.Contains((s, now[other]))
                        && open.Contains((other, now[s]))
                    )
                        Try(s, now[other], other);
            }
            if (value <= before)
                break;
        }
        return now;

        void Put(int school, int trust, int sign)
        {
            if (trust == ClosureArrays.NoTrust)
                return;
            count[trust] += sign;
            points[trust] += sign * arrays.Schools[school].Challenge;
        }

        // Moves a school to a trust and, where another is named, that one to where the first was.
        void Try(int school, int to, int other)
        {
            var from = now[school];
            // Each school that moves saves one further trust of its cluster at most: where that is too little, nothing is tried.
            var gain =
                arrays.Value(school, to)
                - Own(school)
                + (other < 0 ? 0 : arrays.Value(other, from) - Own(other))
                + (arrays.Instance.ClusterCost * (other < 0 ? 1 : 2));
            if (from != ClosureArrays.NoTrust && gain <= 0)
                return;
            Exchange(school, from, to);
            if (other >= 0)
                Exchange(other, to, from);
            var fits =
                arrays.Fits(to, count[to], points[to])
                && (from == ClosureArrays.NoTrust || arrays.Fits(from, count[from], points[from]));
            var then = fits ? arrays.ValueOf(now) : double.NegativeInfinity;
            // To place one more is better whatever it is worth, where no penalty says otherwise.
            if (from == ClosureArrays.NoTrust && fits)
                then += arrays.Penalty;
            if (then > value + 1e-12)
            {
                value = from == ClosureArrays.NoTrust ? then - arrays.Penalty : then;
                return;
            }
            if (other >= 0)
                Exchange(other, from, to);
            Exchange(school, to, from);
        }

        double Own(int school) =>
            now[school] == ClosureArrays.NoTrust ? 0 : arrays.Value(school, now[school]);

        void Exchange(int school, int from, int to)
        {
            Put(school, from, -1);
            Put(school, to, 1);
            now[school] = to;
        }
    }
}
