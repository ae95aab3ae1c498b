namespace Trellis.Sources;

/// <summary>Teachers and other staff: england_swf.csv, under code headers to 2014/15 and long text since.</summary>
public sealed class Workforce : MeasureFormat
{
    public override string Key => "workforce";

    public override string Title => "School workforce census";

    public override bool Recognises(Header header) =>
        header.Has("URN") && (header.Has("RATPUPTEA") || header.Has("Pupil: Teacher Ratio"));
}
