using Trellis.Neighbours;

namespace Trellis.Clustering;

/// <summary>Rows put into clusters of bounded size.</summary>
/// <param name="Of">The cluster of each row asked about, in the order asked.</param>
/// <param name="Members">The rows of each cluster, ascending. Clusters are numbered by their lowest row.</param>
/// <param name="Spread">The mean squared distance of a row to the middle of its cluster; rows that share no known column with it are passed over.</param>
/// <param name="Steps">How often rows were assigned anew.</param>
public sealed record Clusters(
    int[] Of,
    IReadOnlyList<IReadOnlyList<int>> Members,
    double Spread,
    int Steps
);

/// <summary>
/// k-means with bounds on size (Bradley, Bennett and Demiriz 2000): rows are put where the sum of squared distances to the
/// middles is least within the bounds, which is a cheapest flow; middles are moved; and again until hardly anything is gained.
/// </summary>
/// <remarks>
/// A seed and the points in one order give the same clusters everywhere. A caller whose rows come in any order sorts them
/// by key first. Missing figures are handled as in <see cref="Points"/>; with missing figures the spread may rise in a step,
/// so the best step is kept.
/// </remarks>
public static class BalancedClusters
{
    /// <summary>How many middles a row is offered at first, the nearest after tolls; rows that cannot all be placed so are offered twice as many.</summary>
    public const int OffersAtFirst = 20;

    private const int MostSteps = 40;

    /// <summary>A step that lessens the spread by no more than this share of it is the last.</summary>
    private const double Enough = .001;

    /// <summary>Whether so many rows can be cut into clusters of between <paramref name="least"/> and <paramref name="most"/>.</summary>
    public static bool CanBeCut(int rows, int least, int most) =>
        rows > 0 && (rows + most - 1) / most <= rows / least;

    /// <summary>How many clusters so many rows make: as near <paramref name="wanted"/> each as the bounds allow.</summary>
    /// <returns>1 where the rows cannot be cut within the bounds.</returns>
    public static int CountFor(int rows, int least, int most, int wanted) =>
        CanBeCut(rows, least, most)
            ? Math.Clamp(
                (int)Math.Round((double)rows / wanted, MidpointRounding.AwayFromZero),
                (rows + most - 1) / most,
                rows / least
            )
            : 1;

    /// <param name="rows">The rows to put into clusters, ascending; null for all.</param>
    /// <param name="clusters">How many, so that <paramref name="least"/> times it are at most the rows, and <paramref name="most"/> times it at least.</param>
    /// <param name="seed">Of the directions in which the first halving looks for the widest.</param>
    /// <exception cref="ArgumentException">The bounds cannot hold the rows.</exception>
    public static Clusters Of(
        Points points,
        int clusters,
        int least,
        int most,
        int seed,
        IReadOnlyList<int>? rows = null
    )
    {
        var asked = rows ?? [.. Enumerable.Range(0, points.Rows)];
        if (
            clusters < 1
            || (long)clusters * least > asked.Count
            || (long)clusters * most < asked.Count
        )
            throw new ArgumentException(
                $"{asked.Count} rows do not go into {clusters} clusters of {least} to {most}."
            );
        var centres = new Centres(points, First(points, asked, clusters, seed));
        var tolls = new long[clusters];
        var (lows, highs) = (new int[clusters], new int[clusters]);
        Array.Fill(lows, least);
        Array.Fill(highs, most);
        int[] best = [],
            before = [];
        var spread = double.PositiveInfinity;
        var step = 0;
        // Costs are counted in parts of one unit of distance that all steps share, so that the tolls carry over.
        var unit = Unit(asked, centres);
        var takes = Takes(asked.Count, clusters);
        while (step++ < MostSteps)
        {
            var now = Assign(asked, centres, lows, highs, tolls, takes, unit);
            centres = new Centres(points, Groups(asked, now, clusters));
            var own = Spread(asked, now, centres);
            var gained = spread - own;
            if (own < spread || best.Length == 0)
                (best, spread) = (now, own);
            if (gained <= Enough * own || now.AsSpan().SequenceEqual(before))
                break;
            before = now;
        }
        return Numbered(asked, best, clusters, spread, step);
    }

    /// <summary>The cheapest assignment of rows to given middles within the bounds of each.</summary>
    /// <returns>The middle of each row asked about.</returns>
    /// <exception cref="ArgumentException">The bounds cannot hold the rows.</exception>
    public static int[] Assign(
        IReadOnlyList<int> rows,
        Centres centres,
        int[] least,
        int[] most,
        Func<int, int, bool>? allowed = null
    )
    {
        if (rows.Count < least.Sum(l => (long)l) || rows.Count > most.Sum(m => (long)m))
            throw new ArgumentException("The bounds cannot hold the rows.");
        return Assign(
            rows,
            centres,
            least,
            most,
            new long[centres.Count],
            Takes(rows.Count, centres.Count),
            Unit(rows, centres),
            allowed
        );
    }

    private static int[] Assign(
        IReadOnlyList<int> rows,
        Centres centres,
        int[] least,
        int[] most,
        long[] tolls,
        int[] takes,
        double unit,
        Func<int, int, bool>? allowed = null
    )
    {
        while (true)
        {
            var offers = Nearest(rows, centres, tolls, takes, unit, allowed);
            if (BoundedAssignment.Solve(offers, least, most, tolls, out var stuck) is { } found)
                return found;
            var more = false;
            foreach (var at in stuck)
                if (takes[at] < centres.Count)
                {
                    takes[at] = Math.Min(2 * takes[at], centres.Count);
                    more = true;
                }
            if (!more)
                throw new ArgumentException("The bounds cannot hold the rows.");
        }
    }

    private static int[] Takes(int rows, int clusters)
    {
        var takes = new int[rows];
        Array.Fill(takes, Math.Min(OffersAtFirst, clusters));
        return takes;
    }

    /// <summary>Each row's nearest middles after tolls, with whole-number costs; a middle not allowed costs as much as can be.</summary>
    private static Offers Nearest(
        IReadOnlyList<int> rows,
        Centres centres,
        long[] tolls,
        int[] takes,
        double unit,
        Func<int, int, bool>? allowed
    )
    {
        var starts = new int[rows.Count + 1];
        for (var at = 0; at < rows.Count; at++)
            starts[at + 1] = starts[at] + takes[at];
        var clusters = new int[starts[^1]];
        var costs = new long[starts[^1]];
        Parallel.For(
            0,
            rows.Count,
            () => (new double[centres.Count], new double[centres.Count], new int[centres.Count]),
            (at, _, space) =>
            {
                var (distances, tolled, order) = space;
                centres.SquaredDistances(rows[at], distances);
                for (var centre = 0; centre < order.Length; centre++)
                {
                    order[centre] = centre;
                    if (allowed is not null && !allowed(at, centre))
                        distances[centre] = double.PositiveInfinity;
                    // Nothing is known to both: no middle is nearer than another.
                    else if (double.IsNaN(distances[centre]))
                        distances[centre] = 0;
                    tolled[centre] = distances[centre] + (tolls[centre] * unit);
                }
                var take = takes[at];
                if (take < order.Length)
                    Foremost(tolled, order, take);
                for (var i = 0; i < take; i++)
                {
                    clusters[starts[at] + i] = order[i];
                    costs[starts[at] + i] = (long)
                        Math.Min(Offers.Dearest, Math.Round(distances[order[i]] / unit));
                }
                return space;
            },
            _ => { }
        );
        return new Offers(starts, clusters, costs);
    }

    /// <summary>The nearest first; equal distances by position.</summary>
    private static void Foremost(double[] distances, int[] order, int take)
    {
        // A list this short is kept in order by insertion; most middles are turned away by one comparison.
        var count = 0;
        for (var centre = 0; centre < distances.Length; centre++)
        {
            var own = distances[centre];
            if (count == take && own >= distances[order[take - 1]])
                continue;
            var at = count == take ? take - 1 : count++;
            while (at > 0 && distances[order[at - 1]] > own)
            {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = centre;
        }
    }

    /// <summary>
    /// The first groups: the rows are halved across the way they spread most (the first principal axis, missing figures at
    /// the mean), the halves again, until there are as many as clusters. They are even from the start, so that the first
    /// step has few rows to move; middles drawn far apart would take most of the time to fill.
    /// </summary>
    private static List<int[]> First(Points points, IReadOnlyList<int> rows, int clusters, int seed)
    {
        var chance = new Random(seed);
        var groups = new List<int[]>();
        Halve([.. rows], clusters);
        return groups;

        void Halve(int[] part, int count)
        {
            if (count == 1)
            {
                groups.Add(part);
                return;
            }
            var along = Along(points, part, chance);
            Array.Sort(along, part);
            // Equal places go by row, whatever the sort made of them.
            for (int from = 0, to; from < part.Length; from = to)
            {
                for (to = from + 1; to < part.Length && along[to] == along[from]; )
                    to++;
                Array.Sort(part, from, to - from);
            }
            var left = count / 2;
            var cut = (int)((long)part.Length * left / count);
            int[] first = part[..cut],
                second = part[cut..];
            Array.Sort(first);
            Array.Sort(second);
            Halve(first, left);
            Halve(second, count - left);
        }
    }

    /// <summary>Where each row lies along the first principal axis of the part, found by the power method.</summary>
    private static double[] Along(Points points, int[] part, Random chance)
    {
        var columns = points.Columns;
        var centred = new double[part.Length * columns];
        for (var column = 0; column < columns; column++)
        {
            var figures = points.Column(column);
            double sum = 0;
            var known = 0;
            foreach (var row in part)
                if (!double.IsNaN(figures[row]))
                {
                    sum += figures[row];
                    known++;
                }
            var mean = known == 0 ? 0 : sum / known;
            for (var at = 0; at < part.Length; at++)
                if (!double.IsNaN(figures[part[at]]))
                    centred[(at * columns) + column] = figures[part[at]] - mean;
        }
        var axis = new double[columns];
        for (var column = 0; column < columns; column++)
            axis[column] = chance.NextDouble() + .5;
        var along = new double[part.Length];
        var next = new double[columns];
        for (var round = 0; round < 12; round++)
        {
            Array.Clear(next);
            for (var at = 0; at < part.Length; at++)
            {
                var row = centred.AsSpan(at * columns, columns);
                double place = 0;
                for (var column = 0; column < columns; column++)
                    place += row[column] * axis[column];
                along[at] = place;
                for (var column = 0; column < columns; column++)
                    next[column] += place * row[column];
            }
            double length = 0;
            foreach (var part0 in next)
                length += part0 * part0;
            if (length == 0)
                break;
            for (var column = 0; column < columns; column++)
                axis[column] = next[column] / Math.Sqrt(length);
        }
        return along;
    }

    private static double Unit(IReadOnlyList<int> rows, Centres centres)
    {
        var distances = new double[centres.Count];
        double farthest = 0;
        foreach (var row in rows)
        {
            centres.SquaredDistances(row, distances);
            foreach (var distance in distances)
                if (distance > farthest)
                    farthest = distance;
        }
        // Middles move; a distance four times as large as any at first still fits.
        return farthest > 0 ? 4 * farthest / Offers.Dearest : 1;
    }

    private static List<int>[] Groups(IReadOnlyList<int> rows, int[] of, int clusters)
    {
        var groups = new List<int>[clusters];
        for (var cluster = 0; cluster < clusters; cluster++)
            groups[cluster] = [];
        for (var at = 0; at < of.Length; at++)
            groups[of[at]].Add(rows[at]);
        return groups;
    }

    private static double Spread(IReadOnlyList<int> rows, int[] of, Centres centres)
    {
        double sum = 0;
        var count = 0;
        for (var at = 0; at < of.Length; at++)
        {
            var distance = centres.Distance(rows[at], of[at]);
            if (double.IsNaN(distance))
                continue;
            sum += distance * distance;
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    private static Clusters Numbered(
        IReadOnlyList<int> rows,
        int[] of,
        int clusters,
        double spread,
        int steps
    )
    {
        var number = new int[clusters];
        Array.Fill(number, -1);
        var next = 0;
        foreach (var cluster in of)
            if (number[cluster] < 0)
                number[cluster] = next++;
        for (var cluster = 0; cluster < clusters; cluster++)
            if (number[cluster] < 0)
                number[cluster] = next++;
        var renumbered = Array.ConvertAll(of, cluster => number[cluster]);
        return new Clusters(renumbered, Groups(rows, renumbered, clusters), spread, steps);
    }
}
