using Trellis.Answers;

namespace Trellis.Synthesis;

/// <summary>How the number of missing studies is estimated.</summary>
public enum MissingStudies
{
    /// <summary>From the sum of ranks on the fuller side; the usual choice.</summary>
    L0,

    /// <summary>From the length of the run of greatest ranks on the fuller side; gives a test as well.</summary>
    R0,

    /// <summary>From the sum of ranks, as the root of a quadratic; varies more.</summary>
    Q0,
}

/// <summary>How many studies seem to be missing from one side of a funnel, and the average with them put back.</summary>
/// <remarks>
/// Duval and Tweedie, Biometrics 56 and Journal of the American Statistical Association 95, 2000: the most extreme studies of the fuller side are set aside
/// until both sides balance around the average of the rest; their mirror images are then added. A check on how much hangs on unpublished studies, not a corrected estimate.
/// </remarks>
/// <param name="Missing">How many.</param>
/// <param name="StandardError">Of the number.</param>
/// <param name="FilledOnTheLeft">Whether low effects are those missing.</param>
/// <param name="P">With <see cref="MissingStudies.R0"/>: the chance of as many where none are missing; else NaN.</param>
/// <param name="Filled">The effects put back; empty where none are missing.</param>
/// <param name="Analysis">The average with them.</param>
public sealed record TrimAndFill(
    int Missing,
    double StandardError,
    bool FilledOnTheLeft,
    double P,
    IReadOnlyList<double> Filled,
    MetaAnalysis Analysis
)
{
    private const int MostRounds = 100;

    /// <summary>Trims and fills.</summary>
    /// <param name="studies">Two or more, without moderators.</param>
    /// <param name="estimator">Of the number missing.</param>
    /// <param name="method">Of τ², in each average on the way.</param>
    /// <param name="knappHartung">For the last average.</param>
    /// <param name="level">The share of confidence of the last average.</param>
    /// <param name="left">Whether low effects are looked for as missing; null for the side that the slope on standard errors points to.</param>
    /// <exception cref="UnusableDataException">One study, or moderators; the search goes in circles.</exception>
    public static TrimAndFill Of(
        Studies studies,
        MissingStudies estimator = MissingStudies.L0,
        HeterogeneityMethod method = HeterogeneityMethod.RestrictedMaximumLikelihood,
        bool knappHartung = false,
        double level = .95,
        bool? left = null
    )
    {
        ArgumentNullException.ThrowIfNull(studies);
        if (studies.Count < 3)
            throw new UnusableDataException(
                $"{studies.Count} {(studies.Count == 1 ? "study has" : "studies have")} no sides to balance: trim-and-fill needs three or more."
            );
        if (studies.Moderators.Count > 0)
            throw new UnusableDataException(
                "Trim-and-fill balances studies around one average: leave the moderators out."
            );
        var onTheLeft = left ?? PointsLeft(studies, method);
        var sign = onTheLeft ? 1 : -1;
        var k = studies.Count;
        // Ties keep the order given.
        var order = Enumerable.Range(0, k).OrderBy(i => sign * studies.Effects[i]).ToArray();
        var missing = 0;
        double error = 0,
            middle = 0;
        for (var (round, before) = (0, -1); before != missing; round++)
        {
            if (round == MostRounds)
                throw new UnusableDataException(
                    $"Trim-and-fill goes in circles between {before} and {missing} missing studies: try another estimator."
                );
            before = missing;
            var kept = studies.Only(order[..(k - missing)]);
            var (tau2, _) = kept.Count == 1 ? (0, 0) : Heterogeneity.Estimate(kept, method);
            middle = sign * new WeightedEffects(kept, tau2).Coefficients[0];
            (var number, error) = Count(
                estimator,
                [.. order.Select(i => (sign * studies.Effects[i]) - middle)]
            );
            missing = Math.Min(
                k - 1,
                Math.Max(0, (int)Math.Round(number, MidpointRounding.ToEven))
            );
        }
        // Where none are missing each further step of the run is a toss of a coin.
        var p = estimator == MissingStudies.R0 ? Math.Pow(2, -(missing + 1)) : double.NaN;
        var filled = order[(k - missing)..]
            .Select(i => sign * ((2 * middle) - (sign * studies.Effects[i])))
            .ToArray();
        var all = Studies.Of(
            [.. studies.Effects, .. filled],
            [.. studies.Variances, .. order[(k - missing)..].Select(i => studies.Variances[i])],
            names:
            [
                .. studies.Names,
                .. order[(k - missing)..].Select(i => $"mirror image of {studies.Names[i]}"),
            ]
        );
        return new TrimAndFill(
            missing,
            error,
            onTheLeft,
            p,
            filled,
            RandomEffects.Fit(all, method, knappHartung, level)
        );
    }

    private static bool PointsLeft(Studies studies, HeterogeneityMethod method)
    {
        var errors = Array.ConvertAll(studies.Variances, Math.Sqrt);
        // With all of one size there is no slope, and no side is likelier.
        if (errors.Max() - errors.Min() <= 1e-12 * errors.Max())
            return true;
        var with = FunnelAsymmetry.WithStandardErrors(studies);
        var (tau2, _) = Heterogeneity.Estimate(with, method);
        return new WeightedEffects(with, tau2).Coefficients[1] >= 0;
    }

    // From distances to the middle in ascending order of effect.
    private static (double Number, double StandardError) Count(
        MissingStudies estimator,
        double[] from
    )
    {
        var k = from.Length;
        var rank = new double[k];
        var place = 0;
        foreach (var i in Enumerable.Range(0, k).OrderBy(i => Math.Abs(from[i])))
            rank[i] = ++place;
        if (estimator == MissingStudies.R0)
        {
            double largest = 0;
            for (var i = 0; i < k; i++)
                if (from[i] < 0)
                    largest = Math.Max(largest, rank[i]);
            var run = k - largest - 1;
            return (run, Math.Sqrt((2 * Math.Max(0, run)) + 2));
        }
        double sum = 0;
        for (var i = 0; i < k; i++)
            if (from[i] > 0)
                sum += rank[i];
        double n = k;
        var inside = (2 * n * n) - (4 * sum) + .25;
        if (estimator == MissingStudies.Q0 && inside < 0)
            throw new UnusableDataException(
                "So many studies lie on one side that the quadratic estimator (Q0) has no answer: use L0 or R0."
            );
        var number =
            estimator == MissingStudies.L0
                ? ((4 * sum) - (n * (n + 1))) / ((2 * n) - 1)
                : n - .5 - Math.Sqrt(inside);
        var variance =
            (
                (n * (n + 1) * ((2 * n) + 1))
                + (10 * number * number * number)
                + (27 * number * number)
                + (17 * number)
                - (18 * n * number * number)
                - (18 * n * number)
                + (6 * n * n * number)
            ) / 24;
        var error =
            estimator == MissingStudies.L0
                ? 4 * Math.Sqrt(variance) / ((2 * n) - 1)
                : 2
                    * Math.Sqrt(variance)
                    / Math.Sqrt(((n - .5) * (n - .5)) - (number * ((2 * n) - number - 1)));
        return (number, Math.Max(0, error));
    }
}
