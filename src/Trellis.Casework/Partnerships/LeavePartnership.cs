using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Says that a party has left, and why: what has happened is recorded, with notice or without.</summary>
/// <remarks>
/// Each says it of itself. Of another a member says it where that one has no account here, where it stated that one itself and
/// nobody confirmed it, or where the school has closed and nobody is left to say it.
/// </remarks>
/// <param name="Of">Who left.</param>
/// <param name="LastDay">Its last day as a member, not after today.</param>
public sealed record LeavePartnership(
    PartnershipId Id,
    Voice By,
    Party Of,
    DateOnly LastDay,
    EndReason Reason
) : Act<Partnership, MemberLeft>
{
    /// <summary>The day on which the school closed, where the register of schools has one: a fact the caller gives.</summary>
    public DateOnly? ClosedOn { get; init; }

    public override string Subject => Id.ToString();

    public override Outcome<MemberLeft> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now, binds: Of == By.As) is { } why)
            return why;
        if (
            before!.Of(Of) is not { Status: MemberStatus.Stated or MemberStatus.Confirmed } member
            || (member.To is { } to && to <= now.Today)
        )
            return new Refusal("not-a-member", "Choose somebody who is a member now.");
        if (!Enum.IsDefined(Reason))
            return new Refusal("reason-missing", "Choose why it left.");
        var own =
            Of == By.As
            || !Of.CanAnswer
            || (member.Status == MemberStatus.Stated && member.StatedBy == By.As)
            || (Reason == EndReason.SchoolClosed && ClosedOn is { } day && LastDay == day);
        if (!own)
            return new Refusal(
                "not-its-own-word",
                "Only the member itself says that it left. Of a school that has closed, give the day on which it closed."
            );
        if (LastDay < member.From || LastDay > now.Today)
            return new Refusal(
                "left-out-of-time",
                $"Enter a last day from {Stories.Day(member.From)} to today."
            );
        return new MemberLeft(Id, By.As, Of, LastDay, Reason, now.Today);
    }
}

/// <summary>A member left.</summary>
public sealed record MemberLeft(
    PartnershipId Id,
    Party By,
    Party Of,
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
                    Of,
                    m =>
                        m with
                        {
                            Status = MemberStatus.Left,
                            To = LastDay.AddDays(1),
                            Why = Reason,
                        }
                ),
            }
        ).Known(at);
}
