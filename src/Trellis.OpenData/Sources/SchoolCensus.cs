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
}
