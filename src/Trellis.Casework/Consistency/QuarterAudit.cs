using System.Text.Json.Serialization;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Consistency;

/// <summary>Two like cases that were decided differently.</summary>
/// <param name="Later">Decided in the quarter; the earlier is among the five most like it.</param>
/// <param name="Facts">How many things are known of both schools.</param>
/// <param name="JudgedDifferently">The criteria that were found otherwise in one than in the other.</param>
public sealed record DecidedDifferently(
    CaseRef Earlier,
    CaseRef Later,
    double Distance,
    int Facts,
    IReadOnlyList<Code> JudgedDifferently
);

/// <summary>How often a region said yes in cases of a kind, beside how often others did in the cases most like them.</summary>
/// <param name="Cases">Its cases with like ones elsewhere, over three years.</param>
/// <param name="Elsewhere">How many different cases elsewhere are like one of them.</param>
/// <param name="For">How often it said yes; null where there are too few to compare.</param>
/// <param name="Expected">The mean over its cases of the share of yes among the like cases elsewhere; null where there are too few.</param>
public sealed record RegionBeside(
    ProcedureId Kind,
    Scope Region,
    int Cases,
    int Elsewhere,
    ShareInterval? For,
    double? Expected
);

/// <summary>What a criterion did for decisions of a kind over three years.</summary>
/// <param name="Met">Decisions in which it was met, and how many of them were yes.</param>
/// <param name="Short">Decisions in which it was partly met or not met.</param>
public sealed record CriterionBeside(
    ProcedureId Kind,
    Code Criterion,
    int Met,
    int MetFor,
    int Short,
    int ShortFor
)
{
    [JsonIgnore]
    public int Cases => Met + Short;

    [JsonIgnore]
    public int Against => Cases - MetFor - ShortFor;

    /// <summary>What can be said of it.</summary>
    [JsonIgnore]
    public Mattering Mattering =>
        Cases < QuarterAudit.LeastForCriteria ? Mattering.TooFew
        : Against == 0 ? Mattering.NothingRefused
        : Short == 0 || Met == 0 ? Mattering.AlwaysTheSame
        : Short == ShortFor ? Mattering.NeverAgainst
        : Mattering.Mattered;
}

/// <summary>Whether a criterion mattered.</summary>
public enum Mattering
{
    /// <summary>Some decision went against what was proposed while it was not fully met.</summary>
    Mattered,

    /// <summary>It was not always met, and whenever it was not the answer was yes all the same.</summary>
    NeverAgainst,

    /// <summary>It was found the same in every case, so it told none from another.</summary>
    AlwaysTheSame,

    /// <summary>Every answer was yes, so nothing can be seen.</summary>
    NothingRefused,

    TooFew,
}

/// <summary>What a quarter's decisions look like beside earlier ones: questions, and no findings.</summary>
/// <param name="Decided">How many cases were decided in it.</param>
/// <param name="WithLike">For how many of them there is an earlier like case.</param>
public sealed record QuarterAudit(
    Quarter Quarter,
    int Decided,
    int WithLike,
    IReadOnlyList<DecidedDifferently> Pairs,
    IReadOnlyList<RegionBeside> Regions,
    IReadOnlyList<CriterionBeside> Criteria
)
{
    /// <summary>Of fewer like cases no region is compared.</summary>
    public const int LeastToCompare = 20;

    /// <summary>Of fewer decisions nothing is said of a criterion.</summary>
    public const int LeastForCriteria = 10;

    /// <summary>The first day of which a quarter's audit looks at decisions.</summary>
    public static DateOnly FirstDay(Quarter quarter) => quarter.First.AddYears(-LikeCases.Years);

    /// <summary>Holds a quarter's decisions beside those of the three years before it.</summary>
    /// <param name="cases">In any order; what was decided before or after is left out.</param>
    public static QuarterAudit Of(Quarter quarter, IReadOnlyList<DecidedCase> cases)
    {
        var window = cases
            .Where(c => c.On >= FirstDay(quarter) && c.On <= quarter.Last)
            .OrderBy(c => c.On)
            .ThenBy(c => c.Ref.ToString(), StringComparer.Ordinal)
            .ToList();
        var pairs = new List<DecidedDifferently>();
        var (decided, withLike) = (0, 0);
        foreach (var one in window.Where(c => c.On >= quarter.First))
        {
            decided++;
            var like = LikeCases
                .EarlierThan(one, window)
                .Where(l => l.Distance <= LikeCases.Like)
                .ToList();
            withLike += like.Count > 0 ? 1 : 0;
            pairs.AddRange(
                like.Where(l => l.Case.For != one.For)
                    .Select(l => new DecidedDifferently(
                        l.Case.Ref,
                        one.Ref,
                        Math.Round(l.Distance, 4),
                        l.Facts,
                        [
                            .. one
                                .Judged.Where(j =>
                                    l.Case.Of(j.Criterion) is { } then && then != j.Found
                                )
                                .Select(j => j.Criterion),
                        ]
                    ))
            );
        }
        return new QuarterAudit(
            quarter,
            decided,
            withLike,
            [
                .. pairs
                    .OrderBy(p => p.Distance)
                    .ThenBy(p => p.Later.ToString(), StringComparer.Ordinal)
                    .ThenBy(p => p.Earlier.ToString(), StringComparer.Ordinal),
            ],
            RegionsOf(window),
            CriteriaOf(window)
        );
    }

    private static IReadOnlyList<RegionBeside> RegionsOf(List<DecidedCase> window)
    {
        var rows = new List<RegionBeside>();
        foreach (
            var kind in window.GroupBy(c => c.Kind).OrderBy(k => $"{k.Key}", StringComparer.Ordinal)
        )
        {
            var ofKind = kind.ToList();
            foreach (
                var region in ofKind
                    .GroupBy(c => c.Region)
                    .OrderBy(r => $"{r.Key}", StringComparer.Ordinal)
            )
            {
                var elsewhere = new HashSet<CaseRef>();
                var (compared, yes, expected) = (0, 0, 0d);
                foreach (var one in region)
                {
                    var like = ofKind
                        .Where(c =>
                            c.Region != one.Region
                            && LikeCases.Beside(one, c) is { Distance: <= LikeCases.Like }
                        )
                        .ToList();
                    if (like.Count == 0)
                        continue;
                    compared++;
                    yes += one.For ? 1 : 0;
                    expected += (double)like.Count(c => c.For) / like.Count;
                    elsewhere.UnionWith(like.Select(c => c.Ref));
                }
                var enough = Math.Min(compared, elsewhere.Count) >= LeastToCompare;
                rows.Add(
                    new RegionBeside(
                        kind.Key,
                        region.Key,
                        compared,
                        elsewhere.Count,
                        enough ? ShareInterval.From(yes, compared) : null,
                        enough ? Math.Round(expected / compared, 4) : null
                    )
                );
            }
        }
        return rows;
    }

    private static IReadOnlyList<CriterionBeside> CriteriaOf(List<DecidedCase> window) =>
        [
            .. window
                .SelectMany(c => c.Judged.Select(j => (c.Kind, j.Criterion, c.For, j.Found)))
                .GroupBy(a => (a.Kind, a.Criterion))
                .OrderBy(g => $"{g.Key.Kind}", StringComparer.Ordinal)
                .ThenBy(g => $"{g.Key.Criterion}", StringComparer.Ordinal)
                .Select(g => new CriterionBeside(
                    g.Key.Kind,
                    g.Key.Criterion,
                    g.Count(a => a.Found == Judgement.Met),
                    g.Count(a => a.Found == Judgement.Met && a.For),
                    g.Count(a => a.Found != Judgement.Met),
                    g.Count(a => a.Found != Judgement.Met && a.For)
                )),
        ];
}
