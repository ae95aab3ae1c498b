using Trellis.Neighbours;
using Trellis.Regression;

namespace Trellis.SimilarSchools;

/// <summary>Looks for a feature that is an outcome under another name.</summary>
/// <remarks>
/// A feature known before the results can say much of them, but not nearly all: on the secondary schools of 2018/19 prior
/// attainment explains .72 of attainment and .28 of what every other feature leaves open, and no other honest feature as much.
/// The share of pupils with good grades explains .87 and .58, persistent absence .91 and .85 of absence, and attainment .94 of
/// what prior attainment leaves open of progress: those are taken for leaks.
/// </remarks>
internal static class GivenAway
{
    /// <summary>A feature that alone explains more of an outcome than this is the outcome.</summary>
    private const double MostAlone = .95;

    /// <summary>So is one that explains more than this of what all the others leave open.</summary>
    private const double MostOfTheRest = .9;

    /// <summary>And one that explains more than both: a copy with noise on it.</summary>
    private const double MuchAlone = .85,
        MuchOfTheRest = .5;

    /// <summary>A sentence that names the feature and the outcome, or empty.</summary>
    public static string Find(ComparisonTable table)
    {
        var features = table.Columns.Where(c => c.IsFeature || c.IsFace).ToArray();
        var columns = features.Select(f => Standardised(f.Figures)).ToArray();
        foreach (var outcome in table.Outcomes)
        {
            for (var k = 0; k < features.Length; k++)
            {
                var alone = Correlation(features[k].Figures, outcome.Figures);
                if (alone * alone > MostAlone)
                    return Sentence(features[k], outcome, alone * alone, "");
            }
            if (outcome.Figures.Count(f => !double.IsNaN(f)) < 10 * columns.Length)
                continue;
            for (var k = 0; k < features.Length; k++)
            {
                var own = k;
                var others = columns.Where((_, other) => other != own).ToArray();
                if (others.Length == 0)
                    continue;
                // Only features that matter at all are worth two more fits.
                var alone = Correlation(features[k].Figures, outcome.Figures);
                if (alone * alone < .1)
                    continue;
                var open = Left(others, outcome.Figures);
                var owned = Left(others, columns[k]);
                var rest = Correlation(open, owned);
                if (
                    rest * rest > MostOfTheRest
                    || (alone * alone > MuchAlone && rest * rest > MuchOfTheRest)
                )
                    return Sentence(
                        features[k],
                        outcome,
                        rest * rest,
                        " of what all other features leave open"
                    );
            }
        }
        return "";
    }

    private static string Sentence(
        TableColumn feature,
        TableColumn outcome,
        double share,
        string of
    ) =>
        $"The feature '{feature.Name}' gives the outcome '{outcome.Name}' away: it explains {100 * share:0} %{of}. A result is never a feature, whatever its year.";

    private static double[] Left(double[][] columns, double[] outcome)
    {
        var fitted = Ridge.Fit(columns, outcome, 1).Predict(columns);
        return outcome.Select((figure, row) => figure - fitted[row]).ToArray();
    }

    private static double[] Standardised(double[] figures)
    {
        double mean = Spread.Mean(figures),
            deviation = Spread.StandardDeviation(figures);
        return Array.ConvertAll(
            figures,
            f => double.IsNaN(f) || !(deviation > 0) ? 0 : (f - mean) / deviation
        );
    }

    /// <summary>Pearson's correlation over rows that have both; 0 where there are fewer than three or nothing varies.</summary>
    private static double Correlation(double[] a, double[] b)
    {
        double sumA = 0,
            sumB = 0;
        var count = 0;
        for (var row = 0; row < a.Length; row++)
            if (!double.IsNaN(a[row] + b[row]))
            {
                sumA += a[row];
                sumB += b[row];
                count++;
            }
        if (count < 3)
            return 0;
        double both = 0,
            ofA = 0,
            ofB = 0;
        for (var row = 0; row < a.Length; row++)
            if (!double.IsNaN(a[row] + b[row]))
            {
                double x = a[row] - (sumA / count),
                    y = b[row] - (sumB / count);
                both += x * y;
                ofA += x * x;
                ofB += y * y;
            }
        return ofA > 0 && ofB > 0 ? both / Math.Sqrt(ofA * ofB) : 0;
    }
}
