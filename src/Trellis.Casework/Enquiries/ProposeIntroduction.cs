using Trellis.Journal;
using Trellis.Listings;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>An authority proposes that schools work together. It obliges nobody; each school answers for itself.</summary>
/// <param name="Id">Drawn where the form was shown.</param>
/// <param name="Ours">Those of the schools that lie in the authority's area, as the register of schools says.</param>
public sealed record ProposeIntroduction(
    IntroductionId Id,
    Voice By,
    IReadOnlyList<Party> Schools,
    IReadOnlyList<Party> Ours,
    TopicId Topic,
    FreeText Words
) : Act<Introduction, IntroductionProposed>
{
    public override string Subject => Id.ToString();

    public override Outcome<IntroductionProposed> Apply(Introduction? before, Occasion now)
    {
        if (before is not null)
            return new Refusal("proposed-already", "This introduction is proposed already.");
        if (By.As.Kind != PartyKind.LocalAuthority || !By.MaySpeak(now.By))
            return new Refusal(
                "not-your-area",
                "Only officers of the local authority can introduce schools."
            );
        if (Schools.Distinct().Count() < 2)
            return new Refusal("schools-missing", "Name at least two schools.");
        if (Schools.Count > Introduction.MostSchools)
            return new Refusal(
                "schools-too-many",
                $"Name {Introduction.MostSchools} schools or fewer."
            );
        if (Schools.Any(s => s.Kind != PartyKind.School))
            return new Refusal("schools-unfit", "Introduce schools to each other.");
        if (!Schools.Any(Ours.Contains))
            return new Refusal("none-of-yours", "Name at least one school of your own area.");
        if (Topics.Of(Topic) is null)
            return new Refusal("topic-unknown", "Choose a topic.");
        return
            Words.Misfit("why you propose it", Introduction.LongestWords, "words", needed: true)
                is { } unfit
            ? unfit
            : new IntroductionProposed(
                Id,
                By.As,
                [.. Schools.Distinct()],
                Topic,
                Words.Kept(),
                now.Today
            );
    }
}

/// <summary>An authority proposed that schools work together.</summary>
public sealed record IntroductionProposed(
    IntroductionId Id,
    Party By,
    IReadOnlyList<Party> Schools,
    TopicId Topic,
    FreeText Words,
    DateOnly On
) : Event<Introduction>
{
    public override Introduction After(Introduction? before, DateTimeOffset at) =>
        new(
            Id,
            By,
            [
                .. Schools.Select(s => new Invited(
                    s,
                    InvitedStatus.Invited,
                    null,
                    default,
                    null,
                    false
                )),
            ],
            Topic,
            Words,
            On,
            null
        );
}
