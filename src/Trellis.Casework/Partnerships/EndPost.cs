using Trellis.Journal;

namespace Trellis.Partnerships;

/// <summary>Says that a shared post is no more.</summary>
/// <param name="Post">Its place among the posts, from 0; places never change.</param>
/// <param name="LastDay">Its last day, not after today.</param>
public sealed record EndPost(PartnershipId Id, Voice By, int Post, DateOnly LastDay)
    : Act<Partnership, PostEnded>
{
    public override string Subject => Id.ToString();

    public override Outcome<PostEnded> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now) is { } why)
            return why;
        if (before!.Posts.ElementAtOrDefault(Post) is not { } post)
            return Rights.NotThere;
        if (post.Employer != By.As && post.Employer.CanAnswer)
            return new Refusal("employer-says-so", "The employer ends its own posts.");
        if (post.To is { } to)
            return to == LastDay.AddDays(1)
                ? new Outcome<PostEnded>.Unchanged()
                : new Refusal("ended-already", "This has ended already.");
        if (LastDay < post.From || LastDay > now.Today)
            return new Refusal(
                "day-out-of-time",
                $"Enter a day from {Stories.Day(post.From)} to today."
            );
        return new PostEnded(Id, By.As, Post, LastDay, now.Today);
    }
}

/// <summary>A shared post ended.</summary>
public sealed record PostEnded(PartnershipId Id, Party By, int Post, DateOnly LastDay, DateOnly On)
    : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Posts =
            [
                .. before.Posts.Select(
                    (p, i) => i == Post ? p with { To = LastDay.AddDays(1) } : p
                ),
            ],
        };
}
