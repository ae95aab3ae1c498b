namespace Trellis.MatchedSamples;

/// <summary>Pairs and full matches with the least sum of distances in several dimensions, exact and sparse.</summary>
/// <remarks>
/// Only some arcs are given to the assignment at first, the nearest of each treated unit; the prices it ends with then tell of
/// every other pair whether it could shorten the sum, and those that could are added until there is none. Distances are worked
/// out again in each pass: memory grows with the units, not with the pairs.
/// </remarks>
internal sealed class SpaceMatching
{
    private const int FirstArcs = 24;
    private const int MostAdded = 24;

    private readonly ControlDistances distances;
    private readonly int[] treated;

    public SpaceMatching(ControlDistances distances, int[] treated) =>
        (this.distances, this.treated) = (distances, treated);

    /// <summary>Each treated unit with <paramref name="ratio"/> controls where there are enough; places on both sides.</summary>
    public List<(int Treated, int Control)> Pairs(int ratio)
    {
        // As many as can be are paired before the sum counts, so staying alone costs more than all pairs together.
        var alone = (Furthest() + 1) * ((treated.Length * ratio) + 1);
        return Solve(ratio, alone, null, null);
    }

    /// <summary>Every unit that can meet another in a star.</summary>
    public List<(int Treated, int Control)> Full()
    {
        var (m, n) = (treated.Length, distances.Controls.Length);
        var nearestControl = new int[m];
        var treatedLeast = new double[m];
        var nearestTreated = new int[n];
        var controlLeast = new double[n];
        Array.Fill(nearestTreated, -1);
        Array.Fill(controlLeast, double.PositiveInfinity);
        var gate = new Lock();
        Parallel.For(
            0,
            m,
            () => (Room: new double[n], Least: Filled(n), Nearest: Filled<int>(n, -1)),
            (t, _, own) =>
            {
                var (from, to) = distances.Distances(treated[t], own.Room);
                (nearestControl[t], treatedLeast[t]) = (-1, double.PositiveInfinity);
                for (var c = from; c < to; c++)
                {
                    var d = own.Room[c];
                    if (d < treatedLeast[t])
                        (nearestControl[t], treatedLeast[t]) = (c, d);
                    if (d < own.Least[c] || (d == own.Least[c] && t < own.Nearest[c]))
                        (own.Least[c], own.Nearest[c]) = (d, t);
                }
                return own;
            },
            own =>
            {
                // Least of all and the lower unit of equals: in whatever order the cores come back.
                lock (gate)
                    for (var c = 0; c < n; c++)
                        if (
                            own.Nearest[c] >= 0
                            && (
                                own.Least[c] < controlLeast[c]
                                || (
                                    own.Least[c] == controlLeast[c]
                                    && own.Nearest[c] < nearestTreated[c]
                                )
                            )
                        )
                            (controlLeast[c], nearestTreated[c]) = (own.Least[c], own.Nearest[c]);
            }
        );
        // A cover costs everybody's nearest, less what each chosen pair saves on its two.
        var pairs = Solve(1, 0, treatedLeast, controlLeast);
        return FullSets.Stars(
            pairs,
            nearestControl,
            nearestTreated,
            (t, c) => Math.Sqrt(distances.Square(treated[t], c))
        );
    }

    private List<(int Treated, int Control)> Solve(
        int ratio,
        double alone,
        double[]? treatedGain,
        double[]? controlGain
    )
    {
        var (m, n) = (treated.Length, distances.Controls.Length);
        var assignment = new SparseAssignment(m * ratio, n, alone);
        var known = new HashSet<int>[m];
        for (var t = 0; t < m; t++)
            known[t] = [];
        // Before the first answer every price is the price of staying alone.
        Array.Fill(assignment.RowPrices, alone);
        for (var most = FirstArcs; ; most = MostAdded)
        {
            var found = Better(assignment, ratio, treatedGain, controlGain, known, most, alone);
            var added = 0;
            for (var t = 0; t < m; t++)
                foreach (var (place, cost) in found[t])
                {
                    known[t].Add(place);
                    added++;
                    for (var copy = 0; copy < ratio; copy++)
                        assignment.Add((t * ratio) + copy, place, cost);
                }
            if (added == 0)
                break;
            assignment.Solve();
        }
        var pairs = new List<(int, int)>();
        for (var row = 0; row < m * ratio; row++)
            if (assignment.ColumnOf[row] >= 0)
                pairs.Add((row / ratio, assignment.ColumnOf[row]));
        return pairs;
    }

    // For each treated unit the arcs not yet given that the prices say could shorten the sum, the most promising ones.
    private (int Place, double Cost)[][] Better(
        SparseAssignment assignment,
        int ratio,
        double[]? treatedGain,
        double[]? controlGain,
        HashSet<int>[] known,
        int most,
        double alone
    )
    {
        var (m, n) = (treated.Length, distances.Controls.Length);
        var found = new (int, double)[m][];
        Parallel.For(
            0,
            m,
            () => (Room: new double[n], Costs: new double[n]),
            (t, _, own) =>
            {
                var (from, to) = distances.Distances(treated[t], own.Room);
                var price = double.NegativeInfinity;
                for (var copy = 0; copy < ratio; copy++)
                    price = Math.Max(price, assignment.RowPrices[(t * ratio) + copy]);
                // Rounding must not call the same arcs better for ever.
                var slack = 1e-10 * Math.Max(1, Math.Min(Math.Abs(price), alone));
                var candidates = 0;
                for (var c = from; c < to; c++)
                {
                    var cost =
                        own.Room[c] - (treatedGain is null ? 0 : treatedGain[t] + controlGain![c]);
                    own.Costs[c] = cost;
                    var reduced = cost - assignment.ColumnPrices[c];
                    if (reduced < price - slack && !known[t].Contains(c))
                    {
                        own.Room[c] = reduced;
                        candidates++;
                    }
                    else
                        own.Room[c] = double.PositiveInfinity;
                }
                if (candidates == 0)
                    found[t] = [];
                else
                    found[t] =
                    [
                        .. NearestLists
                            .Least(own.Room, from, to, Math.Min(most, candidates))
                            .Select(c => (c, own.Costs[c])),
                    ];
                return own;
            },
            _ => { }
        );
        return found;
    }

    private double Furthest()
    {
        // Through the centre: twice the longest way from it is no less than any distance.
        double furthest = 0;
        var room = new double[distances.Controls.Length];
        if (treated.Length == 0 || room.Length == 0)
            return 0;
        var (from, to) = distances.Everyone(treated[0], room);
        double reach = 0;
        for (var c = from; c < to; c++)
            reach = Math.Max(reach, room[c]);
        foreach (var unit in treated)
            furthest = Math.Max(furthest, Math.Sqrt(distances.Square(unit, 0)));
        return furthest + (2 * reach);
    }

    private static double[] Filled(int n) => Filled(n, double.PositiveInfinity);

    private static T[] Filled<T>(int n, T value)
    {
        var array = new T[n];
        Array.Fill(array, value);
        return array;
    }
}
