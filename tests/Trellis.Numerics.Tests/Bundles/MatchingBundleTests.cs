using Trellis.Answers;
using Trellis.MatchedSamples;
using Trellis.Probability;

namespace Trellis.Bundles;

public sealed class MatchingBundleTests
{
    // 160 fictional units of three kinds; those with more of x are likelier to be treated.
    private static (MatchingUnits Units, double[] Outcome) Drawn()
    {
        var draw = new Draws(9, 0);
        double[] x = [.. Enumerable.Range(0, 160).Select(i => draw.Normal(i))];
        double[] z = [.. Enumerable.Range(0, 160).Select(i => 50 + (10 * draw.Normal(1_000 + i)))];
        string[] kind = [.. Enumerable.Range(0, 160).Select(i => "abc"[i % 3].ToString())];
        bool[] treated =
        [
            .. x.Select((a, i) => draw.Uniform(2_000 + i) < 1 / (1 + Math.Exp(1.2 - (.8 * a)))),
        ];
        double[] outcome =
        [
            .. x.Select((a, i) => a + (treated[i] ? 1 : 0) + draw.Normal(3_000 + i)),
        ];
        return (
            new MatchingUnits(
                treated,
                [Covariate.Of("x", x), Covariate.Of("z", z), Covariate.OfKinds("kind", kind)]
            ),
            outcome
        );
    }

    public static TheoryData<MatchingMethod, MatchingDistance, MatchingOrder, double?> Choices =>
        new()
        {
            { MatchingMethod.Nearest, MatchingDistance.Logit, MatchingOrder.Largest, null },
            { MatchingMethod.Nearest, MatchingDistance.Probit, MatchingOrder.Closest, .2 },
            { MatchingMethod.Nearest, MatchingDistance.Mahalanobis, MatchingOrder.Data, null },
            { MatchingMethod.Full, MatchingDistance.Logit, MatchingOrder.Data, null },
            { MatchingMethod.Subclass, MatchingDistance.Logit, MatchingOrder.Data, null },
        };

    [Theory]
    [MemberData(nameof(Choices))]
    public void R_finds_scores_pairs_weights_balance_and_effect_again(
        MatchingMethod method,
        MatchingDistance distance,
        MatchingOrder order,
        double? caliper
    )
    {
        var (units, outcome) = Drawn();
        var choice = new MatchingChoice(method, distance) { Caliper = caliper };
        if (method == MatchingMethod.Nearest)
            choice = choice with { Order = order };
        var bundle = MatchingBundle.Of(MatchedSample.Find(units, choice), outcome);
        if (InR.Run(bundle, "matched comparisons in R's own arithmetic") is not { } ran)
            return;
        Assert.True(ran.Code == 0, ran.Said);
        Assert.Matches("^1[0-9] numbers", ran.Said);
    }

    [Fact]
    public void What_partners_only_have_to_agree_in_is_in_no_score_but_is_balanced()
    {
        var (units, outcome) = Drawn();
        var sample = MatchedSample.Find(
            units with
            {
                Covariates = [.. units.Covariates.Take(2)],
                Exact = [units.Covariates[2]],
            },
            new MatchingChoice(MatchingMethod.Nearest)
        );
        var bundle = MatchingBundle.Of(sample, outcome);
        Assert.StartsWith("unit,treated,set,x.x,x.z,K.kind,outcome\n", bundle.Files["data.csv"]);
        if (InR.Run(bundle, "matched comparisons in R's own arithmetic") is not { } ran)
            return;
        Assert.True(ran.Code == 0, ran.Said);
    }

    [Fact]
    public void Where_a_control_is_taken_twice_there_is_no_bundle()
    {
        var (units, outcome) = Drawn();
        var sample = MatchedSample.Find(
            units,
            new MatchingChoice(MatchingMethod.Nearest) { Replace = true }
        );
        Assert.Throws<UnusableDataException>(() => MatchingBundle.Of(sample, outcome));
    }
}
