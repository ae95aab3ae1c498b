using Trellis.Answers;
using Trellis.Reference;
using Trellis.Regression;

namespace Trellis.Effects;

public sealed class SunAbrahamTests
{
    [Fact]
    public void It_equals_a_slow_one_by_dummies()
    {
        var panel = DrawnSchools
            .Of(21, 40, (g, e) => e + (.1 * (g - 2014)))
            .Where(r => r % 11 != 3);
        panel = panel with
        {
            Covariates =
            [
                new NamedColumn("x", [.. panel.Time.Select((_, r) => Math.Cos(r * 1.3))]),
            ],
            Weights = [.. panel.Time.Select((_, r) => 1 + (r % 3 / 2.0))],
            Clusters = [new NamedLabels("la", [.. panel.Unit.Select(u => u[^1..])])],
        };
        var answer = SunAbraham.Estimate(panel);
        var w = panel.Weights!;
        var cells = Enumerable
            .Range(0, w.Length)
            .Where(r =>
                !double.IsInfinity(panel.FirstTreated[r])
                && panel.Time[r] - panel.FirstTreated[r] != -1
            )
            .Select(r => ((int)panel.FirstTreated[r], panel.Time[r]))
            .Distinct()
            .Order()
            .ToList();
        double[] Is(Func<int, bool> that) =>
            [.. Enumerable.Range(0, w.Length).Select(r => that(r) ? 1.0 : 0)];
        double[][] columns =
        [
            .. cells.Select(c =>
                Is(r => panel.FirstTreated[r] == c.Item1 && panel.Time[r] == c.Item2)
            ),
            panel.Covariates[0].Values,
            .. panel.Unit.Distinct().Select(u => Is(r => panel.Unit[r] == u)),
            .. panel.Time.Distinct().Skip(1).Select(t => Is(r => panel.Time[r] == t)),
        ];
        var fit = LeastSquares.Fit(columns, panel.Outcome, w);
        Assert.Empty(fit.LeftOut);
        Assert.Equal(cells.Count, answer.Cells.Count);
        foreach (var cell in answer.Cells)
            Near.Relative(
                fit.Coefficients[cells.IndexOf((cell.Group, cell.Group + cell.EventTime))],
                cell.Effect.Estimate,
                1e-8,
                cell.Effect.Name
            );
        double Share(int c) => columns[c].Zip(w, (a, b) => a * b).Sum();
        double[] Of(Func<(int Group, int Time), bool> asked)
        {
            var share = cells.Select((c, i) => asked(c) ? Share(i) : 0).ToArray();
            return [.. share.Select(s => s / share.Sum())];
        }
        double Error(double[] share)
        {
            // By cluster the sum of w e x'(X'WX)⁻¹ s.
            var fitted = fit.Fitted(columns);
            var k = columns.Length;
            var direction = Enumerable
                .Range(0, k)
                .Select(a => share.Select((s, b) => s * fit.InverseGram[(a * k) + b]).Sum())
                .ToArray();
            var sums = new Dictionary<string, double>(StringComparer.Ordinal);
            for (var r = 0; r < w.Length; r++)
            {
                sums.TryGetValue(panel.Clusters[0].Values[r], out var sum);
                sums[panel.Clusters[0].Values[r]] =
                    sum
                    + (
                        w[r]
                        * (panel.Outcome[r] - fitted[r])
                        * columns.Select((c, a) => c[r] * direction[a]).Sum()
                    );
            }
            // Units lie within clusters (by their last letter), times do not: K is cells, x and times.
            double n = w.Length,
                parameters = cells.Count + 1 + panel.Time.Distinct().Count(),
                g = sums.Count;
            return Math.Sqrt(
                sums.Values.Sum(s => s * s) * (n - 1) / (n - parameters) * g / (g - 1)
            );
        }
        void Same(double[] share, Coefficient ours)
        {
            Near.Relative(
                share.Select((s, i) => s * fit.Coefficients[i]).Sum(),
                ours.Estimate,
                1e-8,
                ours.Name
            );
            Near.Relative(Error(share), ours.StandardError, 1e-7, ours.Name + ", error");
        }
        Same(Of(c => c.Time >= c.Group), answer.Att);
        foreach (var (at, effect) in answer.EventStudy)
            Same(Of(c => c.Time - c.Group == at), effect);
        foreach (var (group, effect) in answer.Groups)
            Same(Of(c => c.Group == group && c.Time >= group), effect);
        for (var e = 0; e < answer.EventStudy.Count; e++)
            Assert.Equal(
                answer.EventStudy[e].Effect.StandardError,
                Math.Sqrt(answer.EventStudyCovariance[e * (answer.EventStudy.Count + 1)]),
                1e-12
            );
    }

    [Fact]
    public void With_fewer_clusters_than_times_before_only_as_many_are_tested_as_clusters_tell()
    {
        var panel = DrawnSchools.Of(62, 90, (_, _) => 1);
        var answer = SunAbraham.Estimate(
            panel with
            {
                Clusters = [new NamedLabels("la", [.. panel.Unit.Select(u => $"{u[^1] % 3}")])],
            }
        );
        // Three clusters whose scores add up to 0 tell two directions of the four times.
        Assert.Equal((2, 2), (answer.PreTrend.Restrictions, answer.PreTrend.DegreesOfFreedom));
        var k = answer.EventStudy.Count;
        var (a, b, both) = (
            answer.EventStudyCovariance[0],
            answer.EventStudyCovariance[k + 1],
            answer.EventStudyCovariance[1]
        );
        var (x, y) = (answer.EventStudy[0].Effect.Estimate, answer.EventStudy[1].Effect.Estimate);
        var wald = ((b * x * x) - (2 * both * x * y) + (a * y * y)) / ((a * b) - (both * both));
        Near.Relative(wald / 2, answer.PreTrend.F, 1e-6, "F");
    }

    [Fact]
    public void In_a_balanced_panel_cells_are_those_of_callaway_and_santanna_beside_the_never_treated()
    {
        // Without covariates both are the same differences of means, from the year before treatment.
        var panel = DrawnSchools.Of(64, 90, (g, e) => e + (g - 2014)) with
        {
            Covariates = [],
        };
        var sun = SunAbraham.Estimate(panel);
        var groups = CallawaySantAnna.Estimate(
            panel,
            new StaggeredDesign
            {
                Method = TwoPeriodMethod.Regression,
                Controls = ControlGroup.NeverTreated,
                Base = BasePeriod.Universal,
            }
        );
        var cells = groups.Cells.Where(c => !c.Reference).ToArray();
        Assert.Equal(cells.Length, sun.Cells.Count);
        foreach (var cell in cells)
            Near.Relative(
                cell.Effect,
                sun.Cells.Single(c =>
                    c.Group == cell.Group && c.EventTime == cell.EventTime
                ).Effect.Estimate,
                1e-9,
                $"{cell.Group} at {cell.Time}"
            );
        Near.Relative(
            Aggregates.Simple(groups).Overall.Effect,
            sun.Att.Estimate,
            1e-9,
            "average of all treated cells"
        );
    }

    [Fact]
    public void The_test_of_times_before_is_walds_over_its_restrictions_and_intervals_are_of_students_t()
    {
        var answer = SunAbraham.Estimate(DrawnSchools.Of(61, 80, (_, _) => 1));
        var study = answer.Study;
        Assert.Equal([-1], study.References);
        Assert.Equal([-5, -4, -3, -2, 0, 1, 2, 3, 4], study.EventTimes);
        Assert.Equal(4, study.Before);
        // b'V⁻¹b of the four before, by solving V x = b.
        var v = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(
            4,
            4,
            (a, b) => study.Covariance[(a * 9) + b]
        );
        var effects = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfEnumerable(
            study.Effects.Take(4)
        );
        var wald = effects * v.Solve(effects);
        Near.Relative(wald / 4, answer.PreTrend.F, 1e-9, "F");
        Assert.Equal((4, 79), (answer.PreTrend.Restrictions, answer.PreTrend.DegreesOfFreedom));
        Near.Relative(
            1 - MathNet.Numerics.Distributions.FisherSnedecor.CDF(4, 79, wald / 4),
            answer.PreTrend.Probability,
            1e-8,
            "p"
        );
        // qt(.975, 79)
        const double Quantile = 1.990450210230129;
        var att = answer.Att;
        Near.Relative(att.Estimate - (Quantile * att.StandardError), att.Lower, 1e-9, "lower");
        Near.Relative(att.Estimate + (Quantile * att.StandardError), att.Upper, 1e-9, "upper");
        Near.Relative(att.Estimate / att.StandardError, att.Statistic, 1e-12, "t");
    }

    [Fact]
    public void What_each_cluster_moves_adds_up_to_the_covariance_and_makes_a_band_of_all_event_times()
    {
        var panel = DrawnSchools.Of(33, 150, (_, e) => 1 + e);
        var sun = SunAbraham.Estimate(panel);
        var imputed = Imputation.Estimate(panel);
        foreach (
            var (influence, covariance, study) in new[]
            {
                (sun.EventStudyInfluence, sun.EventStudyCovariance, sun.EventStudy),
                (imputed.EventStudyInfluence, imputed.EventStudyCovariance, imputed.EventStudy),
            }
        )
        {
            var k = study.Count;
            Assert.Equal(k, influence.Count);
            for (var a = 0; a < k; a++)
            for (var b = 0; b < k; b++)
                Assert.Equal(
                    covariance[(a * k) + b],
                    influence[a].Zip(influence[b], (x, y) => x * y).Sum() / (150.0 * 150),
                    1e-10
                );
            var draws = MultiplierBootstrap.Run(influence, [], 2000, 1);
            var band = UniformBand.Of([.. study.Select(e => e.Effect.Estimate)], draws);
            // Wider than one at a time, narrower than Bonferroni's.
            Assert.InRange(band.CriticalValue, 2.2, 3.1);
            for (var a = 0; a < k; a++)
                Assert.Equal(1, band.StandardErrors[a] / study[a].Effect.StandardError, .15);
        }
        var two = panel with
        {
            Clusters =
            [
                new NamedLabels("unit", panel.Unit),
                new NamedLabels("year", [.. panel.Time.Select(t => $"{t}")]),
            ],
        };
        Assert.Empty(SunAbraham.Estimate(two).EventStudyInfluence);
        Assert.Empty(Imputation.Estimate(two).EventStudyInfluence);
    }

    [Fact]
    public void Where_trends_depend_on_intake_one_slope_shows_false_trends_and_a_slope_a_year_does_not()
    {
        // The fault of peers: outcomes rise .1 a year for each unit of intake, and schools of high intake are treated more.
        var (falsely, rightly, att, attByTime) = (0, 0, 0.0, 0.0);
        for (var draw = 0; draw < 20; draw++)
        {
            var panel = DrawnSchools.Of(50 + draw, 600, (_, _) => 0, intakeTrend: .1);
            var same = SunAbraham.Estimate(panel);
            var byTime = SunAbraham.Estimate(
                panel,
                new SunAbrahamOptions(Slopes: CovariateSlopes.ByTime)
            );
            falsely += same.PreTrend.Probability < .05 ? 1 : 0;
            rightly += byTime.PreTrend.Probability < .05 ? 1 : 0;
            att += same.Att.Estimate / 20;
            attByTime += byTime.Att.Estimate / 20;
            Assert.Contains(
                same.Remarks,
                r =>
                    r.Code == "collinear"
                    && r.Sentence.Contains("(intake)", StringComparison.Ordinal)
            );
        }
        Assert.InRange(falsely, 15, 20);
        Assert.InRange(rightly, 0, 4);
        Assert.InRange(att, .1, .3);
        Assert.InRange(attByTime, -.02, .02);
    }

    [Fact]
    public void A_dip_before_joining_is_taken_for_an_effect_unless_the_reference_lies_before_it()
    {
        // The fault of peers with its numbers: a dip of .15, a true effect of .03; from the year before it shows about .18.
        double naive = 0,
            before = 0;
        for (var draw = 0; draw < 20; draw++)
        {
            var panel = DrawnSchools.Of(draw, 300, (_, _) => .03, dip: .15);
            naive += SunAbraham.Estimate(panel).Att.Estimate / 20;
            before += SunAbraham.Estimate(panel, new SunAbrahamOptions([-2])).Att.Estimate / 20;
        }
        Assert.InRange(naive, .16, .20);
        Assert.InRange(before, .02, .04);
    }

    [Fact]
    public void A_cohort_whose_reference_year_was_not_observed_is_measured_from_the_last_one_before()
    {
        // No tests in 2012 and 2013: those treated in 2014 have 2011, and nothing of them is averaged in as 0.
        var panel = DrawnSchools
            .Of(9, 400, (_, _) => .5, cohorts: [2014, 2016])
            .Where(r => r % 8 is not (2 or 3));
        var answer = SunAbraham.Estimate(panel);
        Assert.Equal([2012, 2013], Enumerable.Range(2010, 8).Except(panel.Time));
        Assert.Equal(
            [(2014, -3), (2016, -1)],
            answer.References.Select(r => (r.Group, r.EventTimes.Single()))
        );
        var moved = answer.Remarks.Single(r => r.Code == "reference-moved");
        Assert.Equal(
            "1 cohort (2014 from 2011) is measured from the last observed time before the reference, which was not observed.",
            moved.Sentence
        );
        Assert.DoesNotContain(answer.Cells, c => c.Group == 2014 && c.EventTime == -3);
        Assert.DoesNotContain(answer.Cells, c => c.Effect.Estimate == 0);
        Assert.Equal(.5, answer.Att.Estimate, .1);
    }

    [Fact]
    public void A_cohort_that_was_not_observed_as_early_as_its_reference_is_left_out_and_named()
    {
        // Measured from two years before, those of 2011 would need 2009; the year before may already be moved.
        var panel = DrawnSchools.Of(12, 200, (_, _) => 1, cohorts: [2011, 2014]);
        var answer = SunAbraham.Estimate(panel, new SunAbrahamOptions([-2]));
        var left = panel.FirstTreated.Count(f => f == 2011);
        Assert.Equal(
            $"1 cohort (2011) was not observed at the reference or before: left out, {left} rows.",
            answer.Remarks.Single(r => r.Code == "no-reference").Sentence
        );
        Assert.Equal(left, answer.Dropped);
        Assert.Equal([(2014, -2)], answer.References.Select(r => (r.Group, r.EventTimes.Single())));
        Assert.Equal(
            SunAbraham
                .Estimate(
                    panel.Where(r => panel.FirstTreated[r] != 2011),
                    new SunAbrahamOptions([-2])
                )
                .Att,
            answer.Att
        );
        Assert.Contains(
            "nothing to measure effects from",
            Assert
                .Throws<UnusableDataException>(() =>
                    SunAbraham.Estimate(
                        panel.Where(r => panel.FirstTreated[r] != 2014),
                        new SunAbrahamOptions([-2])
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_cohort_that_began_in_a_year_without_tests_is_treated_all_the_same()
    {
        // The fault of peers: a first year that nobody was looked at in is no year of the panel, and the cohort "never treated".
        var panel = DrawnSchools
            .Of(10, 400, (_, _) => 1, cohorts: [2014, 2016])
            .Where(r => r % 8 is not 4) with
        {
            Covariates = [],
        };
        Assert.DoesNotContain(2014, panel.Time);
        var sun = SunAbraham.Estimate(panel);
        var imputed = Imputation.Estimate(panel);
        Assert.Equal([2014, 2016], sun.Groups.Select(g => g.At));
        Assert.Equal([2014, 2016], imputed.Groups.Select(g => g.At));
        foreach (var (_, effect) in (EffectAt[])[.. sun.Groups, .. imputed.Groups])
            Assert.Equal(1, effect.Estimate, .15);
        Assert.DoesNotContain(sun.Cells, c => c.Group == 2014 && c.EventTime == 0);
        Assert.Equal(
            [1, 2, 3],
            sun.Cells.Where(c => c is { Group: 2014, EventTime: >= 0 }).Select(c => c.EventTime)
        );
    }

    [Fact]
    public void Without_anyone_never_treated_the_last_cohort_is_compared_until_it_is_treated()
    {
        var panel = DrawnSchools.Of(31, 200, (_, e) => 1 + e, neverToo: false);
        var answer = SunAbraham.Estimate(panel);
        var said = answer.Remarks.Single(r => r.Code == "last-cohort-compares");
        var left = panel.Time.Count(t => t >= 2015);
        Assert.Equal(left, said.Count);
        Assert.Equal(left, answer.Dropped);
        Assert.DoesNotContain(answer.Cells, c => c.Group == 2015 || c.Group + c.EventTime >= 2015);
        Assert.Equal(1, answer.EventStudy.Single(e => e.At == 0).Effect.Estimate, .2);
        // As if those of 2015 were never treated and nobody was looked at from then on.
        var cut = panel.Where(r => panel.Time[r] < 2015);
        cut = cut with
        {
            FirstTreated =
            [
                .. cut.FirstTreated.Select(f => f == 2015 ? double.PositiveInfinity : f),
            ],
        };
        Assert.Equal(SunAbraham.Estimate(cut).Att, answer.Att);
    }

    [Fact]
    public void Slopes_by_cohort_are_told_and_counted()
    {
        var panel = DrawnSchools.Of(13, 120, (_, _) => 1);
        var x = panel.Time.Select((_, r) => Math.Sin(r * 2.1)).ToArray();
        panel = panel with
        {
            Covariates = [new NamedColumn("x", x)],
            Outcome =
            [
                .. panel.Outcome.Select(
                    (y, r) => y + (x[r] * (panel.FirstTreated[r] == 2014 ? 3 : 1))
                ),
            ],
        };
        var answer = SunAbraham.Estimate(
            panel,
            new SunAbrahamOptions(Slopes: CovariateSlopes.ByCohort)
        );
        Assert.Equal(
            ["x:cohort::2013", "x:cohort::2014", "x:cohort::2015", "x:cohort::comparison"],
            answer.Covariates.Select(c => c.Name)
        );
        Assert.Equal(3, answer.Covariates[1].Estimate, .1);
        Assert.Equal(1, answer.Covariates[3].Estimate, .1);
    }

    [Fact]
    public void Those_treated_throughout_are_left_out_and_named()
    {
        var panel = DrawnSchools.Of(17, 60, (_, _) => 1);
        var with = panel with
        {
            FirstTreated =
            [
                .. panel.FirstTreated.Select((f, r) => panel.Unit[r] is "s3" or "s4" ? 2010 : f),
            ],
        };
        var answer = SunAbraham.Estimate(with);
        Assert.Equal(16, answer.Dropped);
        Assert.StartsWith(
            "2 units (s3, s4) are treated at all times with an outcome",
            answer.Remarks.Single(r => r.Code == "treated-throughout").Sentence,
            StringComparison.Ordinal
        );
        Assert.Equal(
            SunAbraham.Estimate(panel.Where(r => panel.Unit[r] is not ("s3" or "s4"))).Att,
            answer.Att
        );
    }

    [Fact]
    public void Bad_input_is_refused_in_a_sentence_that_names_it()
    {
        var panel = DrawnSchools.Of(3, 20, (_, _) => 1);
        Refused(
            "'s0' at 2010 on lines 1 and 2",
            panel with
            {
                Time = [2010, .. panel.Time[..1], .. panel.Time[2..]],
            }
        );
        Refused(
            "1 unit (s1) has several",
            panel with
            {
                FirstTreated =
                [
                    .. panel.FirstTreated.Select(
                        (f, r) =>
                            r == 9 ? 2016.0
                            : r is >= 8 and < 16 ? 2015
                            : f
                    ),
                ],
            }
        );
        Refused(
            "All units are first treated at 2015",
            panel with
            {
                FirstTreated = [.. panel.Time.Select(_ => 2015.0)],
            }
        );
        Refused(
            "All units are treated at all their times",
            panel with
            {
                FirstTreated = [.. panel.Time.Select(_ => 2010.0)],
            }
        );
        Refused(
            "Nobody becomes treated",
            panel with
            {
                FirstTreated = [.. panel.Time.Select(_ => double.PositiveInfinity)],
            }
        );
        Refused(
            "No row has an outcome",
            panel with
            {
                Outcome = [.. panel.Time.Select(_ => double.NaN)],
            }
        );
        Refused(
            "line 3",
            panel with
            {
                Weights = [.. panel.Time.Select((_, r) => r == 2 ? -1.0 : 1)],
            }
        );
        Refused("whole number", panel with { FirstTreated = [.. panel.Time.Select(_ => 2014.5)] });
        Refused("The panel has no rows", panel.Where(_ => false));
        Assert.Contains(
            "before treatment",
            Assert
                .Throws<UnusableDataException>(() =>
                    SunAbraham.Estimate(panel, new SunAbrahamOptions([0]))
                )
                .Message
        );
        Assert.Throws<ArgumentException>(() => SunAbraham.Estimate(panel with { Outcome = [1] }));

        static void Refused(string words, PanelRows panel) =>
            Assert.Contains(
                words,
                Assert.Throws<UnusableDataException>(() => SunAbraham.Estimate(panel)).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Rows_that_lack_something_are_left_out_and_counted_by_what_they_lack()
    {
        var panel = DrawnSchools.Of(23, 60, (_, _) => 1);
        panel.Outcome[4] = double.NaN;
        panel.Covariates[0].Values[9] = double.NaN;
        var first = panel.FirstTreated;
        first[20] = double.NaN;
        var weights = panel.Time.Select(_ => 1.0).ToArray();
        (weights[30], weights[31]) = (0, double.NaN);
        string[] unit = [.. panel.Unit];
        (unit[40], unit[50]) = ("", "NA");
        string[] cluster = [.. panel.Unit];
        cluster[60] = "";
        var answer = SunAbraham.Estimate(
            panel with
            {
                Unit = unit,
                Weights = weights,
                Clusters = [new NamedLabels("trust", cluster)],
            }
        );
        Assert.Equal(
            [
                "missing-outcome",
                "missing-covariate",
                "missing-weight",
                "no-weight",
                "missing-unit",
                "missing-cluster",
                "missing-group",
            ],
            answer.Remarks.Where(r => r.Code != "collinear").Select(r => r.Code)
        );
        Assert.Equal((480 - 8, 8), (answer.Rows, answer.Dropped));
        Assert.Equal("1 row (line 5) without an outcome: left out.", answer.Remarks[0].Sentence);
    }

    [Fact]
    public void However_work_is_shared_among_cores_the_digits_are_the_same()
    {
        var panel = DrawnSchools.Of(41, 400, (_, e) => e);
        var alone = SunAbraham.Estimate(panel);
        // Eight at a time leave none of them the cores it has alone.
        Parallel.For(
            0,
            8,
            _ =>
            {
                var together = SunAbraham.Estimate(panel);
                Assert.Equal(alone.EventStudyCovariance, together.EventStudyCovariance);
                Assert.Equal(alone.Att, together.Att);
            }
        );
    }

    [Fact]
    public void Intervals_hold_the_truth_about_95_times_in_100()
    {
        var held = new bool[200];
        var bands = 0;
        for (var draw = 0; draw < held.Length; draw++)
        {
            var answer = SunAbraham.Estimate(
                DrawnSchools.Of(5000 + draw, 120, (_, e) => .1 + (.05 * e)) with
                {
                    Covariates = [],
                }
            );
            var at = answer.EventStudy.Single(e => e.At == 1).Effect;
            held[draw] = at.Lower <= .15 && .15 <= at.Upper;
            bands += answer.PreTrend.Probability < .05 ? 1 : 0;
        }
        Assert.InRange(held.Count(h => h), 180, 198);
        Assert.InRange(bands, 2, 24);
    }
}
