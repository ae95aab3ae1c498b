using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Redactions;

namespace Trellis.Consistency;

/// <summary>Whoever decides in a region says beside two like cases that were decided differently what anybody should know of it. Said again, the newer words stand.</summary>
public sealed record AnswerDifference(
    Quarter Quarter,
    CaseRef Earlier,
    CaseRef Later,
    FreeText Words
) : Act<ConsistencyReport, DifferenceAnswered>
{
    public const int Longest = 2000;

    /// <summary>Who declared an interest in one of the cases; the store fills it in.</summary>
    public IReadOnlyList<PersonId> Interested { get; init; } = [];

    /// <summary>What is hidden of the two cases; the store fills it in.</summary>
    public IReadOnlyList<HiddenWords> Hidden { get; init; } = [];

    public override string Subject => Quarter.ToString();

    public override Outcome<DifferenceAnswered> Apply(ConsistencyReport? before, Occasion now)
    {
        if (
            before?.Editions is not [.., var newest]
            || !newest.Has(Earlier, Later)
            || newest.Find(Earlier) is not { } earlier
            || newest.Find(Later) is not { } later
        )
            return new Refusal(
                "no-such-pair",
                "These are not two like cases that were decided differently."
            );
        if (
            now.By is not Holder { As: { Role: Role.DecisionMaker, Over: var region } } by
            || region != earlier.Region && region != later.Region
        )
            return new Refusal(
                "not-yours-to-answer",
                "Whoever decides in a region answers for its cases."
            );
        if (Interested.Contains(by.Person))
            return new Refusal(
                "interest-declared",
                "You declared an interest in one of these cases, so somebody else answers."
            );
        if (Words.Misfit("an answer", Longest, "answer", needed: true) is { } unfit)
            return unfit;
        if (CanaryScan.Hits(Hidden, [new Output("the answer", Words.ToString())]) is [_, ..])
            return new Refusal(
                "hidden-words-said",
                "Your answer says words that are hidden in one of the cases. Everybody reads it, so say it in another way."
            );
        var words = Words.Kept();
        return
            before.Answers.LastOrDefault(a =>
                a.Earlier == Earlier && a.Later == Later && a.Region == region
            )
                is { } said
            && said.Words == words
            ? new Outcome<DifferenceAnswered>.Unchanged()
            : new DifferenceAnswered(
                Quarter,
                new DifferenceAnswer(Earlier, Later, region, by.Person, now.Today, words)
            );
    }
}

/// <summary>A decider answered beside a difference.</summary>
public sealed record DifferenceAnswered(Quarter Quarter, DifferenceAnswer Answer)
    : Event<ConsistencyReport>
{
    public override ConsistencyReport After(ConsistencyReport? before, DateTimeOffset at) =>
        before! with
        {
            Answers = [.. before.Answers, Answer],
        };
}
