using System.Buffers.Binary;

namespace Trellis.Measures;

/// <summary>The establishments that one file of measures speaks of, shared by all columns of that file.</summary>
/// <param name="Source">The key of the source, as "ks4/2018": see <see cref="Snapshots.SourceNote"/>.</param>
/// <param name="Establishments">Positions in the snapshot's list of establishments, ascending.</param>
public sealed record RowIndex(string Source, int[] Establishments)
{
    /// <summary>The row of an establishment, or a negative number where the file does not have it.</summary>
    public int Find(int establishment) => Array.BinarySearch(Establishments, establishment);
}

/// <summary>One measure in one year, packed: a scaled integer, or a reserved code for the reason there is none.</summary>
/// <remarks>
/// A figure published as "12.3" is kept as 123 with scale 1 and read back as 123 / 10, which is the double that
/// parsing "12.3" gives: division of two exactly known integers rounds once. Figures that do not fit are kept as doubles.
/// </remarks>
public sealed class MeasureColumn
{
    private const int CodesReserved = 64;
    private static readonly double[] Powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
    private readonly short[]? small;
    private readonly int[]? medium;
    private readonly double[]? large;
    private readonly double divisor;
    private readonly string[] marks;

    private MeasureColumn(
        Measure measure,
        Year year,
        RowIndex rows,
        string[] marks,
        int scale,
        short[]? small,
        int[]? medium,
        double[]? large
    )
    {
        (Measure, Year, Rows) = (measure, year, rows);
        (this.marks, this.small, this.medium, this.large, Scale) = (
            marks,
            small,
            medium,
            large,
            scale
        );
        divisor = Powers[scale];
    }

    public Measure Measure { get; }

    public Year Year { get; }

    public RowIndex Rows { get; }

    /// <summary>How many decimals the publisher gave at most.</summary>
    public int Scale { get; }

    /// <summary>The publisher's marks that stand in this column, "" for an empty cell; none where every row has a figure.</summary>
    public IReadOnlyList<string> Marks => marks;

    /// <summary>The publisher's mark in a row as it was written, "" for an empty cell; null where there is a figure.</summary>
    public string? MarkAtRow(int row)
    {
        _ = Raw(row, out var code);
        return code < 0 ? null : marks[code];
    }

    /// <summary>The figure of an establishment (by its position in the snapshot), or why there is none.</summary>
    public Published Of(int establishment)
    {
        var row = Rows.Find(establishment);
        return row < 0 ? Published.NotCollected.It : AtRow(row);
    }

    /// <summary>The figure in a row of this column's file.</summary>
    public Published AtRow(int row)
    {
        var value = Raw(row, out var code);
        return code < 0 ? new Published.Figure(value) : Measures.Marks.Read(marks[code]);
    }

    /// <summary>The figure of an establishment, or NaN where there is none: for inner loops only.</summary>
    public double OrNaN(int establishment)
    {
        var row = Rows.Find(establishment);
        if (row < 0)
            return double.NaN;
        var value = Raw(row, out var code);
        return code < 0 ? value : double.NaN;
    }

    /// <summary>The figure in a row, or NaN.</summary>
    public double RowOrNaN(int row)
    {
        var value = Raw(row, out var code);
        return code < 0 ? value : double.NaN;
    }

    private double Raw(int row, out int code)
    {
        if (small is not null)
        {
            code = small[row] - short.MinValue;
            if (code < CodesReserved)
                return double.NaN;
            code = -1;
            return small[row] / divisor;
        }
        if (medium is not null)
        {
            var from = (long)medium[row] - int.MinValue;
            code = from < CodesReserved ? (int)from : -1;
            return code < 0 ? medium[row] / divisor : double.NaN;
        }
        var value = large![row];
        code = double.IsNaN(value) ? (int)(BitConverter.DoubleToInt64Bits(value) & 0xFF) : -1;
        return value;
    }

    /// <summary>Packs figures and marks into the smallest form that reads back exactly.</summary>
    /// <param name="values">A figure a row; NaN where there is a mark.</param>
    /// <param name="rowMarks">The publisher's mark a row ("" for an empty cell), read only where the figure is NaN.</param>
    public static MeasureColumn Pack(
        Measure measure,
        Year year,
        RowIndex rows,
        ReadOnlySpan<double> values,
        ReadOnlySpan<string?> rowMarks
    )
    {
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        for (var row = 0; row < values.Length; row++)
            if (double.IsNaN(values[row]))
                codes.Add(rowMarks[row] ?? "");
        var marks = codes.ToArray();
        if (marks.Length > CodesReserved)
            throw new ArgumentException(
                $"{measure.Id} {year} has {marks.Length} different marks; {CodesReserved} fit."
            );
        var codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < marks.Length; i++)
            codeOf[marks[i]] = i;

        var (scale, largest, exact) = Fit(values);
        if (exact && largest <= short.MaxValue - CodesReserved)
        {
            var packed = new short[values.Length];
            for (var row = 0; row < packed.Length; row++)
                packed[row] = double.IsNaN(values[row])
                    ? (short)(short.MinValue + codeOf[rowMarks[row] ?? ""])
                    : (short)Math.Round(values[row] * Powers[scale]);
            return new(measure, year, rows, marks, scale, packed, null, null);
        }
        if (exact && largest <= int.MaxValue - CodesReserved)
        {
            var packed = new int[values.Length];
            for (var row = 0; row < packed.Length; row++)
                packed[row] = double.IsNaN(values[row])
                    ? int.MinValue + codeOf[rowMarks[row] ?? ""]
                    : (int)Math.Round(values[row] * Powers[scale]);
            return new(measure, year, rows, marks, scale, null, packed, null);
        }
        var doubles = new double[values.Length];
        for (var row = 0; row < doubles.Length; row++)
            doubles[row] = double.IsNaN(values[row])
                ? BitConverter.Int64BitsToDouble(
                    0x7FF8_0000_0000_0000L | (uint)codeOf[rowMarks[row] ?? ""]
                )
                : values[row];
        return new(measure, year, rows, marks, 0, null, null, doubles);
    }

    /// <summary>The smallest scale under which every figure is a whole number again, and the largest of those.</summary>
    private static (int Scale, double Largest, bool Exact) Fit(ReadOnlySpan<double> values)
    {
        var scale = 0;
        var largest = 0d;
        foreach (var value in values)
        {
            if (double.IsNaN(value))
                continue;
            while (Math.Round(value * Powers[scale]) / Powers[scale] != value)
                if (++scale == Powers.Length)
                    return (0, 0, false);
            largest = Math.Max(largest, Math.Abs(value));
        }
        return (scale, Math.Ceiling(largest * Powers[scale]), true);
    }

    /// <summary>The column as bytes: form, scale, marks, then the values, little-endian.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(
            (byte)(
                small is not null ? 2
                : medium is not null ? 4
                : 8
            )
        );
        writer.Write((byte)Scale);
        writer.Write((byte)marks.Length);
        foreach (var mark in marks)
            writer.Write(mark);
        if (small is not null)
            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(small));
        else if (medium is not null)
            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(medium));
        else
            foreach (var value in large!)
                writer.Write(BitConverter.DoubleToInt64Bits(value));
        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not those of a column with this many rows.</exception>
    public static MeasureColumn FromBytes(Measure measure, Year year, RowIndex rows, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        int form = reader.ReadByte(),
            scale = reader.ReadByte();
        var marks = new string[reader.ReadByte()];
        for (var i = 0; i < marks.Length; i++)
            marks[i] = reader.ReadString();
        var at = (int)reader.BaseStream.Position;
        var count = rows.Establishments.Length;
        if (
            form is not (2 or 4 or 8)
            || scale >= Powers.Length
            || bytes.Length - at != count * form
        )
            throw new InvalidDataException(
                $"The column {measure.Id} {year} does not have one figure for each of its {count} rows."
            );
        var data = bytes.AsSpan(at);
        switch (form)
        {
            case 2:
                var shorts = new short[count];
                data.CopyTo(System.Runtime.InteropServices.MemoryMarshal.AsBytes(shorts.AsSpan()));
                return new(measure, year, rows, marks, scale, shorts, null, null);
            case 4:
                var ints = new int[count];
                data.CopyTo(System.Runtime.InteropServices.MemoryMarshal.AsBytes(ints.AsSpan()));
                return new(measure, year, rows, marks, scale, null, ints, null);
            default:
                var doubles = new double[count];
                for (var i = 0; i < count; i++)
                    doubles[i] = BitConverter.Int64BitsToDouble(
                        BinaryPrimitives.ReadInt64LittleEndian(data[(i * 8)..])
                    );
                return new(measure, year, rows, marks, scale, null, null, doubles);
        }
    }
}
