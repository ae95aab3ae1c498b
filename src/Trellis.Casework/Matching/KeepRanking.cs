using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Matching;

/// <summary>Keeps the ranking from which trusts are chosen. Who does not choose the first says why, in public.</summary>
public sealed record KeepRanking(CaseRef Ref, Scope Region, KeptRanking Ranking)
    : Act<CaseRanking, RankingKept>
{
    public const int LongestWhy = 1000;

    public override string Subject => Ref.ToString();

    public override Outcome<RankingKept> Apply(CaseRanking? before, Occasion now)
    {
        if (
            now.By
                is not Holder
                {
                    As: { Role: Role.RegionOfficer or Role.DecisionMaker, Over: var over }
                }
            || over != Region
            || before is not null && before.Region != Region
        )
            return new Refusal(
                "not-your-case",
                "Trusts are chosen by the officers of the region whose case it is."
            );
        if (Ranking.Ranked.Count == 0)
            return new Refusal(
                "nobody-to-choose",
                "No trust can take this school by the criteria. Ask for more minutes by car, or choose what helps it instead."
            );
        if (Ranking.Chosen.Count == 0)
            return new Refusal("none-chosen", "Choose one trust or more.");
        if (Ranking.Chosen.Any(c => Ranking.Ranked.All(r => r.Trust != c)))
            return new Refusal(
                "left-out",
                "A trust that the criteria leave out cannot be chosen. The list says why it is left out."
            );
        if (Ranking.Chosen.Any(Ranking.PassedOver.Contains))
            return new Refusal(
                "has-declined",
                "A trust that has declined or withdrawn in this case is not chosen again."
            );
        var why = Ranking.Why.Kept();
        if (!Ranking.TookFirst() && !why.IsThere)
            return new Refusal(
                "first-not-chosen",
                "The first of the ranking is not among those you chose. Say why: anybody will be able to read it."
            );
        return why.Misfit("why the first was not chosen", LongestWhy, "why") is { } unfit
            ? unfit
            : new RankingKept(
                Ref,
                Region,
                Ranking with
                {
                    On = now.Today,
                    Why = Ranking.TookFirst() ? default : why,
                }
            );
    }
}

/// <summary>The ranking on which a choice rests was kept.</summary>
public sealed record RankingKept(CaseRef Ref, Scope Region, KeptRanking Ranking)
    : Event<CaseRanking>
{
    public override CaseRanking After(CaseRanking? before, DateTimeOffset at) =>
        before is null
            ? new CaseRanking(Ref, Region, [Ranking])
            : before with
            {
                Kept = [.. before.Kept, Ranking],
            };
}
