using Trellis.Neighbours;

namespace Trellis.Metrics;

/// <summary>How a figure becomes a standard one: pulled in to the limits, less the mean, over the standard deviation.</summary>
/// <param name="Low">Figures below count as this one.</param>
/// <param name="High">Figures above count as this one.</param>
/// <param name="Mean">Of the figures pulled in.</param>
/// <param name="Deviation">Their standard deviation (n - 1); 0 where nothing varies, and every standard figure is then 0.</param>
public sealed record Standard(double Low, double High, double Mean, double Deviation)
{
    /// <summary>The standard figure; NaN for NaN.</summary>
    public double Of(double figure) =>
        double.IsNaN(figure) ? double.NaN
        : Deviation > 0 ? (Pulled(figure) - Mean) / Deviation
        : 0;

    /// <summary>The figure pulled in to the limits; NaN for NaN.</summary>
    public double Pulled(double figure) =>
        double.IsNaN(figure) ? double.NaN : Math.Clamp(figure, Low, High);

    /// <summary>The standard of a column.</summary>
    /// <param name="figures">NaN where missing; all missing gives limits, mean and deviation of 0.</param>
    /// <param name="tail">The share of figures at each end that is pulled in (winsorised), 0 to .5: .005 for half a per cent.</param>
    public static Standard Over(ReadOnlySpan<double> figures, double tail)
    {
        var known = new List<double>(figures.Length);
        foreach (var figure in figures)
            if (!double.IsNaN(figure))
                known.Add(figure);
        if (known.Count == 0)
            return new Standard(0, 0, 0, 0);
        known.Sort();
        double low = Quantile(known, tail),
            high = Quantile(known, 1 - tail);
        var pulled = new double[figures.Length];
        for (var i = 0; i < pulled.Length; i++)
            pulled[i] = double.IsNaN(figures[i]) ? double.NaN : Math.Clamp(figures[i], low, high);
        var deviation = Spread.StandardDeviation(pulled);
        return new Standard(low, high, Spread.Mean(pulled), deviation > 0 ? deviation : 0);
    }

    /// <summary>The quantile of sorted figures, type 7 (Hyndman and Fan 1996).</summary>
    private static double Quantile(List<double> sorted, double share)
    {
        var at = share * (sorted.Count - 1);
        var below = (int)at;
        return below + 1 >= sorted.Count
            ? sorted[^1]
            : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
