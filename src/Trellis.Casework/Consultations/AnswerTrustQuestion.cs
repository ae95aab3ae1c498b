using Trellis.Groups;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>Answers what a school asks the trusts on its list; an answer can be replaced.</summary>
public sealed record AnswerTrustQuestion(CaseId Id, int Number, Uid Trust, FreeText Words)
    : Act<Consultation, TrustQuestionAnswered>
{
    public const int LongestAnswer = 2000;

    public override string Subject => Id.ToString();

    public override Outcome<TrustQuestionAnswered> Apply(Consultation? before, Occasion now)
    {
        if (
            before?.Questions.FirstOrDefault(q => q.Number == Number) is not { } question
            || !question.To.Contains(Trust)
        )
            return new Refusal("no-question", "There is no such question to this trust.");
        if (
            now.By is not Holder { As: { Role: Role.TrustOfficer, Over: var own } }
            || own != Scope.Trust(Trust)
        )
            return new Refusal("not-your-trust", "Answer in the name of your own trust.");
        if (Words.Misfit("an answer", LongestAnswer, "words", needed: true) is { } unfit)
            return unfit;
        var words = Words.Kept();
        return question.Answers.Any(a => a.Trust == Trust && a.Words == words)
            ? new Outcome<TrustQuestionAnswered>.Unchanged()
            : new TrustQuestionAnswered(Id, Number, Trust, words, now.Today);
    }
}

/// <summary>A trust answered a question of a school.</summary>
public sealed record TrustQuestionAnswered(
    CaseId Id,
    int Number,
    Uid Trust,
    FreeText Words,
    DateOnly On
) : Event<Consultation>
{
    public override Consultation After(Consultation? before, DateTimeOffset at) =>
        before! with
        {
            Questions =
            [
                .. before.Questions.Select(q =>
                    q.Number == Number
                        ? q with
                        {
                            Answers =
                            [
                                .. q.Answers.Where(a => a.Trust != Trust),
                                new TrustAnswer(Trust, Words, On),
                            ],
                        }
                        : q
                ),
            ],
        };
}
