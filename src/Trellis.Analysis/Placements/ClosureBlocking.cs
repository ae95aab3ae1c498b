using Trellis.Assignment;

namespace Trellis.Placements;

/// <summary>A school and a trust that would both rather have each other than what a plan gives them.</summary>
/// <param name="Instead">The school the trust would rather not have, by its lower value; null where the trust has a place left.</param>
/// <param name="PointsAllow">Whether the trust has the challenge points for the exchange; where not, only the rules keep the two apart.</param>
public sealed record BlockingPair(
    ClosingSchool School,
    ReceivingTrust Trust,
    ClosingSchool? Instead,
    bool PointsAllow
);

/// <summary>A plan held against what schools and trusts would agree on by themselves.</summary>
/// <param name="Pairs">The blocking pairs of the plan, by school and trust.</param>
/// <param name="Agreed">The stable matching by deferred acceptance, schools asking, in the order of the instance: it has no blocking pair, and no regard for points, fair shares, clusters or ranks.</param>
/// <param name="AgreedUnplaced">How many schools it leaves out.</param>
/// <param name="AgreedValue">Its value as the plan's is counted.</param>
/// <param name="OverPoints">The trusts it gives more challenge points than they take.</param>
/// <param name="Unfair">The trusts it gives only easy schools.</param>
/// <param name="RatherAgreed">How many schools have there a trust they would rather have, and <paramref name="RatherPlan"/> how many here.</param>
public sealed record ClosureBlocking(
    IReadOnlyList<BlockingPair> Pairs,
    IReadOnlyList<Placement> Agreed,
    int AgreedUnplaced,
    double AgreedValue,
    IReadOnlyList<ReceivingTrust> OverPoints,
    IReadOnlyList<ReceivingTrust> Unfair,
    int RatherAgreed,
    int RatherPlan
)
{
    /// <remarks>
    /// A school prefers by its list and, off it or without one, by value; a trust by value. Equal ones are put in the published order of
    /// the seed. A settled school wants and is wanted only where it is settled.
    /// </remarks>
    internal static ClosureBlocking Of(ClosureArrays arrays, int[] plan, long seed)
    {
        var schoolOrder = PublishedOrder.Of(
            [.. arrays.Schools.Select(s => "school " + s.Id)],
            seed
        );
        var trustOrder = PublishedOrder.Of([.. arrays.Trusts.Select(t => "trust " + t.Id)], seed);
        var wants = arrays
            .Allowed.GroupBy(p => p.School, p => p.Trust)
            .ToDictionary(
                g => g.Key,
                g =>
                    g.OrderBy(t => arrays.Schools[g.Key].RankOf(arrays.Trusts[t].Id))
                        .ThenByDescending(t => arrays.Value(g.Key, t))
                        .ThenBy(t => trustOrder[t])
                        .ToArray()
            );
        var takes = arrays
            .Allowed.GroupBy(p => p.Trust, p => p.School)
            .ToDictionary(
                g => g.Key,
                g =>
                    g.OrderByDescending(arrays.IsLocked)
                        .ThenByDescending(s => arrays.Value(s, g.Key))
                        .ThenBy(s => schoolOrder[s])
                        .ToArray()
            );
        var schools = Enumerable
            .Range(0, arrays.Schools.Length)
            .Select(s => (IReadOnlyList<int>)wants.GetValueOrDefault(s, []))
            .ToArray();
        var trusts = Enumerable
            .Range(0, arrays.Trusts.Length)
            .Select(t => (IReadOnlyList<int>)takes.GetValueOrDefault(t, []))
            .ToArray();
        var market = new HospitalResidents(
            schools,
            trusts,
            Array.ConvertAll(arrays.Trusts, t => t.Places)
        );
        int[] agreed = [.. market.ResidentsPropose().HospitalOf];
        var (count, points) = Loads(arrays, agreed);
        return new ClosureBlocking(
            [
                .. market
                    .BlockingPairs(plan)
                    .OrderBy(p => p.Resident)
                    .ThenBy(p => p.Hospital)
                    .Select(p => Pair(p.Resident, p.Hospital)),
            ],
            ClosurePlan.PlacementsOf(arrays, agreed),
            ClosureArrays.Unplaced(agreed),
            arrays.ValueOf(agreed),
            [.. arrays.Trusts.Where((t, i) => points[i] > t.ChallengePoints)],
            [.. arrays.Trusts.Where((_, i) => !arrays.IsFair(count[i], points[i]))],
            Enumerable.Range(0, plan.Length).Count(s => Rather(s, agreed[s], plan[s])),
            Enumerable.Range(0, plan.Length).Count(s => Rather(s, plan[s], agreed[s]))
        );

        bool Rather(int school, int trust, int than) =>
            trust != ClosureArrays.NoTrust
            && trust != than
            && (
                than == ClosureArrays.NoTrust
                || Array.IndexOf(wants[school], trust) < Array.IndexOf(wants[school], than)
            );

        BlockingPair Pair(int school, int trust)
        {
            int[] there = [.. takes[trust].Where(s => plan[s] == trust)];
            var challenge = there.Sum(s => arrays.Schools[s].Challenge);
            // The last it takes is the one it would rather not have.
            var instead = there.Length < arrays.Trusts[trust].Places ? -1 : there[^1];
            var then =
                challenge
                + arrays.Schools[school].Challenge
                - (instead < 0 ? 0 : arrays.Schools[instead].Challenge);
            return new BlockingPair(
                arrays.Schools[school],
                arrays.Trusts[trust],
                instead < 0 ? null : arrays.Schools[instead],
                then <= arrays.Trusts[trust].ChallengePoints
            );
        }
    }

    private static (int[] Count, int[] Points) Loads(ClosureArrays arrays, int[] plan)
    {
        var count = new int[arrays.Trusts.Length];
        var points = new int[arrays.Trusts.Length];
        for (var s = 0; s < plan.Length; s++)
            if (plan[s] != ClosureArrays.NoTrust)
            {
                count[plan[s]]++;
                points[plan[s]] += arrays.Schools[s].Challenge;
            }
        return (count, points);
    }
}
