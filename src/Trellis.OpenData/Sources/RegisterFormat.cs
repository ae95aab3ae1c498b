using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>A file with a row an establishment that states fields of the register.</summary>
public abstract class RegisterFormat : SourceFormat
{
    /// <summary>The smaller, the better the file: the register itself before the lists made from it.</summary>
    public abstract int Order { get; }

    protected virtual string[] UrnColumns => ["URN"];

    /// <summary>The names that each field's column has had.</summary>
    protected abstract IReadOnlyDictionary<Field, string[]> Columns { get; }

    public override void Read(Table table, Period period, Harvest harvest) =>
        throw new InvalidOperationException("A register is read into the register: see ReadInto.");

    /// <summary>Reads every row into the register; files must come best and newest first.</summary>
    public void ReadInto(Table table, Period period, Harvest harvest, Register register)
    {
        var urnColumn = table.Column(UrnColumns);
        var columns = Enum.GetValues<Field>()
            .Select(field => Columns.TryGetValue(field, out var names) ? table.Find(names) : -1)
            .ToArray();
        Prepare(table);
        while (table.Read())
        {
            if (
                table.Whole(urnColumn) is not { } number
                || number is < Urn.Smallest or > Urn.Largest
            )
            {
                table.Reject(urnColumn, "a URN of five to seven digits");
                continue;
            }
            if ((Wrong(table, columns) ?? AlsoWrong(table)) is { } wrong)
            {
                table.Reject(wrong.Column, wrong.Expected);
                continue;
            }
            register.State(table, new Urn(number), period.Date, columns);
            Also(table, period, harvest, register, new Urn(number));
            table.Keep();
        }
        Finish(harvest);
    }

    /// <summary>Finds the columns that <see cref="Also"/> reads.</summary>
    protected virtual void Prepare(Table table) { }

    /// <summary>What is wrong in a cell that <see cref="Also"/> reads, or null.</summary>
    protected virtual (int Column, string Expected)? AlsoWrong(Table table) => null;

    /// <summary>What else the row says: memberships, inspections.</summary>
    protected virtual void Also(
        Table table,
        Period period,
        Harvest harvest,
        Register register,
        Urn urn
    ) { }

    protected virtual void Finish(Harvest harvest) { }

    private static (int Column, string Expected)? Wrong(Table table, int[] columns)
    {
        if (
            table.WrongDate(columns[(int)Field.Opened], columns[(int)Field.Closed])
            is >= 0
                and var date
        )
            return (date, "a date as 31-12-2021, or nothing");
        foreach (
            var field in (ReadOnlySpan<Field>)
                [Field.Capacity, Field.Pupils, Field.Easting, Field.Northing, Field.La]
        )
        {
            var column = columns[(int)field];
            if (column >= 0 && !table[column].IsEmpty && table.Whole(column) is null)
                return (column, "a whole number, or nothing");
        }
        return null;
    }
}
