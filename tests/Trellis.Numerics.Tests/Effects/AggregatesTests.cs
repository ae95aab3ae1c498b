using System.Globalization;
using Trellis.Answers;
using Trellis.Reference;

namespace Trellis.Effects;

public sealed class AggregatesTests
{
    private static readonly double never = double.PositiveInfinity;

    [Theory]
    [InlineData("nevertreated", "simple")]
    [InlineData("nevertreated", "dynamic")]
    [InlineData("nevertreated", "group")]
    [InlineData("nevertreated", "calendar")]
    [InlineData("nevertreated", "dynamic_balance_e1")]
    [InlineData("notyettreated", "simple")]
    [InlineData("notyettreated", "dynamic")]
    [InlineData("notyettreated", "group")]
    [InlineData("notyettreated", "calendar")]
    [InlineData("notyettreated", "dynamic_balance_e1")]
    public void Averages_and_their_errors_are_those_of_did(string control, string type)
    {
        const string Unchecked = "averages against did";
        if (
            Mpdta.Read(Unchecked) is not { } data
            || ReferenceTable.Read("expected/did_aggte.csv", Unchecked) is not { } expected
        )
            return;
        var effects = DifferencesOfMeans.Of(
            data.Outcome,
            data.Times,
            data.First,
            notYet: control == "notyettreated"
        );
        var actual = type switch
        {
            "simple" => Aggregates.Simple(effects),
            "dynamic" => Aggregates.Dynamic(effects),
            "group" => Aggregates.Group(effects),
            "calendar" => Aggregates.Calendar(effects),
            _ => Aggregates.Dynamic(effects, balanceAt: 1),
        };
        var rows = expected
            .Where(("est", "dr"), ("ctrl", control), ("x", "1"), ("type", type))
            .ToArray();
        Assert.Equal(rows.Length, actual.Parts.Count + 1);
        foreach (var row in rows)
        {
            var average =
                expected.Cell(row, "level") == "overall"
                    ? actual.Overall
                    : Assert.Single(actual.Parts, p => p.At == (int)expected.Figure(row, "e"));
            var what = $"{control} {type} {average.At}";
            Near.Relative(expected.Figure(row, "att"), average.Effect, 1e-9, what);
            Near.Relative(expected.Figure(row, "se"), average.StandardError, 1e-9, what);
        }
    }

    [Theory]
    [InlineData("nevertreated")]
    [InlineData("notyettreated")]
    public void The_test_before_treatment_is_that_of_did(string control)
    {
        const string Unchecked = "the Wald test against did";
        if (
            Mpdta.Read(Unchecked) is not { } data
            || ReferenceTable.Read("expected/did_pretest_wald.csv", Unchecked) is not { } expected
        )
            return;
        var effects = DifferencesOfMeans.Of(
            data.Outcome,
            data.Times,
            data.First,
            notYet: control == "notyettreated"
        );
        var row = expected.Where(("est", "dr"), ("ctrl", control), ("x", "1")).Single();
        var test = WaldTest.BeforeTreatment(effects);
        Near.Relative(expected.Figure(row, "W"), test.Statistic, 1e-9, "W");
        Assert.Equal(5, test.Restrictions);
        // did rounds p to the fifth digit.
        Assert.Equal(expected.Figure(row, "p"), test.PValue, .000005001);
        Assert.Null(test.Reason);
    }

    [Theory]
    [InlineData("dr", "nevertreated", "lpop")]
    [InlineData("dr", "notyettreated", "lpop")]
    [InlineData("ipw", "nevertreated", "1")]
    [InlineData("ipw", "notyettreated", "1")]
    [InlineData("reg", "nevertreated", "1")]
    [InlineData("reg", "notyettreated", "1")]
    public void Averages_of_every_estimator_are_those_of_did(
        string method,
        string control,
        string x
    )
    {
        const string Unchecked = "averages against did";
        if (
            CallawaySantAnnaTests.Counties(x == "1" ? [] : [x]) is not { } data
            || ReferenceTable.Read("expected/did_aggte.csv", Unchecked) is not { } expected
            || ReferenceTable.Read("expected/did_pretest_wald.csv", Unchecked) is not { } tests
        )
            return;
        var effects = CallawaySantAnna.Estimate(
            data,
            new StaggeredDesign
            {
                Method = CallawaySantAnnaTests.MethodOf(method),
                Controls =
                    control == "nevertreated"
                        ? ControlGroup.NeverTreated
                        : ControlGroup.NotYetTreated,
            }
        );
        foreach (
            var (type, actual) in (ReadOnlySpan<(string, AggregatedEffects)>)
                [
                    ("simple", Aggregates.Simple(effects)),
                    ("dynamic", Aggregates.Dynamic(effects)),
                    ("group", Aggregates.Group(effects)),
                    ("calendar", Aggregates.Calendar(effects)),
                    ("dynamic_balance_e1", Aggregates.Dynamic(effects, balanceAt: 1)),
                ]
        )
        {
            var rows = expected
                .Where(("est", method), ("ctrl", control), ("x", x), ("type", type))
                .ToArray();
            Assert.Equal(rows.Length, actual.Parts.Count + 1);
            foreach (var row in rows)
            {
                var average =
                    expected.Cell(row, "level") == "overall"
                        ? actual.Overall
                        : Assert.Single(actual.Parts, p => p.At == (int)expected.Figure(row, "e"));
                var what = $"{type} {average.At}";
                Near.Relative(expected.Figure(row, "att"), average.Effect, 1e-6, what);
                Near.Relative(expected.Figure(row, "se"), average.StandardError, 1e-6, what);
            }
        }
        var only = tests.Where(("est", method), ("ctrl", control), ("x", x)).Single();
        var test = WaldTest.BeforeTreatment(effects);
        Near.Relative(tests.Figure(only, "W"), test.Statistic, 1e-5, "W");
        Assert.Equal(tests.Figure(only, "p"), test.PValue, .00001);
    }

    // Two units treated from 2002, one from 2003, two never; outcomes made so that the cells are whole numbers.
    private static GroupTimeEffects Small(bool universal = false) =>
        DifferencesOfMeans.Of(
            [
                [0, 0, 2, 4],
                [0, 0, 4, 8],
                [0, 0, 0, 9],
                [1, 1, 1, 1],
                [5, 5, 5, 5],
            ],
            [2000, 2001, 2002, 2003],
            [2002, 2002, 2003, never, never],
            universal: universal
        );

    [Fact]
    public void Worked_by_hand_the_averages_weigh_groups_by_their_units()
    {
        var effects = Small();
        // 2002: 3 in 2002, 6 in 2003 (two units); 2003: 9 in 2003 (one unit).
        Assert.Equal((3.0 * 2 + 6 * 2 + 9) / 5, Aggregates.Simple(effects).Overall.Effect, 12);
        var dynamic = Aggregates.Dynamic(effects);
        Assert.Equal([-2, -1, 0, 1], dynamic.Parts.Select(p => p.At!.Value));
        Assert.Equal((3.0 * 2 + 9) / 3, dynamic.Parts[2].Effect, 12);
        Assert.Equal(6, dynamic.Parts[3].Effect, 12);
        Assert.Equal((5 + 6) / 2.0, dynamic.Overall.Effect, 12);
        var group = Aggregates.Group(effects);
        Assert.Equal([4.5, 9], group.Parts.Select(p => p.Effect));
        Assert.Equal((4.5 * 2 + 9) / 3, group.Overall.Effect, 12);
        var calendar = Aggregates.Calendar(effects);
        Assert.Equal([3, (6.0 * 2 + 9) / 3], calendar.Parts.Select(p => p.Effect));
        Assert.Equal(5, calendar.Overall.Effect, 12);
        Assert.Equal([2002, 2003], calendar.Parts[1].Groups);
    }

    [Fact]
    public void An_observation_moves_an_average_by_its_influence()
    {
        // The influence function is a derivative: weighing one observation a little more moves the average by ψ/n of it.
        var before = Small();
        const double Little = 1e-6;
        foreach (
            var of in (Func<GroupTimeEffects, AggregatedEffects>[])
                [
                    Aggregates.Simple,
                    e => Aggregates.Dynamic(e),
                    Aggregates.Group,
                    Aggregates.Calendar,
                ]
        )
            for (var i = 0; i < before.Number; i++)
            {
                var after = Reweighed(before, i, Little);
                var (old, @new) = (of(before), of(after));
                Near.Relative(
                    1 + (old.Overall.Influence[i] * Little / before.Number),
                    1 + @new.Overall.Effect - old.Overall.Effect,
                    1e-10,
                    string.Create(CultureInfo.InvariantCulture, $"{old.Kind} {i}")
                );
            }
    }

    // The cells move by their own ψ, the shares by the weight.
    private static GroupTimeEffects Reweighed(GroupTimeEffects effects, int unit, double more)
    {
        var n = effects.Number;
        double[] weights = [.. effects.Weights];
        weights[unit] += more;
        var mean = weights.Average();
        return effects with
        {
            Weights = [.. weights.Select(w => w / mean)],
            Cells =
            [
                .. effects.Cells.Select(
                    (c, k) => c with { Effect = c.Effect + (effects.Influence[k][unit] * more / n) }
                ),
            ],
        };
    }

    [Fact]
    public void A_reference_is_listed_and_counts_in_no_average()
    {
        var dynamic = Aggregates.Dynamic(Small(universal: true));
        var reference = Assert.Single(dynamic.Parts, p => p.Reference);
        Assert.Equal(-1, reference.At);
        Assert.Equal(0, reference.Effect);
        Assert.True(double.IsNaN(reference.StandardError));
        Assert.All(reference.Influence, ψ => Assert.Equal(0, ψ));
        Assert.Equal([-3, -2, -1, 0, 1], dynamic.Parts.Select(p => p.At!.Value));
    }

    [Fact]
    public void Where_holes_give_cohorts_other_references_their_zeros_are_not_averaged_in()
    {
        // 2001 is a hole: the cohort of 2002 is measured from 2000, two before; that of 2003 from 2002, one before.
        var effects = DifferencesOfMeans.Of(
            [
                [0, 0, 2, 4],
                [0, 0, 2, 4],
                [0, 3, 7, 7],
                [0, 0, 0, 0],
                [1, 1, 1, 1],
            ],
            [1999, 2000, 2002, 2003],
            [2002, 2002, 2003, never, never],
            universal: true
        );
        var dynamic = Aggregates.Dynamic(effects);
        // Cohort 2003 has −3 at 2000, three before; cohort 2002 at 1999, three before, has 0: both are estimates.
        var three = Assert.Single(dynamic.Parts, p => p.At == -3);
        Assert.Equal((0 * 2 + -4.0) / 3, three.Effect, 12);
        // Two before only the cohort of 2002 is, and there it is its reference.
        Assert.True(Assert.Single(dynamic.Parts, p => p.At == -2).Reference);
        var four = Assert.Single(dynamic.Parts, p => p.At == -4);
        Assert.Equal([2003], four.Groups);
        Assert.Equal(-7, four.Effect, 12);
    }

    [Fact]
    public void A_reference_of_one_cohort_does_not_thin_the_estimate_of_another()
    {
        var effects = Small();
        var mixed = effects with
        {
            Cells =
            [
                .. effects.Cells.Select(c =>
                    c is { Group: 2002, Time: 2001 } ? c with { Effect = 0, Reference = true }
                    : c is { Group: 2003, Time: 2002 } ? c with { Effect = .4 }
                    : c
                ),
            ],
        };
        var before = Assert.Single(Aggregates.Dynamic(mixed).Parts, p => p.At == -1);
        Assert.False(before.Reference);
        Assert.Equal(.4, before.Effect, 12);
        Assert.Equal([2003], before.Groups);
    }

    [Fact]
    public void Event_times_can_be_bounded_and_the_overall_mean_keeps_to_them()
    {
        var bounded = Aggregates.Dynamic(Small(), least: -1, most: 0);
        Assert.Equal([-1, 0], bounded.Parts.Select(p => p.At!.Value));
        Assert.Equal(5, bounded.Overall.Effect, 12);
    }

    [Fact]
    public void Balance_keeps_only_groups_seen_long_enough()
    {
        var balanced = Aggregates.Dynamic(Small(), balanceAt: 1);
        Assert.Equal([-1, 0, 1], balanced.Parts.Select(p => p.At!.Value));
        Assert.All(balanced.Parts, p => Assert.Equal([2002], p.Groups));
        Assert.Equal(4.5, balanced.Overall.Effect, 12);
        Assert.Equal(
            "No group is looked at for 2 times after its treatment began, so there is nothing to balance.",
            Assert
                .Throws<UnusableDataException>(() => Aggregates.Dynamic(Small(), balanceAt: 2))
                .Message
        );
    }

    [Fact]
    public void A_cell_without_an_effect_is_named_and_left_out()
    {
        var effects = Small();
        var holed = effects with
        {
            Cells =
            [
                .. effects.Cells.Select(c =>
                    c is { Group: 2002, Time: 2003 } ? c with { Effect = double.NaN } : c
                ),
            ],
        };
        var simple = Aggregates.Simple(holed);
        Assert.Equal((3.0 * 2 + 9) / 3, simple.Overall.Effect, 12);
        var remark = Assert.Single(simple.Remarks, r => r.Code == "cells-without-effect");
        Assert.Equal(1, remark.Count);
        Assert.Equal(
            "1 cell (2002 at 2003) could not be estimated and stand in no average.",
            remark.Sentence
        );
    }

    [Fact]
    public void The_test_before_treatment_can_leave_anticipated_times_out()
    {
        var effects = DifferencesOfMeans.Of(
            [
                [0, 1, 2, 4, 5],
                [0, 0, 4, 8, 1],
                [0, 3, 0, 9, 2],
                [2, 0, 3, 1, 7],
                [1, 1, 2, 1, 1],
                [5, 6, 5, 5, 8],
            ],
            [1999, 2000, 2001, 2002, 2003],
            [2002, 2002, 2002, 2002, never, never],
            anticipation: 1
        );
        // 2000 and 2001 lie before treatment; 2001 is within its anticipation.
        Assert.Equal(2, WaldTest.BeforeTreatment(effects).Restrictions);
        var only = WaldTest.BeforeTreatment(effects, withAnticipation: false);
        Assert.Equal(1, only.Restrictions);
        var cell = effects.Cells[0];
        Assert.Equal(2000, cell.Time);
        Near.Relative(
            Math.Pow(cell.Effect / cell.StandardError, 2),
            only.Statistic,
            1e-10,
            "one restriction is a squared t"
        );
        Assert.Equal(
            "No group is looked at twice before its treatment, so there is nothing to test.",
            WaldTest
                .BeforeTreatment(
                    effects with
                    {
                        Cells = [effects.Cells[^1]],
                        Influence = [effects.Influence[^1]],
                    }
                )
                .Reason
        );
        // Averages by time since treatment are tested together too, references left out.
        var after = Aggregates.Dynamic(effects).Parts.Where(p => p.At >= 0).ToArray();
        Assert.Equal(2, WaldTest.Of(after, []).Restrictions);
    }

    [Fact]
    public void Few_treated_clusters_are_said()
    {
        var remark = Assert.Single(Aggregates.Simple(Small()).Remarks);
        Assert.Equal("few-treated-clusters", remark.Code);
        Assert.Equal(3, remark.Count);
        Assert.Equal(
            "Only 3 observations are treated: below 15 standard errors are likely too small. Deal the dates again instead (randomisation inference).",
            remark.Sentence
        );
        var units = Enumerable.Range(0, 40).ToArray();
        GroupTimeEffects Of(IReadOnlyList<int[]> clusters, int treated) =>
            DifferencesOfMeans.Of(
                [.. units.Select(u => new double[] { u, u * u % 7 })],
                [2000, 2001],
                [.. units.Select(u => u < treated ? 2001 : never)],
                clusters: clusters
            );
        Assert.Empty(Aggregates.Simple(Of([], 15)).Remarks);
        Assert.Equal(14, Assert.Single(Aggregates.Simple(Of([], 14)).Remarks).Count);
        int[] own = [.. units];
        int[] two = [.. units.Select(u => u % 2)];
        Assert.Empty(Aggregates.Simple(Of([own], 15)).Remarks);
        var few = Assert.Single(Aggregates.Simple(Of([own, two], 15)).Remarks);
        Assert.StartsWith("Only 2 clusters are treated", few.Sentence, StringComparison.Ordinal);
        Assert.StartsWith(
            "Only 1 cluster is treated",
            Assert.Single(Aggregates.Simple(Of([new int[40]], 15)).Remarks).Sentence,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_order_of_the_units_changes_no_average()
    {
        var units = Enumerable.Range(0, 40).ToArray();
        var chance = new Probability.Draws(5, 0);
        double[][] outcome =
        [
            .. units.Select(u =>
                Enumerable.Range(0, 4).Select(t => chance.Normal((u * 4) + t)).ToArray()
            ),
        ];
        double[] first = [.. units.Select(u => u % 4 == 0 ? never : 2000 + (u % 4))];
        AggregatedEffects[] All(int[] order)
        {
            var effects = DifferencesOfMeans.Of(
                [.. order.Select(u => outcome[u])],
                [2000, 2001, 2002, 2003],
                [.. order.Select(u => first[u])],
                notYet: true
            );
            return
            [
                Aggregates.Simple(effects),
                Aggregates.Dynamic(effects),
                Aggregates.Group(effects),
                Aggregates.Calendar(effects),
            ];
        }
        var one = All(units);
        for (var stream = 1; stream < 20; stream++)
        {
            var order = new Probability.Draws(5, stream).Order(40);
            var other = All(order);
            for (var a = 0; a < one.Length; a++)
            {
                Assert.Equal(one[a].Overall.Effect, other[a].Overall.Effect, 12);
                Assert.Equal(one[a].Overall.StandardError, other[a].Overall.StandardError, 12);
                for (var i = 0; i < order.Length; i++)
                    Assert.Equal(
                        one[a].Overall.Influence[order[i]],
                        other[a].Overall.Influence[i],
                        10
                    );
            }
        }
    }

    [Fact]
    public void Nothing_after_treatment_is_refused()
    {
        var effects = Small();
        var only = effects with { Cells = [effects.Cells[0]], Influence = [effects.Influence[0]] };
        Assert.Throws<UnusableDataException>(() => Aggregates.Simple(only));
        Assert.Throws<UnusableDataException>(() => Aggregates.Dynamic(only));
        Assert.Throws<UnusableDataException>(() => Aggregates.Group(only));
        Assert.Throws<UnusableDataException>(() => Aggregates.Calendar(only));
    }
}
