using Trellis.Reference;

namespace Trellis.MatchedSamples;

public sealed class MatchedSetsTests
{
    [Fact]
    public void Subclasses_are_cut_at_the_treated_units_quantiles_and_filled_from_neighbours()
    {
        // The score grows with x. Quartile 2 of the treated (2, 3, 20, 21) lies at 11.5.
        var units = new MatchingUnits(
            [true, true, true, true, false, false, false, false, false],
            [Covariate.Of("x", [2, 3, 20, 21, 1, 2.5, 4, 5, 6])]
        );
        var sample = MatchedSample.Find(units, new(MatchingMethod.Subclass) { Subclasses = 2 });
        // No control lies above the cut: the nearest below moves up.
        Assert.Equal([1, 1, 2, 2, 1, 1, 1, 1, 2], sample.Sets);
        Assert.Contains(sample.Remarks, r => r is { Code: "subclass-filled", Count: 1 });
        // 2 treated for 4 controls and 2 for 1, times 5 / 4.
        Assert.Equal([1, 1, 1, 1, .625, .625, .625, .625, 2.5], sample.Weights);
        Assert.Empty(sample.Pairs);
        Assert.True(double.IsNaN(sample.TotalDistance));
    }

    [Fact]
    public void Fewer_subclasses_than_asked_are_said_where_scores_repeat()
    {
        var units = new MatchingUnits(
            [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0)],
            [Covariate.Of("x", [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? 1.0 : 0)])]
        );
        var sample = MatchedSample.Find(units, new(MatchingMethod.Subclass));
        Assert.True(sample.Sets.Max() < 6);
        Assert.Contains(
            sample.Remarks,
            r => r.Code == "fewer-subclasses" && r.Count == sample.Sets.Max()
        );
    }

    [Fact]
    public void Subclasses_are_cut_again_by_what_must_agree()
    {
        var (units, _) = Drawn.Units(12, 500);
        units = units with { Exact = [units.Covariates[2]] };
        var sample = MatchedSample.Find(units, new(MatchingMethod.Subclass) { Subclasses = 4 });
        foreach (
            var set in Enumerable
                .Range(0, 500)
                .Where(u => sample.Sets[u] > 0)
                .GroupBy(u => sample.Sets[u])
        )
        {
            Assert.Single(set.Select(units.Exact[0].Words).Distinct());
            Assert.Equal(2, set.Select(u => units.Treated[u]).Distinct().Count());
        }
        Assert.InRange(sample.Sets.Max(), 8, 12);
    }

    // MatchIt 4.5.1, method = "cem" and "exact" on Lalonde's data: counts of matched units, subclasses, a weight and an effect.
    [Fact]
    public void Coarsened_exact_sets_are_MatchIts()
    {
        if (Lalonde.Table() is not { } table)
            return;
        var sample = MatchedSample.Find(Lalonde.Units(table), new(MatchingMethod.CoarsenedExact));
        Assert.Equal(
            (65, 75, 25),
            (sample.MatchedTreated, sample.MatchedControls, sample.Sets.Max())
        );
        Near.Relative(41.2898472039091, sample.Balance().ControlSize, 1e-12, "worth");
        Near.Relative(
            1070.907326427352,
            MatchedEffect.WeightedDifference(sample, table.Figures("re78")).Estimate,
            1e-9,
            "effect"
        );
        var coarse = MatchedSample.Find(
            Lalonde.Units(table),
            new(MatchingMethod.CoarsenedExact)
            {
                Ranges = new Dictionary<string, int>
                {
                    ["age"] = 5,
                    ["educ"] = 4,
                    ["re74"] = 3,
                    ["re75"] = 3,
                },
            }
        );
        Assert.Equal(
            (143, 208, 35),
            (coarse.MatchedTreated, coarse.MatchedControls, coarse.Sets.Max())
        );
        Near.Relative(
            785.3399208504241,
            MatchedEffect.WeightedDifference(coarse, table.Figures("re78")).Estimate,
            1e-9,
            "effect"
        );
        Assert.Null(sample.Scores);
        Assert.Null(sample.Balance().Score);
    }

    [Fact]
    public void Exact_sets_agree_in_everything_and_are_MatchIts()
    {
        if (Lalonde.Table() is not { } table)
            return;
        string[] names = ["educ", "race", "married", "nodegree"];
        var units = new MatchingUnits(
            [.. table.WholeNumbers("treat").Select(t => t == 1)],
            [.. names.Select(n => Lalonde.Column(table, n))]
        );
        var sample = MatchedSample.Find(units, new(MatchingMethod.Exact));
        Assert.Equal(
            (183, 284, 35),
            (sample.MatchedTreated, sample.MatchedControls, sample.Sets.Max())
        );
        Near.Relative(
            717.4402619860712,
            MatchedEffect.WeightedDifference(sample, table.Figures("re78")).Estimate,
            1e-9,
            "effect"
        );
        var balance = sample.Balance();
        Assert.All(balance.Rows, r => Assert.Equal(0, r.After.StandardisedDifference, 1e-7));
        Assert.All(balance.Rows, r => Assert.Equal(0, r.PairDifference, 1e-12));
    }

    [Fact]
    public void Of_two_controls_as_near_the_lower_score_goes_first_and_of_equals_the_nearest_in_the_order()
    {
        // One covariate by a straight line: 5 with 4 and 6 at the same distance, then 5 again with what is left.
        var sample = MatchedSample.Find(
            new([true, true, false, false, false], [Covariate.Of("x", [5, 5, 4, 6, 9])]),
            new(MatchingMethod.Nearest, MatchingDistance.Euclidean)
        );
        Assert.Equal(2, sample.TotalDistance);
        Assert.Equal([2, 3], sample.Pairs.Select(p => p.Control).Order());
    }

    [Fact]
    public void Units_that_are_all_different_are_matched_the_same_in_any_order_of_rows()
    {
        var (units, _) = Drawn.Units(13, 150);
        var order = new Probability.Draws(1, 2).Order(150);
        var turned = new MatchingUnits(
            [.. order.Select(u => units.Treated[u])],
            [.. units.Covariates.Select(c => c.For(order))]
        );
        foreach (
            var choice in (MatchingChoice[])
                [
                    new(MatchingMethod.Nearest) { Caliper = .3 },
                    new(MatchingMethod.Nearest) { Order = MatchingOrder.Closest, Ratio = 2 },
                    new(MatchingMethod.Nearest, MatchingDistance.RobustMahalanobis)
                    {
                        Order = MatchingOrder.Closest,
                    },
                    new(MatchingMethod.Optimal, MatchingDistance.Mahalanobis),
                    new(MatchingMethod.Full, MatchingDistance.ScaledEuclidean),
                    new(MatchingMethod.Full) { BalanceSlack = 0 },
                ]
        )
        {
            var one = MatchedSample.Find(units, choice).Pairs.Order().ToArray();
            var other = MatchedSample
                .Find(turned, choice)
                .Pairs.Select(p => (order[p.Treated], order[p.Control]))
                .Order()
                .ToArray();
            Assert.Equal(one, other);
        }
    }

    [Theory]
    [InlineData(CommonSupport.WithoutTreatedOutside, false, true)]
    [InlineData(CommonSupport.WithoutControlsOutside, true, false)]
    [InlineData(CommonSupport.WithoutAnybodyOutside, false, false)]
    public void Who_lies_outside_the_other_sides_scores_is_left_out_counted_and_still_in_the_balance_before(
        CommonSupport support,
        bool treatedStay,
        bool controlsStay
    )
    {
        var (units, outcome) = Drawn.Units(16, 300);
        var usual = MatchedSample.Find(units, new(MatchingMethod.Full));
        var scores = usual.Scores!;
        var (t, c) = (
            scores.Where((_, u) => units.Treated[u]).ToArray(),
            scores.Where((_, u) => !units.Treated[u]).ToArray()
        );
        var sample = MatchedSample.Find(units, new(MatchingMethod.Full) { Support = support });
        var left = 0;
        for (var u = 0; u < 300; u++)
        {
            var other = units.Treated[u] ? c : t;
            var inside =
                (units.Treated[u] ? treatedStay : controlsStay)
                || (scores[u] >= other.Min() && scores[u] <= other.Max());
            Assert.Equal(inside, sample.Weights[u] > 0);
            Assert.Equal(inside, sample.Sets[u] > 0);
            left += inside ? 0 : 1;
        }
        Assert.True(left > 0);
        Assert.Equal(left, sample.Remarks.Single(r => r.Code == "outside-support").Count);
        Assert.Equal(usual.Balance().LargestBefore, sample.Balance().LargestBefore);
        Assert.Equal(300 - left, MatchedEffect.GComputation(sample, outcome).Rows);
    }

    // MatchIt 4.5.1: matchit(..., method = "subclass", discard = "both" and so on): matched units and the means of age.
    [Theory]
    [InlineData(CommonSupport.WithoutAnybodyOutside, 177, 372, 25.4463276836158, 26.042409730038)]
    [InlineData(CommonSupport.WithoutControlsOutside, 185, 372, 25.8162162162162, 26.0261613813517)]
    [InlineData(CommonSupport.WithoutTreatedOutside, 177, 429, 25.4463276836158, 26.2786421525709)]
    public void Subclasses_without_who_lies_outside_are_MatchIts(
        CommonSupport support,
        int treated,
        int controls,
        double treatedMean,
        double controlMean
    )
    {
        if (Lalonde.Table() is not { } table)
            return;
        var sample = MatchedSample.Find(
            Lalonde.Units(table),
            new(MatchingMethod.Subclass) { Support = support }
        );
        Assert.Equal((treated, controls), (sample.MatchedTreated, sample.MatchedControls));
        var age = sample.Balance().Rows[0].After;
        Near.Relative(treatedMean, age.TreatedMean, 1e-9, "treated");
        Near.Relative(controlMean, age.ControlMean, 1e-9, "controls");
    }

    [Fact]
    public void One_core_and_many_give_the_same_sample_to_the_last_bit()
    {
        var (units, outcome) = Drawn.Units(14, 900, coarse: true);
        foreach (
            var choice in (MatchingChoice[])
                [
                    new(MatchingMethod.Nearest, MatchingDistance.Mahalanobis),
                    new(MatchingMethod.Full, MatchingDistance.Mahalanobis),
                    new(MatchingMethod.Optimal, MatchingDistance.Euclidean),
                    new(MatchingMethod.Full),
                ]
        )
        {
            var many = MatchedSample.Find(units, choice);
            MatchedSample? one = null;
            // A thread that waits inside a Parallel.For of one has nobody to share with.
            Parallel.For(
                0,
                1,
                new ParallelOptions { MaxDegreeOfParallelism = 1 },
                _ => one = MatchedSample.Find(units, choice)
            );
            Assert.Equal(many.Pairs, one!.Pairs);
            Assert.Equal(many.Weights, one.Weights);
            Assert.Equal(many.TotalDistance, one.TotalDistance);
            Assert.Equal(
                MatchedEffect.GComputation(many, outcome).StandardError,
                MatchedEffect.GComputation(one, outcome).StandardError
            );
        }
    }

    [Fact]
    public void Partners_alike_in_a_coarse_world_cost_nothing()
    {
        // Many equal rows: ties everywhere, as with free school meals in whole percents.
        var (units, _) = Drawn.Units(15, 600, coarse: true, constant: -2.5);
        foreach (
            var method in (MatchingMethod[])
                [MatchingMethod.Nearest, MatchingMethod.Optimal, MatchingMethod.Full]
        )
        foreach (var distance in Enum.GetValues<MatchingDistance>())
        {
            var sample = MatchedSample.Find(units, new(method, distance));
            Assert.Equal(sample.Pairs.Count, sample.Pairs.Distinct().Count());
            Assert.Equal(sample.Treated, sample.MatchedTreated);
            var nearest = MatchedSample.Find(units, new(MatchingMethod.Nearest, distance));
            if (method == MatchingMethod.Optimal)
                Assert.True(sample.TotalDistance <= nearest.TotalDistance + 1e-9);
        }
    }
}
