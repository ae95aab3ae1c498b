using System.Text.Json;
using Trellis.Groups;
using Trellis.Placements;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Travel;
using static Trellis.Tests.Placements.DrawnTrusts;

namespace Trellis.Tests.Placements;

public sealed class TrustMatchingTests
{
    private static readonly MatchQuestion Plain = new() { Top = 100 };

    private static MatchAnswer Ask(Snapshot snapshot, Urn school, MatchQuestion? question = null) =>
        new TrustMatching(snapshot, Today).Answer(snapshot.SchoolOf(school)!, question ?? Plain);

    private static RankedTrust The(MatchAnswer answer, Uid trust) =>
        answer.Ranked.Single(r => r.Trust.Uid == trust);

    private static double Part(RankedTrust trust, string criterion) =>
        trust.Parts.Single(p => p.Criterion.Id == criterion).Value;

    private static string Text(MatchAnswer answer) =>
        JsonSerializer.Serialize(MatchJson.Of(answer));

    // Minutes between two schools in towns, by the published formula.
    private static double Minutes(double kilometres) =>
        TravelFormula.Minutes(kilometres, Setting.Town, Setting.Town);

    private static double Curve(double kilometres) => Math.Exp(-Minutes(kilometres) / 20);

    [Fact]
    public void A_value_is_the_sum_of_its_parts_and_each_part_can_be_worked_out_by_hand()
    {
        var drawn = new DrawnTrusts();
        var school = drawn.School(0);
        // Two primaries and a secondary in the authority, a primary out of it, joined a year ago.
        var near = drawn.School(2);
        var other = drawn.School(5);
        var secondary = drawn.School(3, phase: Phase.Secondary);
        var far = drawn.School(0, 30, la: 302);
        var trust = drawn.Trust(4001, near, other, secondary);
        drawn.Joins(far, trust, new DateOnly(2019, 1, 1));
        drawn.Trust(4002, drawn.School(9, la: 303));

        var found = The(Ask(drawn.Snapshot(), school), trust);

        // A secondary counts half: .5 x its curve is still more than the far primary's.
        Assert.True(.5 * Curve(3) > Curve(30));
        Assert.Equal(
            (.5 * Curve(2)) + (.3 * Curve(5)) + (.2 * .5 * Curve(3)),
            Part(found, "travel"),
            1e-12
        );
        Assert.True(Minutes(5) <= 30 && Minutes(30) > 30);
        Assert.Equal(3 / 4d, Part(found, "cluster"), 1e-12);
        Assert.Equal(.5 + (.5 * 3 / 4), Part(found, "area"), 1e-12);
        Assert.Equal(1, Part(found, "phase"), 1e-12);
        Assert.Equal(1, Part(found, "denomination"), 1e-12);
        // One taken on in 24 months, a half school a year on the base of five: no brake.
        Assert.Equal(1, found.Trust.TakenOn);
        Assert.Equal(.5 / 5, found.Trust.YearlyGrowth, 1e-12);
        Assert.Equal(.25 + (.75 * 1 / 4), Part(found, "capacity"), 1e-12);

        Assert.Equal(found.Parts.Sum(p => p.Weight * p.Value), found.Value, 1e-12);
        Assert.Equal(1, found.Parts.Sum(p => p.Weight), 1e-12);
        var used = Criteria.Current.All.Where(c => found.Parts.Any(p => p.Criterion == c)).ToList();
        Assert.Equal(
            used.Select(c => c.Weight / used.Sum(u => u.Weight)),
            found.Parts.Select(p => p.Weight),
            (a, b) => Math.Abs(a - b) < 1e-12
        );
        Assert.Equal(Minutes(2), found.Minutes);
        Assert.All(found.Parts, p => Assert.EndsWith(".", p.Words, StringComparison.Ordinal));
    }

    [Fact]
    public void Growth_brakes_above_thirty_per_cent_a_year_and_a_small_trust_counts_as_five_schools()
    {
        var drawn = new DrawnTrusts();
        var school = drawn.School(0);
        var trust = drawn.Trust(4001, drawn.School(1), drawn.School(2));
        for (var n = 0; n < 4; n++)
            drawn.Joins(drawn.School(3 + n), trust, new DateOnly(2019, 9, 1));

        var found = The(Ask(drawn.Snapshot(), school), trust);

        // Four in two years on five: 40 % a year, a third of the way from 30 % to 60 %.
        Assert.Equal(.4, found.Trust.YearlyGrowth, 1e-12);
        Assert.Equal(1 * (2 - (.4 / .3)), Part(found, "capacity"), 1e-12);
    }

    [Fact]
    public void Whoever_may_not_take_the_school_is_left_out_with_a_sentence_for_each_reason()
    {
        var drawn = new DrawnTrusts();
        var school = drawn.School(0, religion: "Church of England");
        var own = drawn.Trust(4001, school, drawn.School(1, religion: "Church of England"));
        var single = drawn.Trust(4002, GroupType.SingleAcademyTrust);
        drawn.Joins(drawn.School(1, religion: "Church of England"), single, new(2012, 1, 1));
        var community = drawn.Trust(4003, drawn.School(1));
        var catholic = drawn.Trust(4004, drawn.School(1, religion: "Roman Catholic"));
        var far = drawn.Trust(4005, drawn.School(300, religion: "Church of England"));
        var full = drawn.Trust(4006, drawn.School(2, religion: "Church of England"));
        var tired = drawn.Trust(4007, drawn.School(2, religion: "Church of England"));
        var fast = drawn.Trust(4008, drawn.School(2, religion: "Church of England"));
        for (var n = 0; n < 8; n++)
            drawn.Joins(drawn.School(3), fast, new DateOnly(2019, 1, 1));
        var secondary = drawn.Trust(
            4009,
            drawn.School(2, religion: "Church of England", phase: Phase.Secondary)
        );
        var good = drawn.Trust(4010, drawn.School(3, religion: "Church of England"));
        var question = Plain with
        {
            SamePhaseOnly = true,
            Challenge = 3,
            MostYearlyGrowth = .5,
            Statements = new Dictionary<Uid, TrustStatement>
            {
                [full] = new() { Places = 0 },
                [tired] = new() { ChallengePoints = 2 },
            },
        };

        var answer = Ask(drawn.Snapshot(), school, question);

        Assert.Equal([good], answer.Ranked.Select(r => r.Trust.Uid));
        Reason(own, "runs the school already");
        Reason(single, "single-academy trust");
        Reason(community, "articles are taken not to fit");
        Reason(catholic, "Roman Catholic");
        Reason(far, "away by car; the most asked for is 1 hour 30 minutes");
        Reason(full, "no places");
        Reason(tired, "2 challenge points left; the school counts 3");
        Reason(fast, "80 % a year; the most asked for is 50 %");
        Reason(secondary, "has no primary school");
        Assert.Equal(2, answer.Excluded.Single(e => e.Trust.Uid == catholic).Reasons.Count);
        Assert.Null(answer.Swap);

        void Reason(Uid trust, string words) =>
            Assert.Contains(
                answer.Excluded.Single(e => e.Trust.Uid == trust).Reasons,
                r => r.Contains(words, StringComparison.Ordinal)
            );
    }

    [Fact]
    public void A_voluntary_controlled_school_may_go_to_a_trust_without_church_schools()
    {
        var drawn = new DrawnTrusts();
        var school = drawn.School(
            0,
            religion: "Church of England",
            type: "Voluntary controlled school"
        );
        var trust = drawn.Trust(4001, drawn.School(1));

        var answer = Ask(drawn.Snapshot(), school);

        Assert.Equal(0, Part(The(answer, trust), "denomination"));
        Assert.Contains(
            "voluntary controlled",
            Assert.Single(answer.Notes),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_criterion_that_nothing_is_known_of_is_left_out_and_one_known_of_some_leaves_an_interval_to_the_rest()
    {
        var drawn = new DrawnTrusts();
        var school = drawn.School(0);
        var stated = drawn.Trust(4001, drawn.School(1));
        var silent = drawn.Trust(4002, drawn.School(-1));
        var snapshot = drawn.Snapshot();

        var without = Ask(snapshot, school);
        var with = Ask(
            snapshot,
            school,
            Plain with
            {
                Statements = new Dictionary<Uid, TrustStatement>
                {
                    [stated] = new() { Reserves = .05 },
                },
            }
        );

        Assert.Equal(
            ["challenge", "track", "finance", "preference", "flags"],
            without.Unused.Select(u => u.Criterion.Id)
        );
        Assert.All(without.Unused, u => Assert.EndsWith(".", u.Why, StringComparison.Ordinal));
        Assert.DoesNotContain("finance", with.Unused.Select(u => u.Criterion.Id));
        var known = The(with, stated).Parts.Single(p => p.Criterion.Id == "finance");
        var unknown = The(with, silent).Parts.Single(p => p.Criterion.Id == "finance");
        Assert.Equal((true, 1d, 1d, 1d), (known.IsKnown, known.Value, known.Low, known.High));
        Assert.Equal(
            (false, .5, 0d, 1d),
            (unknown.IsKnown, unknown.Value, unknown.Low, unknown.High)
        );
        Assert.True(
            The(with, silent).High - The(with, silent).Low
                > The(without, silent).High - The(without, silent).Low
        );
    }

    [Fact]
    public void Trusts_are_tied_where_the_interval_of_their_difference_covers_nothing_and_both_say_so()
    {
        var answer = Ask(Wide(seed: 3), new Urn(100_001));
        var ranked = answer.Ranked;
        Assert.True(ranked.Count > 20);
        var tied = 0;
        foreach (var one in ranked)
        foreach (var other in ranked.Where(o => o != one))
        {
            // An interval of nine in ten is 1.645 standard deviations to each side; parts are taken as independent.
            double a = Deviation(one),
                b = Deviation(other);
            var covers =
                Math.Abs(one.Value - other.Value)
                <= 1.6448536269514722 * Math.Sqrt((a * a) + (b * b));
            Assert.Equal(covers, one.TiedWith.Contains(other.Trust.Uid));
            Assert.Equal(covers, other.TiedWith.Contains(one.Trust.Uid));
            tied += covers ? 1 : 0;
        }
        Assert.InRange(tied, 1, (ranked.Count * (ranked.Count - 1)) - 1);

        static double Deviation(RankedTrust trust) =>
            Math.Sqrt(
                trust.Parts.Sum(p =>
                    Math.Pow(p.Weight * (p.High - p.Low) / (2 * 1.6448536269514722), 2)
                )
            );
    }

    [Fact]
    public void At_the_weight_at_which_they_tie_the_first_two_have_the_same_value()
    {
        var ties = 0;
        for (var seed = 1; seed <= 10; seed++)
        {
            var answer = Ask(Wide(seed), new Urn(100_001));
            var swap = answer.Swap!;
            Assert.Equal(answer.Ranked[0].Trust.Uid, swap.First);
            Assert.Equal(answer.Ranked[1].Trust.Uid, swap.Second);
            foreach (var weight in swap.Weights)
            {
                double Difference(double at) =>
                    answer
                        .Ranked[0]
                        .Parts.Zip(answer.Ranked[1].Parts)
                        .Sum(p =>
                            (p.First.Value - p.Second.Value)
                            * (
                                p.First.Criterion == weight.Criterion
                                    ? at
                                    : p.First.Weight * (1 - at) / (1 - weight.Weight)
                            )
                        );
                if (weight.TieAt is { } tie)
                {
                    Assert.Equal(0, Difference(tie), 1e-9);
                    // Level there, and in the other order beyond it.
                    Assert.InRange(tie, 0, 1);
                    Assert.True(Difference(tie > weight.Weight ? 1 : 0) < 0);
                    ties++;
                }
                else
                    // No weight between nothing and all turns the order round.
                    Assert.True(Difference(0) > -1e-9 && Difference(1) > -1e-9);
            }
            Assert.Equal(swap.Weights.Min(w => w.Change), swap.Smallest?.Change);
        }
        Assert.True(ties > 5);
    }

    [Fact]
    public void The_order_of_the_files_and_a_second_asking_change_nothing()
    {
        var drawn = Country(seed: 5);
        var one = Ask(drawn.Snapshot(), new Urn(100_001));
        Assert.Equal(Text(one), Text(Ask(drawn.Snapshot(backwards: true), new Urn(100_001))));
        Assert.Equal(Text(one), Text(Ask(drawn.Snapshot(), new Urn(100_001))));
    }

    [Fact]
    public void Improving_a_trust_on_one_criterion_never_lowers_its_rank()
    {
        var chance = new Chance(11);
        for (var seed = 1; seed <= 6; seed++)
        {
            var snapshot = Wide(seed);
            var matching = new TrustMatching(snapshot, Today);
            var school = snapshot.SchoolOf(new Urn(100_001))!;
            var uids = matching.Trusts.Where(t => t.IsMulti).Select(t => t.Uid).ToArray();
            for (var round = 0; round < 20; round++)
            {
                var before = Plain with
                {
                    Challenge = 3,
                    Preferences = [.. uids.Where(_ => chance.Next(3) == 0).Take(4)],
                    Consultations = uids.Where(_ => chance.Next(3) == 0)
                        .ToDictionary(u => u, _ => chance.Next(100) / 100d),
                    Statements = uids.ToDictionary(
                        u => u,
                        _ => new TrustStatement
                        {
                            Places = 1 + chance.Next(3),
                            ChallengePoints = 3 + chance.Next(5),
                            Reserves = chance.Next(10) / 100d,
                            CannotCarry = chance.Next(2) == 0 ? [] : [DueDiligence.Deficit],
                        }
                    ),
                };
                var trust = uids[chance.Next(uids.Length)];
                var was = before.Statements[trust];
                var after = chance.Next(5) switch
                {
                    0 => With(was with { ChallengePoints = was.ChallengePoints + 2 }),
                    1 => With(was with { Reserves = was.Reserves + .02 }),
                    2 => With(was with { CannotCarry = [] }),
                    3 when before.Preferences.Contains(trust) => before with
                    {
                        Preferences = [trust, .. before.Preferences.Where(p => p != trust)],
                    },
                    _ when before.Consultations.ContainsKey(trust) => before with
                    {
                        Consultations = before.Consultations.ToDictionary(
                            c => c.Key,
                            c => c.Key == trust ? Math.Min(1, c.Value + .2) : c.Value
                        ),
                    },
                    _ => before,
                };
                Assert.True(Rank(after) <= Rank(before), $"country {seed}, round {round}");

                MatchQuestion With(TrustStatement statement) =>
                    before with
                    {
                        Statements = before.Statements.ToDictionary(
                            s => s.Key,
                            s => s.Key == trust ? statement : s.Value
                        ),
                    };

                int Rank(MatchQuestion question) =>
                    matching
                        .Answer(school, question)
                        .Ranked.FirstOrDefault(r => r.Trust.Uid == trust)
                        ?.Rank
                    ?? int.MaxValue;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(25)]
    public void A_trust_whose_school_stands_nearer_never_ranks_lower(double kilometres)
    {
        int Rank(double east)
        {
            var drawn = new DrawnTrusts();
            var school = drawn.School(0);
            var moving = drawn.Trust(4001, drawn.School(east), drawn.School(12, 3));
            for (var n = 0; n < 12; n++)
                drawn.Trust(4002 + n, drawn.School(-2 * (n + 1)), drawn.School(-2, n));
            return The(Ask(drawn.Snapshot(), school), moving).Rank;
        }
        Assert.True(Rank(kilometres) <= Rank(kilometres + 3));
        Assert.True(Rank(kilometres) <= Rank(kilometres + 20));
    }

    [Fact]
    public void What_began_after_the_day_is_not_known_on_it()
    {
        var drawn = new DrawnTrusts();
        var school = drawn.School(0);
        var trust = drawn.Trust(4001, drawn.School(20));
        var before = Text(Ask(drawn.Snapshot(), school));

        drawn.Joins(drawn.School(1, opened: new(2015, 1, 1)), trust, Today.AddDays(1));
        drawn.Joins(school, trust, Today.AddDays(1));

        Assert.Equal(before, Text(Ask(drawn.Snapshot(), school)));
        Assert.Equal(
            2,
            new TrustMatching(drawn.Snapshot(), Today.AddDays(1))
                .Find(trust)!
                .Schools.Count(s => s.Urn != school)
        );
    }

    [Fact]
    public void A_school_without_a_place_of_its_own_stands_where_its_entry_before_stood()
    {
        var drawn = new DrawnTrusts();
        var school = drawn.School(0);
        var before = drawn.School(3);
        var academy = drawn.School(0, placed: false, type: "Academy converter");
        drawn.Succeeds(academy, before);
        var trust = drawn.Trust(4001, academy);
        var snapshot = drawn.Snapshot();

        Assert.Equal(Minutes(3), The(Ask(snapshot, school), trust).Minutes);
        Assert.Equal(
            3,
            new TrustMatching(snapshot, Today).TrustsNear(snapshot.SchoolOf(school)!)[0].Kilometres,
            1e-9
        );
    }

    [Fact]
    public void Values_of_all_trusts_are_those_of_the_answer()
    {
        var snapshot = Wide(seed: 8);
        var matching = new TrustMatching(snapshot, Today);
        var school = snapshot.SchoolOf(new Urn(100_001))!;
        var answer = matching.Answer(school, Plain);
        var values = matching.Values(school, Plain);

        Assert.Equal(matching.Trusts, values.Select(v => v.Trust));
        foreach (var ranked in answer.Ranked)
        {
            var value = values.Single(v => v.Trust.Uid == ranked.Trust.Uid);
            Assert.Equal(
                (ranked.Value, ranked.Low, ranked.High),
                (value.Value, value.Low, value.High)
            );
        }
        foreach (var excluded in answer.Excluded)
        {
            var value = values.Single(v => v.Trust.Uid == excluded.Trust.Uid);
            Assert.Null(value.Value);
            Assert.Equal(excluded.Reasons, value.Reasons);
        }
    }

    [Fact]
    public void Trusts_near_a_school_are_in_order_of_distance_whoever_they_are()
    {
        var drawn = new DrawnTrusts();
        var school = drawn.School(0);
        var near = drawn.Trust(4009, drawn.School(1, phase: Phase.Secondary), drawn.School(4));
        var next = drawn.Trust(4001, drawn.School(2, religion: "Roman Catholic"));
        var far = drawn.Trust(4005, drawn.School(30));
        var snapshot = drawn.Snapshot();

        var found = new TrustMatching(snapshot, Today).TrustsNear(snapshot.SchoolOf(school)!);

        Assert.Equal([near, next, far], found.Select(f => f.Trust.Uid));
        Assert.Equal(1, found[0].Kilometres, 1e-9);
        Assert.Equal(4, found[0].KilometresOfPhase!.Value, 1e-9);
        Assert.Equal(Minutes(4), found[0].MinutesOfPhase);
        Assert.Equal("Roman Catholic", found[1].Trust.MainFaith);
    }

    [Fact]
    public void Programs_read_who_is_left_out_who_is_ranked_with_parts_and_what_would_change_the_order()
    {
        var answer = Ask(Wide(seed: 2), new Urn(100_001));
        using var json = JsonDocument.Parse(
            JsonSerializer.Serialize(MatchJson.Of(answer), JsonSerializerOptions.Web)
        );
        var root = json.RootElement;
        Assert.Equal(
            answer.Ranked.Select(r => (r.Trust.Uid.Value, r.Value)),
            root.GetProperty("ranked")
                .EnumerateArray()
                .Select(r => (r.GetProperty("uid").GetInt32(), r.GetProperty("value").GetDouble()))
        );
        var first = root.GetProperty("ranked")[0];
        Assert.Equal(
            answer.Ranked[0].Value,
            first
                .GetProperty("parts")
                .EnumerateObject()
                .Sum(p =>
                    p.Value.GetProperty("weight").GetDouble()
                    * p.Value.GetProperty("value").GetDouble()
                ),
            1e-12
        );
        Assert.Equal(2, first.GetProperty("interval").GetArrayLength());
        Assert.Equal(
            answer.Ranked[0].TiedWith.Count,
            first.GetProperty("tiedWith").GetArrayLength()
        );
        Assert.All(
            root.GetProperty("excluded").EnumerateArray(),
            e => Assert.True(e.GetProperty("reasons").GetArrayLength() > 0)
        );
        Assert.Equal(
            answer.Swap!.First.Value,
            root.GetProperty("swap").GetProperty("first").GetInt32()
        );
    }

    [Fact]
    public void A_routers_times_count_where_they_are_loaded()
    {
        var drawn = new DrawnTrusts();
        var school = drawn.School(0);
        var near = drawn.School(2);
        var trust = drawn.Trust(4001, near);
        var snapshot = drawn.Snapshot();
        var times = TravelMatrix.Read(
            "times.csv",
            new MemoryStream(
                System.Text.Encoding.UTF8.GetBytes($"from,to,minutes\n{school},{near},41.5\n")
            )
        );

        var answer = new TrustMatching(snapshot, Today, new Journeys(snapshot, times)).Answer(
            snapshot.SchoolOf(school)!,
            Plain
        );

        Assert.Equal(41.5, The(answer, trust).Minutes!.Value, 1e-6);
        Assert.Equal(Math.Exp(-41.5 / 20), Part(The(answer, trust), "travel"), 1e-6);
    }

    [Fact]
    public void What_a_reader_has_to_know_of_an_answer_is_said_with_it()
    {
        var drawn = new DrawnTrusts();
        var closed = drawn.School(0, closed: new(2019, 8, 31));
        var independent = drawn.School(0, type: "Other independent school");
        var none = Ask(drawn.Snapshot(), independent);
        Assert.Empty(none.Ranked);
        Assert.Contains(none.Notes, n => n.Contains("no academy trust", StringComparison.Ordinal));
        Assert.All(none.Unused, u => Assert.Equal("No trust is left to compare.", u.Why));
        Assert.Contains(
            none.Notes,
            n => n.Contains("independent school", StringComparison.Ordinal)
        );

        drawn.Trust(4001, drawn.School(1));
        var snapshot = drawn.Snapshot();
        Assert.Equal("The school closed on 31 August 2019.", Ask(snapshot, closed).Notes[0]);
        Assert.Contains(
            new TrustMatching(snapshot, Today.AddYears(1))
                .Answer(snapshot.SchoolOf(closed)!, Plain)
                .Notes,
            n => n.Contains("known up to 31 January 2020", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_question_that_cannot_be_is_refused()
    {
        var drawn = new DrawnTrusts();
        var school = drawn.School(0);
        var trust = drawn.Trust(4001, drawn.School(1));
        var snapshot = drawn.Snapshot();
        foreach (
            var wrong in new[]
            {
                Plain with
                {
                    Challenge = 6,
                },
                Plain with
                {
                    MostMinutes = 0,
                },
                Plain with
                {
                    MostYearlyGrowth = -1,
                },
                Plain with
                {
                    Consultations = new Dictionary<Uid, double> { [trust] = 1.2 },
                },
                Plain with
                {
                    Statements = new Dictionary<Uid, TrustStatement>
                    {
                        [trust] = new() { Places = -1 },
                    },
                },
            }
        )
            Assert.Throws<ArgumentException>(() => Ask(snapshot, school, wrong));
    }

    private static Snapshot Wide(int seed) => Country(seed).Snapshot();

    /// <summary>Forty trusts of one to six schools, spread over sixty kilometres; the first school is in none.</summary>
    private static DrawnTrusts Country(int seed)
    {
        var chance = new Chance(seed);
        var drawn = new DrawnTrusts();
        drawn.School(0);
        for (var n = 0; n < 40; n++)
        {
            var trust = drawn.Trust(4001 + n);
            double east = chance.Next(60) - 30,
                north = chance.Next(60) - 30;
            var schools = 1 + chance.Next(6);
            for (var s = 0; s < schools; s++)
                drawn.Joins(
                    drawn.School(
                        east + chance.Next(10),
                        north + chance.Next(10),
                        chance.Next(3) == 0 ? Phase.Secondary : Phase.Primary,
                        chance.Next(6) == 0 ? "Church of England" : "None",
                        la: 301 + chance.Next(3)
                    ),
                    trust,
                    new DateOnly(2012 + chance.Next(8), 9, 1)
                );
        }
        return drawn;
    }

    /// <summary>Numbers that are the same on every run: a linear congruence (Numerical Recipes).</summary>
    private sealed class Chance(int seed)
    {
        private uint state = (uint)seed;

        public int Next(int below)
        {
            state = (1664525 * state) + 1013904223;
            return (int)((state >> 8) % (uint)below);
        }
    }
}
