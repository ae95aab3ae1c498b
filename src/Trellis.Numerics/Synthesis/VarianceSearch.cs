using System.Numerics.Tensors;
using Trellis.Regression;

namespace Trellis.Synthesis;

/// <summary>The variances of levels at which the (restricted) likelihood is highest, none below 0.</summary>
internal sealed class VarianceSearch(
    Studies studies,
    MarginalVariance sampling,
    int[][] groups,
    bool restricted
)
{
    private const int MostSteps = 500;

    /// <summary>The variance of estimates for given variances of the levels.</summary>
    public MarginalVariance With(double[] sigma2) =>
        sampling.Plus(
            (a, b) =>
            {
                double sum = 0;
                for (var l = 0; l < sigma2.Length; l++)
                    if (groups[l][a] == groups[l][b])
                        sum += sigma2[l];
                return sum;
            }
        );

    /// <summary>From all variance in equal parts, and from nearly all in each level in turn: the highest of what is reached.</summary>
    public double[] Best()
    {
        var levels = groups.Length;
        if (levels == 0)
            return [];
        var (total, _) = Heterogeneity.Estimate(studies, HeterogeneityMethod.HedgesOlkin);
        // A start at 0 would hide a peak that lies further out.
        total = Math.Max(total, studies.Variances.Min() / 10);
        var best = new double[levels];
        var height = double.NegativeInfinity;
        for (var start = -1; start < (levels == 1 ? 0 : levels); start++)
        {
            var sigma2 = new double[levels];
            for (var l = 0; l < levels; l++)
                sigma2[l] =
                    start < 0 ? total / levels
                    : l == start ? .9 * total
                    : .1 * total / levels;
            var reached = Climb(sigma2);
            if (reached.LogLikelihood > height + 1e-12)
                (best, height) = (sigma2, reached.LogLikelihood);
        }
        return best;
    }

    private GeneralisedFit Climb(double[] sigma2)
    {
        var levels = sigma2.Length;
        var fit = At(sigma2)!;
        var damping = 0d;
        for (var step = 0; step < MostSteps; step++)
        {
            var (score, information) = Slopes(fit);
            var scale = Math.Max(sigma2.Sum(), studies.Variances.Min() * 1e-3);
            // A variance at 0 that would fall further stays where it is.
            var free = Enumerable
                .Range(0, levels)
                .Where(l => sigma2[l] > 0 || score[l] > 0)
                .ToArray();
            if (free.Length == 0)
                break;
            var moved = false;
            double largest = 0;
            for (var attempt = 0; attempt < 60; attempt++)
            {
                var next = (double[])sigma2.Clone();
                var system = new double[free.Length * free.Length];
                for (var a = 0; a < free.Length; a++)
                for (var b = 0; b < free.Length; b++)
                    system[(a * free.Length) + b] =
                        information[(free[a] * levels) + free[b]] * (a == b ? 1 + damping : 1);
                var right = Array.ConvertAll(free, l => score[l]);
                Cholesky.Solve(system, right);
                for (var a = 0; a < free.Length; a++)
                    next[free[a]] = Math.Max(0, sigma2[free[a]] + right[a]);
                largest = 0;
                for (var l = 0; l < levels; l++)
                    largest = Math.Max(largest, Math.Abs(next[l] - sigma2[l]));
                // Steps too small to change the likelihood beyond rounding are taken on trust: the slope says where to go.
                var tiny = largest < 1e-6 * scale;
                if (At(next) is { } reached && (reached.LogLikelihood > fit.LogLikelihood || tiny))
                {
                    next.CopyTo(sigma2, 0);
                    fit = reached;
                    damping = damping < 1e-3 ? 0 : damping / 10;
                    moved = true;
                    break;
                }
                damping = Math.Max(damping * 4, .01);
            }
            if (!moved || largest < 1e-13 * scale)
                break;
        }
        return fit;
    }

    private GeneralisedFit? At(double[] sigma2) =>
        GeneralisedFit.Of(studies, With(sigma2), restricted);

    // The slope of the likelihood in each variance and the average of the observed and the expected information.
    private (double[] Score, double[] Information) Slopes(GeneralisedFit fit)
    {
        var levels = groups.Length;
        var score = new double[levels];
        var moved = new double[levels][];
        for (var l = 0; l < levels; l++)
        {
            var sums = Sums(groups[l], fit.WeightedResiduals);
            double trace = 0;
            foreach (var block in fit.Weights.Blocks)
            {
                var m = block.Rows.Length;
                for (var a = 0; a < m; a++)
                for (var b = 0; b < m; b++)
                    if (groups[l][block.Rows[a]] == groups[l][block.Rows[b]])
                        trace += block.Matrix[(a * m) + b];
            }
            if (restricted)
            {
                var ofColumns = Array.ConvertAll(fit.WeightedColumns, c => Sums(groups[l], c));
                trace -= fit.OfColumns(
                    (i, j) => TensorPrimitives.Dot<double>(ofColumns[i], ofColumns[j])
                );
            }
            score[l] = .5 * (TensorPrimitives.Dot<double>(sums, sums) - trace);
            var shared = new double[studies.Count];
            for (var i = 0; i < shared.Length; i++)
                shared[i] = sums[groups[l][i]];
            moved[l] = shared;
        }
        var information = new double[levels * levels];
        for (var b = 0; b < levels; b++)
        {
            var projected = fit.Project(moved[b]);
            for (var a = 0; a < levels; a++)
                information[(a * levels) + b] =
                    .5 * TensorPrimitives.Dot<double>(moved[a], projected);
        }
        return (score, information);
    }

    private static double[] Sums(int[] groups, double[] values)
    {
        var sums = new double[groups.Max() + 1];
        for (var i = 0; i < values.Length; i++)
            sums[groups[i]] += values[i];
        return sums;
    }
}
