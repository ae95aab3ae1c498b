using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Takes back what one stated of another that has not answered, or cannot: the wrong school was chosen.</summary>
public sealed record RetractMember(PartnershipId Id, Voice By, Party Party)
    : Act<Partnership, MemberRetracted>
{
    public override string Subject => Id.ToString();

    public override Outcome<MemberRetracted> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now) is { } why)
            return why;
        return before!.Of(Party) is not { Status: MemberStatus.Stated } member
                ? new Refusal(
                    "not-stated",
                    "It is not named as a member, or has answered for itself."
                )
            : member.StatedBy != By.As
                ? new Refusal(
                    "stated-by-another",
                    "Only who stated it can take it back. The one it is about can say that it is wrong."
                )
            : new MemberRetracted(Id, By.As, Party, now.Today);
    }
}

/// <summary>A party no longer states that another is a member.</summary>
public sealed record MemberRetracted(PartnershipId Id, Party By, Party Party, DateOnly On)
    : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        (before! with { Members = [.. before.Members.Where(m => m != before.Of(Party))] }).Known(
            at
        );
}
