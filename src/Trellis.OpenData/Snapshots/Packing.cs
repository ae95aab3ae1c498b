using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Trellis.Snapshots;

/// <summary>Writes the columns of a table one after the other: whole numbers in the fewest bytes that hold them all, texts through a list of the different ones.</summary>
/// <remarks>The same columns give the same bytes on any machine, so that a hash of them identifies the content.</remarks>
internal sealed class PackedWriter
{
    private readonly ArrayBufferWriter<byte> stream = new(1 << 16);

    public byte[] ToArray() => stream.WrittenSpan.ToArray();

    public void Count(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    public void Wholes(ReadOnlySpan<int> values)
    {
        Count(values.Length);
        int least = 0,
            largest = 0;
        foreach (var value in values)
            (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
        var width =
            least >= 0 && largest <= byte.MaxValue ? 1
            : least >= 0 && largest <= ushort.MaxValue ? 2
            : 4;
        stream.Write([(byte)width]);
        var bytes = new byte[values.Length * width];
        for (var i = 0; i < values.Length; i++)
            switch (width)
            {
                case 1:
                    bytes[i] = (byte)values[i];
                    break;
                case 2:
                    BinaryPrimitives.WriteUInt16LittleEndian(
                        bytes.AsSpan(i * 2),
                        (ushort)values[i]
                    );
                    break;
                default:
                    BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * 4), values[i]);
                    break;
            }
        stream.Write(bytes);
    }

    public void Wholes<T>(IReadOnlyList<T> rows, Func<T, int> column)
    {
        var values = new int[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = column(rows[i]);
        Wholes(values);
    }

    /// <summary>Null is kept as 0 and a number as one more: for numbers from 0 up.</summary>
    public void Optional<T>(IReadOnlyList<T> rows, Func<T, int?> column) =>
        Wholes(rows, row => column(row) is { } value ? value + 1 : 0);

    /// <summary>Null is kept as 0 and a day as its number in the calendar.</summary>
    public void Dates<T>(IReadOnlyList<T> rows, Func<T, DateOnly?> column) =>
        Wholes(rows, row => column(row)?.DayNumber ?? 0);

    public void Texts<T>(IReadOnlyList<T> rows, Func<T, string> column)
    {
        var different = new Dictionary<string, int>(StringComparer.Ordinal);
        var places = new int[rows.Count];
        var texts = new List<byte[]>();
        for (var i = 0; i < rows.Count; i++)
        {
            var text = column(rows[i]);
            if (!different.TryGetValue(text, out var place))
            {
                place = different[text] = texts.Count;
                texts.Add(Encoding.UTF8.GetBytes(text));
            }
            places[i] = place;
        }
        Wholes(texts.Select(t => t.Length).ToArray());
        foreach (var text in texts)
            stream.Write(text);
        Wholes(places);
    }

    public void Doubles(ReadOnlySpan<double> values)
    {
        Count(values.Length);
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    public void Singles(ReadOnlySpan<float> values)
    {
        Count(values.Length);
        stream.Write(MemoryMarshal.AsBytes(values));
    }
}

/// <summary>Reads what <see cref="PackedWriter"/> wrote, in the same order.</summary>
internal sealed class PackedReader(byte[] bytes, string part)
{
    private int at;

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - at)
            throw new InvalidDataException($"The part '{part}' of the snapshot ends too early.");
        var taken = bytes.AsSpan(at, count);
        at += count;
        return taken;
    }

    public int Count() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public int[] Wholes()
    {
        var values = new int[Count()];
        var width = Take(1)[0];
        var from = Take(checked(values.Length * width));
        for (var i = 0; i < values.Length; i++)
            values[i] = width switch
            {
                1 => from[i],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(from[(i * 2)..]),
                _ => BinaryPrimitives.ReadInt32LittleEndian(from[(i * 4)..]),
            };
        return values;
    }

    public int?[] Optional() =>
        Array.ConvertAll(Wholes(), value => value == 0 ? (int?)null : value - 1);

    public DateOnly?[] Dates() =>
        Array.ConvertAll(
            Wholes(),
            value => value == 0 ? (DateOnly?)null : DateOnly.FromDayNumber(value)
        );

    public string[] Texts()
    {
        var lengths = Wholes();
        var different = new string[lengths.Length];
        for (var i = 0; i < different.Length; i++)
            different[i] = Encoding.UTF8.GetString(Take(lengths[i]));
        return Array.ConvertAll(Wholes(), place => different[place]);
    }

    public double[] Doubles()
    {
        var values = new double[Count()];
        Take(values.Length * sizeof(double)).CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    public float[] Singles()
    {
        var values = new float[Count()];
        Take(values.Length * sizeof(float)).CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
