using System.Runtime.CompilerServices;

namespace Trellis.MatchedSamples;

/// <summary>Pairs of rows and columns with the least sum of costs, where only some pairs may be and a row may stay alone at a price.</summary>
/// <remarks>
/// Shortest augmenting paths with prices (Jonker and Volgenant, Computing 38, 1987) over lists of arcs. Afterwards
/// cost − row price − column price is 0 or more for every arc, so arcs that were not given can be priced too.
/// </remarks>
internal sealed class SparseAssignment
{
    private readonly int rows;
    private readonly int columns;
    private readonly double alone;
    private readonly List<(int Column, double Cost)>[] arcs;

    // What each row pays for its column.
    private readonly double[] costs;

    public SparseAssignment(int rows, int columns, double alone)
    {
        (this.rows, this.columns, this.alone) = (rows, columns, alone);
        arcs = new List<(int, double)>[rows];
        for (var r = 0; r < rows; r++)
            arcs[r] = [];
        costs = new double[rows];
        ColumnOf = new int[rows];
        RowPrices = new double[rows];
        ColumnPrices = new double[columns];
    }

    /// <summary>The column of each row; −1 for a row left alone.</summary>
    public int[] ColumnOf { get; }

    public double[] RowPrices { get; }

    /// <summary>0 or less; 0 for a column that nobody has.</summary>
    public double[] ColumnPrices { get; }

    public void Add(int row, int column, double cost) => arcs[row].Add((column, cost));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve()
    {
        Array.Fill(ColumnOf, -1);
        Array.Clear(ColumnPrices);
        var rowOf = new int[columns];
        Array.Fill(rowOf, -1);
        var settled = new bool[columns];
        var distance = new double[columns];
        Array.Fill(distance, double.PositiveInfinity);
        var from = new int[columns];
        var fromCost = new double[columns];
        var reached = new List<int>();
        var done = new List<int>();
        var queue = new PriorityQueue<int, double>();
        for (var start = 0; start < rows; start++)
        {
            var (row, sofar, end, endRow) = (start, 0.0, -1, -1);
            var bestEnd = double.PositiveInfinity;
            while (true)
            {
                // From this row to its columns, or to staying alone.
                var price = row == start ? 0 : costs[row] - ColumnPrices[ColumnOf[row]];
                if (sofar + alone - price < bestEnd)
                    (bestEnd, end, endRow) = (sofar + alone - price, -1, row);
                foreach (var (column, cost) in arcs[row])
                {
                    if (settled[column])
                        continue;
                    var far = sofar + cost - ColumnPrices[column] - price;
                    if (far >= distance[column] || far >= bestEnd)
                        continue;
                    if (double.IsPositiveInfinity(distance[column]))
                        reached.Add(column);
                    (distance[column], from[column], fromCost[column]) = (far, row, cost);
                    if (rowOf[column] < 0)
                        (bestEnd, end, endRow) = (far, column, row);
                    else
                        queue.Enqueue(column, far);
                }
                var next = -1;
                while (queue.TryDequeue(out var column, out var far))
                    if (!settled[column] && far == distance[column])
                    {
                        next = column;
                        break;
                    }
                if (next < 0 || distance[next] >= bestEnd)
                    break;
                settled[next] = true;
                done.Add(next);
                (row, sofar) = (rowOf[next], distance[next]);
            }
            // Columns on the way become dearer by what the path saved on them.
            foreach (var column in done)
                ColumnPrices[column] += distance[column] - bestEnd;
            Turn(start, end, endRow, rowOf, from, fromCost);
            foreach (var column in reached)
                (distance[column], settled[column]) = (double.PositiveInfinity, false);
            reached.Clear();
            done.Clear();
            queue.Clear();
        }
        for (var r = 0; r < rows; r++)
        {
            var price = alone;
            foreach (var (column, cost) in arcs[r])
                price = Math.Min(price, cost - ColumnPrices[column]);
            RowPrices[r] = price;
        }
    }

    private void Turn(int start, int end, int endRow, int[] rowOf, int[] from, double[] fromCost)
    {
        var (row, column) = (endRow, end);
        while (true)
        {
            var before = ColumnOf[row];
            ColumnOf[row] = column;
            if (column >= 0)
                (rowOf[column], costs[row]) = (row, fromCost[column]);
            if (row == start)
                return;
            column = before;
            row = from[before];
        }
    }
}
