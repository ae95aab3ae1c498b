using Trellis.EvidenceLibrary;

namespace Trellis.Tests.EvidenceLibrary;

/// <summary>A grade follows from what a study says of itself, by the scale of our own studies.</summary>
public sealed class EvidenceStrengthTests
{
    /// <summary>All that the fourth grade asks for.</summary>
    private static readonly StudyFacts fourth = new(
        EvidenceDesign.MatchedComparison,
        ComparedWith.MatchedSchools,
        Schools: 90,
        Partnerships: 30,
        WasRegistered: true,
        GreatestDifference: .05,
        Earlier: EarlierCourse.AlikeForSure,
        Breakdown: 1,
        PlaceboWasClean: true,
        IntakeWasStable: true
    );

    private static int? Grade(StudyFacts facts) => EvidenceStrength.Of(facts).Grade;

    [Theory]
    [InlineData(EvidenceDesign.Opinion, 0)]
    [InlineData(EvidenceDesign.Count, 0)]
    [InlineData(EvidenceDesign.Survey, 0)]
    [InlineData(EvidenceDesign.AuditSurvey, 0)]
    [InlineData(EvidenceDesign.LiteratureReview, 0)]
    [InlineData(EvidenceDesign.Association, 0)]
    [InlineData(EvidenceDesign.BeforeAfter, 0)]
    [InlineData(EvidenceDesign.NotRead, null)]
    public void What_is_held_against_nobody_is_words_or_counts_however_much_else_was_checked(
        EvidenceDesign design,
        int? grade
    ) =>
        Assert.Equal(
            grade,
            Grade(fourth with { Design = design, ComparedWith = ComparedWith.Nobody })
        );

    [Theory]
    [InlineData(EvidenceDesign.BeforeAfter, ComparedWith.Benchmark)]
    [InlineData(EvidenceDesign.BeforeAfter, ComparedWith.OtherSchools)]
    [InlineData(EvidenceDesign.Association, ComparedWith.OtherSchools)]
    public void An_average_or_unlike_schools_are_a_weak_comparison_however_much_else_was_checked(
        EvidenceDesign design,
        ComparedWith with
    ) => Assert.Equal(1, Grade(fourth with { Design = design, ComparedWith = with }));

    [Fact]
    public void A_matched_study_that_gives_no_figure_of_likeness_has_gaps() =>
        Assert.Equal(
            2,
            Grade(
                new StudyFacts(
                    EvidenceDesign.MatchedComparison,
                    ComparedWith.MatchedSchools,
                    Schools: 264,
                    Partnerships: 122,
                    WasAlikeAtFirst: true
                )
            )
        );

    [Fact]
    public void The_fourth_grade_asks_for_all_of_its_conditions_at_once()
    {
        Assert.Equal(4, Grade(fourth));
        Assert.All(
            (StudyFacts[])
                [
                    fourth with
                    {
                        WasRegistered = false,
                    },
                    fourth with
                    {
                        Partnerships = 29,
                    },
                    fourth with
                    {
                        Partnerships = null,
                    },
                    fourth with
                    {
                        GreatestDifference = .051,
                    },
                    fourth with
                    {
                        Earlier = EarlierCourse.Alike,
                    },
                    fourth with
                    {
                        Breakdown = .99,
                    },
                    fourth with
                    {
                        PlaceboWasClean = false,
                    },
                    fourth with
                    {
                        IntakeWasStable = false,
                    },
                ],
            facts => Assert.Equal(3, Grade(facts))
        );
    }

    [Fact]
    public void Below_the_third_grade_is_what_is_less_alike_less_sure_or_not_stated() =>
        Assert.All(
            (StudyFacts[])
                [
                    fourth with
                    {
                        GreatestDifference = .11,
                    },
                    fourth with
                    {
                        GreatestDifference = .25,
                    },
                    fourth with
                    {
                        GreatestDifference = null,
                    },
                    fourth with
                    {
                        Earlier = EarlierCourse.NotStated,
                    },
                    fourth with
                    {
                        Earlier = EarlierCourse.Unlike,
                    },
                    fourth with
                    {
                        Breakdown = .49,
                    },
                    fourth with
                    {
                        Breakdown = null,
                    },
                ],
            facts => Assert.Equal(2, Grade(facts))
        );

    [Fact]
    public void Few_partnerships_or_sides_too_unlike_leave_a_weak_comparison()
    {
        Assert.Equal(1, Grade(fourth with { Partnerships = 14 }));
        Assert.Equal(1, Grade(fourth with { GreatestDifference = .251 }));
    }

    [Fact]
    public void A_move_before_the_start_that_nobody_explained_takes_all_strength_away() =>
        Assert.Equal(0, Grade(fourth with { RoseOrFellBefore = true }));

    [Fact]
    public void A_study_without_an_answer_has_no_grade_on_any_scale_and_says_why()
    {
        var strength = EvidenceStrength.Of(fourth with { HasNoAnswer = true });
        Assert.Null(strength.Grade);
        Assert.Equal("The study ended without an answer.", Assert.Single(strength.Reasons));
        Assert.All(strength.Elsewhere, e => Assert.Equal("Not graded", e.Place));
    }

    [Fact]
    public void Schools_chosen_at_a_low_point_are_warned_of_where_none_as_low_stand_beside_them()
    {
        var low = fourth with { ChosenWhenLow = true };
        Assert.DoesNotContain(EvidenceStrength.Of(low).Reasons, r => r.Contains("low point"));
        Assert.Contains(
            EvidenceStrength
                .Of(
                    low with
                    {
                        Design = EvidenceDesign.BeforeAfter,
                        ComparedWith = ComparedWith.Benchmark,
                    }
                )
                .Reasons,
            r => r.Contains("low point")
        );
    }

    /// <summary>Maryland: 5 by lot, 3 before and after beside a like group, 2 beside an unlike one, 1 one of the two. The Clearinghouse: .05 and .25 at the start.</summary>
    [Theory]
    [InlineData(
        EvidenceDesign.RandomisedTrial,
        ComparedWith.ByLot,
        null,
        "5",
        "Could meet its standards",
        "Up to 5"
    )]
    [InlineData(
        EvidenceDesign.MatchedComparison,
        ComparedWith.MatchedSchools,
        .05,
        "3",
        "Could meet them with reservations",
        "Up to 3"
    )]
    [InlineData(
        EvidenceDesign.MatchedComparison,
        ComparedWith.MatchedSchools,
        .25,
        "3",
        "Could meet them with reservations",
        "Up to 2"
    )]
    [InlineData(
        EvidenceDesign.MatchedComparison,
        ComparedWith.MatchedSchools,
        .26,
        "2",
        "Would not meet them",
        "Up to 2"
    )]
    [InlineData(
        EvidenceDesign.MatchedComparison,
        ComparedWith.MatchedSchools,
        null,
        "2",
        "Would not meet them",
        "Up to 2"
    )]
    [InlineData(
        EvidenceDesign.BeforeAfter,
        ComparedWith.OtherSchools,
        null,
        "2",
        "Would not meet them",
        "Up to 1"
    )]
    [InlineData(
        EvidenceDesign.BeforeAfter,
        ComparedWith.Nobody,
        null,
        "1",
        "Would not meet them",
        "0"
    )]
    [InlineData(
        EvidenceDesign.Opinion,
        ComparedWith.Nobody,
        null,
        "Not on the scale",
        "Would not meet them",
        "0"
    )]
    public void Other_scales_are_read_from_the_same_facts(
        EvidenceDesign design,
        ComparedWith with,
        double? difference,
        string maryland,
        string clearinghouse,
        string padlocks
    ) =>
        Assert.Equal(
            [maryland, clearinghouse, padlocks],
            ScaleEquivalent
                .Of(new StudyFacts(design, with, GreatestDifference: difference))
                .Select(e => e.Place)
        );
}
