using Trellis.Evaluations;

namespace Trellis.Tests.Evaluations;

/// <summary>The rating is the rule and nothing else: each branch of it.</summary>
public sealed class RatingRuleTests
{
    private static readonly RatingFacts facts = new(40, true, true, new DateOnly(2026, 11, 23));
    private static readonly StudyEstimate95 nothing = new(0, .02, -.04, .04);
    private static readonly StudyEstimate95 some = new(.1, .02, .06, .14);

    private static readonly StudyDiagnostics best = new(
        [],
        new PretrendLook(.4, .9, .1, null, 3),
        new DipLook(0, .1, .9, false, some, null, some),
        new TrendBound(1.5, .01, .2, null),
        [new PlaceboLook("began two observed years earlier", nothing, true, null)],
        [],
        [],
        new OverlapLook(0, .01, ""),
        new PlaceboLook("share of disadvantaged pupils", nothing, true, null),
        .06,
        .001,
        .002,
        .03,
        .001,
        .4,
        .04
    );

    private static StudyRating Of(
        Func<StudyDiagnostics, StudyDiagnostics>? looked = null,
        Func<RatingFacts, RatingFacts>? known = null
    ) => RatingRule.Of((looked ?? (d => d))(best), (known ?? (f => f))(facts));

    private static void Falls(
        int points,
        string because,
        Func<StudyDiagnostics, StudyDiagnostics>? looked = null,
        Func<RatingFacts, RatingFacts>? known = null
    )
    {
        var rating = Of(looked, known);
        Assert.Equal(points, rating.Points);
        // What holds it down is said first.
        Assert.Contains(because, rating.Reasons[0], StringComparison.Ordinal);
        Assert.Equal(points >= 2, rating.MayBeCausal);
    }

    [Fact]
    public void What_differs_most_is_named_the_outcome_in_the_base_year_among_the_rest()
    {
        BalanceLine[] lines = [new("size", .5, .02), new("the outcome itself", -1.5, -.67, false)];
        Falls(
            1,
            "differ by 0.67 standard deviations in the outcome itself",
            d => d with { Balance = lines, ImbalanceAfter = .67 }
        );
        Falls(
            2,
            "differ by 0.20 standard deviations in the outcome itself. Only how it changed is compared.",
            d => d with { Balance = [lines[0], lines[1] with { After = .2 }], ImbalanceAfter = .2 }
        );
    }

    [Fact]
    public void All_good_and_registered_before_is_four() => Assert.Equal(4, Of().Points);

    [Fact]
    public void A_lot_is_five() => Falls(5, "drawn by lot", d => d with { Randomised = true });

    [Fact]
    public void A_plan_written_after_the_results_is_three_at_most() =>
        Falls(
            3,
            "The plan was written on 23 November 2026, after these results were published.",
            known: f => f with { RegisteredBefore = false }
        );

    [Fact]
    public void Fewer_than_thirty_partnerships_are_three_at_most() =>
        Falls(3, "29 partnerships", known: f => f with { Partnerships = 29 });

    [Fact]
    public void A_difference_above_a_twentieth_is_three_at_most() =>
        Falls(3, "0.08", d => d with { ImbalanceAfter = .08 });

    [Fact]
    public void A_bound_below_one_is_three_at_most() =>
        Falls(3, "0.7", d => d with { Bound = d.Bound with { Breakdown = .7 } });

    [Fact]
    public void A_placebo_that_shows_an_effect_is_three_at_most() =>
        Falls(
            3,
            "cannot be an effect",
            d => d with { Placebos = [new PlaceboLook("share of girls", some, false, null)] }
        );

    [Fact]
    public void A_changed_intake_is_three_at_most() =>
        Falls(
            3,
            "Who comes to the schools changed",
            d => d with { Composition = new PlaceboLook("intake", some, false, null) }
        );

    [Fact]
    public void A_study_of_the_intake_is_not_asked_about_the_intake() =>
        Assert.Equal(
            4,
            Of(d => d with { Composition = null }, f => f with { IsIntake = true }).Points
        );

    [Fact]
    public void An_intake_that_is_not_known_is_three_at_most() =>
        Falls(3, "cannot be said", d => d with { Composition = null });

    [Fact]
    public void A_difference_above_a_tenth_is_two_at_most() =>
        Falls(2, "That was allowed for", d => d with { ImbalanceAfter = .2 });

    [Fact]
    public void A_test_of_trends_that_sees_little_is_two_at_most() =>
        Falls(2, "in only 50", d => d with { Pretrend = d.Pretrend with { Power = .5 } });

    [Fact]
    public void A_bound_below_a_half_is_two_at_most() =>
        Falls(2, "0.3", d => d with { Bound = d.Bound with { Breakdown = .3 } });

    [Fact]
    public void An_interval_too_wide_to_say_is_two_at_most() =>
        Falls(2, "too wide", d => d with { Bound = new TrendBound(0, -.3, .3, null, .15) });

    [Fact]
    public void Trends_that_differed_before_are_one_at_most() =>
        Falls(
            1,
            "had not moved alike",
            d => d with { Pretrend = d.Pretrend with { PValue = .01 } }
        );

    [Fact]
    public void Trends_that_cannot_be_seen_are_one_at_most() =>
        Falls(
            1,
            "how figures moved before",
            d => d with { Pretrend = new PretrendLook(double.NaN, double.NaN, double.NaN, "None.") }
        );

    [Fact]
    public void A_difference_above_a_quarter_is_one_at_most() =>
        Falls(1, "Even after weighting", d => d with { ImbalanceAfter = .3 });

    [Fact]
    public void Few_partnerships_are_one_at_most() =>
        Falls(1, "Only 14 partnerships", known: f => f with { Partnerships = 14 });

    [Fact]
    public void A_dip_that_changes_the_answer_is_nought() =>
        Falls(
            0,
            "left their course just before",
            d => d with { Dip = d.Dip with { Detected = true, Unresolved = true } }
        );

    [Fact]
    public void Nobody_to_compare_with_is_nought() =>
        Falls(0, "nobody to compare with", known: f => f with { IsCompared = false });

    [Fact]
    public void A_dip_that_changes_nothing_holds_nothing_down() =>
        Assert.Equal(4, Of(d => d with { Dip = d.Dip with { Detected = true } }).Points);

    [Theory]
    [InlineData(.1, .06, .14, .11, .07, .15, false)]
    [InlineData(.1, .06, .14, .02, -.02, .06, true)]
    [InlineData(.1, .06, .14, -.1, -.14, -.06, true)]
    [InlineData(.1, .06, .14, .2, .16, .24, true)]
    [InlineData(.01, -.03, .05, .02, -.02, .06, false)]
    public void Two_estimates_say_otherwise_where_one_leaves_the_other_out_or_nought_apart(
        double one,
        double low,
        double high,
        double other,
        double otherLow,
        double otherHigh,
        bool otherwise
    ) =>
        Assert.Equal(
            otherwise,
            RatingRule.SayOtherwise(
                new StudyEstimate95(one, .02, low, high),
                new StudyEstimate95(other, .02, otherLow, otherHigh)
            )
        );
}
