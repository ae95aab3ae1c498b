using Trellis.Measures;
using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>A file with a row a school and a column a figure: which columns are which measure is said by definitions/measures.</summary>
public abstract class MeasureFormat : SourceFormat
{
    /// <summary>The names of the column with the URN.</summary>
    protected virtual string[] UrnColumns => ["URN"];

    /// <summary>The column that tells schools from totals, and the values that are schools; null where all rows are.</summary>
    protected virtual (string Column, string[] Schools)? RowTypes => null;

    /// <summary>Looks at the row once more: false sets it aside under the reason given.</summary>
    protected virtual bool IsSchool(Table table, out string reason)
    {
        reason = "";
        return true;
    }

    /// <summary>When a zero in a row is no figure, and the mark to keep instead: an independent school may show 0 % for an exam it does not sit. Counts are never touched.</summary>
    protected virtual (Func<Table, bool> Holds, string Mark)? ZeroIsNone(Table table) => null;

    /// <summary>When a zero in one column cannot be a figure, so that it is kept as not published; null where it always can.</summary>
    /// <param name="column">The column's name in definitions/measures.</param>
    protected virtual Func<Table, bool>? ZeroIsWrong(Table table, Period period, string column) =>
        null;

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        SchoolYear(file);

    public override void Read(Table table, Period period, Harvest harvest)
    {
        var urnColumn = table.Find(UrnColumns);
        int la = -1,
            estab = -1;
        if (urnColumn < 0)
        {
            la = table.Column("LACode", "LEA", "LA");
            estab = table.Column("EstabCode", "ESTAB");
        }
        var kinds = RowTypes is { } types ? table.Find(types.Column) : -1;
        var definitions = Definitions
            .Of(Key)
            .Select(d =>
                (
                    Definition: d,
                    Column: table.Find([.. d.Columns]),
                    When: d.When is { } w ? table.Column(w.Column) : -1
                )
            )
            .Where(d => d.Column >= 0)
            .ToArray();
        if (definitions.Length == 0)
            throw new UnreadableSourceException(
                table.File,
                $"it has none of the columns with figures: {string.Join(", ", Definitions.Of(Key).Select(d => d.Columns[0]))}."
            );
        var zeroIsNone = ZeroIsNone(table);
        var zeroIsWrong = definitions
            .Select(d => ZeroIsWrong(table, period, d.Definition.Columns[0]))
            .ToArray();

        // Rows of one school: the same figures merge; of different ones the row with most figures holds, whatever the order.
        var rowOf = new Dictionary<long, int>();
        var urns = new List<int>();
        var laEstabs = urnColumn < 0 ? new List<int>() : null;
        var values = definitions.Select(_ => new List<double>()).ToArray();
        var marks = definitions.Select(_ => new List<string?>()).ToArray();
        var raws = new List<byte[]>();
        var newValues = new double[definitions.Length];
        var newMarks = new string?[definitions.Length];

        while (table.Read())
        {
            if (kinds >= 0 && Array.IndexOf(RowTypes!.Value.Schools, table.Text(kinds)) < 0)
            {
                table.SetAside("totals and other rows that are no school");
                continue;
            }
            if (!IsSchool(table, out var reason))
            {
                table.SetAside(reason);
                continue;
            }
            int urn = 0,
                laEstab = 0;
            if (urnColumn >= 0)
            {
                var cell = table[urnColumn];
                if (
                    cell.IsEmpty
                    || cell.SequenceEqual("NAT"u8)
                    || !System.Text.Ascii.IsValid(cell)
                    || !char.IsAsciiDigit((char)cell[0])
                )
                {
                    if (cell.IsEmpty || char.IsAsciiLetter((char)cell[0]))
                    {
                        table.SetAside(cell.IsEmpty ? "rows without a URN" : "national totals");
                        continue;
                    }
                }
                if (
                    table.Whole(urnColumn) is not (>= Urn.Smallest and <= Urn.Largest)
                    || table.Whole(urnColumn) is not { } read
                )
                {
                    table.Reject(urnColumn, "a URN of five to seven digits");
                    continue;
                }
                urn = read;
            }
            else
            {
                if (
                    table.Whole(la) is not (>= 100 and <= 999)
                    || table.Whole(estab) is not (>= 1 and <= 9999)
                )
                {
                    table.SetAside("rows without an establishment number");
                    continue;
                }
                laEstab = (table.Whole(la)!.Value * 10_000) + table.Whole(estab)!.Value;
            }

            var wrong = false;
            var spoken = false;
            for (var i = 0; i < definitions.Length && !wrong; i++)
            {
                var (definition, column, when) = definitions[i];
                newValues[i] = double.NaN;
                newMarks[i] = null;
                if (when >= 0 && table.Text(when) != definition.When!.Value.Text)
                    continue;
                spoken = true;
                if (!Figures.TryRead(table[column], out newValues[i], out newMarks[i]))
                {
                    table.Reject(column, $"{Expected(definition.Measure.Unit)} or a known mark");
                    wrong = true;
                }
                else if (
                    definition.Range is { } range
                    && newMarks[i] is null
                    && (newValues[i] < range.Least || newValues[i] > range.Largest)
                )
                {
                    table.Reject(
                        column,
                        $"{Expected(definition.Measure.Unit)} between {range.Least} and {range.Largest}"
                    );
                    wrong = true;
                }
                else if (
                    newValues[i] == 0
                    && definition.Measure.Unit != Unit.Count
                    && zeroIsNone is { } none
                    && none.Holds(table)
                )
                {
                    newValues[i] = double.NaN;
                    newMarks[i] = none.Mark;
                }
                else if (newValues[i] == 0 && zeroIsWrong[i] is { } isWrong && isWrong(table))
                {
                    newValues[i] = double.NaN;
                    newMarks[i] = "";
                }
            }
            if (wrong)
                continue;
            if (!spoken)
            {
                table.SetAside("rows of a phase without measures");
                continue;
            }

            var key = ((long)laEstab << 32) | (uint)urn;
            if (!rowOf.TryGetValue(key, out var row))
            {
                row = rowOf[key] = urns.Count;
                urns.Add(urn);
                laEstabs?.Add(laEstab);
                raws.Add(table.Raw.ToArray());
                for (var i = 0; i < definitions.Length; i++)
                {
                    values[i].Add(newValues[i]);
                    marks[i].Add(newMarks[i]);
                }
                table.Keep();
                continue;
            }

            // The same school again. Measures of another phase (all-through schools) fill in; a true second row is weighed.
            var fills = true;
            for (var i = 0; i < definitions.Length; i++)
                if (
                    (!double.IsNaN(newValues[i]) || newMarks[i] is not null)
                    && (!double.IsNaN(values[i][row]) || marks[i][row] is not null)
                )
                    fills = false;
            var same = table.Raw.SequenceEqual(raws[row]);
            if (
                fills
                || same
                || Better(newValues, newMarks, table.Raw, values, marks, row, raws[row])
            )
            {
                for (var i = 0; i < definitions.Length; i++)
                    if (!fills || !double.IsNaN(newValues[i]) || newMarks[i] is not null)
                        (values[i][row], marks[i][row]) = (newValues[i], newMarks[i]);
                if (!fills)
                    raws[row] = table.Raw.ToArray();
            }
            if (fills)
                table.Keep();
            else
                table.SetAside("second rows of one school");
        }

        var columns = new List<(Measure, double[], string?[])>();
        for (var i = 0; i < definitions.Length; i++)
            if (
                values[i].Exists(v => !double.IsNaN(v))
                || marks[i].Exists(m => m is { Length: > 0 })
            )
                columns.Add((definitions[i].Definition.Measure, [.. values[i]], [.. marks[i]]));
        harvest.Add(h =>
            h.Measures.Add(
                new MeasureRows(
                    $"{Key}/{period.Key}",
                    period.Year,
                    [.. urns],
                    laEstabs?.ToArray(),
                    columns
                )
            )
        );
    }

    private static bool Better(
        double[] newValues,
        string?[] newMarks,
        ReadOnlySpan<byte> newRaw,
        List<double>[] values,
        List<string?>[] marks,
        int row,
        byte[] raw
    )
    {
        int now = 0,
            before = 0;
        for (var i = 0; i < newValues.Length; i++)
        {
            now += double.IsNaN(newValues[i]) ? 0 : 2;
            now += newMarks[i] is { Length: > 0 } ? 1 : 0;
            before += double.IsNaN(values[i][row]) ? 0 : 2;
            before += marks[i][row] is { Length: > 0 } ? 1 : 0;
        }
        return now != before ? now > before : newRaw.SequenceCompareTo(raw) < 0;
    }

    private static string Expected(Unit unit) =>
        unit switch
        {
            Unit.Percent => "a percentage",
            Unit.Count => "a count",
            Unit.Pounds => "pounds",
            Unit.Share => "a share",
            Unit.Rank => "a rank",
            _ => "a number",
        };
}
