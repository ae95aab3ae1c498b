using System.Globalization;
using Trellis.Answers;

namespace Trellis.Lab;

/// <summary>A CSV that holds nothing but numbers, as a vector or a matrix: with or without a heading, with or without names of rows.</summary>
internal static class NumberGrid
{
    /// <summary>The numbers row by row.</summary>
    /// <exception cref="UnusableDataException">There is no file, a cell is no number (line and column are named), rows differ in length, or there are none.</exception>
    public static double[][] Read(FileInfo path)
    {
        LabTable.MustExist(path);
        var rows = new List<double[]>();
        var lines = File.ReadAllLines(path.FullName);
        var names = false;
        for (var line = 0; line < lines.Length; line++)
        {
            if (string.IsNullOrWhiteSpace(lines[line]))
                continue;
            var cells = lines[line].Split(',').Select(c => c.Trim().Trim('"')).ToArray();
            if (rows.Count == 0 && IsHeading(cells))
                continue;
            // As R writes a matrix: each row begins with its name, or with its number under an empty heading.
            if (rows.Count == 0)
                names =
                    cells.Length > 1
                    && (!IsFigureOrMissing(cells[0]) || HeadedByNothing(lines, line));
            var figures = new double[cells.Length - (names ? 1 : 0)];
            for (var c = 0; c < figures.Length; c++)
            {
                var cell = cells[c + (names ? 1 : 0)];
                if (!Figure(cell, out figures[c]))
                    throw new UnusableDataException(
                        $"{path.Name}, line {line + 1}, column {c + 1 + (names ? 1 : 0)}: '{cell}' is not a number."
                    );
            }
            if (rows.Count > 0 && figures.Length != rows[0].Length)
                throw new UnusableDataException(
                    $"{path.Name}, line {line + 1} has {figures.Length} numbers; the first row has {rows[0].Length}."
                );
            rows.Add(figures);
        }
        return rows.Count > 0
            ? [.. rows]
            : throw new UnusableDataException($"{path.Name} holds no numbers.");
    }

    /// <summary>A single row or a single column.</summary>
    /// <exception cref="UnusableDataException">It is no such thing.</exception>
    public static double[] ReadVector(FileInfo path)
    {
        var rows = Read(path);
        if (rows.Length == 1)
            return rows[0];
        return rows[0].Length == 1
            ? [.. rows.Select(r => r[0])]
            : throw new UnusableDataException(
                $"{path.Name} has {rows.Length} rows of {rows[0].Length} numbers; one row or one column is expected."
            );
    }

    // Words alone, or column numbers behind an empty corner, as R and pandas write them.
    private static bool IsHeading(string[] cells) =>
        !Array.Exists(cells, IsFigureOrMissing) || (cells.Length > 1 && cells[0].Length == 0);

    private static bool HeadedByNothing(string[] lines, int line) =>
        line > 0 && lines[line - 1].Split(',')[0].Trim().Trim('"').Length == 0;

    // What stands for a missing figure is no name: it is refused where it stands.
    private static bool IsFigureOrMissing(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        || cell.ToUpperInvariant() is "NA" or "NAN" or "INF" or "-INF";

    private static bool Figure(string cell, out double figure) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out figure)
        && double.IsFinite(figure);
}
