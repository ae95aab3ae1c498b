using Trellis.Answers;
using Trellis.Probability;
using Trellis.Synthesis;

namespace Trellis.Bundles;

public sealed class SynthesisBundleTests
{
    private const string Syntheses = "syntheses in R's own arithmetic";

    // Forty fictional estimates in eight districts that differ, as schools in them do.
    private static (double[] Effects, double[] Variances, string[] Districts) Drawn()
    {
        var draw = new Draws(21, 0);
        double[] variances = [.. Enumerable.Range(0, 40).Select(i => .02 + (.1 * draw.Uniform(i)))];
        string[] districts = [.. Enumerable.Range(0, 40).Select(i => $"d{i % 8}")];
        double[] effects =
        [
            .. variances.Select(
                (v, i) =>
                    .2
                    + (.3 * draw.Normal(100 + (i % 8)))
                    + (.2 * draw.Normal(200 + i))
                    + (Math.Sqrt(v) * draw.Normal(300 + i))
            ),
        ];
        return (effects, variances, districts);
    }

    [Fact]
    public void R_finds_every_estimator_again()
    {
        var (effects, variances, _) = Drawn();
        var studies = Studies.Of(effects, variances);
        foreach (var method in Enum.GetValues<HeterogeneityMethod>())
        {
            var bundle = SynthesisBundle.Of(
                RandomEffects.Fit(
                    studies,
                    method,
                    knappHartung: method == HeterogeneityMethod.PauleMandel
                )
            );
            if (InR.Run(bundle, Syntheses) is not { } ran)
                return;
            Assert.True(ran.Code == 0, $"{method}: {ran.Said}");
            Assert.Matches("^[678] numbers", ran.Said);
        }
    }

    [Fact]
    public void R_finds_the_average_of_estimates_that_share_controls_again()
    {
        var (effects, variances, districts) = Drawn();
        var covariance = new double[40 * 40];
        for (var i = 0; i < 40; i++)
        for (var j = 0; j < 40; j++)
            covariance[(i * 40) + j] =
                i == j ? variances[i]
                : i % 8 == j % 8 || Math.Abs(i - j) == 1
                    ? .2 * Math.Sqrt(variances[i] * variances[j])
                : 0;
        GroupingLevel[] levels =
        [
            new("district", districts),
            new("school", [.. Enumerable.Range(0, 40).Select(i => $"s{i}")]),
        ];
        var analysis = Multilevel.Fit(Studies.Of(effects, variances), levels, covariance);
        if (InR.Run(SynthesisBundle.Of(analysis, levels, covariance), Syntheses) is not { } ran)
            return;
        Assert.True(ran.Code == 0, ran.Said);
        Assert.Matches("^7 numbers", ran.Said);
    }

    [Fact]
    public void R_finds_the_variance_of_each_level_again()
    {
        var (effects, variances, districts) = Drawn();
        GroupingLevel[] levels =
        [
            new("district", districts),
            new("school", [.. Enumerable.Range(0, 40).Select(i => $"s{i}")]),
        ];
        foreach (
            var method in (HeterogeneityMethod[])
                [
                    HeterogeneityMethod.RestrictedMaximumLikelihood,
                    HeterogeneityMethod.MaximumLikelihood,
                ]
        )
        {
            var analysis = Multilevel.Fit(
                Studies.Of(effects, variances),
                levels,
                method: method,
                level: .9
            );
            if (InR.Run(SynthesisBundle.Of(analysis, levels), Syntheses) is not { } ran)
                return;
            Assert.True(ran.Code == 0, ran.Said);
            Assert.Contains("7 numbers", ran.Said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_synthesis_with_moderators_gets_no_bundle()
    {
        var (effects, variances, _) = Drawn();
        var studies = Studies.Of(
            effects,
            variances,
            [new Moderator("x", [.. variances.Select((_, i) => (double)i)])]
        );
        var analysis = RandomEffects.Fit(studies);
        Assert.Throws<UnusableDataException>(() => SynthesisBundle.Of(analysis));
    }
}
