using MathNet.Numerics.LinearAlgebra;

namespace Trellis.Effects;

/// <summary>The imputation estimator a second time, as the paper writes it: every dummy a column, every weight of −Z₀(Z₀'W Z₀)⁻¹Z₁'w in full.</summary>
internal sealed class SlowImputation
{
    private readonly PanelRows panel;
    private readonly int[] treated;
    private readonly int[] untreated;
    private readonly Matrix<double> z0;
    private readonly Matrix<double> z1;
    private readonly Matrix<double> inverse;
    private readonly Vector<double> residual;
    private readonly Vector<double> effect;

    public SlowImputation(PanelRows panel, int anticipation, bool byTime)
    {
        this.panel = panel;
        var all = Enumerable.Range(0, panel.Time.Length).ToArray();
        treated = [.. all.Where(r => panel.Time[r] >= panel.FirstTreated[r] - anticipation)];
        untreated = [.. all.Except(treated)];
        (z0, z1) = (Design(untreated, byTime), Design(treated, byTime));
        var w = Matrix<double>.Build.DiagonalOfDiagonalArray([.. untreated.Select(Weight)]);
        inverse = (z0.Transpose() * w * z0).PseudoInverse();
        var b =
            inverse
            * z0.Transpose()
            * w
            * Vector<double>.Build.DenseOfEnumerable(untreated.Select(r => panel.Outcome[r]));
        residual =
            Vector<double>.Build.DenseOfEnumerable(untreated.Select(r => panel.Outcome[r]))
            - (z0 * b);
        effect =
            Vector<double>.Build.DenseOfEnumerable(treated.Select(r => panel.Outcome[r]))
            - (z1 * b);
    }

    public (double Estimate, double Error) Of(Func<int, bool> asked)
    {
        var share = treated.Select(r => asked(r) ? Weight(r) : 0).ToArray();
        var all = share.Sum();
        share = [.. share.Select(s => s / all)];
        var v = z0 * (inverse * (z1.Transpose() * Vector<double>.Build.DenseOfArray(share)));
        double estimate = 0,
            variance = 0;
        for (var i = 0; i < treated.Length; i++)
            estimate += share[i] * effect[i];
        Func<int, string>[] by =
            panel.Clusters.Count == 0
                ? [r => panel.Unit[r]]
                : [.. panel.Clusters.Select(c => (Func<int, string>)(r => c.Values[r]))];
        if (by.Length == 2)
            by = [.. by, r => by[0](r) + "|" + by[1](r)];
        var average = new double[treated.Length];
        for (var i = 0; i < treated.Length; i++)
        {
            double top = 0,
                bottom = 0;
            foreach (var j in Enumerable.Range(0, treated.Length).Where(j => Alike(i, j)))
            {
                var together = Enumerable
                    .Range(0, treated.Length)
                    .Where(k => Alike(i, k) && by[0](treated[k]) == by[0](treated[j]))
                    .Sum(k => share[k]);
                top += together * share[j] * effect[j];
                bottom += together * share[j];
            }
            average[i] = bottom > 0 ? top / bottom : 0;
        }
        for (var d = 0; d < by.Length; d++)
        {
            var sums = new Dictionary<string, double>(StringComparer.Ordinal);
            for (var i = 0; i < untreated.Length; i++)
                Add(by[d](untreated[i]), -Weight(untreated[i]) * v[i] * residual[i]);
            for (var i = 0; i < treated.Length; i++)
                Add(by[d](treated[i]), share[i] * (effect[i] - average[i]));
            variance += (d == 2 ? -1 : 1) * sums.Values.Sum(s => s * s);

            void Add(string cluster, double value)
            {
                sums.TryGetValue(cluster, out var sum);
                sums[cluster] = sum + value;
            }
        }
        return (estimate, Math.Sqrt(variance));

        bool Alike(int i, int j) =>
            panel.FirstTreated[treated[i]] == panel.FirstTreated[treated[j]]
            && panel.Time[treated[i]] == panel.Time[treated[j]];
    }

    private double Weight(int row) => panel.Weights is null ? 1 : panel.Weights[row];

    private Matrix<double> Design(int[] rows, bool byTime)
    {
        var units = panel.Unit.Distinct().ToList();
        var times = panel.Time.Distinct().Order().ToList();
        var x = panel.Covariates[0].Values;
        var design = Matrix<double>.Build.Dense(
            rows.Length,
            units.Count + times.Count + (byTime ? times.Count : 1)
        );
        for (var i = 0; i < rows.Length; i++)
        {
            design[i, units.IndexOf(panel.Unit[rows[i]])] = 1;
            var t = times.IndexOf(panel.Time[rows[i]]);
            design[i, units.Count + t] = 1;
            design[i, units.Count + times.Count + (byTime ? t : 0)] = x[rows[i]];
        }
        return design;
    }
}
