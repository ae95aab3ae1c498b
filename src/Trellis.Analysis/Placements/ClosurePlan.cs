using Trellis.Assignment;

namespace Trellis.Placements;

/// <summary>Until when each part of making a plan may take; a part that is stopped hands on the best it has.</summary>
/// <param name="Placing">To place as many as can be.</param>
/// <param name="Ranking">To find the smallest worst rank that still places as many.</param>
/// <param name="Valuing">To find the most value with both.</param>
public sealed record ClosureTime(
    CancellationToken Placing,
    CancellationToken Ranking,
    CancellationToken Valuing
)
{
    /// <summary>One end for all parts.</summary>
    public static ClosureTime Until(CancellationToken timeIsUp) =>
        new(timeIsUp, timeIsUp, timeIsUp);
}

/// <summary>Where a school goes.</summary>
/// <param name="Trust">Null where it is left without one.</param>
/// <param name="Value">The value of the match; 0 without a trust.</param>
/// <param name="Minutes">By car to the trust's nearest school; null where that is not known or there is no trust.</param>
/// <param name="Rank">The number of the trust on its list, one after the end where it is not on it; 0 where it stated none, is locked or has no trust.</param>
public sealed record Placement(
    ClosingSchool School,
    ReceivingTrust? Trust,
    double Value,
    double? Minutes,
    int Rank
);

/// <summary>A trust for each school of a closing one, as far as can be: as few left out as possible, then the best worst rank, then the most value.</summary>
/// <param name="Placements">One for each school, in the order of the instance.</param>
/// <param name="Value">The values of the matches less what spreading clusters costs; the penalty for those left out is not in it.</param>
/// <param name="Bound">No plan that leaves as many out and has no worse rank is worth more.</param>
/// <param name="LeastUnplaced">No plan leaves fewer out.</param>
/// <param name="WorstRank">The worst rank on the stated lists; 0 where no list counts.</param>
/// <param name="RankLimit">The plan was made under this limit to ranks, 1 or more; it is <see cref="LeastWorstRank"/> where that is proven.</param>
/// <param name="LeastWorstRank">No plan that leaves as few out has a better worst rank.</param>
/// <param name="TrustPrices">By trust: what a place costs at the prices that bound the plan, which is what bars a school worth less there; 0 where it has room and where it has no place. Not what another place would add: that can be more, less or nothing.</param>
/// <param name="PointPrices">By trust: what a place costs a school that comes later, of 1, 2, 3, ... challenge points, as far as any school of the instance has; infinite where the trust cannot take such a school whatever else it takes.</param>
/// <remarks>
/// The model is in docs/formats/closure.md. The order of the instance changes nothing but the order of the answer: schools
/// and trusts are taken by id.
/// </remarks>
public sealed record ClosurePlan(
    ClosureInstance Instance,
    IReadOnlyList<Placement> Placements,
    double Value,
    double Bound,
    bool ValueProven,
    int LeastUnplaced,
    int WorstRank,
    int RankLimit,
    int LeastWorstRank,
    IReadOnlyDictionary<string, double> TrustPrices,
    IReadOnlyDictionary<string, IReadOnlyList<double>> PointPrices
)
{
    /// <summary>The schools left without a trust.</summary>
    public IReadOnlyList<ClosingSchool> Unplaced { get; } =
    [.. Placements.Where(p => p.Trust is null).Select(p => p.School)];

    /// <summary>Whether it is proven that fewer cannot be left out. With a stated penalty it may pay to leave more out than must be.</summary>
    public bool PlacingProven => Instance.Penalty is not null || Unplaced.Count == LeastUnplaced;

    public bool RankProven => RankLimit <= LeastWorstRank;

    /// <summary>Whether none better exists, in all three respects.</summary>
    public bool Proven => PlacingProven && RankProven && ValueProven;

    /// <summary>How far below the best its value can be at most, as a share: (bound - value) / max(1, |value|).</summary>
    public double Gap =>
        ValueProven ? 0 : Math.Max(0, Bound - Value) / Math.Max(1, Math.Abs(Value));

    /// <summary>What the matches are worth before cluster costs.</summary>
    public double MatchValue => Placements.Select(p => p.Value).Order().Sum();

    /// <summary>Makes the plan.</summary>
    /// <param name="instance">One that <see cref="ClosureFile"/> would read.</param>
    /// <param name="seed">The same seed gives the same plan where no part was stopped.</param>
    public static ClosurePlan Of(ClosureInstance instance, ulong seed, ClosureTime time)
    {
        var arrays = new ClosureArrays(instance);
        var (placed, least, limit, leastRank) = Ranked(arrays, null, seed, time);
        // A plan that is known is handed on, so that there is always one.
        var solved = Solve(arrays, limit, seed, placed, time.Valuing)!;
        return new ClosurePlan(
            instance,
            PlacementsOf(arrays, solved.Plan),
            solved.Value,
            solved.Bound,
            solved.Proven,
            Math.Min(least, solved.Unplaced),
            arrays.WorstRank(solved.Plan),
            limit,
            leastRank,
            ByTrust(t => solved.Prices.BinPrices[t]),
            ByTrust<IReadOnlyList<double>>(t =>
                [
                    .. Enumerable
                        .Range(1, solved.Prices.LargestPriced)
                        .Select(points => solved.Prices.PriceOf(t, points)),
                ]
            )
        );

        Dictionary<string, T> ByTrust<T>(Func<int, T> of) =>
            Enumerable
                .Range(0, arrays.Trusts.Length)
                .ToDictionary(t => arrays.Trusts[t].Id, of, StringComparer.Ordinal);
    }

    /// <summary>A plan that places as many as can be and, of those, has the best worst rank.</summary>
    /// <param name="Plan">The trust of each school, in the order of the arrays.</param>
    /// <param name="LeastUnplaced">No plan leaves fewer out.</param>
    /// <param name="Limit">The worst rank it may have, 1 or more.</param>
    /// <param name="LeastLimit">No plan that leaves as few out has a better one.</param>
    internal sealed record RankedPlan(int[] Plan, int LeastUnplaced, int Limit, int LeastLimit);

    /// <param name="known">A plan that keeps the rules for single trusts and pairs, whatever its ranks; the answer places no fewer. Null where none is known.</param>
    internal static RankedPlan Ranked(
        ClosureArrays arrays,
        int[]? known,
        ulong seed,
        ClosureTime time
    )
    {
        int[] placed;
        int least;
        if (
            known is not null
            && ClosureArrays.Unplaced(known) <= arrays.LeastLeftOutByPlaces(int.MaxValue)
        )
            (placed, least) = (known, ClosureArrays.Unplaced(known));
        else
        {
            (placed, least) = AsManyAsCanBe(arrays, int.MaxValue, seed, time.Placing);
            if (
                known is not null
                && ClosureArrays.Unplaced(known) <= ClosureArrays.Unplaced(placed)
                && (
                    ClosureArrays.Unplaced(known) < ClosureArrays.Unplaced(placed)
                    || arrays.WorstRank(known) < arrays.WorstRank(placed)
                )
            )
                placed = known;
        }
        var limit = Math.Max(1, arrays.WorstRank(placed));
        if (limit == 1)
            return new(placed, least, 1, 1);
        (placed, limit, var leastLimit) = BestWorstRank(
            arrays,
            placed,
            ClosureArrays.Unplaced(placed),
            seed,
            time.Ranking
        );
        return new(placed, least, limit, leastLimit);
    }

    /// <summary>A plan of most value under a limit to ranks.</summary>
    /// <param name="Plan">The trust of each school, in the order of the arrays.</param>
    /// <param name="Value">Without the penalty.</param>
    /// <param name="Bound">For plans that leave as many out.</param>
    /// <param name="Prices">The engine's answer, whose prices prove its bound; its plan may be another.</param>
    internal sealed record Solved(
        int[] Plan,
        double Value,
        double Bound,
        bool Proven,
        BalancedPlan Prices
    )
    {
        public int Unplaced => ClosureArrays.Unplaced(Plan);
    }

    /// <param name="known">A plan that keeps every rule; the answer is no worse. Null where none is known.</param>
    /// <returns>Null where none is known and none was found that keeps what is settled.</returns>
    internal static Solved? Solve(
        ClosureArrays arrays,
        int rankLimit,
        ulong seed,
        IReadOnlyList<int>? known,
        CancellationToken timeIsUp
    )
    {
        var problem = arrays.Problem(rankLimit);
        var found = BalancedAssignment.Find(problem, seed, timeIsUp);
        if (found is null && known is null)
            return null;
        // What no plan without the settled pairs exceeds, no plan with them does.
        int[] plan = found is null ? [.. known!] : [.. found.Bins];
        var proven = found?.Proven == true;
        found ??= BalancedAssignment.Solve(problem with { Settled = [] }, seed, timeIsUp);
        if (!proven)
        {
            // Where time was up, what is known may be far from what two more exchanges make of it.
            if (known is not null)
                Take(ClosurePolish.Better(arrays, known, rankLimit));
            Take(ClosurePolish.Better(arrays, plan, rankLimit));
        }
        var value = arrays.ValueOf(plan);
        var bound = found.Bound + (arrays.Penalty * ClosureArrays.Unplaced(plan));
        return new Solved(plan, value, proven ? value : Math.Max(value, bound), proven, found);

        void Take(int[] other)
        {
            if (Objective(arrays, other) <= Objective(arrays, plan))
                return;
            plan = other;
            proven =
                found.Bound - Objective(arrays, other) <= 1e-9 * Math.Max(1, Math.Abs(found.Bound));
        }
    }

    private static double Objective(ClosureArrays arrays, IReadOnlyList<int> plan) =>
        arrays.ValueOf(plan) - (arrays.Penalty * ClosureArrays.Unplaced(plan));

    /// <summary>A plan that places as many as could be found, and how many no plan can place.</summary>
    internal static (int[] Plan, int Least) AsManyAsCanBe(
        ClosureArrays arrays,
        int rankLimit,
        ulong seed,
        CancellationToken timeIsUp
    )
    {
        if (
            BalancedAssignment.Find(arrays.Problem(rankLimit, placingOnly: true), seed, timeIsUp)
            is not { } found
        )
        {
            // Time was up before any was found: what is settled is kept, and nothing else is promised.
            var settled = Enumerable
                .Range(0, arrays.Schools.Length)
                .Select(arrays.LockOf)
                .ToArray();
            return (settled, arrays.LeastLeftOutByPlaces(rankLimit));
        }
        var unplaced = ClosureArrays.Unplaced([.. found.Bins]);
        var least = found.Proven
            ? unplaced
            : Math.Clamp(
                (int)Math.Ceiling(-found.Bound - 1e-6),
                Math.Min(unplaced, arrays.LeastLeftOutByPlaces(rankLimit)),
                unplaced
            );
        return ([.. found.Bins], least);
    }

    /// <summary>Halves the range of limits until the smallest is found under which as many are placed.</summary>
    private static (int[] Plan, int Limit, int Least) BestWorstRank(
        ClosureArrays arrays,
        int[] placed,
        int unplaced,
        ulong seed,
        CancellationToken timeIsUp
    )
    {
        var (low, high) = (1, Math.Max(1, arrays.WorstRank(placed)));
        var least = 1;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (arrays.LeastLeftOutByPlaces(middle) > unplaced)
            {
                least = low = middle + 1;
                continue;
            }
            var (plan, fewest) = AsManyAsCanBe(arrays, middle, seed, timeIsUp);
            if (ClosureArrays.Unplaced(plan) <= unplaced)
                (placed, high) = (plan, Math.Max(1, arrays.WorstRank(plan)));
            else
            {
                low = middle + 1;
                // What could not be proven leaves the bound where it was.
                if (fewest > unplaced)
                    least = middle + 1;
            }
        }
        return (placed, high, Math.Min(least, high));
    }

    internal static Placement[] PlacementsOf(ClosureArrays arrays, IReadOnlyList<int> plan) =>
        [
            .. arrays.Instance.Schools.Select(school =>
            {
                var s = arrays.SchoolAt(school.Id);
                if (plan[s] == ClosureArrays.NoTrust)
                    return new Placement(school, null, 0, null, 0);
                var place = arrays.Place(s, plan[s])!;
                return new Placement(
                    school,
                    arrays.Trusts[plan[s]],
                    place.Value,
                    place.Minutes,
                    arrays.Rank(s, plan[s])
                );
            }),
        ];
}
