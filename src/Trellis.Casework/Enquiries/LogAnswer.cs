using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>An authority writes down what a school said that has nobody here. Where somebody can answer for the school, the school answers.</summary>
/// <param name="SomebodyThere">Whether anybody who may answer for the school has an account.</param>
public sealed record LogAnswer(
    IntroductionId Id,
    Voice By,
    Party School,
    bool Agrees,
    Reluctance? Reason,
    FreeText Words,
    bool SomebodyThere
) : Act<Introduction, IntroductionAnswered>
{
    public override string Subject => Id.ToString();

    public override Outcome<IntroductionAnswered> Apply(Introduction? before, Occasion now) =>
        before is null || before.By != By.As || !By.MaySpeak(now.By)
            ? new Refusal("no-introduction", "There is no such introduction of yours.")
        : before.Of(School) is null
            ? new Refusal("not-invited", "This school is not part of the introduction.")
        : SomebodyThere
            ? new Refusal("the-school-answers", "The school has people here, so it answers itself.")
        : IntroductionAnswered.Of(before, School, Agrees, Reason, Words, true, now.Today);
}
