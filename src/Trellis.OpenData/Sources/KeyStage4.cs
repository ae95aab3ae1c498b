namespace Trellis.Sources;

/// <summary>Results at the end of year 11: england_ks4final.csv, and the tab-separated layout of 2009/10 that has no URN.</summary>
public sealed class KeyStage4 : MeasureFormat
{
    public override string Key => "ks4";

    public override string Title => "Key stage 4 results";

    public override bool Recognises(Header header) =>
        (
            header.HasAll("RECTYPE", "URN")
            && (header.Has("ATT8SCR") || header.Has("P8MEA") || header.Has("PTEBAC2SCI_E_PTQ_EE"))
        ) || header.HasAll("RecType", "LACode", "EstabCode", "P5ACinclEM");

    // 1 mainstream, 2 special; 4 is an authority's total, 5 and 7 the country's.
    protected override (string Column, string[] Schools)? RowTypes => ("RECTYPE", ["1", "2"]);

    /// <remarks>Independent schools show 0 % for exams they do not sit; the tables do not tell that from a true zero.</remarks>
    protected override (Func<Table, bool> Holds, string Mark)? ZeroIsNone(Table table)
    {
        var type = table.Find("NFTYPE", "SchoolType");
        return type < 0
            ? null
            : (row => row.Text(type) is "IND" or "INDSPEC" or "INDSS", "independent");
    }
}
