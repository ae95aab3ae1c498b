using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>A school says whether it wants to be introduced; until the introduction is closed it may change its mind.</summary>
/// <param name="Reason">Of a refusal.</param>
public sealed record AnswerIntroduction(
    IntroductionId Id,
    Voice By,
    bool Agrees,
    Reluctance? Reason,
    FreeText Words
) : Act<Introduction, IntroductionAnswered>
{
    public override string Subject => Id.ToString();

    public override Outcome<IntroductionAnswered> Apply(Introduction? before, Occasion now) =>
        before?.Of(By.As) is null || !By.MaySpeak(now.By)
            ? new Refusal("not-invited", "There is no such introduction of your school.")
            : IntroductionAnswered.Of(before, By.As, Agrees, Reason, Words, false, now.Today);
}

/// <summary>What a school said to an introduction.</summary>
/// <param name="Recorded">Whether the authority wrote it down for a school without an account.</param>
public sealed record IntroductionAnswered(
    IntroductionId Id,
    Party School,
    InvitedStatus Status,
    Reluctance? Reason,
    FreeText Words,
    bool Recorded,
    DateOnly On
) : Event<Introduction>
{
    /// <summary>What is the same whoever writes an answer down.</summary>
    internal static Outcome<IntroductionAnswered> Of(
        Introduction before,
        Party school,
        bool agrees,
        Reluctance? reason,
        FreeText words,
        bool recorded,
        DateOnly today
    )
    {
        if (before.Ended is not null)
            return new Refusal("ended", "This introduction is closed.");
        if (!agrees && reason is null)
            return new Refusal("reason-missing", "Choose the reason that fits best.");
        if (words.Misfit("the answer", Introduction.LongestWords, "words") is { } unfit)
            return unfit;
        var answer = new IntroductionAnswered(
            before.Id,
            school,
            agrees ? InvitedStatus.Agreed : InvitedStatus.Declined,
            agrees ? null : reason,
            words.Kept(),
            recorded,
            today
        );
        return before.Of(school) is { } was && was == answer.Said with { On = was.On }
            ? new Outcome<IntroductionAnswered>.Unchanged()
            : answer;
    }

    private Invited Said => new(School, Status, Reason, Words, On, Recorded);

    public override Introduction After(Introduction? before, DateTimeOffset at) =>
        before! with
        {
            Schools = [.. before.Schools.Select(s => s.School == School ? Said : s)],
        };
}
