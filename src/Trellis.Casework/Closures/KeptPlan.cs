using System.Text;
using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.People;
using Trellis.Placements;

namespace Trellis.Closures;

/// <summary>A plan for the schools of a closing trust as it is kept: where each goes, and why, as codes and numbers from which anybody can make the sentences.</summary>
/// <param name="Number">From 1, in the order in which they were kept.</param>
/// <param name="Basis">The mark of all that it was made from.</param>
/// <param name="Mark">The mark of that and of where each school goes.</param>
/// <param name="Proven">Whether it is proven that no plan under the rules is better.</param>
/// <param name="Value">The values of the matches less what spreading places costs, in ten-thousandths.</param>
/// <param name="Bound">No plan that leaves as many out and has no worse rank is worth more; in ten-thousandths.</param>
/// <param name="Placements">One for each school.</param>
/// <param name="Costs">What rules cost, where they cost anything.</param>
/// <param name="Others">Other plans worth nearly as much.</param>
/// <param name="Conflicts">For each school without a trust why it cannot have one.</param>
public sealed record KeptPlan(
    int Number,
    DateOnly On,
    PlanMark Basis,
    PlanMark Mark,
    bool Proven,
    int Value,
    int Bound,
    IReadOnlyList<KeptPlacement> Placements,
    IReadOnlyList<KeptCost> Costs,
    IReadOnlyList<KeptOtherPlan> Others,
    IReadOnlyList<KeptConflict> Conflicts
)
{
    /// <summary>How many of the next best trusts are kept for each school, with why it does not go there.</summary>
    public const int OthersOfSchool = 4;

    /// <summary>Where a school goes in it.</summary>
    public KeptPlacement? Of(Scope school) => Placements.FirstOrDefault(p => p.School == school);

    [JsonIgnore]
    public IEnumerable<KeptPlacement> Left => Placements.Where(p => p.To is null);

    /// <summary>A plan as it would be kept now.</summary>
    /// <param name="closure">What it was made from.</param>
    /// <param name="report">Made from <see cref="TrustClosure.Instance"/> of it, under whatever names.</param>
    public static KeptPlan Of(TrustClosure closure, ClosureReport report, DateOnly today)
    {
        var basis = closure.Basis();
        IReadOnlyList<KeptPlacement> placements =
        [
            .. report.Schools.Select(s => new KeptPlacement(
                School(s.Placement.School.Id),
                s.Placement.Trust is { } trust ? Trust(trust.Id) : null,
                Parts(s.Placement.Value),
                s.Placement.Minutes is { } minutes
                    ? (int)Math.Round(minutes * TrustClosure.PartsOfMinute)
                    : null,
                s.Placement.Rank,
                [
                    .. s
                        .Others.Where(o => o.Value is not null)
                        .OrderByDescending(o => o.Value)
                        .ThenBy(o => o.Trust.Id, StringComparer.Ordinal)
                        .Take(OthersOfSchool)
                        .Select(o => new KeptOther(
                            Trust(o.Trust.Id),
                            o.Kind,
                            Parts(o.Value!.Value),
                            [.. o.InTheWay.Select(School)]
                        )),
                ]
            )),
        ];
        var plan = report.Plan;
        return new KeptPlan(
            (closure.Newest?.Number ?? 0) + 1,
            today,
            basis,
            MarkOf(basis, placements),
            plan.Proven,
            Parts(plan.Value),
            Parts(plan.Bound),
            placements,
            [
                .. report
                    .Prices.Where(p => p.Costs)
                    .Select(p => new KeptCost(
                        p.Rule.Kind,
                        Over(p.Rule),
                        p.Rule.Kind == ClosureRuleKind.Cluster ? p.Rule.Name : default(FreeText),
                        Parts(p.Price),
                        p.MorePlaced,
                        p.Proven,
                        Moves(p.Moves)
                    )),
            ],
            [.. report.Alternatives.Select(a => new KeptOtherPlan(Parts(a.Below), Moves(a.Moves)))],
            [
                .. report.Conflicts.Select(c => new KeptConflict(
                    School(c.School.Id),
                    [.. c.Schools.Select(s => School(s.Id))],
                    [
                        .. c.Rules.Select(r => new KeptRule(
                            r.Kind,
                            Over(r),
                            r.Kind == ClosureRuleKind.Cluster ? r.Name : default(FreeText)
                        )),
                    ],
                    c.Smallest && c.Proven
                )),
            ]
        );
    }

    /// <summary>The mark of a plan: of its basis, and of where each school goes, by number.</summary>
    public static PlanMark MarkOf(PlanMark basis, IReadOnlyList<KeptPlacement> placements)
    {
        var text = new StringBuilder().Append(basis).Append('\n');
        foreach (var one in placements.OrderBy(p => p.School.Id, StringComparer.Ordinal))
            text.Append(one.School).Append(' ').Append(one.To?.ToString() ?? "none").Append('\n');
        return PlanMark.Of(text.ToString());
    }

    private static IReadOnlyList<KeptMove> Moves(IReadOnlyList<Move> moves) =>
        [
            .. moves.Select(m => new KeptMove(
                School(m.School.Id),
                m.From is { } from ? Trust(from.Id) : null,
                m.To is { } to ? Trust(to.Id) : null,
                m.MoreMinutes is { } more && double.IsFinite(more)
                    ? (int)Math.Round(more * TrustClosure.PartsOfMinute)
                    : null
            )),
        ];

    private static int Parts(double value) =>
        double.IsFinite(value) ? (int)Math.Round(value * TrustClosure.PartsOfValue) : 0;

    private static Scope? Over(ClosureRule rule) =>
        rule.Kind switch
        {
            ClosureRuleKind.List or ClosureRuleKind.Lock => School(rule.Name),
            ClosureRuleKind.Places or ClosureRuleKind.Points => Trust(rule.Name),
            _ => null,
        };

    private static Scope School(string id) => new(ScopeKind.School, id);

    private static Scope Trust(string id) => new(ScopeKind.Trust, id);
}

/// <summary>Where a school goes in a kept plan.</summary>
/// <param name="To">Null where it is left without a trust.</param>
/// <param name="Value">Of the match, in ten-thousandths; 0 without a trust.</param>
/// <param name="Minutes">By car to the trust's nearest school, in tenths; null where that is not known.</param>
/// <param name="Rank">The number of the trust on its list, one after the end where it is not on it; 0 where it gave none, is settled or has no trust. Never public.</param>
/// <param name="Others">The next best trusts, the best first, with why it does not go there.</param>
public sealed record KeptPlacement(
    Scope School,
    Scope? To,
    int Value,
    int? Minutes,
    int Rank,
    IReadOnlyList<KeptOther> Others
);

/// <summary>Why a school does not go to a trust.</summary>
/// <param name="InTheWay">The schools that are there, where the trust has no room.</param>
public sealed record KeptOther(
    Scope Trust,
    NotThereKind Kind,
    int Value,
    IReadOnlyList<Scope> InTheWay
);

/// <summary>What a rule costs.</summary>
/// <param name="Of">The school or trust it is of; null for a rule of all, and for a place.</param>
/// <param name="Place">The place whose schools are kept together; nothing for other rules.</param>
/// <param name="Price">In ten-thousandths of value.</param>
/// <param name="MorePlaced">How many more schools would have a trust without it.</param>
public sealed record KeptCost(
    ClosureRuleKind Kind,
    Scope? Of,
    FreeText Place,
    int Price,
    int MorePlaced,
    bool Proven,
    IReadOnlyList<KeptMove> Moves
);

/// <summary>A school that another plan sends elsewhere.</summary>
/// <param name="MoreMinutes">In tenths; null where that is not known.</param>
public sealed record KeptMove(Scope School, Scope? From, Scope? To, int? MoreMinutes);

/// <summary>Another plan worth nearly as much.</summary>
/// <param name="Below">How much less it is worth, in ten-thousandths of the plan's value.</param>
public sealed record KeptOtherPlan(int Below, IReadOnlyList<KeptMove> Moves);

/// <summary>Schools and rules that cannot all be, so that one school has no trust.</summary>
/// <param name="Smallest">Whether it is proven that none of them can be spared.</param>
public sealed record KeptConflict(
    Scope School,
    IReadOnlyList<Scope> Schools,
    IReadOnlyList<KeptRule> Rules,
    bool Smallest
);

/// <summary>A rule of a conflict.</summary>
public sealed record KeptRule(ClosureRuleKind Kind, Scope? Of, FreeText Place);
