namespace Trellis.Sources;

/// <summary>Results at the end of primary school: england_ks2final.csv, a row a school.</summary>
public sealed class KeyStage2 : MeasureFormat
{
    public override string Key => "ks2";

    public override string Title => "Key stage 2 results";

    public override bool Recognises(Header header) =>
        header.HasAll("RECTYPE", "URN")
        && (header.Has("READPROG") || header.Has("PTRWM_EXP") || header.Has("TAPS"));

    // 1 mainstream, 2 special; 4 is an authority's total, 5 and 7 the country's.
    protected override (string Column, string[] Schools)? RowTypes => ("RECTYPE", ["1", "2"]);
}
