using System.Globalization;
using Trellis.Answers;
using Trellis.Synthesis;

namespace Trellis.Bundles;

/// <summary>A synthesis of studies as a bundle that base R finds again.</summary>
public static class SynthesisBundle
{
    /// <summary>The bundle of an average effect, of one level or of several.</summary>
    /// <param name="analysis">What came of it; its studies are the data.</param>
    /// <param name="levels">Those it was fitted with, the widest first; null for one level.</param>
    /// <param name="samplingCovariance">That it was fitted with, of all rows given; null where errors are independent.</param>
    /// <exception cref="UnusableDataException">The analysis has moderators: the script averages only.</exception>
    public static Bundle Of(
        MetaAnalysis analysis,
        IReadOnlyList<GroupingLevel>? levels = null,
        IReadOnlyList<double>? samplingCovariance = null
    )
    {
        ArgumentNullException.ThrowIfNull(analysis);
        levels ??= [];
        var studies = analysis.Studies;
        if (studies.Moderators.Count > 0)
            throw new UnusableDataException(
                "A bundle is written for an average effect: leave the moderators out."
            );
        var given = (int)Math.Round(Math.Sqrt(samplingCovariance?.Count ?? 0));
        var shared = samplingCovariance is null ? [] : studies.Rows;
        var data = new BundleTable([
            "yi",
            "vi",
            .. levels.Select((_, l) => Level(l)),
            .. shared.Select((_, j) => string.Create(CultureInfo.InvariantCulture, $"cov{j + 1}")),
        ]);
        for (var i = 0; i < studies.Count; i++)
            data.Add([
                studies.Effects[i],
                studies.Variances[i],
                .. levels.Select(l => (object)l.Groups[studies.Rows[i]]),
                .. shared.Select(j => (object)samplingCovariance![(studies.Rows[i] * given) + j]),
            ]);
        var answers = new BundleTable("name", "value");
        void Answer(string name, double value)
        {
            if (double.IsFinite(value))
                answers.Add(name, value);
        }
        Answer("estimate", analysis.Estimate);
        Answer("se", analysis.StandardError);
        Answer("ciLow", analysis.Confidence.Lower);
        Answer("ciHigh", analysis.Confidence.Upper);
        Answer("QE", analysis.Heterogeneity.Statistic);
        if (levels.Count == 0)
        {
            Answer("tau2", analysis.Tau2);
            Answer("predictionLow", analysis.Prediction.Lower);
            Answer("predictionHigh", analysis.Prediction.Upper);
        }
        else
            for (var l = 0; l < levels.Count; l++)
                Answer(
                    string.Create(CultureInfo.InvariantCulture, $"sigma2_{l + 1}"),
                    analysis.Components[l].Variance
                );
        return Bundle.Of(
            "meta",
            string.Create(
                CultureInfo.InvariantCulture,
                $"What {studies.Count} estimates say together{(levels.Count == 0 ? "" : $", by {string.Join(" and ", levels.Select(l => l.Name))}")}."
            ),
            data,
            [
                ("method", Word(analysis.Method)),
                ("level", analysis.Level.ToString("R", CultureInfo.InvariantCulture)),
                ("knha", double.IsFinite(analysis.Coefficients[0].Degrees) ? "true" : "false"),
            ],
            answers
        );
    }

    private static string Level(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"level{number + 1}");

    private static string Word(HeterogeneityMethod method) =>
        method switch
        {
            HeterogeneityMethod.EqualEffects => "EE",
            HeterogeneityMethod.MaximumLikelihood => "ML",
            HeterogeneityMethod.DerSimonianLaird => "DL",
            HeterogeneityMethod.PauleMandel => "PM",
            HeterogeneityMethod.HedgesOlkin => "HE",
            HeterogeneityMethod.SidikJonkman => "SJ",
            HeterogeneityMethod.EmpiricalBayes => "EB",
            HeterogeneityMethod.HunterSchmidt => "HS",
            _ => "REML",
        };
}
