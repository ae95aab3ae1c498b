using Trellis.Journal;
using Trellis.Measures;
using Trellis.Models;

namespace Trellis.Partnerships;

/// <summary>Schools, and others, that work together: who is in it since when, what it is for, what it costs and what comes of it.</summary>
/// <param name="Model">Which way of working together, of definitions/models.</param>
/// <param name="Began">The first day of it; it may lie before the day on which it was stated here.</param>
/// <param name="Members">All who are, were or are said to be in it, in the order in which they were stated; a member that came back is there twice.</param>
/// <param name="Depths">How deep it went from which day, the earliest first.</param>
/// <param name="Notes">What the members write for each other; never public.</param>
/// <param name="Ended">Null while it goes on.</param>
public sealed record Partnership(
    PartnershipId Id,
    FreeText Name,
    ModelId Model,
    DateOnly Began,
    IReadOnlyList<Purpose> Purposes,
    IReadOnlyList<DatedDepth> Depths,
    Willingness Willingness,
    FreeText RequiredBecause,
    IReadOnlyList<Member> Members,
    Agreement Agreement,
    Costs Costs,
    IReadOnlyList<SharedPost> Posts,
    IReadOnlyList<SharedTraining> Training,
    IReadOnlyList<JointService> Services,
    IReadOnlyList<Aim> Aims,
    IReadOnlyList<AnnualReturn> Returns,
    IReadOnlyList<PartnershipId> LedTo,
    FreeText Notes,
    Party StatedBy,
    DateOnly StatedOn,
    Ending? Ended
) : Document
{
    public override string Key => Id.ToString();

    public override IReadOnlyList<string> Involves =>
        [.. Members.Select(m => m.Party.ToString()).Distinct(StringComparer.Ordinal)];

    /// <summary>How deep it goes on a day; its first depth before that.</summary>
    public Depth DepthOn(DateOnly day) => Depths.LastOrDefault(d => d.From <= day, Depths[0]).Depth;

    /// <summary>The latest membership of a party; null where nobody ever stated one.</summary>
    public Member? Of(Party party) => Members.LastOrDefault(m => m.Party == party);

    /// <summary>Whether a party has said itself that it is in it on a day.</summary>
    public bool IsIn(Party party, DateOnly day) => Of(party) is { } member && member.IsOn(day);
}

/// <summary>A depth from a day on.</summary>
public readonly record struct DatedDepth(DateOnly From, Depth Depth);

/// <summary>A party in a partnership, from a day to a day.</summary>
/// <param name="Name">Of those that are known here by no number; nothing for a school, a trust or an authority.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The first day on which it is no member; null where none is known. It may lie ahead: notice has been given.</param>
/// <param name="StatedBy">Which party said that it is a member.</param>
/// <param name="AnsweredOn">The day on which it confirmed or denied; null before.</param>
/// <param name="Why">Why it left; null where it has not.</param>
public sealed record Member(
    Party Party,
    FreeText Name,
    IReadOnlyList<MemberRole> Roles,
    MemberStatus Status,
    DateOnly From,
    DateOnly? To,
    Party StatedBy,
    DateOnly StatedOn,
    DateOnly? AnsweredOn,
    EndReason? Why
)
{
    /// <summary>Whether it is a member on a day, by its own word.</summary>
    public bool IsOn(DateOnly day) =>
        Status is MemberStatus.Confirmed or MemberStatus.Left
        && From <= day
        && (To is not { } to || day < to);
}

/// <summary>What the members agreed in writing.</summary>
/// <param name="Written">Whether there is a written agreement.</param>
/// <param name="ReviewOn">When they look at it again; null where no day is set.</param>
/// <param name="NoticeDays">How long before it leaves a member says so; null where nothing is agreed.</param>
/// <param name="Terms">What it says, in a few words anybody may read.</param>
public sealed record Agreement(bool Written, DateOnly? ReviewOn, int? NoticeDays, FreeText Terms)
{
    public static readonly Agreement None = new(false, null, null, default);
}

/// <summary>Where the money of a partnership comes from.</summary>
public enum Funding
{
    Members,
    LocalAuthority,
    Trust,
    GovernmentGrant,
    Charity,
    Other,
}

/// <summary>What it costs, in pounds. Null is not known, and not 0.</summary>
public sealed record Costs(int? SetUp, int? EachYear, IReadOnlyList<Funding> From, FreeText WhoPays)
{
    public static readonly Costs NotSaid = new(null, null, [], default);
}

/// <summary>A post that works for several members.</summary>
/// <param name="Role">"SENCO"; never a person's name.</param>
/// <param name="TenthsOfDaysAWeek">25 is two and a half days.</param>
public sealed record SharedPost(
    FreeText Role,
    int TenthsOfDaysAWeek,
    Party Employer,
    DateOnly From,
    DateOnly? To
);

/// <summary>Who leads shared training.</summary>
public enum TrainingProvider
{
    Member,
    TeachingSchoolHub,
    SubjectHub,
    LocalAuthority,
    University,
    Other,
}

/// <summary>Training that members have together.</summary>
public sealed record SharedTraining(FreeText What, TrainingProvider Provider, DateOnly On);

/// <summary>A service that members buy or run together.</summary>
/// <param name="SavesEachYear">In pounds, by the members' own estimate; null where none was made.</param>
public sealed record JointService(FreeText What, DateOnly From, DateOnly? To, int? SavesEachYear);

/// <summary>What it set out to change, and how that will be judged. It is never changed once set: one that no longer holds is dropped on a day, and another set.</summary>
/// <param name="Measure">A measure of the catalogue; null where none fits, and then the words say how it will be seen.</param>
/// <param name="TargetThousandths">Thousandths of the unit of the measure; null where no figure was set.</param>
/// <param name="By">The year whose results will tell.</param>
public sealed record Aim(
    FreeText What,
    MeasureId? Measure,
    int? TargetThousandths,
    Year? By,
    DateOnly SetOn,
    DateOnly? DroppedOn
);

/// <summary>What members mean to do next.</summary>
public enum Outlook
{
    GoOn,
    Change,
    End,
}

/// <summary>What the members say of a school year, in at most ten answers.</summary>
/// <param name="DaysGiven">Days of staff that members gave each other; null where nobody counted.</param>
/// <param name="Pupils">Pupils who took part in something; null where nobody counted.</param>
/// <param name="Cost">In pounds; null where nobody counted.</param>
/// <param name="Gains">What they saw gained.</param>
/// <param name="Worth">How much it was worth, 1 (little) to 5 (much).</param>
public sealed record AnnualReturn(
    Year Year,
    Party By,
    DateOnly FiledOn,
    int? DaysGiven,
    int? Pupils,
    int? Cost,
    IReadOnlyList<Purpose> Gains,
    int Worth,
    FreeText WentWell,
    FreeText WentBadly,
    Outlook Next
);

/// <summary>How a partnership ended.</summary>
/// <param name="On">The first day on which it was no more.</param>
public sealed record Ending(DateOnly On, EndReason Reason, FreeText Words);
