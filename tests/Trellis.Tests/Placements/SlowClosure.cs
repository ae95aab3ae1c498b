using Trellis.Placements;

namespace Trellis.Tests.Placements;

/// <summary>The model of docs/formats/closure.md by trying every plan: slow, and written from the page, not from the code.</summary>
internal static class SlowClosure
{
    /// <summary>The best value of all plans under a limit to ranks, with as few left out as can be (or the penalty of the instance).</summary>
    public static (int Unplaced, double Value) Best(ClosureInstance instance, int rankLimit)
    {
        var best = (
            Unplaced: int.MaxValue,
            Value: double.NegativeInfinity,
            Objective: double.NegativeInfinity
        );
        foreach (var plan in Plans(instance).Where(p => WorstRank(instance, p) <= rankLimit))
        {
            var unplaced = plan.Count(t => t is null);
            var value = Value(instance, plan);
            var better = instance.Penalty is { } penalty
                ? value - (penalty * unplaced) > best.Objective
                : unplaced < best.Unplaced || (unplaced == best.Unplaced && value > best.Value);
            if (better)
                best = (unplaced, value, value - ((instance.Penalty ?? 0) * unplaced));
        }
        return (best.Unplaced, best.Value);
    }

    public static int FewestUnplaced(ClosureInstance instance, int rankLimit) =>
        Plans(instance)
            .Where(p => WorstRank(instance, p) <= rankLimit)
            .Min(p => p.Count(t => t is null));

    public static int BestWorstRank(ClosureInstance instance)
    {
        var fewest = FewestUnplaced(instance, int.MaxValue);
        return Plans(instance)
            .Where(p => p.Count(t => t is null) == fewest)
            .Min(p => Math.Max(1, WorstRank(instance, p)));
    }

    public static double Value(ClosureInstance instance, IReadOnlyList<string?> plan)
    {
        var value = 0d;
        for (var s = 0; s < plan.Count; s++)
            if (plan[s] is { } trust)
                value += Pair(instance, instance.Schools[s].Id, trust)!.Value;
        foreach (
            var cluster in instance
                .Schools.Select((school, at) => (school.Cluster, Trust: plan[at]))
                .Where(p => p.Cluster.Length > 0 && p.Trust is not null)
                .GroupBy(p => p.Cluster)
        )
            value -= instance.ClusterCost * (cluster.Select(p => p.Trust).Distinct().Count() - 1);
        return value;
    }

    public static PossiblePlace? Pair(ClosureInstance instance, string school, string trust) =>
        instance.Places.FirstOrDefault(p => p.School == school && p.Trust == trust);

    public static int WorstRank(ClosureInstance instance, IReadOnlyList<string?> plan) =>
        plan.Select((trust, s) => Rank(instance, s, trust)).Max();

    private static int Rank(ClosureInstance instance, int s, string? trust)
    {
        var school = instance.Schools[s];
        if (
            trust is null
            || school.List.Count == 0
            || instance.Locks.Any(l => l.School == school.Id)
        )
            return 0;
        var at = school.List.ToList().IndexOf(trust);
        return at < 0 ? school.List.Count + 1 : at + 1;
    }

    /// <summary>Every plan that keeps rules 1 to 4.</summary>
    public static IEnumerable<string?[]> Plans(ClosureInstance instance)
    {
        var plan = new string?[instance.Schools.Count];
        return From(0).Where(_ => Keeps(instance, plan)).Select(_ => plan.ToArray());

        IEnumerable<bool> From(int s)
        {
            if (s == plan.Length)
            {
                yield return true;
                yield break;
            }
            var school = instance.Schools[s];
            var locked = instance.Locks.Where(l => l.School == school.Id).ToArray();
            var options = instance
                .Places.Where(p => p.School == school.Id)
                .Select(p => p.Trust)
                .Where(t => !school.Performing || school.List.Count == 0 || school.List.Contains(t))
                .Where(t => locked.Length == 0 || locked[0].Trust == t);
            foreach (var trust in locked.Length > 0 ? options : options.Append(null))
            {
                plan[s] = trust;
                foreach (var rest in From(s + 1))
                    yield return rest;
            }
        }
    }

    public static bool Keeps(ClosureInstance instance, IReadOnlyList<string?> plan)
    {
        var mean = instance.Schools.Average(s => (double)s.Challenge);
        foreach (var trust in instance.Trusts)
        {
            var there = instance.Schools.Where((_, s) => plan[s] == trust.Id).ToArray();
            var points = there.Sum(s => s.Challenge);
            if (there.Length > trust.Places || points > trust.ChallengePoints)
                return false;
            if (there.Length >= 2 && points < (instance.FairShare * mean * there.Length) - 1e-9)
                return false;
        }
        return true;
    }
}
