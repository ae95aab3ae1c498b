using Trellis.Groups;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>Replies in the name of a school, a trust, an authority or a diocese, or changes that reply, until the consultation closes.</summary>
/// <param name="From">In whose name.</param>
/// <param name="Body">Of a school: its trust or local authority, as the register of schools names it.</param>
/// <param name="Ranking">The trusts it would join, the first choice first; for schools of the case that are asked, and empty where they have no wish.</param>
/// <param name="Questions">What it asks the trusts on its list, beside what it asked before.</param>
public sealed record ReplyAsOrganisation(
    CaseId Id,
    Scope From,
    Scope? Body,
    ReplyView View,
    FreeText Words,
    IReadOnlyList<Uid> Ranking,
    IReadOnlyList<FreeText> Questions
) : Act<Consultation, OrganisationReplied>
{
    public override string Subject => Id.ToString();

    /// <inheritdoc cref="TakeReplies.Terms"/>
    public ConsultationTerms? Terms { get; init; }

    public override Outcome<OrganisationReplied> Apply(Consultation? before, Occasion now)
    {
        if (Terms is not { } terms || before is null)
            return TakeReplies.NotThere;
        if (!ConsultationTerms.MaySpeak(now.By, From, Body))
            return new Refusal(
                "not-your-organisation",
                "Reply in the name of your own school, trust, area or diocese."
            );
        if (terms.WhyClosed(now.Today) is { } closed)
            return closed;
        if (
            Words.Misfit(
                "what you think of it",
                Consultation.LongestWords,
                "words",
                needed: true
            ) is
            { } unfit
        )
            return unfit;
        if (Ranking.Count > 0 && !(terms.Ranks && terms.Schools.Contains(From)))
            return new Refusal(
                "no-ranking-asked",
                "Only the schools of the case put trusts in order, and only where they are asked."
            );
        if (Ranking.Count > Consultation.MostRanked)
            return new Refusal(
                "ranking-too-long",
                $"Put {Consultation.MostRanked} trusts in order at most."
            );
        if (Ranking.Distinct().Count() < Ranking.Count)
            return new Refusal("ranked-twice", "A trust stands on your list twice. Remove one.");
        var questions = Questions.Select(q => q.Kept()).Where(q => q.IsThere).ToList();
        if (questions.Count > 0 && Ranking.Count == 0)
            return new Refusal(
                "nobody-to-ask",
                "Questions go to the trusts on your list. Put at least one trust on it."
            );
        foreach (var question in questions)
            if (
                question.Misfit("a question", Consultation.LongestQuestion, "question") is
                { } longer
            )
                return longer;
        // The same question sent with a changed reply is no new one.
        var asked = before.Questions.Where(q => q.From == From).Select(q => q.Words).ToList();
        questions = [.. questions.Distinct().Where(q => !asked.Contains(q))];
        if (asked.Count + questions.Count > Consultation.MostQuestions)
            return new Refusal(
                "questions-too-many",
                $"A school asks {Consultation.MostQuestions} questions at most."
            );
        var words = Words.Kept();
        return
            before.ReplyOf(From) is { } was
            && was.View == View
            && was.Words == words
            && was.Ranking.SequenceEqual(Ranking)
            && questions.Count == 0
            ? new Outcome<OrganisationReplied>.Unchanged()
            : new OrganisationReplied(Id, From, View, words, Ranking, questions, now.Today);
    }
}

/// <summary>An organisation replied, or changed its reply.</summary>
/// <param name="Asked">The questions that are new.</param>
public sealed record OrganisationReplied(
    CaseId Id,
    Scope From,
    ReplyView View,
    FreeText Words,
    IReadOnlyList<Uid> Ranking,
    IReadOnlyList<FreeText> Asked,
    DateOnly On
) : Event<Consultation>
{
    public override Consultation After(Consultation? before, DateTimeOffset at) =>
        before! with
        {
            Organisations =
            [
                .. before.Organisations.Where(o => o.From != From),
                new OrganisationReply(From, View, Words, Ranking, On, null),
            ],
            Questions =
            [
                // A trust that comes onto the list later is asked what the others were asked.
                .. before.Questions.Select(q =>
                    q.From == From ? q with { To = [.. q.To.Union(Ranking)] } : q
                ),
                .. Asked.Select(
                    (words, i) =>
                        new TrustQuestion(
                            before.Questions.Count + 1 + i,
                            From,
                            Ranking,
                            words,
                            On,
                            []
                        )
                ),
            ],
        };
}
