namespace Trellis.EvidenceLibrary;

/// <summary>What a study found, as it was reported; or why there is no figure.</summary>
public abstract record ReportedEffect
{
    private ReportedEffect() { }

    /// <summary>In a sentence, whatever there is.</summary>
    public abstract string InWords { get; }

    /// <summary>A figure with the range that holds the truth 95 times in 100.</summary>
    /// <param name="What">In words: what was measured, of whom.</param>
    /// <param name="Unit">"percentage points".</param>
    public sealed record WithInterval(
        string What,
        double Value,
        double Low,
        double High,
        string Unit
    ) : ReportedEffect
    {
        public override string InWords =>
            FormattableString.Invariant($"{What}: {Value} {Unit}, from {Low} to {High}.");
    }

    /// <summary>A result in the study's words, without a range.</summary>
    /// <param name="WhyNoInterval">Why no range is shown.</param>
    public sealed record WithoutInterval(string What, string WhyNoInterval) : ReportedEffect
    {
        public override string InWords => $"{What} {WhyNoInterval}";
    }

    /// <summary>There is none.</summary>
    public sealed record None(string Why) : ReportedEffect
    {
        public override string InWords => Why;
    }
}
