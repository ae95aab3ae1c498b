using Trellis.Neighbours;

namespace Trellis.Clustering;

/// <summary>The middles of groups of rows: in each column the mean of the rows that know it; NaN where none does.</summary>
/// <remarks>
/// A row is compared with a middle as two rows are in <see cref="Points"/>: over the columns that both know, rescaled by
/// total weight / known weight.
/// </remarks>
public sealed class Centres
{
    private readonly Points points;
    private readonly double[] z;

    /// <param name="groups">The rows of each middle, in an order that does not change: sums run along it.</param>
    public Centres(Points points, IReadOnlyList<IReadOnlyList<int>> groups)
    {
        this.points = points;
        Count = groups.Count;
        z = new double[Count * points.Columns];
        for (var column = 0; column < points.Columns; column++)
        {
            var figures = points.Column(column);
            for (var group = 0; group < Count; group++)
            {
                double sum = 0;
                var known = 0;
                foreach (var row in groups[group])
                    if (!double.IsNaN(figures[row]))
                    {
                        sum += figures[row];
                        known++;
                    }
                z[(column * Count) + group] = known == 0 ? double.NaN : sum / known;
            }
        }
    }

    public int Count { get; }

    /// <summary>The middles in one column, scaled as the points are; NaN where no row of the group knows it.</summary>
    public ReadOnlySpan<double> Column(int column) => z.AsSpan(column * Count, Count);

    /// <summary>The squared distance of a row to every middle; NaN where no column is known to both.</summary>
    /// <param name="distances">Filled; a place a middle.</param>
    public void SquaredDistances(int row, Span<double> distances)
    {
        var sums = distances[..Count];
        sums.Clear();
        var weights = new double[Count];
        for (var column = 0; column < points.Columns; column++)
        {
            var own = points.Column(column)[row];
            if (double.IsNaN(own))
                continue;
            var middles = Column(column);
            var weight = points.Weight(column);
            for (var centre = 0; centre < sums.Length; centre++)
            {
                var difference = own - middles[centre];
                if (double.IsNaN(difference))
                    continue;
                sums[centre] += difference * difference;
                weights[centre] += weight;
            }
        }
        for (var centre = 0; centre < sums.Length; centre++)
            if (weights[centre] != points.TotalWeight)
                sums[centre] =
                    weights[centre] > 0
                        ? sums[centre] * points.Rescaling(weights[centre])
                        : double.NaN;
    }

    /// <summary>The distance of a row to one middle; NaN where no column is known to both.</summary>
    public double Distance(int row, int centre)
    {
        double sum = 0,
            weight = 0;
        for (var column = 0; column < points.Columns; column++)
        {
            var difference = points.Column(column)[row] - z[(column * Count) + centre];
            if (double.IsNaN(difference))
                continue;
            sum += difference * difference;
            weight += points.Weight(column);
        }
        return weight == 0 ? double.NaN : Math.Sqrt(sum * points.Rescaling(weight));
    }
}
