using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Says what a member does in it. Each says itself whether it gives or takes; who leads, a lead member says, or anybody where none leads.</summary>
public sealed record SetMemberRoles(
    PartnershipId Id,
    Voice By,
    Party Of,
    IReadOnlyList<MemberRole> Roles
) : Act<Partnership, MemberRolesSet>
{
    public override string Subject => Id.ToString();

    public override Outcome<MemberRolesSet> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now) is { } why)
            return why;
        var whole = before!;
        if (
            whole.Of(Of) is not { Status: MemberStatus.Stated or MemberStatus.Confirmed } member
            || (member.To is { } to && to <= now.Today)
        )
            return new Refusal("not-a-member", "Choose somebody who is a member now.");
        if (!Rights.Known(Roles))
            return new Refusal("choice-unknown", "Choose from the answers of the list, each once.");
        var changed = member.Roles.Except(Roles).Union(Roles.Except(member.Roles)).ToArray();
        if (changed.Length == 0)
            return new Outcome<MemberRolesSet>.Unchanged();
        if (Of != By.As && Of.CanAnswer && changed.Any(r => r != MemberRole.Lead))
            return new Refusal(
                "its-own-to-say",
                "Whether it gives or takes, each member says itself."
            );
        if (changed.Contains(MemberRole.Lead) && !whole.SpeaksForAll(By.As, now.Today))
            return new Refusal("lead-says-who-leads", "Ask a lead member to say who else leads.");
        return new MemberRolesSet(Id, By.As, Of, Roles, now.Today);
    }
}

/// <summary>What a member does in it was said.</summary>
public sealed record MemberRolesSet(
    PartnershipId Id,
    Party By,
    Party Of,
    IReadOnlyList<MemberRole> Roles,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Members = before.Members.Latest(Of, m => m with { Roles = Roles }),
        };
}
