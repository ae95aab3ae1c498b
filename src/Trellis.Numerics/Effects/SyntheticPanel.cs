using System.Globalization;
using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>A balanced panel of units of which some are treated from some time on and others never: what synthetic comparisons are made from.</summary>
public sealed record SyntheticPanel
{
    private SyntheticPanel() { }

    /// <summary>Never-treated units first, then treated ones, in order of their names in the data.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Ascending; need not follow on from one another.</summary>
    public required IReadOnlyList<int> Times { get; init; }

    /// <summary>A row a unit, a column a time; less what covariates explain where there are any.</summary>
    public required double[] Outcomes { get; init; }

    /// <summary>For each unit the number of the time from which it is treated; the count of times for a unit never treated.</summary>
    public required int[] FirstTreated { get; init; }

    /// <summary>How many units are never treated.</summary>
    public required int Controls { get; init; }

    /// <summary>What one more of each covariate goes with, as fitted to untreated outcomes; 0 for one left out.</summary>
    public required IReadOnlyList<double> CovariateCoefficients { get; init; }

    /// <summary>What was left out and why.</summary>
    public required IReadOnlyList<Remark> Remarks { get; init; }

    /// <summary>The outcomes of one unit.</summary>
    public ReadOnlySpan<double> Of(int unit) => Outcomes.AsSpan(unit * Times.Count, Times.Count);

    /// <summary>Makes a balanced panel of rows.</summary>
    /// <param name="unit">Whose row it is.</param>
    /// <param name="time">When.</param>
    /// <param name="outcome">NaN for missing: the unit is then left out, or refused where it is treated.</param>
    /// <param name="treated">Whether the unit is treated at that time; once treated, always.</param>
    /// <param name="covariates">
    /// Columns that change in time. Their part is taken out of the outcome first, with coefficients from untreated
    /// outcomes beside effects of units and times ("projected", Kranz 2022), so that weights do not depend on the order of steps.
    /// </param>
    /// <exception cref="UnusableDataException">A row twice, a treatment that ends, a unit treated from the first time, no treated or fewer than two control units, a treated unit with a hole.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static SyntheticPanel From(
        IReadOnlyList<string> unit,
        IReadOnlyList<int> time,
        IReadOnlyList<double> outcome,
        IReadOnlyList<bool> treated,
        IReadOnlyList<NamedColumn>? covariates = null
    )
    {
        covariates ??= [];
        var n = unit.Count;
        if (
            time.Count != n
            || outcome.Count != n
            || treated.Count != n
            || covariates.Any(c => c.Values.Length != n)
        )
            throw new ArgumentException("Units, times, outcomes and treatment differ in number.");
        var nobody = unit.Count(name => !Remark.IsKnown(name));
        if (nobody > 0)
            throw new UnusableDataException(
                $"{nobody} {(nobody == 1 ? "row does" : "rows do")} not say of which unit: give the unit, or take the rows out."
            );
        int[] times = [.. time.Distinct().Order()];
        var timeAt = times.Select((t, i) => (t, i)).ToDictionary(x => x.t, x => x.i);
        var names = new List<string>();
        var unitAt = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in unit)
            if (unitAt.TryAdd(name, names.Count))
                names.Add(name);
        var row = new int[names.Count * times.Length];
        Array.Fill(row, -1);
        var twice = new List<string>();
        for (var i = 0; i < n; i++)
        {
            ref var at = ref row[(unitAt[unit[i]] * times.Length) + timeAt[time[i]]];
            if (at >= 0)
                twice.Add(string.Create(CultureInfo.InvariantCulture, $"{unit[i]} at {time[i]}"));
            at = i;
        }
        if (twice.Count > 0)
            throw new UnusableDataException(
                $"{Remark.Named("pair", twice)} of unit and time {(twice.Count == 1 ? "has" : "have")} more than one row: say which counts."
            );
        var remarks = new List<Remark>();
        var (first, whole) = Histories();
        int[] order =
        [
            .. Enumerable
                .Range(0, names.Count)
                .Where(u => whole[u])
                .OrderBy(u => first[u] < times.Length),
        ];
        var controls = order.Count(u => first[u] == times.Length);
        if (controls == order.Length)
            throw new UnusableDataException(
                "No unit is treated at any time: there is no effect to estimate."
            );
        if (controls < 2)
            throw new UnusableDataException(
                $"{controls} {(controls == 1 ? "unit is" : "units are")} never treated and seen at every time: a synthetic comparison needs two or more."
            );
        var panel = new SyntheticPanel
        {
            Units = [.. order.Select(u => names[u])],
            Times = times,
            Outcomes = Picked(outcome),
            FirstTreated = [.. order.Select(u => first[u])],
            Controls = controls,
            CovariateCoefficients = [],
            Remarks = remarks,
        };
        return covariates.Count == 0 ? panel : Adjusted(panel);

        double[] Picked(IReadOnlyList<double> values)
        {
            var picked = new double[order.Length * times.Length];
            for (var u = 0; u < order.Length; u++)
            for (var t = 0; t < times.Length; t++)
                picked[(u * times.Length) + t] = values[row[(order[u] * times.Length) + t]];
            return picked;
        }

        (int[] First, bool[] Whole) Histories()
        {
            var began = new int[names.Count];
            var seen = new bool[names.Count];
            var (ended, always, holes, holesTreated) = (
                new List<string>(),
                new List<string>(),
                new List<string>(),
                new List<string>()
            );
            for (var u = 0; u < names.Count; u++)
            {
                began[u] = times.Length;
                seen[u] = true;
                var stopped = false;
                for (var t = 0; t < times.Length; t++)
                {
                    var at = row[(u * times.Length) + t];
                    if (
                        at < 0
                        || !double.IsFinite(outcome[at])
                        || covariates.Any(c => !double.IsFinite(c.Values[at]))
                    )
                        seen[u] = false;
                    if (at < 0)
                        continue;
                    if (treated[at])
                        began[u] = Math.Min(began[u], t);
                    else if (began[u] < t)
                        stopped = true;
                }
                if (stopped)
                    ended.Add(names[u]);
                else if (began[u] == 0)
                    always.Add(names[u]);
                else if (!seen[u])
                    (began[u] < times.Length ? holesTreated : holes).Add(names[u]);
            }
            if (ended.Count > 0)
                throw new UnusableDataException(
                    $"The treatment of {Remark.Named("unit", ended)} ends: an effect that may linger has no comparison here."
                );
            if (always.Count > 0)
                throw new UnusableDataException(
                    $"{Remark.Named("unit", always)} treated from the first time on: nothing before treatment can be compared. Leave them out."
                );
            if (holesTreated.Count > 0)
                throw new UnusableDataException(
                    $"Treated: {Remark.Named("unit", holesTreated)} without a figure at every time. A balanced panel is needed: leave out these units or the times they miss."
                );
            if (holes.Count > 0)
                remarks.Add(
                    new Remark(
                        "unbalanced-unit",
                        holes.Count,
                        $"Left out of the controls: {Remark.Named("unit", holes)} without a figure at every time."
                    )
                );
            return (began, seen);
        }

        SyntheticPanel Adjusted(SyntheticPanel raw)
        {
            var columns = covariates.Select(c => Picked(c.Values)).ToArray();
            // Effects of units and times are swept out of untreated rows, outcome and covariates alike.
            var use = new bool[raw.Outcomes.Length];
            for (var u = 0; u < raw.Units.Count; u++)
            for (var t = 0; t < times.Length; t++)
                use[(u * times.Length) + t] = t < raw.FirstTreated[u];
            var swept = columns.Select(c => Swept(c, use, times.Length)).ToArray();
            var weights = Array.ConvertAll(use, b => b ? 1d : 0);
            var fit = LeastSquares.Fit(swept, Swept(raw.Outcomes, use, times.Length), weights);
            // What is left of a column that units and times already say is rounding.
            var nothing = Enumerable
                .Range(0, columns.Length)
                .Where(c =>
                    fit.LeftOut.Contains(c)
                    || SquaresOf(swept[c], weights) <= 1e-12 * SquaresOf(columns[c], weights)
                )
                .ToArray();
            if (nothing.Length > 0)
            {
                remarks.Add(
                    new Remark(
                        "collinear-covariate",
                        nothing.Length,
                        $"{Remark.Named("covariate", [.. nothing.Select(c => covariates[c].Name)])} left out: units, times or earlier covariates already say it."
                    )
                );
                var kept = Enumerable.Range(0, columns.Length).Except(nothing).ToArray();
                var some = LeastSquares.Fit(
                    [.. kept.Select(c => swept[c])],
                    Swept(raw.Outcomes, use, times.Length),
                    weights
                );
                fit = fit with { Coefficients = new double[columns.Length] };
                for (var k = 0; k < kept.Length; k++)
                    fit.Coefficients[kept[k]] = some.Coefficients[k];
            }
            var adjusted = (double[])raw.Outcomes.Clone();
            for (var c = 0; c < columns.Length; c++)
            for (var i = 0; i < adjusted.Length; i++)
                adjusted[i] -= fit.Coefficients[c] * columns[c][i];
            return raw with { Outcomes = adjusted, CovariateCoefficients = fit.Coefficients };
        }
    }

    private static double SquaresOf(double[] values, double[] weights)
    {
        double sum = 0;
        for (var i = 0; i < values.Length; i++)
            sum += weights[i] * values[i] * values[i];
        return sum;
    }

    // Means of units and of times in turn until nothing moves; treated rows are left at 0.
    private static double[] Swept(double[] values, bool[] use, int times)
    {
        var left = new double[values.Length];
        for (var i = 0; i < left.Length; i++)
            left[i] = use[i] ? values[i] : 0;
        var units = values.Length / times;
        var scale = left.Max(Math.Abs);
        for (var round = 0; round < 10_000; round++)
        {
            double moved = 0;
            for (var u = 0; u < units; u++)
                Sweep(u * times, 1, times);
            for (var t = 0; t < times; t++)
                Sweep(t, times, units);
            if (moved <= 1e-14 * scale)
                break;

            void Sweep(int from, int step, int count)
            {
                double sum = 0;
                var number = 0;
                for (var i = 0; i < count; i++)
                    if (use[from + (i * step)])
                    {
                        sum += left[from + (i * step)];
                        number++;
                    }
                if (number == 0)
                    return;
                var mean = sum / number;
                moved = Math.Max(moved, Math.Abs(mean));
                for (var i = 0; i < count; i++)
                    if (use[from + (i * step)])
                        left[from + (i * step)] -= mean;
            }
        }
        return left;
    }
}
