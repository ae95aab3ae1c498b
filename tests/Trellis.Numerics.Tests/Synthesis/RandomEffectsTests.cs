using Trellis.Answers;
using Trellis.Reference;

namespace Trellis.Synthesis;

public sealed class RandomEffectsTests
{
    private const HeterogeneityMethod Reml = HeterogeneityMethod.RestrictedMaximumLikelihood;

    // metafor 3.8.1: rma(yi, vi, method) and rma(yi, vi, mods = ~ablat, method) on dat.bcg, control = list(threshold = 1e-14, tol = 1e-15, maxiter = 1e5).
    [Theory]
    [InlineData(
        HeterogeneityMethod.EqualEffects,
        false,
        -0.430285163654091,
        0.0404987517108638,
        -0.430285163654091,
        0.0404987517108638,
        0,
        double.NaN,
        92.1173468545621,
        12.6860840068645,
        -70.223569904431,
        double.NaN,
        double.NaN
    )]
    [InlineData(
        HeterogeneityMethod.EqualEffects,
        true,
        0.343564577446591,
        0.0810487794877087,
        -0.0292369342595418,
        0.00265242943424624,
        0,
        double.NaN,
        64.2079595766235,
        2.79391727370446,
        -9.4736108686189,
        double.NaN,
        121.499918071625
    )]
    [InlineData(
        HeterogeneityMethod.RestrictedMaximumLikelihood,
        false,
        -0.714532342158139,
        0.179781516105206,
        -0.714532342158139,
        0.179781516105206,
        0.313243258136481,
        0.166425752836971,
        92.2213845212689,
        12.8557582353092,
        -12.2023714154936,
        double.NaN,
        double.NaN
    )]
    [InlineData(
        HeterogeneityMethod.RestrictedMaximumLikelihood,
        true,
        0.251468210007369,
        0.249095396616765,
        -0.0291017250116497,
        0.00719532722090451,
        0.0763479639552027,
        0.0590472289044413,
        68.3912248381823,
        3.16367842436351,
        -8.08732005827572,
        75.6266218116216,
        16.3582321471646
    )]
    [InlineData(
        HeterogeneityMethod.MaximumLikelihood,
        false,
        -0.711199135474181,
        0.17189680877689,
        -0.711199135474181,
        0.17189680877689,
        0.280028137268644,
        0.144251949382764,
        91.3782837894461,
        11.5986188315488,
        -12.6650763482768,
        double.NaN,
        double.NaN
    )]
    [InlineData(
        HeterogeneityMethod.MaximumLikelihood,
        true,
        0.282107173896209,
        0.187184556334355,
        -0.0295093353884548,
        0.00548773630753898,
        0.0343514424812417,
        0.0280141801206345,
        49.3288501850184,
        1.97350958810162,
        -7.68566552841412,
        87.7328604131353,
        28.915611904217
    )]
    [InlineData(
        HeterogeneityMethod.DerSimonianLaird,
        false,
        -0.714117222073227,
        0.178742089535403,
        -0.714117222073227,
        0.178742089535403,
        0.308760262862377,
        0.229869992511026,
        92.1173468545621,
        12.6860840068645,
        -12.6823357814279,
        double.NaN,
        double.NaN
    )]
    [InlineData(
        HeterogeneityMethod.DerSimonianLaird,
        true,
        0.259543712434025,
        0.232307473392694,
        -0.0292287387551885,
        0.00673301083956725,
        0.0633005024264147,
        0.0548251478566259,
        64.2079595766235,
        2.79391727370446,
        -7.83384509095921,
        79.4984944501652,
        18.8452335426354
    )]
    [InlineData(
        HeterogeneityMethod.PauleMandel,
        false,
        -0.714968153493444,
        0.180892191537623,
        -0.714968153493444,
        0.180892191537623,
        0.318068452205024,
        0.173663027462756,
        92.3303379541532,
        13.0383841429038,
        -12.6943369162157,
        double.NaN,
        double.NaN
    )]
    [InlineData(
        HeterogeneityMethod.PauleMandel,
        true,
        0.221915964507363,
        0.317473696547313,
        -0.0285645258944062,
        0.00907018887118223,
        0.142131941472756,
        0.0974985635157132,
        80.111283882589,
        5.02797663809269,
        -8.60238873738539,
        55.3140399535321,
        9.91793777347629
    )]
    [InlineData(
        HeterogeneityMethod.HedgesOlkin,
        false,
        -0.715878588758735,
        0.183279985988782,
        -0.715878588758735,
        0.183279985988782,
        0.328563857995768,
        0.207087178298933,
        92.5570974066271,
        13.4356185299319,
        -12.71099505101,
        double.NaN,
        double.NaN
    )]
    [InlineData(
        HeterogeneityMethod.HedgesOlkin,
        true,
        0.203115006214942,
        0.372114466367384,
        -0.0281767595986624,
        0.0105618511391468,
        0.209048026358875,
        0.170711964616081,
        85.5582288334695,
        6.92435843546356,
        -9.26729956623684,
        36.3752216588693,
        7.11708264472831
    )]
    [InlineData(
        HeterogeneityMethod.SidikJonkman,
        false,
        -0.717248592557583,
        0.187059458416426,
        -0.717248592557583,
        0.187059458416426,
        0.345515701598595,
        0.149680511347343,
        92.89632409554,
        14.0772188012148,
        -12.7440226514002,
        double.NaN,
        double.NaN
    )]
    [InlineData(
        HeterogeneityMethod.SidikJonkman,
        true,
        0.198271729163406,
        0.388705846242527,
        -0.0280713689567708,
        0.011014243980389,
        0.231843716118978,
        0.119533780646106,
        86.7906259924945,
        7.57038145359354,
        -9.48369472618944,
        32.8992242476077,
        6.49557796479169
    )]
    [InlineData(
        HeterogeneityMethod.EmpiricalBayes,
        false,
        -0.714968153493444,
        0.180892191537623,
        -0.714968153493444,
        0.180892191537623,
        0.318068452205024,
        0.173663027462756,
        92.3303379541532,
        13.0383841429038,
        -12.6943369162157,
        double.NaN,
        double.NaN
    )]
    [InlineData(
        HeterogeneityMethod.EmpiricalBayes,
        true,
        0.221915964507363,
        0.317473696547314,
        -0.0285645258944061,
        0.00907018887118226,
        0.142131941472757,
        0.0974985635157138,
        80.1112838825891,
        5.02797663809272,
        -8.6023887373854,
        55.3140399535318,
        9.91793777347619
    )]
    [InlineData(
        HeterogeneityMethod.HunterSchmidt,
        false,
        -0.704535373916257,
        0.158652093056656,
        -0.704535373916257,
        0.158652093056656,
        0.228362863676907,
        0.12790455661328,
        89.6299666640896,
        9.64317054350344,
        -12.7426653012772,
        double.NaN,
        double.NaN
    )]
    [InlineData(
        HeterogeneityMethod.HunterSchmidt,
        true,
        0.287256156217648,
        0.177071433969676,
        -0.0295511231930158,
        0.00520882518933756,
        0.0290849078998508,
        0.0162884567731662,
        45.1831795471157,
        1.82425757593787,
        -7.69536298159559,
        87.2637313127231,
        32.1861047011765
    )]
    public void Every_method_gives_what_metafor_gives_at_its_optimum(
        HeterogeneityMethod method,
        bool moderated,
        double estimate,
        double error,
        double last,
        double lastError,
        double tau2,
        double tau2Error,
        double i2,
        double h2,
        double logLikelihood,
        double r2,
        double wald
    )
    {
        if ((moderated ? Trials.Vaccine("ablat") : Trials.Vaccine()) is not { } studies)
            return;
        var fit = RandomEffects.Fit(studies, method);
        Near.Relative(estimate, fit.Estimate, 1e-8, "estimate");
        Near.Relative(error, fit.StandardError, 1e-8, "standard error");
        Near.Relative(last, fit.Coefficients[^1].Estimate, 1e-8, "last coefficient");
        Near.Relative(lastError, fit.Coefficients[^1].StandardError, 1e-8, "its error");
        Near.Relative(tau2, fit.Tau2, 1e-8, "tau2");
        Same(tau2Error, fit.Tau2StandardError, "error of tau2");
        Near.Relative(i2, fit.I2, 1e-8, "I2");
        Near.Relative(h2, fit.H2, 1e-8, "H2");
        if (method is Reml or HeterogeneityMethod.MaximumLikelihood)
            Near.Relative(logLikelihood, fit.LogLikelihood, 1e-9, "log likelihood");
        Same(r2, fit.R2, "R2");
        Same(wald, fit.ModeratorTest?.Statistic ?? double.NaN, "QM");

        static void Same(double expected, double actual, string what)
        {
            Assert.Equal(double.IsNaN(expected), double.IsNaN(actual));
            if (!double.IsNaN(expected))
                Near.Relative(expected, actual, 1e-7, what);
        }
    }

    [Fact]
    public void The_recorded_answers_of_metafor_are_given()
    {
        if (
            Trials.Vaccine() is not { } studies
            || ReferenceTable.Read("expected/metafor.csv", "recorded answers of metafor")
                is not { } expected
        )
            return;
        foreach (
            var (name, method, hartung) in new[]
            {
                ("bcg EE", HeterogeneityMethod.EqualEffects, false),
                ("bcg DL", HeterogeneityMethod.DerSimonianLaird, false),
                ("bcg REML", Reml, false),
                ("bcg REML knha", Reml, true),
            }
        )
        {
            var row = Assert.Single(expected.Where(("case", name)));
            var fit = RandomEffects.Fit(studies, method, hartung);
            // metafor stops its iterations early; to 1e-5, and tau2 to 5e-4.
            var near = method == Reml ? 1e-5 : 1e-9;
            Near.Relative(expected.Figure(row, "est"), fit.Estimate, near, name);
            Near.Relative(expected.Figure(row, "se"), fit.StandardError, near, name);
            Near.Relative(expected.Figure(row, "ci.lb"), fit.Confidence.Lower, near, name);
            Near.Relative(expected.Figure(row, "ci.ub"), fit.Confidence.Upper, near, name);
            Near.Relative(expected.Figure(row, "tau2"), fit.Tau2, 5e-4, name);
            Near.Relative(expected.Figure(row, "QE"), fit.Heterogeneity.Statistic, 1e-9, name);
            Near.Relative(expected.Figure(row, "QEp"), fit.Heterogeneity.P, 1e-9, name);
            Near.Relative(expected.Figure(row, "I2"), fit.I2, near, name);
            Near.Relative(expected.Figure(row, "H2"), fit.H2, near, name);
            Assert.Equal(12, fit.Heterogeneity.Degrees);
            if (method == HeterogeneityMethod.EqualEffects)
            {
                Assert.Equal(MetaInterval.None, fit.Prediction);
                continue;
            }
            Near.Relative(expected.Figure(row, "pred.lb"), fit.Prediction.Lower, near, name);
            Near.Relative(expected.Figure(row, "pred.ub"), fit.Prediction.Upper, near, name);
        }
    }

    // metafor 3.8.1: rma(yi, vi, mods = ~ablat + year, test = "knha") on dat.bcg, and predict(newmods = c(30, 1970)).
    [Fact]
    public void Moderators_with_Knapp_and_Hartung_are_those_of_metafor()
    {
        if (Trials.Vaccine("ablat", "year") is not { } studies)
            return;
        var fit = RandomEffects.Fit(studies, Reml, knappHartung: true);
        double[] estimates = [-3.54535301989916, -.0280113294442221, .00190748044747981];
        double[] errors = [32.2563394834789, .0113456775206561, .0162788048736405];
        double[] p = [.91465377393627, .0331673351464222, .909040826130211];
        double[] lower = [-75.4169562458975, -.0532910743301033, -.034363957155382];
        for (var i = 0; i < 3; i++)
        {
            Near.Relative(estimates[i], fit.Coefficients[i].Estimate, 1e-7, "estimate");
            Near.Relative(errors[i], fit.Coefficients[i].StandardError, 1e-8, "error");
            Near.Relative(p[i], fit.Coefficients[i].P, 1e-8, "p");
            Near.Relative(lower[i], fit.Coefficients[i].Confidence.Lower, 1e-8, "lower");
            Assert.Equal(10, fit.Coefficients[i].Degrees);
        }
        Assert.Equal(["intercept", "ablat", "year"], fit.Coefficients.Select(c => c.Name));
        Near.Relative(4.96494755589447, fit.ModeratorTest!.Statistic, 1e-8, "F");
        Near.Relative(.0318035012857408, fit.ModeratorTest.P, 1e-8, "p of F");
        Assert.Equal((2, 10), (fit.ModeratorTest.Degrees, fit.ModeratorTest.DenominatorDegrees));
        Near.Relative(28.325143660619, fit.Heterogeneity.Statistic, 1e-9, "QE");
        Near.Relative(.0016009744196547, fit.Heterogeneity.P, 1e-9, "its p");
        Assert.Equal(MetaInterval.None, fit.Prediction);
        var (at, error, confidence, prediction) = fit.Predict(30, 1970);
        Near.Relative(-.627956421690594, at, 1e-8, "predicted");
        Near.Relative(.136098044185641, error, 1e-8, "its error");
        Near.Relative(-.931201761619964, confidence.Lower, 1e-8, "lower");
        Near.Relative(-.324711081761224, confidence.Upper, 1e-8, "upper");
        Near.Relative(-1.42918032711052, prediction.Lower, 1e-8, "prediction, lower");
        Near.Relative(.173267483729328, prediction.Upper, 1e-8, "prediction, upper");
        Assert.Throws<ArgumentException>(() => fit.Predict(30));
    }

    // metafor 3.8.1: rma(yi, vi, method = "PM", level = 90) and rma(yi, vi, mods = ~ablat + year, method = "DL").
    [Fact]
    public void Another_level_and_two_moderators_are_those_of_metafor()
    {
        if (Trials.Vaccine() is not { } studies)
            return;
        var fit = RandomEffects.Fit(studies, HeterogeneityMethod.PauleMandel, level: .9);
        Near.Relative(-1.01252111093004, fit.Confidence.Lower, 5e-5, "lower");
        Near.Relative(-.41741970033485, fit.Confidence.Upper, 5e-5, "upper");
        Near.Relative(-1.68921512958172, fit.Prediction.Lower, 5e-5, "prediction");
        Assert.True(fit.WiderPrediction.Lower < fit.Prediction.Lower);
        fit = RandomEffects.Fit(
            Trials.Vaccine("ablat", "year")!,
            HeterogeneityMethod.DerSimonianLaird
        );
        Near.Relative(15.9314382678593, fit.ModeratorTest!.Statistic, 1e-7, "QM");
        Near.Relative(.000347161963285112, fit.ModeratorTest.P, 1e-6, "its p");
        Near.Relative(.079038957824633, fit.Tau2, 1e-8, "tau2");
        Near.Relative(74.4011884521996, fit.R2, 1e-8, "R2");
        Assert.Equal(double.PositiveInfinity, fit.ModeratorTest.DenominatorDegrees);
        // Robust errors by three ways of allocation.
        var table = ReferenceTable.Read("metadat_dat.bcg.csv", "ways of allocation")!;
        var robust = ClusterRobust.Of(
            RandomEffects.Fit(studies),
            new GroupingLevel("alloc", table.Labels("alloc"))
        );
        Near.Relative(.187817725622085, robust.StandardError, 1e-5, "robust error");
        Near.Relative(-1.5226467982083, robust.Confidence.Lower, 1e-5, "robust lower");
        Assert.Equal(2, robust.Coefficients[0].Degrees);
    }

    // metafor 3.8.1: confint(rma(yi, vi)) on dat.bcg.
    [Fact]
    public void The_range_of_tau2_is_that_of_profiling_Q()
    {
        if (Trials.Vaccine() is not { } studies)
            return;
        var range = RandomEffects.Fit(studies).Tau2Confidence;
        Near.Relative(.119718361141261, range.Lower, 1e-8, "lower");
        Near.Relative(1.11147908406093, range.Upper, 1e-8, "upper");
    }

    // y = 1, 2, 6 with v = 1: REML and DL are the variance less 1; Q = 1 + 4 + 9 = 14; half-widths by hand.
    [Fact]
    public void Three_studies_of_one_size_can_be_worked_by_hand()
    {
        var studies = Studies.Of([1, 2, 6], [1, 1, 1]);
        foreach (
            var method in new[]
            {
                Reml,
                HeterogeneityMethod.DerSimonianLaird,
                HeterogeneityMethod.HedgesOlkin,
                HeterogeneityMethod.PauleMandel,
            }
        )
        {
            var fit = RandomEffects.Fit(studies, method);
            Near.Relative(3, fit.Estimate, 1e-12, "mean");
            Near.Relative(6, fit.Tau2, 1e-10, "tau2: 7 - 1");
            Near.Relative(Math.Sqrt(7d / 3), fit.StandardError, 1e-10, "error");
            Near.Relative(14, fit.Heterogeneity.Statistic, 1e-12, "Q");
            Near.Relative(100 * 6 / 7d, fit.I2, 1e-10, "I2");
            Near.Relative(
                3 + (1.95996398454005 * Math.Sqrt((7d / 3) + 6)),
                fit.Prediction.Upper,
                1e-10,
                "prediction"
            );
            // t of one degree: 12.706.
            Near.Relative(
                3 - (12.7062047361747 * Math.Sqrt((7d / 3) + 6)),
                fit.WiderPrediction.Lower,
                1e-10,
                "wider prediction"
            );
            Assert.All(fit.Weights, w => Near.Relative(100d / 3, w, 1e-12, "weight"));
        }
        Near.Relative(
            14d / 3 - 1,
            RandomEffects.Fit(studies, HeterogeneityMethod.MaximumLikelihood).Tau2,
            1e-10,
            "maximum likelihood divides by 3"
        );
    }

    [Fact]
    public void Studies_that_agree_have_no_heterogeneity()
    {
        var fit = RandomEffects.Fit(Studies.Of([.2, .21, .19, .2], [.01, .02, .03, .01]));
        Assert.Equal(0, fit.Tau2);
        Assert.Equal(0, fit.I2);
        Assert.Equal(new MetaInterval(0, fit.Tau2Confidence.Upper), fit.Tau2Confidence);
        Near.Relative(fit.Confidence.Lower, fit.Prediction.Lower, 1e-12, "nothing to add");
    }

    // The slope of the likelihood changes sign three times here; a climb from the middle ends on the lower peak.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_tau2_has_a_higher_likelihood_than_the_one_given(bool restricted)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var draws = new Probability.Draws(seed, 9);
            var k = 3 + draws.Below(1000, 8);
            var v = Enumerable
                .Range(0, k)
                .Select(i => Math.Pow(10, (3 * draws.Uniform(i)) - 2))
                .ToArray();
            var y = v.Select((s, i) => 1.5 * Math.Sqrt(s) * draws.Normal(100 + i)).ToArray();
            var fit = RandomEffects.Fit(
                Studies.Of(y, v),
                restricted ? Reml : HeterogeneityMethod.MaximumLikelihood
            );
            var top = Height(fit.Tau2);
            for (var tau2 = 0d; tau2 < 60; tau2 = (tau2 * 1.02) + 1e-4)
                Assert.True(Height(tau2) <= top + 1e-9);

            // Plainly: sums over studies, no matrices.
            double Height(double tau2)
            {
                var w = v.Select(s => 1 / (s + tau2)).ToArray();
                var mean = w.Zip(y, (a, b) => a * b).Sum() / w.Sum();
                return .5
                    * (
                        w.Sum(Math.Log)
                        - w.Zip(y, (a, b) => a * (b - mean) * (b - mean)).Sum()
                        - (restricted ? Math.Log(w.Sum()) : 0)
                    );
            }
        }
    }

    [Fact]
    public void One_study_stands_for_itself_and_says_so()
    {
        var fit = RandomEffects.Fit(Studies.Of([.3], [.04]));
        Assert.Equal((.3, .2, 0d), (fit.Estimate, Math.Round(fit.StandardError, 12), fit.Tau2));
        Assert.Equal("one-study", Assert.Single(fit.Remarks).Code);
        Assert.Equal(MetaInterval.None, fit.Prediction);
        Assert.Equal((0d, 1d, 1d), (fit.I2, fit.H2, fit.Heterogeneity.P));
        Assert.Contains(
            "two or more",
            Assert
                .Throws<UnusableDataException>(() =>
                    RandomEffects.Fit(Studies.Of([.3], [.04]), Reml, knappHartung: true)
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_missing_is_left_out_and_counted()
    {
        var studies = Studies.Of(
            [1, double.NaN, 3, 4, 6, 5],
            [1, 1, double.NaN, 1, 2, 1],
            [
                new Moderator("size", [1, 2, 3, double.NaN, 5, 9]),
                new Moderator("same", [2, 2, 2, 2, 2, 2]),
            ],
            ["a", "b", "c", "d", "e", "f"]
        );
        Assert.Equal(["a", "e", "f"], studies.Names);
        Assert.Equal([0, 4, 5], studies.Rows);
        Assert.Equal(
            [("missing-effect", 2), ("missing-moderator", 1), ("collinear-moderator", 1)],
            studies.Remarks.Select(r => (r.Code, r.Count))
        );
        Assert.Equal(
            "2 estimates (b, c) left out: no effect or no sampling variance.",
            studies.Remarks[0].Sentence
        );
        Assert.Equal("size", Assert.Single(studies.Moderators).Name);
        Assert.Equal(studies.Remarks, RandomEffects.Fit(studies).Remarks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-.1)]
    [InlineData(double.PositiveInfinity)]
    public void A_variance_that_is_none_is_refused_by_name(double variance) =>
        Assert.Contains(
            "1 estimate (study 2) has a sampling variance that is not above 0",
            Assert
                .Throws<UnusableDataException>(() => Studies.Of([1, 2, 3], [1, variance, 1]))
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Studies_that_cannot_answer_are_refused()
    {
        Assert.Throws<UnusableDataException>(() => Studies.Of([double.NaN], [1]));
        Assert.Throws<UnusableDataException>(() =>
            Studies.Of([double.NegativeInfinity, 1], [1, 1])
        );
        Assert.Throws<UnusableDataException>(() =>
            Studies.Of([1, 2], [1, 1], [new Moderator("size", [1, 2])])
        );
        Assert.Throws<ArgumentException>(() => Studies.Of([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            RandomEffects.Fit(Studies.Of([1, 2], [1, 1]), level: 1)
        );
    }
}
