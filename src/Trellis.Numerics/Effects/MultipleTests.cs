namespace Trellis.Effects;

/// <summary>Chances of several tests, put right for how many were made.</summary>
/// <remarks>As R's p.adjust. Not-a-numbers are left as they are and do not count among the tests.</remarks>
public static class MultipleTests
{
    /// <summary>Holm (Scandinavian Journal of Statistics 1979): the chance of one false finding or more in the family stays below what is asked, however tests hang together.</summary>
    /// <param name="pValues">Between 0 and 1, or NaN; in any order.</param>
    /// <returns>One each, in the order given, at most 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">One is below 0 or above 1.</exception>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        var (adjusted, order) = Ordered(pValues);
        double greatest = 0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            greatest = Math.Max(greatest, pValues[order[rank]] * (order.Length - rank));
            adjusted[order[rank]] = Math.Min(1, greatest);
        }
        return adjusted;
    }

    /// <summary>Benjamini and Hochberg (Journal of the Royal Statistical Society B 1995): the share of false findings among findings stays below what is asked, for tests that are independent or hang together positively.</summary>
    /// <inheritdoc cref="Holm"/>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> pValues)
    {
        var (adjusted, order) = Ordered(pValues);
        double least = 1;
        for (var rank = order.Length - 1; rank >= 0; rank--)
        {
            least = Math.Min(least, pValues[order[rank]] * order.Length / (rank + 1));
            adjusted[order[rank]] = least;
        }
        return adjusted;
    }

    private static (double[] Adjusted, int[] Order) Ordered(IReadOnlyList<double> pValues)
    {
        if (pValues.Any(p => p < 0 || p > 1))
            throw new ArgumentOutOfRangeException(
                nameof(pValues),
                "A chance lies between 0 and 1."
            );
        return (
            [.. pValues],
            [
                .. Enumerable
                    .Range(0, pValues.Count)
                    .Where(i => !double.IsNaN(pValues[i]))
                    .OrderBy(i => pValues[i]),
            ]
        );
    }
}
