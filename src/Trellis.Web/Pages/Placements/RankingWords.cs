using Trellis.Pages.Schools;
using Trellis.Placements;

namespace Trellis.Pages.Placements;

/// <summary>One criterion of a trust beside others, in points of the value.</summary>
/// <param name="Points">How far it is above the middle or behind the best; above 0.</param>
public sealed record PartPoints(MatchPart Part, double Points);

/// <summary>Trusts that are left out for one kind of reason.</summary>
/// <param name="Words">The kind, in a few words.</param>
/// <param name="Named">Those that are named on the page, each with its reasons.</param>
public sealed record LeftOut(string Words, int Count, IReadOnlyList<ExcludedTrust> Named);

/// <summary>One trust of a ranking among the others.</summary>
public sealed record RankedItem(RankingWords Ranking, RankedTrust Trust);

/// <summary>What can be said of a ranking, whoever it was made for: who is level, what speaks for each, what would change the order, who is left out.</summary>
/// <param name="reply">Worded out for all that were ranked.</param>
public sealed class RankingWords(MatchAnswer reply)
{
    // Of a long group so many are named; the file has all.
    private const int Named = 60;

    public MatchAnswer Reply => reply;

    /// <summary>How many cannot be told apart from the first, itself among them, though it is known how far they are.</summary>
    public int AtTheTop => Reply.Ranked.Count(IsLevel);

    /// <summary>How many may be as good as the first for all that is known: it is not known how far they are.</summary>
    public int TooLittleKnown => Reply.Ranked.Count(IsTooLittleKnown);

    internal bool IsTied(RankedTrust trust) =>
        trust.Rank == 1 || trust.TiedWith.Contains(Reply.Ranked[0].Trust.Uid);

    /// <summary>Whether a trust cannot be told apart from the first, or is the first.</summary>
    public bool IsLevel(RankedTrust trust) =>
        IsTied(trust) && (trust.Rank == 1 || trust.Minutes is not null);

    /// <summary>Whether a trust may be as good as the first only because it is not known how far it is.</summary>
    public bool IsTooLittleKnown(RankedTrust trust) => IsTied(trust) && !IsLevel(trust);

    /// <summary>From which of the others a trust cannot be told apart, in words; empty where it can from all.</summary>
    public static string LevelWords(RankedTrust trust) =>
        trust.TiedWith.Count switch
        {
            0 => "",
            1 => "cannot be told apart from 1 other",
            var many => $"cannot be told apart from {many:N0} others",
        };

    // By criterion: the middle of all that could take the school, and the best of those on the page.
    private Dictionary<string, (double Middle, double Best)> Field =>
        field ??= Reply
            .Ranked.SelectMany(r => r.Parts, (r, part) => (r.Rank, Part: part))
            .GroupBy(p => p.Part.Criterion.Id)
            .ToDictionary(
                g => g.Key,
                g =>
                    (
                        Middle([.. g.Select(p => p.Part.Value)]),
                        g.Where(p => p.Rank <= RankingView.Shown).Max(p => p.Part.Value)
                    ),
                StringComparer.Ordinal
            );

    private static double Middle(double[] values)
    {
        Array.Sort(values);
        return (values[values.Length / 2] + values[(values.Length - 1) / 2]) / 2;
    }

    /// <summary>Whether there are others to set a trust beside; else reasons are what gives it most and what costs it most.</summary>
    public bool HasOthers => Reply.Candidates > 1;

    /// <summary>The two things that lift it most above the middle of all that could take the school.</summary>
    public IReadOnlyList<PartPoints> For(RankedTrust trust) =>
        [
            .. trust
                .Parts.Where(p => p.IsKnown)
                .Select(p => new PartPoints(
                    p,
                    100 * p.Weight * (p.Value - (HasOthers ? Field[p.Criterion.Id].Middle : 0))
                ))
                .Where(p => p.Points >= .5)
                .OrderByDescending(p => p.Points)
                .Take(2),
        ];

    /// <summary>Where it is furthest behind the best of those on the page; null where nothing costs it half a point.</summary>
    public PartPoints? Against(RankedTrust trust)
    {
        var named = For(trust).Select(f => f.Part.Criterion.Id).ToArray();
        return trust
            // That a trust is not what the school wished for the school knows.
            .Parts.Where(p =>
                p.IsKnown && p.Criterion.Id != "preference" && !named.Contains(p.Criterion.Id)
            )
            .Select(p => new PartPoints(
                p,
                100 * p.Weight * ((HasOthers ? Field[p.Criterion.Id].Best : 1) - p.Value)
            ))
            .Where(p => p.Points >= .5)
            .MaxBy(p => p.Points);
    }

    /// <summary>What would change who stands first, in a sentence.</summary>
    public string SwapWords
    {
        get
        {
            if (Reply.Swap is not { } swap || Reply.Ranked is not [var first, var second, ..])
                return "";
            if (swap.Smallest is not { TieAt: { } at } least)
                return $"No change of a single weight would put {second.Trust.Name} before {first.Trust.Name}.";
            return $"If {OneSchool.Lower(least.Criterion.Label)} weighed {(at > least.Weight ? "more than" : "less than")} {RankingView.Percent(at)} instead of {RankingView.Percent(least.Weight)}, {second.Trust.Name} would stand before {first.Trust.Name}. No other single weight would have to move so little.";
        }
    }

    /// <summary>Who is left out, by kind of reason, those with fewest trusts first.</summary>
    public IReadOnlyList<LeftOut> LeftOut =>
        [
            .. Reply
                .Excluded.GroupBy(e => KindOf(e.Reasons))
                .Select(g => new LeftOut(
                    g.Key,
                    g.Count(),
                    [.. g.OrderBy(e => e.Trust.Name, StringComparer.Ordinal).Take(Named)]
                ))
                .OrderBy(g => g.Count)
                .ThenBy(g => g.Words, StringComparer.Ordinal),
        ];

    private static readonly (string Opening, string Words)[] kinds =
    [
        ("Its nearest school", "Too far away"),
        ("No road", "No road leads there"),
        ("It runs the school", "It runs the school already"),
        ("It is a single-academy trust", "A trust for one school only"),
        ("It has no", "No school of the same phase"),
        ("The school is", "Not of the school's religious character"),
        ("All its schools are", "For Roman Catholic schools only"),
        ("It says", "It says that it has no room"),
        ("It took on", "It has grown so fast that it is left to settle"),
    ];

    // Who is too far away is that before anything else: the other groups are then of trusts within reach.
    private static string KindOf(IReadOnlyList<string> reasons)
    {
        foreach (var (opening, words) in kinds)
            if (reasons.Any(r => r.StartsWith(opening, StringComparison.Ordinal)))
                return words;
        return "Other reasons";
    }
}
