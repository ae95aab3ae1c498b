using Trellis.Answers;
using Trellis.Reference;

namespace Trellis.Synthesis;

public sealed class SmallStudiesTests
{
    // metafor 3.8.1: regtest(rma(yi, vi)) and regtest(..., model = "lm") on dat.bcg.
    [Fact]
    public void Eggers_tests_are_those_of_metafor()
    {
        if (Trials.Vaccine() is not { } studies)
            return;
        var mixed = FunnelAsymmetry.Mixed(studies);
        Near.Relative(-.763240040604303, mixed.Slope.Estimate, 1e-8, "slope");
        Near.Relative(.950096233485157, mixed.Slope.StandardError, 1e-8, "error");
        Near.Relative(-.803329193090867, mixed.Slope.Statistic, 1e-8, "z");
        Near.Relative(.421784488855282, mixed.Slope.P, 1e-8, "p");
        Near.Relative(-.510431874103029, mixed.Limit.Estimate, 1e-8, "limit");
        Near.Relative(-1.11822398900874, mixed.Limit.Confidence.Lower, 1e-8, "lower");
        Near.Relative(.0973602408026796, mixed.Limit.Confidence.Upper, 1e-7, "upper");
        var egger = FunnelAsymmetry.Egger(studies);
        Near.Relative(-2.11204212089329, egger.Slope.Estimate, 1e-9, "slope");
        Near.Relative(1.50722132835701, egger.Slope.StandardError, 1e-9, "error");
        Near.Relative(-1.40128200228933, egger.Slope.Statistic, 1e-9, "t");
        Near.Relative(.188706995081979, egger.Slope.P, 1e-9, "p");
        Near.Relative(-.190928642359821, egger.Limit.Estimate, 1e-9, "limit");
        Near.Relative(-.675332350276083, egger.Limit.Confidence.Lower, 1e-9, "lower");
        Near.Relative(.293475065556442, egger.Limit.Confidence.Upper, 1e-9, "upper");
        Assert.Equal(11, egger.Slope.Degrees);
    }

    // metafor 3.8.1: regtest(rma(yi, vi, mods = ~ablat, method = "DL", test = "knha")); R: summary(lm(yi ~ ablat + sqrt(vi), weights = 1/vi)).
    [Fact]
    public void Funnels_with_a_moderator_keep_it()
    {
        if (Trials.Vaccine("ablat") is not { } studies)
            return;
        var mixed = FunnelAsymmetry.Mixed(
            studies,
            HeterogeneityMethod.DerSimonianLaird,
            knappHartung: true
        );
        Near.Relative(-.438624502163528, mixed.Slope.Estimate, 1e-8, "slope");
        Near.Relative(.803146653751083, mixed.Slope.StandardError, 1e-8, "error");
        Near.Relative(.596947460187133, mixed.Slope.P, 1e-8, "p");
        Near.Relative(.318224990296821, mixed.Limit.Estimate, 1e-8, "limit");
        var egger = FunnelAsymmetry.Egger(studies);
        Near.Relative(-.825714186071071, egger.Slope.Estimate, 1e-8, "slope");
        Near.Relative(.759183582414645, egger.Slope.StandardError, 1e-8, "error");
        Near.Relative(.302275478144246, egger.Slope.P, 1e-8, "p");
        Near.Relative(.400431049187282, egger.Limit.Estimate, 1e-8, "limit");
    }

    // metafor 3.8.1: t <- trimfill(rma(yi, vi, method = "DL", test = "knha")), which itself forgets the test; rma(t$yi, t$vi, method = "DL", test = "knha").
    [Fact]
    public void Trim_and_fill_keeps_the_method_and_the_interval()
    {
        if (Trials.Vaccine() is not { } studies)
            return;
        var filled = TrimAndFill.Of(
            studies,
            method: HeterogeneityMethod.DerSimonianLaird,
            knappHartung: true
        );
        Assert.Equal(1, filled.Missing);
        Near.Relative(-.656073212988602, filled.Analysis.Estimate, 1e-8, "average");
        Near.Relative(.1809278, filled.Analysis.StandardError, 1e-6, "error");
        Near.Relative(-1.046944, filled.Analysis.Confidence.Lower, 1e-6, "lower");
        Near.Relative(.308132153286984, filled.Analysis.Tau2, 1e-8, "tau2");
    }

    // metafor 3.8.1: trimfill(rma(yi, vi), estimator, side) on dat.bcg.
    [Theory]
    [InlineData(MissingStudies.L0, null, false, 1, 2.45279864318293)]
    [InlineData(MissingStudies.L0, true, true, 0, 2.16665853701039)]
    [InlineData(MissingStudies.R0, null, false, 0, 1.4142135623731)]
    [InlineData(MissingStudies.Q0, null, false, 1, 2.77862574085483)]
    [InlineData(MissingStudies.Q0, true, true, 0, 2.07859459617408)]
    public void Trim_and_fill_is_that_of_metafor(
        MissingStudies estimator,
        bool? left,
        bool onTheLeft,
        int missing,
        double error
    )
    {
        if (Trials.Vaccine() is not { } studies)
            return;
        var filled = TrimAndFill.Of(studies, estimator, left: left);
        Assert.Equal(onTheLeft, filled.FilledOnTheLeft);
        Assert.Equal(missing, filled.Missing);
        Assert.Equal(missing, filled.Filled.Count);
        Near.Relative(error, filled.StandardError, 1e-7, "error of the number");
        Near.Relative(
            missing == 1 ? -.657082800760365 : -.714532342158139,
            filled.Analysis.Estimate,
            1e-6,
            "average"
        );
        Near.Relative(
            missing == 1 ? .17852846695558 : .179781516105206,
            filled.Analysis.StandardError,
            1e-6,
            "its error"
        );
        Near.Relative(
            missing == 1 ? .331288037336579 : .313243258136481,
            filled.Analysis.Tau2,
            5e-6,
            "tau2"
        );
        Assert.Equal(estimator == MissingStudies.R0 ? .5 : double.NaN, filled.P);
        if (missing == 1)
            Assert.StartsWith(
                "mirror image of ",
                filled.Analysis.Studies.Names[^1],
                StringComparison.Ordinal
            );
    }

    // metafor 3.8.1: trimfill(rma(y, v, method = "EE"), estimator) on these nine, of which those at 1 and above have no counterparts.
    [Theory]
    [InlineData(MissingStudies.L0, 2.01008755058265)]
    [InlineData(MissingStudies.R0, 2.82842712474619)]
    public void Studies_cut_from_one_side_are_put_back(MissingStudies estimator, double error)
    {
        double[] effects = [-.1, -.05, 0, .05, .1, 1, 1.1, 1.2, 1.3];
        double[] variances = [.01, .01, .01, .01, .01, .3, .3, .3, .3];
        var filled = TrimAndFill.Of(
            Studies.Of(effects, variances),
            estimator,
            HeterogeneityMethod.EqualEffects
        );
        Assert.True(filled.FilledOnTheLeft);
        Assert.Equal(3, filled.Missing);
        Near.Relative(error, filled.StandardError, 1e-9, "error of the number");
        double[] back = [-1.08675496688742, -1.18675496688742, -1.28675496688742];
        for (var i = 0; i < 3; i++)
            Near.Relative(back[i], filled.Filled[i], 1e-9, "mirror image");
        Near.Relative(.00662251655629139, filled.Analysis.Estimate, 1e-8, "average with them");
        Near.Relative(.0437130189471936, filled.Analysis.StandardError, 1e-9, "its error");
        // The other way round the other side is filled.
        var other = TrimAndFill.Of(
            Studies.Of([.. effects.Select(e => -e)], variances),
            estimator,
            HeterogeneityMethod.EqualEffects
        );
        Assert.False(other.FilledOnTheLeft);
        Assert.Equal(filled.Filled.Select(f => -f), other.Filled);
        Assert.Equal(estimator == MissingStudies.R0 ? 1 / 16d : double.NaN, filled.P);
    }

    // Here metafor stops with an error of its loop.
    [Fact]
    public void Q0_says_where_it_has_no_answer() =>
        Assert.Contains(
            "use L0 or R0",
            Assert
                .Throws<UnusableDataException>(() =>
                    TrimAndFill.Of(
                        Studies.Of(
                            [-.1, -.05, 0, .05, .1, 1, 1.1, 1.2, 1.3],
                            [.01, .01, .01, .01, .01, .3, .3, .3, .3]
                        ),
                        MissingStudies.Q0,
                        HeterogeneityMethod.EqualEffects
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_has_no_sides_or_no_sizes_is_refused()
    {
        Assert.Throws<UnusableDataException>(() => TrimAndFill.Of(Studies.Of([1, 2], [1, 1])));
        Assert.Throws<UnusableDataException>(() =>
            TrimAndFill.Of(
                Studies.Of([1, 2, 3, 4], [1, 1, 2, 1], [new Moderator("m", [1, 2, 4, 9])])
            )
        );
        Assert.Throws<UnusableDataException>(() =>
            FunnelAsymmetry.Egger(Studies.Of([1, 2, 3], [1, 1, 1]))
        );
        Assert.Throws<UnusableDataException>(() =>
            FunnelAsymmetry.Mixed(Studies.Of([1, 2], [1, 2]))
        );
        Assert.True(TrimAndFill.Of(Studies.Of([1, 2, 3], [1, 1, 1])).FilledOnTheLeft);
    }
}
