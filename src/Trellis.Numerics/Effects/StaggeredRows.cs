using System.Globalization;
using System.Numerics.Tensors;
using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>Who was seen at one time, by the time from which they are treated, never treated last.</summary>
/// <param name="Observations">For each row its observation; null where row and observation are the same.</param>
/// <param name="Starts">Where each cohort's rows begin, and their number at the end.</param>
/// <param name="Version">Times with one number have the same covariates and weights.</param>
internal sealed record TimeSlice(
    double[] Outcome,
    double[] Weights,
    double[][] Covariates,
    int[]? Observations,
    int[] Starts,
    int Version
);

/// <summary>Rows of a panel made ready: missing and unusable ones left out and counted, cohorts in order, columns by time.</summary>
internal sealed class StaggeredRows
{
    private readonly PanelRows rows;
    private readonly StaggeredDesign design;
    private readonly List<Remark> remarks = [];
    private readonly List<DroppedGroup> dropped = [];
    private readonly double[] first;
    private int[] kept;
    private int[] units = [];
    private string[] names = [];
    private double latest = double.PositiveInfinity;

    public bool Paired { get; private set; }

    /// <summary>Ascending; positive infinity last where there is somebody never treated.</summary>
    public double[] Cohorts { get; private set; } = [];

    /// <summary>The cohorts that get effects, by number.</summary>
    public int[] Groups { get; private set; } = [];

    public int[] Times { get; private set; } = [];

    public TimeSlice[] Slices { get; private set; } = [];

    public string[] Names { get; private set; } = [];

    public double[] FirstTreated { get; private set; } = [];

    public double[] Weights { get; private set; } = [];

    public IReadOnlyList<int[]> Clusters { get; private set; } = [];

    public IReadOnlyList<Remark> Remarks => remarks;

    public IReadOnlyList<DroppedGroup> Dropped => dropped;

    /// <summary>How large outcomes are, so that rounding can be told from variance.</summary>
    public double Scale { get; private set; }

    /// <exception cref="UnusableDataException">The data cannot answer: the sentence says why.</exception>
    public StaggeredRows(PanelRows rows, StaggeredDesign design)
    {
        (this.rows, this.design) = (rows, design);
        ArgumentOutOfRangeException.ThrowIfNegative(design.Anticipation, nameof(design));
        var n = rows.Time.Length;
        if (
            rows.Unit.Count != n
            || rows.FirstTreated.Length != n
            || rows.Outcome.Length != n
            || rows.Covariates.Any(c => c.Values.Length != n)
            || rows.Clusters.Any(c => c.Values.Count != n)
            || (rows.Weights is not null && rows.Weights.Length != n)
        )
            throw new ArgumentException(
                "The columns of the panel are not of one length.",
                nameof(rows)
            );
        if (rows.Clusters.Count > 2)
            throw new ArgumentException(
                "Clusters of one or two variables are known, not of more.",
                nameof(rows)
            );
        if (n == 0)
            throw new UnusableDataException("There are no rows.");
        first = [.. rows.FirstTreated];
        CheckFigures();
        kept = Complete();
        NumberUnits();
        CheckUnits();
        AfterTheEnd();
        if (!HasNeverTreated())
            LastCohortStands();
        AlreadyTreated();
        Paired = design.Sampling == Sampling.BalancedPanel || IsBalanced();
        if (design.Sampling != Sampling.CrossSections && design.Sampling == Sampling.BalancedPanel)
            Balance();
        if (design.Sampling == Sampling.CrossSections)
            Paired = false;
        Arrange();
    }

    private string Line(int row) => rows.Line(row).ToString(CultureInfo.InvariantCulture);

    private static string Say(double time) => time.ToString("0.####", CultureInfo.InvariantCulture);

    private void CheckFigures()
    {
        if (rows.Weights is { } weights)
        {
            int[] negative = [.. Enumerable.Range(0, weights.Length).Where(r => weights[r] < 0)];
            if (negative.Length > 0)
                throw new UnusableDataException(
                    $"Weights are 0 or more; they are negative on {Remark.Named("line", [.. negative.Select(Line)])}."
                );
            if (!weights.Any(w => w > 0))
                throw new UnusableDataException("No row has a weight above 0.");
        }
        if (!rows.Outcome.Any(double.IsFinite))
            throw new UnusableDataException("No row has an outcome.");
        int[] odd =
        [
            .. Enumerable
                .Range(0, first.Length)
                .Where(r => double.IsFinite(first[r]) && first[r] != Math.Floor(first[r])),
        ];
        if (odd.Length > 0)
            throw new UnusableDataException(
                $"The time of first treatment is no whole number on {Remark.Named("line", [.. odd.Select(Line)])}."
            );
    }

    private int[] Complete()
    {
        var complete = new List<int>(first.Length);
        var missing = new List<int>();
        for (var row = 0; row < first.Length; row++)
        {
            var known =
                double.IsFinite(rows.Outcome[row])
                && !double.IsNaN(first[row])
                && (design.Sampling == Sampling.CrossSections || Remark.IsKnown(rows.Unit[row]))
                && (rows.Weights is null || double.IsFinite(rows.Weights[row]));
            for (var k = 0; known && k < rows.Covariates.Count; k++)
                known = double.IsFinite(rows.Covariates[k].Values[row]);
            for (var c = 0; known && c < rows.Clusters.Count; c++)
                known = Remark.IsKnown(rows.Clusters[c].Values[row]);
            (known ? complete : missing).Add(row);
        }
        if (missing.Count > 0)
            remarks.Add(
                new Remark(
                    "missing-figure",
                    missing.Count,
                    $"Left out: {Remark.Named("row", [.. missing.Select(r => "line " + Line(r))])} without a unit, an outcome, a covariate, a weight, a cluster or a time of first treatment."
                )
            );
        return complete.Count > 0
            ? [.. complete]
            : throw new UnusableDataException(
                "No row has an outcome, every covariate, a weight and a cluster together."
            );
    }

    // Units by number in the order they are met; in cross-sections each row is a unit.
    private void NumberUnits()
    {
        units = new int[first.Length];
        if (design.Sampling == Sampling.CrossSections)
        {
            for (var row = 0; row < units.Length; row++)
                units[row] = row;
            return;
        }
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var last = "";
        var lastNumber = -1;
        foreach (var row in kept)
        {
            var name = rows.Unit[row];
            // Rows of a unit mostly lie together.
            if (lastNumber < 0 || !string.Equals(name, last, StringComparison.Ordinal))
            {
                if (!numbers.TryGetValue(name, out lastNumber))
                    numbers.Add(name, lastNumber = numbers.Count);
                last = name;
            }
            units[row] = lastNumber;
        }
        names = [.. numbers.Keys];
    }

    private void CheckUnits()
    {
        if (design.Sampling == Sampling.CrossSections)
            return;
        var firstRow = new int[names.Length];
        Array.Fill(firstRow, -1);
        var switching = new SortedSet<int>();
        var moving = rows.Clusters.Select(_ => new SortedSet<int>()).ToArray();
        foreach (var row in kept)
        {
            var unit = units[row];
            if (firstRow[unit] < 0)
                firstRow[unit] = row;
            else if (!first[row].Equals(first[firstRow[unit]]))
                switching.Add(unit);
            for (var c = 0; c < moving.Length; c++)
            {
                var labels = rows.Clusters[c].Values;
                if (!string.Equals(labels[row], labels[firstRow[unit]], StringComparison.Ordinal))
                    moving[c].Add(unit);
            }
        }
        if (switching.Count > 0)
            throw new UnusableDataException(
                $"The time of first treatment changes within {Remark.Named("unit", [.. switching.Select(u => names[u])])}. A treatment that switches off, or begins twice, is not one these methods can tell the effect of: give each unit the time of its first treatment on all its rows."
            );
        for (var c = 0; c < moving.Length; c++)
            if (moving[c].Count > 0)
                throw new UnusableDataException(
                    $"The cluster '{rows.Clusters[c].Name}' changes within {Remark.Named("unit", [.. moving[c].Select(u => names[u])])}. Give each unit one cluster for all its rows."
                );
        var times = new TimeNumbers(kept, rows.Time);
        var seen = new System.Collections.BitArray(checked(names.Length * times.Times.Length));
        var twice = new List<string>();
        foreach (var row in kept)
        {
            var at = (units[row] * times.Times.Length) + times.Of(rows.Time[row]);
            if (seen[at])
                twice.Add($"{rows.Unit[row]} at {Say(rows.Time[row])}, line {Line(row)}");
            seen[at] = true;
        }
        if (twice.Count > 0)
            throw new UnusableDataException(
                $"Seen more than once at one time: {Remark.Named("row", twice)}. Keep one row a unit and time."
            );
    }

    // Times of the rows kept, ascending.
    private int[] KeptTimes() => new TimeNumbers(kept, rows.Time).Times;

    // When the rows kept are first treated, ascending. Rows of a unit mostly lie together.
    private double[] KeptCohorts()
    {
        var cohorts = new SortedSet<double>();
        var last = double.NaN;
        foreach (var row in kept)
            if (first[row] != last)
                cohorts.Add(last = first[row]);
        return [.. cohorts];
    }

    private bool HasNeverTreated() =>
        Array.Exists(kept, row => double.IsPositiveInfinity(first[row]));

    private int Different(IEnumerable<int> some) => some.Select(r => units[r]).Distinct().Count();

    private string Observations(int count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count} {(design.Sampling == Sampling.CrossSections ? "row" : "unit")}{(count == 1 ? "" : "s")}"
        );

    // Treated later than anybody was looked at: never, as far as can be seen, unless anticipation reaches into the panel.
    private void AfterTheEnd()
    {
        var end = kept.Max(row => rows.Time[row]) + design.Anticipation;
        int[] later = [.. kept.Where(row => double.IsFinite(first[row]) && first[row] > end)];
        if (later.Length == 0)
            return;
        var count = Different(later);
        foreach (var row in later)
            first[row] = double.PositiveInfinity;
        remarks.Add(
            new Remark(
                "treated-after-the-end",
                count,
                $"{Observations(count)} first treated after {Say(end)} count as never treated: nobody is looked at so late."
            )
        );
    }

    // Nobody is never treated: the last cohort stands for them until it is treated itself, as in did.
    private void LastCohortStands()
    {
        latest = kept.Max(row => first[row]);
        var end = latest - design.Anticipation;
        var before = kept.Length;
        kept = [.. kept.Where(row => rows.Time[row] < end)];
        if (kept.Length == 0)
            throw new UnusableDataException(
                $"There are no controls: nobody is never treated, and no time lies before the last group's treatment at {Say(latest)}. Give 0 (or nothing) as the time of first treatment of who is never treated."
            );
        var never = design.Controls == ControlGroup.NeverTreated;
        if (never)
            foreach (var row in kept)
                if (first[row] >= latest)
                    first[row] = double.PositiveInfinity;
        remarks.Add(
            new Remark(
                "no-never-treated",
                before - kept.Length,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Nobody is never treated. The last group, treated at {Say(latest)}, stands for them and gets no effect of its own; {before - kept.Length} rows from {Say(end)} on are left out."
                )
            )
        );
        dropped.RemoveAll(d => d.Group == (int)latest);
        dropped.Add(
            new DroppedGroup(
                (int)latest,
                Different(kept.Where(r => first[r] >= latest)),
                "It is the last to be treated and stands for the never treated, of whom there are none."
            )
        );
    }

    private void AlreadyTreated()
    {
        var start = kept.Min(row => rows.Time[row]) + design.Anticipation;
        int[] already = [.. kept.Where(row => first[row] <= start)];
        if (already.Length == 0)
            return;
        foreach (var group in already.GroupBy(row => first[row]).OrderBy(g => g.Key))
            dropped.Add(
                new DroppedGroup(
                    (int)group.Key,
                    Different(group),
                    $"It has no time before treatment{(design.Anticipation > 0 ? " and its anticipation" : "")}: nobody is looked at before {Say(kept.Min(row => rows.Time[row]))}."
                )
            );
        var count = Different(already);
        remarks.Add(
            new Remark(
                "already-treated",
                count,
                $"Left out: {Observations(count)} already treated at the first time ({string.Join(", ", already.Select(r => first[r]).Distinct().Order().Select(Say))}), who can show no change."
            )
        );
        kept = [.. kept.Where(row => !(first[row] <= start))];
        if (kept.Length == 0)
            throw new UnusableDataException(
                "Everybody is already treated at the first time, so nobody shows a change."
            );
    }

    private bool IsBalanced() =>
        design.Sampling == Sampling.UnbalancedPanel
        && kept.Length == (long)Different(kept) * KeptTimes().Length;

    private void Balance()
    {
        var times = KeptTimes().Length;
        var seen = new int[names.Length];
        foreach (var row in kept)
            seen[units[row]]++;
        var partly = Enumerable
            .Range(0, seen.Length)
            .Where(u => seen[u] > 0 && seen[u] < times)
            .ToArray();
        if (partly.Length == 0)
            return;
        var lost = kept.Where(row => seen[units[row]] < times)
            .Select(row => first[row])
            .Distinct()
            .ToArray();
        kept = [.. kept.Where(row => seen[units[row]] == times)];
        remarks.Add(
            new Remark(
                "not-at-every-time",
                partly.Length,
                $"Left out: {Remark.Named("unit", [.. partly.Select(u => names[u])])} not seen at every time. Ask for an unbalanced panel to use them where they are seen."
            )
        );
        if (kept.Length == 0)
            throw new UnusableDataException(
                "No unit is seen at every time. Ask for an unbalanced panel, or for cross-sections."
            );
        foreach (
            var group in lost.Except(kept.Select(r => first[r])).Where(double.IsFinite).Order()
        )
            if (!group.Equals(latest))
                dropped.Add(
                    new DroppedGroup(
                        (int)group,
                        0,
                        "None of its units is seen at every time. Ask for an unbalanced panel to use them where they are seen."
                    )
                );
        // Balancing may have taken all who could stand for the untreated.
        if (!HasNeverTreated() && (double.IsInfinity(latest) || kept.Max(r => first[r]) < latest))
            LastCohortStands();
    }

    private void Arrange()
    {
        Times = KeptTimes();
        if (Times.Length < 2)
            throw new UnusableDataException(
                $"Only one time is left ({Say(Times[0])}); a change needs two."
            );
        Cohorts = KeptCohorts();
        Groups =
        [
            .. Enumerable
                .Range(0, Cohorts.Length)
                .Where(c =>
                    double.IsFinite(Cohorts[c])
                    && Cohorts[c] > Times[0] + design.Anticipation
                    && (HasNeverTreated() || Cohorts[c] < latest)
                ),
        ];
        if (Groups.Length == 0)
            throw new UnusableDataException(
                double.IsFinite(latest)
                    ? $"There are no controls: nobody is never treated, and the only group ({Say(latest)}) would have to stand for itself. Two groups seen before treatment, or somebody never treated, are needed."
                    : $"Nobody is treated after the first time{(design.Anticipation > 0 ? " and its anticipation" : "")} while the panel lasts, {Say(Times[0])} to {Say(Times[^1])}. Give each treated unit the time of its first treatment, on the scale of the times, and 0 (or nothing) to who never is."
            );
        if (!HasNeverTreated() && design.Controls == ControlGroup.NeverTreated)
            throw new UnusableDataException("There are no controls: nobody is never treated.");
        var cohort = new int[first.Length];
        var last = 0;
        foreach (var row in kept)
        {
            if (Cohorts[last] != first[row])
                last = Array.BinarySearch(Cohorts, first[row]);
            cohort[row] = last;
        }
        var observation = NumberObservations(cohort);
        Slice(cohort, observation);
        SmallGroups(cohort);
        NumberClusters(observation);
        Scale = kept.Max(row => Math.Abs(rows.Outcome[row]));
        if (Array.TrueForAll(Times, IsTwoYears))
            remarks.Add(
                new Remark(
                    "times-of-two-years",
                    Times.Length,
                    $"Times look like school years told by both their years ({Say(Times[0])}): one year on counts as {Say(Times[1] - Times[0])}. Give the year in which each begins, or ends, to have times since treatment in years."
                )
            );
    }

    // 201819 for 2018 to 2019.
    private static bool IsTwoYears(int time) =>
        time is >= 190001 and <= 209999 && ((time / 100) + 1) % 100 == time % 100;

    // Observations by cohort, and in each cohort as they are met.
    private int[] NumberObservations(int[] cohort)
    {
        var observation = new int[first.Length];
        var alone = design.Sampling == Sampling.CrossSections;
        var seen = new bool[alone ? first.Length : names.Length];
        var firstRows = new List<int>();
        foreach (var row in kept)
            if (!seen[units[row]])
            {
                seen[units[row]] = true;
                firstRows.Add(row);
            }
        int[] inOrder = [.. firstRows.OrderBy(row => cohort[row])];
        var numbers = new int[seen.Length];
        for (var i = 0; i < inOrder.Length; i++)
            numbers[units[inOrder[i]]] = i;
        foreach (var row in kept)
            observation[row] = numbers[units[row]];
        FirstTreated = [.. inOrder.Select(row => first[row])];
        Names = [.. inOrder.Select(row => alone ? Line(row) : names[units[row]])];
        Weights = new double[inOrder.Length];
        if (rows.Weights is not { } weights)
            Array.Fill(Weights, 1);
        else
        {
            // A balanced panel counts units by their first weight, others by their mean weight, as did does.
            var times = new int[inOrder.Length];
            foreach (var row in kept)
                if (!Paired || rows.Time[row] == Times[0])
                {
                    Weights[observation[row]] += weights[row];
                    times[observation[row]]++;
                }
            for (var i = 0; i < times.Length; i++)
                Weights[i] /= times[i];
            var mean = TensorPrimitives.Sum<double>(Weights) / times.Length;
            if (!(mean > 0))
                throw new UnusableDataException("No unit has a weight above 0 at the first time.");
            TensorPrimitives.Divide(Weights, mean, Weights);
        }
        return observation;
    }

    private void Slice(int[] cohort, int[] observation)
    {
        var numbers = new TimeNumbers(kept, rows.Time);
        var byTime = new List<int>[Times.Length];
        for (var t = 0; t < byTime.Length; t++)
            byTime[t] = new List<int>(kept.Length / Times.Length);
        foreach (var row in ByObservation(observation))
            byTime[numbers.Of(rows.Time[row])].Add(row);
        // A covariate far from 0 beside its spread (a year, a postcode) would be told from the constant badly; measured from its
        // mean it is told well, and no effect changes.
        double[] means =
        [
            .. rows.Covariates.Select(c => kept.Sum(row => c.Values[row]) / kept.Length),
        ];
        var slices = new TimeSlice[Times.Length];
        Parallel.For(
            0,
            slices.Length,
            t =>
            {
                var own = byTime[t].ToArray();
                var starts = new int[Cohorts.Length + 1];
                foreach (var row in own)
                    starts[cohort[row] + 1]++;
                for (var c = 0; c < Cohorts.Length; c++)
                    starts[c + 1] += starts[c];
                slices[t] = new TimeSlice(
                    Column(own, rows.Outcome),
                    Column(own, rows.Weights),
                    [.. rows.Covariates.Select((c, k) => Column(own, c.Values, means[k]))],
                    Paired ? null : Array.ConvertAll(own, row => observation[row]),
                    starts,
                    t
                );
            }
        );
        // What does not change with time stands once.
        for (var t = 1; Paired && t < slices.Length; t++)
        {
            var (now, before) = (slices[t], slices[t - 1]);
            var weights = now.Weights;
            var same = Share(ref weights, before.Weights);
            for (var k = 0; k < now.Covariates.Length; k++)
                same &= Share(ref now.Covariates[k], before.Covariates[k]);
            slices[t] = now with { Weights = weights, Version = same ? before.Version : t };
        }
        Slices = slices;
    }

    private int[] ByObservation(int[] observation)
    {
        var at = new int[FirstTreated.Length + 1];
        foreach (var row in kept)
            at[observation[row] + 1]++;
        for (var i = 1; i < at.Length; i++)
            at[i] += at[i - 1];
        var sorted = new int[kept.Length];
        foreach (var row in kept)
            sorted[at[observation[row]]++] = row;
        return sorted;
    }

    private static double[] Column(int[] own, double[]? values, double from = 0)
    {
        var column = new double[own.Length];
        if (values is null)
            Array.Fill(column, 1);
        else
            for (var i = 0; i < own.Length; i++)
                column[i] = values[own[i]] - from;
        return column;
    }

    private static bool Share(ref double[] column, double[] before)
    {
        if (!column.AsSpan().SequenceEqual(before))
            return false;
        column = before;
        return true;
    }

    private void SmallGroups(int[] cohort)
    {
        var sizes = new int[Cohorts.Length];
        foreach (var row in kept)
            sizes[cohort[row]]++;
        var least = rows.Covariates.Count + 5;
        string[] small =
        [
            .. Enumerable
                .Range(0, sizes.Length)
                .Where(c => (double)sizes[c] / Times.Length < least)
                .Select(c => double.IsFinite(Cohorts[c]) ? Say(Cohorts[c]) : "never treated"),
        ];
        if (small.Length > 0)
            remarks.Add(
                new Remark(
                    "small-group",
                    small.Length,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Remark.Named("group", small)} with fewer than {least} a time: their standard errors are likely too small."
                    )
                )
            );
    }

    private void NumberClusters(int[] observation)
    {
        Clusters =
        [
            .. rows.Clusters.Select(variable =>
            {
                var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
                var cluster = new int[FirstTreated.Length];
                foreach (var row in kept)
                {
                    if (!numbers.TryGetValue(variable.Values[row], out var number))
                        numbers.Add(variable.Values[row], number = numbers.Count);
                    cluster[observation[row]] = number;
                }
                if (numbers.Count < 2)
                    throw new UnusableDataException(
                        $"All rows lie in one cluster of '{variable.Name}': nothing can be told from how clusters differ."
                    );
                return cluster;
            }),
        ];
    }
}
