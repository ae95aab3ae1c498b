using System.Globalization;
using System.Text;
using Trellis.Neighbours;
using Trellis.SimilarSchools;

namespace Trellis.Lab;

/// <summary>"lab neighbours": the distance of given pairs of schools under a named method, on plain CSV.</summary>
public static class NeighbourDistances
{
    /// <summary>Reads values and pairs, writes a distance a pair.</summary>
    /// <param name="method">The name of a method, as "dfe-2026-primary".</param>
    /// <param name="valuesPath">A row a school: URN and the method's variables under the publisher's headings, in any letter case and order. Other columns are passed over.</param>
    /// <param name="pairsPath">URN and NeighbourURN; other columns are passed over.</param>
    /// <param name="outPath">Written whole or not at all: URN, NeighbourURN, distance, in the order of the pairs; the distance in full precision, empty where there is none.</param>
    /// <returns>0, or 2 where a file is not as described: the sentence on <paramref name="errors"/> names the file and the column, or the line.</returns>
    /// <remarks>
    /// An empty cell, or one of the publishers' marks, is missing: the distance is then partial and rescaled. A pair has none
    /// where either school has no row or the two know no variable in common; such pairs are counted on <paramref name="errors"/>.
    /// Scales that a method takes from its population come from all rows of the values file.
    /// </remarks>
    public static int Run(
        string method,
        string valuesPath,
        string pairsPath,
        string outPath,
        TextWriter errors
    )
    {
        if (SimilarMethods.Find(method) is not { } named)
        {
            errors.WriteLine(
                $"There is no method '{method}': {string.Join(", ", SimilarMethods.All.Select(m => m.Id))}."
            );
            return 2;
        }
        try
        {
            var (rows, points) = ReadValues(named, valuesPath);
            var without = WriteDistances(rows, points, pairsPath, outPath);
            if (without > 0)
                errors.WriteLine(
                    without == 1
                        ? "1 pair has no distance: one of its schools has no values."
                        : $"{without} pairs have no distance: one of their schools has no values."
                );
            return 0;
        }
        catch (InvalidDataException wrong)
        {
            return Refuse(wrong.Message);
        }
        catch (IOException wrong)
        {
            return Refuse(wrong.Message);
        }
        catch (UnauthorizedAccessException wrong)
        {
            return Refuse(wrong.Message);
        }

        int Refuse(string sentence)
        {
            errors.WriteLine(sentence);
            return 2;
        }
    }

    private static (Dictionary<string, int> Rows, Points Points) ReadValues(
        SimilarMethod method,
        string path
    )
    {
        using var lines = new CsvLines(path);
        var urnAt = lines.Require("URN");
        var at = method.Variables.Select(v => lines.Require([.. v.Headings, v.Id])).ToArray();
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        var figures = method.Variables.Select(_ => new List<double>()).ToArray();
        while (lines.Next() is { } cells)
        {
            var urn = cells[urnAt].Trim();
            if (urn.Length == 0)
                throw lines.Wrong("URN", urn, "a school's number");
            if (!rows.TryAdd(urn, rows.Count))
                throw lines.Wrong("URN", urn, "each school once");
            for (var k = 0; k < at.Length; k++)
                figures[k].Add(method.Variables[k].Compared(Figure(lines, at[k], cells[at[k]])));
        }
        var columns = figures.Select(f => f.ToArray()).ToArray();
        return (
            rows,
            new Points(
                columns,
                method.Variables.Select((v, k) => v.CoefficientOver(columns[k])).ToArray(),
                method.Variables.Select(v => v.Weight).ToArray()
            )
        );
    }

    private static double Figure(CsvLines lines, int column, string cell) =>
        CsvLines.Figure(cell)
        ?? throw lines.Wrong(lines.Heading(column), cell, "a number, empty or a known mark");

    private static int WriteDistances(
        Dictionary<string, int> rows,
        Points points,
        string pairsPath,
        string outPath
    )
    {
        var without = 0;
        var written = new StringBuilder("URN,NeighbourURN,distance\n");
        using (var lines = new CsvLines(pairsPath))
        {
            int urnAt = lines.Require("URN"),
                otherAt = lines.Require("NeighbourURN");
            while (lines.Next() is { } cells)
            {
                string urn = cells[urnAt].Trim(),
                    other = cells[otherAt].Trim();
                if (!IsDigits(urn))
                    throw lines.Wrong("URN", urn, "a school's number");
                if (!IsDigits(other))
                    throw lines.Wrong("NeighbourURN", other, "a school's number");
                var distance =
                    rows.TryGetValue(urn, out var a) && rows.TryGetValue(other, out var b)
                        ? points.Distance(a, b)
                        : double.NaN;
                written.Append(urn).Append(',').Append(other).Append(',');
                if (double.IsNaN(distance))
                    without++;
                else
                    written.Append(distance.ToString("R", CultureInfo.InvariantCulture));
                written.Append('\n');
            }
        }
        File.WriteAllText(outPath, written.ToString());
        return without;
    }

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
