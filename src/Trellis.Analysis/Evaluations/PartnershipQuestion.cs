using Trellis.Measures;
using Trellis.Schools;

namespace Trellis.Evaluations;

/// <summary>A member of a partnership, as its evaluation has to know it.</summary>
/// <param name="School">Null where it is no school: a college, a trust, a charity.</param>
/// <param name="From">Its first day in it.</param>
/// <param name="To">The first day on which it was no member; null while it is one.</param>
/// <param name="Confirmed">Whether it says itself that it is a member.</param>
public sealed record PartnershipMember(
    Urn? School,
    DateOnly From,
    DateOnly? To,
    bool Gives,
    bool Takes,
    bool Confirmed
);

/// <summary>What is asked of a partnership: its members, and the terms of its registered protocol.</summary>
/// <param name="Partnered">Every school in a partnership stated here, under any of its numbers: none of them is compared with.</param>
/// <param name="PrimarySchools">The id of the outcome that primary schools are judged by.</param>
/// <param name="SecondarySchools">The id of the outcome that secondary schools are judged by.</param>
/// <param name="Beside">Outcomes shown beside.</param>
/// <param name="TakersAlone">Whether only those that take support count, where any member is said to.</param>
/// <param name="YearsEarlier">By how many years with results the base lies before the last one before the first treated year: 0 or 1.</param>
/// <param name="First">The first school year that counts as treated, for all; null where it follows from the day on which each joined.</param>
public sealed record PartnershipQuestion(
    IReadOnlyList<PartnershipMember> Members,
    IReadOnlySet<Urn> Partnered,
    string PrimarySchools,
    string SecondarySchools,
    IReadOnlyList<string> Beside,
    bool TakersAlone,
    int YearsEarlier,
    Year? First
);

/// <summary>Whether a member counts among those whose results are looked at, and why not.</summary>
public enum MemberCase
{
    Counts,

    /// <summary>A college, a trust, a charity: it has no results of its own that could be compared.</summary>
    NotASchool,

    /// <summary>The snapshot has no school of its number.</summary>
    NotInTheRegister,

    /// <summary>Another member says that it is in; it has not said so itself.</summary>
    NotConfirmed,

    /// <summary>It gives support and takes none: a primary or secondary school is compared among givers.</summary>
    GivesOnly,

    /// <summary>Others are said to take support; it is said neither to take nor to give any.</summary>
    TakesNone,

    /// <summary>A special school, pupil referral unit or alternative provision: its results are not set beside those of other schools.</summary>
    Special,

    /// <summary>A nursery, a sixth-form college or an independent school: it has no such results.</summary>
    OtherPhase,
}

/// <summary>Why a school's results before and after cannot be compared, or that they can.</summary>
public enum ResultsCase
{
    Compared,

    /// <summary>No results of a treated year are published yet.</summary>
    NotYet,

    /// <summary>It had no results on the scale in use before the first treated year.</summary>
    NoneBefore,

    /// <summary>Results of treated years are published, and it has none in them.</summary>
    NoneAfter,

    /// <summary>It closed before results of a treated year.</summary>
    Closed,

    /// <summary>Too few schools of its phase have results in the same years.</summary>
    NobodyLikeIt,
}
