using System.Globalization;
using Trellis.SimilarSchools;

namespace Trellis.Lab;

/// <summary>Reads a table of schools by a second file that says what its columns are.</summary>
/// <remarks>
/// FIELDS has a row a column: <c>column</c> (the heading in the table) and <c>roles</c> (one or more, with spaces between), and may have
/// <c>transform</c>, <c>weight</c>, <c>axis</c>, <c>variables</c> and <c>group</c>. Roles: urn; x and y (metres), or place ("528159;184498"); phase; selective;
/// feature; category (each of its values becomes a feature of 0 and 1); face (heads look at it: a feature that also counts
/// directly; "face only" counts directly alone); balance; outcome; never-trained-outcome; other-year-outcome. Columns without a row are passed over.
/// </remarks>
internal static class ComparisonFiles
{
    private static readonly string[] Roles =
    [
        "urn",
        "x",
        "y",
        "place",
        "phase",
        "selective",
        "feature",
        "category",
        "face",
        "only",
        "balance",
        "outcome",
        "never-trained-outcome",
        "other-year-outcome",
    ];

    /// <summary>A value of a category that fewer schools have than this is no feature: nothing can be learned from it.</summary>
    private const int FewestOfAValue = 10;

    private sealed record Field(
        string Column,
        IReadOnlyList<string> Roles,
        string Transform,
        double Weight,
        string Axis,
        IReadOnlyList<string> Variables,
        string Group
    );

    /// <summary>Reads both files.</summary>
    /// <param name="nonSelective">Whether schools that select are left out.</param>
    /// <param name="phase">The phase to keep; null where the table has one only.</param>
    /// <exception cref="InvalidDataException">A file is not as described; the sentence names the file, the line and the column.</exception>
    public static ComparisonTable Read(
        string tablePath,
        string fieldsPath,
        bool nonSelective,
        string? phase
    )
    {
        var fields = ReadFields(fieldsPath);
        using var lines = new CsvLines(tablePath);
        foreach (var field in fields)
            if (lines.Count(field.Column) > 1)
                throw new InvalidDataException(
                    $"{Path.GetFileName(tablePath)} has {lines.Count(field.Column)} columns '{field.Column}': which is meant cannot be told."
                );
        var at = fields.Select(f => lines.Require(f.Column)).ToArray();
        int One(string role) =>
            fields.FindIndex(f => f.Roles.Contains(role)) is >= 0 and var i ? at[i] : -1;
        var urnAt = One("urn");
        if (urnAt < 0)
            throw new InvalidDataException(
                $"{Path.GetFileName(fieldsPath)} gives no column the role 'urn'."
            );
        int eastAt = One("x"),
            northAt = One("y"),
            placeAt = One("place"),
            phaseAt = One("phase"),
            selectiveAt = One("selective");
        var rows = new SortedDictionary<int, string[]>();
        var phases = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        while (lines.Next() is { } cells)
        {
            if (
                !int.TryParse(cells[urnAt].Trim(), NumberStyles.None, null, out var urn)
                || urn <= 0
            )
                throw lines.Wrong(lines.Heading(urnAt), cells[urnAt], "a school's number");
            if (phaseAt >= 0)
            {
                phases.Add(cells[phaseAt].Trim());
                if (
                    phase is not null
                    && !cells[phaseAt].Trim().Equals(phase, StringComparison.OrdinalIgnoreCase)
                )
                    continue;
            }
            if (nonSelective && selectiveAt >= 0 && IsYes(cells[selectiveAt]))
                continue;
            if (!rows.TryAdd(urn, Checked(cells)))
                throw lines.Wrong(lines.Heading(urnAt), cells[urnAt], "each school once");
        }
        if (phase is null && phases.Count > 1)
            throw new InvalidDataException(
                $"{Path.GetFileName(tablePath)} has schools of several phases: give --phase {string.Join(", or --phase ", phases)}."
            );
        if (nonSelective && selectiveAt < 0)
            throw new InvalidDataException(
                $"{Path.GetFileName(fieldsPath)} gives no column the role 'selective'."
            );
        if (phase is not null && phaseAt < 0)
            throw new InvalidDataException(
                $"{Path.GetFileName(fieldsPath)} gives no column the role 'phase'."
            );
        if (rows.Count < 2)
            throw new InvalidDataException(
                $"{Path.GetFileName(tablePath)} has fewer than two schools to compare."
            );
        var all = rows.Values.ToArray();
        var columns = new List<TableColumn>();
        for (var f = 0; f < fields.Count; f++)
            columns.AddRange(ColumnsOf(fields[f], all.Select(r => r[at[f]]).ToArray()));
        return new ComparisonTable([.. rows.Keys], all.Select(Place).ToArray(), columns);

        // A cell that should be a figure and is not one is told of while the line is known.
        string[] Checked(string[] cells)
        {
            for (var f = 0; f < fields.Count; f++)
                if (IsFigure(fields[f]) && CsvLines.Figure(cells[at[f]]) is null)
                    throw lines.Wrong(
                        lines.Heading(at[f]),
                        cells[at[f]],
                        "a number, empty or a known mark"
                    );
            return cells;
        }

        (double East, double North) Place(string[] cells)
        {
            if (placeAt >= 0)
                return
                    cells[placeAt].Split(';') is [var east, var north]
                    && double.TryParse(east, CultureInfo.InvariantCulture, out var e)
                    && double.TryParse(north, CultureInfo.InvariantCulture, out var n)
                    ? (e, n)
                    : (double.NaN, double.NaN);
            return (
                eastAt < 0 ? double.NaN : CsvLines.Figure(cells[eastAt]) ?? double.NaN,
                northAt < 0 ? double.NaN : CsvLines.Figure(cells[northAt]) ?? double.NaN
            );
        }
    }

    private static List<Field> ReadFields(string path)
    {
        using var lines = new CsvLines(path);
        int column = lines.Require("column"),
            roles = lines.Require("roles"),
            transform = lines.Find("transform"),
            weight = lines.Find("weight"),
            axis = lines.Find("axis"),
            variables = lines.Find("variables"),
            group = lines.Find("group");
        var fields = new List<Field>();
        while (lines.Next() is { } cells)
        {
            string Cell(int at) => at < 0 ? "" : cells[at].Trim();
            var given = Words(Cell(roles));
            foreach (var role in given)
                if (!Roles.Contains(role))
                    throw lines.Wrong("roles", role, "one of " + string.Join(", ", Roles));
            if (Cell(transform) is not ("" or "log" or "root"))
                throw lines.Wrong("transform", Cell(transform), "log, root or empty");
            var counts = 1d;
            if (
                Cell(weight).Length > 0
                && !(
                    double.TryParse(Cell(weight), CultureInfo.InvariantCulture, out counts)
                    && counts > 0
                )
            )
                throw lines.Wrong("weight", Cell(weight), "a number above 0");
            // Two rows of a column may share out its roles; a role given twice would count twice.
            foreach (var role in given)
                if (fields.Any(f => f.Column == Cell(column) && Gives(f, role)))
                    throw lines.Wrong("column", Cell(column), $"given the role '{role}' once only");
            fields.Add(
                new Field(
                    Cell(column),
                    given,
                    Cell(transform),
                    counts,
                    Cell(axis),
                    Words(Cell(variables)),
                    Cell(group)
                )
            );
        }
        return fields;
    }

    private static IEnumerable<TableColumn> ColumnsOf(Field field, string[] cells)
    {
        if (field.Roles.Contains("category"))
        {
            foreach (
                var value in cells
                    .Select(c => c.Trim())
                    .Where(c => c.Length > 0)
                    .CountBy(c => c)
                    .Where(v => v.Value >= FewestOfAValue)
                    .OrderBy(v => v.Key, StringComparer.Ordinal)
            )
                yield return new TableColumn(
                    $"{field.Column}: {value.Key}",
                    Array.ConvertAll(cells, c => c.Trim() == value.Key ? 1d : 0)
                )
                {
                    IsFeature = true,
                    Group = field.Group,
                };
        }
        else if (field.Roles.Contains("place") && field.Roles.Contains("face"))
        {
            for (var part = 0; part < 2; part++)
            {
                var which = part;
                yield return new TableColumn(
                    field.Column + (part == 0 ? ": east" : ": north"),
                    Array.ConvertAll(
                        cells,
                        c =>
                            c.Split(';') is { Length: 2 } parts
                                ? CsvLines.Figure(parts[which]) ?? double.NaN
                                : double.NaN
                    )
                )
                {
                    IsFace = true,
                    FaceWeight = field.Weight,
                };
            }
        }
        else if (IsFigure(field))
            yield return new TableColumn(
                field.Column,
                Array.ConvertAll(
                    cells,
                    c => Transformed(field.Transform, CsvLines.Figure(c)!.Value)
                )
            )
            {
                Variables = field.Variables,
                IsFeature =
                    field.Roles.Contains("feature")
                    || (
                        field.Roles.Contains("face")
                        && !IsPlace(field)
                        && !field.Roles.Contains("only")
                    ),
                IsFace = field.Roles.Contains("face"),
                FaceWeight = field.Weight,
                IsBalanced = field.Roles.Contains("balance"),
                Group = field.Group,
                Axis = field.Axis,
                Outcome =
                    field.Roles.Contains("outcome") ? OutcomeKind.Taught
                    : field.Roles.Contains("never-trained-outcome") ? OutcomeKind.NeverTaught
                    : field.Roles.Contains("other-year-outcome") ? OutcomeKind.OtherYear
                    : OutcomeKind.None,
            };
    }

    private static bool Gives(Field field, string role) =>
        field.Roles.Contains(role)
        || (IsAnOutcome(role) && field.Roles.Any(IsAnOutcome))
        || (role is "feature" && field.Roles.Contains("face"))
        || (role is "face" && field.Roles.Contains("feature"));

    private static bool IsAnOutcome(string role) =>
        role is "outcome" or "never-trained-outcome" or "other-year-outcome";

    private static bool IsPlace(Field field) =>
        field.Roles.Contains("x") || field.Roles.Contains("y");

    /// <summary>Whether a field's cells are figures that are kept: not a key, not a word.</summary>
    private static bool IsFigure(Field field) =>
        !field.Roles.Contains("category")
        && !field.Roles.Contains("place")
        && (
            field.Variables.Count > 0
            || field.Roles.Any(r =>
                r
                    is "feature"
                        or "face"
                        or "balance"
                        or "outcome"
                        or "never-trained-outcome"
                        or "other-year-outcome"
            )
        );

    private static double Transformed(string transform, double figure) =>
        transform switch
        {
            "log" => figure > 0 ? Math.Log(figure) : double.NaN,
            "root" => figure >= 0 ? Math.Sqrt(figure) : double.NaN,
            _ => figure,
        };

    private static bool IsYes(string cell) =>
        cell.Trim().ToUpperInvariant() is "1" or "YES" or "TRUE" or "SELECTIVE";

    private static string[] Words(string text) =>
        text.Split(
            [' ', ';'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
}
