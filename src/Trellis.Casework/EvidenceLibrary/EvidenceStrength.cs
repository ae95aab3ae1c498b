namespace Trellis.EvidenceLibrary;

/// <summary>How much a study can bear, worked out from what it says of itself and never typed.</summary>
/// <remarks>
/// The scale is that of our own studies: 5 chance decided who took part; 4 registered before there were results, with all checks passed;
/// 3 matched and balanced; 2 matched with gaps; 1 a benchmark or unlike schools only, or few treated; 0 words or counts, or a move before the start that nobody explained.
/// </remarks>
/// <param name="Grade">0 to 5; null where there is nothing to grade.</param>
/// <param name="InShort">The grade in a few words.</param>
/// <param name="Reasons">Why not less and why not more, a sentence each.</param>
/// <param name="Elsewhere">What the design would be on other scales. Nobody who keeps those has graded the study.</param>
public sealed record EvidenceStrength(
    int? Grade,
    string InShort,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<ScaleEquivalent> Elsewhere
)
{
    /// <summary>Fewer partnerships than this are few.</summary>
    public const int FewPartnerships = 15;

    /// <summary>As many as this the fourth grade asks for.</summary>
    public const int ManyPartnerships = 30;

    /// <summary>The largest standardised differences that grades 4, 3 and 2 allow.</summary>
    public const double Closest = .05,
        Close = .10,
        Adjustable = .25;

    /// <summary>What a grade is called.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 0 to 5.</exception>
    public static string Name(int? grade) =>
        grade switch
        {
            null => "Not graded",
            0 => "Words or counts only",
            1 => "Weak: no fair comparison",
            2 => "Some: a comparison with gaps",
            3 => "Good: a fair comparison",
            4 => "Strong: planned in public, all checks passed",
            5 => "Strongest: chance decided who took part",
            _ => throw new ArgumentOutOfRangeException(nameof(grade), grade, "From 0 to 5."),
        };

    /// <summary>Grades a study.</summary>
    public static EvidenceStrength Of(StudyFacts facts)
    {
        var (grade, reasons) = Graded(facts);
        return new EvidenceStrength(
            grade,
            Name(grade),
            [.. reasons, .. Warnings(facts)],
            ScaleEquivalent.Of(facts)
        );
    }

    private static (int? Grade, IReadOnlyList<string> Reasons) Graded(StudyFacts facts) =>
        facts switch
        {
            { HasNoAnswer: true } => (null, ["The study ended without an answer."]),
            { Design: EvidenceDesign.NotRead } => (
                null,
                ["We read an account of the study only. It does not say how it was done."]
            ),
            { Design: EvidenceDesign.Opinion } => (
                0,
                ["This is what somebody thinks or asks for. No figure stands behind it."]
            ),
            { Design: EvidenceDesign.Count } => (
                0,
                ["It counts. It does not say what would have happened without the help."]
            ),
            { Design: EvidenceDesign.Survey } => (
                0,
                ["People were asked. Nothing was measured against other schools."]
            ),
            { Design: EvidenceDesign.AuditSurvey } => (
                0,
                ["Auditors asked schools and drew a picture. A picture does not show cause."]
            ),
            { Design: EvidenceDesign.LiteratureReview } => (
                0,
                ["It gathers what others wrote. It does not say how sound each study was."]
            ),
            { RoseOrFellBefore: true } => (
                0,
                ["Results moved before the change began. So we cannot tell what moved them."]
            ),
            { Design: EvidenceDesign.RandomisedTrial } => (
                5,
                ["Chance decided who took part, so both sides were alike."]
            ),
            { Design: EvidenceDesign.MatchedComparison } => Matched(facts),
            { ComparedWith: ComparedWith.Nobody } => (
                0,
                ["Nothing shows what would have happened without it."]
            ),
            { ComparedWith: ComparedWith.Benchmark } => (
                1,
                ["Schools were held against an average, not against schools like them."]
            ),
            _ => (1, ["Schools were held against others, not shown to be like them."]),
        };

    private static (int? Grade, IReadOnlyList<string> Reasons) Matched(StudyFacts facts)
    {
        if (facts.Partnerships < FewPartnerships)
            return (1, [$"Fewer than {FewPartnerships} partnerships took part."]);
        if (facts.GreatestDifference > Adjustable)
            return (1, ["Both sides were too unlike at the start to be compared."]);
        List<string> why = ["Each school was held against one like it, before and after."];
        List<string> below3 = [];
        if (facts.GreatestDifference is not { } difference)
            below3.Add(
                facts.WasAlikeAtFirst
                    ? "It says that both sides were alike at the start, but gives no figure."
                    : "It does not say how alike both sides were at the start."
            );
        else if (difference > Close)
            below3.Add("Both sides were somewhat unlike at the start.");
        if (facts.Earlier is EarlierCourse.NotStated)
            below3.Add("It does not say if both sides moved alike in the years before.");
        else if (facts.Earlier is EarlierCourse.Unlike)
            below3.Add("Both sides did not move alike in the years before.");
        if (facts.Breakdown is not { } breakdown)
            below3.Add("It does not say how much doubt the answer can bear.");
        else if (breakdown < .5)
            below3.Add("A small doubt would undo the answer.");
        if (below3.Count > 0)
            return (2, [.. why, .. below3]);
        List<string> below4 = [];
        if (!facts.WasRegistered)
            below4.Add("The plan was not public before the results.");
        if (facts.Partnerships is null or < ManyPartnerships)
            below4.Add($"It does not have {ManyPartnerships} partnerships or more.");
        if (facts.GreatestDifference > Closest || facts.Earlier != EarlierCourse.AlikeForSure)
            below4.Add("Both sides were not shown to be as alike as the next grade asks.");
        if (facts.Breakdown < 1)
            below4.Add("The answer bears some doubt, but not as much as the next grade asks.");
        if (!facts.PlaceboWasClean || !facts.IntakeWasStable)
            below4.Add("Not every check was made and passed.");
        return below4.Count > 0
            ? (3, [.. why, .. below4])
            : (4, [.. why, "The plan was public first, and every check was passed."]);
    }

    private static IEnumerable<string> Warnings(StudyFacts facts)
    {
        if (
            facts.ChosenWhenLow
            && facts.ComparedWith is not (ComparedWith.MatchedSchools or ComparedWith.ByLot)
        )
            yield return "Schools were chosen at a low point. Many would have risen without help.";
    }
}
