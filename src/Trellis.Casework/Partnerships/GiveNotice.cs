using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Says that a party will leave, and when. Where the members agreed on notice it is kept to; who left without is recorded by <see cref="LeavePartnership"/>.</summary>
/// <param name="LastDay">Its last day as a member, after today.</param>
public sealed record GiveNotice(PartnershipId Id, Voice By, DateOnly LastDay, EndReason Reason)
    : Act<Partnership, NoticeGiven>
{
    public override string Subject => Id.ToString();

    public override Outcome<NoticeGiven> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now, binds: true) is { } why)
            return why;
        var member = before!.Of(By.As)!;
        if (!Enum.IsDefined(Reason))
            return new Refusal("reason-missing", "Choose why you are leaving.");
        if (member.To is not null)
            return member.LastDay == LastDay && member.Why == Reason
                ? new Outcome<NoticeGiven>.Unchanged()
                : new Refusal(
                    "notice-given-already",
                    $"You have given notice for {Stories.Day(member.LastDay!.Value)}. Withdraw it first."
                );
        if (LastDay <= now.Today)
            return new Refusal(
                "notice-in-the-past",
                "Enter a day after today. If you have left already, say so instead."
            );
        if (LastDay > now.Today.AddYears(5))
            return new Refusal("notice-too-far", "Enter a day within the next five years.");
        if (before.Agreement.NoticeDays is { } days && LastDay < now.Today.AddDays(days))
            return new Refusal(
                "notice-too-short",
                $"The members agreed on {days} days of notice. Enter {Stories.Day(now.Today.AddDays(days))} or a later day."
            );
        return new NoticeGiven(Id, By.As, LastDay, Reason, now.Today);
    }
}

/// <summary>A member gave notice.</summary>
public sealed record NoticeGiven(
    PartnershipId Id,
    Party By,
    DateOnly LastDay,
    EndReason Reason,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        (
            before! with
            {
                Members = before.Members.Latest(
                    By,
                    m => m with { To = LastDay.AddDays(1), Why = Reason, NoticeOn = On }
                ),
            }
        ).Known(at);
}
