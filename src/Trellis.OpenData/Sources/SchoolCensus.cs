using Trellis.Measures;

namespace Trellis.Sources;

/// <summary>Pupils on census day: england_census.csv. Its header changed almost every year (Estab or ESTAB, TOTPUPSENDN before 2015, NOR since).</summary>
public sealed class SchoolCensus : MeasureFormat
{
    public override string Key => "census";

    public override string Title => "School census";

    public override bool Recognises(Header header) =>
        header.Has("URN")
        && header.Find("PNUMEAL", "PNUMFSMEVER", "PNUMFSM", "PSENELK", "PSENELSE") >= 0
        && !header.Has("RECTYPE");

    /// <remarks>A roll of no pupils gives 0 % for every share: no school has no pupils and shares of them.</remarks>
    protected override (Func<Table, bool> Holds, string Mark)? ZeroIsNone(Table table)
    {
        var roll = table.Find("NOR", "TOTPUPSENDN", "NUMFTE");
        return roll < 0 ? null : (row => row.Whole(roll) == 0, "");
    }

    /// <remarks>
    /// Whoever is eligible for free school meals today was so within six years, so 0 % of the one beside more of the other is a
    /// column that was not filled in. In 2015/16 it was filled in for schools with key stage 4 only, and the other 17,424 schools
    /// show 0: there no zero is a figure.
    /// </remarks>
    protected override Func<Table, bool>? ZeroIsWrong(Table table, Period period, string column)
    {
        if (column != "PNUMFSMEVER")
            return null;
        if (period.Year == new Year(2015))
            return _ => true;
        var today = table.Find("PNUMFSM");
        return today < 0
            ? null
            : row =>
                Figures.TryRead(row[today], out var share, out var mark)
                && mark is null
                && share > 0;
    }
}
