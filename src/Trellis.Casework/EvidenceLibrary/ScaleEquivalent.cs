namespace Trellis.EvidenceLibrary;

/// <summary>What a design would be on a scale that others keep, by what it says of itself.</summary>
/// <param name="Scale">Whose scale it is.</param>
/// <param name="Place">Where the design would stand on it.</param>
/// <param name="Why">In a sentence.</param>
public sealed record ScaleEquivalent(string Scale, string Place, string Why)
{
    public const string Maryland = "Maryland scale (1 to 5)",
        Clearinghouse = "What Works Clearinghouse (United States)",
        Endowment = "EEF padlocks (0 to 5)";

    private static readonly string[] Scales = [Maryland, Clearinghouse, Endowment];

    /// <summary>The three scales, in this order: Maryland, the What Works Clearinghouse, the padlocks of the Education Endowment Foundation.</summary>
    /// <remarks>By design alone. Each of the three also looks at how many dropped out and how well the work was done, which few accounts tell.</remarks>
    public static IReadOnlyList<ScaleEquivalent> Of(StudyFacts facts) =>
        facts is { HasNoAnswer: true } or { Design: EvidenceDesign.NotRead }
            ?
            [
                .. Scales.Select(scale => new ScaleEquivalent(
                    scale,
                    "Not graded",
                    facts.HasNoAnswer
                        ? "There is no answer to grade."
                        : "How the study was done was not read."
                )),
            ]
            : [OnMaryland(facts), OnClearinghouse(facts), OnPadlocks(facts)];

    private static ScaleEquivalent OnMaryland(StudyFacts facts)
    {
        var (place, why) = facts switch
        {
            { Design: EvidenceDesign.RandomisedTrial } => ("5", "Chance decided who took part."),
            { Design: EvidenceDesign.MatchedComparison } when IsShownAlike(facts) => (
                "3",
                "Before and after, beside schools that were alike."
            ),
            { Design: EvidenceDesign.MatchedComparison } => (
                "2",
                "There is a comparison, but it was not shown to be alike."
            ),
            { Design: EvidenceDesign.BeforeAfter, ComparedWith: ComparedWith.OtherSchools } => (
                "2",
                "Before and after, beside schools that may be unlike."
            ),
            { Design: EvidenceDesign.BeforeAfter or EvidenceDesign.Association } => (
                "1",
                "Before and after, or side by side, and not both."
            ),
            _ => ("Not on the scale", "It measures no change against anything."),
        };
        return new ScaleEquivalent(Maryland, place, why);
    }

    private static ScaleEquivalent OnClearinghouse(StudyFacts facts)
    {
        var (place, why) = facts switch
        {
            { Design: EvidenceDesign.RandomisedTrial } => (
                "Could meet its standards",
                "Chance decided. Who dropped out would be looked at too."
            ),
            {
                Design: EvidenceDesign.MatchedComparison,
                GreatestDifference: <= EvidenceStrength.Closest
            } => ("Could meet them with reservations", "Both sides were shown to be alike."),
            {
                Design: EvidenceDesign.MatchedComparison,
                GreatestDifference: <= EvidenceStrength.Adjustable
            } => (
                "Could meet them with reservations",
                "Both sides were near, if the difference was allowed for."
            ),
            { Design: EvidenceDesign.MatchedComparison, GreatestDifference: null } => (
                "Would not meet them",
                "How alike both sides were is not given as a figure."
            ),
            { Design: EvidenceDesign.MatchedComparison } => (
                "Would not meet them",
                "Both sides were too unlike at the start."
            ),
            _ => ("Would not meet them", "There is no group to compare with that is like them."),
        };
        return new ScaleEquivalent(Clearinghouse, place, why);
    }

    private static ScaleEquivalent OnPadlocks(StudyFacts facts)
    {
        var (place, why) = facts switch
        {
            { Design: EvidenceDesign.RandomisedTrial } => (
                "Up to 5",
                "Chance decided. Size and drop-out would be looked at too."
            ),
            {
                Design: EvidenceDesign.MatchedComparison,
                GreatestDifference: <= EvidenceStrength.Close
            } => ("Up to 3", "The comparison was well matched."),
            { Design: EvidenceDesign.MatchedComparison } => (
                "Up to 2",
                "The comparison was matched, but how well is not shown."
            ),
            { ComparedWith: ComparedWith.Benchmark or ComparedWith.OtherSchools } => (
                "Up to 1",
                "The comparison was poor or not matched."
            ),
            _ => ("0", "There is no comparison."),
        };
        return new ScaleEquivalent(Endowment, place, why);
    }

    private static bool IsShownAlike(StudyFacts facts) =>
        facts.WasAlikeAtFirst || facts.GreatestDifference <= EvidenceStrength.Adjustable;
}
