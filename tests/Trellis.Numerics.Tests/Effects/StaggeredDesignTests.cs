using Trellis.Probability;

namespace Trellis.Effects;

/// <summary>What each option means, told by examples.</summary>
public sealed class StaggeredDesignTests
{
    private static readonly StaggeredDesign NotYet = new()
    {
        Controls = ControlGroup.NotYetTreated,
    };

    // A logit begins where the one before ended, which is another: the last digits may differ.
    private static void Same(GroupTimeEffect[] expected, GroupTimeEffect[] actual)
    {
        Assert.Equal(
            expected.Select(c => (c.Group, c.Time, c.From)),
            actual.Select(c => (c.Group, c.Time, c.From))
        );
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Effect, actual[i].Effect, 1e-10);
            Assert.Equal(expected[i].StandardError, actual[i].StandardError, 1e-10);
        }
    }

    [Fact]
    public void A_universal_base_changes_nothing_after_treatment_and_is_itself_a_reference()
    {
        var rows = StaggeredPanel.Of(seed: 3);
        var varying = CallawaySantAnna.Estimate(rows, NotYet);
        var universal = CallawaySantAnna.Estimate(
            rows,
            NotYet with
            {
                Base = BasePeriod.Universal,
            }
        );
        Same(
            [.. varying.Cells.Where(c => c.EventTime >= 0)],
            [.. universal.Cells.Where(c => c.EventTime >= 0)]
        );
        var references = universal.Cells.Where(c => c.Reference).ToArray();
        Assert.Equal([2013, 2014, 2017], references.Select(c => c.Time));
        foreach (var reference in references)
        {
            Assert.Equal(0, reference.Effect);
            Assert.True(double.IsNaN(reference.StandardError));
            Assert.Equal(reference.Time, reference.From);
        }
        Assert.All(
            universal.Cells,
            c => Assert.Equal(references.Single(r => r.Group == c.Group).Time, c.From)
        );
    }

    [Fact]
    public void Anticipation_moves_the_base_back_and_keeps_who_may_anticipate_from_the_controls()
    {
        var rows = StaggeredPanel.Of(seed: 3);
        var effects = CallawaySantAnna.Estimate(rows, NotYet with { Anticipation = 1 });
        // 2015 was not looked at: with a year's anticipation a treatment of 2016 is still measured from 2014.
        Assert.Equal(
            [(2014, 2012), (2016, 2014), (2018, 2016)],
            effects
                .Cells.Where(c => c.EventTime >= 0)
                .Select(c => (c.Group, c.From!.Value))
                .Distinct()
        );
        Assert.Equal(1, effects.Anticipation);
        // At 2017 the group of 2018 already anticipates, so only the never treated stand for the others.
        var never = CallawaySantAnna.Estimate(
            rows,
            NotYet with
            {
                Anticipation = 1,
                Controls = ControlGroup.NeverTreated,
            }
        );
        Same(
            [never.Cells.Single(c => c is { Group: 2016, Time: 2017 })],
            [effects.Cells.Single(c => c is { Group: 2016, Time: 2017 })]
        );
        Assert.NotEqual(
            never.Cells.Single(c => c is { Group: 2016, Time: 2016 }).Effect,
            effects.Cells.Single(c => c is { Group: 2016, Time: 2016 }).Effect
        );
    }

    [Fact]
    public void A_panel_that_turns_out_balanced_is_treated_as_one()
    {
        var rows = StaggeredPanel.Of(seed: 4, weighted: true);
        Assert.Equal(
            CallawaySantAnna.Estimate(rows).Cells,
            CallawaySantAnna
                .Estimate(rows, new StaggeredDesign { Sampling = Sampling.UnbalancedPanel })
                .Cells
        );
    }

    [Fact]
    public void Cross_sections_of_a_panel_have_its_effects_but_not_its_errors()
    {
        var rows = StaggeredPanel.Of(seed: 4) with { Covariates = [], Clusters = [] };
        var panel = CallawaySantAnna.Estimate(rows);
        var sections = CallawaySantAnna.Estimate(
            rows,
            new StaggeredDesign { Sampling = Sampling.CrossSections }
        );
        Assert.Equal(rows.Time.Length, sections.Number);
        for (var i = 0; i < panel.Cells.Count; i++)
        {
            Assert.Equal(panel.Cells[i].Effect, sections.Cells[i].Effect, 1e-10);
            Assert.True(sections.Cells[i].StandardError > panel.Cells[i].StandardError);
        }
    }

    [Fact]
    public void One_core_or_sixteen_give_the_same_bits()
    {
        var rows = StaggeredPanel.Of(seed: 7, units: 400, moving: true, weighted: true);
        var one = CallawaySantAnna.Estimate(rows, NotYet, cores: 1);
        var many = CallawaySantAnna.Estimate(rows, NotYet, cores: 16);
        Assert.Equal(one.Cells, many.Cells);
        for (var i = 0; i < one.Influence.Count; i++)
            Assert.Equal(one.Influence[i], many.Influence[i]);
    }

    [Fact]
    public void The_order_of_rows_says_nothing()
    {
        var rows = StaggeredPanel.Of(seed: 8, moving: true, weighted: true);
        var shuffled = StaggeredPanel.Picked(rows, new Draws(1, 0).Order(rows.Time.Length));
        var (own, other) = (
            CallawaySantAnna.Estimate(rows, NotYet),
            CallawaySantAnna.Estimate(shuffled, NotYet)
        );
        for (var i = 0; i < own.Cells.Count; i++)
        {
            Assert.Equal(own.Cells[i].Effect, other.Cells[i].Effect, 1e-10);
            Assert.Equal(own.Cells[i].StandardError, other.Cells[i].StandardError, 1e-10);
        }
    }

    [Fact]
    public void The_scale_and_the_zero_of_a_covariate_say_nothing()
    {
        var rows = StaggeredPanel.Of(seed: 8, moving: true);
        // A figure as 20,240,901 is, far from 0 and with a small spread.
        var far = rows with
        {
            Covariates =
            [
                new NamedColumn("size", [.. rows.Covariates[0].Values.Select(v => 2e7 + (3 * v))]),
                new NamedColumn("poor", [.. rows.Covariates[1].Values.Select(v => 1e-5 * v)]),
            ],
        };
        foreach (var sampling in Enum.GetValues<Sampling>())
        {
            var (own, other) = (
                CallawaySantAnna.Estimate(rows, NotYet with { Sampling = sampling }),
                CallawaySantAnna.Estimate(far, NotYet with { Sampling = sampling })
            );
            for (var i = 0; i < own.Cells.Count; i++)
            {
                Assert.Equal(own.Cells[i].Effect, other.Cells[i].Effect, 1e-6);
                Assert.Equal(own.Cells[i].StandardError, other.Cells[i].StandardError, 1e-6);
            }
            Assert.DoesNotContain(other.Remarks, r => r.Code == "covariate-left-out");
        }
    }

    [Fact]
    public void A_unit_that_is_never_looked_at_in_time_moves_nothing()
    {
        var rows = StaggeredPanel.Of(seed: 9);
        var effects = CallawaySantAnna.Estimate(rows);
        for (var cell = 0; cell < effects.Cells.Count; cell++)
        for (var i = 0; i < effects.Number; i++)
            if (
                !effects.FirstTreated[i].Equals(effects.Cells[cell].Group)
                && double.IsFinite(effects.FirstTreated[i])
            )
                Assert.Equal(0, effects.Influence[cell][i]);
        // Each ψ is centred: an influence function has mean 0.
        Assert.All(effects.Influence, psi => Assert.Equal(0, psi.Average(), 1e-9));
    }

    [Fact]
    public void Two_variables_of_clusters_that_cross_are_one_and_the_other_less_both()
    {
        var rows = StaggeredPanel.Of(seed: 12, units: 300);
        double Squared(params NamedLabels[] clusters) =>
            Math.Pow(
                CallawaySantAnna
                    .Estimate(rows with { Clusters = clusters })
                    .Cells[^1]
                    .StandardError,
                2
            );
        var (district, county) = (rows.Clusters[0], rows.Clusters[1]);
        var both = new NamedLabels(
            "both",
            [.. district.Values.Zip(county.Values, (a, b) => a + b)]
        );
        Assert.Equal(
            Squared(district) + Squared(county) - Squared(both),
            Squared(district, county),
            1e-12
        );
    }

    // Missing 2020 and 2021; the group of 2022 drifts by 1 a year, the group of 2023 does not.
    private static PanelRows WithAHole()
    {
        int[] years = [2017, 2018, 2019, 2022, 2023, 2024];
        var (unit, time, first, outcome) = (
            new List<string>(),
            new List<int>(),
            new List<double>(),
            new List<double>()
        );
        for (var u = 0; u < 90; u++)
        {
            double group = (u % 3) switch
            {
                0 => 2022,
                1 => 2023,
                _ => double.PositiveInfinity,
            };
            foreach (var year in years)
            {
                unit.Add($"school {u}");
                time.Add(year);
                first.Add(group);
                outcome.Add(
                    (group.Equals(2023.0) ? .5 * (year - 2017) : 0)
                        + new Draws(5, u).Normal(year) / 10
                );
            }
        }
        return new PanelRows
        {
            Unit = unit,
            Time = [.. time],
            FirstTreated = [.. first],
            Outcome = [.. outcome],
        };
    }

    // R's did sets the base of each group to 0 at its own time since treatment and averages these zeros with what others show
    // there: three years before treatment half of the group of 2023's trend would be shown.
    [Fact]
    public void A_base_before_the_missing_years_is_told_and_its_zero_is_averaged_with_nothing()
    {
        var effects = CallawaySantAnna.Estimate(
            WithAHole(),
            new StaggeredDesign { Base = BasePeriod.Universal }
        );
        Assert.Equal([2020, 2021], effects.MissingTimes);
        Assert.Equal(
            [(2022, 2019, -3), (2023, 2022, -1)],
            effects.Cells.Where(c => c.Reference).Select(c => (c.Group, c.From!.Value, c.EventTime))
        );
        // Four years before 2023 is 2019, measured from 2022: three years of drift of a half.
        Assert.Equal(
            -1.5,
            effects.Cells.Single(c => c is { Group: 2023, EventTime: -4 }).Effect,
            .15
        );
        var study = Aggregates.Dynamic(effects);
        var four = study.Parts.Single(p => p.At == -4);
        // The group of 2022 shows its 2018 there, which is 0 by how it was drawn: the mean of two estimates is right.
        Assert.Equal([2022, 2023], four.Groups);
        var three = study.Parts.Single(p => p.At == -3);
        Assert.True(three.Reference);
        var five = study.Parts.Single(p => p.At == -5);
        Assert.Equal(-1, five.Effect, .15);
        // At −1 the group of 2023 has its base; nobody else is looked at one year before.
        Assert.True(study.Parts.Single(p => p.At == -1).Reference);
    }

    [Fact]
    public void A_reference_beside_an_estimate_leaves_the_estimate_as_it_is()
    {
        var rows = WithAHole();
        // A group of 2025 has a real cell three years before treatment, where the group of 2022 has its base.
        var later = rows with
        {
            FirstTreated = [.. rows.FirstTreated.Select(f => f.Equals(2023.0) ? 2024.0 : f)],
        };
        var effects = CallawaySantAnna.Estimate(
            later,
            new StaggeredDesign { Base = BasePeriod.Universal }
        );
        var own = effects.Cells.Single(c => c is { Group: 2024, EventTime: -5 });
        Assert.Equal(-2, own.Effect, .15);
        var study = Aggregates.Dynamic(effects);
        var shared = study.Parts.Where(p => p.Groups.Count == 1 && !p.Reference).ToArray();
        Assert.Contains(shared, p => p.At == -2 && p.Effect < -.4);
    }

    [Fact]
    public void Two_hundred_samples_hold_the_truth_as_often_as_they_say()
    {
        const int Samples = 200;
        var held = new int[2];
        Parallel.For(
            0,
            Samples,
            sample =>
            {
                var rows = StaggeredPanel.Of(
                    1000 + sample,
                    units: 240,
                    effect: since => .3 + (.1 * since)
                ) with
                {
                    Clusters = [],
                };
                var effects = CallawaySantAnna.Estimate(rows, NotYet, cores: 1);
                void Hold(int which, int group, int time, double truth)
                {
                    var cell = effects.Cells.Single(c => c.Group == group && c.Time == time);
                    if (Math.Abs(cell.Effect - truth) <= 1.959964 * cell.StandardError)
                        Interlocked.Increment(ref held[which]);
                }
                Hold(0, 2014, 2016, .5);
                Hold(1, 2016, 2014, 0);
            }
        );
        Assert.All(held, h => Assert.InRange(h, .90 * Samples, .99 * Samples));
    }

    [Fact]
    public void Without_covariates_what_moves_outcomes_and_choice_alike_is_taken_for_an_effect()
    {
        var rows = StaggeredPanel.Of(seed: 21, units: 4000, effect: _ => 0) with { Clusters = [] };
        var with = CallawaySantAnna.Estimate(rows, NotYet);
        var without = CallawaySantAnna.Estimate(rows with { Covariates = [] }, NotYet);
        double Worst(GroupTimeEffects effects) =>
            effects.Cells.Where(c => c.EventTime >= 0).Max(c => Math.Abs(c.Effect));
        Assert.True(Worst(with) < .08);
        Assert.True(Worst(without) > .15);
    }
}
