using Trellis.Probability;

namespace Trellis.Effects;

/// <summary>How sure a synthetic effect is.</summary>
/// <param name="StandardError">In the unit of the outcome; NaN where it cannot be told.</param>
/// <param name="Repeats">How many times the estimate was repeated.</param>
/// <param name="Reason">Why there is none; null where there is one.</param>
public sealed record SyntheticError(double StandardError, int Repeats, string? Reason)
{
    /// <summary>The normal interval around an effect; NaN on both sides where there is no error.</summary>
    public (double Lower, double Upper) Around(double effect, double level = .95)
    {
        var half = Tails.NormalBeyond(1 - level) * StandardError;
        return (effect - half, effect + half);
    }
}

/// <summary>Standard errors of synthetic effects: algorithms 2 to 4 of Arkhangelsky and others (2021).</summary>
/// <remarks>The same for a seed on any number of cores.</remarks>
public static class SyntheticDifferenceErrors
{
    /// <summary>
    /// Controls play the treated: the spread of what would be found where there is nothing. The only way with one treated unit; takes treated units to vary as controls do.
    /// </summary>
    /// <param name="effect">What was estimated.</param>
    /// <param name="repeats">How many draws; where there is one treated unit and there are no more controls than this, each control plays once and chance has no part.</param>
    /// <param name="seed">Of the draws.</param>
    public static SyntheticError Placebo(SyntheticEffect effect, int repeats = 200, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(effect);
        var panel = effect.Panel;
        var cohorts = SyntheticDifference.CohortsOf(panel);
        var (controls, treated) = (panel.Controls, panel.Units.Count - panel.Controls);
        if (controls <= treated + 1)
            return new SyntheticError(
                double.NaN,
                0,
                $"{controls} controls cannot play {treated} treated and leave two to compare with."
            );
        var each = treated == 1 && controls <= repeats;
        var count = each ? controls : repeats;
        return Spread(
            Repeated(
                count,
                i =>
                {
                    // The last of an order of the controls play, as the treated stand last.
                    int[] order = each
                        ? [.. Enumerable.Range(0, controls).Where(c => c != i), i]
                        : new Draws(seed, i).Order(controls);
                    var staying = order[..(controls - treated)];
                    var at = controls - treated;
                    return Again(
                        effect,
                        staying,
                        [
                            .. cohorts.Select(c =>
                            {
                                var units = order[at..(at + c.Units.Length)];
                                at += c.Units.Length;
                                return c with { Units = units };
                            }),
                        ],
                        fix: false
                    );
                }
            ),
            // Each control once is the whole distribution, not a sample of it; the divisor is that of synthdid all the same.
            count
        );
    }

    /// <summary>Units drawn again with replacement. For several treated units in each cohort.</summary>
    /// <param name="effect">What was estimated.</param>
    /// <param name="repeats">How many draws; those without controls or without a cohort are drawn anew.</param>
    /// <param name="seed">Of the draws.</param>
    public static SyntheticError Bootstrap(SyntheticEffect effect, int repeats = 200, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(effect);
        if (Lone(effect) is { } reason)
            return reason;
        var panel = effect.Panel;
        var cohorts = SyntheticDifference.CohortsOf(panel);
        var units = panel.Units.Count;
        return Spread(
            Repeated(
                repeats,
                i =>
                {
                    var draws = new Draws(seed, i);
                    for (long round = 0; ; round++)
                    {
                        var times = new int[units];
                        for (var u = 0; u < units; u++)
                            times[draws.Below((round * units) + u, units)]++;
                        int[] Drawn(IEnumerable<int> of) =>
                            [.. of.SelectMany(u => Enumerable.Repeat(u, times[u]))];
                        var controls = Drawn(Enumerable.Range(0, panel.Controls));
                        SyntheticDifference.CohortRows[] drawn =
                        [
                            .. cohorts.Select(c => c with { Units = Drawn(c.Units) }),
                        ];
                        if (controls.Length > 0 && drawn.All(c => c.Units.Length > 0))
                            return Again(effect, controls, drawn, fix: false);
                    }
                }
            ),
            repeats
        );
    }

    /// <summary>Each unit left out in turn with the weights held, which is fast and errs on the side of too wide. Not for synthetic controls.</summary>
    public static SyntheticError Jackknife(SyntheticEffect effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        if (Lone(effect) is { } reason)
            return reason;
        var panel = effect.Panel;
        if (effect.Cohorts.Any(c => c.UnitWeights.Count(w => w != 0) < 2))
            return new SyntheticError(
                double.NaN,
                0,
                "One control has all the weight: without it there is nothing to compare with."
            );
        var cohorts = SyntheticDifference.CohortsOf(panel);
        var n = panel.Units.Count;
        var without = Repeated(
            n,
            i =>
                Again(
                    effect,
                    [.. Enumerable.Range(0, panel.Controls).Where(c => c != i)],
                    [.. cohorts.Select(c => c with { Units = [.. c.Units.Where(u => u != i)] })],
                    fix: true
                )
        );
        var mean = without.Average();
        return new SyntheticError(
            Math.Sqrt((n - 1d) / n * without.Sum(e => (e - mean) * (e - mean))),
            n,
            null
        );
    }

    private static SyntheticError? Lone(SyntheticEffect effect) =>
        effect.Cohorts.FirstOrDefault(c => c.Units == 1) is { } lone
            ? new SyntheticError(
                double.NaN,
                0,
                FormattableString.Invariant(
                    $"One unit only is treated from {lone.FirstTreated} on: without it there is no effect to estimate. Use the placebo error."
                )
            )
            : null;

    private static double[] Repeated(int count, Func<int, double> estimate)
    {
        var estimates = new double[count];
        Parallel.For(0, count, i => estimates[i] = estimate(i));
        return estimates;
    }

    private static SyntheticError Spread(double[] estimates, int count)
    {
        var mean = estimates.Average();
        // Over n, as published: √((n − 1)/n) times the usual standard deviation.
        return new SyntheticError(
            Math.Sqrt(estimates.Sum(e => (e - mean) * (e - mean)) / count),
            count,
            null
        );
    }

    // The estimate again with other units; the search for weights begins with those found, or they are kept where asked.
    private static double Again(
        SyntheticEffect effect,
        int[] controls,
        SyntheticDifference.CohortRows[] cohorts,
        bool fix
    )
    {
        var panel = effect.Panel;
        var again = new SyntheticCohort[cohorts.Length];
        for (var g = 0; g < cohorts.Length; g++)
        {
            var found = effect.Cohorts[g];
            var start = (Shares(controls, found.UnitWeights), (double[])[.. found.TimeWeights]);
            again[g] = fix
                ? SyntheticDifference.Weighed(panel, controls, cohorts[g], start.Item1, start.Item2)
                : SyntheticDifference.Cohort(
                    panel,
                    effect.Method,
                    controls,
                    cohorts[g],
                    effect.Noise[g],
                    start
                );
        }
        return SyntheticDifference.Average(panel, again);
    }

    private static double[] Shares(int[] controls, IReadOnlyList<double> weights)
    {
        var shares = Array.ConvertAll(controls, c => weights[c]);
        var sum = shares.Sum();
        return sum > 0
            ? Array.ConvertAll(shares, s => s / sum)
            : Array.ConvertAll(shares, _ => 1d / shares.Length);
    }
}
