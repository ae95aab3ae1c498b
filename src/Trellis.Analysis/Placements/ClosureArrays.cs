using Trellis.Assignment;

namespace Trellis.Placements;

/// <summary>An instance as numbers, schools and trusts by id, so that the order of a file never shows in a plan.</summary>
internal sealed class ClosureArrays
{
    public const int NoTrust = -1;

    private readonly Dictionary<string, int> schoolAt;
    private readonly Dictionary<string, int> trustAt;
    private readonly Dictionary<(int School, int Trust), PossiblePlace> placeAt = [];
    private readonly int[] clusters;
    private readonly int[] locked;

    public ClosureArrays(ClosureInstance instance)
    {
        Instance = instance;
        Schools = [.. instance.Schools.OrderBy(s => s.Id, StringComparer.Ordinal)];
        Trusts = [.. instance.Trusts.OrderBy(t => t.Id, StringComparer.Ordinal)];
        schoolAt = Numbers(Schools.Select(s => s.Id));
        trustAt = Numbers(Trusts.Select(t => t.Id));
        foreach (var place in instance.Places)
            placeAt.Add((schoolAt[place.School], trustAt[place.Trust]), place);
        var named = Schools
            .Select(s => s.Cluster)
            .Where(c => c.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        clusters =
        [
            .. Schools.Select(s =>
                s.Cluster.Length == 0
                    ? -1
                    : Array.BinarySearch(named, s.Cluster, StringComparer.Ordinal)
            ),
        ];
        locked = new int[Schools.Length];
        Array.Fill(locked, NoTrust);
        foreach (var (school, trust) in instance.Locks)
            locked[schoolAt[school]] = trustAt[trust];
        Allowed =
        [
            .. placeAt
                .Keys.Where(p => locked[p.School] == NoTrust || locked[p.School] == p.Trust)
                .Where(p => !OffList(p.School, p.Trust))
                .OrderBy(p => p.School)
                .ThenBy(p => p.Trust),
        ];
        var best = new double[Schools.Length];
        foreach (var pair in Allowed)
            best[pair.School] = Math.Max(best[pair.School], placeAt[pair].Value);
        AllPlaced = 1 + best.Sum() + (instance.ClusterCost * Schools.Length);
    }

    public ClosureInstance Instance { get; }

    public ClosingSchool[] Schools { get; }

    public ReceivingTrust[] Trusts { get; }

    /// <summary>The pairs that the rules for single pairs let be: in the file, on the list of a performing school, not against a lock.</summary>
    public (int School, int Trust)[] Allowed { get; }

    /// <summary>A penalty beyond which no value can make it pay to leave one more school out.</summary>
    public double AllPlaced { get; }

    public double Penalty => Instance.Penalty ?? AllPlaced;

    public double MeanChallenge =>
        Schools.Length == 0 ? 0 : (double)Schools.Sum(s => s.Challenge) / Schools.Length;

    /// <summary>The least mean challenge of a trust that takes two or more.</summary>
    public double LeastMean => Instance.FairShare * MeanChallenge;

    public int SchoolAt(string id) => schoolAt[id];

    public int TrustAt(string id) => trustAt[id];

    public PossiblePlace? Place(int school, int trust) =>
        placeAt.GetValueOrDefault((school, trust));

    public double Value(int school, int trust) => placeAt[(school, trust)].Value;

    public bool OffList(int school, int trust) =>
        Schools[school] is { Performing: true, List.Count: > 0 } who
        && !who.List.Contains(Trusts[trust].Id, StringComparer.Ordinal);

    public bool IsLocked(int school) => locked[school] != NoTrust;

    public int LockOf(int school) => locked[school];

    /// <summary>The number of a trust on a school's list; 0 where the school stated none or is locked.</summary>
    public int Rank(int school, int trust) =>
        IsLocked(school) ? 0 : Schools[school].RankOf(Trusts[trust].Id);

    public int WorstRank(IReadOnlyList<int> plan)
    {
        var worst = 0;
        for (var s = 0; s < plan.Count; s++)
            if (plan[s] != NoTrust)
                worst = Math.Max(worst, Rank(s, plan[s]));
        return worst;
    }

    /// <summary>How many trusts more than one each cluster is spread over, added.</summary>
    public int Splits(IReadOnlyList<int> plan)
    {
        var used = new HashSet<(int Cluster, int Trust)>();
        var placed = new HashSet<int>();
        for (var s = 0; s < plan.Count; s++)
            if (plan[s] != NoTrust && clusters[s] >= 0)
            {
                used.Add((clusters[s], plan[s]));
                placed.Add(clusters[s]);
            }
        return used.Count - placed.Count;
    }

    /// <summary>What the pairs of a plan are worth, added from small to large.</summary>
    public double MatchValue(IReadOnlyList<int> plan) =>
        Enumerable
            .Range(0, plan.Count)
            .Where(s => plan[s] != NoTrust)
            .Select(s => Value(s, plan[s]))
            .Order()
            .Sum();

    /// <summary>Values less cluster costs; what leaving schools out costs is not in it.</summary>
    public double ValueOf(IReadOnlyList<int> plan) =>
        MatchValue(plan) - (Instance.ClusterCost * Splits(plan));

    public static int Unplaced(IReadOnlyList<int> plan) => plan.Count(t => t == NoTrust);

    /// <summary>The first rule that a plan breaks, as a sentence; null where it keeps all of them.</summary>
    public string? Breaks(IReadOnlyList<int> plan, int worstRank)
    {
        var allowed = Allowed.ToHashSet();
        for (var s = 0; s < plan.Count; s++)
            if (plan[s] == NoTrust ? IsLocked(s) : !allowed.Contains((s, plan[s])))
                return $"{Schools[s].Id} may not be where it is.";
            else if (plan[s] != NoTrust && Rank(s, plan[s]) > worstRank)
                return $"{Schools[s].Id} has a worse rank than {worstRank}.";
        for (var t = 0; t < Trusts.Length; t++)
        {
            var there = Enumerable.Range(0, plan.Count).Where(s => plan[s] == t).ToArray();
            if (!Fits(t, there.Length, there.Sum(s => Schools[s].Challenge)))
                return $"{Trusts[t].Id} takes other than it may.";
        }
        return null;
    }

    /// <summary>Whether a trust may take so many schools of so many points together.</summary>
    public bool Fits(int trust, int schools, int points) =>
        schools <= Trusts[trust].Places
        && points <= Trusts[trust].ChallengePoints
        && IsFair(schools, points);

    public bool IsFair(int schools, int points) =>
        schools < 2 || points >= (LeastMean * schools) - 1e-9;

    /// <summary>The problem for the engine.</summary>
    /// <param name="worstRank">No placed school may have a worse rank.</param>
    /// <param name="placingOnly">Only how many are placed counts: leaving one out costs 1, and nothing else has a value.</param>
    /// <param name="less">What is taken off the value of a pair; null for nothing.</param>
    public BalancedProblem Problem(
        int worstRank,
        bool placingOnly = false,
        Func<int, int, double>? less = null
    ) =>
        new()
        {
            Loads = Array.ConvertAll(Schools, s => s.Challenge),
            Groups = clusters,
            Places = Array.ConvertAll(Trusts, t => t.Places),
            Capacities = Array.ConvertAll(Trusts, t => t.ChallengePoints),
            Pairs =
            [
                .. Allowed
                    .Where(p => Rank(p.School, p.Trust) <= worstRank)
                    .Select(p => new PairValue(
                        p.School,
                        p.Trust,
                        placingOnly
                            ? 0
                            : Value(p.School, p.Trust) - (less?.Invoke(p.School, p.Trust) ?? 0)
                    )),
            ],
            LeftOut = placingOnly ? 1 : Penalty,
            Split = placingOnly ? 0 : Instance.ClusterCost,
            LeastMeanLoad = LeastMean,
            Settled =
            [
                .. Enumerable.Range(0, Schools.Length).Where(IsLocked).Select(s => (s, locked[s])),
            ],
        };

    /// <summary>At least so many are left out: nothing but places and single pairs is looked at, which is exact for those (a flow).</summary>
    public int LeastLeftOutByPlaces(int worstRank)
    {
        if (Schools.Length == 0)
            return 0;
        var sink = Schools.Length + Trusts.Length;
        var flow = new MinCostFlow(sink + 1);
        for (var s = 0; s < Schools.Length; s++)
            flow.Supply(s, 1);
        flow.Supply(sink, -Schools.Length);
        foreach (var (school, trust) in Allowed)
            if (
                Rank(school, trust) <= worstRank
                && Schools[school].Challenge <= Trusts[trust].ChallengePoints
            )
                flow.Add(school, Schools.Length + trust, 1, 0);
        for (var t = 0; t < Trusts.Length; t++)
            flow.Add(Schools.Length + t, sink, Math.Min(Trusts[t].Places, Schools.Length), 0);
        return (int)flow.Solve().Undelivered;
    }

    private static Dictionary<string, int> Numbers(IEnumerable<string> ids) =>
        ids.Select((id, at) => (id, at)).ToDictionary(p => p.id, p => p.at, StringComparer.Ordinal);
}
