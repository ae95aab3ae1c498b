using MathNet.Numerics.Distributions;
using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.MatchedSamples;

/// <summary>The mean effect on the matched treated units.</summary>
/// <param name="Estimate">In the outcome's unit.</param>
/// <param name="StandardError">Robust to unequal spread, and clustered on pairs or sets where the method makes them one or few against many; takes the match as given.</param>
/// <param name="Lower">Lower end of the 95 % interval, by t with <paramref name="Clusters"/> − 1 degrees of freedom.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="P">Two-sided.</param>
/// <param name="Clusters">How many pairs, sets or single units the error is over.</param>
/// <param name="Rows">How many units with weight and outcome.</param>
/// <param name="Remarks">What was dropped or left out.</param>
public sealed record MatchedEffect(
    double Estimate,
    double StandardError,
    double Lower,
    double Upper,
    double P,
    int Clusters,
    int Rows,
    IReadOnlyList<Remark> Remarks
)
{
    /// <summary>The weighted mean of the treated less that of the controls.</summary>
    /// <param name="outcome">Of each row that was given to <see cref="MatchedSample.Find"/>; NaN where it is missing.</param>
    /// <param name="correction">How the error is corrected for having fitted the same rows.</param>
    /// <exception cref="UnusableDataException">No matched treated unit, or no matched control, has an outcome, or there are fewer than two clusters.</exception>
    /// <exception cref="ArgumentException">Fewer outcomes than rows.</exception>
    public static MatchedEffect WeightedDifference(
        MatchedSample sample,
        ReadOnlySpan<double> outcome,
        ClusterCorrection correction = ClusterCorrection.LeaveOneOut
    ) => Of(sample, outcome, correction, adjusted: false);

    /// <summary>
    /// The mean over matched treated units of what a regression within treated and within controls says they would have with and
    /// without treatment (g-computation: Snowden, Rose and Mortimer 2011; with matching, Ho et al. 2007).
    /// </summary>
    /// <remarks>The regression has all covariates, each with its own slope among the treated, and the matching weights. Its error counts the covariates' means as given.</remarks>
    /// <inheritdoc cref="WeightedDifference" path="/param|/exception"/>
    public static MatchedEffect GComputation(
        MatchedSample sample,
        ReadOnlySpan<double> outcome,
        ClusterCorrection correction = ClusterCorrection.LeaveOneOut
    ) => Of(sample, outcome, correction, adjusted: true);

    private static MatchedEffect Of(
        MatchedSample sample,
        ReadOnlySpan<double> outcome,
        ClusterCorrection correction,
        bool adjusted
    )
    {
        if (sample.Rows.Count > 0 && sample.Rows[^1] >= outcome.Length)
            throw new ArgumentException("There are fewer outcomes than rows.");
        var remarks = new List<Remark>();
        var units = new List<int>();
        var missing = new List<string>();
        for (var u = 0; u < sample.Weights.Length; u++)
            if (sample.Weights[u] > 0)
                if (double.IsFinite(outcome[sample.Rows[u]]))
                    units.Add(u);
                else
                    missing.Add(sample.Units.Name(u));
        if (missing.Count > 0)
            remarks.Add(
                new Remark(
                    "missing-outcome",
                    missing.Count,
                    $"{Remark.Named("matched unit", missing)} without an outcome: not in the effect."
                )
            );
        foreach (var side in (bool[])[true, false])
            if (!units.Exists(u => sample.Units.Treated[u] == side))
                throw new UnusableDataException(
                    $"No matched {(side ? "treated unit" : "control")} has an outcome: there is no effect to tell."
                );
        var n = units.Count;
        var weights = units.Select(u => sample.Weights[u]).ToArray();
        var y = new double[n];
        for (var i = 0; i < n; i++)
            y[i] = outcome[sample.Rows[units[i]]];
        var (columns, names) = Columns(sample, units, weights, adjusted);
        var fit = LeastSquares.Fit(columns, y, weights);
        if (fit.LeftOut.Contains(1))
            throw new UnusableDataException(
                "Treatment is told by the covariates of the matched units: there is no effect to tell apart from them."
            );
        if (fit.LeftOut.Count > 0)
            remarks.Add(
                new Remark(
                    "collinear-covariate",
                    fit.LeftOut.Count,
                    $"{Remark.Named("column", [.. fit.LeftOut.Select(c => names[c])])} said by earlier ones among the matched units: left out of the regression."
                )
            );
        // Covariates are centred at the treated units' means, so the coefficient of treatment is the effect on them.
        var inSets =
            sample.Choice.Method
                is MatchingMethod.Nearest
                    or MatchingMethod.Optimal
                    or MatchingMethod.Full
            && !sample.Choice.Replace;
        var (error, clusters) = new ClusterErrors(columns, weights, y, fit).Of(
            1,
            [.. units.Select((u, i) => inSets ? sample.Sets[u] : i)],
            correction
        );
        if (clusters < 2 || n <= fit.Rank)
            throw new UnusableDataException(
                $"{n} matched units in {clusters} {(clusters == 1 ? "cluster" : "clusters")} tell no standard error of {fit.Rank} coefficients."
            );
        var estimate = fit.Coefficients[1];
        var t = new StudentT(0, 1, clusters - 1);
        var reach = t.InverseCumulativeDistribution(.975) * error;
        return new MatchedEffect(
            estimate,
            error,
            estimate - reach,
            estimate + reach,
            error > 0 ? 2 * t.CumulativeDistribution(-Math.Abs(estimate / error)) : double.NaN,
            clusters,
            n,
            remarks
        );
    }

    private static (List<double[]> Columns, List<string> Names) Columns(
        MatchedSample sample,
        List<int> units,
        double[] weights,
        bool adjusted
    )
    {
        var n = units.Count;
        var one = new double[n];
        Array.Fill(one, 1.0);
        double[] treated = [.. units.Select(u => sample.Units.Treated[u] ? 1.0 : 0.0)];
        var columns = new List<double[]> { one, treated };
        var names = new List<string> { "the constant", "treatment" };
        if (!adjusted)
            return (columns, names);
        var own = new List<(string Name, double[] Figures)>();
        foreach (var covariate in sample.Units.Covariates)
        foreach (var (name, figures) in covariate.Columns(allKinds: false))
        {
            double sum = 0,
                total = 0;
            for (var i = 0; i < n; i++)
            {
                sum += weights[i] * treated[i] * figures[units[i]];
                total += weights[i] * treated[i];
            }
            own.Add((name, [.. units.Select(u => figures[u] - (sum / total))]));
        }
        foreach (var (name, figures) in own)
        {
            columns.Add(figures);
            names.Add(name);
        }
        foreach (var (name, figures) in own)
        {
            columns.Add([.. figures.Select((x, i) => x * treated[i])]);
            names.Add(name + " among the treated");
        }
        return (columns, names);
    }
}
