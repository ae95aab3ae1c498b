using Trellis.Groups;
using Trellis.Measures;
using Trellis.Placements;
using Trellis.Schools;
using Trellis.Tests.Partners;

namespace Trellis.Tests.Placements;

/// <summary>Three hundred schools that stay where they are and sixteen trusts that five schools each joined in September 2017; results of 2015 to 2018.</summary>
public sealed class TrackRecordTests
{
    private const int Staying = 300;
    private const int Trusts = 16;
    private const int Each = 5;

    private static readonly DateOnly Known = new(2020, 2, 1);
    private static readonly DateOnly Joined = new(2017, 9, 1);

    [Fact]
    public void A_trust_whose_schools_rose_stands_above_one_whose_schools_fell_and_both_are_drawn_in()
    {
        // Even trusts lift their schools by eight points, odd ones lower them.
        var (matching, school) = Ask(effect: trust => trust % 2 == 0 ? 8 : -8);

        var parts = Tracks(matching, school);

        Assert.Equal(Trusts, parts.Count);
        for (var trust = 0; trust < Trusts; trust++)
        {
            var part = parts[trust];
            Assert.True(part.IsKnown);
            Assert.True(
                trust % 2 == 0 ? part.Value > .6 : part.Value < .4,
                $"{trust}: {part.Value}"
            );
            Assert.InRange(part.Value, part.Low, part.High);
            Assert.Contains("5 schools joined it", part.Words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Schools_low_by_luck_regain_anywhere_and_no_trust_is_given_credit_for_it()
    {
        // Even trusts took schools that had been low, odd ones schools that had been high; only the first two did anything.
        var (matching, school) = Ask(
            effect: t => t < 2 ? 12 : 0,
            noise: 8,
            pick: t => t % 2 == 0 ? -8 : 8
        );

        var parts = Tracks(matching, school).Skip(2).ToArray();

        double even = parts.Where((_, at) => at % 2 == 0).Average(p => p.Value),
            odd = parts.Where((_, at) => at % 2 == 1).Average(p => p.Value);
        // What had been low came back by half, more than half a standard deviation: credited, it would part the two by half the scale.
        Assert.InRange(Math.Abs(even - odd), 0, .2);
    }

    [Fact]
    public void Results_count_from_the_February_after_they_are_published_and_not_before()
    {
        var (before, school) = Ask(
            effect: t => t % 2 == 0 ? 8 : -8,
            day: Known.AddYears(-1).AddDays(-1)
        );

        var answer = before.Answer(school, new MatchQuestion());

        Assert.Contains("track", answer.Unused.Select(u => u.Criterion.Id));
    }

    [Fact]
    public void Trusts_that_do_not_differ_more_than_chance_allows_are_not_told_apart()
    {
        var (matching, school) = Ask(effect: _ => 5, noise: 0);

        Assert.Contains(
            "track",
            matching.Answer(school, new MatchQuestion()).Unused.Select(u => u.Criterion.Id)
        );
    }

    [Fact]
    public void A_trust_that_no_school_joined_is_not_known_and_may_be_anything_trusts_are()
    {
        var (matching, school) = Ask(effect: trust => trust % 2 == 0 ? 8 : -8, empty: true);

        var part = matching
            .Answer(school, new MatchQuestion { Top = 100 })
            .Ranked.Single(r => r.Trust.Uid == new Uid(4999))
            .Parts.Single(p => p.Criterion.Id == "track");

        Assert.False(part.IsKnown);
        Assert.Equal(.5, part.Value, 1e-9);
        Assert.Equal((.05, .95), (Math.Round(part.Low, 9), Math.Round(part.High, 9)));
    }

    private static List<MatchPart> Tracks(TrustMatching matching, School school)
    {
        var answer = matching.Answer(school, new MatchQuestion { Top = 100, MostMinutes = 600 });
        return
        [
            .. Enumerable
                .Range(0, Trusts)
                .Select(t =>
                    answer
                        .Ranked.Single(r => r.Trust.Uid == new Uid(4001 + t))
                        .Parts.Single(p => p.Criterion.Id == "track")
                ),
        ];
    }

    private static (TrustMatching Matching, School School) Ask(
        Func<int, double> effect,
        Func<int, double>? pick = null,
        double noise = 4,
        DateOnly? day = null,
        bool empty = false
    )
    {
        var drawn = new DrawnTrusts();
        var trustOf = new List<int>();
        // Which of many schools that might have been drawn each one is.
        var seeds = new List<int>();
        var seed = 0;
        for (var n = 0; n < Staying; n++)
        {
            drawn.School(n % 20, n / 20, opened: new(2000, 1, 1));
            trustOf.Add(-1);
            seeds.Add(seed++);
        }
        for (var t = 0; t < Trusts; t++)
        {
            var trust = drawn.Trust(4001 + t, drawn.School(t, 20));
            trustOf.Add(-1);
            seeds.Add(seed++);
            for (var s = 0; s < Each; s++)
            {
                drawn.Joins(drawn.School(t, 21 + s, opened: new(2000, 1, 1)), trust, Joined);
                trustOf.Add(t);
                while (
                    pick?.Invoke(t) is { } beyond
                    && Before(seed) * Math.Sign(beyond) < Math.Abs(beyond)
                )
                    seed++;
                seeds.Add(seed++);
            }
        }
        if (empty)
            drawn.Trust(4999, drawn.School(0, 30));
        var count = trustOf.Count + (empty ? 1 : 0);
        drawn.Columns =
        [
            .. new[] { 2015, 2016, 2017, 2018 }.Select(year =>
                Column(
                    year,
                    count,
                    n =>
                    {
                        var trust = n < trustOf.Count ? trustOf[n] : -1;
                        var own = n < seeds.Count ? seeds[n] : seed;
                        return Math.Round(
                            60
                                + Level(own)
                                + (noise * Luck(own, year))
                                + (trust >= 0 && year >= 2017 ? effect(trust) : 0),
                            2
                        );
                    }
                )
            ),
        ];
        var snapshot = drawn.Snapshot();
        return (new TrustMatching(snapshot, day ?? Known), snapshot.SchoolOf(new Urn(100_001))!);
    }

    /// <summary>A school's own level: a wave over schools, no two alike and the same on every run.</summary>
    private static double Level(int school) => 6 * Math.Sin(school * 1.7);

    /// <summary>The chance of a year.</summary>
    private static double Luck(int school, int year) =>
        Math.Sin((school * 7.3) + (year * year * 2.1));

    private static double Before(int school) =>
        Level(school) + (8 * (Luck(school, 2015) + Luck(school, 2016)) / 2);

    private static MeasureColumn Column(int year, int count, Func<int, double> figure) =>
        DrawnCountry.Column("ks2.rwm-expected", year, count, figure);
}
