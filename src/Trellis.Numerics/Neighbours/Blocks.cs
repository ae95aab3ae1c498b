namespace Trellis.Neighbours;

/// <summary>Points in small groups of rows that know the same columns and lie near one another, each with its bounding box.</summary>
internal sealed class Blocks
{
    /// <summary>Rows in a block: 64 rows of 10 columns are 5 kB, so that two blocks lie in the first cache.</summary>
    public const int Size = 64;

    private readonly int columns;
    private readonly int[] rows;
    private readonly List<(int Start, int Length, ulong Known)> cuts = [];
    private readonly double[] figures;
    private readonly double[] least;
    private readonly double[] most;

    private Blocks(Points points)
    {
        columns = points.Columns;
        rows = Enumerable.Range(0, points.Rows).ToArray();
        var keys = Array.ConvertAll(rows, points.Known);
        Array.Sort(keys, rows);
        var scratch = new double[points.Rows];
        for (int start = 0, end; start < rows.Length; start = end)
        {
            for (end = start + 1; end < rows.Length && keys[end] == keys[start]; )
                end++;
            Divide(points, keys[start], start, end, scratch);
        }

        figures = new double[cuts.Count * columns * Size];
        Array.Fill(figures, double.NaN);
        least = new double[cuts.Count * columns];
        most = new double[cuts.Count * columns];
        for (var block = 0; block < cuts.Count; block++)
        for (var column = 0; column < columns; column++)
        {
            var source = points.Column(column);
            var to = figures.AsSpan(((block * columns) + column) * Size, Size);
            double low = double.PositiveInfinity,
                high = double.NegativeInfinity;
            var members = Rows(block);
            for (var i = 0; i < members.Length; i++)
            {
                to[i] = source[members[i]];
                low = Math.Min(low, to[i]);
                high = Math.Max(high, to[i]);
            }
            least[(block * columns) + column] = low;
            most[(block * columns) + column] = high;
        }
    }

    public int Count => cuts.Count;

    public static Blocks Cut(Points points) => new(points);

    /// <summary>The positions of a block's rows among the points.</summary>
    public ReadOnlySpan<int> Rows(int block) => rows.AsSpan(cuts[block].Start, cuts[block].Length);

    /// <summary>The columns every row of the block knows.</summary>
    public ulong Known(int block) => cuts[block].Known;

    /// <summary>A block's scaled figures, column after column, <see cref="Size"/> places each; NaN past the last row.</summary>
    public ReadOnlySpan<double> Figures(int block) =>
        figures.AsSpan(block * columns * Size, columns * Size);

    /// <summary>The smallest scaled figure of each column of a block; NaN in a column it does not know.</summary>
    public ReadOnlySpan<double> Least(int block) => least.AsSpan(block * columns, columns);

    /// <summary>The largest scaled figure of each column of a block; NaN in a column it does not know.</summary>
    public ReadOnlySpan<double> Most(int block) => most.AsSpan(block * columns, columns);

    /// <summary>No row of one block is nearer to a row of the other than this: squared, over the columns known to both, not rescaled.</summary>
    public double Gap(int a, int b)
    {
        var both = Known(a) & Known(b);
        double sum = 0;
        for (var column = 0; column < columns; column++)
        {
            if ((both >> column & 1) == 0)
                continue;
            int atA = (a * columns) + column,
                atB = (b * columns) + column;
            var gap = Math.Max(least[atA] - most[atB], least[atB] - most[atA]);
            if (gap > 0)
                sum += gap * gap;
        }
        return sum;
    }

    /// <summary>Halves a run of rows at the median of its most varied column until it fits a block. Only the order of work depends on this, never an answer.</summary>
    private void Divide(Points points, ulong known, int start, int end, double[] scratch)
    {
        var length = end - start;
        if (length <= Size)
        {
            cuts.Add((start, length, known));
            return;
        }
        int widest = 0;
        var spread = -1d;
        for (var column = 0; column < columns; column++)
        {
            if ((known >> column & 1) == 0)
                continue;
            var variance = Variance(points.Column(column), rows.AsSpan(start, length));
            if (variance > spread)
                (spread, widest) = (variance, column);
        }
        var source = points.Column(widest);
        for (var i = start; i < end; i++)
            scratch[i] = source[rows[i]];
        Array.Sort(scratch, rows, start, length);
        // Cut at a whole number of blocks, so that every block but the last of a run is full.
        var half = start + ((length / 2) + Size - 1) / Size * Size;
        Divide(points, known, start, half, scratch);
        Divide(points, known, half, end, scratch);
    }

    private static double Variance(ReadOnlySpan<double> figures, ReadOnlySpan<int> rows)
    {
        double sum = 0,
            squares = 0;
        var first = figures[rows[0]];
        foreach (var row in rows)
        {
            var figure = figures[row] - first;
            sum += figure;
            squares += figure * figure;
        }
        return squares - (sum * sum / rows.Length);
    }
}
