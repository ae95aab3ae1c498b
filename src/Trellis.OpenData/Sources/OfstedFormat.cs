namespace Trellis.Sources;

/// <summary>What Ofsted's several lists share: a judgement of a school on a day.</summary>
public abstract class OfstedFormat : SourceFormat
{
    public override string Publisher => "Ofsted";

    /// <summary>The headline grade from 1 to 4 or in words; anything else (9, "-", "Not judged") is none.</summary>
    protected static int? Grade(string text) =>
        text.ToUpperInvariant() switch
        {
            "1" or "OUTSTANDING" => 1,
            "2" or "GOOD" => 2,
            "3" or "REQUIRES IMPROVEMENT" or "SATISFACTORY" => 3,
            "4" or "INADEQUATE" or "SPECIAL MEASURES" or "SERIOUS WEAKNESSES" => 4,
            _ => null,
        };

    protected static string Category(string text) =>
        text.ToUpperInvariant() switch
        {
            "SM" or "SPECIAL MEASURES" => "Special measures",
            "NTI" or "NOTICE TO IMPROVE" => "Notice to improve",
            "SWK" or "SERIOUS WEAKNESSES" => "Serious weaknesses",
            "RSI" or "REQUIRES SIGNIFICANT IMPROVEMENT" => "Requires significant improvement",
            _ => "",
        };
}
