using Trellis.Journal;
using Trellis.People;
using Trellis.TrustPlaces;

namespace Trellis.Matching;

/// <summary>Trusts are chosen from a ranking that is kept, and who does not choose the first says why.</summary>
public sealed class KeepRankingTests
{
    private static Scope Trust(int number) => Scope.Parse($"trust:{2000 + number}");

    private static KeptRank Rank(int number) =>
        new(Trust(number), number, 1 - number / 100d, 0, 1, number == 1);

    private static KeptRanking Chosen(params IReadOnlyList<int> numbers) =>
        new(
            RankingUse.Invitation,
            Story.FirstDay,
            SnapshotMark.Parse("abc123"),
            1,
            new RankingQuestion(
                Asking.School(1),
                Story.FirstDay,
                90,
                3,
                [Trust(3)],
                [],
                [new KeptStatement(Trust(1), 2, null, 45)]
            ),
            30,
            1200,
            [Rank(1), Rank(2), Rank(3)],
            [Rank(2), Rank(1)],
            [],
            [.. numbers.Select(Trust)],
            default
        );

    private static Outcome<RankingKept> Keep(KeptRanking ranking, Actor? by = null) =>
        new KeepRanking(Asking.Case(1), Asking.Region, ranking).Apply(
            null,
            Story.By(by ?? Asking.Officer, 0)
        );

    private static string Refused(KeptRanking ranking, Actor? by = null) =>
        Assert.IsType<Outcome<RankingKept>.Refused>(Keep(ranking, by)).Why.Code;

    private static KeptRanking Kept(KeptRanking ranking) =>
        Assert.IsType<Outcome<RankingKept>.Happened>(Keep(ranking)).Event.Ranking;

    [Fact]
    public void Who_takes_the_first_owes_no_reason_and_who_takes_the_second_does()
    {
        Assert.True(Kept(Chosen(1, 3)).TookFirst());
        Assert.Equal("first-not-chosen", Refused(Chosen(2)));
        Assert.Equal("first-not-chosen", Refused(Chosen(2) with { Why = "  \n " }));
        Assert.Equal(
            "It has just taken two schools.",
            Kept(Chosen(2) with { Why = " It has just taken two schools. " }).Why.ToString()
        );
    }

    [Fact]
    public void The_first_is_the_first_that_has_not_declined()
    {
        var declined = Chosen(2) with { PassedOver = [Trust(1)] };
        Assert.True(Kept(declined).TookFirst());
        Assert.Equal("has-declined", Refused(declined with { Chosen = [Trust(1), Trust(2)] }));
    }

    [Fact]
    public void Nobody_is_chosen_whom_the_criteria_leave_out_and_nobody_chooses_none()
    {
        Assert.Equal("left-out", Refused(Chosen(4)));
        Assert.Equal("none-chosen", Refused(Chosen()));
        Assert.Equal("nobody-to-choose", Refused(Chosen(1) with { Ranked = [] }));
    }

    [Fact]
    public void A_reason_too_long_to_be_read_is_refused() =>
        Assert.Equal(
            "why-too-long",
            Refused(Chosen(2) with { Why = new string('x', KeepRanking.LongestWhy + 1) })
        );

    [Fact]
    public void The_officers_of_the_region_choose_and_nobody_else()
    {
        Keep(Chosen(1), Asking.Director);
        Assert.Equal("not-your-case", Refused(Chosen(1), Asking.OfTrust));
        Assert.Equal(
            "not-your-case",
            Refused(
                Chosen(1),
                Asking.Of(9, Role.RegionOfficer, Scope.Parse("region:fictional-south"))
            )
        );
    }

    [Fact]
    public void What_is_public_can_be_worked_out_again_and_names_neither_the_chosen_nor_the_schools_list()
    {
        var ranking = Kept(Chosen(3) with { Why = "Fictional reason." });
        var change = PublicRanking.Of(new CaseRanking(Asking.Case(1), Asking.Region, [ranking]));
        var told = Assert.Single(PublicRanking.Read(change.Json!).Kept);

        Assert.Equal(("abc123", 1, 90), (told.Snapshot, told.Criteria, told.Question.MostMinutes));
        Assert.Equal([Trust(2), Trust(1)], told.Ranked.Select(r => r.Trust));
        Assert.Empty(told.Question.Preferences);
        Assert.True(told.SchoolListCounted);
        Assert.Equal((1, false, "Fictional reason."), (told.Chosen, told.TookFirst, told.Why));
        Assert.Equal(45, Assert.Single(told.Question.Statements).MostMinutes);
        Assert.DoesNotContain(Trust(3).ToString(), change.Json);
    }
}
