using System.Globalization;
using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>Randomisation inference of the average effect of a staggered treatment: dates of treatment are dealt again among clusters.</summary>
/// <remarks>
/// Each assignment is estimated anew by <see cref="CallawaySantAnna"/>; the statistic is the average over groups and times from
/// treatment on. The estimate is linear in the outcome, so the interval of constant effects is exact for the draws made.
/// Time grows with draws times the panel: where many are treated standard errors do as well and cost nothing.
/// </remarks>
/// <example>
/// <code>
/// var test = RandomisedAdoption.Test(rows, design: null, together: partnerships, draws: 999, seed: 1);
/// // test.PValue; test.Low to test.High
/// </code>
/// </example>
public static class RandomisedAdoption
{
    /// <summary>Compares the average effect with what it would be had dates been dealt otherwise.</summary>
    /// <param name="rows">A panel, each unit with one date.</param>
    /// <param name="design">How to estimate; null for doubly robust, never treated, varying base.</param>
    /// <param name="together">For each row the cluster whose units share a date; null where each unit has its own.</param>
    /// <param name="draws">How many assignments, where there are more.</param>
    /// <param name="seed">The same seed gives the same draws.</param>
    /// <param name="within">For each row the stratum within which dates are dealt, as a region; null for one.</param>
    /// <param name="level">Of the interval.</param>
    /// <exception cref="UnusableDataException">A unit or cluster has two dates, or the real assignment cannot be estimated.</exception>
    /// <exception cref="ArgumentException">Columns are not of one length.</exception>
    public static RandomisationAnswer Test(
        PanelRows rows,
        StaggeredDesign? design,
        NamedLabels? together,
        int draws,
        long seed,
        NamedLabels? within = null,
        double level = .95
    )
    {
        var n = rows.Time.Length;
        if (
            rows.Unit.Count != n
            || rows.FirstTreated.Length != n
            || (together is not null && together.Values.Count != n)
            || (within is not null && within.Values.Count != n)
        )
            throw new ArgumentException("The columns of the panel are not of one length.");
        // Whoever is treated from after the last time counts as never treated, before dates are dealt as after.
        var last = n == 0 ? 0 : rows.Time.Max();
        double[] dates = [.. rows.FirstTreated.Select(f => f > last ? double.PositiveInfinity : f)];
        if (together is not null)
            OneDate(together.Values, dates);
        var dose = new double[n];
        for (var row = 0; row < n; row++)
            dose[row] =
                double.IsNaN(rows.Outcome[row]) ? double.NaN
                : rows.Time[row] >= dates[row] ? 1
                : 0;
        // Whole rows are dealt as one cluster's: clusters and strata by their labels.
        return RandomisationInference.Test(
            dates,
            Numbered(together?.Values ?? rows.Unit),
            within is null ? null : Numbered(within.Values),
            (assigned, outcome) =>
            {
                try
                {
                    var effects = CallawaySantAnna.Estimate(
                        rows with
                        {
                            FirstTreated = assigned,
                            Outcome = outcome == AssignmentOutcome.Seen ? rows.Outcome : dose,
                        },
                        design,
                        cores: 1
                    );
                    return Aggregates.Simple(effects).Overall.Effect;
                }
                catch (UnusableDataException) when (!ReferenceEquals(assigned, dates))
                {
                    // An assignment that leaves no controls, say: it is counted on the safe side.
                    return double.NaN;
                }
            },
            draws,
            seed,
            level
        );
    }

    private static void OneDate(IReadOnlyList<string> labels, double[] dates)
    {
        var own = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var row = 0; row < dates.Length; row++)
            if (!own.TryAdd(labels[row], dates[row]) && !own[labels[row]].Equals(dates[row]))
                throw new UnusableDataException(
                    $"Units of cluster '{labels[row]}' are treated {From(own[labels[row]])} and {From(dates[row])}. Dates can be exchanged only among clusters that have one each."
                );

        static string From(double date) =>
            double.IsFinite(date)
                ? string.Create(CultureInfo.InvariantCulture, $"from {date}")
                : "never";
    }

    private static int[] Numbered(IReadOnlyList<string> labels)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var numbered = new int[labels.Count];
        for (var i = 0; i < numbered.Length; i++)
            if (!numbers.TryGetValue(labels[i], out numbered[i]))
                numbers.Add(labels[i], numbered[i] = numbers.Count);
        return numbered;
    }
}
