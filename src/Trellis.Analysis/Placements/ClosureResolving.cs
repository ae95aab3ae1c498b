namespace Trellis.Placements;

/// <summary>A school that another plan sends elsewhere.</summary>
/// <param name="From">Null where this plan leaves it without a trust.</param>
/// <param name="To">Null where the other does.</param>
/// <param name="MoreMinutes">How much further it is there, below zero where it is nearer; null where either is not known.</param>
/// <param name="MoreValue">How much more the match is worth there; no trust is worth 0.</param>
public sealed record Move(
    ClosingSchool School,
    ReceivingTrust? From,
    ReceivingTrust? To,
    double? MoreMinutes,
    double MoreValue
);

/// <summary>What a rule costs: the plan was made again without it.</summary>
/// <param name="Price">What the best plan found without the rule is worth more, under the rules that are left; 0 where the rule costs nothing. Where more are placed or <see cref="BetterRank"/>, only the difference in value that goes with it, which can be below zero.</param>
/// <param name="MorePlaced">How many more schools have a trust without it; with a stated penalty it can be below zero.</param>
/// <param name="Proven">Whether both plans are proven to be the best; else the price may be off by their gaps.</param>
/// <param name="Moves">Who goes elsewhere without the rule.</param>
public sealed record RulePrice(
    ClosureRule Rule,
    double Price,
    int MorePlaced,
    bool Proven,
    IReadOnlyList<Move> Moves,
    string Words
)
{
    /// <summary>The value of the plan without the rule, and of this plan, under the rules that are left.</summary>
    public required double ValueWithout { get; init; }

    public required double ValueWith { get; init; }

    /// <summary>The limit to ranks of this plan, a school that the rule had settled counted; 1 or more.</summary>
    public required int RankWith { get; init; }

    /// <summary>The limit to ranks that the plan without the rule was made under, 1 or more; its worst rank where the rule is that of ranks.</summary>
    public required int RankWithout { get; init; }

    /// <summary>Whether without the rule no school would have to take so low a number on its list.</summary>
    public bool BetterRank => RankWithout < RankWith;

    /// <summary>Whether anything is better without the rule: more placed, else a better worst rank, else more value.</summary>
    public bool Costs => Moves.Count > 0 && (MorePlaced > 0 || BetterRank || Price >= 1e-9);
}

/// <summary>What sending a school to a trust it would rather have costs: the plan was made again with that settled.</summary>
/// <param name="Cost">By how much the value falls; below zero only where the plan was not the best.</param>
/// <param name="MoreLeftOut">How many more schools are then without a trust.</param>
/// <param name="Displaced">The other schools that then go elsewhere.</param>
public sealed record Displacement(
    ClosingSchool School,
    ReceivingTrust Trust,
    double Cost,
    int MoreLeftOut,
    bool Proven,
    IReadOnlyList<Move> Displaced,
    string Words
);

/// <summary>Another plan that leaves as many out, keeps the limit to ranks, and is worth nearly as much.</summary>
/// <param name="Below">How much less it is worth, as a share of the plan's value.</param>
/// <param name="Moves">Who goes elsewhere than in the plan.</param>
public sealed record AlternativePlan(
    IReadOnlyList<Placement> Placements,
    double Value,
    double Below,
    IReadOnlyList<Move> Moves
);

/// <summary>Makes plans again under other rules, to say what each rule and each choice costs.</summary>
internal sealed class ClosureResolving(
    ClosureArrays arrays,
    int[] plan,
    ClosurePlan of,
    ulong seed,
    Func<CancellationToken> each
)
{
    /// <summary>The share of schools in which another plan has to differ, and the share of value it may lose.</summary>
    public const double LeastDifference = .1;

    public const double MostLoss = .01;

    // More than any value, and less than what leaving a school out costs.
    private const double Forbidden = 1.5;

    /// <summary>The rules that could cost something, those that most often do first.</summary>
    public IEnumerable<ClosureRule> Priced()
    {
        var instance = arrays.Instance;
        var reasons = new ClosureReasons(arrays, plan, of);
        if (instance.FairShare > 0)
            yield return new(ClosureRuleKind.FairShare);
        var clusters = instance
            .Schools.Where(s => s.Cluster.Length > 0)
            .GroupBy(s => s.Cluster, StringComparer.Ordinal)
            .Where(g => g.Count() > 1)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key)
            .ToArray();
        if (clusters.Length > 0 && instance.ClusterCost > 0)
            yield return new(ClosureRuleKind.Clusters);
        var listed = instance
            .Schools.Where(s => s is { Performing: true, List.Count: > 0 })
            .OrderBy(s => s.Id, StringComparer.Ordinal)
            .ToArray();
        if (listed.Length > 0)
            yield return new(ClosureRuleKind.Lists);
        if (instance.Schools.Any(s => s.List.Count >= of.RankLimit))
            yield return new(ClosureRuleKind.WorstRank);
        foreach (var (school, _) in instance.Locks.OrderBy(l => l.School, StringComparer.Ordinal))
            yield return new(ClosureRuleKind.Lock, school);

        // A trust's places or points bind where they keep out a school that has no trust or the worst rank, whatever the match is
        // worth and whatever its rank there: what is gained by those comes before value.
        var first = Foremost()
            .GroupBy(bar => bar.Rule)
            .OrderByDescending(bars => bars.Count(bar => bar.Alone))
            .ThenByDescending(bars => bars.Count())
            .ThenBy(bars => bars.Key.Name, StringComparer.Ordinal)
            .ThenBy(bars => bars.Key.Kind)
            .Select(bars => bars.Key)
            .ToArray();
        foreach (var rule in first)
            yield return rule;

        // Else they bind where some school would gain by going there and is kept out by them.
        var binding = Enumerable
            .Range(0, plan.Length)
            .SelectMany(reasons.Of)
            .Where(r => r.Kind is NotThereKind.Full or NotThereKind.Points)
            .GroupBy(r => (r.Kind, r.Trust.Id))
            .Select(g => (g.Key, Most: g.Max(r => r.Gain ?? 0), Price: g.Max(r => r.Price ?? 0)))
            .OrderByDescending(g => Math.Max(g.Most, g.Price))
            .ThenBy(g => g.Key.Id, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Kind);
        foreach (
            var rule in binding.Select(g => new ClosureRule(
                g.Key.Kind == NotThereKind.Full ? ClosureRuleKind.Places : ClosureRuleKind.Points,
                g.Key.Id
            ))
        )
            if (!first.Contains(rule))
                yield return rule;
        if (instance.ClusterCost > 0)
            foreach (var cluster in clusters)
                yield return new(ClosureRuleKind.Cluster, cluster);
        foreach (var school in listed)
            yield return new(ClosureRuleKind.List, school.Id);
    }

    /// <summary>What keeps out each school that has no trust or the worst rank, and whether it does so alone.</summary>
    private IEnumerable<(ClosureRule Rule, bool Alone)> Foremost()
    {
        var worst = Math.Max(1, arrays.WorstRank(plan));
        foreach (var (school, trust) in arrays.Allowed)
        {
            var here = plan[school];
            if (here == trust || (here != ClosureArrays.NoTrust && !Lowest(school, here, trust)))
                continue;
            var there = arrays.Trusts[trust];
            ClosingSchool[] guests = [.. arrays.Schools.Where((_, s) => plan[s] == trust)];
            var full = guests.Length >= there.Places;
            var hard =
                guests.Sum(s => s.Challenge) + arrays.Schools[school].Challenge
                > there.ChallengePoints;
            if (full)
                yield return (new(ClosureRuleKind.Places, there.Id), !hard);
            if (hard)
                yield return (new(ClosureRuleKind.Points, there.Id), !full);
        }

        // Whether it has the worst rank of all and would have a better one.
        bool Lowest(int school, int here, int there) =>
            arrays.Rank(school, here) is > 1 and var rank
            && rank == worst
            && arrays.Rank(school, there) < rank;
    }

    public RulePrice Price(ClosureRule rule)
    {
        var freer = new ClosureArrays(rule.Without(arrays.Instance));
        var ranks = rule.Kind != ClosureRuleKind.WorstRank;
        var proven = of.Proven;
        var (known, limit) = (plan, int.MaxValue);
        if (ranks)
        {
            var ranked = ClosurePlan.Ranked(freer, plan, seed, ClosureTime.Until(each()));
            (known, limit) = (ranked.Plan, ranked.Limit);
            proven &=
                ranked.Limit <= ranked.LeastLimit
                && ClosureArrays.Unplaced(ranked.Plan) <= ranked.LeastUnplaced;
        }
        var solved = ClosurePlan.Solve(freer, limit, seed, known, each())!;
        var with = freer.ValueOf(plan);
        var more = ClosureArrays.Unplaced(plan) - solved.Unplaced;
        var moves = Moves(solved.Plan);
        var price = solved.Value - with;
        var said = new RulePrice(rule, price, more, proven && solved.Proven, moves, "")
        {
            ValueWithout = solved.Value,
            ValueWith = with,
            RankWith = Math.Max(of.RankLimit, freer.WorstRank(plan)),
            RankWithout = ranks ? limit : Math.Max(1, freer.WorstRank(solved.Plan)),
        };
        return said with { Words = Words(said) };
    }

    private string Words(RulePrice price)
    {
        var that = $"That {price.Rule.Words(arrays.Instance)}";
        if (!price.Costs)
            return $"{that} costs nothing.";
        var what =
            price.MorePlaced > 0
                ? $"leaves {ClosureRule.Count(price.MorePlaced, "more school")} without a trust"
            : price.BetterRank
                ? FormattableString.Invariant(
                    $"makes number {price.RankWith} the worst that a school gets on its list, where number {price.RankWithout} would do"
                )
            : FormattableString.Invariant($"costs {price.Price:0.000}");
        // What is better comes before what is worse for it, in the order in which plans are made.
        var then = "";
        if (price.MorePlaced < 0)
            then += $", with {ClosureRule.Count(-price.MorePlaced, "more school")} left out";
        if (price.MorePlaced > 0 && price.RankWithout != price.RankWith)
            then += FormattableString.Invariant(
                $", with number {price.RankWithout} as the worst on a list instead of {price.RankWith}"
            );
        if (price.MorePlaced <= 0 && price.BetterRank && Math.Abs(price.Price) >= .0005)
            then += FormattableString.Invariant(
                $", at {Math.Abs(price.Price):0.000} {(price.Price < 0 ? "less" : "more")} value"
            );
        return $"{that} {what}: without it {InWords(price.Moves)}{then}.";
    }

    /// <summary>The trusts that schools would rather have: for each the first above it on its list, or else the most valuable, where something but a hard filter keeps it out.</summary>
    public IEnumerable<(int School, int Trust)> Wished()
    {
        var reasons = new ClosureReasons(arrays, plan, of);
        return Enumerable
            .Range(0, plan.Length)
            .Select(s =>
                (
                    School: s,
                    Best: reasons
                        .Of(s)
                        .Where(r =>
                            r.Kind
                                is NotThereKind.Full
                                    or NotThereKind.Points
                                    or NotThereKind.FairShareThere
                                    or NotThereKind.FairShareHere
                                    or NotThereKind.Together
                        )
                        .OrderByDescending(r => Higher(s, r.Trust.Id))
                        .ThenByDescending(r => r.Value)
                        .FirstOrDefault()
                )
            )
            .Where(w => w.Best is not null)
            .OrderByDescending(w => Higher(w.School, w.Best!.Trust.Id))
            .ThenByDescending(w => w.Best!.Gain)
            .ThenBy(w => w.School)
            .Select(w => (w.School, arrays.TrustAt(w.Best!.Trust.Id)));

        // By how many ranks the school would rather have it; 0 where its list does not say.
        int Higher(int school, string trust) =>
            arrays.Schools[school] is { List.Count: > 0 } who
            && plan[school] != ClosureArrays.NoTrust
                ? Math.Max(0, arrays.Rank(school, plan[school]) - who.RankOf(trust))
                : 0;
    }

    /// <summary>Null where what is settled already leaves no room there, or no plan was found in the time that keeps it.</summary>
    public Displacement? Displaced(int school, int trust)
    {
        var settled = Enumerable
            .Range(0, plan.Length)
            .Where(s => s == school || arrays.LockOf(s) == trust)
            .ToArray();
        if (
            settled.Length > arrays.Trusts[trust].Places
            || settled.Sum(s => arrays.Schools[s].Challenge) > arrays.Trusts[trust].ChallengePoints
        )
            return null;
        var other = new ClosureArrays(
            arrays.Instance with
            {
                Locks =
                [
                    .. arrays.Instance.Locks,
                    (arrays.Schools[school].Id, arrays.Trusts[trust].Id),
                ],
            }
        );
        if (
            ClosurePlan.Solve(other, of.RankLimit, seed, null, each()) is not { } solved
            || other.Breaks(solved.Plan, of.RankLimit) is not null
        )
            return null;
        var cost = arrays.ValueOf(plan) - arrays.ValueOf(solved.Plan);
        var more = solved.Unplaced - ClosureArrays.Unplaced(plan);
        var moves = Moves(solved.Plan)
            .Where(m => m.School.Id != arrays.Schools[school].Id)
            .ToArray();
        var what =
            more > 0 ? $"would leave {ClosureRule.Count(more, "more school")} without a trust"
            : more < 0 ? $"would place {ClosureRule.Count(-more, "more school")}"
            : FormattableString.Invariant($"would cost {cost:0.000}");
        return new Displacement(
            arrays.Schools[school],
            arrays.Trusts[trust],
            cost,
            more,
            of.Proven && solved.Proven,
            moves,
            $"Sending {arrays.Schools[school].Name} to {arrays.Trusts[trust].Name} {what}{(moves.Length == 0 ? "" : ": " + InWords(moves))}."
        );
    }

    /// <summary>Up to so many plans that differ from this one and from each other in a tenth of the schools (two at least), and are worth at most a hundredth less.</summary>
    /// <remarks>
    /// What earlier plans use is made dearer step by step; then a random part of it; then it is forbidden to the schools that lose least by
    /// going elsewhere, as many at a time as have to differ. Each plan found is judged by its true value. It is a search: that it finds
    /// fewer is no proof that there are no more.
    /// </remarks>
    public IReadOnlyList<AlternativePlan> Alternatives(int most, CancellationToken timeIsUp)
    {
        var value = arrays.ValueOf(plan);
        var least = Math.Max(2, (int)Math.Ceiling(LeastDifference * plan.Length));
        var floor = value - (MostLoss * Math.Abs(value));
        List<int[]> used = [plan];
        var found = new List<AlternativePlan>();
        if (plan.Length < least)
            return found;
        foreach (var less in Dearer().Concat(Elsewhere()))
        {
            if (found.Count == most || timeIsUp.IsCancellationRequested)
                break;
            Try(less);
        }
        return found;

        IEnumerable<Func<int, int, double>> Dearer()
        {
            var chance = new Random(unchecked((int)seed));
            for (var round = 0; round < 3; round++)
                foreach (var step in (double[])[.004, .008, .016, .032, .064, .128, .256])
                    // What is found makes more pairs dear, so that the same step can find another.
                    for (var before = -1; before != found.Count; )
                    {
                        before = found.Count;
                        var chosen = Enumerable
                            .Range(0, plan.Length)
                            .Select(_ => round == 0 || chance.Next(round + 1) == 0)
                            .ToArray();
                        yield return (s, t) => chosen[s] ? step * used.Count(p => p[s] == t) : 0;
                    }
        }

        IEnumerable<Func<int, int, double>> Elsewhere()
        {
            var cheapest = Enumerable
                .Range(0, plan.Length)
                .Where(s => plan[s] != ClosureArrays.NoTrust && !arrays.IsLocked(s))
                .OrderBy(s =>
                    arrays.Value(s, plan[s])
                    - arrays
                        .Allowed.Where(p => p.School == s && p.Trust != plan[s])
                        .Where(p => arrays.Rank(s, p.Trust) <= of.RankLimit)
                        .Select(p => arrays.Value(s, p.Trust))
                        .DefaultIfEmpty(-1)
                        .Max()
                )
                .ThenBy(s => s)
                .ToArray();
            for (var first = 0; first + least <= Math.Min(cheapest.Length, 4 * least); first++)
            {
                var away = cheapest[first..(first + least)].ToHashSet();
                yield return (s, t) => away.Contains(s) && used.Any(p => p[s] == t) ? Forbidden : 0;
            }
        }

        void Try(Func<int, int, double> less)
        {
            if (
                Assignment.BalancedAssignment.Find(
                    arrays.Problem(of.RankLimit, less: less),
                    seed,
                    each()
                )
                is not { } made
            )
                return;
            int[] other = [.. made.Bins];
            var worth = arrays.ValueOf(other);
            if (
                ClosureArrays.Unplaced(other) != ClosureArrays.Unplaced(plan)
                || worth < floor
                || used.Any(p => Enumerable.Range(0, p.Length).Count(s => p[s] != other[s]) < least)
            )
                return;
            used.Add(other);
            found.Add(
                new AlternativePlan(
                    ClosurePlan.PlacementsOf(arrays, other),
                    worth,
                    value == 0 ? 0 : (value - worth) / Math.Abs(value),
                    Moves(other)
                )
            );
        }
    }

    private Move[] Moves(int[] other) =>
        [
            .. Enumerable
                .Range(0, plan.Length)
                .Where(s => plan[s] != other[s])
                .Select(s =>
                {
                    var (from, to) = (At(s, plan[s]), At(s, other[s]));
                    return new Move(
                        arrays.Schools[s],
                        plan[s] < 0 ? null : arrays.Trusts[plan[s]],
                        other[s] < 0 ? null : arrays.Trusts[other[s]],
                        to?.Minutes - from?.Minutes,
                        (to?.Value ?? 0) - (from?.Value ?? 0)
                    );
                }),
        ];

    private PossiblePlace? At(int school, int trust) =>
        trust == ClosureArrays.NoTrust ? null : arrays.Place(school, trust);

    /// <summary>"2 schools go elsewhere, 9 minutes further altogether: A to X, B to Y".</summary>
    private static string InWords(IReadOnlyList<Move> moves)
    {
        const int named = 4;
        var minutes = moves.Where(m => m.MoreMinutes is not null).Sum(m => m.MoreMinutes!.Value);
        var far = Math.Round(Math.Abs(minutes), 1);
        var how =
            !moves.Any(m => m.MoreMinutes is not null) ? ""
            : far == 0 ? ", as far altogether"
            : FormattableString.Invariant(
                $", {far:0.#} minutes {(minutes > 0 ? "further" : "nearer")} altogether"
            );
        var who = string.Join(
            "; ",
            moves.Take(named).Select(m => $"{m.School.Name} to {m.To?.Name ?? "no trust"}")
        );
        var rest = moves.Count > named ? $"; and {moves.Count - named} more" : "";
        return FormattableString.Invariant(
            $"{moves.Count} {(moves.Count == 1 ? "school goes" : "schools go")} elsewhere{how} ({who}{rest})"
        );
    }
}
