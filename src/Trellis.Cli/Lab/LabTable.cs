using System.Globalization;
using Trellis.Answers;

namespace Trellis.Lab;

/// <summary>A whole CSV, for methods that take columns: cells as they stand, figures where they are asked for.</summary>
internal sealed class LabTable
{
    private readonly string file;
    private readonly string[] header;
    private readonly List<string[]> rows = [];

    private LabTable(string file, string[] header) => (this.file, this.header) = (file, header);

    public int Count => rows.Count;

    public string File => file;

    public IReadOnlyList<string> Header => header;

    /// <summary>The line of a row in the file, the header being line 1; empty lines count.</summary>
    public int[] Lines { get; private set; } = [];

    /// <summary>Says that there is no such file, as every command of the lab says it.</summary>
    /// <exception cref="UnusableDataException">There is none.</exception>
    public static void MustExist(FileInfo path)
    {
        if (!path.Exists)
            throw new UnusableDataException($"There is no file '{path.FullName}'.");
    }

    /// <exception cref="UnusableDataException">There is no file, it is empty or no table, or a row has fewer cells than the header, or more: the line is named.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LabTable Read(FileInfo path)
    {
        MustExist(path);
        try
        {
            using var lines = new CsvLines(path.FullName);
            var table = new LabTable(path.Name, [.. lines.Header.Select(h => h.Trim('"'))]);
            var at = new List<int>();
            while (lines.Next() is { } cells)
            {
                // A comma too many (1,234) moves all cells after it into the wrong columns.
                if (cells.AsSpan(table.header.Length).ContainsAnyExcept(""))
                    throw new UnusableDataException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{path.Name}, line {lines.Line}: {cells.Length} cells where the header has {table.header.Length}. Put a cell that holds a comma in quotes."
                        )
                    );
                table.rows.Add(cells);
                at.Add(lines.Line);
            }
            table.Lines = [.. at];
            return table;
        }
        catch (InvalidDataException wrong)
        {
            // What unpacks a .gz does not know the name of the file.
            throw new UnusableDataException(
                wrong.Message.StartsWith(path.Name, StringComparison.Ordinal)
                    ? wrong.Message
                    : $"{path.Name}: {wrong.Message}",
                wrong
            );
        }
    }

    public bool Has(string column) => Find(column) >= 0;

    /// <summary>The cells of a column, trimmed.</summary>
    /// <exception cref="UnusableDataException">There is no such column.</exception>
    public string[] Labels(string column)
    {
        var at = Require(column);
        return [.. rows.Select(r => r[at].Trim())];
    }

    /// <summary>The figures of a column; NaN for an empty cell and for NA.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="endless">Inf is a figure too, as R writes the time of first treatment of who never is.</param>
    /// <exception cref="UnusableDataException">There is no such column, or a cell is no number: line, column and cell are named.</exception>
    public double[] Figures(string column, bool endless = false)
    {
        var at = Require(column);
        var figures = new double[rows.Count];
        for (var row = 0; row < figures.Length; row++)
        {
            var cell = rows[row][at].AsSpan().Trim();
            if (cell.IsEmpty || cell is "NA" or "NaN" or ".")
                figures[row] = double.NaN;
            else if (endless && cell is "Inf")
                figures[row] = double.PositiveInfinity;
            else if (
                !double.TryParse(
                    cell,
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out figures[row]
                ) || !double.IsFinite(figures[row])
            )
                throw new UnusableDataException(
                    $"{file}, line {Lines[row]}, column '{header[at]}': '{cell}' is not a number. Leave a cell empty where a figure is missing."
                );
        }
        return figures;
    }

    /// <summary>The whole numbers of a column.</summary>
    /// <exception cref="UnusableDataException">There is no such column, or a cell is empty or no whole number: line, column and cell are named.</exception>
    public int[] WholeNumbers(string column)
    {
        var figures = Figures(column);
        var whole = new int[figures.Length];
        for (var row = 0; row < whole.Length; row++)
            whole[row] =
                figures[row] == Math.Floor(figures[row]) && Math.Abs(figures[row]) <= int.MaxValue
                    ? (int)figures[row]
                    : throw new UnusableDataException(
                        $"{file}, line {Lines[row]}, column '{column}': '{rows[row][Require(column)].Trim()}' is not a whole number, as a year is."
                    );
        return whole;
    }

    /// <summary>Whether every cell of a column is a number or empty.</summary>
    public bool IsNumeric(string column)
    {
        var at = Require(column);
        return rows.TrueForAll(r =>
            r[at].AsSpan().Trim() is var cell
            && (
                cell.IsEmpty
                || cell is "NA" or "NaN" or "."
                || double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            )
        );
    }

    private int Find(string column) =>
        Array.FindIndex(header, h => string.Equals(h, column, StringComparison.OrdinalIgnoreCase));

    private int Require(string column) =>
        header.Count(h => string.Equals(h, column, StringComparison.OrdinalIgnoreCase)) > 1
            ? throw new UnusableDataException(
                $"{file} has more than one column '{column}': give each a name of its own."
            )
        : Find(column) is var at and >= 0 ? at
        : throw new UnusableDataException(
            $"{file} has no column '{column}': its columns are {string.Join(", ", header)}."
        );
}
