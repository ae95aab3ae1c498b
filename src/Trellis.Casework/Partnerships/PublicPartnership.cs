using Trellis.Journal;
using Trellis.Measures;
using Trellis.Models;
using Trellis.Protocols;
using Trellis.PublicRecord;

namespace Trellis.Partnerships;

/// <summary>A partnership as the public record has it: no note, no word that is for the members alone, and nothing of a party that said it is no member.</summary>
/// <param name="Standing">Whether at least two members say so themselves.</param>
/// <param name="RequiredBecause">Who required it and why; nothing where the schools chose it.</param>
/// <param name="Members">Each with whose word it is; see <see cref="PublicMember"/>.</param>
/// <param name="StatedBy">The member that stated it first; null where that one said later that it is none.</param>
/// <param name="EndedOn">The first day on which it was no more; null while it goes on.</param>
/// <param name="Story">What happened, the earliest first, days ahead included: notice may have been given.</param>
/// <param name="Evaluation">How it will be judged; null where none is registered yet.</param>
public sealed record PublicPartnership(
    PartnershipId Id,
    FreeText Name,
    ModelId Model,
    Standing Standing,
    DateOnly Began,
    IReadOnlyList<Purpose> Purposes,
    IReadOnlyList<DatedDepth> Depths,
    Willingness Willingness,
    FreeText RequiredBecause,
    IReadOnlyList<PublicMember> Members,
    Agreement Agreement,
    Costs Costs,
    IReadOnlyList<SharedPost> Posts,
    IReadOnlyList<SharedTraining> Training,
    IReadOnlyList<JointService> Services,
    IReadOnlyList<Aim> Aims,
    IReadOnlyList<PublicReturn> Returns,
    IReadOnlyList<Successor> LedTo,
    Party? StatedBy,
    DateOnly StatedOn,
    DateOnly? EndedOn,
    EndReason? EndedWhy,
    IReadOnlyList<StoryLine> Story,
    RegisteredEvaluation? Evaluation = null
)
{
    public const string Kind = "partnership";

    /// <summary>Reads what the public record holds of one.</summary>
    public static PublicPartnership Read(PublicEntry entry) =>
        ActJson.Read<PublicPartnership>(entry.Json);

    /// <summary>How deep it goes on a day; its first depth before that.</summary>
    public Depth DepthOn(DateOnly day) => Depths.LastOrDefault(d => d.From <= day, Depths[0]).Depth;

    /// <summary>Those who are members on a day, by their own word or another's.</summary>
    public IEnumerable<PublicMember> MembersOn(DateOnly day) =>
        Members.Where(m => m.From <= day && (m.To is not { } to || day < to));

    /// <summary>What a party is called: the words in which it was named, or what the caller calls it.</summary>
    public string NameOf(Party party, Func<Party, string> named) =>
        Members.FirstOrDefault(m => m.Party == party && m.Name.IsThere) is { } member
            ? member.Name.ToString()
            : named(party);

    /// <summary>What there is of a partnership that anybody may read; null where no member has said itself that it is one.</summary>
    internal static PublicPartnership? Of(Partnership whole)
    {
        var heard = whole
            .Members.Where(m => m.Status != MemberStatus.Denied)
            .Select(m => m.Party)
            .ToHashSet();
        var members = whole
            .Members.Where(m =>
                m.Status != MemberStatus.Denied && (m.HasConfirmed || heard.Contains(m.StatedBy))
            )
            .ToArray();
        var shown = members.Select(m => m.Party).ToHashSet();
        var confirmed = members.Where(m => m.HasConfirmed).Select(m => m.Party).Distinct().Count();
        if (confirmed == 0)
            return null;
        return new PublicPartnership(
            whole.Id,
            whole.Name,
            whole.Model,
            confirmed > 1 ? Standing.Confirmed : Standing.Stated,
            whole.Began,
            whole.Purposes,
            whole.Depths,
            whole.Willingness,
            whole.RequiredBecause,
            [
                .. members.Select(m => new PublicMember(
                    m.Party,
                    m.Name,
                    m.Roles,
                    m.Status,
                    m.From,
                    m.To,
                    heard.Contains(m.StatedBy) ? m.StatedBy : null,
                    m.StatedOn,
                    m.HasConfirmed ? m.AnsweredOn : null,
                    m.Why
                )),
            ],
            whole.Agreement,
            whole.Costs,
            [
                .. whole
                    .Posts.Where(p => shown.Contains(p.Employer))
                    .Select(p => p with { To = whole.EndOf(p) })
                    .Where(p => p.To is not { } to || p.From < to),
            ],
            // Training may be set for a day ahead; where it all ended before, it was not had.
            [.. whole.Training.Where(t => whole.Ended is not { } end || t.On < end.On)],
            [.. whole.Services.Select(s => s with { To = whole.EndOf(s) })],
            whole.Aims,
            [
                .. whole
                    .Returns.Where(r => shown.Contains(r.By))
                    .Select(r => new PublicReturn(
                        r.Year,
                        r.By,
                        r.FiledOn,
                        r.DaysGiven,
                        r.Pupils,
                        r.Cost,
                        r.Gains,
                        r.Worth,
                        r.WentWell,
                        r.Next
                    )),
            ],
            whole.LedTo,
            shown.Contains(whole.StatedBy) ? whole.StatedBy : null,
            whole.StatedOn,
            whole.Ended?.On,
            whole.Ended?.Reason,
            Stories.Of(whole, members, shown),
            whole.Evaluation
        );
    }
}

/// <summary>Whose word a partnership is.</summary>
public enum Standing
{
    /// <summary>One member's alone: the others have not answered.</summary>
    Stated,

    /// <summary>That of at least two members.</summary>
    Confirmed,
}

/// <summary>A member as anybody may read of it.</summary>
/// <param name="Status">Stated, confirmed or left; never denied.</param>
/// <param name="To">The first day on which it is no member; it may lie ahead.</param>
/// <param name="StatedBy">Who said first that it is a member; null where that one said later that it is none itself.</param>
/// <param name="ConfirmedOn">The day on which it said so itself; null where it has not, and then it is another's word and no fact.</param>
public sealed record PublicMember(
    Party Party,
    FreeText Name,
    IReadOnlyList<MemberRole> Roles,
    MemberStatus Status,
    DateOnly From,
    DateOnly? To,
    Party? StatedBy,
    DateOnly StatedOn,
    DateOnly? ConfirmedOn,
    EndReason? Why
)
{
    /// <summary>Whose word it is, for people: "confirmed on 2 October 2026" or "stated by Fictional First School, not confirmed".</summary>
    /// <param name="named">What a party is called.</param>
    public string InWords(Func<Party, string> named) =>
        ConfirmedOn is { } on ? $"confirmed on {Stories.Day(on)}"
        : StatedBy is { } by
            ? Party.CanAnswer ? $"stated by {named(by)}, not confirmed"
                : $"stated by {named(by)}"
        : "stated, not confirmed";
}

/// <summary>What a member said of a school year, without what it said to the members alone.</summary>
public sealed record PublicReturn(
    Year Year,
    Party By,
    DateOnly FiledOn,
    int? DaysGiven,
    int? Pupils,
    int? Cost,
    IReadOnlyList<Purpose> Gains,
    int Worth,
    FreeText WentWell,
    Outlook Next
);
