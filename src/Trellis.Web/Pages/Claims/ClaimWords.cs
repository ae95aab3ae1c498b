using Trellis.EvidenceLibrary;

namespace Trellis.Pages.Claims;

/// <summary>The words by which pages name what the files of the evidence library name by codes.</summary>
internal static class ClaimWords
{
    public static string Of(ClaimTopic topic) =>
        topic switch
        {
            ClaimTopic.AnyPartnership => "Working together in any way",
            ClaimTopic.Federations => "Federations",
            ClaimTopic.Trusts => "Trusts and academies",
            ClaimTopic.NationalLeaders => "National leaders of education",
            ClaimTopic.TeachingSchools => "Teaching schools",
            ClaimTopic.CityChallenge => "London and City Challenge",
            ClaimTopic.PeerReview => "Schools that review each other",
            ClaimTopic.TakingPart => "Who takes part, and why",
            ClaimTopic.FailingSchools => "Help for failing schools",
            _ => "What is known and not known",
        };

    public static string Of(ClaimStatus status) =>
        status switch
        {
            ClaimStatus.Supported => "Supported",
            ClaimStatus.Contested => "Contested",
            ClaimStatus.NotTested => "Not tested",
            _ => "Overtaken",
        };

    /// <summary>What a status means, in a sentence.</summary>
    public static string Meaning(ClaimStatus status) =>
        status switch
        {
            ClaimStatus.Supported => "What has been found so far fits it.",
            ClaimStatus.Contested => "Others have found something else, or doubt how it is known.",
            ClaimStatus.NotTested => "Nobody is known to have tested it.",
            _ => "Things have changed since it was said.",
        };

    /// <summary>The class of a status's tag: never colour alone, its word stands in it.</summary>
    public static string TagOf(ClaimStatus status) =>
        status switch
        {
            ClaimStatus.Supported => "govuk-tag--green",
            ClaimStatus.Contested => "govuk-tag--orange",
            _ => "govuk-tag--grey",
        };

    public static string Of(EvidenceDesign design) =>
        design switch
        {
            EvidenceDesign.Opinion => "Somebody thinks so or asks for it",
            EvidenceDesign.Count => "Something was counted",
            EvidenceDesign.Survey => "People were asked",
            EvidenceDesign.AuditSurvey => "Auditors asked schools and looked at figures",
            EvidenceDesign.LiteratureReview => "A review of what others wrote",
            EvidenceDesign.Association => "Two things were seen to go together",
            EvidenceDesign.BeforeAfter => "The same schools, before and after",
            EvidenceDesign.MatchedComparison =>
                "Before and after, beside schools picked to be like them",
            EvidenceDesign.RandomisedTrial => "Chance decided who took part",
            _ => "Not read: we have an account of the study only",
        };

    public static string Of(ComparedWith with) =>
        with switch
        {
            ComparedWith.Nobody => "Nobody",
            ComparedWith.Benchmark => "An average",
            ComparedWith.OtherSchools => "Other schools, not shown to be like them",
            ComparedWith.MatchedSchools => "Schools picked to be like them",
            _ => "Schools that chance left out",
        };

    public static string Of(ClaimPhase phase) =>
        phase switch
        {
            ClaimPhase.Primary => "Primary schools",
            ClaimPhase.Secondary => "Secondary schools",
            ClaimPhase.Both => "Primary and secondary schools",
            _ => "Not stated",
        };

    public static string Of(ClaimSide side) =>
        side switch
        {
            ClaimSide.Givers => "Schools that give help",
            ClaimSide.Takers => "Schools that get help",
            ClaimSide.Both => "Schools that give and that get help",
            _ => "Not stated",
        };

    public static string Of(Gainers gainers) =>
        gainers switch
        {
            Gainers.School => "The school",
            Gainers.Staff => "Staff",
            _ => "Pupils",
        };

    /// <summary>"2: some", for tables; "not graded".</summary>
    public static string InShort(int? grade) =>
        grade is { } known
            ? $"{known} of 5: {EvidenceStrength.Name(grade)}"
            : EvidenceStrength.Name(null);
}
