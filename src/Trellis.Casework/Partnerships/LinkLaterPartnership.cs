using Trellis.Groups;
using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Says that a partnership led to another one stated here, or to a trust or federation of the Department's register. It can be said after the end.</summary>
/// <param name="Here">The later partnership; null where it is a group of the register.</param>
/// <param name="Group">The trust or federation; null where it is a partnership stated here.</param>
public sealed record LinkLaterPartnership(
    PartnershipId Id,
    Voice By,
    PartnershipId? Here,
    Uid? Group
) : Act<Partnership, LaterLinked>
{
    /// <summary>Whether there is one of that id: a fact the caller gives.</summary>
    public bool IsThere { get; init; }

    public override string Subject => Id.ToString();

    public override Outcome<LaterLinked> Apply(Partnership? before, Occasion now)
    {
        if (before is null)
            return Rights.None;
        if (!By.MaySpeak(now.By))
            return new Refusal(
                "not-your-party",
                "Only people of this member, or of who is responsible for it, can do this."
            );
        if (!before.Members.Any(m => m.Party == By.As && m.HasConfirmed))
            return new Refusal("not-a-member", "Only those who are or were members can do this.");
        if (Here is null == Group is null || !IsThere)
            return new Refusal(
                "later-unknown",
                "Choose the later partnership, trust or federation."
            );
        if (Here == Id)
            return new Refusal("later-itself", "Choose another partnership than this one.");
        if (before.LedTo.Any(l => l.Here == Here && l.Group == Group))
            return new Outcome<LaterLinked>.Unchanged();
        return before.LedTo.Count >= Rights.Most
            ? Rights.Many
            : new LaterLinked(Id, By.As, Here, Group, now.Today);
    }
}

/// <summary>A partnership led to another.</summary>
public sealed record LaterLinked(
    PartnershipId Id,
    Party By,
    PartnershipId? Here,
    Uid? Group,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            LedTo = [.. before.LedTo, new Successor(Here, Group, On)],
        };
}
