using Trellis.Journal;
using Trellis.Placements;
using Trellis.TrustPlaces;

namespace Trellis.Consistency;

/// <summary>A quarter's decisions beside earlier ones.</summary>
public sealed class QuarterAuditTests
{
    private static QuarterAudit Of(IReadOnlyList<DecidedCase> cases) =>
        QuarterAudit.Of(Decided.Third, cases);

    [Fact]
    public void A_quarter_begins_on_its_first_day_and_ends_on_its_last()
    {
        Assert.Equal(
            (new DateOnly(2026, 7, 1), new DateOnly(2026, 9, 30)),
            (Decided.Third.First, Decided.Third.Last)
        );
        Assert.Equal("July to September 2026", Decided.Third.Words);
        Assert.Equal("2027Q1", $"{Decided.Third.After.After}");
        Assert.Equal("2025Q4", $"{Quarter.Of(new DateOnly(2026, 1, 1)).Before}");
        Assert.False(Quarter.TryParse("2026Q5", null, out _));
        Assert.False(Quarter.TryParse("1999Q4", null, out _));
        Assert.False(Quarter.TryParse(" 26Q1 ", null, out _));
    }

    [Fact]
    public void Two_like_cases_that_were_decided_differently_are_a_pair_with_the_criteria_judged_otherwise()
    {
        var audit = Of(Decided.YesThenNo);
        var pair = Assert.Single(audit.Pairs);
        Assert.Equal((Asking.Case(1), Asking.Case(2)), (pair.Earlier, pair.Later));
        Assert.Equal((0d, 6), (pair.Distance, pair.Facts));
        Assert.Equal([Decided.Code("finance")], pair.JudgedDifferently);
        Assert.Equal((1, 1), (audit.Decided, audit.WithLike));
    }

    [Fact]
    public void Cases_more_than_a_step_apart_or_decided_alike_or_in_another_quarter_are_no_pair()
    {
        var (yes, no) = (Decided.YesThenNo[0], Decided.YesThenNo[1]);
        Assert.Empty(
            Of([yes, no with { Then = no.Then with { Phase = Provision.Secondary } }]).Pairs
        );
        // Four steps in one of six things: sqrt(16 / 6) = 1.63.
        Assert.Empty(Of([yes, no with { Then = no.Then with { FreeMeals = 60 } }]).Pairs);
        Assert.Empty(Of([yes, no with { For = true, Outcome = yes.Outcome }]).Pairs);
        Assert.Empty(Of([yes, no with { On = new DateOnly(2026, 10, 1) }]).Pairs);
        Assert.Empty(Of([yes with { On = new DateOnly(2023, 6, 30) }, no]).Pairs);
    }

    [Fact]
    public void A_no_among_many_like_yeses_is_asked_about_five_times_at_most()
    {
        var many = Enumerable
            .Range(10, 40)
            .Select(n => Decided.Case(n, new DateOnly(2026, 3, 1).AddDays(n)));
        Assert.Equal(5, Of([.. many, Decided.Case(2, yes: false)]).Pairs.Count);
    }

    [Fact]
    public void Nineteen_like_cases_compare_no_region_and_twenty_do()
    {
        var elsewhere = Enumerable
            .Range(100, 30)
            .Select(n => Decided.Case(n, yes: n % 3 != 0, region: Decided.South))
            .ToList();
        Assert.All(Of([.. Here(19), .. elsewhere]).Regions, r => Assert.Null(r.For));

        var north = Of([.. Here(20), .. elsewhere]).Regions.Single(r => r.Region == Asking.Region);
        Assert.Equal((20, 30), (north.Cases, north.Elsewhere));
        // Fifteen of twenty; scipy.stats.binomtest(15, 20).proportion_ci(method='wilson').
        Assert.Equal((15, 20), (north.For!.Number, north.For.Of));
        Assert.Equal(0.5312991223812561, north.For.Low, 1e-12);
        Assert.Equal(0.8881382985923344, north.For.High, 1e-12);
        // Of 100 to 129 ten are divisible by three: 20 of 30 said yes.
        Assert.Equal(.6667, north.Expected);

        static IEnumerable<DecidedCase> Here(int number) =>
            Enumerable.Range(1, number).Select(n => Decided.Case(n, yes: n > 5));
    }

    [Theory]
    [InlineData(0, 20, 0.0, 0.16112515805281935)]
    [InlineData(20, 20, 0.8388748419471808, 1.0)]
    [InlineData(7, 30, 0.11792388144489496, 0.40928326158122164)]
    public void The_interval_of_a_share_is_as_scipy_has_it(int of, int all, double low, double high)
    {
        var share = ShareInterval.From(of, all);
        Assert.Equal(low, share.Low, 1e-12);
        Assert.Equal(high, share.High, 1e-12);
    }

    [Fact]
    public void A_criterion_matters_where_a_no_rests_on_it_and_not_otherwise()
    {
        // Twelve decisions, two of them no: finance fell short in both, leadership fell short in one that was a yes.
        var cases = Enumerable
            .Range(1, 12)
            .Select(n =>
                Decided.Case(
                    n,
                    yes: n > 2,
                    judged:
                    [
                        ("education", Judgement.Met),
                        ("finance", n <= 2 ? Judgement.NotMet : Judgement.Met),
                        ("governance", n == 7 ? Judgement.Partly : Judgement.Met),
                    ]
                )
            )
            .ToList();
        Assert.Equal(
            [
                ("education", Mattering.AlwaysTheSame),
                ("finance", Mattering.Mattered),
                ("governance", Mattering.NeverAgainst),
            ],
            Of(cases).Criteria.Select(c => ($"{c.Criterion}", c.Mattering))
        );
        Assert.All(
            Of([.. cases.Skip(2)]).Criteria,
            c => Assert.Equal(Mattering.NothingRefused, c.Mattering)
        );
        Assert.All(
            Of([.. cases.Take(9)]).Criteria,
            c => Assert.Equal(Mattering.TooFew, c.Mattering)
        );
    }

    [Fact]
    public void The_order_in_which_cases_are_given_changes_nothing()
    {
        var cases = Enumerable
            .Range(1, 40)
            .Select(n =>
                Decided.Case(
                    n,
                    new DateOnly(2026, 5, 1).AddDays(n * 3),
                    yes: n % 4 != 0,
                    region: n % 2 == 0 ? Decided.South : null,
                    then: Decided.Usual with
                    {
                        FreeMeals = n % 7 * 5,
                    },
                    judged: ("finance", (Judgement)(n % 3))
                )
            )
            .ToList();
        Assert.NotEmpty(Of(cases).Pairs);
        Assert.Equal(
            ActJson.Write(Of(cases)),
            ActJson.Write(Of([.. cases.AsEnumerable().Reverse()]))
        );
    }
}
