using System.Globalization;
using System.Text.Json.Serialization;
using Trellis.Measures;

namespace Trellis.Partnerships;

/// <summary>What can happen in the story of a partnership, in the order in which it is told where it happened on one day.</summary>
public enum StoryKind
{
    Began,
    Stated,
    MemberStated,
    Joined,
    Confirmed,
    Deepened,
    Loosened,
    NoticeGiven,
    Left,
    ReturnFiled,
    Ended,
    LedTo,
}

/// <summary>One event in the story of a partnership, as anybody may read it. What does not belong to its kind is null.</summary>
/// <param name="On">The day of it; it may lie ahead where notice has been given. Of who left or what ended, the last day.</param>
/// <param name="Party">Whom it is about.</param>
/// <param name="By">Who said so of another that has not confirmed it.</param>
/// <param name="LastDay">Of a notice that holds: the last day as a member.</param>
public sealed record StoryLine(
    StoryKind Kind,
    DateOnly On,
    Party? Party = null,
    Party? By = null,
    Depth? Depth = null,
    EndReason? Reason = null,
    DateOnly? LastDay = null,
    Year? Year = null,
    Successor? Later = null
)
{
    /// <summary>The same for as long as the event stands, and no other's in its partnership: for feeds.</summary>
    [JsonIgnore]
    public string Key =>
        string.Join(
            '-',
            new[]
            {
                Journal.Naming.Of(Kind.ToString()),
                On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Party?.ToString().Replace(':', '-'),
                Year?.Starts.ToString(CultureInfo.InvariantCulture),
                Later?.Here?.ToString(),
                Later?.Group?.ToString(),
            }.Where(part => part is not null)
        );

    /// <summary>The event in a sentence without its day.</summary>
    /// <param name="named">What a party is called.</param>
    /// <param name="later">What a later partnership or group is called.</param>
    public string InWords(Func<Party, string> named, Func<Successor, string> later)
    {
        var who = Party is { } party ? named(party) : "A member";
        var said = By is { } by ? $", as {named(by)} states" : "";
        return Kind switch
        {
            StoryKind.Began => "The partnership began.",
            StoryKind.Stated => Party is null
                ? "The partnership was stated here."
                : $"{who} stated the partnership here.",
            StoryKind.MemberStated => By is { } stated
                ? $"{named(stated)} stated that {who} is a member."
                : $"{who} was stated to be a member.",
            StoryKind.Joined => $"{who} joined{said}.",
            StoryKind.Confirmed => $"{who} confirmed that it is a member.",
            StoryKind.Deepened => $"The partnership went deeper: {Stories.Of(Depth!.Value)}.",
            StoryKind.Loosened => $"The partnership became looser: {Stories.Of(Depth!.Value)}.",
            StoryKind.NoticeGiven => LastDay is { } day
                ? $"{who} gave notice. Its last day as a member is {Stories.Day(day)}."
                : $"{who} gave notice.",
            StoryKind.Left =>
                $"{who} left{said}{(Reason is { } why ? $": {Stories.Of(why)}" : "")}.",
            StoryKind.ReturnFiled => $"{who} filed its annual return for {Year}.",
            StoryKind.Ended => $"The partnership ended: {Stories.Of(Reason!.Value)}.",
            StoryKind.LedTo => $"The partnership led to {later(Later!)}.",
            _ => throw new InvalidOperationException($"{Kind} has no sentence."),
        };
    }
}

/// <summary>Stories told from what is known of a partnership.</summary>
public static class Stories
{
    /// <summary>"went as far as it was meant to", for people.</summary>
    public static string Of(EndReason reason) =>
        reason switch
        {
            EndReason.Achieved => "it had done what it was for",
            EndReason.Drifted => "it had come to rest by itself",
            EndReason.Cost => "it cost too much",
            EndReason.Conflict => "the members disagreed",
            EndReason.MergedIntoFormal => "it became a formal group",
            EndReason.SchoolClosed => "the school closed",
            EndReason.Forced => "somebody who may require it did",
            _ => throw new InvalidOperationException($"{reason} has no words."),
        };

    /// <summary>"written agreement", for people.</summary>
    public static string Of(Depth depth) =>
        depth switch
        {
            Depth.Informal => "informal",
            Depth.Planned => "a plan that all know",
            Depth.Agreed => "a written agreement",
            Depth.SharedLeadership => "shared leaders or staff",
            Depth.MergedGovernance => "one body governs the schools",
            _ => throw new InvalidOperationException($"{depth} has no words."),
        };

    internal static string Day(DateOnly day) =>
        day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <param name="members">The memberships that may be told of.</param>
    /// <param name="shown">Their parties.</param>
    internal static IReadOnlyList<StoryLine> Of(
        Partnership whole,
        IReadOnlyList<Member> members,
        IReadOnlySet<Party> shown
    )
    {
        var lines = new List<StoryLine>
        {
            new(StoryKind.Began, whole.Began),
            new(
                StoryKind.Stated,
                whole.StatedOn,
                shown.Contains(whole.StatedBy) ? whole.StatedBy : null
            ),
        };
        for (var i = 1; i < whole.Depths.Count; i++)
            lines.Add(
                new StoryLine(
                    whole.Depths[i].Depth > whole.Depths[i - 1].Depth
                        ? StoryKind.Deepened
                        : StoryKind.Loosened,
                    whole.Depths[i].From,
                    Depth: whole.Depths[i].Depth
                )
            );
        foreach (var member in members)
            lines.AddRange(Of(whole, member, shown));
        lines.AddRange(
            whole
                .Returns.Where(r => shown.Contains(r.By))
                .Select(r => new StoryLine(StoryKind.ReturnFiled, r.FiledOn, r.By, Year: r.Year))
        );
        if (whole.Ended is { } end)
            lines.Add(new StoryLine(StoryKind.Ended, end.On.AddDays(-1), Reason: end.Reason));
        lines.AddRange(
            whole.LedTo.Select(l => new StoryLine(StoryKind.LedTo, l.StatedOn, Later: l))
        );
        return
        [
            .. lines
                .OrderBy(l => l.On)
                .ThenBy(l => l.Kind)
                .ThenBy(l => l.Party?.ToString(), StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<StoryLine> Of(
        Partnership whole,
        Member member,
        IReadOnlySet<Party> shown
    )
    {
        var stated = shown.Contains(member.StatedBy) ? member.StatedBy : (Party?)null;
        var by = member.HasConfirmed ? null : stated;
        var first = member.StatedBy == whole.StatedBy && member.StatedOn == whole.StatedOn;
        if (!first && member.StatedBy != member.Party)
            yield return new StoryLine(
                StoryKind.MemberStated,
                member.StatedOn,
                member.Party,
                stated
            );
        if (member.From > whole.Began)
            yield return new StoryLine(StoryKind.Joined, member.From, member.Party, by);
        // Who stated the partnership confirmed itself by that, where it could.
        if (
            member is { HasConfirmed: true, AnsweredOn: { } answered }
            && !(member.StatedBy == member.Party && answered == member.StatedOn)
        )
            yield return new StoryLine(StoryKind.Confirmed, answered, member.Party);
        // Who left earlier than it had said, or was in it to the end, did not stay until the day of its notice.
        if (member.NoticeOn is { } notice)
            yield return new StoryLine(
                StoryKind.NoticeGiven,
                notice,
                member.Party,
                LastDay: member.Status == MemberStatus.Confirmed ? member.LastDay : null
            );
        // Who was in it to the end did not leave: it ended.
        if (member.LastDay is { } last && member.To != whole.Ended?.On)
            yield return new StoryLine(StoryKind.Left, last, member.Party, by, Reason: member.Why);
    }
}
