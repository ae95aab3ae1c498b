using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Records a post that works for several members. Its employer says so itself.</summary>
/// <param name="Role">"SENCO"; never a person's name.</param>
/// <param name="TenthsOfDaysAWeek">25 is two and a half days.</param>
/// <param name="From">Its first day, not after today.</param>
public sealed record SharePost(
    PartnershipId Id,
    Voice By,
    FreeText Role,
    int TenthsOfDaysAWeek,
    Party Employer,
    DateOnly From
) : Act<Partnership, PostShared>
{
    public override string Subject => Id.ToString();

    public override Outcome<PostShared> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now) is { } why)
            return why;
        if (string.IsNullOrWhiteSpace(Role.Text))
            return new Refusal("post-missing", "Enter what the post is: SENCO.");
        if (Rights.Unfit(Role, "the post", Rights.LongestName) is { } unfit)
            return unfit;
        if (TenthsOfDaysAWeek is < 1 or > 70)
            return new Refusal("post-days", "Enter days a week, from 0.1 to 7.");
        if (before!.Of(Employer) is not { Status: not MemberStatus.Denied } employer)
            return new Refusal("not-a-member", "Choose a member as the employer.");
        if (Employer != By.As && Employer.CanAnswer)
            return new Refusal("employer-says-so", "The employer records its own posts.");
        if (employer.To <= From)
            return new Refusal(
                "not-a-member",
                $"The employer was a member until {Stories.Day(employer.LastDay!.Value)}. Choose a member as the employer."
            );
        if (From < employer.From || From > now.Today)
            return new Refusal(
                "day-out-of-time",
                $"Enter a day from {Stories.Day(employer.From)} to today."
            );
        if (before.Posts.Count >= Rights.Most)
            return Rights.Many;
        var post = new SharedPost(Role, TenthsOfDaysAWeek, Employer, From, null);
        return before.Posts.Contains(post)
            ? new Outcome<PostShared>.Unchanged()
            : new PostShared(Id, By.As, Role, TenthsOfDaysAWeek, Employer, From, now.Today);
    }
}

/// <summary>A post that works for several members was recorded.</summary>
public sealed record PostShared(
    PartnershipId Id,
    Party By,
    FreeText Role,
    int TenthsOfDaysAWeek,
    Party Employer,
    DateOnly From,
    DateOnly On
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Posts =
            [
                .. before.Posts,
                new SharedPost(Role, TenthsOfDaysAWeek, Employer, From, null),
            ],
        };
}
