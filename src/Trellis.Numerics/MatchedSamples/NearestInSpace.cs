namespace Trellis.MatchedSamples;

/// <summary>The nearest control in several dimensions: short lists of the nearest for every treated unit, and a full look where a list is used up.</summary>
/// <remarks>
/// Of controls equally near the one is taken that MatchIt 4.7 would meet last, walking out from the treated unit both ways in the
/// order of the first dimension.
/// </remarks>
internal sealed class NearestInSpace : INearestControl
{
    // Long enough that of 5,000 treated units among 15,000 controls only few use theirs up.
    private const int Listed = 40;

    private readonly ControlDistances distances;
    private readonly Dictionary<int, int> placeOf;
    private readonly Dictionary<int, (int[] Places, bool Whole)> lists;
    private readonly bool[] taken;
    private readonly double[] squares;
    private readonly int[] walk;

    /// <param name="walk">A scratch array as long as all units.</param>
    public NearestInSpace(
        int[] units,
        IReadOnlyList<bool> treated,
        CovariateSpace space,
        double[]? scores,
        double caliper,
        int[] walk
    )
    {
        distances = new ControlDistances(space, units, treated, scores, caliper);
        this.walk = walk;
        var first = space.Axes[0];
        var order = Ordered.By(first, units);
        for (var i = 0; i < order.Length; i++)
            walk[order[i]] = i;
        placeOf = [];
        for (var place = 0; place < distances.Controls.Length; place++)
            placeOf[distances.Controls[place]] = place;
        taken = new bool[distances.Controls.Length];
        squares = new double[distances.Controls.Length];
        var seekers = units.Where(u => treated[u]).ToArray();
        var found = new (int[], bool)[seekers.Length];
        Parallel.For(
            0,
            seekers.Length,
            () => new double[distances.Controls.Length],
            (i, _, room) =>
            {
                var (from, to) = distances.Squares(seekers[i], room);
                var places = NearestLists.Least(room, from, to, Listed);
                found[i] = (places, places.Length == to - from);
                return room;
            },
            _ => { }
        );
        lists = new(seekers.Length);
        for (var i = 0; i < seekers.Length; i++)
            lists[seekers[i]] = found[i];
    }

    public (int Control, double Distance) Find(int treated)
    {
        var (places, whole) = lists[treated];
        var best = -1;
        double least = double.PositiveInfinity,
            last = 0;
        foreach (var place in places)
        {
            last = distances.Square(treated, place);
            if (last > least)
                break;
            if (!taken[place] && (last < least || Later(treated, place, best)))
                (best, least) = (place, last);
        }
        // Controls not on the list are at least as far as its last; one as far might come later in the walk.
        if (!whole && least >= last)
            (best, least) = Look(treated);
        return best < 0 ? (-1, 0) : (distances.Controls[best], Math.Sqrt(least));
    }

    public int[] FindSeveral(int treated, int count)
    {
        var (places, whole) = lists[treated];
        if (!whole && count >= places.Length)
        {
            var (from, to) = distances.Squares(treated, squares);
            places = NearestLists.Least(squares, from, to, int.MaxValue);
        }
        else if (!whole)
        {
            // Equals of the last that is asked for may stand beyond the list.
            var edge = distances.Square(treated, places[count - 1]);
            if (edge == distances.Square(treated, places[^1]))
            {
                var (from, to) = distances.Squares(treated, squares);
                places = NearestLists.Least(squares, from, to, int.MaxValue);
            }
        }
        var sorted = places
            .Select(p => (Square: distances.Square(treated, p), Place: p))
            .OrderBy(p => p.Square)
            .ThenByDescending(p => Walked(treated, p.Place));
        return [.. sorted.Take(count).Select(p => distances.Controls[p.Place])];
    }

    public void Take(int treated, int control) => taken[placeOf[control]] = true;

    private (int Place, double Square) Look(int treated)
    {
        var (from, to) = distances.Squares(treated, squares);
        var (best, least) = (-1, double.PositiveInfinity);
        for (var place = from; place < to; place++)
            if (
                squares[place] <= least
                && !taken[place]
                && (squares[place] < least || Later(treated, place, best))
            )
                (best, least) = (place, squares[place]);
        return (best, least);
    }

    private bool Later(int treated, int place, int than) =>
        than < 0 || Walked(treated, place) > Walked(treated, than);

    // How many steps of the walk until this place: left, right, left, right.
    private int Walked(int treated, int place)
    {
        var steps = walk[distances.Controls[place]] - walk[treated];
        return steps > 0 ? 2 * steps : (-2 * steps) - 1;
    }
}
