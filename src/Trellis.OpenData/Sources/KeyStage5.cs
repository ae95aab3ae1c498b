namespace Trellis.Sources;

/// <summary>Results of 16 to 18 year olds: england_ks5*.csv, a row a school or college; tab-separated and without URN in 2009/10.</summary>
public sealed class KeyStage5 : MeasureFormat
{
    public override string Key => "ks5";

    public override string Title => "16 to 18 results";

    public override bool Recognises(Header header) =>
        header.HasAll("RECTYPE", "URN")
            && (header.Has("TPUP1618") || header.Has("TALLPPE_ALEV_1618"))
        || header.HasAll("RecType", "LACode", "EstabCode", "KS5TotPup");

    // 1 mainstream, 2 special, 3 colleges; 4 is an authority's total, 5 and above the country's.
    protected override (string Column, string[] Schools)? RowTypes => ("RECTYPE", ["1", "2", "3"]);
}
