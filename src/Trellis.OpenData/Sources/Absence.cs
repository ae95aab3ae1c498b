namespace Trellis.Sources;

/// <summary>Absence by school: england_abs.csv. The threshold of persistent absence went from 15 % to 10 % in 2015/16: two measures.</summary>
public sealed class Absence : MeasureFormat
{
    public override string Key => "absence";

    public override string Title => "Pupil absence";

    public override bool Recognises(Header header) =>
        header.HasAll("URN", "PERCTOT") && !header.Has("RECTYPE");
}
