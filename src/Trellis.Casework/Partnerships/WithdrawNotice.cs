using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Takes notice back before the last day is over: the party stays.</summary>
public sealed record WithdrawNotice(PartnershipId Id, Voice By) : Act<Partnership, NoticeWithdrawn>
{
    public override string Subject => Id.ToString();

    public override Outcome<NoticeWithdrawn> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now, binds: true) is { } why)
            return why;
        return before!.Of(By.As) is { Status: MemberStatus.Confirmed, NoticeOn: not null }
            ? new NoticeWithdrawn(Id, By.As, now.Today)
            : new Refusal("no-notice", "You have not given notice.");
    }
}

/// <summary>A member took its notice back.</summary>
public sealed record NoticeWithdrawn(PartnershipId Id, Party By, DateOnly On) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        (
            before! with
            {
                Members = before.Members.Latest(
                    By,
                    m => m with { To = null, Why = null, NoticeOn = null }
                ),
            }
        ).Known(at);
}
