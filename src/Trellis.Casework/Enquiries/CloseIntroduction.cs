using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>Says what came of an introduction: a registered partnership, or nothing.</summary>
/// <param name="LedTo">Null for nothing.</param>
public sealed record CloseIntroduction(IntroductionId Id, Voice By, PartnershipId? LedTo)
    : Act<Introduction, IntroductionClosed>
{
    public override string Subject => Id.ToString();

    public override Outcome<IntroductionClosed> Apply(Introduction? before, Occasion now) =>
        before is null || before.By != By.As || !By.MaySpeak(now.By)
            ? new Refusal("no-introduction", "There is no such introduction of yours.")
        : before.Ended is not null
            ? before.Ended.LedTo == LedTo ? new Outcome<IntroductionClosed>.Unchanged()
                : new Refusal("ended", "This introduction is closed.")
        : new IntroductionClosed(Id, LedTo, now.Today);
}

/// <summary>An introduction came to its end.</summary>
public sealed record IntroductionClosed(IntroductionId Id, PartnershipId? LedTo, DateOnly On)
    : Event<Introduction>
{
    public override Introduction After(Introduction? before, DateTimeOffset at) =>
        before! with
        {
            Ended = new IntroductionEnd(LedTo, On),
        };
}
