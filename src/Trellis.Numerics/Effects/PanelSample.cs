using System.Globalization;
using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>The rows of a panel that can be used, checked, with units numbered; what could not is remarked on.</summary>
internal sealed class PanelSample
{
    private PanelSample() { }

    /// <summary>The number of each used row in the panel as it came.</summary>
    public required int[] Rows { get; init; }

    public required FixedEffect Unit { get; init; }

    public required FixedEffect Period { get; init; }

    public required int[] Time { get; init; }

    /// <summary>The time from which the unit of each row is treated; <see cref="Never"/> for those that are not while the panel lasts.</summary>
    public required int[] First { get; init; }

    public required double[] Outcome { get; init; }

    public required IReadOnlyList<NamedColumn> Covariates { get; init; }

    public required double[]? Weights { get; init; }

    /// <summary>Units where nothing else is said.</summary>
    public required IReadOnlyList<FixedEffect> Clusters { get; init; }

    public required IReadOnlyList<Remark> Remarks { get; init; }

    /// <summary>Rows of the panel that are not used.</summary>
    public required int Dropped { get; init; }

    /// <summary>Later than any time.</summary>
    public const int Never = int.MaxValue;

    public int Count => Rows.Length;

    /// <summary>The first times at which units become treated, ascending.</summary>
    public int[] Cohorts() => [.. First.Where(f => f != Never).Distinct().Order()];

    public double Weight(int row) => Weights is null ? 1 : Weights[row];

    /// <param name="dropTreatedThroughout">Whether units that are treated at all their times are of no use.</param>
    /// <exception cref="UnusableDataException">The panel contradicts itself or holds nothing to go by: rows, units or groups are named.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static PanelSample Of(PanelRows panel, bool dropTreatedThroughout)
    {
        var n = panel.Time.Length;
        if (
            panel.Unit.Count != n
            || panel.FirstTreated.Length != n
            || panel.Outcome.Length != n
            || panel.Covariates.Any(c => c.Values.Length != n)
            || panel.Clusters.Any(c => c.Values.Count != n)
            || (panel.Weights is { } w && w.Length != n)
        )
            throw new ArgumentException("The columns of the panel are not of one length.");
        if (n == 0)
            throw new UnusableDataException("The panel has no rows.");
        if (panel.Clusters.Count > 2)
            throw new UnusableDataException("Clusters are told by one column or two.");
        var remarks = new List<Remark>();
        Weigh(panel);
        var kept = Complete(panel, remarks);
        var units = FixedEffect.Of("unit", panel.Unit);
        Once(panel, units, kept);
        OneStart(panel, units);
        var last = kept.Max(row => panel.Time[row]);
        var starts = new int[n];
        for (var row = 0; row < n; row++)
            starts[row] = panel.FirstTreated[row] > last ? Never : (int)panel.FirstTreated[row];
        if (dropTreatedThroughout)
            kept = Untreated(panel, units, starts, kept, remarks);
        var rows = kept.ToArray();
        FixedEffect[] clusters =
        [
            .. panel.Clusters.Select(c => FixedEffect.Of(c.Name, c.Values).At(rows)),
        ];
        if (Array.Find(clusters, c => c.Count < 2) is { } one)
            throw new UnusableDataException(
                $"All rows lie in one cluster of '{one.Name}': nothing can be told from how clusters differ."
            );
        return new PanelSample
        {
            Rows = rows,
            Unit = units.At(rows),
            Period = FixedEffect.Of("time", (int[])[.. rows.Select(r => panel.Time[r])]),
            Time = [.. rows.Select(r => panel.Time[r])],
            First = [.. rows.Select(r => starts[r])],
            Outcome = [.. rows.Select(r => panel.Outcome[r])],
            Covariates =
            [
                .. panel.Covariates.Select(c => new NamedColumn(
                    c.Name,
                    [.. rows.Select(r => c.Values[r])]
                )),
            ],
            Weights = panel.Weights is { } weights ? [.. rows.Select(r => weights[r])] : null,
            Clusters = clusters.Length == 0 ? [units.At(rows)] : clusters,
            Remarks = remarks,
            Dropped = n - rows.Length,
        };
    }

    private static void Weigh(PanelRows panel)
    {
        if (panel.Weights is not { } weights)
            return;
        var wrong = Enumerable.Range(0, weights.Length).Where(r => weights[r] < 0).ToArray();
        if (wrong.Length > 0)
            throw new UnusableDataException(
                $"A weight is 0 or more; {Lines(panel, wrong)} {(wrong.Length == 1 ? "has" : "have")} one below 0."
            );
    }

    private static List<int> Complete(PanelRows panel, List<Remark> remarks)
    {
        List<int> kept = [.. Enumerable.Range(0, panel.Time.Length)];
        Leave("missing-outcome", "without an outcome", r => double.IsFinite(panel.Outcome[r]));
        if (kept.Count == 0)
            throw new UnusableDataException("No row has an outcome.");
        foreach (var covariate in panel.Covariates)
            Leave(
                "missing-covariate",
                $"without '{covariate.Name}'",
                r => double.IsFinite(covariate.Values[r])
            );
        if (panel.Weights is { } weights)
        {
            Leave("missing-weight", "without a weight", r => double.IsFinite(weights[r]));
            Leave("no-weight", "with a weight of 0", r => weights[r] > 0);
        }
        Leave("missing-unit", "without a unit", r => Remark.IsKnown(panel.Unit[r]));
        foreach (var cluster in panel.Clusters)
            Leave(
                "missing-cluster",
                $"without '{cluster.Name}'",
                r => Remark.IsKnown(cluster.Values[r])
            );
        Leave(
            "missing-group",
            "that do not say when treatment began",
            r => !double.IsNaN(panel.FirstTreated[r])
        );
        if (kept.Count == 0)
            throw new UnusableDataException(
                "No row has a unit, an outcome, all covariates, a weight, a cluster and a group."
            );
        return kept;

        void Leave(string code, string words, Func<int, bool> whole)
        {
            var without = kept.Where(r => !whole(r)).ToArray();
            if (without.Length == 0)
                return;
            kept.RemoveAll(r => !whole(r));
            remarks.Add(
                new Remark(code, without.Length, $"{Lines(panel, without)} {words}: left out.")
            );
        }
    }

    private static void Once(PanelRows panel, FixedEffect units, List<int> kept)
    {
        var seen = new Dictionary<long, int>(kept.Count);
        var twice = new List<string>();
        foreach (var row in kept)
            if (!seen.TryAdd(((long)units.Level[row] << 32) | (uint)panel.Time[row], row))
                twice.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"'{panel.Unit[row]}' at {panel.Time[row]} on lines {panel.Line(seen[((long)units.Level[row] << 32) | (uint)panel.Time[row]])} and {panel.Line(row)}"
                    )
                );
        if (twice.Count > 0)
            throw new UnusableDataException(
                $"A unit has one row a time; there is {Remark.Named("second row", twice)}."
            );
    }

    private static void OneStart(PanelRows panel, FixedEffect units)
    {
        var start = new double[units.Count];
        Array.Fill(start, double.NaN);
        var wrong = new SortedSet<int>();
        for (var row = 0; row < panel.Time.Length; row++)
        {
            var own = panel.FirstTreated[row];
            // Rows of nobody known are not rows of one unit.
            if (double.IsNaN(own) || !Remark.IsKnown(panel.Unit[row]))
                continue;
            if (own != Math.Floor(own) && !double.IsPositiveInfinity(own))
                throw new UnusableDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Line {panel.Line(row)}: treatment begins at a whole number, as a year is; it is {own}."
                    )
                );
            ref var before = ref start[units.Level[row]];
            if (double.IsNaN(before))
                before = own;
            else if (before != own)
                wrong.Add(units.Level[row]);
        }
        if (wrong.Count > 0)
            throw new UnusableDataException(
                $"A unit is first treated at one time and stays treated; {Remark.Named("unit", [.. wrong.Select(u => units.Labels[u])])} {(wrong.Count == 1 ? "has" : "have")} several. A treatment that is switched off is not answered by this estimator."
            );
    }

    private static List<int> Untreated(
        PanelRows panel,
        FixedEffect units,
        int[] starts,
        List<int> kept,
        List<Remark> remarks
    )
    {
        var untreated = new bool[units.Count];
        foreach (var row in kept)
            untreated[units.Level[row]] |= panel.Time[row] < starts[row];
        var throughout = kept.Where(r => !untreated[units.Level[r]]).ToArray();
        if (throughout.Length == 0)
            return kept;
        var names = throughout.Select(r => panel.Unit[r]).Distinct().ToArray();
        if (throughout.Length == kept.Count)
            throw new UnusableDataException(
                $"All units are treated at all their times ({Remark.Named("unit", names)}): nothing tells what would have been."
            );
        remarks.Add(
            new Remark(
                "treated-throughout",
                names.Length,
                $"{Remark.Named("unit", names)} {(names.Length == 1 ? "is" : "are")} treated at all times with an outcome, so that nothing tells what they would have been: left out, {throughout.Length} rows."
            )
        );
        return [.. kept.Where(r => untreated[units.Level[r]])];
    }

    private static string Lines(PanelRows panel, IReadOnlyCollection<int> rows) =>
        Remark.Named(
            "row",
            [
                .. rows.Select(r =>
                    string.Create(CultureInfo.InvariantCulture, $"line {panel.Line(r)}")
                ),
            ]
        );
}
