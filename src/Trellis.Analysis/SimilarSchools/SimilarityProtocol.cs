using Trellis.Clustering;
using Trellis.Metrics;
using Trellis.Neighbours;

namespace Trellis.SimilarSchools;

/// <summary>What a method reached on a table.</summary>
/// <param name="N">How many schools were judged: those with every taught outcome.</param>
/// <param name="K">How many neighbours a school has.</param>
/// <param name="R2">The share of each outcome's variance that the mean of a school's neighbours explains; NaN where it could not be judged.</param>
/// <param name="Balance">The mean distance of neighbours in standard deviations over the balanced columns; NaN where there are none.</param>
/// <param name="NeverNamed">The share of schools in nobody's list, 0 to 1.</param>
/// <param name="MostNamed">In how many lists the school in most lists is.</param>
/// <param name="Reciprocity">The share of neighbours that name the school back, 0 to 1.</param>
/// <param name="Within40Km3">The share of schools with at least three neighbours within 40 km, 0 to 1.</param>
public sealed record ProtocolResult(
    string Method,
    int N,
    int K,
    IReadOnlyDictionary<string, double> R2,
    double Balance,
    double NeverNamed,
    int MostNamed,
    double Reciprocity,
    double Within40Km3
);

/// <summary>The neighbours of a school as the protocol found them, nearest first.</summary>
public sealed record ProtocolNeighbour(int Urn, int Neighbour, double Distance);

/// <summary>A method saw what it must not see.</summary>
public sealed class LeakException(string sentence) : Exception(sentence);

/// <summary>
/// Compares methods by one test: guess each school's outcome as the mean of its neighbours' outcomes, with the neighbours
/// found by a metric that has not seen the school's own outcome.
/// </summary>
/// <remarks>
/// Five folds by a hash of the URN. For a school of fold f the metric is learned on the other folds, and its neighbours are
/// sought among all schools. The protocol does not trust a method's word for it: it learns again with the outcomes of
/// each fold turned upside down in turn, and fails if any list of that fold changes. An outcome that is never taught is
/// guessed by the method learned again without the outcome's axis.
/// </remarks>
public static class SimilarityProtocol
{
    private const double Reach = 40_000;

    private static readonly (int Least, int Wanted, int Most) FamilySizes = (40, 50, 60);

    /// <summary>Runs a method on a table.</summary>
    /// <param name="k">How many neighbours; a method that fixes its own number keeps it.</param>
    /// <param name="seed">Of the folds, and of the lists drawn by chance.</param>
    /// <returns>The result and the lists, or null where the table lacks what the method needs.</returns>
    /// <exception cref="LeakException">The method's lists change with outcomes that it must not have seen, or a feature gives an outcome away.</exception>
    /// <exception cref="InvalidDataException">An outcome has figures in one fold alone or in none, so that nothing can be learned without a fold.</exception>
    public static (ProtocolResult Result, IReadOnlyList<ProtocolNeighbour> Neighbours)? Run(
        ComparisonTable table,
        TableMethod method,
        int k,
        int seed = 1
    )
    {
        if (table.Fault() is { Length: > 0 } fault)
            throw new LeakException(fault);
        var folds = Folds.Of(table.Urns, TableMethod.Folds, seed);
        foreach (var outcome in table.Outcomes)
            if (folds.Where((_, row) => !double.IsNaN(outcome.Figures[row])).Distinct().Count() < 2)
                throw new InvalidDataException(
                    $"The outcome '{outcome.Name}' has figures of {outcome.Figures.Count(f => !double.IsNaN(f))} schools: too few to learn from some and judge by others."
                );
        if (method.Learn(table, folds) is not { } points)
            return null;
        k = method.Take ?? k;
        var lists = method.IsDrawn ? Drawn(table, k, seed) : Lists(method, points, folds, k);
        if (!method.IsDrawn)
            RefuseLeak(table, method, folds, k, lists);

        var judged = table.Judged();
        var outcomes = table.Outcomes.ToDictionary(o => o.Name, o => o.Figures);
        var scores = LikenessScores.Of(
            lists.Select(l => l.Rows).ToArray(),
            judged,
            outcomes,
            table.Columns.Where(c => c.IsBalanced).Select(c => c.Figures).ToArray(),
            table.Places,
            Reach
        );
        var explained = new Dictionary<string, double>(scores.Explained);
        foreach (
            var never in table.Outcomes.Where(o =>
                o.Outcome == OutcomeKind.NeverTaught && o.Axis.Length > 0
            )
        )
        {
            // The outcome and its axis leave the lesson; the table keeps it to be guessed.
            var without = table.With(never, never.Figures) with
            {
                Columns = table
                    .Columns.Select(c => c.Axis == never.Axis ? c with { Axis = "" } : c)
                    .ToArray(),
            };
            if (method.IsDrawn || method.Learn(without, folds) is not { } again)
                continue;
            explained[never.Name] = LikenessScores
                .Of(
                    Lists(method, again, folds, k).Select(l => l.Rows).ToArray(),
                    judged,
                    new Dictionary<string, double[]> { [never.Name] = never.Figures },
                    [],
                    table.Places,
                    Reach
                )
                .Explained[never.Name];
        }
        return (
            new ProtocolResult(
                method.Id,
                judged.Count(j => j),
                k,
                explained,
                scores.Balance,
                scores.NeverNamed,
                scores.MostNamed,
                scores.Reciprocity,
                scores.WithinReach
            ),
            lists
                .SelectMany(
                    (l, row) =>
                        l.Rows.Select(
                            (other, i) =>
                                new ProtocolNeighbour(
                                    table.Urns[row],
                                    table.Urns[other],
                                    l.Distances[i]
                                )
                        )
                )
                .ToArray()
        );
    }

    private static void RefuseLeak(
        ComparisonTable table,
        TableMethod method,
        int[] folds,
        int k,
        (int[] Rows, double[] Distances)[] lists
    )
    {
        for (var fold = 0; fold < TableMethod.Folds; fold++)
        {
            if (method.Learn(Upset(table, folds, fold), folds) is not { } again)
                return;
            // A method that learns nothing has one set of points: what it gives once it gives always.
            var after = Lists(method, again, folds, k, onlyFold: fold);
            for (var row = 0; row < lists.Length; row++)
                if (folds[row] == fold && !lists[row].Rows.AsSpan().SequenceEqual(after[row].Rows))
                    throw new LeakException(
                        $"The method '{method.Id}' leaks: the neighbours of URN {table.Urns[row]} change when only the outcomes of its own fold are changed."
                    );
            if (again.Count == 1)
                return;
        }
    }

    /// <summary>The table with the outcomes of one fold's schools backwards among them: as many figures, of the same spread, at the wrong schools.</summary>
    private static ComparisonTable Upset(ComparisonTable table, int[] folds, int fold)
    {
        var rows = Enumerable.Range(0, folds.Length).Where(row => folds[row] == fold).ToArray();
        var upset = table;
        foreach (var outcome in table.Outcomes)
        {
            var figures = (double[])outcome.Figures.Clone();
            for (var i = 0; i < rows.Length; i++)
                figures[rows[i]] = outcome.Figures[rows[^(i + 1)]];
            upset = upset.With(upset.Columns.First(c => c.Name == outcome.Name), figures);
        }
        return upset;
    }

    private static (int[] Rows, double[] Distances)[] Lists(
        TableMethod method,
        IReadOnlyList<Points> points,
        int[] folds,
        int k,
        int? onlyFold = null
    )
    {
        var lists = new (int[] Rows, double[] Distances)[folds.Length];
        for (var fold = 0; fold < points.Count; fold++)
        {
            if (onlyFold is { } only && points.Count > 1 && fold != only)
                continue;
            if (method.IsFamilies)
            {
                foreach (var family in FamiliesOf(points[fold]))
                foreach (var row in family)
                    if (points.Count == 1 || folds[row] == fold)
                        lists[row] = Mates(points[fold], row, family);
                continue;
            }
            var all = AllNearest.Of(
                points[fold],
                k,
                MethodPopulation.ShareOfUsual * points[fold].UsuallyKnown()
            );
            for (var row = 0; row < lists.Length; row++)
                if (points.Count == 1 || folds[row] == fold)
                    lists[row] = (
                        all.Rows(row).ToArray(),
                        Array.ConvertAll(all.SquaredDistances(row).ToArray(), Math.Sqrt)
                    );
        }
        return lists;
    }

    private static IReadOnlyList<IReadOnlyList<int>> FamiliesOf(Points points)
    {
        int least = FamilySizes.Least,
            most = FamilySizes.Most;
        return BalancedClusters.CanBeCut(points.Rows, least, most)
            ? BalancedClusters
                .Of(
                    points,
                    BalancedClusters.CountFor(points.Rows, least, most, FamilySizes.Wanted),
                    least,
                    most,
                    seed: 1
                )
                .Members
            :
            [
                [.. Enumerable.Range(0, points.Rows)],
            ];
    }

    private static (int[] Rows, double[] Distances) Mates(
        Points points,
        int row,
        IReadOnlyList<int> family
    )
    {
        var mates = family
            .Where(other => other != row)
            .Select(other => (Row: other, Distance: points.Distance(row, other)))
            .OrderBy(m => double.IsNaN(m.Distance) ? double.PositiveInfinity : m.Distance)
            .ThenBy(m => m.Row)
            .ToArray();
        return ([.. mates.Select(m => m.Row)], [.. mates.Select(m => m.Distance)]);
    }

    private static (int[] Rows, double[] Distances)[] Drawn(ComparisonTable table, int k, int seed)
    {
        var chance = new Random(seed);
        var count = table.Urns.Count;
        return table
            .Urns.Select(
                (_, row) =>
                {
                    var drawn = new HashSet<int>();
                    while (drawn.Count < Math.Min(k, count - 1))
                        if (chance.Next(count) is var other && other != row)
                            drawn.Add(other);
                    return (drawn.ToArray(), new double[drawn.Count]);
                }
            )
            .ToArray();
    }
}
