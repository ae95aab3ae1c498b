namespace Trellis.EvidenceLibrary;

/// <summary>What a claim about partnerships is about.</summary>
public enum ClaimTopic
{
    AnyPartnership,
    Federations,
    Trusts,
    NationalLeaders,
    TeachingSchools,
    CityChallenge,
    PeerReview,
    TakingPart,
    FailingSchools,

    /// <summary>What is known and not known, and how to find out.</summary>
    EvidenceItself,
}

/// <summary>How a claim came to be known.</summary>
public enum EvidenceDesign
{
    /// <summary>Somebody thinks so, asks for it or promises it.</summary>
    Opinion,

    /// <summary>Something was counted, and nothing set beside it.</summary>
    Count,

    /// <summary>People were asked.</summary>
    Survey,

    /// <summary>Auditors asked schools and looked at figures.</summary>
    AuditSurvey,

    /// <summary>What others had written was gathered.</summary>
    LiteratureReview,

    /// <summary>Two things go together among schools at one time.</summary>
    Association,

    /// <summary>The same schools earlier and later.</summary>
    BeforeAfter,

    /// <summary>Earlier and later, beside schools chosen because they were like them.</summary>
    MatchedComparison,

    /// <summary>Chance decided which schools took part.</summary>
    RandomisedTrial,

    /// <summary>Only an account of the study was read; it does not tell how it was done.</summary>
    NotRead,
}

/// <summary>Whom the schools of a study were held against.</summary>
public enum ComparedWith
{
    Nobody,

    /// <summary>A figure, as the average of the country.</summary>
    Benchmark,

    /// <summary>Other schools, not shown to be like them.</summary>
    OtherSchools,
    MatchedSchools,
    ByLot,
}

/// <summary>Where a claim stands today.</summary>
public enum ClaimStatus
{
    Supported,
    Contested,
    NotTested,
    Overtaken,
}

/// <summary>Whether the words of a claim are the speaker's own.</summary>
public enum WhoseWords
{
    Quotation,
    Paraphrase,
}

/// <summary>The schools a claim is about, by the ages they teach.</summary>
public enum ClaimPhase
{
    NotStated,
    Primary,
    Secondary,
    Both,
}

/// <summary>The side of a partnership a claim is about.</summary>
public enum ClaimSide
{
    NotStated,
    Givers,
    Takers,
    Both,
}

/// <summary>Who gains, by the three groups of Atkinson and others (NFER, 2007).</summary>
public enum Gainers
{
    School,
    Staff,
    Pupils,
}

/// <summary>Whether schools and their comparison ran alike before, as far as the study says.</summary>
public enum EarlierCourse
{
    NotStated,
    Alike,

    /// <summary>Alike, by a test that would have seen a difference that matters.</summary>
    AlikeForSure,
    Unlike,
}
