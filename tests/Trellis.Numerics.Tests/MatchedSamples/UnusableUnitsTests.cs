using Trellis.Answers;

namespace Trellis.MatchedSamples;

/// <summary>What data and choices that cannot be matched get.</summary>
public sealed class UnusableUnitsTests
{
    private static readonly Covariate X = Covariate.Of("x", [1, 2, 3, 4]);

    private static string Refused(MatchingUnits units, MatchingChoice choice) =>
        Assert.Throws<UnusableDataException>(() => MatchedSample.Find(units, choice)).Message;

    [Fact]
    public void Nobody_treated_or_nobody_else_is_said()
    {
        Assert.Equal(
            "No unit is treated: there is nobody to match.",
            Refused(new([false, false, false, false], [X]), new(MatchingMethod.Nearest))
        );
        Assert.Equal(
            "Every unit is treated: there are no controls.",
            Refused(new([true, true, true, true], [X]), new(MatchingMethod.Full))
        );
    }

    [Fact]
    public void Units_of_which_something_is_missing_are_left_out_and_named()
    {
        var units = new MatchingUnits(
            [true, false, true, false, false],
            [
                Covariate.Of("x", [1, 2, double.NaN, 3.5, 1.5]),
                Covariate.OfKinds("kind", ["a", "a", "b", "", "b"]),
            ]
        )
        {
            Names = ["anna", "ben", "cleo", "dan", "eve"],
        };
        var sample = MatchedSample.Find(
            units,
            new(MatchingMethod.Nearest, MatchingDistance.Euclidean)
        );
        Assert.Equal([0, 1, 4], sample.Rows);
        var remark = Assert.Single(sample.Remarks, r => r.Code == "missing-covariate");
        Assert.Equal(2, remark.Count);
        Assert.Equal("2 units (cleo, dan) left out: x, kind missing.", remark.Sentence);
        Assert.Equal("anna", sample.Units.Names![sample.Pairs[0].Treated]);
        // Ben is 1 away, Eve .5 and another kind: 1 + .25 under the root.
        Assert.Equal("ben", sample.Units.Names[sample.Pairs[0].Control]);
        Assert.Equal(1, sample.TotalDistance, 1e-12);
        Assert.Equal(
            "Every unit lacks one of x: there is nobody to match.",
            Refused(
                new([true, false], [Covariate.Of("x", [double.NaN, double.NaN])]),
                new(MatchingMethod.Nearest)
            )
        );
    }

    [Fact]
    public void A_covariate_that_is_the_same_for_all_is_named_and_changes_nothing()
    {
        var (units, _) = Drawn.Units(8, 120);
        var more = units with
        {
            Covariates =
            [
                .. units.Covariates,
                Covariate.Of("one", [.. Enumerable.Repeat(7.0, 120)]),
            ],
        };
        foreach (var distance in Enum.GetValues<MatchingDistance>())
        {
            var sample = MatchedSample.Find(more, new(MatchingMethod.Nearest, distance));
            Assert.Equal(
                MatchedSample.Find(units, new(MatchingMethod.Nearest, distance)).Pairs,
                sample.Pairs
            );
            Assert.Contains(
                sample.Remarks,
                r =>
                    r.Code == "constant-covariate"
                    && r.Sentence.StartsWith(
                        "'one' is the same for all 120 units",
                        StringComparison.Ordinal
                    )
            );
            var row = sample.Balance().Rows.Single(r => r.Variable == "one");
            Assert.Equal(0, row.After.StandardisedDifference);
        }
    }

    [Fact]
    public void Covariates_in_which_all_are_alike_make_every_distance_0()
    {
        var units = new MatchingUnits([true, false, false], [Covariate.Of("x", [3, 3, 3])]);
        foreach (
            var distance in (MatchingDistance[])
                [
                    MatchingDistance.Mahalanobis,
                    MatchingDistance.RobustMahalanobis,
                    MatchingDistance.Euclidean,
                ]
        )
            Assert.Equal(
                0,
                MatchedSample.Find(units, new(MatchingMethod.Nearest, distance)).TotalDistance
            );
    }

    [Fact]
    public void A_covariate_that_names_units_is_refused()
    {
        string[] names = [.. Enumerable.Range(0, 60).Select(i => $"school {i}")];
        bool[] treated = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0)];
        Assert.Equal(
            "'name' has 60 kinds among 60 units: it names units and tells nothing of who is like whom.",
            Refused(new(treated, [Covariate.OfKinds("name", names)]), new(MatchingMethod.Nearest))
        );
        // Twenty kinds may be few units each.
        Assert.Equal(
            20,
            MatchedSample
                .Find(
                    new([.. treated.Take(20)], [Covariate.OfKinds("name", [.. names.Take(20)])]),
                    new(MatchingMethod.Nearest, MatchingDistance.Euclidean)
                )
                .Balance()
                .Rows.Count
        );
    }

    [Fact]
    public void A_choice_that_a_method_has_no_use_for_is_said()
    {
        var units = new MatchingUnits(
            [true, true, false, false, false],
            [Covariate.Of("x", [1, 2, 1, 2, 3])]
        );
        Assert.Equal(
            "This method has no use for a caliper or an order: what was chosen plays no part.",
            Said(new(MatchingMethod.Exact) { Caliper = .2, Order = MatchingOrder.Data })
        );
        Assert.Contains(
            "use for an order:",
            Said(new(MatchingMethod.Optimal) { Caliper = 2, Order = MatchingOrder.Data }),
            StringComparison.Ordinal
        );
        Assert.Null(Said(new(MatchingMethod.Full) { Caliper = 2 }));
        Assert.Null(Said(new(MatchingMethod.Nearest) { Caliper = 2, Order = MatchingOrder.Data }));

        string? Said(MatchingChoice choice) =>
            MatchedSample
                .Find(units, choice)
                .Remarks.SingleOrDefault(r => r.Code == "unused-choice")
                ?.Sentence;
    }

    [Fact]
    public void Perfect_separation_is_said_and_still_matched()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        var sample = MatchedSample.Find(
            new([.. x.Select(v => v >= 30)], [Covariate.Of("x", x)]),
            new(MatchingMethod.Nearest)
        );
        var remark = Assert.Single(sample.Remarks, r => r.Code == "separation");
        Assert.Contains("without error", remark.Sentence);
        Assert.Equal(10, sample.Pairs.Count);
        Assert.All(sample.Weights, w => Assert.True(double.IsFinite(w)));
        Assert.All(sample.Scores!, s => Assert.InRange(s, 0, 1));
    }

    [Fact]
    public void Nobody_within_reach_is_said_with_what_stood_in_the_way()
    {
        var apart = new MatchingUnits([true, true, false, false], [X]) with
        {
            Exact = [Covariate.OfKinds("region", ["a", "b", "c", "d"])],
        };
        Assert.Equal(
            "Nobody could be matched: no treated unit has a control that agrees with it in region within the caliper.",
            Refused(apart, new(MatchingMethod.Nearest) { Caliper = .2 })
        );
        Assert.Equal(
            "Nobody could be matched: no treated unit has a control that agrees with it in region.",
            Refused(apart, new(MatchingMethod.Full, MatchingDistance.Euclidean))
        );
        Assert.Equal(
            "Nobody could be matched: no treated unit agrees with a control in all covariates. Use fewer covariates, or wider ranges.",
            Refused(new([true, true, false, false], [X]), new(MatchingMethod.Exact))
        );
    }

    [Fact]
    public void More_subclasses_than_units_are_refused_after_those_that_nobody_is_in_are_gone()
    {
        Assert.Equal(
            "There are 2 treated units for 5 subclasses, each of which needs one: ask for fewer subclasses.",
            Refused(
                new(
                    [true, true, false, false, false, false, false, false],
                    [Covariate.Of("x", [1, 5, 2, 4, 3, 8, 7, 6])]
                ),
                new(MatchingMethod.Subclass)
            )
        );
    }

    [Fact]
    public void A_choice_that_cannot_be_carried_out_is_the_askers_mistake()
    {
        var units = new MatchingUnits([true, false, true, false], [X]);
        void Wrong(MatchingChoice choice, string words) =>
            Assert.Contains(
                words,
                Assert
                    .ThrowsAny<ArgumentException>(() => MatchedSample.Find(units, choice))
                    .Message,
                StringComparison.Ordinal
            );
        var mahalanobis = new MatchingChoice(MatchingMethod.Nearest, MatchingDistance.Mahalanobis);
        Wrong(mahalanobis with { Caliper = .2 }, "A caliper bounds the propensity score");
        Wrong(mahalanobis with { Order = MatchingOrder.Largest }, "needs a propensity score");
        Wrong(
            mahalanobis with
            {
                Method = MatchingMethod.Subclass,
            },
            "Subclasses are cut by a propensity score"
        );
        Wrong(
            new(MatchingMethod.Full) { Replace = true },
            "Only nearest matching can take a control several times"
        );
        Wrong(new(MatchingMethod.Full) { Ratio = 2 }, "Only nearest and optimal matching");
        Wrong(new(MatchingMethod.Full) { MostControls = 0 }, "at least 1 control");
        Wrong(new(MatchingMethod.Optimal) { MostTreated = 2 }, "Only a full match has bounds");
        Wrong(
            mahalanobis with
            {
                Support = CommonSupport.WithoutAnybodyOutside,
            },
            "Common support is of propensity scores"
        );
        Wrong(new(MatchingMethod.Nearest) { Ratio = 0 }, "Ratio");
        Wrong(new(MatchingMethod.Subclass) { Subclasses = 1 }, "Subclasses");
        Wrong(new(MatchingMethod.Nearest) { Caliper = -1 }, "0 or more");
        Wrong(new(MatchingMethod.Nearest) { Caliper = double.NaN }, "0 or more");
        Wrong(new(MatchingMethod.Full) { BalanceSlack = 2 }, "share from 0 to 1");
        Wrong(
            new(MatchingMethod.CoarsenedExact)
            {
                Ranges = new Dictionary<string, int> { ["x"] = 0 },
            },
            "1 range or more"
        );
        Assert.Throws<ArgumentException>(() =>
            MatchedSample.Find(new([true], [X]), new(MatchingMethod.Nearest))
        );
        Assert.Throws<ArgumentException>(() =>
            MatchedSample.Find(new([true], []), new(MatchingMethod.Nearest))
        );
        Assert.Throws<ArgumentException>(() =>
            MatchedSample.Find(units with { Within = [X] }, mahalanobis)
        );
    }

    [Fact]
    public void Treated_units_with_fewer_controls_than_asked_are_named()
    {
        var sample = MatchedSample.Find(
            new([true, true, false, false, false], [Covariate.Of("x", [1, 2, 1.1, 2.1, 9])]),
            new(MatchingMethod.Nearest, MatchingDistance.Euclidean) { Ratio = 2 }
        );
        Assert.Equal([(0, 2), (0, 4), (1, 3)], sample.Pairs);
        var remark = Assert.Single(sample.Remarks, r => r.Code == "fewer-controls");
        Assert.Equal(
            "1 treated unit (2) got fewer than 2 controls; each control counts for more there.",
            remark.Sentence
        );
        // ½, 1 and ½, times 3 / 2 so that they add up to 3.
        Assert.Equal([1, 1, .75, 1.5, .75], sample.Weights);
    }
}
