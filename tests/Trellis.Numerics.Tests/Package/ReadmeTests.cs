using System.Globalization;
using System.Text.RegularExpressions;
using Trellis.Bundles;
using Trellis.Effects;
using Trellis.MatchedSamples;
using Trellis.Probability;
using Trellis.Sensitivity;
using Trellis.Synthesis;

namespace Trellis.Package;

/// <summary>The examples of the package's README: each is here word for word, runs, and says what the README says it says.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(
        Repository.PathTo("src/Trellis.Numerics/README.md")
    );

    [GeneratedRegex("```csharp\n(.*?)```\n+```text\n(.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex Example();

    private static PanelRows Schools()
    {
        var chance = new Draws(seed: 1, stream: 0);
        var seen = Enumerable
            .Range(0, 90)
            .SelectMany(school => Enumerable.Range(2016, 8).Select(year => (school, year)))
            .ToArray();
        return new PanelRows
        {
            Unit = [.. seen.Select(s => $"fictional school {s.school}")],
            Time = [.. seen.Select(s => s.year)],
            FirstTreated = [.. seen.Select(s => Joined(s.school))],
            Outcome =
            [
                .. seen.Select(s =>
                    (s.year >= Joined(s.school) ? .5 : 0)
                    + (.1 * (s.year - 2016))
                    + (.5 * chance.Normal((s.school * 100) + s.year - 2016))
                ),
            ],
        };

        static double Joined(int school) =>
            (school % 3) switch
            {
                0 => 2019,
                1 => 2021,
                _ => double.PositiveInfinity,
            };
    }

    [Fact]
    public void Effects()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var rows = Schools();

        var design = new StaggeredDesign
        {
            Controls = ControlGroup.NotYetTreated,
            Base = BasePeriod.Universal,
        };
        var effects = CallawaySantAnna.Estimate(rows, design);
        var overall = Aggregates.Simple(effects).Overall;
        output.WriteLine(
            $"effect {overall.Effect:0.000}, standard error {overall.StandardError:0.000}"
        );

        var parts = Aggregates.Dynamic(effects).Parts.Where(p => !p.Reference).ToArray();
        var draws = MultiplierBootstrap.Run(
            [.. parts.Select(p => p.Influence)],
            effects.Clusters,
            draws: 1_000,
            seed: 7
        );
        var band = UniformBand.Of([.. parts.Select(p => p.Effect)], draws);
        foreach (var (part, all) in parts.Zip(band.Band))
            output.WriteLine(
                $"{part.At, 3} years: {part.Effect, 6:0.000}, band {all.Low:0.000} to {all.High:0.000}"
            );

        AsTheReadmeSays(output);
    }

    [Fact]
    public void BesideFixedEffects()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var rows = Schools();
        var told = SunAbraham.Estimate(rows);
        output.WriteLine(
            $"sun-abraham {told.Att.Estimate:0.000} ({told.Att.Lower:0.000} to {told.Att.Upper:0.000})"
        );
        output.WriteLine(
            $"before joining all 0: F({told.PreTrend.Restrictions}, {told.PreTrend.DegreesOfFreedom}) = {told.PreTrend.F:0.00}"
        );

        var imputed = Imputation.Estimate(rows);
        foreach (var (year, effect) in imputed.EventStudy)
            output.WriteLine(
                $"{year} years on: {effect.Estimate:0.000}, standard error {effect.StandardError:0.000}"
            );

        AsTheReadmeSays(output);
    }

    [Fact]
    public void Sensitivity()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var effects = CallawaySantAnna.Estimate(
            Schools(),
            new StaggeredDesign
            {
                Controls = ControlGroup.NotYetTreated,
                Base = BasePeriod.Universal,
            }
        );

        var years = EventStudy.Of(
            Aggregates.Dynamic(effects, least: -4, most: 2),
            effects.Clusters
        );
        var study = new EventStudyEstimates(years.Effects, years.Covariance, years.Before);
        var average = HonestIntervals.Average(study);
        foreach (var bound in (double[])[0, .5, 1])
        {
            var honest = HonestIntervals.RelativeMagnitudes(study, average, bound);
            output.WriteLine(
                $"trends up to {bound:0.0} times the worst before: {honest.Lower:0.00} to {honest.Upper:0.00}"
            );
        }

        AsTheReadmeSays(output);
    }

    [Fact]
    public void Matching()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var chance = new Draws(seed: 2, stream: 0);
        double[] poverty = [.. Enumerable.Range(0, 400).Select(i => 20 + (8 * chance.Normal(i)))];
        bool[] joined =
        [
            .. poverty.Select(
                (p, i) => chance.Uniform(1_000 + i) < 1 / (1 + Math.Exp(4 - (.12 * p)))
            ),
        ];
        double[] outcome =
        [
            .. poverty.Select(
                (p, i) => (joined[i] ? .5 : 0) - (.05 * p) + chance.Normal(2_000 + i)
            ),
        ];

        var units = new MatchingUnits(joined, [Covariate.Of("poverty", poverty)]);
        var sample = MatchedSample.Find(
            units,
            new MatchingChoice(MatchingMethod.Nearest) { Caliper = .2 }
        );
        var balance = sample.Balance();
        output.WriteLine($"{sample.MatchedTreated} of {sample.Treated} have a partner");
        output.WriteLine(
            $"largest difference {balance.LargestBefore:0.00} before, {balance.LargestAfter:0.00} after"
        );
        var effect = MatchedEffect.WeightedDifference(sample, outcome);
        output.WriteLine(
            $"effect {effect.Estimate:0.00}, {effect.Lower:0.00} to {effect.Upper:0.00}"
        );

        AsTheReadmeSays(output);
    }

    [Fact]
    public void Synthesis()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);

        var studies = Studies.Of([.10, .32, -.05, .21, .40], [.010, .020, .015, .008, .030]);
        var together = RandomEffects.Fit(studies, knappHartung: true);
        output.WriteLine(
            $"average {together.Estimate:0.000}, {together.Confidence.Lower:0.000} to {together.Confidence.Upper:0.000}"
        );
        output.WriteLine(
            $"a next study: {together.Prediction.Lower:0.000} to {together.Prediction.Upper:0.000}"
        );
        foreach (var without in StudySequences.LeaveOneOut(studies))
            output.WriteLine($"without {without.Study}: {without.Analysis.Estimate:0.000}");

        AsTheReadmeSays(output);
    }

    [Fact]
    public void Bundles()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-readme-");
        try
        {
            var output = new StringWriter(CultureInfo.InvariantCulture);
            var rows = Schools();

            var design = new StaggeredDesign();
            var effects = CallawaySantAnna.Estimate(rows, design);
            DifferenceBundle.Of(rows, design, effects, draws: 1_000, seed: 7).WriteTo(folder);
            foreach (
                var file in folder.EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal)
            )
                output.WriteLine(file.Name);

            AsTheReadmeSays(output);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void Every_example_of_the_readme_stands_among_these_tests()
    {
        var tests = Squeezed(
            File.ReadAllText(
                Repository.PathTo("tests/Trellis.Numerics.Tests/Package/ReadmeTests.cs")
            )
        );
        var examples = Example().Matches(Readme);
        Assert.True(examples.Count >= 5);
        Assert.All(
            examples,
            e => Assert.Contains(Squeezed(e.Groups[1].Value), tests, StringComparison.Ordinal)
        );
    }

    private static void AsTheReadmeSays(StringWriter output)
    {
        var said = output.ToString().ReplaceLineEndings("\n");
        Assert.True(
            Example().Matches(Readme).Any(e => e.Groups[2].Value == said),
            $"The README says this nowhere:\n{said}"
        );
    }

    // Lines may be broken and indented otherwise.
    private static string Squeezed(string text) => Blank().Replace(text, "");

    [GeneratedRegex(@"[\s,]", RegexOptions.None, 1000)]
    private static partial Regex Blank();
}
