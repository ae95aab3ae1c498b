using System.Numerics.Tensors;

namespace Trellis.Regression;

/// <summary>How a chance between 0 and 1 is told by a line.</summary>
public enum BinaryLink
{
    /// <summary>1 / (1 + e^−η).</summary>
    Logit,

    /// <summary>The normal distribution's share below η.</summary>
    Probit,
}

/// <summary>The chance of a yes, told by columns.</summary>
/// <param name="Coefficients">One a column; 0 for a column left out.</param>
/// <param name="Chances">What the fit says of each row, above 0 and below 1.</param>
/// <param name="Line">η of each row: its column values times the coefficients.</param>
/// <param name="InverseInformation">The inverse of X'WX at the answer, k × k row by row: the covariance of the coefficients.</param>
/// <param name="LeftOut">Columns that earlier ones already say, ascending.</param>
/// <param name="Steps">How many steps Fisher scoring took.</param>
/// <param name="Converged">Whether the line came to rest.</param>
public sealed record BinaryFit(
    double[] Coefficients,
    double[] Chances,
    double[] Line,
    double[] InverseInformation,
    IReadOnlyList<int> LeftOut,
    int Steps,
    bool Converged
)
{
    /// <summary>
    /// Whether columns tell some yes from no perfectly, so that no finite answer is the best: the line never rests. The chances
    /// are those of the last step.
    /// </summary>
    /// <remarks>A chance near 0 alone is no sign of it: where few of many say yes most are far from doing so.</remarks>
    public bool Separated => !Converged;
}

/// <summary>Logistic and probit regression by Fisher scoring (McCullagh and Nelder, Generalized Linear Models, 2nd ed. 1989), as R's glm runs it.</summary>
public static class BinaryRegression
{
    // R's glm stops at 1e-8 of the deviance, where the coefficients of a probit may be 1e-4 from where they end.
    private const double Rest = 1e-9;
    private const int MostSteps = 50;

    // A row whose chance is nearer to 0 or 1 than this says nothing more, however far its line still runs.
    private const double Settled = 1e-7;

    /// <summary>The fit that makes what was seen the likeliest.</summary>
    /// <param name="columns">A column each, all of one length and finite; the constant is one of them.</param>
    /// <param name="yes">1 or 0 a row.</param>
    /// <param name="weights">0 or more; empty for 1 each.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static BinaryFit Fit(
        IReadOnlyList<double[]> columns,
        ReadOnlySpan<double> yes,
        ReadOnlySpan<double> weights = default,
        BinaryLink link = BinaryLink.Logit
    )
    {
        var (n, k) = (yes.Length, columns.Count);
        if ((weights.Length != 0 && weights.Length != n) || columns.Any(c => c.Length != n))
            throw new ArgumentException("Columns, answers and weights are not of one length.");
        var line = new double[n];
        var chances = new double[n];
        var worth = new double[n];
        var target = new double[n];
        // What columns say of each other is asked once, of all rows: later the weights lie on few of them.
        var (_, leftOut) = LeastSquares.Invert(LeastSquares.Gram(columns, n, weights), k);
        int[] kept = [.. Enumerable.Range(0, k).Except(leftOut)];
        double[][] own = [.. kept.Select(j => columns[j])];
        LeastSquaresFit? fit = null;
        int step = 0;
        var converged = false;
        var settled = false;
        for (; step < MostSteps && !converged && !settled; step++)
        {
            for (var i = 0; i < n; i++)
            {
                var (chance, slope) = At(link, line[i]);
                var weight = weights.Length == 0 ? 1 : weights[i];
                worth[i] = weight * slope * slope / (chance * (1 - chance));
                target[i] = line[i] + ((yes[i] - chance) / slope);
            }
            fit = LeastSquares.Fit(own, target, worth, LeastSquares.Concentrated);
            // Weights on so few rows that columns say each other there: the answer lies beyond all numbers.
            if (fit.LeftOut.Count > 0)
                break;
            var next = fit.Fitted(own);
            var moved = n == 0 ? 0 : TensorPrimitives.Distance<double>(next, line) / Math.Sqrt(n);
            // Where some rows run away, the others come to rest: going on would weigh the first with nothing, and lose their column.
            double others = 0,
                runaways = 0;
            for (var i = 0; i < n; i++)
            {
                (chances[i], _) = At(link, next[i]);
                var way = Math.Abs(next[i] - line[i]);
                if (chances[i] is < Settled or > 1 - Settled)
                    runaways = Math.Max(runaways, way);
                else
                    others = Math.Max(others, way);
            }
            settled = runaways > .1 && others <= 1e-7;
            line = next;
            converged = moved <= Rest;
        }
        var coefficients = new double[k];
        var inverse = new double[k * k];
        for (var a = 0; a < kept.Length; a++)
        {
            coefficients[kept[a]] = fit!.Coefficients[a];
            for (var b = 0; b < kept.Length; b++)
                inverse[(kept[a] * k) + kept[b]] = fit.InverseGram[(a * kept.Length) + b];
        }
        return new BinaryFit(coefficients, chances, line, inverse, leftOut, step, converged);
    }

    // The chance and its slope in η, both kept off 0 so that a row that is sure does not divide by nothing.
    private static (double Chance, double Slope) At(BinaryLink link, double line)
    {
        const double Least = 2.220446049250313e-16;
        if (link == BinaryLink.Logit)
        {
            var chance = Math.Clamp(1 / (1 + Math.Exp(-line)), Least, 1 - Least);
            return (chance, chance * (1 - chance));
        }
        return (
            Math.Clamp(Shrinkage.Normal.Below(line), Least, 1 - Least),
            Math.Max(Math.Exp(-line * line / 2) / Math.Sqrt(2 * Math.PI), Least)
        );
    }
}
