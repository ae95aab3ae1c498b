using System.Numerics.Tensors;
using Trellis.Regression;

namespace Trellis.Effects;

/// <summary>An average, and for each variable of clusters how much each cluster moves it.</summary>
internal sealed record ImputedAverage(int Group, double Weight, double Estimate, double[][] Sums)
{
    public double Variance => Covariance(this, this);

    public Coefficient Told(string name) =>
        Coefficient.Of(name, Estimate, Variance, double.PositiveInfinity);

    // Rows of a cell have one weight but for their own, so that averages of cells lose nothing.
    public static ImputedAverage Average(IReadOnlyList<ImputedAverage> parts)
    {
        var all = parts.Sum(p => p.Weight);
        double[][] sums = [.. parts[0].Sums.Select(s => new double[s.Length])];
        foreach (var part in parts)
            for (var v = 0; v < sums.Length; v++)
                TensorPrimitives.MultiplyAdd(part.Sums[v], part.Weight / all, sums[v], sums[v]);
        return new ImputedAverage(
            parts[0].Group,
            all,
            parts.Sum(p => p.Weight * p.Estimate) / all,
            sums
        );
    }

    // One variable of clusters: Σ s s'. Two: V₁ + V₂ − V₁₂.
    public static double Covariance(ImputedAverage left, ImputedAverage right)
    {
        double sum = 0;
        for (var v = 0; v < left.Sums.Length; v++)
            sum += (v == 2 ? -1 : 1) * TensorPrimitives.Dot<double>(left.Sums[v], right.Sums[v]);
        return sum;
    }
}

/// <summary>How much each cluster moves the average of a group at a time.</summary>
internal sealed class ImputationSpread(
    ImputationDesign design,
    PanelSample sample,
    double[] effect,
    double[] residual
)
{
    private readonly FixedEffect[] clusters =
        sample.Clusters.Count == 2
            ? [.. sample.Clusters, sample.Clusters[0].With(sample.Clusters[1])]
            : [.. sample.Clusters];

    // Of one group at one time.
    public ImputedAverage Of(int[] rows)
    {
        double all = 0;
        foreach (var row in rows)
            all += sample.Weight(row);
        var share = new double[sample.Count];
        foreach (var row in rows)
            share[row] = sample.Weight(row) / all;
        var levels = new double[sample.Unit.Count];
        var unknowns = new double[design.Equations.Unknowns];
        foreach (var row in rows)
            design.Ask(row, share[row], levels, unknowns);
        var (level, unknown) = design.Equations.Solve(levels, unknowns);
        var line = design.Equations.Line(unknown);
        var sums = clusters.Select(c => new double[c.Count]).ToArray();
        for (var i = 0; i < line.Length; i++)
        {
            var row = design.Untreated[i];
            var moved =
                -sample.Weight(row) * (level[sample.Unit.Level[row]] + line[i]) * residual[i];
            for (var v = 0; v < clusters.Length; v++)
                sums[v][clusters[v].Level[row]] += moved;
        }
        var average = Average(rows, share);
        double estimate = 0;
        foreach (var row in rows)
        {
            estimate += share[row] * effect[row];
            var moved = share[row] * (effect[row] - average);
            for (var v = 0; v < clusters.Length; v++)
                sums[v][clusters[v].Level[row]] += moved;
        }
        return new ImputedAverage(sample.First[rows[0]], all, estimate, sums);
    }

    // By the weight of the cluster times that of the row.
    private double Average(int[] rows, double[] share)
    {
        var together = new Dictionary<int, double>();
        foreach (var row in rows)
        {
            together.TryGetValue(clusters[0].Level[row], out var sum);
            together[clusters[0].Level[row]] = sum + share[row];
        }
        double total = 0,
            average = 0;
        foreach (var row in rows)
        {
            var weight = together[clusters[0].Level[row]] * share[row];
            total += weight;
            average += weight * effect[row];
        }
        return average / total;
    }
}
