namespace Trellis.Neighbours;

/// <summary>How far the figures of a column spread: what a difference is divided by before it is weighted. NaN is passed over.</summary>
public static class Spread
{
    /// <summary>The mean of the figures; NaN where there are none.</summary>
    public static double Mean(ReadOnlySpan<double> figures)
    {
        double sum = 0;
        var count = 0;
        foreach (var figure in figures)
        {
            if (double.IsNaN(figure))
                continue;
            sum += figure;
            count++;
        }
        return count == 0 ? double.NaN : sum / count;
    }

    /// <summary>The standard deviation with n - 1 in the denominator, in two passes; NaN for fewer than two figures.</summary>
    public static double StandardDeviation(ReadOnlySpan<double> figures)
    {
        var mean = Mean(figures);
        double sum = 0;
        var count = 0;
        foreach (var figure in figures)
        {
            if (double.IsNaN(figure))
                continue;
            sum += (figure - mean) * (figure - mean);
            count++;
        }
        return count < 2 ? double.NaN : Math.Sqrt(sum / (count - 1));
    }

    /// <summary>The largest figure less the smallest; NaN where there are none.</summary>
    public static double Range(ReadOnlySpan<double> figures)
    {
        double least = double.PositiveInfinity,
            most = double.NegativeInfinity;
        foreach (var figure in figures)
        {
            if (double.IsNaN(figure))
                continue;
            least = Math.Min(least, figure);
            most = Math.Max(most, figure);
        }
        return most >= least ? most - least : double.NaN;
    }

    /// <summary>The coefficient of a weighted difference: weight / spread²; 0 where the column does not vary or has no spread, since it then tells nobody apart.</summary>
    public static double Coefficient(double weight, double spread) =>
        spread > 0 ? weight / (spread * spread) : 0;
}
