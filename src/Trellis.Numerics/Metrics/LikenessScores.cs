using Trellis.Neighbours;
using Trellis.Regression;

namespace Trellis.Metrics;

/// <summary>How good lists of neighbours are.</summary>
/// <param name="Explained">For each outcome, 1 - SSE/SST when it is guessed as the mean of the neighbours; NaN where fewer than two rows can be judged.</param>
/// <param name="Balance">The mean distance, in standard deviations, between a row and its neighbours over the columns asked about.</param>
/// <param name="NeverNamed">The share of rows in nobody's list.</param>
/// <param name="MostNamed">In how many lists the row in most lists is.</param>
/// <param name="Reciprocity">The share of neighbours that have the row in their own list.</param>
/// <param name="WithinReach">The share of rows with at least three neighbours within reach, of those whose place is known.</param>
public sealed record LikenessScores(
    IReadOnlyDictionary<string, double> Explained,
    double Balance,
    double NeverNamed,
    int MostNamed,
    double Reciprocity,
    double WithinReach
)
{
    /// <summary>Scores lists of neighbours.</summary>
    /// <param name="lists">The neighbours of each row, by row.</param>
    /// <param name="judged">Which rows count in the guesses of outcomes.</param>
    /// <param name="outcomes">By name; NaN where missing.</param>
    /// <param name="balanced">The columns of the balance; standardised here over the rows that have them.</param>
    /// <param name="places">Metres east and north of each row; NaN where not known.</param>
    /// <param name="metres">How far is within reach.</param>
    public static LikenessScores Of(
        IReadOnlyList<int[]> lists,
        IReadOnlyList<bool> judged,
        IReadOnlyDictionary<string, double[]> outcomes,
        IReadOnlyList<double[]> balanced,
        IReadOnlyList<(double East, double North)> places,
        double metres
    )
    {
        var explained = outcomes.ToDictionary(
            o => o.Key,
            o => Explain(lists, judged, o.Value),
            StringComparer.Ordinal
        );
        var named = new int[lists.Count];
        var sets = lists.Select(l => l.ToHashSet()).ToArray();
        long both = 0,
            all = 0;
        for (var row = 0; row < lists.Count; row++)
            foreach (var other in lists[row])
            {
                named[other]++;
                all++;
                if (sets[other].Contains(row))
                    both++;
            }
        return new LikenessScores(
            explained,
            BalanceOf(lists, balanced),
            lists.Count == 0 ? double.NaN : named.Count(n => n == 0) / (double)lists.Count,
            named.Length == 0 ? 0 : named.Max(),
            all == 0 ? double.NaN : both / (double)all,
            Reach(lists, places, metres)
        );
    }

    /// <summary>The outcome of each row guessed as the mean of its neighbours' outcomes; NaN where none of them has one.</summary>
    public static double[] Guess(IReadOnlyList<int[]> lists, double[] outcome)
    {
        var guess = new double[lists.Count];
        for (var row = 0; row < guess.Length; row++)
        {
            double sum = 0;
            var count = 0;
            foreach (var other in lists[row])
                if (!double.IsNaN(outcome[other]))
                {
                    sum += outcome[other];
                    count++;
                }
            guess[row] = count == 0 ? double.NaN : sum / count;
        }
        return guess;
    }

    private static double Explain(
        IReadOnlyList<int[]> lists,
        IReadOnlyList<bool> judged,
        double[] outcome
    )
    {
        var own = new double[outcome.Length];
        for (var row = 0; row < own.Length; row++)
            own[row] = judged[row] ? outcome[row] : double.NaN;
        return Ridge.Explained(own, Guess(lists, outcome));
    }

    private static double BalanceOf(IReadOnlyList<int[]> lists, IReadOnlyList<double[]> columns)
    {
        double sum = 0;
        long count = 0;
        foreach (var column in columns)
        {
            var deviation = Spread.StandardDeviation(column);
            if (!(deviation > 0))
                continue;
            for (var row = 0; row < lists.Count; row++)
                foreach (var other in lists[row])
                {
                    var apart = Math.Abs(column[row] - column[other]) / deviation;
                    if (double.IsNaN(apart))
                        continue;
                    sum += apart;
                    count++;
                }
        }
        return count == 0 ? double.NaN : sum / count;
    }

    private static double Reach(
        IReadOnlyList<int[]> lists,
        IReadOnlyList<(double East, double North)> places,
        double metres
    )
    {
        int placed = 0,
            reaching = 0;
        for (var row = 0; row < lists.Count; row++)
        {
            var (east, north) = places[row];
            if (double.IsNaN(east + north))
                continue;
            placed++;
            var near = 0;
            foreach (var other in lists[row])
            {
                double dx = places[other].East - east,
                    dy = places[other].North - north;
                if ((dx * dx) + (dy * dy) <= metres * metres)
                    near++;
            }
            if (near >= 3)
                reaching++;
        }
        return placed == 0 ? double.NaN : reaching / (double)placed;
    }
}
