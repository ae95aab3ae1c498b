namespace Trellis.Sources;

/// <summary>Income and expenditure of maintained schools in pounds a pupil: england_cfr.csv of 2010/11.</summary>
public sealed class FinancePerPupil : MeasureFormat
{
    public override string Key => "finance-per-pupil";

    public override string Title => "School income and expenditure a pupil";

    public override bool Recognises(Header header) =>
        header.HasAll("URN", "TOTALINCOME", "TOTALEXPENDITURE");
}
