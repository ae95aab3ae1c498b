namespace Trellis.Distributions;

/// <summary>Quantiles of type 7: linear between the order statistics, as R and NumPy by default (Hyndman and Fan 1996).</summary>
public static class Quantiles
{
    /// <summary>The quantile of figures in rising order.</summary>
    /// <param name="sorted">Rising, without NaN.</param>
    /// <param name="p">Between 0 and 1.</param>
    /// <returns>NaN where there are no figures.</returns>
    public static double OfSorted(ReadOnlySpan<double> sorted, double p)
    {
        if (sorted.IsEmpty)
            return double.NaN;
        var place = (sorted.Length - 1) * p;
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>The nine figures below which 10 %, 20 % ... 90 % lie.</summary>
    public static double[] Deciles(ReadOnlySpan<double> sorted)
    {
        var cuts = new double[9];
        for (var tenth = 1; tenth <= 9; tenth++)
            cuts[tenth - 1] = OfSorted(sorted, tenth / 10.0);
        return cuts;
    }
}
