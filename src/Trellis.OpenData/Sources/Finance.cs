namespace Trellis.Sources;

/// <summary>Income and expenditure of maintained schools in pounds: england_cfr.csv since 2013/14.</summary>
public sealed class Finance : MeasureFormat
{
    public override string Key => "finance";

    public override string Title => "School income and expenditure";

    public override bool Recognises(Header header) =>
        header.HasAll("URN", "Total Income", "Total Expenditure");
}
