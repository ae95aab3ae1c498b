namespace Trellis.SimilarSchools;

/// <summary>What pupils began with, as published progress gives it back.</summary>
internal static class Start
{
    // Progress 8 is (Attainment 8 - what pupils with the same key stage 2 results got) / 10, so that the two published
    // figures give back what was expected from prior attainment alone.
    public static readonly Term[] OfSecondary = [new("ks4.attainment8"), new("ks4.progress8", -10)];

    // Progress from key stage 1 is the score less that of pupils with the same start: the difference is the start.
    public static readonly Term[] OfPrimary =
    [
        new("ks2.reading-average", .5),
        new("ks2.maths-average", .5),
        new("ks2.reading-progress", -.5),
        new("ks2.maths-progress", -.5),
    ];

    public const string OfSecondaryWords =
        "Attainment 8 less ten times Progress 8: what was expected from key stage 2 results";

    public const string OfPrimaryWords =
        "key stage 2 scores less progress: what was expected from key stage 1 results";
}
