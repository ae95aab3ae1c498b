namespace Trellis.EvidenceLibrary;

/// <summary>What a study says of how it was made: all that its strength is worked out from.</summary>
/// <param name="Schools">How many took part, without those they were compared with; null where that is not stated.</param>
/// <param name="Partnerships">How many partnerships they were in; null where that is not stated.</param>
/// <param name="WasRegistered">Whether the design was public before there were results.</param>
/// <param name="WasAlikeAtFirst">Whether it says that both sides stood alike at the start, without a figure.</param>
/// <param name="GreatestDifference">The largest standardised difference between both sides at the start; null where none is stated.</param>
/// <param name="Breakdown">How many times the largest difference in earlier trends a later one may be before nothing is left of the answer; null where that is not stated.</param>
/// <param name="PlaceboWasClean">Whether it found nothing where there was nothing to find.</param>
/// <param name="IntakeWasStable">Whether the pupils were shown to be the same kind as before.</param>
/// <param name="RoseOrFellBefore">Whether results moved in the year before, and that was not explained.</param>
/// <param name="ChosenWhenLow">Whether schools were chosen because their results were low.</param>
/// <param name="HasNoAnswer">Whether the study ended without one.</param>
public sealed record StudyFacts(
    EvidenceDesign Design,
    ComparedWith ComparedWith,
    int? Schools = null,
    int? Partnerships = null,
    bool WasRegistered = false,
    bool WasAlikeAtFirst = false,
    double? GreatestDifference = null,
    EarlierCourse Earlier = EarlierCourse.NotStated,
    double? Breakdown = null,
    bool PlaceboWasClean = false,
    bool IntakeWasStable = false,
    bool RoseOrFellBefore = false,
    bool ChosenWhenLow = false,
    bool HasNoAnswer = false
)
{
    /// <summary>What a design holds schools against when it says no more; null where it has to say.</summary>
    public static ComparedWith? Usual(EvidenceDesign design) =>
        design switch
        {
            EvidenceDesign.MatchedComparison => ComparedWith.MatchedSchools,
            EvidenceDesign.RandomisedTrial => ComparedWith.ByLot,
            EvidenceDesign.Association or EvidenceDesign.BeforeAfter => null,
            _ => ComparedWith.Nobody,
        };

    /// <summary>Whether a design can hold schools against these.</summary>
    public static bool Fits(EvidenceDesign design, ComparedWith with) =>
        Usual(design) is { } usual
            ? usual == with
            : with is ComparedWith.Nobody or ComparedWith.Benchmark or ComparedWith.OtherSchools;
}
