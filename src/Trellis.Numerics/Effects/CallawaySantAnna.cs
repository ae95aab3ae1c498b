using System.Globalization;
using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>What treatment did to each group at each time where groups are treated at different times.</summary>
/// <remarks>
/// <para>
/// Callaway and Sant'Anna, "Difference-in-differences with multiple time periods", Journal of Econometrics 225 (2021): for
/// each group and time a comparison of two groups at two times (Sant'Anna and Zhao 2020), with who is never or not yet treated.
/// Answers are those of R's did 2.5.1. Covariates and weights of a balanced panel are those of the earlier of the two times;
/// otherwise each row has its own.
/// </para>
/// <para>
/// The base is the last time anybody was looked at before treatment: where 2020 and 2021 are missing, 2019 for a group treated
/// in 2022. Every cell says from when it is measured; times since treatment count the holes.
/// </para>
/// <para>Groups share the cores; each group's times follow one another, so answers are the same on any number of cores.</para>
/// </remarks>
/// <example>
/// <code>
/// var effects = CallawaySantAnna.Estimate(rows, new StaggeredDesign { Controls = ControlGroup.NotYetTreated });
/// var overall = Aggregates.Simple(effects).Overall;   // Effect, StandardError
/// </code>
/// </example>
public static class CallawaySantAnna
{
    /// <summary>The effects, with standard errors from influence functions.</summary>
    /// <param name="rows">The panel, in any order.</param>
    /// <param name="design">How to estimate; null for doubly robust, never treated, varying base.</param>
    /// <param name="cores">On how many cores at most; −1 for all. The answer does not depend on it.</param>
    /// <returns>Cells by group, then time. A cell that the data cannot answer is NaN, with its reason in <see cref="GroupTimeEffects.Unanswered"/>.</returns>
    /// <exception cref="UnusableDataException">
    /// No group can be estimated, a unit is seen twice at one time, its time of first treatment or cluster changes, weights are
    /// negative, there are no controls, or no outcome is known: the sentence names rows, units or groups.
    /// </exception>
    /// <exception cref="ArgumentException">Columns are not of one length.</exception>
    public static GroupTimeEffects Estimate(
        PanelRows rows,
        StaggeredDesign? design = null,
        int cores = -1
    )
    {
        design ??= new StaggeredDesign();
        var ready = new StaggeredRows(rows, design);
        var perGroup = ready.Times.Length - (design.Base == BasePeriod.Varying ? 1 : 0);
        var cells = new CellEstimate?[ready.Groups.Length * perGroup];
        Parallel.For(
            0,
            ready.Groups.Length,
            new ParallelOptions { MaxDegreeOfParallelism = cores },
            () => new GroupWork(ready, design),
            (g, _, work) =>
            {
                work.Begin(ready.Groups[g]);
                for (var i = 0; i < perGroup; i++)
                {
                    var time = design.Base == BasePeriod.Varying ? i + 1 : i;
                    if (design.Asks(ready.Times[time] - (int)ready.Cohorts[ready.Groups[g]]))
                        cells[(g * perGroup) + i] = work.At(time);
                }
                return work;
            },
            _ => { }
        );
        CellEstimate[] estimates = [.. cells.OfType<CellEstimate>()];
        return new GroupTimeEffects
        {
            Cells = [.. estimates.Select(e => e.Cell)],
            Influence = [.. estimates.Select(e => e.Influence)],
            FirstTreated = ready.FirstTreated,
            Weights = ready.Weights,
            Clusters = ready.Clusters,
            Times = ready.Times,
            Anticipation = design.Anticipation,
            Units = ready.Names,
            Dropped = [.. ready.Dropped.OrderBy(d => d.Group)],
            Unanswered =
            [
                .. estimates
                    .Where(e => e.Reason is not null)
                    .Select(e => new UnansweredCell(e.Cell.Group, e.Cell.Time, e.Reason!)),
            ],
            Remarks = [.. ready.Remarks, .. Remarks(rows, estimates)],
        };
    }

    private static IEnumerable<Remark> Remarks(PanelRows rows, CellEstimate[] estimates)
    {
        for (var k = 0; k < rows.Covariates.Count; k++)
            if (estimates.Count(e => e.LeftOut.Contains(k + 1)) is var count and > 0)
                yield return new Remark(
                    "covariate-left-out",
                    count,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The covariate '{rows.Covariates[k].Name}' is constant, or said by those before it, in {count} of {estimates.Length} cells; left out there, which changes no effect."
                    )
                );
        if (estimates.Count(e => e.Trimmed > 0) is var trimmed and > 0)
            yield return new Remark(
                "trimmed",
                estimates.Sum(e => e.Trimmed),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"In {trimmed} cells controls whose chance of treatment is {PairedComparison.Trim} or more are left out, {estimates.Sum(e => e.Trimmed)} in all."
                )
            );
        if (estimates.Where(e => e.Reason is not null).ToArray() is { Length: > 0 } unanswered)
            yield return new Remark(
                "cell-unanswered",
                unanswered.Length,
                $"No effect for {Remark.Named("cell", [.. unanswered.Select(e => string.Create(CultureInfo.InvariantCulture, $"group {e.Cell.Group} at {e.Cell.Time}"))])}: {unanswered[0].Reason}"
            );
    }

    private readonly record struct CellEstimate(
        GroupTimeEffect Cell,
        double[] Influence,
        string? Reason,
        IReadOnlyList<int> LeftOut,
        int Trimmed
    );

    /// <summary>The room one core works in: the comparisons of a group, one time after the other.</summary>
    private sealed class GroupWork
    {
        private readonly StaggeredRows ready;
        private readonly StaggeredDesign design;
        private readonly PackedColumns x = new();
        private readonly double[] nothing;
        private PairedComparison paired = new();
        private readonly CrossSectionComparison sections = new();
        private double[] outcome = [];
        private double[] weights = [];
        private double[] influence = [];
        private int cohort;
        private int group;
        private (int Version, int From, int Own) packed = (-1, -1, -1);

        public GroupWork(StaggeredRows ready, StaggeredDesign design)
        {
            (this.ready, this.design) = (ready, design);
            nothing = new double[ready.FirstTreated.Length];
        }

        public void Begin(int cohort)
        {
            // Each group begins anew: which groups a core had before may not show in the last digit.
            this.cohort = cohort;
            group = (int)ready.Cohorts[cohort];
            paired = new PairedComparison();
            packed = (-1, -1, -1);
        }

        public CellEstimate At(int time)
        {
            var before = Array.FindLastIndex(ready.Times, t => t + design.Anticipation < group);
            var from =
                design.Base == BasePeriod.Universal || group <= ready.Times[time]
                    ? before
                    : time - 1;
            if (from == time)
                return new CellEstimate(
                    new GroupTimeEffect(
                        group,
                        ready.Times[time],
                        0,
                        double.NaN,
                        Reference: true,
                        ready.Times[from]
                    ),
                    nothing,
                    null,
                    [],
                    0
                );
            // Controls are who is treated after both times, or never.
            var end = ready.Times[Math.Max(time, from)] + design.Anticipation;
            var controls = Array.FindIndex(
                ready.Cohorts,
                c =>
                    double.IsPositiveInfinity(c)
                    || (design.Controls == ControlGroup.NotYetTreated && c > end)
            );
            if (controls < 0 || (controls == cohort && cohort == ready.Cohorts.Length - 1))
                return Unanswered(
                    time,
                    from,
                    "Everybody else is treated by then, so there are no controls.",
                    [],
                    0
                );
            return ready.Paired ? Paired(time, from, controls) : Sections(time, from, controls);
        }

        private CellEstimate Paired(int time, int from, int controls)
        {
            var (after, before) = (ready.Slices[time], ready.Slices[from]);
            var earlier = ready.Slices[Math.Min(time, from)];
            var parts = Parts(earlier.Starts, controls);
            var rows = parts.Sum(p => p.Count);
            var key = (earlier.Version, controls, cohort);
            var same = key == packed;
            if (!same)
            {
                Resize(rows);
                x.Resize(earlier.Covariates.Length + 1, rows);
                x.Column(0).Fill(1);
                for (var k = 0; k < earlier.Covariates.Length; k++)
                    Gather(earlier.Covariates[k], parts, x.Column(k + 1));
                Gather(earlier.Weights, parts, weights);
                Scale(weights.AsSpan(0, rows));
                packed = key;
            }
            var at = 0;
            foreach (var (start, count) in parts)
            {
                ColumnLoops.Subtract(
                    after.Outcome.AsSpan(start, count),
                    before.Outcome.AsSpan(start, count),
                    outcome.AsSpan(at, count)
                );
                at += count;
            }
            var effect = paired.Effect(
                design.Method,
                x,
                parts[0].Count,
                outcome.AsSpan(0, rows),
                weights.AsSpan(0, rows),
                influence.AsSpan(0, rows),
                same,
                needsOverlap: true,
                out var noAnswer
            );
            if (noAnswer != NoAnswer.None)
                return Unanswered(
                    time,
                    from,
                    TwoPeriodComparison.Why(noAnswer),
                    paired.LeftOut,
                    paired.Trimmed
                );
            var own = new double[ready.FirstTreated.Length];
            at = 0;
            foreach (var (start, count) in parts)
            {
                ColumnLoops.Scale(
                    influence.AsSpan(at, count),
                    (double)own.Length / rows,
                    own.AsSpan(start, count)
                );
                at += count;
            }
            return Answer(time, from, effect, own, paired.LeftOut, paired.Trimmed);
        }

        private CellEstimate Sections(int time, int from, int controls)
        {
            TimeSlice[] slices = [ready.Slices[from], ready.Slices[time]];
            var parts = slices.Select(s => Parts(s.Starts, controls)).ToArray();
            var rows = parts.Sum(p => p.Sum(q => q.Count));
            Resize(rows);
            x.Resize(slices[0].Covariates.Length + 1, rows);
            x.Column(0).Fill(1);
            var counts = new int[4];
            var at = 0;
            // Treated before and after, then controls before and after.
            for (var block = 0; block < 4; block++)
            {
                var slice = slices[block & 1];
                var own = block < 2 ? parts[block & 1][..1] : parts[block & 1][1..];
                counts[block] = own.Sum(p => p.Count);
                Gather(slice.Outcome, own, outcome.AsSpan(at));
                Gather(slice.Weights, own, weights.AsSpan(at));
                for (var k = 0; k < slice.Covariates.Length; k++)
                    Gather(slice.Covariates[k], own, x.Column(k + 1)[at..]);
                at += counts[block];
            }
            for (var block = 0; block < 4; block++)
                if (counts[block] == 0)
                    return Unanswered(
                        time,
                        from,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"No {(block < 2 ? "row of the group" : "control")} is seen at {ready.Times[(block & 1) == 0 ? from : time]}."
                        ),
                        [],
                        0
                    );
            Scale(weights.AsSpan(0, rows));
            var effect = sections.Effect(
                design.Method,
                x,
                (counts[0], counts[1], counts[2], counts[3]),
                outcome.AsSpan(0, rows),
                weights.AsSpan(0, rows),
                influence.AsSpan(0, rows),
                needsOverlap: true,
                out var noAnswer
            );
            if (noAnswer != NoAnswer.None)
                return Unanswered(
                    time,
                    from,
                    TwoPeriodComparison.Why(noAnswer),
                    sections.LeftOut,
                    sections.Trimmed
                );
            var all = new double[ready.FirstTreated.Length];
            var scale = (double)all.Length / rows;
            at = 0;
            for (var block = 0; block < 4; block++)
            {
                var own = block < 2 ? parts[block & 1][..1] : parts[block & 1][1..];
                foreach (var (start, count) in own)
                    for (var i = 0; i < count; i++)
                        all[slices[block & 1].Observations![start + i]] += scale * influence[at++];
            }
            return Answer(time, from, effect, all, sections.LeftOut, sections.Trimmed);
        }

        // The group's rows, then those of its controls, who may lie on both sides of it.
        private (int Start, int Count)[] Parts(int[] starts, int controls)
        {
            var own = (starts[cohort], starts[cohort + 1] - starts[cohort]);
            return controls > cohort
                ? [own, (starts[controls], starts[^1] - starts[controls])]
                :
                [
                    own,
                    (starts[controls], starts[cohort] - starts[controls]),
                    (starts[cohort + 1], starts[^1] - starts[cohort + 1]),
                ];
        }

        private static void Gather(double[] from, (int Start, int Count)[] parts, Span<double> to)
        {
            foreach (var (start, count) in parts)
            {
                from.AsSpan(start, count).CopyTo(to);
                to = to[count..];
            }
        }

        private static void Scale(Span<double> weights)
        {
            var mean = ColumnLoops.Sum(weights) / weights.Length;
            if (mean > 0)
                ColumnLoops.Scale(weights, 1 / mean, weights);
        }

        private CellEstimate Answer(
            int time,
            int from,
            double effect,
            double[] own,
            IReadOnlyList<int> leftOut,
            int trimmed
        )
        {
            var error = InfluenceFunctions.StandardError(own, ready.Clusters);
            // Below this it is rounding: nothing varies.
            if (!(error > 1e-12 * ready.Scale))
                error = double.NaN;
            return new CellEstimate(
                new GroupTimeEffect(
                    group,
                    ready.Times[time],
                    effect,
                    error,
                    From: ready.Times[from]
                ),
                own,
                null,
                leftOut,
                trimmed
            );
        }

        private CellEstimate Unanswered(
            int time,
            int from,
            string reason,
            IReadOnlyList<int> leftOut,
            int trimmed
        ) =>
            new(
                new GroupTimeEffect(
                    group,
                    ready.Times[time],
                    double.NaN,
                    double.NaN,
                    From: ready.Times[from]
                ),
                nothing,
                reason,
                leftOut,
                trimmed
            );

        private void Resize(int rows)
        {
            if (outcome.Length >= rows)
                return;
            outcome = new double[rows];
            weights = new double[rows];
            influence = new double[rows];
        }
    }
}
