namespace Trellis.Effects;

/// <summary>Group-time effects once more, slowly: every cell from the rows themselves.</summary>
internal static class PlainStudy
{
    public sealed record Cell(int Group, int Time, double Effect, double[] Influence);

    /// <param name="errors">Whether to reckon ψ, which takes a fit an observation.</param>
    public static IReadOnlyList<Cell> Of(PanelRows rows, StaggeredDesign design, bool errors)
    {
        var cells = new List<Cell>();
        int[] times = [.. rows.Time.Distinct().Order()];
        string[] units = design.Sampling == Sampling.CrossSections ? [] : [.. rows.Unit.Distinct()];
        var all = Enumerable.Range(0, rows.Time.Length).ToArray();
        var number = units.Length == 0 ? all.Length : units.Length;
        int Observation(int row) => units.Length == 0 ? row : Array.IndexOf(units, rows.Unit[row]);
        foreach (
            var group in rows
                .FirstTreated.Distinct()
                .Where(g => double.IsFinite(g) && g > times[0] + design.Anticipation)
                .Order()
        )
        foreach (var time in times)
        {
            var last = times.Last(t => t + design.Anticipation < group);
            var from =
                design.Base == BasePeriod.Universal || time >= group ? last
                : time == times[0] ? int.MinValue
                : times.Last(t => t < time);
            if (from is int.MinValue || from == time)
                continue;
            var late = Math.Max(time, from) + design.Anticipation;
            bool InIt(int row) =>
                rows.FirstTreated[row].Equals(group)
                || double.IsPositiveInfinity(rows.FirstTreated[row])
                || (design.Controls == ControlGroup.NotYetTreated && rows.FirstTreated[row] > late);
            int[] own =
            [
                .. all.Where(r => InIt(r) && (rows.Time[r] == time || rows.Time[r] == from)),
            ];
            var influence = new double[number];
            double effect;
            if (design.Sampling == Sampling.BalancedPanel)
            {
                int[] early = [.. own.Where(r => rows.Time[r] == Math.Min(time, from))];
                double At(int row, int when) =>
                    rows.Outcome[
                        all.First(r => rows.Unit[r] == rows.Unit[row] && rows.Time[r] == when)
                    ];
                var plain = new PlainComparison(
                    [.. early.Select(r => At(r, time) - At(r, from))],
                    [],
                    [.. early.Select(r => rows.FirstTreated[r].Equals(group))],
                    [.. rows.Covariates.Select(c => early.Select(r => c.Values[r]).ToArray())],
                    Panel: true
                );
                effect = Fill(plain, early, influence);
            }
            else
                effect = Fill(
                    new PlainComparison(
                        [.. own.Select(r => rows.Outcome[r])],
                        [.. own.Select(r => rows.Time[r] == time)],
                        [.. own.Select(r => rows.FirstTreated[r].Equals(group))],
                        [.. rows.Covariates.Select(c => own.Select(r => c.Values[r]).ToArray())],
                        Panel: false
                    ),
                    own,
                    influence
                );
            cells.Add(new Cell((int)group, time, effect, influence));
        }
        return cells;

        double Fill(PlainComparison plain, int[] own, double[] influence)
        {
            double[] weights = [.. own.Select(r => rows.Weights?[r] ?? 1)];
            if (errors)
            {
                var moves = plain.Influence(design.Method, weights);
                for (var i = 0; i < own.Length; i++)
                    influence[Observation(own[i])] += (double)number / own.Length * moves[i];
            }
            return plain.Effect(design.Method, weights);
        }
    }

    /// <summary>√(Σ over clusters of (Σψ)²)/n.</summary>
    public static double Error(double[] influence, IReadOnlyList<string> clusters) =>
        Math.Sqrt(
            influence
                .Select((moves, i) => (moves, Cluster: clusters[i]))
                .GroupBy(p => p.Cluster)
                .Sum(g => Math.Pow(g.Sum(p => p.moves), 2))
        ) / influence.Length;
}
