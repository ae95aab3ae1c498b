using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>What a school said to an introduction.</summary>
public enum InvitedStatus
{
    Invited,
    Agreed,
    Declined,
}

/// <summary>A school that an authority introduces to others.</summary>
/// <param name="Reason">Why it declined; null else.</param>
/// <param name="On">The day of its answer; null before.</param>
/// <param name="RecordedByAuthority">Whether the authority wrote down what a school without an account said.</param>
public sealed record Invited(
    Party School,
    InvitedStatus Status,
    Reluctance? Reason,
    FreeText Words,
    DateOnly? On,
    bool RecordedByAuthority
);

/// <summary>How an introduction ended.</summary>
/// <param name="LedTo">The partnership it led to; null where it led to none.</param>
public sealed record IntroductionEnd(PartnershipId? LedTo, DateOnly On);

/// <summary>A local authority brings schools together. It is the authority's and its schools'; each sees its own answer, and of the others only that they agreed.</summary>
/// <param name="By">The authority.</param>
/// <param name="Words">What it writes to the schools.</param>
/// <param name="Ended">Null while it goes on.</param>
public sealed record Introduction(
    IntroductionId Id,
    Party By,
    IReadOnlyList<Invited> Schools,
    TopicId Topic,
    FreeText Words,
    DateOnly ProposedOn,
    IntroductionEnd? Ended
) : Document
{
    public const int MostSchools = 10;
    public const int LongestWords = 1000;

    public override string Key => Id.ToString();

    public override IReadOnlyList<string> Involves =>
        [By.ToString(), .. Schools.Select(s => s.School.ToString())];

    /// <summary>The day on which it ended; while it goes on, that of the last thing anybody said.</summary>
    [JsonIgnore]
    public DateOnly LastDay =>
        Ended?.On ?? Schools.Select(s => s.On).OfType<DateOnly>().Append(ProposedOn).Max();

    /// <summary>What a party was asked and said; null where it was not asked.</summary>
    public Invited? Of(Party school) => Schools.FirstOrDefault(s => s.School == school);
}
