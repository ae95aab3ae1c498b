using System.Text.Json;
using Trellis.Journal;
using Trellis.People;
using Trellis.Placements;
using Trellis.PublicRecord;

namespace Trellis.Closures;

/// <summary>The closure of a trust as the public record has it: the published plan, the help each school is owed, totals for each trust, who moved and who is left. How far the case is, and what was decided and why, is in the entry of its procedure.</summary>
/// <param name="Ref">Of its case.</param>
/// <param name="Closing">"trust:2044".</param>
/// <param name="Plan">Null before a plan is published.</param>
/// <param name="Asked">How many trusts are invited, which are not named; null before a plan is published.</param>
/// <param name="PlacesOffered">By all of them together; null before a plan is published, as the total of the first day is one trust's offer.</param>
public sealed record PublicClosure(
    string Ref,
    string Closing,
    string Region,
    DateOnly BegunOn,
    int? Asked,
    int? PlacesOffered,
    IReadOnlyList<PublicAcademy> Schools,
    PublicPlan? Plan
)
{
    public const string Kind = "closure";

    /// <summary>A total of points is told of so many schools at least, so that none can be worked out.</summary>
    public const int FewestInTotal = 3;

    /// <summary>What anybody may read; never a school's challenge points, its wishes, an offer, or a trust that is given no school.</summary>
    public static PublicChange Of(TrustClosure given) =>
        new(
            Kind,
            given.Key,
            JsonSerializer.Serialize(
                new PublicClosure(
                    given.Key,
                    given.Closing.ToString(),
                    given.Region.ToString(),
                    given.BegunOn,
                    given.Open is null ? null : given.Receivers.Count,
                    given.Open is null ? null : given.Receivers.Sum(r => r.Offer?.Places ?? 0),
                    [.. given.Schools.Select(s => Academy(given, s))],
                    given.Open is { } plan ? PlanOf(given, plan) : null
                )
            )
        );

    public static PublicClosure Read(string json) =>
        JsonSerializer.Deserialize<PublicClosure>(json)!;

    private static PublicAcademy Academy(TrustClosure given, ClosingAcademy school)
    {
        var moved = given.Moved.FirstOrDefault(m => m.School == school.School);
        var left = given.Residuals.FirstOrDefault(r => r.School == school.School);
        return new PublicAcademy(
            school.School.ToString(),
            given.Open is null ? [] : [.. school.Owed.Select(o => o.ToString())],
            school.Pupils,
            moved?.To.ToString(),
            moved?.On,
            left is null
                ? null
                : new PublicResidual(
                    [.. left.Because.Select(b => b.ToString())],
                    left.Owner.ToString(),
                    left.By,
                    left.Words.ToString(),
                    left.On
                )
        );
    }

    private static PublicPlan PlanOf(TrustClosure given, KeptPlan plan)
    {
        var named = plan.Placements.Select(p => p.To).OfType<Scope>().ToHashSet();
        return new PublicPlan(
            plan.Number,
            given.Published[0].On,
            given.Published.Count > 1 ? given.Published[^1].On : null,
            plan.Mark.ToString(),
            plan.Proven,
            [
                .. plan.Placements.Select(p => new PublicPlacement(
                    p.School.ToString(),
                    p.To?.ToString(),
                    p.Minutes,
                    [
                        .. p
                            .Others.Where(o => named.Contains(o.Trust))
                            .Select(o => new PublicOther(
                                o.Trust.ToString(),
                                Naming.Of(Told(o.Kind).ToString())
                            )),
                    ]
                )),
            ],
            [
                .. named
                    .OrderBy(t => t.Id, StringComparer.Ordinal)
                    .Select(t => TotalOf(given, plan, t)),
            ],
            [
                .. plan
                    .Costs.Where(c =>
                        c.Kind is ClosureRuleKind.Clusters or ClosureRuleKind.Cluster
                        && AreNamed(c.Moves, named)
                    )
                    .Select(c => new PublicCost(
                        Naming.Of(c.Kind.ToString()),
                        c.Place.ToString(),
                        c.Price,
                        [.. c.Moves.Select(Of)]
                    )),
            ],
            [
                .. plan
                    .Others.Where(o => AreNamed(o.Moves, named))
                    .Select(o => new PublicOtherPlan(o.Below, [.. o.Moves.Select(Of)])),
            ]
        );
    }

    // That a rule of lists or of points stands in the way would tell a wish, or what one school counts.
    private static NotThereKind Told(NotThereKind kind) =>
        kind is NotThereKind.OffList or NotThereKind.Rank ? NotThereKind.Settled
        : kind is NotThereKind.FairShareHere ? NotThereKind.FairShareThere
        : kind;

    private static bool AreNamed(IReadOnlyList<KeptMove> moves, HashSet<Scope> named) =>
        moves.All(m =>
            (m.From is not { } from || named.Contains(from))
            && (m.To is not { } to || named.Contains(to))
        );

    private static PublicMove Of(KeptMove move) =>
        new(move.School.ToString(), move.From?.ToString(), move.To?.ToString(), move.MoreMinutes);

    private static PublicTotal TotalOf(TrustClosure given, KeptPlan plan, Scope trust)
    {
        var schools = SchoolsOf(plan, trust);
        var points = schools.Sum(s => given.Of(s)!.Challenge);
        return new PublicTotal(
            trust.ToString(),
            schools.Count,
            schools.Sum(s => given.Of(s)!.Pupils ?? 0),
            TellsPoints(given, plan, trust) ? points : null
        );
    }

    /// <summary>Whether the points that a trust is given in all may be told: of three schools or more, not where all must count the least or the most, and where an earlier plan told a total too only of the same schools, as the difference would tell one school's.</summary>
    public static bool TellsPoints(TrustClosure given, KeptPlan plan, Scope trust)
    {
        var rules = ChallengeRules.Current;
        if (!Hides(SchoolsOf(plan, trust)))
            return false;
        return given
            .Published.Where(p => p.Number < plan.Number)
            .Select(p => given.Plans.First(k => k.Number == p.Number))
            .Select(earlier => SchoolsOf(earlier, trust))
            .All(was => !Hides(was) || was.ToHashSet().SetEquals(SchoolsOf(plan, trust)));

        bool Hides(List<Scope> schools)
        {
            var points = schools.Sum(s => given.Of(s)!.Challenge);
            return schools.Count >= FewestInTotal
                && points > schools.Count * rules.Least
                && points < schools.Count * rules.Most;
        }
    }

    private static List<Scope> SchoolsOf(KeptPlan plan, Scope trust) =>
        [.. plan.Placements.Where(p => p.To == trust).Select(p => p.School)];
}

/// <summary>A school of a closing trust.</summary>
/// <param name="Owed">The help it is owed, as codes of the rules for challenge points, the largest first; empty before a plan is published.</param>
/// <param name="Moved">The trust it moved to; null while it has not.</param>
public sealed record PublicAcademy(
    string School,
    IReadOnlyList<string> Owed,
    int? Pupils,
    string? Moved,
    DateOnly? MovedOn,
    PublicResidual? Left
);

/// <summary>Why a school is left, and who works on it.</summary>
public sealed record PublicResidual(
    IReadOnlyList<string> Because,
    string Owner,
    DateOnly By,
    string Words,
    DateOnly On
);

/// <summary>A published plan.</summary>
/// <param name="PublishedOn">The day on which the first was published for views.</param>
/// <param name="RevisedOn">The day on which it was published after them; null before.</param>
/// <param name="Mark">By which it can be told from any other.</param>
/// <param name="Totals">By trust, those that are given a school.</param>
/// <param name="Costs">What keeping the schools of one place together costs.</param>
/// <param name="Others">Plans worth nearly as much that name no other trust.</param>
public sealed record PublicPlan(
    int Number,
    DateOnly PublishedOn,
    DateOnly? RevisedOn,
    string Mark,
    bool Proven,
    IReadOnlyList<PublicPlacement> Placements,
    IReadOnlyList<PublicTotal> Totals,
    IReadOnlyList<PublicCost> Costs,
    IReadOnlyList<PublicOtherPlan> Others
);

/// <summary>Where a school would go.</summary>
/// <param name="To">Null where no trust is found yet.</param>
/// <param name="Minutes">By car to the trust's nearest school, in tenths; null where that is not known.</param>
/// <param name="Others">Trusts of the plan that it would not go to, with why.</param>
public sealed record PublicPlacement(
    string School,
    string? To,
    int? Minutes,
    IReadOnlyList<PublicOther> Others
);

/// <summary>Why a school would not go to a trust of the plan.</summary>
/// <param name="Why">"full", "points", "worth-less", "together", "settled", "fair-share-there", "ruled-out", "no-place", "nothing".</param>
public sealed record PublicOther(string Trust, string Why);

/// <summary>What a trust would be given.</summary>
/// <param name="Points">Challenge points together; null where they would tell what one school counts.</param>
public sealed record PublicTotal(string Trust, int Schools, int Pupils, int? Points);

/// <summary>What a rule costs.</summary>
/// <param name="Price">In ten-thousandths of value.</param>
public sealed record PublicCost(
    string Kind,
    string Place,
    int Price,
    IReadOnlyList<PublicMove> Moves
);

/// <inheritdoc cref="KeptMove"/>
public sealed record PublicMove(string School, string? From, string? To, int? MoreMinutes);

/// <inheritdoc cref="KeptOtherPlan"/>
public sealed record PublicOtherPlan(int Below, IReadOnlyList<PublicMove> Moves);
