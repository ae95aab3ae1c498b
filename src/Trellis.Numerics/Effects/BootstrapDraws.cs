using MathNet.Numerics.Distributions;

namespace Trellis.Effects;

/// <summary>Draws of estimates around 0, as the multiplier bootstrap made them.</summary>
public sealed class BootstrapDraws
{
    // How far the quartiles of a normal distribution with standard deviation 1 lie apart.
    private static readonly double quartiles = Normal.InvCDF(0, 1, .75) - Normal.InvCDF(0, 1, .25);
    private readonly double[][] drawn;

    internal BootstrapDraws(double[][] drawn)
    {
        this.drawn = drawn;
        StandardErrors = Errors(drawn);
    }

    /// <summary>
    /// For each estimate the distance of the draws' quartiles (type 1) over that of a normal distribution, so that a few wild
    /// draws count for no more than others; NaN where no draw moves it.
    /// </summary>
    public IReadOnlyList<double> StandardErrors { get; }

    /// <summary>How many draws.</summary>
    public int Count => drawn.Length == 0 ? 0 : drawn[0].Length;

    /// <summary>The draws of one estimate around 0, in the order drawn.</summary>
    public ReadOnlySpan<double> Of(int estimate) => drawn[estimate];

    /// <summary>By how many standard errors a band must reach to each side to hold all the estimates at once.</summary>
    /// <param name="level">The chance that it does, as .95.</param>
    /// <param name="from">The first estimate of the band.</param>
    /// <param name="count">How many estimates; null for all from there on.</param>
    /// <returns>
    /// The quantile (type 1) of the draws' greatest |draw / standard error|, and never less than for one estimate alone; NaN
    /// where no estimate has a standard error.
    /// </returns>
    /// <remarks>Callaway and Sant'Anna 2021, Algorithm 1; Montiel Olea and Plagborg-Møller, Journal of Applied Econometrics 2019.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1, or there are no such estimates.</exception>
    public double CriticalValue(double level = .95, int from = 0, int? count = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(level, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        var end = from + (count ?? drawn.Length - from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, drawn.Length, nameof(count));
        var greatest = new double[Count];
        var any = false;
        for (var k = from; k < end; k++)
        {
            var error = StandardErrors[k];
            if (!(error > 0))
                continue;
            any = true;
            for (var b = 0; b < greatest.Length; b++)
                greatest[b] = Math.Max(greatest[b], Math.Abs(drawn[k][b]) / error);
        }
        if (!any)
            return double.NaN;
        Array.Sort(greatest);
        return Math.Max(Quantile(greatest, level), Normal.InvCDF(0, 1, 1 - ((1 - level) / 2)));
    }

    /// <summary>The quantile of type 1 (Hyndman and Fan, The American Statistician 1996): the least of them that this share does not pass.</summary>
    /// <param name="sorted">Ascending, one or more.</param>
    public static double Quantile(double[] sorted, double share)
    {
        // .95 of 1,000 is the 950th, whatever the last bit of the product says.
        var place = sorted.Length * share;
        var whole = Math.Round(place);
        var number = (int)(Math.Abs(place - whole) < 1e-9 ? whole : Math.Ceiling(place));
        return sorted[Math.Clamp(number, 1, sorted.Length) - 1];
    }

    private static double[] Errors(double[][] drawn)
    {
        var errors = new double[drawn.Length];
        Parallel.For(
            0,
            drawn.Length,
            k =>
            {
                double[] sorted = [.. drawn[k]];
                Array.Sort(sorted);
                var error = (Quantile(sorted, .75) - Quantile(sorted, .25)) / quartiles;
                errors[k] = error > 0 ? error : double.NaN;
            }
        );
        return errors;
    }
}
