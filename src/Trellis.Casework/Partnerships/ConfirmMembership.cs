using Trellis.Journal;
using Trellis.Models;

namespace Trellis.Partnerships;

/// <summary>Says in a member's own name that it is in a partnership, as others had stated. Who said before that it is none may change its mind.</summary>
public sealed record ConfirmMembership(PartnershipId Id, Voice By)
    : Act<Partnership, MembershipConfirmed>
{
    public override string Subject => Id.ToString();

    public override Outcome<MembershipConfirmed> Apply(Partnership? before, Occasion now)
    {
        if (before is null)
            return Rights.None;
        if (before.Of(By.As) is not { } member)
            return new Refusal(
                "not-stated",
                "Nobody says that this school is in the partnership. Ask a member to add it."
            );
        if (By.MayConfirm(now.By, PartnershipModels.Of(before.Model)!) is { } why)
            return why;
        if (before.Ended is not null)
            return new Refusal("ended", "This partnership has ended.");
        if (Rights.CannotSit(By, before.Model) is { } cannot)
            return cannot;
        return member.Status switch
        {
            MemberStatus.Confirmed => new Outcome<MembershipConfirmed>.Unchanged(),
            MemberStatus.Left => new Refusal(
                "left-already",
                "Your membership is over. Ask a member to add you again."
            ),
            _ => new MembershipConfirmed(Id, By.As, now.Today),
        };
    }
}

/// <summary>A member said itself that it is one.</summary>
public sealed record MembershipConfirmed(PartnershipId Id, Party Party, DateOnly On)
    : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        (
            before! with
            {
                Members = before.Members.Latest(
                    Party,
                    m => m with { Status = MemberStatus.Confirmed, AnsweredOn = On }
                ),
            }
        ).Known(at);
}
