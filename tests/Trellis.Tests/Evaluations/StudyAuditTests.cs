using Trellis.Effects;
using Trellis.Measures;
using Trellis.Probability;

namespace Trellis.Evaluations;

public sealed class StudyAuditTests
{
    private const int Schools = 300;
    private static readonly int[] years = [2015, 2016, 2017, 2023];

    private static readonly Lazy<OutcomeAudit> audited = new(() =>
        StudyAudit.Of(Fictional(), 40, Schools)
    );

    /// <summary>300 fictional schools of 30 authorities, one in five joined one of 15 trusts, with an effect of .4 in the first trust.</summary>
    internal static StudySample Fictional()
    {
        var programme = Programmes.Find("joining-a-trust")!;
        var key = programme.Studies.First(k => k.Arm == programme.Arms[0] && k.Outcome.Id == "ks2");
        var chance = new Draws(51, 0);
        var rows = Enumerable.Range(0, Schools * years.Length).ToArray();
        int Of(int row) => row / years.Length;
        int Year(int row) => years[row % years.Length];
        bool Joined(int school) => school % 5 == 0;
        double First(int school) =>
            Joined(school) ? (2016, 2017, 2021).Pick(school / 5 % 3) : double.PositiveInfinity;
        string Trust(int school) =>
            Joined(school) ? $"group {1001 + (school / 5 % 15)}" : $"school {school}";
        double Effect(int row) =>
            Trust(Of(row)) == "group 1001" && Year(row) >= First(Of(row)) ? .4 : 0;
        var panel = new PanelRows
        {
            Unit = Array.ConvertAll(rows, r => $"fictional {Of(r)}"),
            Time = Array.ConvertAll(rows, Year),
            FirstTreated = Array.ConvertAll(rows, r => First(Of(r))),
            Outcome = Array.ConvertAll(
                rows,
                r =>
                    chance.Normal(Of(r))
                    + (.5 * chance.Normal(1_000 + r))
                    + (.1 * chance.Normal(9_000 + (Of(r) / 10)))
                    + Effect(r)
            ),
            Covariates =
            [
                new NamedColumn(
                    "results before",
                    Array.ConvertAll(rows, r => chance.Normal(Of(r)))
                ),
                new NamedColumn("size", Array.ConvertAll(rows, r => chance.Normal(20_000 + Of(r)))),
            ],
            Clusters =
            [
                new NamedLabels(StudySample.Partnership, Array.ConvertAll(rows, r => Trust(Of(r)))),
                new NamedLabels(
                    StudySample.Authority,
                    Array.ConvertAll(rows, r => $"{Of(r) / 10}")
                ),
            ],
        };
        return new StudySample(
            key,
            new OutcomeSeries(key.Outcome, key.Phase, []),
            [
                .. years.Select(y => new OutcomeYear(
                    new Year(y),
                    key.Outcome.Scale,
                    [],
                    Schools,
                    100,
                    4,
                    [],
                    []
                )),
            ],
            panel,
            [.. Enumerable.Range(0, Schools)],
            Schools / 5,
            Schools - (Schools / 5),
            15,
            [],
            null
        );
    }

    private static AuditLine Line(AuditCase one) => audited.Value.Lines.Single(l => l.Case == one);

    [Fact]
    public void An_audit_is_the_same_on_any_number_of_cores()
    {
        byte[] On(int cores) =>
            EvaluationFile<OutcomeAudit>.ToBytes(StudyAudit.Of(Fictional(), 6, 200, cores));
        Assert.Equal(On(1), On(4));
    }

    [Fact]
    public void What_was_planted_is_found_again()
    {
        foreach (
            var one in (AuditCase[])
                [
                    AuditCase.ByChance,
                    AuditCase.Trusts,
                    AuditCase.LikeTheReal,
                    AuditCase.DipRebased,
                    AuditCase.NoDipRebased,
                ]
        )
        {
            var line = Line(one);
            Assert.Equal(40, line.Answered);
            Assert.InRange(Math.Abs(line.Bias), 0, 4 * line.Spread / Math.Sqrt(40));
            Assert.InRange(line.Coverage, .85, 1);
            Assert.InRange(line.MeanStandardError / line.Spread, .7, 1.4);
        }
        Assert.Equal(StudyAudit.Effect, Line(AuditCase.ByChance).Planted);
        Assert.Equal(0, Line(AuditCase.DipRebased).Planted);
    }

    [Fact]
    public void A_dip_moves_the_registered_estimate_and_not_the_one_from_a_year_earlier()
    {
        Assert.InRange(Line(AuditCase.DipRegistered).Bias, .05, .15);
        Assert.False(Line(AuditCase.DipRegistered).IsJudged);
        Assert.True(
            Math.Abs(Line(AuditCase.DipRebased).Bias) < Line(AuditCase.DipRegistered).Bias / 2
        );
    }

    [Fact]
    public void Larger_effects_are_found_more_often()
    {
        var line = Line(AuditCase.ByChance);
        Assert.True(line.Size < line.Power && line.PowerSmall < line.Power);
        Assert.InRange(line.Detectable, line.MeanStandardError * 2, line.MeanStandardError * 4);
    }

    // Power at other effects is counted on the same draws because of this.
    [Fact]
    public void An_effect_that_is_the_same_for_all_moves_the_estimate_by_itself_and_no_error()
    {
        var rows = Fictional().Rows with { Clusters = [] };
        AverageEffect At(double effect) =>
            Aggregates
                .Simple(
                    CallawaySantAnna.Estimate(
                        new PlaceboAdoption
                        {
                            Groups = [2016, 2017, 2021],
                            TreatedShare = .2,
                            Effect = effect,
                        }.Deal(rows, new Draws(2, 2)),
                        new StaggeredDesign { Controls = ControlGroup.NotYetTreated }
                    )
                )
                .Overall;
        Assert.Equal(At(0).Effect + .15, At(.15).Effect, 1e-9);
        Assert.Equal(At(0).StandardError, At(.15).StandardError, 1e-9);
    }

    private static Study Of(string outcome) =>
        new(
            "joining-a-trust",
            "x",
            "converters",
            "primary",
            outcome,
            "",
            null,
            [],
            [],
            0,
            0,
            0,
            null,
            0,
            [],
            [],
            [],
            [],
            []
        );

    private static AuditLine Told(
        AuditCase one,
        double coverage,
        double bias,
        int draws,
        double band = .95
    ) =>
        new(
            one,
            one != AuditCase.DipRegistered,
            .15,
            0,
            draws,
            draws,
            30,
            bias,
            .05,
            .05,
            coverage,
            band,
            .05,
            .1,
            .8,
            .15,
            0,
            double.NaN,
            double.NaN
        );

    private static AuditMark Mark(
        AuditCase one,
        double coverage,
        double bias,
        int draws,
        double band = .95
    ) =>
        new StudyAudit(
            "fictional",
            null,
            "0",
            draws,
            [
                new OutcomeAudit(
                    "ks2",
                    "primary",
                    null,
                    [],
                    100,
                    100,
                    [Told(one, coverage, bias, draws, band), Told(AuditCase.Trusts, .95, 0, draws)]
                ),
            ]
        ).MarkOf(Of("ks2"));

    [Theory]
    [InlineData(.95, 0, 2_000, false)]
    [InlineData(.925, 0, 2_000, true)]
    [InlineData(.975, 0, 2_000, true)]
    [InlineData(.925, 0, 200, false)]
    [InlineData(.89, 0, 200, true)]
    [InlineData(.95, .011, 2_000, true)]
    [InlineData(.95, -.011, 2_000, true)]
    public void Coverage_or_bias_beyond_the_figures_marks_a_study(
        double coverage,
        double bias,
        int draws,
        bool fails
    )
    {
        var mark = Mark(AuditCase.ByChance, coverage, bias, draws);
        Assert.Equal(fails, mark.Fails);
        Assert.NotEmpty(mark.Sentences);
    }

    [Theory]
    [InlineData(.92, true)]
    [InlineData(.94, false)]
    [InlineData(double.NaN, false)]
    public void Bands_that_hold_the_truth_too_rarely_mark_a_study_and_where_none_was_made_nothing(
        double band,
        bool fails
    )
    {
        var mark = Mark(AuditCase.ByChance, .95, 0, 2_000, band);
        Assert.Equal(fails, mark.Fails);
        Assert.Equal(
            fails,
            mark.Sentences.Any(s => s.Contains("bands held", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void What_is_only_shown_marks_nothing() =>
        Assert.False(Mark(AuditCase.DipRegistered, .1, .12, 2_000).Fails);

    [Fact]
    public void A_study_of_results_that_were_not_audited_is_told_so()
    {
        var mark = new StudyAudit("fictional", null, "0", 1, []).MarkOf(Of("ks4"));
        Assert.False(mark.Fails);
        Assert.Contains(
            "not been audited",
            Assert.Single(mark.Sentences),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_audit_of_one_outcome_keeps_the_others_of_as_many_draws_on_the_same_data()
    {
        StudyAudit Of(string outcome, int draws, string snapshot = "fictional") =>
            new(
                snapshot,
                null,
                StudyPlan.Method,
                draws,
                [new OutcomeAudit(outcome, "primary", "made up", [], draws, draws, [])]
            );
        string[] Kept(StudyAudit own, StudyAudit? older) =>
            [.. own.Beside(older).Outcomes.Select(o => o.Outcome)];

        Assert.Equal(["absence", "ks2"], Kept(Of("ks2", 20), Of("absence", 20)));
        Assert.Equal(["ks2"], Kept(Of("ks2", 20), Of("absence", 10)));
        Assert.Equal(["ks2"], Kept(Of("ks2", 20), Of("absence", 20, "another")));
        Assert.Equal(["ks2"], Kept(Of("ks2", 20), Of("ks2", 20)));
        Assert.Equal(["ks2"], Kept(Of("ks2", 20), null));
    }

    [Fact]
    public void An_audit_lies_beside_the_studies_and_is_no_book_of_them()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-audit-");
        var audit = new StudyAudit("fictional", null, "0", 60, [audited.Value]);
        var file = new EvaluationFile<StudyAudit>(folder, StudyAudit.Kind);
        Assert.Null(file.Of("fictional"));
        file.Write("fictional", audit);
        Assert.Equal(
            EvaluationFile<StudyAudit>.ToBytes(audit),
            EvaluationFile<StudyAudit>.ToBytes(file.Of("fictional")!)
        );
        Assert.Empty(new StudyFiles(folder).All);
        folder.Delete(recursive: true);
    }
}

file static class Picking
{
    public static int Pick(this (int, int, int) of, int number) =>
        number == 0 ? of.Item1
        : number == 1 ? of.Item2
        : of.Item3;
}
