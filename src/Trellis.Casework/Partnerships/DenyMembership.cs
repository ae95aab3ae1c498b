using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Says in a party's own name that it is not in a partnership, as others had stated; nobody reads of it there any more.</summary>
/// <remarks>Speaking is enough, for every model: nobody has to be bound to be left out. It can be said after the partnership ended too.</remarks>
public sealed record DenyMembership(PartnershipId Id, Voice By) : Act<Partnership, MembershipDenied>
{
    public override string Subject => Id.ToString();

    public override Outcome<MembershipDenied> Apply(Partnership? before, Occasion now)
    {
        if (before is null)
            return Rights.None;
        if (!By.MaySpeak(now.By))
            return new Refusal(
                "not-your-party",
                "Only people of this school, or of who is responsible for it, can answer for it."
            );
        if (before.Of(By.As) is not { } member)
            return new Refusal("not-stated", "Nobody says that you are in this partnership.");
        if (member.Status == MemberStatus.Denied)
            return new Outcome<MembershipDenied>.Unchanged();
        if (member.HasConfirmed)
            return new Refusal(
                "confirmed-already",
                "You have confirmed that you are a member. Give notice, or say when you left."
            );
        return new MembershipDenied(Id, By.As, now.Today);
    }
}

/// <summary>A party said that it is no member.</summary>
public sealed record MembershipDenied(PartnershipId Id, Party By, DateOnly On) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        (
            before! with
            {
                // Others may have stated that it was in it before too: of that it says the same.
                Members =
                [
                    .. before.Members.Select(m =>
                        m.Party == By && !m.HasConfirmed && m.Status != MemberStatus.Denied
                            ? m with
                            {
                                Status = MemberStatus.Denied,
                                AnsweredOn = On,
                            }
                            : m
                    ),
                ],
            }
        ).Known(at);
}
