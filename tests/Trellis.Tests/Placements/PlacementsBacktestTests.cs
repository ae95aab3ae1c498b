using Trellis.Groups;
using Trellis.Placements;

namespace Trellis.Tests.Placements;

public sealed class PlacementsBacktestTests
{
    private static readonly DateOnly From = new(2018, 1, 1);
    private static readonly DateOnly To = new(2018, 12, 31);
    private static readonly DateOnly Day = new(2018, 9, 1);
    private static readonly DateOnly Old = new(2000, 9, 1);

    [Fact]
    public void Conversions_and_transfers_into_a_trust_that_was_there_are_joins()
    {
        var drawn = new DrawnTrusts();
        var trust = drawn.Trust(4001, drawn.School(1));
        var other = drawn.Trust(4002, drawn.School(2));
        var before = drawn.School(3, opened: Old, closed: Day);
        var academy = drawn.School(3, opened: Day);
        drawn.Succeeds(academy, before);
        drawn.Joins(academy, trust, Day);
        var moving = drawn.School(4, opened: Old);
        drawn.Joins(moving, other, new(2015, 1, 1), Day);
        drawn.Joins(moving, trust, Day);

        var joins = Joins.Between(drawn.Snapshot(), From, To);

        Assert.Equal(
            [(academy, (Uid?)null), (moving, other)],
            joins.All.Select(j => (j.Urn, j.From))
        );
        Assert.All(joins.All, j => Assert.Equal((trust, Day), (j.Trust, j.Day)));
        Assert.All(joins.LeftOut.Values, n => Assert.Equal(0, n));
        Assert.Empty(Joins.Between(drawn.Snapshot(), From, Day.AddDays(-1)).All);
    }

    [Fact]
    public void What_nobody_chose_a_trust_for_is_left_out_and_counted()
    {
        var drawn = new DrawnTrusts();
        var there = drawn.Trust(4001, drawn.School(1));
        // A single-academy trust that the school founded.
        drawn.Joins(
            drawn.School(2, opened: Old),
            drawn.Trust(4002, GroupType.SingleAcademyTrust),
            Day
        );
        // A school that opened within the trust.
        drawn.Joins(drawn.School(3, opened: Day), there, Day);
        // Two founders of a new trust.
        var founded = drawn.Trust(4003);
        drawn.Joins(drawn.School(4, opened: Old), founded, Day);
        drawn.Joins(drawn.School(5, opened: Old), founded, Day);
        // A trust that only changed its form.
        var single = drawn.Trust(4004, GroupType.SingleAcademyTrust, "01234567");
        var multi = drawn.Trust(4005, GroupType.MultiAcademyTrust, "01234567");
        var changed = drawn.School(6, opened: Old);
        drawn.Joins(changed, single, new(2014, 1, 1), Day);
        drawn.Joins(changed, multi, Day);
        // A trust of two schools that went whole; of another two one stayed.
        var merged = drawn.Trust(4006);
        var halved = drawn.Trust(4007);
        foreach (var (trust, east) in new[] { (merged, 7), (merged, 8), (halved, 9) })
        {
            var school = drawn.School(east, opened: Old);
            drawn.Joins(school, trust, new(2014, 1, 1), Day);
            drawn.Joins(school, there, Day);
        }
        drawn.Joins(drawn.School(10, opened: Old), halved, new(2014, 1, 1));

        var joins = Joins.Between(drawn.Snapshot(), From, To);

        Assert.Equal(halved, Assert.Single(joins.All).From);
        Assert.Equal(
            new Dictionary<NoJoin, int>
            {
                [NoJoin.SameTrust] = 1,
                [NoJoin.SingleAcademyTrust] = 1,
                [NoJoin.NewSchool] = 1,
                [NoJoin.Founding] = 2,
                [NoJoin.Merger] = 2,
            },
            joins.LeftOut
        );
    }

    [Fact]
    public void Agreement_counts_shares_of_ranks_and_a_trust_that_was_left_out_as_missed()
    {
        var agreement = Agreement.Of([1, 3, 7, 12, 0]);

        Assert.Equal(5, agreement.Events);
        Assert.Equal(1 / 5d, agreement.R1);
        Assert.Equal(2 / 5d, agreement.R5);
        Assert.Equal(3 / 5d, agreement.R10);
        Assert.Equal((1 + (1 / 3d) + (1 / 7d) + (1 / 12d)) / 5, agreement.Mrr, 1e-12);
    }

    [Fact]
    public void Each_join_is_ranked_from_what_was_known_the_day_before()
    {
        var drawn = new DrawnTrusts();
        // Trust n has a school n kilometres off: the nearest is first by every order, all else being equal.
        var trusts = Enumerable
            .Range(1, 12)
            .Select(n => drawn.Trust(4000 + n, drawn.School(2 * n)))
            .ToArray();
        var school = drawn.School(0, opened: Old);
        drawn.Joins(school, trusts[6], Day);
        // After the join trust 7 would look nearest of all; that is not known the day before.
        drawn.Joins(drawn.School(0, opened: Old), trusts[6], Day.AddDays(1));

        var run = PlacementsBacktest.Run(drawn.Snapshot(), From, Day);

        var judged = Assert.Single(run.Judged);
        Assert.Equal(
            (7, 7, 7, 12),
            (judged.Rank, judged.RankOfNearest, judged.RankOfHandRule, judged.Candidates)
        );
        Assert.Equal((0d, 0d, 1d), (run.All.Value.R1, run.All.Value.R5, run.All.Value.R10));
        Assert.Equal(0, run.Of("transfers").Value.Events);
        Assert.Equal(1, run.Of("noChurch").Value.Events);
    }

    [Fact]
    public void A_join_of_a_trust_that_a_hard_filter_leaves_out_is_a_miss_with_its_reason()
    {
        var drawn = new DrawnTrusts();
        var trust = drawn.Trust(4001, drawn.School(1));
        drawn.Trust(4002, drawn.School(2, religion: "Roman Catholic"));
        drawn.Joins(drawn.School(0, religion: "Roman Catholic", opened: Old), trust, Day);

        var run = PlacementsBacktest.Run(drawn.Snapshot(), From, To);

        var judged = Assert.Single(run.Judged);
        Assert.Equal((0, 1), (judged.Rank, judged.RankOfNearest));
        Assert.Contains("Roman Catholic", Assert.Single(judged.Reasons), StringComparison.Ordinal);
        Assert.Equal((0, 1), ((int)run.Of("catholic").Value.R10, run.Of("catholic").LeftOut));
    }
}
