using Trellis.Answers;
using Trellis.Probability;

namespace Trellis.Effects;

public sealed class RandomisationInferenceTests
{
    private static readonly double never = double.PositiveInfinity;

    // The change of the treated less that of the others, two times.
    private static AssignmentStatistic Change(double[] change, double[] real) =>
        (first, which) =>
        {
            double own = 0,
                other = 0;
            var treated = 0;
            for (var i = 0; i < first.Length; i++)
            {
                var value =
                    which == AssignmentOutcome.Seen ? change[i]
                    : double.IsFinite(real[i]) ? 1
                    : 0;
                if (double.IsFinite(first[i]))
                    (own, treated) = (own + value, treated + 1);
                else
                    other += value;
            }
            return (own / treated) - (other / (first.Length - treated));
        };

    [Fact]
    public void All_assignments_are_tried_where_they_are_few()
    {
        double[] first = [2020, 2020, never, never, never];
        double[] change = [5, 4, 1, 2, 0];
        var answer = RandomisationInference.Test(first, null, null, Change(change, first), 100, 1);
        // 5 over 2 is 10 assignments; only the real one is as far from 0 as 4.5 − 1 = 3.5, the other end (0 and 1) is −3.17.
        Assert.True(answer.Exact);
        Assert.Equal(10, answer.Assignments);
        Assert.Equal(3.5, answer.Statistic, 12);
        Assert.Equal(.1, answer.PValue, 12);
    }

    [Fact]
    public void The_interval_holds_what_the_test_does_not_reject()
    {
        double[] first = [2020, 2020, never, never, never, never, never];
        double[] change = [5, 4, 1, 2, 0, -1.5, 3];
        var answer = RandomisationInference.Test(
            first,
            null,
            null,
            Change(change, first),
            100,
            1,
            level: .9
        );
        Assert.Equal(21, answer.Assignments);
        double P(double effect)
        {
            double[] without =
            [
                .. change.Select((c, i) => double.IsFinite(first[i]) ? c - effect : c),
            ];
            return RandomisationInference
                .Test(first, null, null, Change(without, first), 100, 1, withInterval: false)
                .PValue;
        }
        Assert.True(P(answer.Low + 1e-6) > .1);
        Assert.True(P(answer.Low - 1e-6) <= .1);
        Assert.True(P(answer.High - 1e-6) > .1);
        Assert.True(P(answer.High + 1e-6) <= .1);
        // With 21 assignments 99 % cannot be left out.
        var sure = RandomisationInference.Test(
            first,
            null,
            null,
            Change(change, first),
            100,
            1,
            level: .99
        );
        Assert.Equal(double.NegativeInfinity, sure.Low);
        Assert.Equal(double.PositiveInfinity, sure.High);
    }

    [Fact]
    public void Drawn_assignments_count_the_real_one_and_do_not_depend_on_order()
    {
        double[] first = [.. Enumerable.Range(0, 40).Select(i => i < 8 ? 2020 : never)];
        double[] change = [.. Enumerable.Range(0, 40).Select(i => new Draws(3, 0).Normal(i))];
        var one = RandomisationInference.Test(first, null, null, Change(change, first), 499, 7);
        var again = RandomisationInference.Test(first, null, null, Change(change, first), 499, 7);
        Assert.False(one.Exact);
        Assert.Equal(500, one.Assignments);
        Assert.Equal(one, again);
        Assert.InRange(one.PValue, 1 / 500.0, 1);
        Assert.NotEqual(
            one.PValue,
            RandomisationInference.Test(first, null, null, Change(change, first), 499, 8).PValue
        );
    }

    [Fact]
    public void Clusters_are_dealt_whole_and_within_strata()
    {
        // Clusters of two; one of three is treated in the first stratum, one of two in the second.
        double[] first = [2020, 2020, never, never, never, never, 2021, 2021, never, never];
        int[] cluster = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4];
        int[] stratum = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1];
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        var answer = RandomisationInference.Test(
            first,
            cluster,
            stratum,
            (assigned, _) =>
            {
                for (var i = 0; i < assigned.Length; i += 2)
                    Assert.Equal(assigned[i], assigned[i + 1]);
                Assert.Equal(2, assigned.Take(6).Count(f => f == 2020));
                Assert.Equal(2, assigned.Skip(6).Count(f => f == 2021));
                seen.Add(string.Join(' ', assigned));
                return 0;
            },
            100,
            1,
            withInterval: false
        );
        Assert.Equal(6, answer.Assignments);
        Assert.Equal(6, seen.Distinct().Count());
        Assert.Equal(1, answer.PValue);
        Assert.True(double.IsNaN(answer.Low));
    }

    [Fact]
    public void Three_dates_among_five_clusters_are_dealt_in_thirty_ways()
    {
        var answer = RandomisationInference.Test(
            [1, 1, 2, 2, never],
            null,
            null,
            (f, _) => f[0] == 1 && f[1] == 1 && f[2] == 2 && f[3] == 2 ? 1 : 0,
            30,
            1,
            withInterval: false
        );
        Assert.True(answer.Exact);
        Assert.Equal(30, answer.Assignments);
        Assert.Equal(1 / 30.0, answer.PValue, 12);
    }

    [Fact]
    public void With_few_treated_clusters_the_size_is_right_where_that_of_errors_is_not()
    {
        // Three treated clusters of twenty with a shock each; the sandwich rejects a truth of 0 far too often.
        const int Sets = 200;
        int byErrors = 0,
            byChance = 0;
        for (var set = 0; set < Sets; set++)
        {
            var chance = new Draws(12, set);
            double[] first = [.. Enumerable.Range(0, 20).Select(i => i < 3 ? 2020 : never)];
            double[] change = [.. Enumerable.Range(0, 20).Select(i => chance.Normal(i))];
            var answer = RandomisationInference.Test(
                first,
                null,
                null,
                Change(change, first),
                199,
                1,
                withInterval: false
            );
            byChance += answer.PValue <= .05 ? 1 : 0;
            var ψ = new double[20];
            var (own, other) = (change[..3].Average(), change[3..].Average());
            for (var i = 0; i < 20; i++)
                ψ[i] = i < 3 ? (change[i] - own) * 20 / 3 : -(change[i] - other) * 20 / 17;
            byErrors +=
                Math.Abs(own - other) > 1.96 * InfluenceFunctions.StandardError(ψ, []) ? 1 : 0;
        }
        Assert.InRange(byChance / (double)Sets, .02, .08);
        Assert.InRange(byErrors / (double)Sets, .12, 1);
    }

    [Fact]
    public void What_cannot_be_exchanged_is_refused()
    {
        AssignmentStatistic any = (_, _) => 1;
        Assert.Equal(
            "Units of cluster 0 are treated from 2020 and from 2021. Dates can be exchanged only among clusters that have one each.",
            Assert
                .Throws<UnusableDataException>(() =>
                    RandomisationInference.Test([2020, 2021], [0, 0], null, any, 10, 1)
                )
                .Message
        );
        Assert.Equal(
            "Units of cluster 0 lie in strata 0 and 1.",
            Assert
                .Throws<UnusableDataException>(() =>
                    RandomisationInference.Test([2020, 2020], [0, 0], [0, 1], any, 10, 1)
                )
                .Message
        );
        Assert.Throws<UnusableDataException>(() =>
            RandomisationInference.Test([2020, 2020], null, null, any, 10, 1)
        );
        Assert.Throws<ArgumentException>(() =>
            RandomisationInference.Test([2020, never], [0], null, any, 10, 1)
        );
    }

    // Six partnerships of three schools, two of them joining, in a panel with an effect of 2 and hardly any noise.
    private static (PanelRows Rows, NamedLabels Partnerships) Partnerships(double noise)
    {
        int[] times = [2012, 2013, 2014];
        var rows = DrawnPanel.Draw(18, times, seed: 71, noise: noise, memory: 0);
        var first = new double[rows.Time.Length];
        var outcome = (double[])rows.Outcome.Clone();
        var partnership = new string[first.Length];
        for (var row = 0; row < first.Length; row++)
        {
            var number = row / times.Length / 3;
            partnership[row] = $"P{number}";
            first[row] =
                number == 0 ? 2013
                : number == 1 ? 2014
                : never;
            if (rows.Time[row] >= first[row])
                outcome[row] += 2;
        }
        return (
            rows with
            {
                FirstTreated = first,
                Outcome = outcome,
                Covariates = [],
                Weights = null,
            },
            new NamedLabels("partnership", partnership)
        );
    }

    [Fact]
    public void A_staggered_adoption_is_dealt_again_among_partnerships()
    {
        var (rows, partnerships) = Partnerships(noise: .01);
        var test = RandomisedAdoption.Test(rows, null, partnerships, 999, 1, level: .9);
        // Two dates among six partnerships: 30 ways, and no other comes near.
        Assert.True(test.Exact);
        Assert.Equal(30, test.Assignments);
        Assert.Equal(1 / 30.0, test.PValue, 12);
        Assert.Equal(
            Aggregates.Simple(CallawaySantAnna.Estimate(rows)).Overall.Effect,
            test.Statistic,
            12
        );
        Assert.InRange(test.Statistic, 1.95, 2.05);
        Assert.InRange(test.Low, 1.9, test.Statistic);
        Assert.InRange(test.High, test.Statistic, 2.1);
        Assert.Equal(0, test.Unanswered);
    }

    [Fact]
    public void Dates_stay_within_their_stratum_and_drawn_ones_are_the_same_for_a_seed()
    {
        var (rows, partnerships) = Partnerships(noise: 1);
        var region = new NamedLabels(
            "region",
            [.. partnerships.Values.Select(p => p is "P0" or "P1" or "P2" ? "N" : "S")]
        );
        Assert.Equal(
            6,
            RandomisedAdoption.Test(rows, null, partnerships, 999, 1, region).Assignments
        );
        var one = RandomisedAdoption.Test(rows, null, null, 40, 5);
        Assert.Equal(41, one.Assignments);
        Assert.Equal(one, RandomisedAdoption.Test(rows, null, null, 40, 5));
    }

    [Fact]
    public void Who_is_treated_after_the_end_is_dealt_as_never_treated()
    {
        var (rows, partnerships) = Partnerships(noise: 1);
        var late = rows with
        {
            FirstTreated =
            [
                .. rows.FirstTreated.Select((f, r) => partnerships.Values[r] == "P5" ? 2030 : f),
            ],
        };
        var test = RandomisedAdoption.Test(late, null, partnerships, 999, 1);
        Assert.Equal(30, test.Assignments);
        Assert.Equal(RandomisedAdoption.Test(rows, null, partnerships, 999, 1), test);
        // The cluster is named as its label says, and infinity is no date.
        string[] all = [.. partnerships.Values.Select(p => p == "P0" ? p : "All")];
        Assert.StartsWith(
            "Units of cluster 'All' are treated from 2014 and never.",
            Assert
                .Throws<UnusableDataException>(() =>
                    RandomisedAdoption.Test(rows, null, new NamedLabels("partnership", all), 9, 1)
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() =>
            RandomisedAdoption.Test(rows, null, new NamedLabels("partnership", ["P0"]), 9, 1)
        );
    }

    [Fact]
    public void An_assignment_without_an_answer_counts_on_the_safe_side()
    {
        var answer = RandomisationInference.Test(
            [2020, never, never, never],
            null,
            null,
            (first, which) =>
                double.IsFinite(first[3]) ? double.NaN
                : which == AssignmentOutcome.Dose ? 1
                : double.IsFinite(first[0]) ? 5
                : 1,
            10,
            1
        );
        Assert.Equal(1, answer.Unanswered);
        Assert.Equal(2 / 4.0, answer.PValue, 12);
        Assert.Throws<UnusableDataException>(() =>
            RandomisationInference.Test([2020, never], null, null, (_, _) => double.NaN, 10, 1)
        );
    }
}
