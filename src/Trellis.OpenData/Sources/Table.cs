using System.Buffers.Text;
using System.Text;
using CsvHelper;
using Trellis.Snapshots;

namespace Trellis.Sources;

/// <summary>The names of a file's columns, matched without regard to case, spaces at the ends or runs of spaces.</summary>
public sealed class Header
{
    private readonly Dictionary<string, int> positions = new(StringComparer.OrdinalIgnoreCase);

    public Header(IReadOnlyList<string> names)
    {
        Names = names;
        for (var i = 0; i < names.Count; i++)
            positions.TryAdd(Folded(names[i]), i);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The position of the first of these names that the file has, or -1.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (positions.TryGetValue(Folded(name), out var at))
                return at;
        return -1;
    }

    public bool Has(string name) => positions.ContainsKey(Folded(name));

    public bool HasAll(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (!Has(name))
                return false;
        return true;
    }

    private static string Folded(string name)
    {
        if (
            !name.Contains("  ", StringComparison.Ordinal)
            && name.Length == name.AsSpan().Trim().Length
        )
            return name;
        return string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}

/// <summary>A file of rows under a header, read cell by cell, that counts what became of each row.</summary>
public sealed class Table : IDisposable
{
    private const int RejectedKept = 100;
    private readonly CsvReader reader;
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly SortedSet<string> columns = new(StringComparer.Ordinal);
    private readonly List<RowRejected> rejected = [];
    private readonly SortedDictionary<string, int> setAside = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Dictionary<ulong, string>> pools = [];

    public Table(string file, ReadOnlyMemory<byte> utf8)
    {
        File = file;
        bytes = utf8;
        var line = utf8.Span.IndexOf((byte)'\n') is >= 0 and var end ? utf8.Span[..end] : utf8.Span;
        try
        {
            reader = CsvReader.Create(
                utf8,
                CsvReaderOptions.Default with
                {
                    Separator = line.Count((byte)'\t') > line.Count((byte)',') ? '\t' : ',',
                    MissingField = CsvMissingFieldHandling.ReturnEmpty,
                    MaxRecordSize = 1 << 20,
                }
            );
            reader.ReadHeader();
            Header = new Header([.. reader.Headers]);
        }
        catch (CsvFormatException malformed)
        {
            throw new UnreadableSourceException(file, malformed.Message, malformed);
        }
    }

    /// <summary>The path of the file, for messages.</summary>
    public string File { get; }

    public Header Header { get; }

    public int RowsIn { get; private set; }

    public int RowsKept { get; private set; }

    public int RowsRejected { get; private set; }

    public IReadOnlyList<RowRejected> Rejected => rejected;

    public IReadOnlyDictionary<string, int> RowsSetAside => setAside;

    /// <summary>Moves to the next row; a row of empty cells only (a line of commas at the end) is no row.</summary>
    public bool Read()
    {
        try
        {
            while (reader.Read())
            {
                if (reader.RawRecord.IndexOfAnyExcept(", \t\""u8) < 0)
                    continue;
                RowsIn++;
                return true;
            }
            return false;
        }
        catch (CsvFormatException malformed)
        {
            throw new UnreadableSourceException(
                File,
                $"line {LineAt(malformed.ByteOffset)}: {malformed.Message}",
                malformed
            );
        }
    }

    /// <summary>A required column.</summary>
    /// <exception cref="UnreadableSourceException">The file has none of these names.</exception>
    public int Column(params ReadOnlySpan<string> names) =>
        Find(names) is >= 0 and var at
            ? at
            : throw new UnreadableSourceException(
                File,
                $"the required column '{names[0]}' is missing."
            );

    /// <summary>An optional column: its position, or -1. What was found is remembered, so that a later file that lost it is noticed.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        var at = Header.Find(names);
        if (at >= 0)
            columns.Add(names[0]);
        return at;
    }

    /// <summary>The columns that were looked for and found, by our first name for each.</summary>
    public IReadOnlyCollection<string> Columns => columns;

    /// <summary>The cell as UTF-8, spaces at the ends left out; empty where the row is short or the column is -1.</summary>
    public ReadOnlySpan<byte> this[int column] =>
        column < 0 || column >= reader.FieldCount ? default : reader.GetSpan(column).Trim(" \t"u8);

    /// <summary>The cell as text; equal cells of a column share one string.</summary>
    public string Text(int column)
    {
        var cell = this[column];
        if (cell.IsEmpty)
            return "";
        if (cell.Length > 64)
            return Encoding.UTF8.GetString(cell);
        var hash = Fnv(cell);
        if (!pools.TryGetValue(column, out var pool))
            pools[column] = pool = [];
        if (pool.TryGetValue(hash, out var known) && Same(known, cell))
            return known;
        var text = Encoding.UTF8.GetString(cell);
        if (pool.Count < 20_000)
            pool[hash] = text;
        return text;
    }

    private static ulong Fnv(ReadOnlySpan<byte> cell)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in cell)
            hash = (hash ^ value) * 1099511628211UL;
        return hash;
    }

    private static bool Same(string text, ReadOnlySpan<byte> cell)
    {
        Span<byte> buffer = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(text, buffer, out var written)
            && buffer[..written].SequenceEqual(cell);
    }

    /// <summary>A whole number, or null where the cell is not one.</summary>
    public int? Whole(int column)
    {
        var cell = this[column];
        return Utf8Parser.TryParse(cell, out int value, out var used) && used == cell.Length
            ? value
            : null;
    }

    /// <summary>A date as the publishers write it: 31-12-2021, 31/12/2021, 2021-12-31 (with or without a time) or 20211231; null where it is none.</summary>
    public DateOnly? Date(int column) => Dates.Read(this[column]);

    /// <summary>The first of these columns with a cell that is no date, or -1: a date that cannot be read is never taken for none.</summary>
    public int WrongDate(params ReadOnlySpan<int> columns)
    {
        foreach (var column in columns)
            if (!this[column].IsEmpty && Date(column) is null)
                return column;
        return -1;
    }

    public void Keep() => RowsKept++;

    /// <summary>Counts a row that was read well and is not kept: a national total, a kind of group we do not hold.</summary>
    public void SetAside(string reason) =>
        setAside[reason] = setAside.GetValueOrDefault(reason) + 1;

    /// <summary>Refuses the row, with its place, what stands there and what was expected.</summary>
    public void Reject(int column, string expected)
    {
        RowsRejected++;
        if (rejected.Count >= RejectedKept)
            return;
        var value = column < 0 ? "" : Encoding.UTF8.GetString(this[column]);
        if (value.Length > 80)
            value = value[..80] + "...";
        rejected.Add(
            new RowRejected(
                LineAt(reader.ByteOffset),
                column < 0 ? "" : Header.Names[column],
                value,
                expected
            )
        );
    }

    /// <summary>The bytes of the row as they stand in the file: to choose between two rows for one school, whatever their order.</summary>
    public ReadOnlySpan<byte> Raw => reader.RawRecord;

    /// <summary>The line on which the row begins that was read last, counted from 1, the header included.</summary>
    public int Line => LineAt(reader.ByteOffset);

    private int LineAt(long offset) =>
        bytes.Span[..(int)Math.Min(offset, bytes.Length)].Count((byte)'\n') + 1;

    public void Dispose() => reader.Dispose();
}
