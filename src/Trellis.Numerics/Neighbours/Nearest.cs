using System.Buffers;
using System.Runtime.Intrinsics;

namespace Trellis.Neighbours;

/// <summary>A row near another, and how far.</summary>
/// <param name="Row">Its position among the points.</param>
/// <param name="SquaredDistance">Zero or more; partial distances rescaled.</param>
public readonly record struct Neighbour(int Row, double SquaredDistance)
{
    public double Distance => Math.Sqrt(SquaredDistance);
}

/// <summary>The nearest rows to one row: exact, ties to the lower position. For the lists of all rows use <see cref="AllNearest"/>.</summary>
public static class Nearest
{
    /// <param name="row">Whose neighbours; it is never its own.</param>
    /// <param name="most">How many at most, above zero.</param>
    /// <param name="leastKnown">The share of the total weight, 0 to 1, that two rows must both know to be compared at all.</param>
    /// <param name="allowed">Which rows may be named; null for all. A filter here comes before the taking, so it never shortens the list needlessly.</param>
    /// <returns>Nearest first; fewer than <paramref name="most"/> where fewer can be compared.</returns>
    public static Neighbour[] To(
        Points points,
        int row,
        int most,
        double leastKnown = 0,
        Func<int, bool>? allowed = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)points.Rows);
        var distances = ArrayPool<double>.Shared.Rent(points.Rows);
        try
        {
            SquaredDistances(points, row, leastKnown, distances);
            var heap = new NearestHeap(Math.Min(most, points.Rows));
            for (var other = 0; other < points.Rows; other++)
                // NaN is never at or below the limit.
                if (
                    distances[other] <= heap.Limit
                    && other != row
                    && (allowed is null || allowed(other))
                )
                    heap.Offer(other, distances[other]);
            return heap.Sorted();
        }
        finally
        {
            ArrayPool<double>.Shared.Return(distances);
        }
    }

    /// <summary>The squared distance of one row to every row, 0 to itself; NaN where too little is known to both.</summary>
    /// <param name="distances">Filled; at least a place a row.</param>
    public static void SquaredDistances(
        Points points,
        int row,
        double leastKnown,
        Span<double> distances
    )
    {
        var rows = points.Rows;
        var sums = distances[..rows];
        sums.Clear();
        var pooled = ArrayPool<double>.Shared.Rent(rows);
        var weights = pooled.AsSpan(0, rows);
        weights.Clear();
        for (var column = 0; column < points.Columns; column++)
        {
            var figures = points.Column(column);
            var own = figures[row];
            if (double.IsNaN(own))
                continue;
            var weight = points.Weight(column);
            var at = 0;
            for (; at <= rows - Vector256<double>.Count; at += Vector256<double>.Count)
            {
                var difference = Vector256.Create(figures[at..]) - Vector256.Create(own);
                var known = Vector256.Equals(difference, difference);
                (Vector256.Create(sums[at..]) + (difference * difference & known)).CopyTo(
                    sums[at..]
                );
                (Vector256.Create(weights[at..]) + (Vector256.Create(weight) & known)).CopyTo(
                    weights[at..]
                );
            }
            for (; at < rows; at++)
            {
                var difference = figures[at] - own;
                if (double.IsNaN(difference))
                    continue;
                sums[at] += difference * difference;
                weights[at] += weight;
            }
        }
        var least = leastKnown * points.TotalWeight;
        for (var at = 0; at < rows; at++)
            if (weights[at] != points.TotalWeight)
                sums[at] =
                    weights[at] > 0 && weights[at] >= least
                        ? sums[at] * points.Rescaling(weights[at])
                        : double.NaN;
        ArrayPool<double>.Shared.Return(pooled);
    }
}
