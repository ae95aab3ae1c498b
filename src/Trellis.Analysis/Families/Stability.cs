using Trellis.Measures;
using Trellis.Metrics;
using Trellis.Neighbours;
using Trellis.Regression;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Families;

/// <summary>What stays from year to year: of a school's similar schools, and of its mates in its family.</summary>
/// <param name="Years">The years compared, each with the one before it.</param>
/// <param name="Kept">The share of the neighbours named in one year that are named in the next, when one stays while it is among the nearest <see cref="Staying.Among"/>; averaged over schools and years.</param>
/// <param name="KeptWithoutRule">The same where each year's list is the nearest alone.</param>
/// <param name="FamiliesKept">The share of mates kept when families are carried on by the published rule.</param>
/// <param name="FamiliesKeptWithoutRule">The same where families are drawn anew each year.</param>
/// <param name="Moved">The share of schools that change their family in a year under the rule.</param>
/// <param name="R2">How well the families of the last year, carried on from the first, predict that year's results; null where there are none.</param>
/// <param name="R2WithoutRule">The same for families drawn anew in the last year.</param>
/// <param name="R2OfLists">How well the mean of a school's similar schools, kept by the rule, predicts that year's results.</param>
/// <param name="R2OfListsWithoutRule">The same for the nearest alone.</param>
public sealed record Stability(
    IReadOnlyList<Year> Years,
    double Kept,
    double KeptWithoutRule,
    double FamiliesKept,
    double FamiliesKeptWithoutRule,
    double Moved,
    double? R2,
    double? R2WithoutRule,
    double? R2OfLists,
    double? R2OfListsWithoutRule
)
{
    /// <summary>How many a list names.</summary>
    public const int Take = 50;

    /// <summary>Works it out for national families and lists of 50, with the figures up to each year; the schools are those of today.</summary>
    /// <param name="years">At least two, rising.</param>
    public static Stability Of(
        Snapshot snapshot,
        Peers peers,
        SimilarMethod method,
        IReadOnlyList<Year> years
    )
    {
        MethodPopulation? last = null;
        int[][] rule = [],
            plain = [];
        int[] carried = [],
            drawn = [];
        double kept = 0,
            keptPlain = 0,
            families = 0,
            familiesPlain = 0,
            moved = 0;
        foreach (var year in years)
        {
            var now = Likeness.In(snapshot, until: year).Population(peers, method);
            var nearby = new Nearby(snapshot, now.Population.Schools);
            var draw = new FamilyDraw(now.Points, FamilyKind.National, nearby);
            var nearest = AllNearest.Of(now.Points, Staying.Reach(Take), now.LeastKnown);
            var plainNow = Lists(nearest, []);
            var ruleNow = Lists(nearest, rule);
            var drawnNow = draw.Anew();
            var carriedNow = carried.Length == 0 ? drawnNow : draw.Carried(carried);
            if (last is not null)
            {
                kept += Share(rule, ruleNow);
                keptPlain += Share(plain, plainNow);
                families += FamilyFigures.MatesKeptBetween(carried, carriedNow) ?? 0;
                familiesPlain += FamilyFigures.MatesKeptBetween(drawn, drawnNow) ?? 0;
                moved +=
                    (double)carried.Zip(carriedNow).Count(p => p.First != p.Second)
                    / carried.Length;
            }
            (last, rule, plain, carried, drawn) = (now, ruleNow, plainNow, carriedNow, drawnNow);
        }
        var results = last is null
            ? []
            : FamilyFigures.OfOneYear(
                last.Population.Read(Reading.Of(FamilyFigures.MeasureFor(peers), ""))
            );
        var steps = Math.Max(1, years.Count - 1);
        return new Stability(
            years,
            kept / steps,
            keptPlain / steps,
            families / steps,
            familiesPlain / steps,
            moved / steps,
            FamilyFigures.PredictedBy(results, carried).R2,
            FamilyFigures.PredictedBy(results, drawn).R2,
            Explained(results, rule),
            Explained(results, plain)
        );
    }

    /// <summary>Those of before that are still among the nearest, then the nearest others, until the list is full; nearest first.</summary>
    private static int[][] Lists(NeighbourLists nearest, int[][] before)
    {
        var lists = new int[nearest.Count][];
        for (var row = 0; row < lists.Length; row++)
        {
            var old = before.Length == 0 ? [] : before[row].ToHashSet();
            lists[row] = [.. Staying.Keep(nearest.Rows(row).ToArray(), old.Contains, Take)];
        }
        return lists;
    }

    private static double? Explained(double[] results, int[][] lists) =>
        results.Length > 0
        && Ridge.Explained(results, LikenessScores.Guess(lists, results)) is var share
        && double.IsFinite(share)
            ? share
            : null;

    private static double Share(int[][] before, int[][] now)
    {
        double sum = 0;
        var schools = 0;
        for (var row = 0; row < before.Length; row++)
            if (before[row].Length > 0)
            {
                sum += (double)before[row].Intersect(now[row]).Count() / before[row].Length;
                schools++;
            }
        return schools == 0 ? 0 : sum / schools;
    }

    /// <summary>The school years of the census in a snapshot, rising, at most the last four.</summary>
    /// <param name="until">The last of them; null for the newest.</param>
    public static IReadOnlyList<Year> CensusYears(Snapshot snapshot, Year? until = null) =>
        [
            .. snapshot
                .Measures.Of("pupils.number")
                .Select(c => c.Year)
                .Where(y => until is not { } last || y.Starts <= last.Starts)
                .Distinct()
                .Order()
                .TakeLast(4),
        ];
}
