using Trellis.Journal;
using Trellis.Models;

namespace Trellis.Partnerships;

/// <summary>Ends a partnership for all its members. A lead member does, or any member where none leads; the others leave. Where nobody is left, whoever was a member does.</summary>
/// <param name="LastDay">Its last day, not after today.</param>
/// <param name="Words">For the members alone.</param>
public sealed record EndPartnership(
    PartnershipId Id,
    Voice By,
    DateOnly LastDay,
    EndReason Reason,
    FreeText Words
) : Act<Partnership, PartnershipEnded>
{
    public override string Subject => Id.ToString();

    public override Outcome<PartnershipEnded> Apply(Partnership? before, Occasion now)
    {
        // Where all have gone whoever was a member can still close the book.
        var gone = before is { Ended: null } && !before.Members.Any(m => m.IsOn(now.Today));
        if (
            (
                gone && before!.Members.Any(m => m.Party == By.As && m.HasConfirmed)
                    ? By.MayConfirm(now.By, PartnershipModels.Of(before.Model)!)
                    : before.MayNotChange(By, now, binds: true)
            ) is
            { } why
        )
            return why;
        var whole = before!;
        if (!whole.SpeaksForAll(By.As, now.Today))
            return new Refusal(
                "lead-ends-it",
                "Only a lead member ends it for all. You can leave it."
            );
        if (!Enum.IsDefined(Reason))
            return new Refusal("reason-missing", "Choose why it ended.");
        if (Rights.Unfit(Words, "what you say of it") is { } unfit)
            return unfit;
        if (LastDay > now.Today)
            return new Refusal("end-ahead", "Enter the last day: today or earlier.");
        if (LastDay < whole.EarliestEnd)
            return new Refusal(
                "end-too-early",
                $"Something is recorded of {Stories.Day(whole.EarliestEnd)}. Enter that day or a later one."
            );
        return new PartnershipEnded(Id, By.As, LastDay, Reason, Words, now.Today);
    }
}

/// <summary>A partnership ended for all its members.</summary>
public sealed record PartnershipEnded(
    PartnershipId Id,
    Party By,
    DateOnly LastDay,
    EndReason Reason,
    FreeText Words,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        (
            before! with
            {
                Members = [.. before.Members.Select(Ended)],
                Ended = new Ending(LastDay.AddDays(1), Reason, Words),
            }
        ).Known(at);

    private Member Ended(Member member)
    {
        if (member.Status is MemberStatus.Denied or MemberStatus.Left)
            return member;
        var end = LastDay.AddDays(1);
        return member.To is { } to && to <= end
            ? member with
            {
                Status = MemberStatus.Left,
            }
            : member with
            {
                Status = MemberStatus.Left,
                To = end,
                Why = Reason,
            };
    }
}
