namespace Trellis.Sources;

/// <summary>The deprivation pupil premium a school: Pupil_premium_2019-2020_school_level.csv.</summary>
public sealed class PupilPremium : MeasureFormat
{
    public override string Key => "pupil-premium";

    public override string Title => "Pupil premium allocations";

    public override bool Recognises(Header header) =>
        header.HasAll("URN", "Total number of pupils eligible for the Deprivation Pupil Premium");
}
