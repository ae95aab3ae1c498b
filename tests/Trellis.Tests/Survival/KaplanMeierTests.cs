using Trellis.Survival;

namespace Trellis.Tests.Survival;

public sealed class KaplanMeierTests
{
    // Weeks of remission of 21 patients on 6-mercaptopurine: Freireich and others, Blood 21 (1963), the example of most textbooks.
    private static readonly int[] Weeks =
    [
        6,
        6,
        6,
        6,
        7,
        9,
        10,
        10,
        11,
        13,
        16,
        17,
        19,
        20,
        22,
        23,
        25,
        32,
        32,
        34,
        35,
    ];
    private static readonly int[] Ended =
    [
        1,
        1,
        1,
        0,
        1,
        0,
        1,
        0,
        0,
        1,
        1,
        0,
        0,
        0,
        1,
        1,
        0,
        0,
        0,
        0,
        0,
    ];

    // Drawn by hand, with ties and with some that came into sight late.
    private static readonly int[] LateDays =
    [
        3,
        5,
        5,
        8,
        9,
        9,
        12,
        14,
        14,
        18,
        21,
        21,
        25,
        27,
        30,
        33,
    ];
    private static readonly int[] LateEnded = [1, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0];
    private static readonly int[] LateSeen = [0, 2, 4, 0, 6, 1, 9, 0, 12, 3, 15, 20, 0, 22, 8, 31];

    private static readonly KaplanMeier Remission = KaplanMeier.Of(
        Weeks.Zip(Ended, (w, e) => new Followed(w, e == 1))
    );
    private static readonly KaplanMeier Late = KaplanMeier.Of(
        LateDays.Zip(LateEnded).Zip(LateSeen, (f, s) => new Followed(f.First, f.Second == 1, s))
    );

    // Both tables: statsmodels 0.13.5, SurvfuncRight: length, at risk, happened, share, standard error, and the interval on the scale of log(-log).
    [Fact]
    public void The_remissions_of_1963_give_the_figures_that_other_programs_give() =>
        Same(
            Remission,
            [
                (
                    6,
                    21,
                    3,
                    0.8571428571428572,
                    0.07636035483212125,
                    0.6197179552659839,
                    0.951551747646997
                ),
                (
                    7,
                    17,
                    1,
                    0.8067226890756303,
                    0.0869352851800572,
                    0.5631465646222334,
                    0.9228090192028805
                ),
                (
                    10,
                    15,
                    1,
                    0.7529411764705883,
                    0.09634965299432052,
                    0.5031995107999564,
                    0.8893618351692657
                ),
                (
                    13,
                    12,
                    1,
                    0.6901960784313725,
                    0.10681470777500983,
                    0.431610222486184,
                    0.8490659633494508
                ),
                (
                    16,
                    11,
                    1,
                    0.6274509803921569,
                    0.11405386525675254,
                    0.36751085598750205,
                    0.8049121894718413
                ),
                (
                    22,
                    7,
                    1,
                    0.5378151260504201,
                    0.128233751693034,
                    0.26777893676713505,
                    0.7467907176353946
                ),
                (
                    23,
                    6,
                    1,
                    0.44817927170868355,
                    0.13459145675576048,
                    0.18805200595923233,
                    0.6801426284952417
                ),
            ]
        );

    [Fact]
    public void Ones_that_came_into_sight_late_count_from_then_on_as_in_other_programs() =>
        Same(
            Late,
            [
                (
                    3,
                    6,
                    1,
                    0.8333333333333334,
                    0.15214515486254615,
                    0.27312284992835567,
                    0.9747124266908935
                ),
                (
                    5,
                    7,
                    1,
                    0.7142857142857144,
                    0.1707469441906277,
                    0.25815366545879476,
                    0.9197974560448584
                ),
                (
                    8,
                    6,
                    1,
                    0.5952380952380953,
                    0.17904321652328523,
                    0.19863758179922267,
                    0.8466031775269507
                ),
                (
                    9,
                    6,
                    1,
                    0.49603174603174616,
                    0.17453659487822346,
                    0.1533701306726843,
                    0.7693720491932877
                ),
                (
                    14,
                    5,
                    2,
                    0.2976190476190476,
                    0.15092040263009224,
                    0.06380526057726832,
                    0.5864095445768293
                ),
                (
                    21,
                    4,
                    2,
                    0.1488095238095238,
                    0.10597315969910305,
                    0.018992479371254544,
                    0.4002576068405759
                ),
                (
                    25,
                    3,
                    1,
                    0.09920634920634923,
                    0.08143442616999313,
                    0.009699015699309074,
                    0.31612041486630377
                ),
                (30, 1, 1, 0, 0, double.NaN, double.NaN),
            ]
        );

    // statsmodels 0.13.5: quantile, and quantile_ci with method "cloglog".
    [Theory]
    [InlineData(.25, 13d, 6d, 22d)]
    [InlineData(.5, 23d, 13d, null)]
    [InlineData(.75, null, 23d, null)]
    public void A_percentile_is_a_length_with_its_interval_or_is_not_reached(
        double share,
        double? length,
        double? low,
        double? high
    ) => Assert.Equal(new WaitPercentile(length, low, high), Remission.Percentile(share));

    [Theory]
    [InlineData(.25, 5d, 3d, 14d)]
    [InlineData(.5, 9d, 3d, 21d)]
    [InlineData(.75, 21d, 8d, 30d)]
    public void Percentiles_of_ones_seen_late_are_those_of_other_programs(
        double share,
        double? length,
        double? low,
        double? high
    ) => Assert.Equal(new WaitPercentile(length, low, high), Late.Percentile(share));

    [Fact]
    public void Where_all_are_followed_to_the_end_it_is_the_share_that_is_left()
    {
        var all = KaplanMeier.Of([new(1, true), new(2, true), new(2, true), new(4, true)]);
        Assert.Equal([.75, .25, 0], all.Steps.Select(s => s.StillWaiting));
        Assert.Equal(2, all.Percentile(.5).Length);
        // 3 of 4 still wait after 1, and exactly a quarter is over.
        Assert.Equal(1, all.Percentile(.25).Length);
        Assert.Equal(1, all.StillWaiting(.5));
        Assert.Equal(.25, all.StillWaiting(3.9));
    }

    [Fact]
    public void Who_leaves_at_a_length_was_at_risk_at_that_length() =>
        Assert.Equal(
            [new KaplanMeierStep(5, 2, 1, .5, 1d / (2 * 1))],
            KaplanMeier.Of([new(5, true), new(5, false)]).Steps
        );

    [Fact]
    public void Who_left_before_coming_into_sight_counts_nowhere()
    {
        var one = KaplanMeier.Of([new(10, true), new(3, false, 4), new(4, true, 4)]);
        Assert.Equal((1, 2, 1), (one.Number, one.OutOfSight, one.Happened));
    }

    [Fact]
    public void Of_nobody_and_of_ones_to_whom_it_never_happened_no_length_is_reached()
    {
        foreach (var none in new[] { KaplanMeier.Of([]), KaplanMeier.Of([new(7, false)]) })
        {
            Assert.Empty(none.Steps);
            Assert.Equal(new WaitPercentile(null, null, null), none.Percentile(.5));
            Assert.Equal(1, none.StillWaiting(100));
        }
    }

    [Fact]
    public void Lengths_that_are_none_and_shares_beyond_their_bounds_are_refused()
    {
        Assert.Throws<ArgumentException>(() => KaplanMeier.Of([new(-1, true)]));
        Assert.Throws<ArgumentException>(() => KaplanMeier.Of([new(double.NaN, true)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Remission.Percentile(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Remission.Percentile(1));
    }

    [Fact]
    public void It_is_what_counting_day_by_day_gives()
    {
        var chance = new Random(20261122);
        for (var draw = 0; draw < 200; draw++)
        {
            var all = Enumerable
                .Range(0, chance.Next(1, 40))
                .Select(_ =>
                {
                    var length = chance.Next(1, 30);
                    return new Followed(
                        length,
                        chance.Next(3) > 0,
                        chance.Next(2) == 0 ? 0 : chance.Next(0, 30)
                    );
                })
                .ToList();
            var figures = KaplanMeier.Of(all);
            var share = 1d;
            for (var day = 0; day <= 31; day++)
            {
                var inSight = all.Where(f =>
                        f.Length >= day && (f.SeenFrom == 0 || f.SeenFrom < day)
                    )
                    .ToList();
                var over = inSight.Count(f => f.Happened && f.Length == day);
                if (over > 0)
                    share = share * (inSight.Count - over) / inSight.Count;
                Assert.Equal(share, figures.StillWaiting(day), 1e-12);
            }
        }
    }

    private static void Same(
        KaplanMeier figures,
        (
            double Length,
            int AtRisk,
            int Happened,
            double Share,
            double Error,
            double Low,
            double High
        )[] expected
    )
    {
        Assert.Equal(
            expected.Select(e => (e.Length, e.AtRisk, e.Happened)),
            figures.Steps.Select(s => (s.Length, s.AtRisk, s.Happened))
        );
        foreach (var (step, other) in figures.Steps.Zip(expected))
        {
            Assert.Equal(other.Share, step.StillWaiting, 1e-9);
            Assert.Equal(other.Error, step.StandardError, 1e-9);
            var (low, high) = step.Interval(KaplanMeier.Ninetyfive);
            Assert.Equal(other.Low, low, 1e-9);
            Assert.Equal(other.High, high, 1e-9);
        }
    }
}
