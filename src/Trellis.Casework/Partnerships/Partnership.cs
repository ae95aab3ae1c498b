using System.Text.Json.Serialization;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.Measures;
using Trellis.Models;
using Trellis.Protocols;
using Trellis.PublicRecord;

namespace Trellis.Partnerships;

/// <summary>Schools, and others, that work together: who is in it since when, what it is for, what it costs and what comes of it.</summary>
/// <param name="Model">Which way of working together, of definitions/models.</param>
/// <param name="Began">The first day of it; it may lie before the day on which it was stated here.</param>
/// <param name="Members">All who are, were or are said to be in it, in the order in which they were stated; a member that came back is there twice.</param>
/// <param name="Depths">How deep it went from which day, the earliest first.</param>
/// <param name="Stays">Who was in it from when to when, and since when that was known here: what is known now and all that was known before.</param>
/// <param name="Notes">What the members write for each other; never public.</param>
/// <param name="Ended">Null while it goes on.</param>
/// <param name="Evaluation">How it will be judged; null of one stated before evaluations were registered with partnerships, until the program has made up for it.</param>
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
    IReadOnlyList<Successor> LedTo,
    FreeText Notes,
    Party StatedBy,
    DateOnly StatedOn,
    Ending? Ended,
    IReadOnlyList<Held<Stay>> Stays,
    RegisteredEvaluation? Evaluation = null
) : Document
{
    public override string Key => Id.ToString();

    [JsonIgnore]
    public override IReadOnlyList<string> Involves =>
        [.. Members.Select(m => m.Party.ToString()).Distinct(StringComparer.Ordinal)];

    /// <summary>How deep it goes on a day; its first depth before that.</summary>
    public Depth DepthOn(DateOnly day) => Depths.LastOrDefault(d => d.From <= day, Depths[0]).Depth;

    /// <summary>The latest membership of a party; null where nobody ever stated one.</summary>
    public Member? Of(Party party) => Members.LastOrDefault(m => m.Party == party);

    /// <summary>Whether a party has said itself that it is in it on a day.</summary>
    public bool IsIn(Party party, DateOnly day) =>
        Members.Any(m => m.Party == party && m.IsOn(day));

    /// <summary>The first day on which a post is no more: its own, or the one on which its employer left if that is earlier; null where none is known.</summary>
    public DateOnly? EndOf(SharedPost post) =>
        Earlier(
            post.To,
            Members.LastOrDefault(m => m.Party == post.Employer && m.From <= post.From) is { } then
                ? then.To
                : Ended?.On
        );

    /// <summary>The first day on which a service is no more: its own, or the end of the partnership if that is earlier; null where none is known.</summary>
    public DateOnly? EndOf(JointService service) => Earlier(service.To, Ended?.On);

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) =>
        one is { } a && other is { } b
            ? a < b
                ? a
                : b
            : one ?? other;

    /// <summary>What anybody may read of it, and nothing else; out of the public record where no member has said itself that it is one.</summary>
    [JsonIgnore]
    public PublicChange Public =>
        new(
            PublicPartnership.Kind,
            Key,
            PublicPartnership.Of(this) is { } open ? ActJson.Write(open) : null
        );

    /// <summary>The earliest day on which it can have had its last one: the newest day of which something is recorded.</summary>
    internal DateOnly EarliestEnd =>
        new[] { Began, Depths[^1].From }
            .Concat(Members.Where(m => m.Status != MemberStatus.Denied).Select(m => m.From))
            .Concat(
                Members
                    .Where(m => m.Status == MemberStatus.Left)
                    .Select(m => m.LastDay ?? DateOnly.MinValue)
            )
            .Concat(Posts.Select(p => p.To?.AddDays(-1) ?? p.From))
            .Concat(Services.Select(s => s.To?.AddDays(-1) ?? s.From))
            .Max();

    /// <summary>Whether a party was in it by its own word on a day of a school year.</summary>
    public bool WasInDuring(Party party, Year year) =>
        Members.Any(m =>
            m.Party == party
            && m.HasConfirmed
            && m.From < Begins(new Year(year.Starts + 1))
            && (m.To is not { } to || to > Begins(year))
        );

    /// <summary>The school years that are over, were not when it was stated here, and of which a party has still to file its return; the earliest first.</summary>
    public IEnumerable<Year> ReturnsDue(Party party, DateOnly today)
    {
        for (
            var year = new Year(StatedOn.Month < 9 ? StatedOn.Year - 1 : StatedOn.Year);
            Begins(new Year(year.Starts + 1)) <= today;
            year = new Year(year.Starts + 1)
        )
            if (WasInDuring(party, year) && !Returns.Any(r => r.By == party && r.Year == year))
                yield return year;
    }

    /// <summary>The first day of a school year.</summary>
    internal static DateOnly Begins(Year year) => new(year.Starts, 9, 1);

    /// <summary>Who was in it on a day, as it was known here at an instant. What was stated, corrected or denied later does not show.</summary>
    /// <returns>In the order in which it became known; nobody where nothing was known of the day.</returns>
    public IReadOnlyList<Stay> WhoWasIn(DateOnly day, DateTimeOffset knownAt) =>
        [.. Stays.Where(s => s.HeldOn(day) && s.WasKnownAt(knownAt)).Select(s => s.Value)];

    /// <summary>The same, with what is known of its members from an instant on.</summary>
    internal Partnership Known(DateTimeOffset at)
    {
        var now = Members
            .Where(m => m.Status != MemberStatus.Denied)
            .Select(m => (Value: new Stay(m.Party, m.HasConfirmed), m.From, m.To))
            .ToList();
        var stays = new List<Held<Stay>>();
        foreach (var stay in Stays)
            stays.Add(
                stay.KnownTo is not null || now.Remove((stay.Value, stay.From, stay.To))
                    ? stay
                    : stay with
                    {
                        KnownTo = at,
                    }
            );
        stays.AddRange(now.Select(n => new Held<Stay>(n.Value, n.From, n.To, at)));
        return this with { Stays = stays };
    }
}

/// <summary>That a party is in a partnership.</summary>
/// <param name="Confirmed">Whether it said so itself; else another member did.</param>
public readonly record struct Stay(Party Party, bool Confirmed);

/// <summary>A depth from a day on.</summary>
public readonly record struct DatedDepth(DateOnly From, Depth Depth);

/// <summary>A party in a partnership, from a day to a day.</summary>
/// <param name="Name">Of those that are known here by no number; nothing for a school, a trust or an authority.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The first day on which it is no member; null where none is known. It may lie ahead: notice has been given.</param>
/// <param name="StatedBy">Which party said that it is a member.</param>
/// <param name="AnsweredOn">The day on which it confirmed or denied; null before.</param>
/// <param name="Why">Why it left or will leave; null where it does not.</param>
/// <param name="NoticeOn">The day on which it gave notice; null where it gave none.</param>
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
    EndReason? Why,
    DateOnly? NoticeOn = null
)
{
    /// <summary>Whether it is or was a member by its own word.</summary>
    [JsonIgnore]
    public bool HasConfirmed =>
        AnsweredOn is not null && Status is (MemberStatus.Confirmed or MemberStatus.Left);

    /// <summary>The last day on which it is a member; null where none is known.</summary>
    [JsonIgnore]
    public DateOnly? LastDay => To?.AddDays(-1);

    /// <summary>Whether it is a member on a day, by its own word.</summary>
    public bool IsOn(DateOnly day) => HasConfirmed && From <= day && (To is not { } to || day < to);

    /// <summary>Whether it is or will be a member after a day, by its own word or another's.</summary>
    public bool IsOpenAfter(DateOnly day) =>
        Status != MemberStatus.Denied && (To is not { } to || day.AddDays(1) < to);
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
/// <param name="WentBadly">For the members alone, so that it can be said; never public.</param>
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

/// <summary>What a partnership led to: another one stated here, or a trust or federation of the Department's register.</summary>
/// <param name="Here">The later partnership; null where it is a group of the register.</param>
/// <param name="Group">The trust or federation; null where it is a partnership stated here.</param>
public sealed record Successor(PartnershipId? Here, Uid? Group, DateOnly StatedOn);

/// <summary>How a partnership ended.</summary>
/// <param name="On">The first day on which it was no more.</param>
/// <param name="Words">For the members alone; never public.</param>
public sealed record Ending(DateOnly On, EndReason Reason, FreeText Words);
