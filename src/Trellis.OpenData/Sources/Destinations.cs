namespace Trellis.Sources;

/// <summary>Where pupils went after year 11: england_ks4-pupdest.csv and england_pupdest.csv, a row a school.</summary>
public sealed class Destinations : MeasureFormat
{
    public override string Key => "destinations";

    public override string Title => "Destinations after year 11";

    public override bool Recognises(Header header) =>
        header.HasAll("URN", "COHORT")
        && (header.Has("OVERALL_DESTPER") || header.Has("OVERALLPER"));

    // 1 mainstream, 2 special; 4 is an authority's total, 5 and 7 the country's.
    protected override (string Column, string[] Schools)? RowTypes => ("RECTYPE", ["1", "2"]);
}
