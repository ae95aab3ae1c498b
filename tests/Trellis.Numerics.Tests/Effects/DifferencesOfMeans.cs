namespace Trellis.Effects;

/// <summary>Group-time effects without covariates on a balanced panel, worked plainly: the second way beside the estimator.</summary>
internal static class DifferencesOfMeans
{
    /// <param name="outcome">For each unit its outcome at each time.</param>
    /// <param name="times">Ascending.</param>
    /// <param name="first">For each unit from when it is treated; infinity for never.</param>
    /// <param name="notYet">Whether those treated later are controls beside those never treated.</param>
    /// <param name="universal">Whether all is measured from the last time before treatment.</param>
    public static GroupTimeEffects Of(
        double[][] outcome,
        int[] times,
        double[] first,
        bool notYet = false,
        bool universal = false,
        IReadOnlyList<int[]>? clusters = null,
        int anticipation = 0
    )
    {
        var n = outcome.Length;
        var cells = new List<GroupTimeEffect>();
        var influence = new List<double[]>();
        foreach (var group in first.Where(double.IsFinite).Select(g => (int)g).Distinct().Order())
        {
            var last = Array.FindLastIndex(times, t => t < group - anticipation);
            if (last < 0)
                continue;
            for (var t = 0; t < times.Length; t++)
            {
                var from = !universal && times[t] < group - anticipation ? t - 1 : last;
                if (from < 0)
                    continue;
                if (from == t)
                {
                    cells.Add(new GroupTimeEffect(group, times[t], 0, double.NaN, true));
                    influence.Add(new double[n]);
                    continue;
                }
                var later = Math.Max(times[t], times[from]) + anticipation;
                bool Control(int i) =>
                    double.IsPositiveInfinity(first[i])
                    || (notYet && first[i] > later && first[i] != group);
                int[] treated = [.. Enumerable.Range(0, n).Where(i => first[i] == group)];
                int[] controls = [.. Enumerable.Range(0, n).Where(Control)];
                double Change(int i) => outcome[i][t] - outcome[i][from];
                var (own, other) = (treated.Average(Change), controls.Average(Change));
                var moves = new double[n];
                foreach (var i in treated)
                    moves[i] = (Change(i) - own) * n / treated.Length;
                foreach (var i in controls)
                    moves[i] = -(Change(i) - other) * n / controls.Length;
                cells.Add(
                    new GroupTimeEffect(
                        group,
                        times[t],
                        own - other,
                        InfluenceFunctions.StandardError(moves, clusters ?? [])
                    )
                );
                influence.Add(moves);
            }
        }
        return new GroupTimeEffects
        {
            Cells = cells,
            Influence = influence,
            FirstTreated = first,
            Weights = [.. Enumerable.Repeat(1.0, n)],
            Clusters = clusters ?? [],
            Times = times,
            Anticipation = anticipation,
            Remarks = [],
        };
    }
}
