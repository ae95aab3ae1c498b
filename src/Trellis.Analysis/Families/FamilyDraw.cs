using Trellis.Assignment;
using Trellis.Clustering;
using Trellis.Neighbours;

namespace Trellis.Families;

/// <summary>Puts the schools of a phase into families: drawn anew where there were none, else carried on from those before.</summary>
/// <remarks>Works on places in a population; who they are and what the families are called is for <see cref="Families"/>.</remarks>
public sealed class FamilyDraw(Points points, FamilyKind kind, Nearby nearby)
{
    private const int NoFamily = -1;

    private readonly int least = kind.Least();
    private readonly int most = kind.Most();

    /// <summary>The family of every school, numbered from 0 by their lowest places.</summary>
    public int[] Anew()
    {
        var of = new int[points.Rows];
        var next = 0;
        foreach (var members in Groups([.. Enumerable.Range(0, points.Rows)]).OrderBy(m => m[0]))
        {
            foreach (var row in members)
                of[row] = next;
            next++;
        }
        return of;
    }

    /// <summary>Carries families on by the published rule.</summary>
    /// <param name="before">The family of each school, -1 for one that had none; families are numbered from 0.</param>
    /// <returns>The family of each school; a number not in use before is a new family, one no longer in use has ended.</returns>
    public int[] Carried(IReadOnlyList<int> before)
    {
        var count = before.Count == 0 ? 0 : before.Max() + 1;
        if (count == 0)
            return Settled(Anew());
        var of = before.ToArray();
        var members = MembersOf(of, count);
        var centres = new Centres(points, members);
        Array.Fill(of, NoFamily);
        var staying = Staying(before, members, centres);
        for (var row = 0; row < of.Length; row++)
            if (staying[row])
                of[row] = before[row];
        Place(of, centres, members);
        return WithinBounds(of, count);
    }

    /// <summary>A first draw, moved by the rule of later releases until nobody would move: so the next release from the same figures is the same.</summary>
    private int[] Settled(int[] drawn)
    {
        // All of England settles well within these; schools that changed places for ever would stop here.
        for (var pass = 0; pass < 10 && drawn.Any(f => f != NoFamily); pass++)
        {
            var next = Carried(drawn);
            if (next.AsSpan().SequenceEqual(drawn))
                break;
            drawn = next;
        }
        return drawn;
    }

    /// <summary>Who stays: whose better alternatives, families with room, are no more than <see cref="FamilyRule.AlternativesAmong"/>.</summary>
    private bool[] Staying(IReadOnlyList<int> before, List<int>[] members, Centres centres)
    {
        var staying = new bool[before.Count];
        var allowed = FamilyRule.AlternativesAmong(members.Count(m => m.Count > 0));
        Parallel.For(
            0,
            before.Count,
            () => new double[centres.Count],
            (row, _, distances) =>
            {
                if (before[row] == NoFamily)
                    return distances;
                centres.SquaredDistances(row, distances);
                var own = distances[before[row]];
                var better = 0;
                for (var family = 0; family < distances.Length; family++)
                    if (
                        distances[family] < own
                        && better <= allowed
                        // A family without room is no alternative.
                        && members[family].Count < most
                        && MayJoin(row, members[family])
                    )
                        better++;
                staying[row] = better <= allowed;
                return distances;
            },
            _ => { }
        );
        return staying;
    }

    /// <summary>Whether a school is near enough to all of a family; for national families always.</summary>
    private bool MayJoin(int row, List<int> members)
    {
        if (kind == FamilyKind.National)
            return true;
        foreach (var mate in members)
            if (mate != row && !nearby.AreNear(row, mate))
                return false;
        return members.Count > 0;
    }

    /// <summary>Puts those without a family where they fit best and there is room, all at once; over the bounds where there is no other way.</summary>
    private void Place(int[] of, Centres centres, List<int>[] before)
    {
        var homeless = Enumerable.Range(0, of.Length).Where(row => of[row] == NoFamily).ToArray();
        if (homeless.Length == 0)
            return;
        var staying = MembersOf(of, before.Length);
        var lows = new int[before.Length];
        var highs = new int[before.Length];
        for (var family = 0; family < before.Length; family++)
            if (before[family].Count > 0)
            {
                lows[family] = Math.Max(0, least - staying[family].Count);
                highs[family] = Math.Max(lows[family], most - staying[family].Count);
            }
        var may = homeless.Select(row => staying.Select(m => MayJoin(row, m)).ToArray()).ToArray();
        if (homeless.Length < lows.Sum())
            Array.Clear(lows);
        if (homeless.Length <= highs.Sum())
        {
            var placed = BalancedClusters.Assign(
                homeless,
                centres,
                lows,
                highs,
                (at, family) => may[at][family]
            );
            for (var at = 0; at < placed.Length; at++)
                if (may[at][placed[at]])
                    of[homeless[at]] = placed[at];
        }
        var distances = new double[centres.Count];
        for (var at = 0; at < homeless.Length; at++)
        {
            if (of[homeless[at]] != NoFamily)
                continue;
            centres.SquaredDistances(homeless[at], distances);
            var row = homeless[at];
            of[row] = Enumerable
                .Range(0, centres.Count)
                .Where(family => before[family].Count > 0)
                .OrderBy(family => may[at][family] ? 0 : 1)
                .ThenBy(family =>
                    may[at][family] || kind == FamilyKind.National
                        ? distances[family]
                        : before[family].Min(mate => nearby.Kilometres(row, mate))
                )
                .ThenBy(family => family)
                .First();
        }
    }

    /// <summary>Draws anew a family that is out of bounds together with the fewest of its neighbours that make it possible.</summary>
    private int[] WithinBounds(int[] of, int count)
    {
        var given = new HashSet<int>();
        while (true)
        {
            var members = MembersOf(of, count);
            var wrong = Array.FindIndex(
                members,
                m => m.Count > 0 && (m.Count < least || m.Count > most)
            );
            if (wrong < 0 || !given.Add(wrong))
                return of;
            var centres = new Centres(points, members);
            var together = new List<int> { wrong };
            var rows = new List<int>(members[wrong]);
            foreach (
                var other in Enumerable
                    .Range(0, count)
                    .Where(f => f != wrong && members[f].Count > 0)
                    .OrderBy(f => Apart(members[wrong], f, members[f], centres))
                    .ThenBy(f => f)
            )
            {
                if (BalancedClusters.CanBeCut(rows.Count, least, most))
                    break;
                together.Add(other);
                rows.AddRange(members[other]);
            }
            if (!BalancedClusters.CanBeCut(rows.Count, least, most))
                return of;
            rows.Sort();
            count = Named(of, Groups(rows), together, count);
        }
    }

    private double Apart(List<int> members, int family, List<int> others, Centres centres)
    {
        if (kind == FamilyKind.Regional)
            return members.Average(a => nearby.Kilometres(a, others[0]));
        double sum = 0;
        foreach (var row in members)
            sum += centres.Distance(row, family) is var far && double.IsNaN(far) ? 0 : far;
        return sum;
    }

    /// <summary>Gives groups drawn anew the families they have most schools of; what is left over gets a new number.</summary>
    private static int Named(int[] of, List<List<int>> groups, List<int> families, int count)
    {
        var flow = new MinCostFlow(groups.Count + families.Count + 1);
        var end = flow.Nodes - 1;
        var arcs = new List<(int Group, int Family, int Arc)>();
        for (var g = 0; g < groups.Count; g++)
        {
            flow.Supply(g, 1);
            flow.Add(g, end, 1, 0);
            for (var f = 0; f < families.Count; f++)
            {
                var shared = groups[g].Count(row => of[row] == families[f]);
                if (shared > 0)
                    arcs.Add((g, f, flow.Add(g, groups.Count + f, 1, -shared)));
            }
        }
        for (var f = 0; f < families.Count; f++)
            flow.Add(groups.Count + f, end, 1, 0);
        flow.Supply(end, -groups.Count);
        var answer = flow.Solve();
        var name = new int[groups.Count];
        Array.Fill(name, NoFamily);
        foreach (var (group, family, arc) in arcs)
            if (answer.Flow(arc) > 0)
                name[group] = families[family];
        for (var g = 0; g < groups.Count; g++)
        {
            if (name[g] == NoFamily)
                name[g] = count++;
            foreach (var row in groups[g])
                of[row] = name[g];
        }
        return count;
    }

    /// <summary>Cuts schools into families: alike for national ones; for regional ones first into areas that one can cross, then alike within each.</summary>
    private List<List<int>> Groups(List<int> rows) =>
        kind == FamilyKind.National
            ? Alike(rows)
            : [.. new Areas(nearby, least, most).Of(rows).SelectMany(Alike)];

    private List<List<int>> Alike(List<int> rows)
    {
        if (rows.Count == 0)
            return [];
        if (!BalancedClusters.CanBeCut(rows.Count, least, most))
            return [rows];
        return
        [
            .. BalancedClusters
                .Of(
                    points,
                    BalancedClusters.CountFor(rows.Count, least, most, kind.Wanted()),
                    least,
                    most,
                    FamilyRule.Seed,
                    rows
                )
                .Members.Select(m => m.ToList()),
        ];
    }

    private static List<int>[] MembersOf(int[] of, int count)
    {
        var members = new List<int>[count];
        for (var family = 0; family < count; family++)
            members[family] = [];
        for (var row = 0; row < of.Length; row++)
            if (of[row] != NoFamily)
                members[of[row]].Add(row);
        return members;
    }
}
