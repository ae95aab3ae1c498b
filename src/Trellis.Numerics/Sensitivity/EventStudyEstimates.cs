using System.Globalization;
using Trellis.Answers;
using Trellis.Effects;

namespace Trellis.Sensitivity;

/// <summary>Estimates by time before and after treatment began, and how they vary together: what a sensitivity analysis starts from.</summary>
/// <remarks>
/// The time that all are measured from, time 0, is left out: it is 0 by its making. Times are one step apart unless they are
/// given; where years are missing they must be, or a change over three years is taken for that of one.
/// </remarks>
public sealed record EventStudyEstimates
{
    // Written with fewer digits than it was worked out with, a covariance is symmetric to those digits only.
    private const double Symmetry = 1e-6;

    private readonly double[] estimates;
    private readonly double[] covariance;
    private readonly double[] times;

    /// <param name="estimates">In the unit of the outcome, earliest first, those before treatment ahead of those after.</param>
    /// <param name="covariance">Their covariance, row by row.</param>
    /// <param name="before">How many of them are before time 0, 1 or more.</param>
    /// <param name="times">The time of each less that of the one all are measured from: -3, -2, -1, 3, 4 where two years are missing; null for steps of one.</param>
    /// <exception cref="UnusableDataException">
    /// An estimate or a covariance is no number, a variance is not above 0, the covariance is not symmetric or gives some
    /// combination a variance below 0, none is before or after, or times do not rise through 0 where treatment begins.
    /// </exception>
    /// <exception cref="ArgumentException">There are not as many covariances as estimates squared, or not as many times as estimates.</exception>
    public EventStudyEstimates(
        IReadOnlyList<double> estimates,
        IReadOnlyList<double> covariance,
        int before,
        IReadOnlyList<double>? times = null
    )
    {
        ArgumentNullException.ThrowIfNull(estimates);
        ArgumentNullException.ThrowIfNull(covariance);
        this.estimates = [.. estimates];
        this.covariance = [.. covariance];
        Before = before;
        After = this.estimates.Length - before;
        if (this.covariance.Length != Count * Count)
            throw new ArgumentException(
                $"{Count} estimates have {Count * Count} covariances; there are {this.covariance.Length}.",
                nameof(covariance)
            );
        if (before < 1)
            throw new UnusableDataException(
                "There is no estimate before treatment: what trends may do afterwards is learned from what they did before, so give one at least."
            );
        if (After < 1)
            throw new UnusableDataException(
                $"All {Count} estimates are before treatment: there is none to be asked about."
            );
        for (var i = 0; i < Count; i++)
            if (!double.IsFinite(this.estimates[i]))
                throw new UnusableDataException(
                    $"Estimate {i + 1} is no number: leave its time out of the estimates and of the covariance, or estimate it."
                );
        if (times is not null && times.Count != Count)
            throw new ArgumentException(
                $"{times.Count} times are given for {Count} estimates.",
                nameof(times)
            );
        this.times = times is null
            ? [.. Enumerable.Range(-before, Count + 1).Where(t => t != 0).Select(t => (double)t)]
            : [.. times];
        CheckTimes();
        CheckCovariance();
    }

    /// <summary>Those of an event study, its reference being time 0.</summary>
    /// <param name="study">Measured from one reference. Where that lies more than a step before treatment, the times between are among those after.</param>
    /// <exception cref="UnusableDataException">It has no reference, as with a varying base, or several.</exception>
    public static EventStudyEstimates Of(EventStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.References is not [var reference])
            throw new UnusableDataException(
                study.References.Count == 0
                    ? "The effects are not measured from one time: estimate them with a universal base."
                    : $"The effects are measured from {study.References.Count} times ({string.Join(", ", study.References)}), and trends can be followed from one only."
            );
        return new EventStudyEstimates(
            study.Effects,
            study.Covariance,
            study.EventTimes.Count(t => t < reference),
            [.. study.EventTimes.Select(t => (double)(t - reference))]
        );
    }

    /// <summary>The time of each estimate less that of the one all are measured from, which is left out.</summary>
    public ReadOnlySpan<double> Times => times;

    /// <summary>How many estimates are before treatment.</summary>
    public int Before { get; }

    /// <summary>How many are after.</summary>
    public int After { get; }

    /// <summary>How many there are in all.</summary>
    public int Count => estimates.Length;

    /// <summary>In the unit of the outcome, earliest first.</summary>
    public ReadOnlySpan<double> Estimates => estimates;

    /// <summary>Row by row.</summary>
    public ReadOnlySpan<double> Covariance => covariance;

    /// <summary>How far the estimate of a time lies from its truth, as a rule.</summary>
    /// <param name="number">Which estimate, from 0.</param>
    public double StandardError(int number) => Math.Sqrt(covariance[(number * Count) + number]);

    /// <summary>The covariance of two weighted sums of the estimates.</summary>
    internal double Between(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
        {
            if (one[i] == 0)
                continue;
            var row = 0.0;
            for (var j = 0; j < Count; j++)
                row += covariance[(i * Count) + j] * other[j];
            sum += one[i] * row;
        }
        return sum;
    }

    /// <summary>Time by place on the path that has time 0 on it, at place <see cref="Before"/>.</summary>
    internal double TimeAt(int place) =>
        place == Before ? 0 : times[place < Before ? place : place - 1];

    private void CheckTimes()
    {
        for (var i = 0; i < Count; i++)
            if (
                !double.IsFinite(times[i])
                || (i < Before ? times[i] >= 0 : times[i] <= 0)
                || (i > 0 && times[i] <= times[i - 1])
            )
                throw new UnusableDataException(
                    Text(
                        $"Time {i + 1} is {times[i]}: times must rise, the first {Before} below 0, which all are measured from, and the others above it."
                    )
                );
    }

    private void CheckCovariance()
    {
        for (var i = 0; i < Count; i++)
        for (var j = 0; j < Count; j++)
            if (!double.IsFinite(covariance[(i * Count) + j]))
                throw new UnusableDataException(
                    $"The covariance in row {i + 1}, column {j + 1} is no number."
                );
        for (var i = 0; i < Count; i++)
            if (!(covariance[(i * Count) + i] > 0))
                throw new UnusableDataException(
                    Text(
                        $"The variance of estimate {i + 1} is {covariance[(i * Count) + i]}; it must be above 0. The time that others are measured from is to be left out."
                    )
                );
        for (var i = 0; i < Count; i++)
        for (var j = 0; j < i; j++)
        {
            double below = covariance[(i * Count) + j],
                above = covariance[(j * Count) + i];
            if (Math.Abs(below - above) > Symmetry * StandardError(i) * StandardError(j))
                throw new UnusableDataException(
                    Text(
                        $"The covariance is not symmetric: row {i + 1}, column {j + 1} has {below}, and row {j + 1}, column {i + 1} has {above}."
                    )
                );
            covariance[(i * Count) + j] = covariance[(j * Count) + i] = (below + above) / 2;
        }
        if (LeastPivot() < -Symmetry)
            throw new UnusableDataException(
                "The covariance gives some weighted sum of the estimates a variance below 0, so it is no covariance of anything."
            );
    }

    // Correlations are factored, largest pivot first; a pivot clearly below 0 is a variance below 0 of what is left.
    private double LeastPivot()
    {
        var left = new double[Count * Count];
        for (var i = 0; i < Count; i++)
        for (var j = 0; j < Count; j++)
            left[(i * Count) + j] =
                covariance[(i * Count) + j] / (StandardError(i) * StandardError(j));
        var rest = Enumerable.Range(0, Count).ToList();
        while (rest.Count > 0)
        {
            var at = rest.MaxBy(i => left[(i * Count) + i]);
            var pivot = left[(at * Count) + at];
            rest.Remove(at);
            if (pivot < 1e-12)
            {
                foreach (var i in rest)
                    pivot = Math.Min(pivot, left[(i * Count) + i]);
                return pivot;
            }
            foreach (var i in rest)
            foreach (var j in rest)
                left[(i * Count) + j] -= left[(i * Count) + at] * left[(at * Count) + j] / pivot;
        }
        return 0;
    }

    private static string Text(FormattableString sentence) =>
        sentence.ToString(CultureInfo.InvariantCulture);
}
