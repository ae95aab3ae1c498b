using System.Runtime.CompilerServices;

namespace Trellis.MatchedSamples;

/// <summary>Pairs and full matches with the least sum of distances where distance is the difference of one score: exact, in |treated| × |controls| steps.</summary>
/// <remarks>
/// On a line, two pairs that cross can change partners without getting longer, and without leaving a caliper, so some best answer
/// has pairs in order: who is paired follows from a table of the best answer for the first i treated and the first j controls,
/// of which only two rows of figures and two bits a cell are kept.
/// </remarks>
internal static class LineMatching
{
    /// <summary>Pairs (places in <paramref name="treated"/> and <paramref name="controls"/>) with the least sum of worths; both ascending.</summary>
    /// <param name="single">What it costs to leave a treated unit alone, for each; positive infinity where it must not be.</param>
    /// <param name="treatedGain">What each treated unit takes off the distance of its pair; nothing where null.</param>
    /// <param name="controlGain">What each control takes off likewise.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static List<(int Treated, int Control)> Pairs(
        double[] treated,
        double[] controls,
        double caliper,
        double single,
        double[]? treatedGain = null,
        double[]? controlGain = null
    )
    {
        var (m, n) = (treated.Length, controls.Length);
        // Two bits a cell: 0 the control is left out, 1 the treated unit is, 2 they are a pair.
        var choices = new byte[m][];
        var above = new double[n + 1];
        var row = new double[n + 1];
        for (var i = 0; i < m; i++)
        {
            var choice = choices[i] = new byte[(n / 4) + 1];
            row[0] = above[0] + single;
            choice[0] |= 1;
            var (score, own) = (treated[i], treatedGain?[i] ?? 0);
            var left = row[0];
            for (var j = 1; j <= n; j++)
            {
                var distance = Math.Abs(score - controls[j - 1]);
                var best = left;
                byte how = 0;
                var alone = above[j] + single;
                if (alone < best)
                    (best, how) = (alone, 1);
                if (distance <= caliper)
                {
                    var pair =
                        above[j - 1]
                        + (distance - own - (controlGain is null ? 0 : controlGain[j - 1]));
                    if (pair < best)
                        (best, how) = (pair, 2);
                }
                row[j] = left = best;
                choice[j >> 2] |= (byte)(how << ((j & 3) * 2));
            }
            (above, row) = (row, above);
        }
        var pairs = new List<(int, int)>();
        for (var (i, j) = (m, n); i > 0; )
            switch ((choices[i - 1][j >> 2] >> ((j & 3) * 2)) & 3)
            {
                case 0:
                    j--;
                    break;
                case 1:
                    i--;
                    break;
                default:
                    pairs.Add((--i, --j));
                    break;
            }
        pairs.Reverse();
        return pairs;
    }

    /// <summary>For each score the distance to the nearest of the others, and its place; −1 where none is within the caliper. All ascending.</summary>
    public static (double[] Distance, int[] Place) Nearest(
        double[] of,
        double[] among,
        double caliper
    )
    {
        var distance = new double[of.Length];
        var place = new int[of.Length];
        var at = 0;
        for (var i = 0; i < of.Length; i++)
        {
            while (at + 1 < among.Length && among[at + 1] <= of[i])
                at++;
            var best = -1;
            var least = double.PositiveInfinity;
            for (var j = at; j <= at + 1 && j < among.Length; j++)
                if (Math.Abs(among[j] - of[i]) is var d && d < least && d <= caliper)
                    (best, least) = (j, d);
            (distance[i], place[i]) = (least, best);
        }
        return (distance, place);
    }
}
