namespace Trellis.Effects;

/// <summary>The columns of a comparison side by side in one array that is used again for the next comparison.</summary>
/// <remarks>Sums run over blocks of rows that stay in the nearest cache, always in one order, so that they are the same on any number of cores.</remarks>
internal sealed class PackedColumns
{
    private const int Block = 1024;
    private readonly double[] weighted = new double[Block];
    private double[] values = [];

    public int Columns { get; private set; }

    public int Rows { get; private set; }

    /// <summary>Makes room; what stood here is lost.</summary>
    public void Resize(int columns, int rows)
    {
        (Columns, Rows) = (columns, rows);
        if (values.Length < columns * rows)
            values = new double[columns * rows];
    }

    public Span<double> Column(int column) => values.AsSpan(column * Rows, Rows);

    public Span<double> Column(int column, int from, int count) =>
        values.AsSpan((column * Rows) + from, count);

    /// <summary>X'WX over some rows, k × k row by row.</summary>
    public void Gram(int from, int count, ReadOnlySpan<double> weights, Span<double> gram)
    {
        var k = Columns;
        gram.Clear();
        for (var start = 0; start < count; start += Block)
        {
            var length = Math.Min(Block, count - start);
            var product = weighted.AsSpan(0, length);
            for (var a = 0; a < k; a++)
            {
                ColumnLoops.Multiply(
                    Column(a, from + start, length),
                    weights.Slice(start, length),
                    product
                );
                Products(product, from + start, gram.Slice(a * k, a + 1));
            }
        }
        for (var a = 0; a < k; a++)
        for (var b = 0; b < a; b++)
            gram[(b * k) + a] = gram[(a * k) + b];
    }

    /// <summary>Xb over some rows.</summary>
    public void Line(int from, int count, ReadOnlySpan<double> coefficients, Span<double> line)
    {
        for (var start = 0; start < count; start += Block)
        {
            var length = Math.Min(Block, count - start);
            var part = line.Slice(start, length);
            part.Clear();
            for (var k = 0; k < Columns; k++)
                if (coefficients[k] != 0)
                    ColumnLoops.Add(Column(k, from + start, length), coefficients[k], part);
        }
    }

    /// <summary>X'v over some rows.</summary>
    public void Sums(int from, int count, ReadOnlySpan<double> with, Span<double> sums)
    {
        sums[..Columns].Clear();
        for (var start = 0; start < count; start += Block)
        {
            var length = Math.Min(Block, count - start);
            Products(with.Slice(start, length), from + start, sums[..Columns]);
        }
    }

    // Adds the product of a block with each of the first columns.
    private void Products(ReadOnlySpan<double> with, int from, Span<double> sums)
    {
        var k = 0;
        for (; k + 4 <= sums.Length; k += 4)
            ColumnLoops.FourDots(with, values.AsSpan((k * Rows) + from), Rows, sums[k..]);
        for (; k < sums.Length; k++)
            sums[k] += ColumnLoops.Dot(with, Column(k, from, with.Length));
    }
}
