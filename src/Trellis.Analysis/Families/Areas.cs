using Trellis.Clustering;

namespace Trellis.Families;

/// <summary>
/// Cuts the schools of a phase into areas in which every two are within reach of each other, by halving along the longer
/// way until that holds, or until a half would be too small for a family.
/// </summary>
internal sealed class Areas(Nearby nearby, int least, int most)
{
    /// <summary>The areas, each with its schools ascending; together all the schools, each once.</summary>
    public List<List<int>> Of(List<int> rows)
    {
        var found = new List<List<int>>();
        foreach (var island in Islands(rows))
            Cut(island, found);
        return found;
    }

    private void Cut(List<int> rows, List<List<int>> found)
    {
        if (rows.Count < 2 * least || AllNear(rows) || Halves(rows) is not { } halves)
        {
            found.Add(rows);
            return;
        }
        Cut(halves.Item1, found);
        Cut(halves.Item2, found);
    }

    /// <summary>Whether every two are within reach.</summary>
    private bool AllNear(List<int> rows)
    {
        // The outermost in eight directions settle most cases without looking at every pair.
        var outermost = new int[8];
        for (var direction = 0; direction < outermost.Length; direction++)
        {
            var (east, north) = (
                Math.Cos(direction * Math.PI / 4),
                Math.Sin(direction * Math.PI / 4)
            );
            outermost[direction] = rows.MaxBy(row =>
                (nearby.Place(row).Easting * east) + (nearby.Place(row).Northing * north)
            );
        }
        foreach (var a in outermost)
        foreach (var b in outermost)
            if (a != b && !nearby.AreNear(a, b))
                return false;
        for (var i = 0; i < rows.Count; i++)
        for (var j = i + 1; j < rows.Count; j++)
            if (!nearby.AreNear(rows[i], rows[j]))
                return false;
        return true;
    }

    /// <summary>The cut across the longest way that leaves the least spread in both parts, and each fit to be families; null where there is none.</summary>
    private (List<int>, List<int>)? Halves(List<int> rows)
    {
        var (east, north) = Longest(rows);
        var along = rows.Select(row =>
                (
                    At: (nearby.Place(row).Easting * east) + (nearby.Place(row).Northing * north),
                    Row: row
                )
            )
            .OrderBy(a => a.At)
            .ThenBy(a => a.Row)
            .ToArray();
        double sum = 0,
            squares = 0,
            total = along.Sum(a => a.At / 1000),
            totalSquares = along.Sum(a => a.At / 1000 * (a.At / 1000));
        var best = -1;
        var spread = double.PositiveInfinity;
        for (var cut = 1; cut < along.Length; cut++)
        {
            var at = along[cut - 1].At / 1000;
            sum += at;
            squares += at * at;
            if (
                !BalancedClusters.CanBeCut(cut, least, most)
                || !BalancedClusters.CanBeCut(along.Length - cut, least, most)
            )
                continue;
            var own =
                squares
                - (sum * sum / cut)
                + (totalSquares - squares)
                - ((total - sum) * (total - sum) / (along.Length - cut));
            if (own < spread)
                (best, spread) = (cut, own);
        }
        return best < 0
            ? null
            : (
                along.Take(best).Select(a => a.Row).Order().ToList(),
                along.Skip(best).Select(a => a.Row).Order().ToList()
            );
    }

    /// <summary>The direction in which the places spread most: the first principal axis.</summary>
    private (double East, double North) Longest(List<int> rows)
    {
        double e = 0,
            n = 0,
            ee = 0,
            nn = 0,
            en = 0;
        foreach (var row in rows)
        {
            e += nearby.Place(row).Easting / 1000.0;
            n += nearby.Place(row).Northing / 1000.0;
        }
        e /= rows.Count;
        n /= rows.Count;
        foreach (var row in rows)
        {
            double east = (nearby.Place(row).Easting / 1000.0) - e,
                north = (nearby.Place(row).Northing / 1000.0) - n;
            ee += east * east;
            nn += north * north;
            en += east * north;
        }
        var angle = Math.Atan2(2 * en, ee - nn) / 2;
        return (Math.Cos(angle), Math.Sin(angle));
    }

    /// <summary>Schools between which there is a way at all; an island with too few for a family goes with the nearest shore.</summary>
    private List<List<int>> Islands(List<int> rows)
    {
        var islands = rows.GroupBy(nearby.IslandOf)
            .Select(g => g.ToList())
            .OrderByDescending(g => g.Count)
            .ThenBy(g => g[0])
            .ToList();
        for (var i = islands.Count - 1; i > 0; i--)
        {
            if (
                BalancedClusters.CanBeCut(islands[i].Count, least, most)
                && BalancedClusters.CanBeCut(islands[0].Count, least, most)
            )
                continue;
            islands[0] = [.. islands[0].Concat(islands[i]).Order()];
            islands.RemoveAt(i);
        }
        return islands;
    }
}
