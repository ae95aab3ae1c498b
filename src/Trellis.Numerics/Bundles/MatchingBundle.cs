using System.Globalization;
using Trellis.Answers;
using Trellis.MatchedSamples;

namespace Trellis.Bundles;

/// <summary>A matched comparison as a bundle that base R finds again.</summary>
public static class MatchingBundle
{
    /// <summary>The bundle of a matched sample: scores, who is with whom, weights, balance and the effect.</summary>
    /// <param name="sample">What came of it; its units are the data.</param>
    /// <param name="outcome">Of each row that was given to <see cref="MatchedSample.Find"/>; NaN where it is missing; null to leave the effect out.</param>
    /// <exception cref="UnusableDataException">Controls were taken more than once: there are no sets to write down.</exception>
    public static Bundle Of(MatchedSample sample, double[]? outcome = null)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Choice.Replace)
            throw new UnusableDataException(
                "A bundle is written for matching without replacement, where everybody is in one set."
            );
        var again =
            sample.Choice is { Method: MatchingMethod.Nearest, ByPropensity: true, Ratio: 1 }
            && sample.Choice.Support == CommonSupport.Everybody
            && sample.Units.Exact.Count == 0
            && sample.Units.Within.Count == 0;
        return Bundle.Of(
            "match",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{sample.MatchedTreated} of {sample.Treated} treated units compared with {sample.MatchedControls} of {sample.Controls} controls."
            ),
            Data(sample, outcome),
            [
                ("method", Word(sample.Choice.Method)),
                ("distance", Word(sample.Choice)),
                ("order", Word(sample.Choice.Order ?? MatchingOrder.Largest)),
                (
                    "caliper",
                    sample.Choice.Caliper?.ToString("R", CultureInfo.InvariantCulture) ?? ""
                ),
                ("again", again ? "true" : "false"),
            ],
            Answers(sample, outcome, again)
        );
    }

    private static BundleTable Data(MatchedSample sample, double[]? outcome)
    {
        var covariates = Covariates(sample);
        var table = new BundleTable([
            "unit",
            "treated",
            "set",
            .. covariates.Select(c => Letter(c, sample) + "." + c.Name),
            .. outcome is null ? [] : (string[])["outcome"],
        ]);
        for (var unit = 0; unit < sample.Weights.Length; unit++)
            table.Add([
                sample.Units.Names?[unit] ?? (object)(sample.Rows[unit] + 1),
                sample.Units.Treated[unit] ? 1 : 0,
                sample.Sets[unit],
                .. covariates.Select(c => c.IsKind ? c.Words(unit) : (object)c.Figures[unit]),
                .. outcome is null ? [] : (object[])[outcome[sample.Rows[unit]]],
            ]);
        return table;
    }

    private static BundleTable Answers(MatchedSample sample, double[]? outcome, bool again)
    {
        var table = new BundleTable("name", "value");
        if (sample.Scores is { } scores)
        {
            table.Add("scores", InOrder(scores));
            var mean = scores.Average();
            table.Add(
                "score spread",
                Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Length - 1))
            );
        }
        if (again)
            table.Add("pairs found again", sample.Pairs.Count);
        table.Add("weights", InOrder(sample.Weights));
        var rows = sample.Balance().Rows;
        for (var i = 0; i < rows.Count; i++)
        {
            Balance("before", i, rows[i].Before);
            Balance("after", i, rows[i].After);
        }
        if (outcome is not null)
        {
            var effect = MatchedEffect.WeightedDifference(sample, outcome);
            table.Add("effect", effect.Estimate);
            table.Add("se", effect.StandardError);
        }
        return table;

        // Differences that are nothing but rounding are left out: R's rounding is another.
        void Balance(string when, int row, Balance balance)
        {
            if (Math.Abs(balance.StandardisedDifference) > 1e-7)
                table.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{when} {row + 1}"),
                    balance.StandardisedDifference
                );
        }
    }

    // What partners only have to agree in is in no score, and has a capital letter.
    private static string Letter(Covariate covariate, MatchedSample sample) =>
        (sample.Units.Covariates.Any(c => c.Name == covariate.Name), covariate.IsKind) switch
        {
            (true, true) => "k",
            (true, false) => "x",
            (false, true) => "K",
            _ => "X",
        };

    // One number that changes where any of them does.
    private static double InOrder(double[] figures) =>
        figures.Select((f, i) => f * (i + 1)).Sum() / (.5 * figures.Length * (figures.Length + 1));

    private static Covariate[] Covariates(MatchedSample sample) =>
        [
            .. sample
                .Units.Covariates.Concat(sample.Units.Exact)
                .Concat(sample.Units.Within)
                .DistinctBy(c => c.Name, StringComparer.Ordinal),
        ];

    private static string Word(MatchingMethod method) =>
        method switch
        {
            MatchingMethod.CoarsenedExact => "cem",
            _ => Lower(method.ToString()),
        };

    private static string Word(MatchingChoice choice) =>
        choice.Distance switch
        {
            _ when choice.Method is MatchingMethod.Exact or MatchingMethod.CoarsenedExact => "none",
            MatchingDistance.RobustMahalanobis => "robust-mahalanobis",
            MatchingDistance.ScaledEuclidean => "scaled-euclidean",
            _ => Lower(choice.Distance.ToString()),
        };

    private static string Word(MatchingOrder order) => Lower(order.ToString());

    private static string Lower(string word) => word.ToLowerInvariant();
}
