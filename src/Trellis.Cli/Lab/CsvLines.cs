using System.Globalization;
using System.IO.Compression;
using System.Text;
using Trellis.Measures;

namespace Trellis.Lab;

/// <summary>A comma-separated file with a header, a row at a time; one whose name ends in .gz is unpacked as it is read.</summary>
internal sealed class CsvLines : IDisposable
{
    private readonly StreamReader reader;
    private readonly string file;
    private readonly string[] header;
    private int line = 1;

    /// <exception cref="InvalidDataException">The file is empty.</exception>
    public CsvLines(string path)
    {
        file = Path.GetFileName(path);
        Stream stream = File.OpenRead(path);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            stream = new GZipStream(stream, CompressionMode.Decompress);
        reader = new StreamReader(stream, Encoding.UTF8, true);
        header =
            Split()?.Select(h => h.Trim()).ToArray()
            ?? throw new InvalidDataException($"{file} is empty: a header was expected.");
    }

    public IReadOnlyList<string> Header => header;

    /// <summary>The line of the file on which the row last read stands, the header being line 1.</summary>
    public int Line => line;

    public string Heading(int column) => header[column];

    /// <summary>How many columns have a name.</summary>
    public int Count(string name) =>
        header.Count(h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where a column is, or -1.</summary>
    public int Find(string name) =>
        Array.FindIndex(header, h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where a column is, under the first of its names that the header has.</summary>
    /// <exception cref="InvalidDataException">None of them is there.</exception>
    public int Require(params string[] names)
    {
        foreach (var name in names)
        {
            var at = Array.FindIndex(
                header,
                h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase)
            );
            if (at >= 0)
                return at;
        }
        throw new InvalidDataException(
            $"{file} has no column '{names[0]}'{(names.Length > 1 ? $" (nor {string.Join(", ", names[1..].Select(n => $"'{n}'"))})" : "")}: its columns are {string.Join(", ", header)}."
        );
    }

    /// <summary>The cells of the next row that is not empty, or null at the end.</summary>
    /// <exception cref="InvalidDataException">The row has fewer cells than the header.</exception>
    public string[]? Next()
    {
        while (Split() is { } cells)
        {
            line++;
            if (cells is [""])
                continue;
            return cells.Length >= header.Length
                ? cells
                : throw new InvalidDataException(
                    $"{file}, line {line}: {cells.Length} cells where the header has {header.Length}."
                );
        }
        return null;
    }

    public InvalidDataException Wrong(string column, string value, string expected) =>
        new($"{file}, line {line}, column '{column}': '{value}' is not {expected}.");

    /// <summary>The figure of a cell; NaN for an empty cell or a publisher's mark, null for what is neither that nor a number.</summary>
    public static double? Figure(string cell)
    {
        var text = cell.Trim();
        if (Marks.IsKnown(text))
            return double.NaN;
        if (text.EndsWith('%'))
            text = text[..^1];
        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var figure)
            && double.IsFinite(figure)
            ? figure
            : null;
    }

    public void Dispose() => reader.Dispose();

    private string[]? Split()
    {
        if (reader.ReadLine() is not { } text)
            return null;
        if (!text.Contains('"', StringComparison.Ordinal))
            return text.Split(',');
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(text[i]);
        }
        cells.Add(cell.ToString());
        return [.. cells];
    }
}
