using MathNet.Numerics.Distributions;

namespace Trellis.Effects;

/// <summary>How far an interval reaches whose treated clusters are few, however many others there are.</summary>
/// <remarks>
/// The error of an influence function takes the mean of n treated clusters as known and so is too small by the square root of
/// (n - 1) / n, and it is itself as uncertain as the spread of n things. Where those who are compared with are many, what makes
/// both good is a factor of the square root of n / (n - 1) and Student's t with n - 1 degrees of freedom: the degrees of freedom
/// of Bell and McCaffrey in that limit (Imbens and Kolesár, Review of Economics and Statistics 98, 2016, section II). For hundreds
/// of clusters it is the normal distribution.
/// </remarks>
public static class FewTreatedClusters
{
    /// <summary>How many treated clusters some groups are of: of the variable of clusters with the fewest of them, of units where there is none.</summary>
    /// <param name="groups">Times when treatment began; of unknown ones there are none.</param>
    public static int Number(GroupTimeEffects effects, IReadOnlyCollection<int> groups)
    {
        int[] treated =
        [
            .. Enumerable
                .Range(0, effects.Number)
                .Where(i =>
                    double.IsFinite(effects.FirstTreated[i])
                    && groups.Contains((int)effects.FirstTreated[i])
                ),
        ];
        return effects.Clusters.Count == 0
            ? treated.Length
            : effects.Clusters.Min(of => treated.Select(i => of[i]).Distinct().Count());
    }

    /// <summary>How many standard errors of an influence function lie as far out as so many normal standard deviations.</summary>
    /// <param name="deviations">0 or more, as 1.96 for an interval of 95 % or the critical value of a band; NaN gives NaN.</param>
    /// <param name="clusters">How many are treated; fewer than 2 count as 2, for one alone shows no spread.</param>
    public static double Reach(double deviations, int clusters)
    {
        if (double.IsNaN(deviations))
            return double.NaN;
        ArgumentOutOfRangeException.ThrowIfNegative(deviations);
        double n = Math.Max(clusters, 2);
        return Math.Sqrt(n / (n - 1))
            * -StudentT.InvCDF(0, 1, n - 1, Normal.CDF(0, 1, -deviations));
    }

    /// <summary>How often chance alone gives an effect as far from 0, from 0 to 1; NaN where the error is 0 or NaN.</summary>
    /// <param name="clusters">How many are treated; fewer than 2 count as 2.</param>
    public static double PValue(double effect, double error, int clusters)
    {
        double n = Math.Max(clusters, 2);
        return error > 0
            ? 2 * StudentT.CDF(0, 1, n - 1, -Math.Abs(effect / error) * Math.Sqrt((n - 1) / n))
            : double.NaN;
    }
}
