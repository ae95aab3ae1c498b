using Trellis.Answers;
using Trellis.Probability;
using Trellis.Reference;

namespace Trellis.Synthesis;

public sealed class MultilevelTests
{
    [Fact]
    public void Schools_in_districts_give_what_metafor_recorded()
    {
        if (
            Trials.Schools() is not var (studies, district, school)
            || ReferenceTable.Read("expected/metafor.csv", "recorded answers of metafor")
                is not { } expected
        )
            return;
        var row = Assert.Single(
            expected.Where(("case", "konstantopoulos rma.mv ~1|district/school"))
        );
        var fit = Multilevel.Fit(studies, [district, school]);
        Near.Relative(expected.Figure(row, "est"), fit.Estimate, 1e-5, "estimate");
        Near.Relative(expected.Figure(row, "se"), fit.StandardError, 1e-5, "error");
        Near.Relative(expected.Figure(row, "ci.lb"), fit.Confidence.Lower, 1e-4, "lower");
        Near.Relative(expected.Figure(row, "QE"), fit.Heterogeneity.Statistic, 1e-9, "Q");
        Near.Relative(expected.Figure(row, "pred.lb"), fit.Prediction.Lower, 1e-5, "prediction");
        Near.Relative(expected.Figure(row, "pred.ub"), fit.Prediction.Upper, 1e-5, "prediction");
        var sigma2 = expected.Cell(row, "sigma2").Split('|').Select(double.Parse).ToArray();
        Near.Relative(sigma2[0], fit.Components[0].Variance, 5e-4, "between districts");
        Near.Relative(sigma2[1], fit.Components[1].Variance, 5e-4, "within districts");
        Assert.Equal(
            [("district", 11), ("school", 56)],
            fit.Components.Select(c => (c.Level, c.Groups))
        );
        row = Assert.Single(expected.Where(("case", "konstantopoulos REML 2-level")));
        var flat = RandomEffects.Fit(studies);
        Near.Relative(expected.Figure(row, "est"), flat.Estimate, 1e-5, "estimate of one level");
        Near.Relative(expected.Figure(row, "tau2"), flat.Tau2, 5e-4, "tau2 of one level");
    }

    // metafor 3.8.1: rma.mv(yi, vi, random = ~1 | district/school), method and mods as said, optimizer optim/BFGS with reltol 1e-16.
    [Fact]
    public void The_optimum_is_that_of_metafor_where_it_goes_on()
    {
        if (Trials.Schools() is not var (studies, district, school))
            return;
        var fit = Multilevel.Fit(studies, [district, school]);
        Near.Relative(.184713164038434, fit.Estimate, 1e-7, "estimate");
        Near.Relative(.0845559200064617, fit.StandardError, 1e-7, "error");
        Near.Relative(.0650619468895701, fit.Components[0].Variance, 1e-6, "district");
        Near.Relative(.032736515703054, fit.Components[1].Variance, 1e-6, "school");
        Near.Relative(-7.95872403371094, fit.LogLikelihood, 1e-10, "log likelihood");
        fit = Multilevel.Fit(
            studies,
            [district, school],
            method: HeterogeneityMethod.MaximumLikelihood
        );
        Near.Relative(.184455384510639, fit.Estimate, 1e-7, "ML estimate");
        Near.Relative(.0577383635803632, fit.Components[0].Variance, 1e-6, "ML district");
        Near.Relative(.0328647903569056, fit.Components[1].Variance, 1e-6, "ML school");
        Near.Relative(-8.39493557126298, fit.LogLikelihood, 1e-10, "ML log likelihood");
        (studies, _, _) = Trials.Schools("year")!.Value;
        fit = Multilevel.Fit(studies, [district, school]);
        Near.Relative(-10.389799957355, fit.Estimate, 1e-5, "with year");
        Near.Relative(.00531181831834611, fit.Coefficients[1].Estimate, 1e-5, "year");
        Near.Relative(.00943579419634687, fit.Coefficients[1].StandardError, 1e-6, "its error");
        Near.Relative(.316905301643097, fit.ModeratorTest!.Statistic, 1e-5, "QM");
        Near.Relative(.573473407791369, fit.ModeratorTest.P, 1e-5, "its p");
        Near.Relative(-7.24046677677813, fit.LogLikelihood, 1e-7, "log likelihood with year");
    }

    // metafor 3.8.1: robust(fit, cluster = district); R: CR2 and Satterthwaite's degrees by dense matrices.
    [Theory]
    [InlineData(
        ClusterCorrection.Clusters,
        .0845022172873914,
        10,
        18.8453889224391,
        .00946891310487864,
        9
    )]
    [InlineData(
        ClusterCorrection.BiasReduced,
        .084457995566985,
        9.86315624224552,
        19.9189288558363,
        .010003424319405,
        4.18899872307459
    )]
    public void Robust_errors_are_those_of_metafor_and_of_dense_matrices(
        ClusterCorrection correction,
        double error,
        double degrees,
        double moderatedError,
        double yearError,
        double yearDegrees
    )
    {
        if (Trials.Schools() is not var (studies, district, school))
            return;
        var fit = Multilevel.Fit(studies, [district, school]);
        var robust = ClusterRobust.Of(fit, district, correction);
        Near.Relative(error, robust.StandardError, 1e-6, "error");
        Near.Relative(degrees, robust.Coefficients[0].Degrees, 1e-6, "degrees");
        Assert.Equal(fit.Estimate, robust.Estimate);
        Near.Relative(
            fit.Estimate
                + (Tails.StudentBeyond(.05, degrees) * Math.Sqrt((error * error) + fit.Tau2)),
            robust.Prediction.Upper,
            1e-6,
            "prediction"
        );
        if (correction == ClusterCorrection.Clusters)
        {
            Near.Relative(.0537073135610585, robust.Coefficients[0].P, 1e-6, "p");
            Near.Relative(-.00356950937858849, robust.Confidence.Lower, 1e-5, "lower");
            Near.Relative(.372995837457455, robust.Confidence.Upper, 1e-6, "upper");
        }
        (studies, _, _) = Trials.Schools("year")!.Value;
        robust = ClusterRobust.Of(
            Multilevel.Fit(studies, [district, school]),
            district,
            correction
        );
        Near.Relative(moderatedError, robust.StandardError, 1e-5, "error with year");
        Near.Relative(yearError, robust.Coefficients[1].StandardError, 1e-5, "error of year");
        Near.Relative(yearDegrees, robust.Coefficients[1].Degrees, 1e-4, "degrees of year");
        if (correction == ClusterCorrection.Clusters)
            Near.Relative(.588507020650357, robust.ModeratorTest!.P, 1e-5, "p of the test");
        else
            Near.Relative(
                robust.Coefficients[1].P,
                robust.ModeratorTest!.P,
                1e-10,
                "one moderator, one test"
            );
    }

    // metafor 3.8.1: rma.mv(yi, V, random = ~1 | district/school), V with correlations of .5 within districts.
    [Fact]
    public void Errors_that_are_shared_are_weighed_as_metafor_does()
    {
        if (Trials.Schools() is not var (studies, district, school))
            return;
        var v = Multilevel.SharedWithin(studies.Variances, district, .5);
        var fit = Multilevel.Fit(studies, [district, school], v);
        Near.Relative(.190519505849621, fit.Estimate, 1e-6, "estimate");
        Near.Relative(.0861298576598556, fit.StandardError, 1e-6, "error");
        Near.Relative(.0577386833839063, fit.Components[0].Variance, 1e-5, "district");
        Near.Relative(.0452818726627235, fit.Components[1].Variance, 1e-5, "school");
        Near.Relative(-9.05958257296104, fit.LogLikelihood, 1e-9, "log likelihood");
        Near.Relative(535.91483707405, fit.Heterogeneity.Statistic, 1e-9, "Q");
    }

    // metafor 3.8.1: rma.mv(yi, vi, mods = ~year + size, random = ~1 | district/school) with size = (1:56) %% 7, robust(), predict(newmods = c(1990, 3)), weights(type = "rowsum").
    [Fact]
    public void Two_moderators_over_levels_are_those_of_metafor()
    {
        if (Trials.Schools("year") is not var (one, district, school))
            return;
        var studies = Studies.Of(
            one.Effects,
            one.Variances,
            [
                one.Moderators[0],
                new Moderator("size", [.. Enumerable.Range(1, 56).Select(i => (double)(i % 7))]),
            ]
        );
        var fit = Multilevel.Fit(studies, [district, school]);
        double[] estimates = [-11.4387397320421, .00588026696473538, -.0267339511836662];
        double[] errors = [19.267052672197, .00967865018618591, .0144171773101072];
        double[] robustErrors = [20.3352592756861, .010213487571363, .0205713233302487];
        var robust = ClusterRobust.Of(fit, district);
        for (var i = 0; i < 3; i++)
        {
            Near.Relative(estimates[i], fit.Coefficients[i].Estimate, 1e-5, "estimate");
            Near.Relative(errors[i], fit.Coefficients[i].StandardError, 1e-5, "error");
            Near.Relative(robustErrors[i], robust.Coefficients[i].StandardError, 1e-5, "robust");
        }
        Near.Relative(3.74557005303042, fit.ModeratorTest!.Statistic, 1e-5, "QM");
        Near.Relative(.153695020496133, fit.ModeratorTest.P, 1e-5, "its p");
        Near.Relative(1.13075245832155, robust.ModeratorTest!.Statistic, 1e-5, "F");
        Near.Relative(.369416013781305, robust.ModeratorTest.P, 1e-5, "its p");
        Assert.Equal(
            (MetaInterval.None, MetaInterval.None, MetaInterval.None),
            (robust.Prediction, robust.WiderPrediction, fit.WiderPrediction)
        );
        var (at, error, _, prediction) = fit.Predict(1990, 3);
        Near.Relative(.182789674230318, at, 1e-5, "predicted");
        Near.Relative(.0909008805993937, error, 1e-5, "its error");
        Near.Relative(.850277264946378, prediction.Upper, 1e-5, "next");
        var plain = Multilevel.Fit(Trials.Schools()!.Value.Studies, [district, school]);
        Near.Relative(1.82464160860945, plain.Weights[0], 1e-6, "weight");
        Near.Relative(1.55621544752098, plain.Weights[2], 1e-6, "weight");
    }

    [Fact]
    public void Shares_of_the_levels_add_up_and_robust_predictions_are_robust()
    {
        if (Trials.Schools() is not var (studies, district, school))
            return;
        var fit = Multilevel.Fit(studies, [district, school]);
        Near.Relative(fit.I2, fit.Components.Sum(c => c.I2), 1e-12, "I2 by level");
        Near.Relative(
            fit.Components[0].Variance / fit.Components[1].Variance,
            fit.Components[0].I2 / fit.Components[1].I2,
            1e-12,
            "as variances"
        );
        // metafor's pages: 100 * sum(sigma2) / (sum(sigma2) + (k - p) / sum(diag(P))) with P from 1/vi.
        Near.Relative(95.1873137, fit.I2, 1e-5, "I2");
        var robust = ClusterRobust.Of(fit, district);
        var half = Math.Sqrt((robust.StandardError * robust.StandardError) + fit.Tau2);
        Near.Relative(
            fit.Estimate - (Tails.StudentBeyond(.05, 9) * half),
            robust.WiderPrediction.Lower,
            1e-10,
            "eleven districts less two"
        );
        half = Math.Sqrt((fit.StandardError * fit.StandardError) + fit.Tau2);
        Near.Relative(
            fit.Estimate + (Tails.StudentBeyond(.05, 9) * half),
            fit.WiderPrediction.Upper,
            1e-10,
            "and by the fit's own errors"
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Multilevel.SharedWithin(studies.Variances, district, 1)
        );
        Assert.Equal(
            [4, 1, 0, 1, 1, 0, 0, 0, 1],
            Multilevel.SharedWithin(
                [4, 1, double.NaN],
                new GroupingLevel("trust", ["a", "a", "b"]),
                .5
            )
        );
    }

    [Fact]
    public void One_level_without_shared_errors_is_the_plain_analysis()
    {
        if (Trials.Vaccine("ablat") is not { } studies)
            return;
        var plain = RandomEffects.Fit(studies);
        var level = Multilevel.Fit(
            studies,
            [new GroupingLevel("trial", [.. Enumerable.Range(1, 13).Select(i => $"{i}")])]
        );
        Near.Relative(plain.Tau2, level.Tau2, 1e-8, "tau2");
        Near.Relative(plain.Estimate, level.Estimate, 1e-9, "estimate");
        Near.Relative(plain.LogLikelihood, level.LogLikelihood, 1e-10, "likelihood");
        Near.Relative(plain.I2, level.I2, 1e-8, "I2");
        Near.Relative(plain.H2, level.H2, 1e-8, "H2");
        Near.Relative(100, level.Weights.Sum(), 1e-12, "weights");
        var equal = Multilevel.Fit(studies, [], method: HeterogeneityMethod.EqualEffects);
        Near.Relative(
            RandomEffects.Fit(studies, HeterogeneityMethod.EqualEffects).StandardError,
            equal.StandardError,
            1e-10,
            "equal effects"
        );
        Assert.Equal(0, equal.Tau2);
    }

    [Fact]
    public void No_variances_near_by_have_a_higher_likelihood()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var draws = new Draws(seed, 4);
            var (n, groups) = (30, 6);
            var between = Enumerable.Range(0, groups).Select(g => draws.Normal(g)).ToArray();
            // In every third data set the districts do not differ, so that a variance ends at 0.
            var size = seed % 3 == 0 ? 0 : .3;
            var y = new double[n];
            var v = new double[n];
            for (var i = 0; i < n; i++)
            {
                v[i] = .01 + (.1 * draws.Uniform(100 + i));
                y[i] =
                    (size * between[i % groups])
                    + (.2 * draws.Normal(200 + (i / 2)))
                    + (Math.Sqrt(v[i]) * draws.Normal(300 + i));
            }
            var district = Enumerable.Range(0, n).Select(i => i % groups).ToArray();
            var school = Enumerable.Range(0, n).Select(i => i % groups * 100 + (i / 12)).ToArray();
            var fit = Multilevel.Fit(
                Studies.Of(y, v),
                [
                    new GroupingLevel("district", [.. district.Select(d => $"{d}")]),
                    new GroupingLevel("school", [.. school.Select(d => $"{d}")]),
                ]
            );
            var (a, b) = (fit.Components[0].Variance, fit.Components[1].Variance);
            var top = Dense(a, b);
            Assert.InRange(fit.LogLikelihood - top - (.5 * Math.Log(n)), -1e-7, 1e-7);
            foreach (var da in new[] { -.01, -1e-4, 0, 1e-4, .01, .1 })
            foreach (var db in new[] { -.01, -1e-4, 0, 1e-4, .01, .1 })
                if (a + da >= 0 && b + db >= 0)
                    Assert.True(Dense(a + da, b + db) <= top + 1e-9);

            // The restricted likelihood from a dense matrix by elimination: slow, and nothing shared with what it checks.
            double Dense(double sa, double sb)
            {
                var m = new double[n, n + 2];
                for (var i = 0; i < n; i++)
                {
                    for (var j = 0; j < n; j++)
                        m[i, j] =
                            (i == j ? v[i] : 0)
                            + (district[i] == district[j] ? sa : 0)
                            + (school[i] == school[j] ? sb : 0);
                    (m[i, n], m[i, n + 1]) = (1, y[i]);
                }
                double log = 0;
                for (var c = 0; c < n; c++)
                {
                    log += Math.Log(m[c, c]);
                    for (var r = 0; r < n; r++)
                    {
                        if (r == c)
                            continue;
                        var by = m[r, c] / m[c, c];
                        for (var j = c; j < n + 2; j++)
                            m[r, j] -= by * m[c, j];
                    }
                }
                double ones = 0,
                    cross = 0,
                    square = 0;
                for (var i = 0; i < n; i++)
                {
                    ones += m[i, n] / m[i, i];
                    cross += m[i, n + 1] / m[i, i];
                    square += y[i] * m[i, n + 1] / m[i, i];
                }
                return -.5
                    * (
                        log
                        + Math.Log(ones)
                        + square
                        - (cross * cross / ones)
                        + ((n - 1) * Math.Log(2 * Math.PI))
                    );
            }
        }
    }

    [Fact]
    public void Levels_that_cannot_be_told_apart_are_said_and_set_to_0()
    {
        var studies = Studies.Of([.1, .4, .3, .8], [.01, .01, .02, .01]);
        var fit = Multilevel.Fit(
            studies,
            [
                new GroupingLevel("country", ["England", "England", "England", "England"]),
                new GroupingLevel("trust", ["a", "b", "c", "d"]),
                new GroupingLevel("report", ["1", "1", "1", "1"]),
            ]
        );
        Assert.Equal(["one-group", "level-says-nothing-new"], fit.Remarks.Select(r => r.Code));
        Assert.Equal((0d, 0d), (fit.Components[0].Variance, fit.Components[2].Variance));
        Near.Relative(RandomEffects.Fit(studies).Tau2, fit.Components[1].Variance, 1e-8, "trust");
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused_with_names()
    {
        var studies = Studies.Of([.1, double.NaN, .3], [.01, .01, .02], names: ["a", "b", "c"]);
        Assert.Equal(
            "1 estimate (c) without a 'trust': say where each belongs, or leave the row out.",
            Assert
                .Throws<UnusableDataException>(() =>
                    Multilevel.Fit(studies, [new GroupingLevel("trust", ["x", "y", " "])])
                )
                .Message
        );
        var trust = new GroupingLevel("trust", ["x", "y", "z"]);
        Assert.Throws<ArgumentException>(() =>
            Multilevel.Fit(studies, [trust], method: HeterogeneityMethod.DerSimonianLaird)
        );
        // A row left out takes its covariances with it.
        Assert.Equal(
            2,
            Multilevel.Fit(studies, [trust], [.01, 0, .005, 0, 1, 0, .005, 0, .02]).Studies.Count
        );
        Said("is not a number, or not the same", [.01, 0, .005, 0, 1, 0, .006, 0, .02]);
        Said("is not a number, or not the same", [.01, 0, double.NaN, 0, 1, 0, .005, 0, .02]);
        Said("another variance of a", [.02, 0, .005, 0, 1, 0, .005, 0, .02]);
        Said("contradict each other", [.01, 0, .5, 0, 1, 0, .5, 0, .02]);
        Assert.Throws<ArgumentException>(() => Multilevel.Fit(studies, [trust], [1, 0, 0]));
        var fit = Multilevel.Fit(
            studies,
            [new GroupingLevel("trust", ["x", "x", "x"])],
            [.01, 0, .005, 0, 1, 0, .005, 0, .02]
        );
        Assert.Contains(
            "there must be more clusters than coefficients",
            Assert
                .Throws<UnusableDataException>(() =>
                    ClusterRobust.Of(fit, new GroupingLevel("LA", ["1", "1", "1"]))
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "2 estimates (a, c) share a level or an error",
            Assert
                .Throws<UnusableDataException>(() =>
                    ClusterRobust.Of(fit, trust, ClusterCorrection.BiasReduced)
                )
                .Message,
            StringComparison.Ordinal
        );

        void Said(string words, double[] covariance) =>
            Assert.Contains(
                words,
                Assert
                    .Throws<UnusableDataException>(() =>
                        Multilevel.Fit(studies, [trust], covariance)
                    )
                    .Message,
                StringComparison.Ordinal
            );
    }
}
