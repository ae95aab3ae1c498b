namespace Trellis.Placements;

/// <summary>How a plan uses a trust.</summary>
/// <param name="Schools">Those it is given, by id.</param>
/// <param name="Points">Their challenge points together.</param>
/// <param name="Price">What a place costs at the prices of the plan: it bars a school worth less there, and does not say what another place would add; 0 where there is room, null where it has no place to price.</param>
/// <param name="PointPrices">What a place costs a school that comes later, of 1, 2, 3, ... challenge points, as far as any school of the instance has: what it has to be worth there at least; null where the trust cannot take such a school whatever else it takes.</param>
public sealed record TrustUse(
    ReceivingTrust Trust,
    IReadOnlyList<ClosingSchool> Schools,
    int Points,
    double? Price,
    IReadOnlyList<double?> PointPrices
)
{
    public int PlacesLeft => Trust.Places - Schools.Count;

    public int PointsLeft => Trust.ChallengePoints - Points;

    /// <summary>Why there is no price; null where there is one.</summary>
    public string? NoPrice =>
        Price is null ? "It has no places, so that there is none to price." : null;

    /// <summary>NaN where it is given none.</summary>
    public double MeanChallenge => Schools.Count == 0 ? double.NaN : (double)Points / Schools.Count;

    /// <summary>Between the hardest and the easiest; 0 where it is given fewer than two.</summary>
    public int SpreadOfChallenge =>
        Schools.Count == 0 ? 0 : Schools.Max(s => s.Challenge) - Schools.Min(s => s.Challenge);

    /// <summary>Of the schools whose pupils are known.</summary>
    public int Pupils => Schools.Sum(s => s.Pupils ?? 0);
}

/// <summary>The minutes by car from the placed schools to the nearest schools of their trusts.</summary>
/// <param name="Known">For how many they are known; the rest counts in nothing here.</param>
/// <param name="Mean">NaN where none is known.</param>
/// <param name="Furthest">Null where none is known.</param>
public sealed record Distances(int Known, double Mean, double Total, Placement? Furthest);

/// <summary>Why a school goes where it goes, and not elsewhere.</summary>
/// <param name="Words">A sentence.</param>
/// <param name="Others">Every other trust that the instance says something of for this school.</param>
public sealed record SchoolReasons(
    Placement Placement,
    string Words,
    IReadOnlyList<NotThere> Others
);

/// <summary>A school that gets a trust lower on its list than others.</summary>
/// <param name="Above">Those above it on the list, the first choice first, with why not.</param>
public sealed record LowerListed(Placement Placement, IReadOnlyList<NotThere> Above);

/// <summary>Until when explanations may take; what is not reached is named and left.</summary>
/// <param name="Each">Gives the end of one plan made again.</param>
/// <param name="Whole">The end of all.</param>
public sealed record ExplanationTime(Func<CancellationToken> Each, CancellationToken Whole)
{
    public static readonly ExplanationTime Unlimited = Until(default);

    /// <summary>The end of asking why schools are left out, where it is to be earlier.</summary>
    public CancellationToken Conflicts { get; init; } = Whole;

    /// <summary>The end of looking for other plans.</summary>
    public CancellationToken Alternatives { get; init; } = Whole;

    /// <summary>The end of asking what rules cost; what sending schools elsewhere would cost has the rest.</summary>
    public CancellationToken Prices { get; init; } = Whole;

    /// <summary>One end for all.</summary>
    public static ExplanationTime Until(CancellationToken timeIsUp) =>
        new(() => timeIsUp, timeIsUp);
}

/// <summary>What a plan does, for whom, why, and what each of its rules costs.</summary>
/// <param name="Worst">The placed school with the lowest value; null where none is placed.</param>
/// <param name="Trusts">Every trust of the instance, in its order.</param>
/// <param name="Pupils">Of the placed schools whose pupils are known.</param>
/// <param name="Schools">In the order of the instance.</param>
/// <param name="Prices">What rules cost, by making the plan again without each.</param>
/// <param name="Displacements">What it would cost to send a school to a trust it would rather have.</param>
/// <param name="Alternatives">Up to three other plans worth nearly as much; fewer were found where there are fewer.</param>
/// <param name="Conflicts">For each school without a trust why it cannot have one, the fewest schools and rules first; empty where all are placed, and where the penalty says that leaving out may pay.</param>
/// <param name="NotReached">What was left because time was up, a sentence each.</param>
public sealed record ClosureReport(
    ClosurePlan Plan,
    Placement? Worst,
    IReadOnlyList<TrustUse> Trusts,
    Distances Distances,
    int Pupils,
    IReadOnlyList<SchoolReasons> Schools,
    IReadOnlyList<LowerListed> LowerListed,
    ClosureBlocking Blocking,
    IReadOnlyList<RulePrice> Prices,
    IReadOnlyList<Displacement> Displacements,
    IReadOnlyList<AlternativePlan> Alternatives,
    IReadOnlyList<ClosureConflict> Conflicts,
    IReadOnlyList<string> NotReached
)
{
    /// <summary>How many other plans are looked for.</summary>
    public const int AlternativesSought = 3;

    /// <summary>What follows from the plan at once, without making it again: prices, displacements, other plans and the conflict are empty and named as not reached.</summary>
    public static ClosureReport Brief(ClosurePlan plan, ulong seed) =>
        Of(plan, seed, ExplanationTime.Until(new CancellationToken(canceled: true)));

    /// <summary>The parts of the five seconds in which a page has a plan with its explanation: finding it, explaining it, and each plan made again for that.</summary>
    private static readonly TimeSpan planning = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan explaining = TimeSpan.FromSeconds(2.2);
    private static readonly TimeSpan each = TimeSpan.FromSeconds(.4);

    /// <summary>Makes the plan and the report for whoever waits for both: stopped within five seconds, with what was not reached named.</summary>
    /// <param name="time">The clock of the site: a test's stands still, and then nothing is cut short.</param>
    public static ClosureReport InFiveSeconds(
        ClosureInstance instance,
        ulong seed,
        TimeProvider time
    )
    {
        using var plan = new CancellationTokenSource(planning, time);
        var made = ClosurePlan.Of(instance, seed, ClosureTime.Until(plan.Token));
        using var whole = new CancellationTokenSource(explaining, time);
        var ends = new List<CancellationTokenSource>();
        try
        {
            return Of(
                made,
                seed,
                new ExplanationTime(
                    () =>
                    {
                        var end = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
                        ends.Add(end);
                        var one = new CancellationTokenSource(each, time);
                        ends.Add(one);
                        one.Token.Register(end.Cancel);
                        return end.Token;
                    },
                    whole.Token
                )
            );
        }
        finally
        {
            foreach (var end in ends)
                end.Dispose();
        }
    }

    /// <summary>Makes the report.</summary>
    /// <param name="seed">The same seed gives the same report where time does not end it.</param>
    public static ClosureReport Of(ClosurePlan plan, ulong seed, ExplanationTime time)
    {
        var arrays = new ClosureArrays(plan.Instance);
        var numbers = new int[arrays.Schools.Length];
        foreach (var placement in plan.Placements)
            numbers[arrays.SchoolAt(placement.School.Id)] = placement.Trust is null
                ? ClosureArrays.NoTrust
                : arrays.TrustAt(placement.Trust.Id);
        var reasons = new ClosureReasons(arrays, numbers, plan);
        var resolving = new ClosureResolving(arrays, numbers, plan, seed, time.Each);
        var left = new List<string>();

        var conflicts = plan.Instance.Penalty is null
            ? Each(
                plan.Unplaced.Select(u => arrays.SchoolAt(u.Id)).Order(),
                u => ClosureConflict.Of(arrays, numbers, u, seed, time.Each, time.Conflicts),
                time.Conflicts,
                "school",
                "Why",
                "cannot be placed"
            )
            : [];
        var alternatives = resolving.Alternatives(AlternativesSought, time.Alternatives);
        if (alternatives.Count < AlternativesSought && time.Alternatives.IsCancellationRequested)
            left.Add("Other plans worth nearly as much.");
        var prices = Each(resolving.Priced(), resolving.Price, time.Prices, "rule", "What", "cost");
        var displacements = Each(
                resolving.Wished(),
                w => resolving.Displaced(w.School, w.Trust),
                time.Whole,
                "school",
                "What sending",
                "to the trust they would rather have would cost"
            )
            .OfType<Displacement>()
            .ToArray();

        return new ClosureReport(
            plan,
            plan.Placements.Where(p => p.Trust is not null)
                .OrderBy(p => p.Value)
                .ThenBy(p => p.School.Id, StringComparer.Ordinal)
                .FirstOrDefault(),
            Uses(plan),
            DistancesOf(plan),
            plan.Placements.Where(p => p.Trust is not null).Sum(p => p.School.Pupils ?? 0),
            [
                .. plan.Placements.Select(p => new SchoolReasons(
                    p,
                    Why(p),
                    [.. reasons.Of(arrays.SchoolAt(p.School.Id))]
                )),
            ],
            [
                .. plan
                    .Placements.Where(p => p.Rank > 1)
                    .OrderByDescending(p => p.Rank)
                    .ThenBy(p => p.School.Id, StringComparer.Ordinal)
                    .Select(p => new LowerListed(
                        p,
                        [
                            .. p
                                .School.List.Take(p.Rank - 1)
                                .Select(t =>
                                    reasons.Why(arrays.SchoolAt(p.School.Id), arrays.TrustAt(t))
                                ),
                        ]
                    )),
            ],
            ClosureBlocking.Of(arrays, numbers, unchecked((long)seed)),
            prices,
            displacements,
            alternatives,
            [.. conflicts.OrderBy(c => c.Schools.Count + c.Rules.Count)],
            left
        );

        List<TAnswer> Each<TQuestion, TAnswer>(
            IEnumerable<TQuestion> questions,
            Func<TQuestion, TAnswer> answer,
            CancellationToken end,
            string one,
            string before,
            string after
        )
        {
            var answers = new List<TAnswer>();
            var unanswered = 0;
            foreach (var question in questions)
                if (end.IsCancellationRequested)
                    unanswered++;
                else
                    answers.Add(answer(question));
            if (unanswered > 0)
                left.Add($"{before} {ClosureRule.Count(unanswered, $"more {one}")} {after}.");
            return answers;
        }
    }

    private static string Why(Placement p)
    {
        if (p.Trust is null)
            return "It is left without a trust.";
        var minutes = p.Minutes is { } far
            ? FormattableString.Invariant($", {far:0.#} minutes away")
            : "";
        var rank = p.Rank switch
        {
            0 => "",
            1 => ", its first choice",
            var r when r > p.School.List.Count => ", a trust that is not on its list",
            var r => FormattableString.Invariant(
                $", number {r} of {p.School.List.Count} on its list"
            ),
        };
        return FormattableString.Invariant(
            $"It goes to {p.Trust.Name}{rank}{minutes}, a match worth {p.Value:0.000}."
        );
    }

    private static TrustUse[] Uses(ClosurePlan plan)
    {
        var given = plan
            .Placements.Where(p => p.Trust is not null)
            .ToLookup(p => p.Trust!.Id, p => p.School, StringComparer.Ordinal);
        return
        [
            .. plan.Instance.Trusts.Select(trust => new TrustUse(
                trust,
                [.. given[trust.Id].OrderBy(s => s.Id, StringComparer.Ordinal)],
                given[trust.Id].Sum(s => s.Challenge),
                trust.Places == 0 ? null : plan.TrustPrices[trust.Id],
                [
                    .. plan.PointPrices[trust.Id]
                        .Select(price => double.IsFinite(price) ? price : (double?)null),
                ]
            )),
        ];
    }

    private static Distances DistancesOf(ClosurePlan plan)
    {
        Placement[] known = [.. plan.Placements.Where(p => p.Minutes is not null)];
        var total = known.Select(p => p.Minutes!.Value).Order().Sum();
        return new Distances(
            known.Length,
            known.Length == 0 ? double.NaN : total / known.Length,
            total,
            known
                .OrderByDescending(p => p.Minutes)
                .ThenBy(p => p.School.Id, StringComparer.Ordinal)
                .FirstOrDefault()
        );
    }
}
