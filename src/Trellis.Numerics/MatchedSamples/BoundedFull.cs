using Trellis.Assignment;

namespace Trellis.MatchedSamples;

/// <summary>Full matches whose sets have no more than a number of controls, or of treated units, with the least sum of distances (Hansen and Klopfer 2006).</summary>
/// <remarks>
/// A flow round a network: every treated unit sends 1 to the most controls a set may have, every control takes 1 to the most
/// treated units. Who cannot be in a set is passed by at a price above all distances together, so that as few are left out as
/// can be. As in <see cref="SpaceMatching"/> only some pairs are arcs at first, and prices tell which others could help.
/// </remarks>
internal sealed class BoundedFull
{
    private const int Arcs = 20;

    // Distances are whole numbers in a flow: a millionth of a millionth of all of them together.
    private const double Resolution = 2e9;

    private readonly ControlDistances distances;
    private readonly int[] treated;
    private readonly int mostControls;
    private readonly int mostTreated;

    public BoundedFull(
        ControlDistances distances,
        int[] treated,
        int? mostControls,
        int? mostTreated
    )
    {
        (this.distances, this.treated) = (distances, treated);
        this.mostControls = Math.Min(mostControls ?? int.MaxValue, distances.Controls.Length);
        this.mostTreated = Math.Min(mostTreated ?? int.MaxValue, treated.Length);
    }

    /// <summary>The links of the stars, as places on both sides.</summary>
    public List<(int Treated, int Control)> Find()
    {
        var (m, n) = (treated.Length, distances.Controls.Length);
        var room = new double[n];
        double furthest = 0;
        foreach (var unit in treated)
        {
            var (from, to) = distances.Distances(unit, room);
            for (var c = from; c < to; c++)
                furthest = Math.Max(furthest, room[c]);
        }
        // Where all distances are 0 every unit of cost does.
        var scale = furthest > 0 ? Resolution / furthest : 1;
        var apart = ((long)Resolution + 1) * (m + n);
        var links = new List<(int Treated, int Control)>();
        var arcs = new List<(int Treated, int Control, long Cost)>();
        var known = new HashSet<int>[m];
        for (var t = 0; t < m; t++)
            known[t] = [];
        // Before the first answer everybody is passed by.
        var prices = new long[m + n];
        for (var c = 0; c < n; c++)
            prices[m + c] = 2 * apart;
        while (true)
        {
            var before = arcs.Count;
            for (var t = 0; t < m; t++)
            {
                var (from, to) = distances.Distances(treated[t], room);
                var worth = new double[n];
                var candidates = 0;
                for (var c = from; c < to; c++)
                {
                    var reduced = Cost(room[c], scale) + prices[t] - prices[m + c];
                    worth[c] = double.PositiveInfinity;
                    if (reduced >= 0 || known[t].Contains(c))
                        continue;
                    // At first the nearest: all prices are the same then.
                    worth[c] = reduced;
                    candidates++;
                }
                foreach (var c in NearestLists.Least(worth, from, to, Math.Min(Arcs, candidates)))
                {
                    known[t].Add(c);
                    arcs.Add((t, c, Cost(room[c], scale)));
                }
            }
            if (arcs.Count == before && before > 0)
                break;
            if (arcs.Count == 0)
                return [];
            (links, prices) = Flow(arcs, apart);
        }
        // Links that both ends could spare go, the longest first.
        return FullSets.Stars(
            links,
            Nobody(m),
            Nobody(n),
            (t, c) => Math.Sqrt(distances.Square(treated[t], c))
        );
    }

    private (List<(int Treated, int Control)> Links, long[] Prices) Flow(
        List<(int Treated, int Control, long Cost)> arcs,
        long apart
    )
    {
        var (m, n) = (treated.Length, distances.Controls.Length);
        var all = m + n;
        var flow = new MinCostFlow(all + 1);
        for (var t = 0; t < m; t++)
        {
            flow.Add(all, t, mostControls, 0, 1);
            flow.Add(t, all, 1, apart);
        }
        for (var c = 0; c < n; c++)
        {
            flow.Add(m + c, all, mostTreated, 0, 1);
            flow.Add(all, m + c, 1, apart);
        }
        var first = flow.Arcs;
        foreach (var (t, c, cost) in arcs)
            flow.Add(t, m + c, 1, cost);
        var answer = flow.Solve();
        var found = new List<(int, int)>();
        for (var i = 0; i < arcs.Count; i++)
            if (answer.Flow(first + i) > 0)
                found.Add((arcs[i].Treated, arcs[i].Control));
        return (found, [.. Enumerable.Range(0, all).Select(answer.Price)]);
    }

    private static long Cost(double distance, double scale) => (long)Math.Round(distance * scale);

    private static int[] Nobody(int count)
    {
        var nobody = new int[count];
        Array.Fill(nobody, -1);
        return nobody;
    }
}
