using Trellis.Answers;
using Trellis.Reference;

namespace Trellis.MatchedSamples;

public sealed class MatchedEffectTests
{
    // R 4.2, on MatchIt's samples: lm(re78 ~ treat, weights = w) and lm(re78 ~ treat * (all covariates), weights = w) with
    // sandwich::vcovCL(fit, cluster = ~subclass, type = "HC1"); cluster = every row for subclasses.
    [Theory]
    [InlineData(
        MatchingMethod.Nearest,
        null,
        MatchingDistance.Logit,
        705.229764061618,
        752.419280499925,
        185
    )]
    [InlineData(
        MatchingMethod.Nearest,
        .2,
        MatchingDistance.Logit,
        1010.9479698261,
        1017.24351516788,
        113
    )]
    [InlineData(
        MatchingMethod.Nearest,
        null,
        MatchingDistance.Mahalanobis,
        732.695179587364,
        836.788220134923,
        185
    )]
    [InlineData(
        MatchingMethod.Subclass,
        null,
        MatchingDistance.Logit,
        828.823014455678,
        770.422781833434,
        614
    )]
    public void Errors_are_those_of_sandwich(
        MatchingMethod method,
        double? caliper,
        MatchingDistance distance,
        double plainError,
        double adjustedError,
        int clusters
    )
    {
        if (Lalonde.Table() is not { } table)
            return;
        var sample = MatchedSample.Find(
            Lalonde.Units(table),
            new(method, distance) { Caliper = caliper }
        );
        var outcome = table.Figures("re78");
        var plain = MatchedEffect.WeightedDifference(sample, outcome, ClusterCorrection.Degrees);
        var adjusted = MatchedEffect.GComputation(sample, outcome, ClusterCorrection.Degrees);
        Near.Relative(plainError, plain.StandardError, 1e-9, "difference of means");
        Near.Relative(adjustedError, adjusted.StandardError, 1e-9, "adjusted");
        Assert.Equal(clusters, plain.Clusters);
        Assert.Equal(sample.MatchedTreated + sample.MatchedControls, plain.Rows);
        // R: qt(.975, clusters - 1) and 2 * pt(-|estimate / error|, clusters - 1).
        Assert.Equal(plain.Estimate, (plain.Lower + plain.Upper) / 2, 1e-6);
        if (clusters == 113)
        {
            Near.Relative(
                1.981371814876305,
                (plain.Upper - plain.Estimate) / plain.StandardError,
                1e-8,
                "t"
            );
            Near.Relative(.1228332504969702, plain.P, 1e-7, "p");
        }
    }

    // R 4.2: for every cluster g, (solve(X'WX - Xg'WXg) %*% Xg'W e)[2]; the root of the sum of their squares.
    [Theory]
    [InlineData(
        MatchingMethod.Nearest,
        null,
        MatchingDistance.Logit,
        706.184713400976,
        781.15564703304
    )]
    [InlineData(
        MatchingMethod.Nearest,
        .2,
        MatchingDistance.Logit,
        1013.19203023401,
        1079.76261107184
    )]
    [InlineData(
        MatchingMethod.Nearest,
        null,
        MatchingDistance.Mahalanobis,
        733.687319756928,
        870.350381275496
    )]
    [InlineData(
        MatchingMethod.Subclass,
        null,
        MatchingDistance.Logit,
        841.625857395636,
        824.624921191983
    )]
    public void Errors_leave_each_cluster_out_unless_asked_otherwise(
        MatchingMethod method,
        double? caliper,
        MatchingDistance distance,
        double plainError,
        double adjustedError
    )
    {
        if (Lalonde.Table() is not { } table)
            return;
        var sample = MatchedSample.Find(
            Lalonde.Units(table),
            new(method, distance) { Caliper = caliper }
        );
        var outcome = table.Figures("re78");
        Near.Relative(
            plainError,
            MatchedEffect.WeightedDifference(sample, outcome).StandardError,
            1e-9,
            "difference of means"
        );
        Near.Relative(
            adjustedError,
            MatchedEffect.GComputation(sample, outcome).StandardError,
            1e-9,
            "adjusted"
        );
    }

    [Fact]
    public void A_large_set_is_left_out_as_a_whole()
    {
        // One treated unit beside 39 controls and one control beside 11 treated ones: the second has few rows, the first many.
        double[] x =
        [
            .. Enumerable.Range(0, 52).Select(i => i < 40 ? 10 + (i * .001) : 20 + (i * .001)),
        ];
        bool[] treated = [.. Enumerable.Range(0, 52).Select(i => i == 20 || i > 41)];
        treated[41] = false;
        treated[40] = true;
        double[] y = [.. Enumerable.Range(0, 52).Select(i => Math.Sin(i * 7) + x[i])];
        var sample = MatchedSample.Find(
            new(treated, [Covariate.Of("x", x)]),
            new(MatchingMethod.Full, MatchingDistance.Euclidean)
        );
        Assert.Equal(2, sample.Sets.Max());
        // Without the first set the effect is the second's and the other way round, so each adds what it moves the effect by.
        double Mean(int set, bool side) =>
            Enumerable
                .Range(0, 52)
                .Where(u => sample.Sets[u] == set && treated[u] == side)
                .Average(u => y[u]);
        var (one, two) = (Mean(1, true) - Mean(1, false), Mean(2, true) - Mean(2, false));
        var effect = MatchedEffect.WeightedDifference(sample, y);
        Near.Relative(
            Math.Sqrt(Math.Pow(effect.Estimate - one, 2) + Math.Pow(effect.Estimate - two, 2)),
            effect.StandardError,
            1e-9,
            "error"
        );
    }

    [Theory]
    [InlineData(MatchingMethod.Nearest, MatchingDistance.Logit, false)]
    [InlineData(MatchingMethod.Nearest, MatchingDistance.Mahalanobis, false)]
    [InlineData(MatchingMethod.Nearest, MatchingDistance.Logit, true)]
    [InlineData(MatchingMethod.Optimal, MatchingDistance.Logit, false)]
    [InlineData(MatchingMethod.Full, MatchingDistance.Logit, false)]
    [InlineData(MatchingMethod.Subclass, MatchingDistance.Probit, false)]
    public void Of_200_intervals_90_to_99_in_100_hold_an_effect_that_is_known(
        MatchingMethod method,
        MatchingDistance distance,
        bool replace
    )
    {
        const double Truth = .4;
        var held = 0;
        double sum = 0;
        for (var draw = 0; draw < 200; draw++)
        {
            var (units, outcome) = Drawn.Units(1000 + draw, 260, effect: Truth);
            var sample = MatchedSample.Find(units, new(method, distance) { Replace = replace });
            var effect = MatchedEffect.GComputation(sample, outcome);
            if (effect.Lower <= Truth && Truth <= effect.Upper)
                held++;
            sum += effect.Estimate - Truth;
        }
        Assert.InRange(held, 180, 198);
        Assert.InRange(sum / 200, -.04, .04);
    }

    [Fact]
    public void A_difference_of_means_by_hand()
    {
        // Pairs (0, 2) and (1, 3): scores 1 and 1.1, 5 and 5.2 in one covariate.
        var sample = MatchedSample.Find(
            new MatchingUnits(
                [true, true, false, false, false],
                [Covariate.Of("x", [1, 5, 1.1, 5.2, 20])]
            ),
            new(MatchingMethod.Nearest, MatchingDistance.Euclidean)
        );
        Assert.Equal([(0, 2), (1, 3)], sample.Pairs);
        Assert.Equal(.3, sample.TotalDistance, 1e-12);
        var effect = MatchedEffect.WeightedDifference(
            sample,
            [3, 6, 2, 3, 100],
            ClusterCorrection.Degrees
        );
        // Differences 1 and 3. Errors of the pairs around the means: sums −.5 and .5; ×2/1×3/2.
        Assert.Equal(2, effect.Estimate, 1e-12);
        Assert.Equal(Math.Sqrt(2 * .25 * 2 * 3 / 2), effect.StandardError, 1e-12);
        Assert.Equal(2, effect.Clusters);
    }

    [Fact]
    public void A_matched_unit_without_an_outcome_is_counted_and_left_out()
    {
        var sample = MatchedSample.Find(
            new MatchingUnits(
                [true, true, true, false, false, false],
                [Covariate.Of("x", [1, 5, 9, 1.1, 5.2, 9.1])]
            ),
            new(MatchingMethod.Nearest, MatchingDistance.Euclidean)
        );
        var effect = MatchedEffect.WeightedDifference(sample, [3, 6, double.NaN, 2, 3, 4]);
        Assert.Equal(4.5 - 3, effect.Estimate, 1e-12);
        var remark = Assert.Single(effect.Remarks);
        Assert.Equal(("missing-outcome", 1), (remark.Code, remark.Count));
        Assert.Contains("(3)", remark.Sentence);
    }

    [Fact]
    public void No_outcome_at_all_is_no_effect()
    {
        var (units, _) = Drawn.Units(3, 60);
        var sample = MatchedSample.Find(units, new(MatchingMethod.Nearest));
        var none = Enumerable.Repeat(double.NaN, 60).ToArray();
        var wrong = Assert.Throws<UnusableDataException>(() =>
            MatchedEffect.WeightedDifference(sample, none)
        );
        Assert.Equal(
            "No matched treated unit has an outcome: there is no effect to tell.",
            wrong.Message
        );
        var onlyTreated = none.Select((x, u) => units.Treated[u] ? 1.0 : x).ToArray();
        wrong = Assert.Throws<UnusableDataException>(() =>
            MatchedEffect.GComputation(sample, onlyTreated)
        );
        Assert.Equal(
            "No matched control has an outcome: there is no effect to tell.",
            wrong.Message
        );
        Assert.Throws<ArgumentException>(() => MatchedEffect.GComputation(sample, [1, 2]));
    }

    [Fact]
    public void One_pair_has_a_difference_but_no_error_and_says_so()
    {
        var sample = MatchedSample.Find(
            new MatchingUnits([true, false], [Covariate.Of("x", [1, 2])]),
            new(MatchingMethod.Nearest, MatchingDistance.Euclidean)
        );
        var wrong = Assert.Throws<UnusableDataException>(() =>
            MatchedEffect.WeightedDifference(sample, [1, 2])
        );
        Assert.Equal(
            "2 matched units in 1 cluster tell no standard error of 2 coefficients.",
            wrong.Message
        );
    }

    [Fact]
    public void A_covariate_that_another_says_is_left_out_of_the_regression_by_name()
    {
        var (units, outcome) = Drawn.Units(4, 200, effect: 1);
        var twice = new MatchingUnits(
            units.Treated,
            [
                .. units.Covariates,
                Covariate.Of(
                    "a again",
                    [.. units.Covariates[0].Figures.ToArray().Select(x => 2 * x)]
                ),
            ]
        );
        var once = MatchedEffect.GComputation(
            MatchedSample.Find(units, new(MatchingMethod.Nearest)),
            outcome
        );
        var sample = MatchedSample.Find(twice, new(MatchingMethod.Nearest));
        var effect = MatchedEffect.GComputation(sample, outcome);
        Near.Relative(once.Estimate, effect.Estimate, 1e-9, "estimate");
        Assert.Contains(
            effect.Remarks,
            r =>
                r.Code == "collinear-covariate"
                && r.Sentence.Contains("a again", StringComparison.Ordinal)
        );
        Assert.Contains(
            sample.Remarks,
            r =>
                r.Code == "collinear-covariate"
                && r.Sentence.Contains("a again", StringComparison.Ordinal)
        );
    }
}
