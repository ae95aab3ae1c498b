using Trellis.Answers;
using Trellis.Reference;

namespace Trellis.Synthesis;

public sealed class StudySequencesTests
{
    // metafor 3.8.1: cumul(rma(yi, vi), order = year) on dat.bcg.
    [Theory]
    [InlineData(1, -.889311333920205, .57060035489295, 0, 0)]
    [InlineData(2, -1.32500344224488, .348988772287383, 0, 0)]
    [InlineData(5, -1.10142578521147, .199665575172774, .0857551704921597, 48.4128268880246)]
    [InlineData(13, -.714532342158139, .179781516105206, .313243258136481, 92.2213845212689)]
    public void Evidence_grows_as_in_metafor(
        int after,
        double estimate,
        double error,
        double tau2,
        double i2
    )
    {
        if (Trials.Vaccine("year") is not { } studies)
            return;
        var years = studies.Moderators[0].Values;
        var order = Enumerable.Range(0, 13).OrderBy(i => years[i]).ToArray();
        var steps = StudySequences.Cumulative(Trials.Vaccine()!, order);
        Assert.Equal(13, steps.Count);
        var (name, fit) = steps[after - 1];
        Assert.Equal(studies.Names[order[after - 1]], name);
        Assert.Equal(after, fit.Studies.Count);
        Near.Relative(estimate, fit.Estimate, 1e-8, "estimate");
        Near.Relative(error, fit.StandardError, 1e-8, "error");
        Near.Relative(tau2, fit.Tau2, 1e-8, "tau2");
        Near.Relative(i2, fit.I2, 1e-8, "I2");
    }

    // metafor 3.8.1: leave1out(rma(yi, vi)) on dat.bcg.
    [Theory]
    [InlineData(1, -.707083784699258, .189961014528868, 151.582572747109, .336156701803629)]
    [InlineData(4, -.628409369807673, .176618891784775, 96.5625949713913, .262758148091001)]
    [InlineData(8, -.794767604515521, .179877685980578, 67.9858114990851, .273182929386648)]
    public void Leaving_each_out_gives_what_metafor_gives(
        int without,
        double estimate,
        double error,
        double q,
        double tau2
    )
    {
        if (Trials.Vaccine() is not { } studies)
            return;
        var (name, fit) = StudySequences.LeaveOneOut(studies)[without - 1];
        Assert.Equal(studies.Names[without - 1], name);
        Near.Relative(estimate, fit.Estimate, 1e-8, "estimate");
        Near.Relative(error, fit.StandardError, 1e-8, "error");
        Near.Relative(q, fit.Heterogeneity.Statistic, 1e-9, "Q");
        Near.Relative(tau2, fit.Tau2, 1e-8, "tau2");
    }

    // metafor 3.8.1: influence(rma(yi, vi, mods = ~ablat, test)) on dat.bcg: rstudent, dffits, cook.d, cov.r, tau2.del, QE.del, hat, weight, dfbs.
    [Theory]
    [InlineData(
        false,
        4,
        -.664450333547824,
        -.466590519171095,
        .249505130753077,
        1.90201193352982,
        .089731026899037,
        25.6461829595522,
        .348103266420766,
        11.7748750472889,
        .260349790316946,
        -.403708120428751
    )]
    [InlineData(
        false,
        7,
        -2.6686899483516,
        -.640456851838595,
        .364264597315133,
        .450145904317656,
        .0404760334524431,
        21.7497929810602,
        .0640400552676545,
        3.79003076289099,
        -.655051722644925,
        .42299306023268
    )]
    [InlineData(
        true,
        4,
        -.583041077450565,
        -.409423286121586,
        .192044886184912,
        1.90069858422309,
        .089731026899037,
        25.6461829595522,
        .348103266420766,
        11.7748750472889,
        .22845142006313,
        -.35424531470023
    )]
    [InlineData(
        true,
        7,
        -2.60391100238177,
        -.624910602328835,
        .280375609597419,
        .294230553465279,
        .0404760334524431,
        21.7497929810602,
        .0640400552676545,
        3.79003076289099,
        -.639151201801403,
        .412725458853452
    )]
    public void Influence_is_that_of_metafor(
        bool hartung,
        int study,
        double residual,
        double fits,
        double cooks,
        double ratio,
        double tau2,
        double q,
        double leverage,
        double weight,
        double first,
        double second
    )
    {
        if (Trials.Vaccine("ablat") is not { } studies)
            return;
        var of = StudySequences.Influence(studies, knappHartung: hartung)[study - 1];
        Near.Relative(residual, of.StudentizedResidual, 1e-7, "rstudent");
        Near.Relative(fits, of.Fits, 1e-7, "dffits");
        Near.Relative(cooks, of.CooksDistance, 1e-7, "cook.d");
        Near.Relative(ratio, of.CovarianceRatio, 1e-7, "cov.r");
        Near.Relative(tau2, of.Tau2Without, 1e-7, "tau2.del");
        Near.Relative(q, of.QWithout, 1e-7, "QE.del");
        Near.Relative(leverage, of.Leverage, 1e-7, "hat");
        Near.Relative(weight, of.Weight, 1e-7, "weight");
        Near.Relative(first, of.CoefficientShifts[0], 1e-7, "dfbs");
        Near.Relative(second, of.CoefficientShifts[1], 1e-7, "dfbs");
        Assert.False(of.Influential);
    }

    // metafor 3.8.1: influence, leave1out and cumul of rma(yi, vi, method = "DL"), the last two with test = "knha".
    [Fact]
    public void Another_method_goes_through_every_sequence()
    {
        if (Trials.Vaccine() is not { } studies)
            return;
        const HeterogeneityMethod Dl = HeterogeneityMethod.DerSimonianLaird;
        var of = StudySequences.Influence(studies, Dl)[7];
        Near.Relative(1.63225411298747, of.StudentizedResidual, 1e-8, "rstudent");
        Near.Relative(.512774464613502, of.Fits, 1e-8, "dffits");
        Near.Relative(.180643973470671, of.CooksDistance, 1e-8, "cook.d");
        Near.Relative(.83247739351481, of.CovarianceRatio, 1e-8, "cov.r");
        Near.Relative(.102163425332843, of.Leverage, 1e-8, "hat");
        var (_, without) = StudySequences.LeaveOneOut(studies, Dl, knappHartung: true)[1];
        Near.Relative(-.654515875087971, without.Estimate, 1e-8, "estimate");
        Near.Relative(.18156660490018, without.StandardError, 1e-8, "error");
        Near.Relative(-1.05414127804149, without.Confidence.Lower, 1e-8, "lower");
        Near.Relative(.29997459082211, without.Tau2, 1e-8, "tau2");
        var (_, after) = StudySequences.Cumulative(studies, null, Dl, knappHartung: true)[2];
        Near.Relative(-1.33023414924278, after.Estimate, 1e-8, "estimate");
        Near.Relative(.209545370393988, after.StandardError, 1e-8, "error");
        Near.Relative(-2.23183510917483, after.Confidence.Lower, 1e-8, "lower");
        Assert.Equal(0, after.Tau2);
    }

    [Fact]
    public void A_study_far_from_all_others_is_influential()
    {
        var influence = StudySequences.Influence(
            Studies.Of(
                [0, .02, -.01, .01, -.03, .03, 2, .01],
                [.01, .01, .02, .01, .01, .01, .01, .02]
            )
        );
        Assert.Equal(6, influence.Select((s, i) => (s, i)).Single(x => x.s.Influential).i);
    }

    [Fact]
    public void Where_one_study_alone_has_a_value_the_others_cannot_say()
    {
        var influence = StudySequences.Influence(
            Studies.Of(
                [0, .1, .2, .3, .25, .2, .1, .3],
                [.01, .02, .01, .02, .01, .01, .01, .01],
                [new Moderator("alone", [0, 0, 0, 0, 1, 0, 0, 0])]
            )
        );
        Assert.Equal(double.NaN, influence[4].StudentizedResidual);
        Assert.Equal(1, influence[4].Leverage, 1e-9);
        Assert.True(influence[4].Influential);
        Assert.True(double.IsFinite(influence[0].StudentizedResidual));
    }

    [Fact]
    public void Too_few_studies_are_refused()
    {
        Assert.Throws<UnusableDataException>(() =>
            StudySequences.LeaveOneOut(Studies.Of([1], [1]))
        );
        Assert.Throws<UnusableDataException>(() =>
            StudySequences.LeaveOneOut(
                Studies.Of([1, 2, 4], [1, 2, 1], [new Moderator("m", [1, 5, 2])])
            )
        );
        Assert.Throws<UnusableDataException>(() =>
            StudySequences.Influence(Studies.Of([1, 2], [1, 1]))
        );
        Assert.Throws<ArgumentException>(() =>
            StudySequences.Cumulative(Studies.Of([1, 2], [1, 1]), [0, 0])
        );
        var with = Studies.Of([1, 2, 4, 3], [1, 2, 1, 1], [new Moderator("m", [1, 5, 2, 3])]);
        Assert.Equal([3, 4], StudySequences.Cumulative(with).Select(s => s.Analysis.Studies.Count));
    }
}
