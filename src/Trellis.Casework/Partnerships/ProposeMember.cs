using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>States that a further party is a member, or is one again; it answers for itself.</summary>
/// <param name="Name">Of those without an account here; of others it is not kept.</param>
/// <param name="From">The first day of its membership, not after today.</param>
public sealed record ProposeMember(
    PartnershipId Id,
    Voice By,
    Party Party,
    FreeText Name,
    IReadOnlyList<MemberRole> Roles,
    DateOnly From
) : Act<Partnership, MemberProposed>
{
    public override string Subject => Id.ToString();

    public override Outcome<MemberProposed> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now) is { } why)
            return why;
        var whole = before!;
        if (Party.Number < 1)
            return new Refusal("member-unknown", "Choose who the member is.");
        if (!Party.CanAnswer && string.IsNullOrWhiteSpace(Name.Text))
            return new Refusal("member-unnamed", "Enter the name of each member.");
        if (Rights.Unfit(Name, "the name", Rights.LongestName) is { } unfit)
            return unfit;
        if (!Rights.Known(Roles))
            return new Refusal("choice-unknown", "Choose from the answers of the list, each once.");
        if (Roles.Contains(MemberRole.Lead) && !whole.SpeaksForAll(By.As, now.Today))
            return new Refusal("lead-says-who-leads", "Ask a lead member to say who else leads.");
        if (whole.Members.Count >= Rights.Most)
            return Rights.Many;
        if (whole.Of(Party) is { } was)
        {
            if (was.Status == MemberStatus.Denied)
                return new Refusal(
                    "said-it-is-none",
                    "It has said that it is no member. If that has changed, it can say so itself."
                );
            if (was.To is not { } to || to > now.Today)
                return new Refusal("member-already", "It is named as a member already.");
            if (From < to)
                return new Refusal(
                    "member-then",
                    $"It is named as a member until {Stories.Day(was.LastDay!.Value)}. Enter a later day."
                );
        }
        if (From < whole.Began || From > now.Today)
            return new Refusal(
                "member-before-it-began",
                "A member joins on the day the partnership began or later, and not after today."
            );
        return new MemberProposed(
            Id,
            By.As,
            Party,
            Party.CanAnswer ? default : Name,
            Roles,
            From,
            now.Today
        );
    }
}

/// <summary>A member stated a further one.</summary>
public sealed record MemberProposed(
    PartnershipId Id,
    Party By,
    Party Party,
    FreeText Name,
    IReadOnlyList<MemberRole> Roles,
    DateOnly From,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        (
            before! with
            {
                Members =
                [
                    .. before.Members,
                    new Member(
                        Party,
                        Name,
                        Roles,
                        MemberStatus.Stated,
                        From,
                        null,
                        By,
                        On,
                        null,
                        null
                    ),
                ],
            }
        ).Known(at);
}
