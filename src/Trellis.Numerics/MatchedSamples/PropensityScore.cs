using Trellis.Answers;
using Trellis.Regression;

namespace Trellis.MatchedSamples;

/// <summary>The chance to be treated, told by what was known before (Rosenbaum and Rubin, Biometrika 70, 1983).</summary>
internal static class PropensityScore
{
    public static double[] Of(MatchingUnits units, BinaryLink link, List<Remark> remarks)
    {
        var columns = new List<double[]>();
        var names = new List<string> { "the constant" };
        var one = new double[units.Treated.Count];
        Array.Fill(one, 1.0);
        columns.Add(one);
        foreach (var covariate in units.Covariates)
        foreach (var (name, figures) in covariate.Columns(allKinds: false))
        {
            // Centred and to unit length of spread: the chances are the same, and rounding is far smaller.
            columns.Add(Standard(figures));
            names.Add(name);
        }
        var fit = BinaryRegression.Fit(
            columns,
            [.. units.Treated.Select(t => t ? 1.0 : 0.0)],
            default,
            link
        );
        if (fit.LeftOut.Count > 0)
            remarks.Add(
                new Remark(
                    "collinear-covariate",
                    fit.LeftOut.Count,
                    $"{Remark.Named("column", [.. fit.LeftOut.Select(c => names[c])])} said by earlier ones or the same for everybody: left out of the propensity score."
                )
            );
        if (fit.Separated)
        {
            var sure = fit.Chances.Count(c => c is < 1e-6 or > 1 - 1e-6);
            remarks.Add(
                new Remark(
                    "separation",
                    sure,
                    $"The covariates tell some treated units from controls, or all of them, without error: {sure} of {fit.Chances.Length} units have a chance of treatment of nearly 0 or 1, and the propensity score has no finite best fit. Units far apart were still ordered by the last step; match on fewer covariates, or by distance."
                )
            );
        }
        return fit.Chances;
    }

    private static double[] Standard(double[] figures)
    {
        var mean = figures.Average();
        double squares = 0;
        foreach (var x in figures)
            squares += (x - mean) * (x - mean);
        var spread = Math.Sqrt(squares / figures.Length);
        // A column that hardly varies beside its size is a constant and is left so, to be left out by name.
        return spread > Math.Abs(mean) * 1e-12 && spread > 0
            ? [.. figures.Select(x => (x - mean) / spread)]
            : [.. figures];
    }
}
