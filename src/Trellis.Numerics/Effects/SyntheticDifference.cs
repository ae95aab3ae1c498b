using System.Numerics.Tensors;
using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>What treated units are compared with.</summary>
public enum SyntheticMethod
{
    /// <summary>A mixture of controls that moved alike before, over a mixture of times that foretell those after; any gap in level is allowed.</summary>
    SyntheticDifference,

    /// <summary>A mixture of controls that lay where the treated lay before (Abadie, Diamond and Hainmueller, Journal of the American Statistical Association 105, 2010).</summary>
    SyntheticControl,

    /// <summary>All controls and all earlier times alike.</summary>
    DifferenceInDifferences,
}

/// <summary>What treatment did to those treated from one time on.</summary>
/// <param name="FirstTreated">The time.</param>
/// <param name="Units">How many units.</param>
/// <param name="Effect">Over all their treated times, in the unit of the outcome.</param>
/// <param name="UnitWeights">The share of each control, in the order of the panel; sum 1.</param>
/// <param name="TimeWeights">The share of each time before; sum 1, or all 0 for a synthetic control.</param>
/// <param name="Gaps">Treated less mixture at each time of the panel, less the weighted gap before: after treatment, the effect by time.</param>
public sealed record SyntheticCohort(
    int FirstTreated,
    int Units,
    double Effect,
    IReadOnlyList<double> UnitWeights,
    IReadOnlyList<double> TimeWeights,
    IReadOnlyList<double> Gaps
);

/// <summary>What treatment did by a synthetic comparison.</summary>
/// <param name="Effect">Over all treated units and times, in the unit of the outcome.</param>
/// <param name="Cohorts">By the time treatment began.</param>
/// <param name="Panel">What it was made from.</param>
/// <param name="Method">What treated units are compared with.</param>
public sealed record SyntheticEffect(
    double Effect,
    IReadOnlyList<SyntheticCohort> Cohorts,
    SyntheticPanel Panel,
    SyntheticMethod Method
)
{
    // Penalties and the stopping rule stay as they were where standard errors repeat the estimate.
    internal IReadOnlyList<double> Noise { get; init; } = [];
}

/// <summary>Synthetic difference in differences, synthetic control and plain differences on a balanced panel.</summary>
/// <remarks>
/// Arkhangelsky, Athey, Hirshberg, Imbens and Wager, "Synthetic difference-in-differences", American Economic Review 111, 2021, with the penalties of
/// their package: ζ for units is (treated units × treated times)^¼ times the standard deviation of controls' first differences before treatment, for times 1e-6 of it. Several starts of treatment are
/// estimated one by one against the never treated and averaged by treated units × times (their appendix A).
/// Fits one large trust, or a few. For many treated schools with few times <see cref="GroupTimeEffects"/> says more.
/// </remarks>
public static class SyntheticDifference
{
    /// <summary>The effect of treatment on the treated.</summary>
    /// <exception cref="UnusableDataException">A cohort is treated before two times have passed (with weights to be found), or the outcomes of controls never change.</exception>
    public static SyntheticEffect Estimate(
        SyntheticPanel panel,
        SyntheticMethod method = SyntheticMethod.SyntheticDifference
    )
    {
        ArgumentNullException.ThrowIfNull(panel);
        int[] controls = [.. Enumerable.Range(0, panel.Controls)];
        var groups = CohortsOf(panel);
        var noise = new double[groups.Length];
        for (var g = 0; g < groups.Length; g++)
        {
            if (groups[g].First < 2 && method != SyntheticMethod.DifferenceInDifferences)
                throw new UnusableDataException(
                    $"{Remark.Named("unit", [.. groups[g].Units.Select(u => panel.Units[u])])} treated after one time only: weights that follow outcomes before treatment need two or more."
                );
            noise[g] = NoiseOf(panel, groups[g].First);
            if (!(noise[g] > 0) && method != SyntheticMethod.DifferenceInDifferences)
                throw new UnusableDataException(
                    "The outcomes of the controls change by the same amount in every step before treatment, so nothing says how much chance there is in them: no penalty can be set."
                );
        }
        var cohorts = new SyntheticCohort[groups.Length];
        for (var g = 0; g < groups.Length; g++)
            cohorts[g] = Cohort(panel, method, controls, groups[g], noise[g], null);
        return new SyntheticEffect(Average(panel, cohorts), cohorts, panel, method)
        {
            Noise = noise,
        };
    }

    /// <summary>The units treated from one time on.</summary>
    /// <param name="First">Number of the time.</param>
    /// <param name="Units">Their numbers; a unit drawn twice stands twice.</param>
    /// <param name="PenaltyUnits">How many there are in the estimate itself: resampling does not move the penalty.</param>
    internal sealed record CohortRows(int First, int[] Units, int PenaltyUnits);

    internal static CohortRows[] CohortsOf(SyntheticPanel panel) =>
        [
            .. Enumerable
                .Range(panel.Controls, panel.Units.Count - panel.Controls)
                .GroupBy(u => panel.FirstTreated[u])
                .OrderBy(g => g.Key)
                .Select(g => new CohortRows(g.Key, [.. g], g.Count())),
        ];

    internal static double Average(SyntheticPanel panel, IEnumerable<SyntheticCohort> cohorts)
    {
        double sum = 0,
            weight = 0;
        foreach (var cohort in cohorts)
        {
            var after = panel.Times.Count(t => t >= cohort.FirstTreated);
            sum += cohort.Units * after * cohort.Effect;
            weight += cohort.Units * after;
        }
        return sum / weight;
    }

    /// <summary>One cohort against chosen controls.</summary>
    /// <param name="start">Shares of controls and of times to begin the search with; null for equal ones.</param>
    internal static SyntheticCohort Cohort(
        SyntheticPanel panel,
        SyntheticMethod method,
        int[] controls,
        CohortRows rows,
        double noise,
        (double[] Units, double[] Times)? start
    )
    {
        var (first, times) = (rows.First, panel.Times.Count);
        var treated = Mean(panel, rows.Units);
        double[] units,
            before;
        if (method == SyntheticMethod.DifferenceInDifferences)
        {
            units = new double[controls.Length];
            Array.Fill(units, 1d / controls.Length);
            before = new double[first];
            Array.Fill(before, 1d / first);
        }
        else
        {
            var synthetic = method == SyntheticMethod.SyntheticDifference;
            var penalty = synthetic
                ? Math.Pow((double)rows.PenaltyUnits * (times - first), .25) * noise
                : 1e-6 * noise;
            units = SyntheticDifferenceWeights.Find(
                Array.ConvertAll(controls, c => panel.Of(c)[..first].ToArray()),
                treated[..first],
                penalty,
                centred: synthetic,
                1e-5 * noise,
                start?.Units
            );
            before = synthetic ? TimeShares() : new double[first];
        }
        return Weighed(panel, controls, rows, units, before);

        double[] TimeShares()
        {
            var columns = new double[first][];
            for (var t = 0; t < first; t++)
                columns[t] = Array.ConvertAll(controls, c => panel.Of(c)[t]);
            return SyntheticDifferenceWeights.Find(
                columns,
                Array.ConvertAll(
                    controls,
                    c => TensorPrimitives.Sum(panel.Of(c)[first..]) / (times - first)
                ),
                1e-6 * noise,
                centred: true,
                1e-5 * noise,
                start?.Times
            );
        }
    }

    /// <summary>One cohort with given shares of controls and of times.</summary>
    internal static SyntheticCohort Weighed(
        SyntheticPanel panel,
        int[] controls,
        CohortRows rows,
        double[] units,
        double[] before
    )
    {
        var (first, times) = (rows.First, panel.Times.Count);
        var gaps = Mean(panel, rows.Units);
        for (var c = 0; c < controls.Length; c++)
            if (units[c] != 0)
                TensorPrimitives.MultiplyAdd(panel.Of(controls[c]), -units[c], gaps, gaps);
        var gapBefore = TensorPrimitives.Dot<double>(gaps.AsSpan(0, first), before);
        TensorPrimitives.Subtract(gaps, gapBefore, gaps);
        return new SyntheticCohort(
            panel.Times[first],
            rows.Units.Length,
            TensorPrimitives.Sum<double>(gaps.AsSpan(first)) / (times - first),
            units,
            before,
            gaps
        );
    }

    private static double[] Mean(SyntheticPanel panel, int[] units)
    {
        var mean = new double[panel.Times.Count];
        foreach (var u in units)
            TensorPrimitives.Add(mean, panel.Of(u), mean);
        TensorPrimitives.Divide(mean, units.Length, mean);
        return mean;
    }

    // The standard deviation (over n − 1) of all first differences of controls before treatment.
    private static double NoiseOf(SyntheticPanel panel, int first)
    {
        double sum = 0,
            squares = 0;
        var count = panel.Controls * (first - 1);
        for (var pass = 0; pass < 2; pass++)
        for (var c = 0; c < panel.Controls; c++)
        {
            var own = panel.Of(c);
            for (var t = 1; t < first; t++)
            {
                var step = own[t] - own[t - 1];
                if (pass == 0)
                    sum += step;
                else
                    squares += (step - (sum / count)) * (step - (sum / count));
            }
        }
        return count > 1 ? Math.Sqrt(squares / (count - 1)) : 0;
    }
}
