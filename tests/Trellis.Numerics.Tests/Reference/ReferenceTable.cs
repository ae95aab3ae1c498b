using System.Globalization;
using System.IO.Compression;

namespace Trellis.Reference;

/// <summary>A CSV of the reference inputs and answers: quoted cells, empty and NA as NaN.</summary>
public sealed class ReferenceTable
{
    private readonly List<string[]> rows = [];

    private ReferenceTable(string[] header) => Header = header;

    public IReadOnlyList<string> Header { get; }

    public int Count => rows.Count;

    /// <summary>The file within the folder of effects; null where it is not at hand, which the run then says.</summary>
    /// <param name="unchecked">What is not checked without it.</param>
    public static ReferenceTable? Read(string name, string @unchecked)
    {
        if (!Shared.Has($"reference/effects/{name}", @unchecked, out var path))
            return null;
        Stream stream = File.OpenRead(path);
        if (path.EndsWith(".gz", StringComparison.Ordinal))
            stream = new GZipStream(stream, CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        var table = new ReferenceTable(Split(reader.ReadLine()!));
        while (reader.ReadLine() is { } line)
            if (line.Length > 0)
                table.rows.Add(Split(line));
        return table;
    }

    public string Cell(int row, string column) => rows[row][At(column)];

    public double Figure(int row, string column) => Number(Cell(row, column));

    public string[] Labels(string column)
    {
        var at = At(column);
        return [.. rows.Select(r => r[at])];
    }

    public double[] Figures(string column)
    {
        var at = At(column);
        return [.. rows.Select(r => Number(r[at]))];
    }

    public int[] WholeNumbers(string column) => [.. Figures(column).Select(f => (int)f)];

    /// <summary>The rows that a question picks, by number.</summary>
    public IEnumerable<int> Where(params (string Column, string Cell)[] equal) =>
        Enumerable.Range(0, Count).Where(row => equal.All(e => Cell(row, e.Column) == e.Cell));

    private int At(string column)
    {
        var at = Header.ToList().IndexOf(column);
        return at >= 0 ? at : throw new ArgumentException($"There is no column '{column}'.");
    }

    private static double Number(string cell) =>
        cell is "" or "NA"
            ? double.NaN
            : double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string[] Split(string line)
    {
        var cells = new List<string>();
        var cell = "";
        var quoted = false;
        foreach (var c in line)
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell);
                cell = "";
            }
            else
                cell += c;
        cells.Add(cell);
        return [.. cells];
    }
}
