using Trellis.Answers;
using Trellis.Reference;
using Trellis.Regression;

namespace Trellis.Effects;

public sealed class ImputationTests
{
    [Fact]
    public void On_county_employment_it_gives_what_lm_with_dummies_gives()
    {
        if (ReferenceTable.Read("mpdta.csv", "imputation against R") is not { } data)
            return;
        var answer = Imputation.Estimate(Counties(data), new ImputationOptions(Leads: 3));
        // R 4.2: model.matrix(~ id + t) of untreated rows, weights −Z0 (Z0'Z0)⁻¹ Z1'w, residuals of the treated about their cell.
        (double Estimate, double Error)[] expected =
        [
            (-0.03106692719605209, 0.01357724974618052),
            (-0.05223485675146611, 0.01881242682276332),
            (-0.13607811444060819, 0.03534197213337414),
            (-0.10470747157690106, 0.03376585335779205),
        ];
        for (var e = 0; e < 4; e++)
            Same(expected[e], answer.EventStudy[e].Effect, 1e-8);
        Same((-0.04770991828138865, 0.01322248865001660), answer.Att, 1e-8);
        // lm(lemp ~ L1 + L2 + L3 + factor(countyreal) + factor(year)) on untreated rows, sandwich::vcovCL by county.
        (double Estimate, double Error)[] leads =
        [
            (0.025236350610898253, 0.01478335810250101),
            (0.023077625015053789, 0.01931016890260201),
            (0.001395350206470537, 0.02319650076445881),
        ];
        Assert.Equal([-3, -2, -1], answer.Leads.Select(l => l.At));
        for (var l = 0; l < 3; l++)
            Same(leads[l], answer.Leads[l].Effect, 1e-8);
        Near.Relative(1.838092218927996, answer.PreTrend.F, 1e-8, "F");
        Near.Relative(0.1392669932747967, answer.PreTrend.Probability, 1e-8, "p");
        Assert.Equal((3, 499), (answer.PreTrend.Restrictions, answer.PreTrend.DegreesOfFreedom));
        Assert.Equal((2500, 0), (answer.Untreated + answer.Treated, answer.Dropped));
        Assert.Equal(291, answer.Treated);
        Assert.Equal(4, answer.EventStudyCovariance.Where((_, i) => i % 5 == 0).Count());
        Assert.Equal(
            answer.EventStudy[1].Effect.StandardError,
            Math.Sqrt(answer.EventStudyCovariance[5]),
            1e-12
        );
    }

    [Fact]
    public void Weights_covariates_and_holes_give_what_R_gives()
    {
        if (
            ReferenceTable.Read("fixest_base_stagg.csv", "imputation with weights against R")
            is not { } data
        )
            return;
        var panel = new PanelRows
        {
            Unit = data.Labels("id"),
            Time = data.WholeNumbers("year"),
            FirstTreated = data.Figures("year_treated"),
            Outcome = data.Figures("y"),
            Covariates = [new NamedColumn("x1", data.Figures("x1"))],
            Weights = [.. data.WholeNumbers("id").Select(id => 1.0 + (id % 3))],
        };
        int[] id = data.WholeNumbers("id"),
            year = data.WholeNumbers("year");
        var answer = Imputation.Estimate(
            panel.Where(r => ((id[r] * 7) + (year[r] * 3)) % 17 != 0 || year[r] == 1)
        );
        Same((-1.1222431748037751, 0.1317888863491409), answer.Att, 1e-8);
        (double Estimate, double Error)[] expected =
        [
            (-4.9413480305417199, 0.1482589347444629),
            (-3.4765725113239476, 0.1586365705963158),
            (-1.8433158567609407, 0.1503784596130086),
            (-0.6893248971287629, 0.2331864609296934),
            (1.1006919606469414, 0.2642319071523828),
            (1.9545349258630007, 0.2958511462233124),
            (4.636946415495526, 0.290423471338281),
            (5.0493342511971413, 0.5675239024342447),
            (6.1731483646740202, 0.3703358120481979),
        ];
        Assert.Equal(Enumerable.Range(0, 9), answer.EventStudy.Select(e => e.At));
        for (var e = 0; e < 9; e++)
            Same(expected[e], answer.EventStudy[e].Effect, 1e-8);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void It_equals_a_slow_one_by_dummies(int anticipation, bool byTime)
    {
        var panel = DrawnSchools.Of(11, 40, (g, e) => .2 + (.1 * e)).Where(r => r % 13 != 5);
        panel = panel with
        {
            Clusters =
            [
                new NamedLabels("la", [.. panel.Unit.Select(u => $"la{u.Length + (u[^1] / 2)}")]),
                new NamedLabels("year", [.. panel.Time.Select(t => $"{t}")]),
            ],
            Covariates =
            [
                new NamedColumn("x", [.. panel.Time.Select((t, r) => Math.Sin(r * 1.7))]),
            ],
            Weights = [.. panel.Time.Select((_, r) => 1 + (r % 4 / 2.0))],
        };
        var answer = Imputation.Estimate(
            panel,
            new ImputationOptions(
                anticipation,
                Slopes: byTime ? CovariateSlopes.ByTime : CovariateSlopes.Same
            )
        );
        var slow = new SlowImputation(panel, anticipation, byTime);
        Same(slow.Of(r => panel.Time[r] >= panel.FirstTreated[r]), answer.Att, 1e-9);
        Assert.Equal(-anticipation, answer.EventStudy[0].At);
        foreach (var (at, effect) in answer.EventStudy)
            Same(slow.Of(r => panel.Time[r] - panel.FirstTreated[r] == at), effect, 1e-9);
        foreach (var (group, effect) in answer.Groups)
            Same(
                slow.Of(r => panel.FirstTreated[r] == group && panel.Time[r] >= group),
                effect,
                1e-9
            );
        foreach (var cell in answer.Cells)
            Same(
                slow.Of(r => panel.FirstTreated[r] == cell.Group && panel.Time[r] == cell.Time),
                cell.Effect,
                1e-9
            );
    }

    [Fact]
    public void Leads_are_five_unless_said_and_as_many_as_there_is_room_for()
    {
        // Those of 2015 are seen from 2010 on: 5 times before, of which the first is the reference.
        var panel = DrawnSchools.Of(19, 80, (_, _) => 1) with
        {
            Covariates = [],
        };
        int[] Leads(ImputationOptions options) =>
            [.. Imputation.Estimate(panel, options).Leads.Select(l => l.At)];
        Assert.Equal([-4, -3, -2, -1], Leads(new ImputationOptions()));
        Assert.Equal([-2, -1], Leads(new ImputationOptions(Leads: 2)));
        Assert.Equal([-4, -3, -2], Leads(new ImputationOptions(Anticipation: 1)));
        Assert.Empty(Leads(new ImputationOptions(Leads: 0)));
        var late = DrawnSchools.Of(19, 80, (_, _) => 1, cohorts: [2017]);
        Assert.Equal([-5, -4, -3, -2, -1], Imputation.Estimate(late).Leads.Select(l => l.At));
        // A time before treatment that is no lead moves nothing: the test has as many restrictions as leads.
        Assert.Equal(5, Imputation.Estimate(late).PreTrend.Restrictions);
    }

    [Fact]
    public void Leads_that_years_already_say_are_left_out_of_the_test_and_counted()
    {
        // From 2013 on only those of 2017 are untreated: their leads of 2013 to 2016 are those years.
        var answer = Imputation.Estimate(
            DrawnSchools.Of(20, 60, (_, _) => 1, cohorts: [2013, 2017], neverToo: false) with
            {
                Covariates = [],
            },
            new ImputationOptions(Leads: 6)
        );
        var left = answer.Remarks.Single(r => r.Code == "lead-left-out");
        Assert.Equal(6, left.Count + answer.PreTrend.Restrictions);
        Assert.Equal(answer.PreTrend.Restrictions, answer.Leads.Count);
        Assert.True(left.Count >= 3, left.Sentence);
        Assert.All(answer.Leads, l => Assert.True(l.Effect.StandardError > 0));
    }

    [Fact]
    public void Four_means_by_hand()
    {
        // From 2 to 5 where others went from 1 to 2: 3 − 1 = 2; from 4 to 8: 4 − 1 = 3.
        var panel = Rows(
            ("a", 1, 2, 2),
            ("a", 2, 2, 5),
            ("b", 1, 2, 4),
            ("b", 2, 2, 8),
            ("c", 1, 0, 1),
            ("c", 2, 0, 2),
            ("d", 1, 0, 3),
            ("d", 2, 0, 4)
        );
        var answer = Imputation.Estimate(panel);
        Assert.Equal(2.5, answer.Att.Estimate, 1e-12);
        Assert.Equal(
            [double.NaN, 2, double.NaN, 3, double.NaN, double.NaN, double.NaN, double.NaN],
            answer.Imputed.Select(i => Math.Round(i, 9))
        );
        // a and b lie half above and below 2.5, half a weight each; c and d fit without rest: √(.25² + .25²).
        Assert.Equal(Math.Sqrt(.125), answer.Att.StandardError, 1e-12);
        Assert.Empty(answer.Leads);
        Assert.Equal(0, answer.PreTrend.Restrictions);
        Assert.True(double.IsNaN(answer.PreTrend.F));
    }

    [Fact]
    public void Rows_that_untreated_ones_do_not_tell_are_left_out_and_named()
    {
        // At 3 all but c are treated; c is gone, so that nobody says what year 3 would have been. e is always treated.
        var panel = Rows(
            ("a", 1, 2, 2),
            ("a", 2, 2, 5),
            ("a", 3, 2, 6),
            ("b", 1, 3, 4),
            ("b", 2, 3, 5),
            ("b", 3, 3, 9),
            ("c", 1, 0, 1),
            ("c", 2, 0, 2),
            ("e", 1, 1, 7),
            ("e", 2, 1, 7)
        );
        var answer = Imputation.Estimate(panel);
        Assert.Equal(2, answer.Att.Estimate, 1e-12);
        Assert.Equal((5, 1, 4), (answer.Untreated, answer.Treated, answer.Dropped));
        var lost = answer.Remarks.Single(r => r.Code == "cannot-be-imputed");
        Assert.Equal(2, lost.Count);
        Assert.Contains("first treated 2 at 3, first treated 3 at 3", lost.Sentence);
        Assert.Contains("(e)", answer.Remarks.Single(r => r.Code == "treated-throughout").Sentence);
        Assert.Contains("(2)", answer.Remarks.Single(r => r.Code == "cluster-alone").Sentence);
    }

    [Fact]
    public void Parts_of_a_panel_that_do_not_hang_together_tell_nothing_of_each_other()
    {
        // a is seen untreated in year 1 alone, when nobody else is looked at.
        var panel = Rows(
            ("a", 1, 2, 2),
            ("a", 3, 2, 5),
            ("b", 2, 3, 4),
            ("b", 3, 3, 8),
            ("c", 2, 0, 1),
            ("c", 3, 0, 2),
            ("d", 2, 0, 1),
            ("d", 3, 0, 2)
        );
        var answer = Imputation.Estimate(panel);
        Assert.Equal(3, answer.Att.Estimate, 1e-12);
        Assert.Equal(1, answer.Treated);
        Assert.Contains(
            "first treated 2 at 3",
            answer.Remarks.Single(r => r.Code == "cannot-be-imputed").Sentence
        );
    }

    [Fact]
    public void A_covariate_that_only_the_treated_vary_in_tells_nothing_of_them()
    {
        var panel = DrawnSchools.Of(5, 60, (_, _) => 1);
        var x = new NamedColumn(
            "x",
            [
                .. panel.Time.Select(
                    (t, r) => t >= panel.FirstTreated[r] && t == 2016 ? 1 + (r % 5) : 0.0
                ),
            ]
        );
        var answer = Imputation.Estimate(panel with { Covariates = [x] });
        var lost = answer.Remarks.Single(r => r.Code == "cannot-be-imputed");
        Assert.All(answer.Cells, c => Assert.NotEqual(2016, c.Time));
        Assert.Contains(" at 2016", lost.Sentence);
        Assert.Empty(answer.Covariates);
    }

    [Fact]
    public void A_covariate_that_never_changes_within_a_unit_is_left_out_and_named()
    {
        var panel = DrawnSchools.Of(7, 60, (_, _) => 1);
        var answer = Imputation.Estimate(panel);
        Assert.StartsWith(
            "1 column (intake) is already said by others among untreated rows",
            answer.Remarks.Single(r => r.Code == "collinear").Sentence,
            StringComparison.Ordinal
        );
        Assert.Empty(answer.Covariates);
        Assert.Equal(
            Imputation.Estimate(panel with { Covariates = [] }).Att.Estimate,
            answer.Att.Estimate,
            1e-12
        );
        var byTime = Imputation.Estimate(
            panel,
            new ImputationOptions(Slopes: CovariateSlopes.ByTime)
        );
        Assert.Equal(1, byTime.Remarks.Single(r => r.Code == "collinear").Count);
        Assert.Equal("intake:time::2010", byTime.Covariates[0].Name);
    }

    [Fact]
    public void A_constant_within_units_with_a_slope_a_year_is_imputed_also_where_it_is_0()
    {
        // Its slopes are told but for one, and a row of 0 asks for none of them.
        var panel = DrawnSchools.Of(6, 80, (_, _) => 1, intakeTrend: .2);
        var half = new NamedColumn(
            "half",
            [.. panel.Covariates[0].Values.Select(x => x > 0 ? 1.0 : 0)]
        );
        var answer = Imputation.Estimate(
            panel with
            {
                Covariates = [half, .. panel.Covariates],
            },
            new ImputationOptions(Slopes: CovariateSlopes.ByTime)
        );
        Assert.DoesNotContain(answer.Remarks, r => r.Code == "cannot-be-imputed");
        Assert.Equal(14, answer.Covariates.Count);
        Assert.Equal(1, answer.Att.Estimate, .15);
    }

    [Fact]
    public void What_is_known_to_come_is_not_taken_for_what_would_have_been()
    {
        // A dip of .15 the year before: counted as untreated it lifts the effect.
        double naive = 0,
            known = 0;
        for (var draw = 0; draw < 20; draw++)
        {
            var panel = DrawnSchools.Of(draw, 300, (_, _) => .03, dip: .15);
            naive += Imputation.Estimate(panel).Att.Estimate / 20;
            known += Imputation.Estimate(panel, new ImputationOptions(1)).Att.Estimate / 20;
        }
        Assert.InRange(known, .02, .04);
        Assert.InRange(naive, .06, .12);
    }

    [Fact]
    public void The_order_of_rows_and_names_of_units_do_not_matter()
    {
        var panel = DrawnSchools.Of(2, 50, (_, e) => e);
        var turned = Enumerable.Range(0, panel.Time.Length).Reverse().ToArray();
        var other = Imputation.Estimate(
            panel with
            {
                Unit = [.. turned.Select(r => "u" + panel.Unit[r])],
                Time = [.. turned.Select(r => panel.Time[r])],
                FirstTreated = [.. turned.Select(r => panel.FirstTreated[r])],
                Outcome = [.. turned.Select(r => panel.Outcome[r])],
                Covariates = [],
            }
        );
        var one = Imputation.Estimate(panel with { Covariates = [] });
        Assert.Equal(one.Att.Estimate, other.Att.Estimate, 1e-11);
        Assert.Equal(one.Att.StandardError, other.Att.StandardError, 1e-11);
        Assert.Equal(one.Imputed[^1], other.Imputed[0], 1e-10);
    }

    [Fact]
    public void Intervals_hold_the_truth_about_95_times_in_100()
    {
        var held = new bool[200];
        double bias = 0;
        for (var draw = 0; draw < held.Length; draw++)
        {
            var panel = DrawnSchools.Of(
                1000 + draw,
                120,
                (g, e) => .1 + (.05 * e) + (.1 * (g - 2014))
            );
            var answer = Imputation.Estimate(
                panel with
                {
                    Covariates = [],
                },
                new ImputationOptions(Leads: 0)
            );
            double truth = 0,
                cells = 0;
            for (var r = 0; r < panel.Time.Length; r++)
                if (panel.Time[r] >= panel.FirstTreated[r])
                {
                    var g = (int)panel.FirstTreated[r];
                    truth += .1 + (.05 * (panel.Time[r] - g)) + (.1 * (g - 2014));
                    cells++;
                }
            truth /= cells;
            held[draw] = answer.Att.Lower <= truth && truth <= answer.Att.Upper;
            bias += (answer.Att.Estimate - truth) / held.Length;
        }
        Assert.InRange(held.Count(h => h), 180, 198);
        Assert.InRange(bias, -.01, .01);
    }

    [Fact]
    public void Bad_input_is_refused_in_a_sentence()
    {
        var panel = DrawnSchools.Of(3, 20, (_, _) => 1);
        Assert.Contains(
            "Anticipation",
            Assert
                .Throws<UnusableDataException>(() =>
                    Imputation.Estimate(panel, new ImputationOptions(-1))
                )
                .Message
        );
        Assert.Contains(
            "the same for all, or by time",
            Assert
                .Throws<UnusableDataException>(() =>
                    Imputation.Estimate(
                        panel,
                        new ImputationOptions(Slopes: CovariateSlopes.ByCohort)
                    )
                )
                .Message
        );
        Assert.Contains(
            "Nobody becomes treated",
            Assert
                .Throws<UnusableDataException>(() =>
                    Imputation.Estimate(
                        panel.Where(r => double.IsPositiveInfinity(panel.FirstTreated[r]))
                    )
                )
                .Message
        );
        Assert.Contains(
            "No treated row can be imputed",
            Assert
                .Throws<UnusableDataException>(() =>
                    Imputation.Estimate(
                        Rows(("a", 1, 2, 1), ("a", 2, 2, 1), ("b", 1, 2, 3), ("b", 2, 2, 2))
                    )
                )
                .Message
        );
    }

    internal static PanelRows Counties(ReferenceTable data) =>
        new()
        {
            Unit = data.Labels("countyreal"),
            Time = data.WholeNumbers("year"),
            FirstTreated =
            [
                .. data.Figures("first.treat").Select(g => g == 0 ? double.PositiveInfinity : g),
            ],
            Outcome = data.Figures("lemp"),
        };

    internal static PanelRows Rows(
        params (string Unit, int Time, int First, double Outcome)[] rows
    ) =>
        new()
        {
            Unit = [.. rows.Select(r => r.Unit)],
            Time = [.. rows.Select(r => r.Time)],
            FirstTreated = [.. rows.Select(r => r.First == 0 ? double.PositiveInfinity : r.First)],
            Outcome = [.. rows.Select(r => r.Outcome)],
        };

    private static void Same(
        (double Estimate, double Error) expected,
        Coefficient ours,
        double near
    )
    {
        Near.Relative(expected.Estimate, ours.Estimate, near, ours.Name);
        // A variance by two variables of clusters may come out below 0: then neither has a standard error.
        if (double.IsNaN(expected.Error))
            Assert.True(double.IsNaN(ours.StandardError));
        else
            Near.Relative(expected.Error, ours.StandardError, near, ours.Name + ", error");
    }
}
