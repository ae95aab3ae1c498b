using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.Synthesis;

/// <summary>The correction for few clusters.</summary>
public enum ClusterCorrection
{
    /// <summary>Times clusters over (clusters less coefficients), with Student's t of as many degrees; as metafor's robust().</summary>
    Clusters,

    /// <summary>
    /// Bias-reduced (CR2, Bell and McCaffrey 2002) with Satterthwaite's degrees (Pustejovsky and Tipton, Journal of Business and Economic Statistics 36, 2018): near its level
    /// from about ten clusters on. Its working variance is that of the fit.
    /// </summary>
    BiasReduced,
}

/// <summary>Standard errors that hold even where the assumed variances and correlations within clusters are wrong.</summary>
public static class ClusterRobust
{
    /// <summary>The same estimates with standard errors, intervals and tests from the spread of clusters.</summary>
    /// <param name="analysis">What was fitted; its point estimates stay.</param>
    /// <param name="clusters">For all rows that <see cref="Studies.Of"/> was given.</param>
    /// <param name="correction">For few clusters.</param>
    /// <exception cref="UnusableDataException">Not more clusters than coefficients; with <see cref="ClusterCorrection.BiasReduced"/>, estimates that share something lie in different clusters.</exception>
    public static MetaAnalysis Of(
        MetaAnalysis analysis,
        GroupingLevel clusters,
        ClusterCorrection correction = ClusterCorrection.Clusters
    )
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(clusters);
        var studies = analysis.Studies;
        var cluster = Multilevel.Numbered(studies, clusters);
        var (p, count) = (studies.Columns.Count, cluster.Distinct().Count());
        if (count <= p)
            throw new UnusableDataException(
                $"{count} {(count == 1 ? "group" : "groups")} of '{clusters.Name}' cannot say how sure {p} {(p == 1 ? "coefficient is" : "coefficients are")}: there must be more clusters than coefficients."
            );
        var fit = GeneralisedFit.Of(studies, analysis.Marginal, true)!;
        var (covariance, degrees) =
            correction == ClusterCorrection.Clusters
                ? Plain(fit, cluster, count)
                : Reduced(fit, analysis.Marginal, studies, cluster, count, clusters.Name);
        return analysis with
        {
            Coefficients =
            [
                .. analysis.Coefficients.Select(
                    (b, i) =>
                        MetaCoefficient.Of(
                            b.Name,
                            b.Estimate,
                            Math.Sqrt(covariance[(i * p) + i]),
                            degrees[i],
                            analysis.Level
                        )
                ),
            ],
            Covariance = covariance,
            // With Satterthwaite's degrees each coefficient has its own; the fewest is the careful choice for all together.
            ModeratorTest = MetaAnalysis.TestOfModerators(
                [.. analysis.Coefficients.Select(c => c.Estimate)],
                covariance,
                degrees.Skip(p > 1 ? 1 : 0).Min()
            ),
            Prediction =
                p > 1
                    ? MetaInterval.None
                    : MetaAnalysis.Around(
                        analysis.Method,
                        analysis.Estimate,
                        covariance[0],
                        analysis.Tau2,
                        degrees[0],
                        analysis.Level
                    ),
            WiderPrediction =
                p > 1
                    ? MetaInterval.None
                    : MetaAnalysis.Around(
                        analysis.Method,
                        analysis.Estimate,
                        covariance[0],
                        analysis.Tau2,
                        Math.Min(degrees[0], count - 2),
                        analysis.Level
                    ),
        };
    }

    private static (double[] Covariance, double[] Degrees) Plain(
        GeneralisedFit fit,
        int[] cluster,
        int count
    )
    {
        var p = fit.Coefficients.Length;
        var scores = new double[count][];
        for (var g = 0; g < count; g++)
            scores[g] = new double[p];
        for (var i = 0; i < cluster.Length; i++)
        for (var j = 0; j < p; j++)
            scores[cluster[i]][j] += fit.WeightedColumns[j][i] * fit.Residuals[i];
        var meat = new double[p * p];
        foreach (var score in scores)
            for (var a = 0; a < p; a++)
            for (var b = 0; b < p; b++)
                meat[(a * p) + b] += score[a] * score[b];
        var covariance = Symmetric.Product(
            Symmetric.Product(fit.Covariance, meat, p),
            fit.Covariance,
            p
        );
        for (var i = 0; i < covariance.Length; i++)
            covariance[i] *= (double)count / (count - p);
        var degrees = new double[p];
        Array.Fill(degrees, count - p);
        return (covariance, degrees);
    }

    // For each cluster e is stretched by A with A (M − X V X') A' = M, so that its expected square is right where M is; the
    // degrees come from the first two moments of the estimated variance, again where M is right.
    private static (double[] Covariance, double[] Degrees) Reduced(
        GeneralisedFit fit,
        MarginalVariance marginal,
        Studies studies,
        int[] cluster,
        int count,
        string name
    )
    {
        var p = fit.Coefficients.Length;
        foreach (var block in marginal.Blocks)
            if (block.Rows.Any(r => cluster[r] != cluster[block.Rows[0]]))
                throw new UnusableDataException(
                    $"{Remark.Named("estimate", [.. block.Rows.Select(r => studies.Names[r])])} share a level or an error and lie in different groups of '{name}': the bias-reduced correction needs clusters that hold together all that share something."
                );
        var blocksOf = marginal.Blocks.ToLookup(b => cluster[b.Rows[0]]);
        var covariance = new double[p * p];
        // For each cluster and coefficient, c'V X'W A: how much each stretched residual of the cluster moves the coefficient.
        var moves = new double[count][][];
        var rowsOf = new int[count][];
        var ownVariance = new double[count][];
        for (var g = 0; g < count; g++)
        {
            var rows = rowsOf[g] = [.. blocksOf[g].SelectMany(b => b.Rows).Order()];
            var m = rows.Length;
            var at = new Dictionary<int, int>();
            for (var a = 0; a < m; a++)
                at[rows[a]] = a;
            var own = ownVariance[g] = new double[m * m];
            foreach (var block in blocksOf[g])
                for (var a = 0; a < block.Rows.Length; a++)
                for (var b = 0; b < block.Rows.Length; b++)
                    own[(at[block.Rows[a]] * m) + at[block.Rows[b]]] = block.Matrix[
                        (a * block.Rows.Length) + b
                    ];
            var stretch = Stretch(own, rows, studies, fit.Covariance);
            moves[g] = new double[p][];
            for (var c = 0; c < p; c++)
            {
                var move = moves[g][c] = new double[m];
                for (var b = 0; b < m; b++)
                for (var a = 0; a < m; a++)
                {
                    double pull = 0;
                    for (var j = 0; j < p; j++)
                        pull += fit.Covariance[(c * p) + j] * fit.WeightedColumns[j][rows[a]];
                    move[b] += pull * stretch[(a * m) + b];
                }
            }
            var moved = new double[p];
            for (var c = 0; c < p; c++)
            for (var a = 0; a < m; a++)
                moved[c] += moves[g][c][a] * fit.Residuals[rows[a]];
            for (var c = 0; c < p; c++)
            for (var d = 0; d < p; d++)
                covariance[(c * p) + d] += moved[c] * moved[d];
        }
        var degrees = new double[p];
        for (var c = 0; c < p; c++)
            degrees[c] = Satterthwaite(c);
        return (covariance, degrees);

        double Satterthwaite(int c)
        {
            var through = new double[count][];
            var alone = new double[count];
            for (var g = 0; g < count; g++)
            {
                var (rows, move) = (rowsOf[g], moves[g][c]);
                through[g] = new double[p];
                for (var a = 0; a < rows.Length; a++)
                {
                    for (var j = 0; j < p; j++)
                        through[g][j] += studies.Columns[j][rows[a]] * move[a];
                    for (var b = 0; b < rows.Length; b++)
                        alone[g] += move[a] * ownVariance[g][(a * rows.Length) + b] * move[b];
                }
            }
            double trace = 0,
                square = 0;
            for (var g = 0; g < count; g++)
            for (var h = 0; h < count; h++)
            {
                double together = g == h ? alone[g] : 0;
                for (var i = 0; i < p; i++)
                for (var j = 0; j < p; j++)
                    together -= through[g][i] * fit.Covariance[(i * p) + j] * through[h][j];
                if (g == h)
                    trace += together;
                square += together * together;
            }
            return trace * trace / square;
        }
    }

    // A = D'(D (M − XVX') D')^(-1/2) D with D'D = M; directions that the line takes wholly are left at 0.
    private static double[] Stretch(double[] own, int[] rows, Studies studies, double[] covariance)
    {
        var (m, p) = (rows.Length, studies.Columns.Count);
        var lower = (double[])own.Clone();
        Symmetric.Factor(lower, m);
        var upper = new double[m * m];
        for (var i = 0; i < m; i++)
        for (var j = 0; j <= i; j++)
            upper[(j * m) + i] = lower[(i * m) + j];
        var left = (double[])own.Clone();
        for (var a = 0; a < m; a++)
        for (var b = 0; b < m; b++)
        for (var i = 0; i < p; i++)
        for (var j = 0; j < p; j++)
            left[(a * m) + b] -=
                studies.Columns[i][rows[a]] * covariance[(i * p) + j] * studies.Columns[j][rows[b]];
        var transposed = Transposed(upper, m);
        var inner = Symmetric.Product(Symmetric.Product(upper, left, m), transposed, m);
        var (values, vectors) = Symmetric.Eigen(inner, m);
        var least = values.Max() * 1e-12;
        var root = new double[m * m];
        for (var e = 0; e < m; e++)
            if (values[e] > least)
                for (var a = 0; a < m; a++)
                for (var b = 0; b < m; b++)
                    root[(a * m) + b] +=
                        vectors[(a * m) + e] * vectors[(b * m) + e] / Math.Sqrt(values[e]);
        return Symmetric.Product(Symmetric.Product(transposed, root, m), upper, m);
    }

    private static double[] Transposed(double[] matrix, int m)
    {
        var transposed = new double[m * m];
        for (var i = 0; i < m; i++)
        for (var j = 0; j < m; j++)
            transposed[(i * m) + j] = matrix[(j * m) + i];
        return transposed;
    }
}
