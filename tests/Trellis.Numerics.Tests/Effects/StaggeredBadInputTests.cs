using Trellis.Answers;

namespace Trellis.Effects;

/// <summary>What bad input gets: a sentence that names rows or groups, or a remark beside the answer.</summary>
public sealed class StaggeredBadInputTests
{
    private static readonly PanelRows Good = StaggeredPanel.Of(seed: 2, units: 120) with
    {
        Clusters = [],
    };

    private static string Refused(PanelRows rows, StaggeredDesign? design = null) =>
        Assert.Throws<UnusableDataException>(() => CallawaySantAnna.Estimate(rows, design)).Message;

    private static T[] With<T>(IReadOnlyList<T> values, params (int At, T Value)[] changed)
    {
        T[] copy = [.. values];
        foreach (var (at, value) in changed)
            copy[at] = value;
        return copy;
    }

    private static double[] Groups(Func<double, double> turned) =>
        [.. Good.FirstTreated.Select(turned)];

    [Fact]
    public void A_unit_seen_twice_at_one_time_is_named_with_its_line()
    {
        var twice = StaggeredPanel.Picked(Good, [.. Enumerable.Range(0, Good.Time.Length), 8]);
        var said = Refused(twice);
        Assert.Contains("Seen more than once at one time: 1 row", said, StringComparison.Ordinal);
        Assert.Contains(
            $"school 1 at 2014, line {Good.Time.Length + 1}",
            said,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "school 1 at 2014",
            Refused(twice, new StaggeredDesign { Sampling = Sampling.UnbalancedPanel }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void One_cluster_of_all_tells_no_error_and_is_refused()
    {
        string[] all = [.. Good.Unit.Select(_ => "London")];
        var one = Good with { Clusters = [new NamedLabels("region", all)] };
        Assert.Equal(
            "All rows lie in one cluster of 'region': nothing can be told from how clusters differ.",
            Refused(one)
        );
        Assert.Equal(
            Refused(one),
            Assert.Throws<UnusableDataException>(() => Imputation.Estimate(one)).Message
        );
    }

    [Fact]
    public void Rows_of_nobody_known_are_not_rows_of_one_unit()
    {
        var unbalanced = new StaggeredDesign { Sampling = Sampling.UnbalancedPanel };
        int[] without = [.. Enumerable.Range(0, Good.Time.Length).Except([3, 9, 15])];
        var effects = CallawaySantAnna.Estimate(
            Good with
            {
                Unit = With(Good.Unit, (3, ""), (9, ""), (15, "NA")),
            },
            unbalanced
        );
        var remark = effects.Remarks.Single(r => r.Code == "missing-figure");
        Assert.Equal(3, remark.Count);
        Assert.Contains("line 4", remark.Sentence, StringComparison.Ordinal);
        Assert.Equal(
            CallawaySantAnna.Estimate(StaggeredPanel.Picked(Good, without), unbalanced).Cells,
            effects.Cells
        );
    }

    [Fact]
    public void A_treatment_that_switches_off_is_refused_with_the_units()
    {
        var said = Refused(
            Good with
            {
                FirstTreated = With(Good.FirstTreated, (0, 2013), (6, 2015)),
            }
        );
        Assert.Contains(
            "changes within 2 units (school 0, school 1)",
            said,
            StringComparison.Ordinal
        );
        Assert.Contains("switches off", said, StringComparison.Ordinal);
    }

    [Fact]
    public void One_group_and_nobody_else_is_refused_with_the_group()
    {
        var said = Refused(Good with { FirstTreated = Groups(_ => 2016) });
        Assert.Contains("no controls", said, StringComparison.Ordinal);
        Assert.Contains("2016", said, StringComparison.Ordinal);
        Assert.Contains(
            "no controls",
            Refused(
                Good with
                {
                    FirstTreated = Groups(_ => 2016),
                },
                new StaggeredDesign { Controls = ControlGroup.NotYetTreated }
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Nobody_treated_is_refused() =>
        Assert.Contains(
            "Nobody is treated after the first time",
            Refused(Good with { FirstTreated = Groups(_ => double.PositiveInfinity) }),
            StringComparison.Ordinal
        );

    [Fact]
    public void Everybody_treated_at_the_first_time_is_refused() =>
        Assert.Contains(
            "no time lies before",
            Refused(Good with { FirstTreated = Groups(_ => 2012) }),
            StringComparison.Ordinal
        );

    [Fact]
    public void No_outcome_at_all_is_refused() =>
        Assert.Equal(
            "No row has an outcome.",
            Refused(Good with { Outcome = [.. Good.Outcome.Select(_ => double.NaN)] })
        );

    [Fact]
    public void Negative_weights_are_refused_with_their_lines()
    {
        double[] weights = [.. Good.Outcome.Select(_ => 1.0)];
        weights[3] = -1;
        Assert.Contains(
            "negative on 1 line (4)",
            Refused(Good with { Weights = weights }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "negative on 1 line (905)",
            Refused(
                Good with
                {
                    Weights = weights,
                    Lines = [.. Enumerable.Range(902, weights.Length)],
                }
            ),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "No row has a weight above 0.",
            Refused(Good with { Weights = new double[weights.Length] })
        );
    }

    [Fact]
    public void A_cluster_that_changes_within_a_unit_is_refused() =>
        Assert.Contains(
            "The cluster 'district' changes within 1 unit (school 0)",
            Refused(
                Good with
                {
                    Clusters =
                    [
                        new NamedLabels(
                            "district",
                            With([.. Good.Unit.Select(_ => "a")], (2, "b"))
                        ),
                    ],
                }
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_time_of_first_treatment_between_two_years_is_refused() =>
        Assert.Contains(
            "no whole number on 1 line (1)",
            Refused(Good with { FirstTreated = With(Good.FirstTreated, (0, 2014.5)) }),
            StringComparison.Ordinal
        );

    [Fact]
    public void Rows_without_a_figure_are_left_out_and_counted()
    {
        var gappy = Good with
        {
            Outcome = With(Good.Outcome, (0, double.NaN)),
            Covariates =
            [
                new NamedColumn("size", With(Good.Covariates[0].Values, (7, double.NaN))),
                Good.Covariates[1],
            ],
        };
        var effects = CallawaySantAnna.Estimate(gappy);
        var missing = effects.Remarks.Single(r => r.Code == "missing-figure");
        Assert.Equal(2, missing.Count);
        Assert.Contains("line 1, line 8", missing.Sentence, StringComparison.Ordinal);
        var partly = effects.Remarks.Single(r => r.Code == "not-at-every-time");
        Assert.Equal(2, partly.Count);
        Assert.Contains("school 0, school 1", partly.Sentence, StringComparison.Ordinal);
        Assert.Equal(118, effects.Number);
        // As if the two units had never been there.
        var without = CallawaySantAnna.Estimate(
            StaggeredPanel.Picked(Good, [.. Enumerable.Range(12, Good.Time.Length - 12)])
        );
        Assert.Equal(without.Cells, effects.Cells);
    }

    [Fact]
    public void A_group_without_a_time_before_treatment_is_dropped_and_the_rest_estimated()
    {
        var early = Good with { FirstTreated = Groups(g => g.Equals(2014.0) ? 2012 : g) };
        var effects = CallawaySantAnna.Estimate(early);
        var dropped = Assert.Single(effects.Dropped);
        Assert.Equal(2012, dropped.Group);
        Assert.Contains("no time before treatment", dropped.Reason, StringComparison.Ordinal);
        Assert.Equal(
            dropped.Observations,
            effects.Remarks.Single(r => r.Code == "already-treated").Count
        );
        Assert.Equal([2016, 2018], effects.Cells.Select(c => c.Group).Distinct());
        Assert.Equal(120 - dropped.Observations, effects.Number);
        // With never treated controls the others are as if the group had not been there, but for n.
        var rest = CallawaySantAnna.Estimate(Good);
        foreach (var cell in effects.Cells)
            Assert.Equal(
                rest.Cells.Single(c => c.Group == cell.Group && c.Time == cell.Time).Effect,
                cell.Effect,
                1e-10
            );
    }

    [Fact]
    public void Anticipation_can_leave_a_group_without_a_base()
    {
        var effects = CallawaySantAnna.Estimate(Good, new StaggeredDesign { Anticipation = 2 });
        var dropped = Assert.Single(effects.Dropped);
        Assert.Equal(2014, dropped.Group);
        Assert.Contains("anticipation", dropped.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_is_never_treated_the_last_group_stands_for_them_until_its_turn()
    {
        var none = Good with { FirstTreated = Groups(g => double.IsInfinity(g) ? 2018 : g) };
        var effects = CallawaySantAnna.Estimate(none);
        Assert.Equal([2012, 2013, 2014, 2016, 2017], effects.Times);
        Assert.Equal([2014, 2016], effects.Cells.Select(c => c.Group).Distinct());
        Assert.Equal(2018, Assert.Single(effects.Dropped).Group);
        var remark = effects.Remarks.Single(r => r.Code == "no-never-treated");
        Assert.Equal(120, remark.Count);
        Assert.Contains("2018", remark.Sentence, StringComparison.Ordinal);
        // As if the last group were never treated in a panel that ends before it is.
        int[] before = [.. Enumerable.Range(0, Good.Time.Length).Where(r => Good.Time[r] < 2018)];
        var truncated = StaggeredPanel.Picked(
            none with
            {
                FirstTreated =
                [
                    .. none.FirstTreated.Select(g =>
                        g.Equals(2018.0) ? double.PositiveInfinity : g
                    ),
                ],
            },
            before
        );
        Assert.Equal(CallawaySantAnna.Estimate(truncated).Cells, effects.Cells);
        // The same with controls not yet treated: it is one of them, and has no effect of its own.
        var notYet = new StaggeredDesign { Controls = ControlGroup.NotYetTreated };
        Assert.Equal(
            CallawaySantAnna.Estimate(truncated, notYet).Cells,
            CallawaySantAnna.Estimate(none, notYet).Cells
        );
    }

    [Fact]
    public void Treated_after_the_panel_ends_is_never_treated_and_said()
    {
        var late = Good with { FirstTreated = Groups(g => double.IsInfinity(g) ? 2030 : g) };
        var effects = CallawaySantAnna.Estimate(late);
        Assert.Equal(CallawaySantAnna.Estimate(Good).Cells, effects.Cells);
        var remark = effects.Remarks.Single(r => r.Code == "treated-after-the-end");
        Assert.Equal(Good.FirstTreated.Count(double.IsInfinity) / 6, remark.Count);
    }

    [Fact]
    public void A_constant_covariate_is_left_out_and_named()
    {
        var constant = Good with
        {
            Covariates =
            [
                new NamedColumn("school year", [.. Good.Outcome.Select(_ => 3.0)]),
                .. Good.Covariates,
            ],
        };
        foreach (
            var method in (TwoPeriodMethod[])
                [
                    TwoPeriodMethod.DoublyRobust,
                    TwoPeriodMethod.InverseProbability,
                    TwoPeriodMethod.Regression,
                ]
        )
        {
            var design = new StaggeredDesign { Method = method };
            var (with, without) = (
                CallawaySantAnna.Estimate(constant, design),
                CallawaySantAnna.Estimate(Good, design)
            );
            for (var i = 0; i < with.Cells.Count; i++)
            {
                Assert.Equal(without.Cells[i].Effect, with.Cells[i].Effect, 1e-9);
                Assert.Equal(without.Cells[i].StandardError, with.Cells[i].StandardError, 1e-9);
            }
            var remark = with.Remarks.Single(r => r.Code == "covariate-left-out");
            Assert.Contains("'school year'", remark.Sentence, StringComparison.Ordinal);
            Assert.Equal(with.Cells.Count, remark.Count);
        }
    }

    [Fact]
    public void A_covariate_that_tells_a_group_from_all_controls_leaves_its_cells_unanswered()
    {
        var told = Good with
        {
            Covariates =
            [
                new NamedColumn(
                    "joins in 2016",
                    [
                        .. Good.FirstTreated.Select(
                            (g, i) => g.Equals(2016.0) ? 10 + Math.Sin(i / 6) : Math.Sin(i / 6)
                        ),
                    ]
                ),
            ],
        };
        foreach (var sampling in (Sampling[])[Sampling.BalancedPanel, Sampling.CrossSections])
        {
            var effects = CallawaySantAnna.Estimate(
                told,
                new StaggeredDesign { Sampling = sampling }
            );
            Assert.All(effects.Cells, c => Assert.Equal(c.Group == 2016, double.IsNaN(c.Effect)));
            Assert.All(effects.Unanswered, u => Assert.Equal(2016, u.Group));
            Assert.Contains(
                "tell the treated",
                effects.Unanswered[0].Reason,
                StringComparison.Ordinal
            );
            Assert.Equal(
                effects.Unanswered.Count,
                effects.Remarks.Single(r => r.Code == "cell-unanswered").Count
            );
        }
        // A regression may go beyond what was seen, and says so nowhere but in its method.
        Assert.Empty(
            CallawaySantAnna
                .Estimate(told, new StaggeredDesign { Method = TwoPeriodMethod.Regression })
                .Unanswered
        );
    }

    [Fact]
    public void A_group_not_looked_at_when_it_is_needed_is_said_with_the_time()
    {
        int[] seen =
        [
            .. Enumerable
                .Range(0, Good.Time.Length)
                .Where(r => !(Good.FirstTreated[r].Equals(2016.0) && Good.Time[r] == 2014)),
        ];
        var effects = CallawaySantAnna.Estimate(
            StaggeredPanel.Picked(Good, seen),
            new StaggeredDesign { Sampling = Sampling.UnbalancedPanel }
        );
        var said = effects.Unanswered.Single(u => u is { Group: 2016, Time: 2018 });
        Assert.Contains("seen at 2014", said.Reason, StringComparison.Ordinal);
        Assert.All(
            effects.Cells.Where(c => c.Group == 2018),
            c => Assert.True(double.IsFinite(c.Effect))
        );
        // A balanced panel loses the whole group, and names it.
        var balanced = CallawaySantAnna.Estimate(StaggeredPanel.Picked(Good, seen));
        Assert.Equal(2016, Assert.Single(balanced.Dropped).Group);
        Assert.DoesNotContain(balanced.Cells, c => c.Group == 2016);
    }

    [Fact]
    public void Outcomes_that_never_vary_have_no_standard_error()
    {
        var effects = CallawaySantAnna.Estimate(
            Good with
            {
                Outcome = [.. Good.Outcome.Select(_ => 7.3)],
            }
        );
        Assert.All(
            effects.Cells,
            c =>
            {
                Assert.Equal(0, c.Effect, 1e-12);
                Assert.True(double.IsNaN(c.StandardError));
            }
        );
    }

    [Fact]
    public void Small_groups_are_pointed_at()
    {
        int[] few =
        [
            .. Enumerable
                .Range(0, Good.Time.Length)
                .Where(r => !Good.FirstTreated[r].Equals(2016.0) || r % 4 == 5)
                .Concat(
                    Enumerable
                        .Range(0, Good.Time.Length)
                        .Where(r => Good.FirstTreated[r].Equals(2016.0))
                        .Take(18)
                ),
        ];
        var effects = CallawaySantAnna.Estimate(
            StaggeredPanel.Picked(Good, few) with
            {
                Covariates = [],
            }
        );
        Assert.Contains(
            "1 group (2016) with fewer than 5",
            effects.Remarks.Single(r => r.Code == "small-group").Sentence,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void No_rows_and_one_time_are_refused()
    {
        Assert.Equal("There are no rows.", Refused(StaggeredPanel.Picked(Good, [])));
        int[] one = [.. Enumerable.Range(0, Good.Time.Length).Where(r => Good.Time[r] == 2013)];
        Assert.Contains(
            "Only one time is left (2013)",
            Refused(StaggeredPanel.Picked(Good, one)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Columns_of_different_lengths_are_a_mistake_of_the_program() =>
        Assert.Throws<ArgumentException>(() =>
            CallawaySantAnna.Estimate(Good with { Outcome = [1] })
        );

    [Fact]
    public void Anticipation_ends_the_stand_of_the_last_group_earlier()
    {
        var none = Good with { FirstTreated = Groups(g => double.IsInfinity(g) ? 2018 : g) };
        Assert.Equal(
            [2012, 2013, 2014, 2016],
            CallawaySantAnna.Estimate(none, new StaggeredDesign { Anticipation = 1 }).Times
        );
    }

    [Fact]
    public void Who_may_anticipate_at_the_last_time_is_no_control_though_treated_after_it()
    {
        var late = Good with { FirstTreated = Groups(g => g.Equals(2016.0) ? 2019 : g) };
        var (calm, wary) = (
            CallawaySantAnna.Estimate(late),
            CallawaySantAnna.Estimate(late, new StaggeredDesign { Anticipation = 1 })
        );
        Assert.DoesNotContain(calm.Cells, c => c.Group == 2019);
        Assert.Contains(wary.Cells, c => c.Group == 2019);
        Assert.All(wary.Cells, c => Assert.NotEqual(2020, c.Group));
    }

    [Fact]
    public void Where_balancing_takes_all_never_treated_the_last_group_stands_for_them()
    {
        int[] seen =
        [
            .. Enumerable
                .Range(0, Good.Time.Length)
                .Where(r => !(double.IsInfinity(Good.FirstTreated[r]) && Good.Time[r] == 2013)),
        ];
        var effects = CallawaySantAnna.Estimate(StaggeredPanel.Picked(Good, seen));
        Assert.Contains(effects.Remarks, r => r.Code == "not-at-every-time");
        Assert.Contains(effects.Remarks, r => r.Code == "no-never-treated");
        Assert.Equal([2012, 2013, 2014, 2016, 2017], effects.Times);
        Assert.Equal([2014, 2016], effects.Cells.Select(c => c.Group).Distinct());
    }

    [Fact]
    public void Units_count_by_their_first_weight_and_by_their_mean_weight_where_they_are_not_always_seen()
    {
        double[] weights = [.. Good.Time.Select((t, r) => 1 + (r % 7) + (t - 2012))];
        var rows = Good with { Weights = weights };
        double[] Expected(Func<IGrouping<string, int>, double> of)
        {
            var own = Enumerable
                .Range(0, weights.Length)
                .GroupBy(r => rows.Unit[r])
                .ToDictionary(g => g.Key, of);
            var mean = own.Values.Average();
            return [.. own.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value / mean)];
        }
        static double[] Actual(GroupTimeEffects effects) =>
            [
                .. effects
                    .Units.Zip(effects.Weights)
                    .OrderBy(p => p.First, StringComparer.Ordinal)
                    .Select(p => p.Second),
            ];
        var first = Expected(g => weights[g.First()]);
        var balanced = Actual(CallawaySantAnna.Estimate(rows));
        for (var i = 0; i < first.Length; i++)
            Assert.Equal(first[i], balanced[i], 1e-12);
        int[] seen = [.. Enumerable.Range(1, weights.Length - 1)];
        rows = StaggeredPanel.Picked(rows, seen);
        weights = rows.Weights!;
        var mean = Expected(g => g.Average(r => weights[r]));
        var partly = Actual(
            CallawaySantAnna.Estimate(
                rows,
                new StaggeredDesign { Sampling = Sampling.UnbalancedPanel }
            )
        );
        for (var i = 0; i < mean.Length; i++)
            Assert.Equal(mean[i], partly[i], 1e-12);
    }

    [Fact]
    public void School_years_told_by_both_years_are_pointed_at()
    {
        static int Both(int year) => (year * 100) + ((year + 1) % 100);
        var coded = Good with
        {
            Time = [.. Good.Time.Select(Both)],
            FirstTreated = Groups(g => double.IsInfinity(g) ? g : Both((int)g)),
        };
        var (told, plain) = (CallawaySantAnna.Estimate(coded), CallawaySantAnna.Estimate(Good));
        Assert.Equal(plain.Cells.Select(c => c.Effect), told.Cells.Select(c => c.Effect));
        Assert.Contains(
            "201213",
            told.Remarks.Single(r => r.Code == "times-of-two-years").Sentence,
            StringComparison.Ordinal
        );
        Assert.Empty(told.MissingTimes);
        Assert.Equal([2015], plain.MissingTimes);
        Assert.DoesNotContain(plain.Remarks, r => r.Code == "times-of-two-years");
    }

    [Fact]
    public void Times_may_be_codes_far_apart()
    {
        static int Far(int year) => (year - 2012) * 100_000_000;
        var coded = Good with
        {
            Time = [.. Good.Time.Select(Far)],
            FirstTreated = Groups(g =>
                double.IsInfinity(g) ? g
                : g.Equals(2012.0) ? 1
                : Far((int)g)
            ),
        };
        Assert.Equal(
            CallawaySantAnna.Estimate(Good).Cells.Select(c => c.Effect),
            CallawaySantAnna.Estimate(coded).Cells.Select(c => c.Effect)
        );
    }
}
