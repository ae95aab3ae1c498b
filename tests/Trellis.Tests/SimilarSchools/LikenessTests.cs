using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Groups;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Tests.SimilarSchools;

public sealed class LikenessTests
{
    private const double None = double.NaN;

    private static Establishment Primary(int urn) =>
        new()
        {
            Urn = new Urn(urn),
            Name = $"School {urn}",
            Type = "Community school",
            TypeGroup = "Local authority maintained schools",
            Status = Status.Open,
            Phase = Phase.Primary,
            Region = "London",
        };

    private static Measure Named(string id, Unit unit = Unit.Percent) =>
        new(id, id, "Pupils", unit, 0, "neither", "all", "", "", false, new DateOnly(2026, 1, 1));

    private static MeasureColumn Column(string id, int year, params double[] figures) =>
        MeasureColumn.Pack(
            Named(id),
            new Year(year),
            new RowIndex($"{id}/{year}", [.. Enumerable.Range(0, figures.Length)]),
            figures,
            new string?[figures.Length]
        );

    private static Snapshot Country(
        IReadOnlyList<Establishment> establishments,
        params MeasureColumn[] columns
    ) =>
        new(
            "0123456789abcdef",
            new SnapshotContent { Establishments = establishments, Columns = columns },
            Manifest.Empty
        );

    // Five primaries, drawn by hand:          100001 100002 100003 100004 100005
    private static readonly MeasureColumn Fsm6 = Column("pupils.fsm6", 2023, 10, 20, 30, 10, 50);
    private static readonly MeasureColumn Eal = Column("pupils.eal", 2023, 40, 40, 40, None, 80);

    private static readonly Snapshot Five = Country(
        [.. Enumerable.Range(100001, 5).Select(Primary)],
        Fsm6,
        Eal
    );

    private static SimilarMethod Weights(Snapshot snapshot, string text)
    {
        var method = SimilarMethods.YourWeights(snapshot.Measures, text, out var refusal);
        Assert.Equal("", refusal);
        return method!;
    }

    private static SimilarAnswer Ask(
        Snapshot snapshot,
        int urn,
        SimilarMethod method,
        SimilarFilter? filter = null,
        int? take = null
    ) =>
        Assert.IsType<SimilarAnswer>(Likeness.In(snapshot).Ask(new Urn(urn), method, filter, take));

    private static int[] Urns(SimilarAnswer answer) =>
        [.. answer.Neighbours.Select(n => n.School.Urn.Value)];

    [Fact]
    public void Distances_are_worked_out_by_hand_from_weights_and_deviations()
    {
        var answer = Ask(Five, 100001, Weights(Five, "pupils.fsm6:3,pupils.eal:1"));
        // fsm6: mean 24, squares 196 + 16 + 36 + 196 + 676 = 1120, variance 280. eal (four): mean 50, squares 1200, variance 400.
        Assert.Equal([100004, 100002, 100003, 100005], Urns(answer));
        Assert.Equal(0, answer.Neighbours[0].Distance);
        Assert.Equal(Math.Sqrt(3 * 100 / 280.0), answer.Neighbours[1].Distance, 1e-12);
        Assert.Equal(Math.Sqrt(3 * 400 / 280.0), answer.Neighbours[2].Distance, 1e-12);
        Assert.Equal(
            Math.Sqrt((3 * 1600 / 280.0) + (1600 / 400.0)),
            answer.Neighbours[3].Distance,
            1e-12
        );
    }

    [Fact]
    public void A_missing_figure_is_missing_and_the_answer_says_on_how_many_it_rests()
    {
        var answer = Ask(Five, 100002, Weights(Five, "pupils.fsm6:3,pupils.eal:1"));
        var partial = answer.Neighbours.Single(n => n.School.Urn.Value == 100004);
        Assert.Equal("based on 1 of 2", partial.Based);
        Assert.Equal(Math.Sqrt(3 * 100 / 280.0 * (4 / 3.0)), partial.Distance, 1e-12);
        Assert.Null(partial.Contributions.Single(c => c.Variable.Id == "pupils.eal").Squared);
        Assert.Null(partial.Contributions.Single(c => c.Variable.Id == "pupils.eal").Other);
        Assert.Equal("", answer.Neighbours[0].Based);
    }

    [Fact]
    public void Contributions_sum_to_the_squared_distance() =>
        Assert.All(
            Enumerable.Range(100001, 5),
            urn =>
                Assert.All(
                    Ask(Five, urn, Weights(Five, "pupils.fsm6:3,pupils.eal:1")).Neighbours,
                    n =>
                        Assert.Equal(
                            n.Distance * n.Distance,
                            n.Contributions.Sum(c => c.Squared ?? 0),
                            1e-9 * Math.Max(1, n.Distance)
                        )
                )
        );

    [Fact]
    public void The_words_say_what_is_alike_and_what_is_not_with_both_figures()
    {
        // 100002 and 100003 both have 40 % EAL; fsm6 20 % and 30 % are 10 / sqrt(280) = .6 deviations apart: neither.
        // 100002 and 100005: 30 / 16.7 = 1.8 and 40 / 20 = 2 deviations apart.
        var answer = Ask(Five, 100002, Weights(Five, "pupils.fsm6:3,pupils.eal:1"));
        Assert.Equal(
            "like you in pupils.eal (40 % / 40 %)",
            answer.Neighbours.Single(n => n.School.Urn.Value == 100003).Words
        );
        Assert.Equal(
            "differs in pupils.fsm6 (20 % / 50 %), pupils.eal (40 % / 80 %)",
            answer.Neighbours.Single(n => n.School.Urn.Value == 100005).Words
        );
    }

    [Fact]
    public void Only_open_state_schools_of_the_same_kind_are_compared()
    {
        var establishments = new[]
        {
            Primary(100001),
            Primary(100002) with
            {
                Phase = Phase.Secondary,
            },
            Primary(100003) with
            {
                Status = Status.Closed,
            },
            Primary(100004) with
            {
                TypeGroup = "Independent schools",
            },
            Primary(100005) with
            {
                Phase = Phase.Nursery,
            },
            Primary(100006) with
            {
                Phase = Phase.MiddleDeemedPrimary,
            },
            Primary(100007) with
            {
                Phase = Phase.NotApplicable,
                TypeGroup = "Academies",
                Type = "Academy special converter",
            },
            Primary(100008) with
            {
                Status = Status.ProposedToClose,
            },
        };
        var snapshot = Country(establishments, Column("pupils.fsm6", 2023, 1, 2, 3, 4, 5, 6, 7, 8));
        var method = Weights(snapshot, "pupils.fsm6");
        Assert.Equal([100006, 100008], Urns(Ask(snapshot, 100001, method)));
        var likeness = Likeness.In(snapshot);
        Assert.Equal(
            "not-compared",
            Assert.IsType<NoSimilarAnswer>(likeness.Ask(new Urn(100003), method)).Code
        );
        Assert.Equal(
            "no-such-school",
            Assert.IsType<NoSimilarAnswer>(likeness.Ask(new Urn(999999), method)).Code
        );
        Assert.Equal(
            "method-not-for-peers",
            Assert
                .IsType<NoSimilarAnswer>(
                    likeness.Ask(new Urn(100001), SimilarMethods.Dfe2026Secondary02)
                )
                .Code
        );
        Assert.Equal(
            "School 100003 is not compared: it is not open.",
            Assert.IsType<NoSimilarAnswer>(likeness.Ask(new Urn(100003), method)).Sentence
        );
    }

    [Fact]
    public void A_school_of_which_nothing_is_known_is_told_so()
    {
        var snapshot = Country(
            [.. Enumerable.Range(100001, 3).Select(Primary)],
            Column("pupils.fsm6", 2023, 1, 2, None)
        );
        var method = Weights(snapshot, "pupils.fsm6");
        Assert.Equal(
            "too-little-known",
            Assert.IsType<NoSimilarAnswer>(Likeness.In(snapshot).Ask(new Urn(100003), method)).Code
        );
        Assert.Equal([100002], Urns(Ask(snapshot, 100001, method)));
    }

    [Fact]
    public void All_schools_are_read_in_one_year_and_one_without_it_in_its_own_newest()
    {
        // 2023 speaks for three of four; 2024 for one only, too few to compare the country by.
        var snapshot = Country(
            [.. Enumerable.Range(100001, 4).Select(Primary)],
            Column("pupils.fsm6", 2022, 1, 2, 3, 44),
            Column("pupils.fsm6", 2023, 10, 20, 30, None),
            Column("pupils.fsm6", 2024, 99, None, None, None)
        );
        var method = Weights(snapshot, "pupils.fsm6");
        var first = Ask(snapshot, 100001, method).Own[0];
        Assert.Equal((10, 2023), (first.Figure, first.Year!.Value.Starts));
        var last = Ask(snapshot, 100004, method).Own[0];
        Assert.Equal((44, 2022), (last.Figure, last.Year!.Value.Starts));
    }

    [Fact]
    public void A_school_that_became_an_academy_is_read_through_its_chain()
    {
        var establishments = new[]
        {
            Primary(100001) with
            {
                Status = Status.Closed,
            },
            Primary(100002),
            Primary(140001) with
            {
                TypeGroup = "Academies",
                Type = "Academy converter",
            },
        };
        var snapshot = new Snapshot(
            "ab",
            new SnapshotContent
            {
                Establishments = establishments,
                Links =
                [
                    new Link(
                        new Urn(100001),
                        new Urn(140001),
                        LinkKind.Successor,
                        null,
                        "Successor"
                    ),
                ],
                Columns = [Column("pupils.fsm6", 2018, 15, 25, None)],
            },
            Manifest.Empty
        );
        var method = Weights(snapshot, "pupils.fsm6");
        Assert.Equal(15, Ask(snapshot, 140001, method).Own[0].Figure);
        // Asking by the old number asks for the school it became.
        Assert.Equal(140001, Ask(snapshot, 100001, method).School.Urn.Value);
        Assert.Equal([140001], Urns(Ask(snapshot, 100002, method)));
    }

    [Fact]
    public void A_new_academy_of_which_the_register_says_only_the_number_is_what_it_was()
    {
        var snapshot = new Snapshot(
            "ab",
            new SnapshotContent
            {
                Establishments =
                [
                    Primary(100001) with
                    {
                        Status = Status.Closed,
                    },
                    Primary(100002),
                    new Establishment { Urn = new Urn(150001), Status = Status.Open },
                    new Establishment { Urn = new Urn(150002), Status = Status.Open },
                ],
                Links =
                [
                    new Link(new Urn(150001), new Urn(100001), LinkKind.Predecessor, null, ""),
                ],
                Columns = [Column("pupils.fsm6", 2023, None, 25, 15, 20)],
            },
            Manifest.Empty
        );
        var method = Weights(snapshot, "pupils.fsm6");
        Assert.Equal([150001], Urns(Ask(snapshot, 100002, method)));
        Assert.Equal(
            "not-compared",
            Assert.IsType<NoSimilarAnswer>(Likeness.In(snapshot).Ask(new Urn(150002), method)).Code
        );
    }

    [Fact]
    public void A_published_value_comes_before_its_stand_in_and_the_stand_in_is_called_composed()
    {
        var snapshot = Country(
            [.. Enumerable.Range(100001, 3).Select(Primary)],
            Column("pupils.fsm6", 2023, 10, 20, 30),
            Column("pupils.number", 2023, 200, 210, 220),
            Column("similar.pupil-premium", 2025, 12, None, None)
        );
        var own = Ask(snapshot, 100001, SimilarMethods.Dfe2026Primary)
            .Own.Single(o => o.Variable.Id == "pupil-premium");
        Assert.Equal((12, false), (own.Figure, own.Reading!.Composed));
        var other = Ask(snapshot, 100002, SimilarMethods.Dfe2026Primary);
        var standIn = other.Own.Single(o => o.Variable.Id == "pupil-premium");
        Assert.Equal((20, true), (standIn.Figure, standIn.Reading!.Composed));
        // No file of this country says stability: it is unknown, not zero.
        Assert.Null(other.Own.Single(o => o.Variable.Id == "stability").Figure);
        Assert.Equal("based on 2 of 9", other.Neighbours[0].Based);
        // By the published coefficients, rescaled by the weights: 1.0 hand sum of .965 over .125 + .02.
        var total = SimilarMethods.Dfe2026Primary.Variables.Sum(v => v.Weight);
        var squared =
            ((0.0005267600832628219 * (20 - 12) * (20 - 12)) + (6.030989221600724e-07 * 10 * 10))
            * total
            / (.125 + .02);
        Assert.Equal(
            Math.Sqrt(squared),
            other.Neighbours.Single(n => n.School.Urn.Value == 100001).Distance,
            1e-12
        );
    }

    [Fact]
    public void What_was_expected_comes_from_Attainment_8_and_Progress_8_of_one_year()
    {
        var secondary = Enumerable
            .Range(100001, 3)
            .Select(u => Primary(u) with { Phase = Phase.Secondary })
            .ToArray();
        var snapshot = Country(
            secondary,
            Column("ks4.attainment8", 2018, 50, 40, 45),
            Column("ks4.progress8", 2018, .5, -.5, None),
            Column("ks4.attainment8", 2023, 51, 41, 46)
        );
        var answer = Ask(snapshot, 100001, SimilarMethods.Dfe2012);
        // 50 - 10 x .5 = 45 = 40 - 10 x -.5: one start, two results.
        Assert.Equal((45, 2018), (answer.Own[0].Figure, answer.Own[0].Year!.Value.Starts));
        Assert.Equal((100002, 0d), (Urns(answer).Single(), answer.Neighbours[0].Distance));
    }

    [Fact]
    public void Filters_come_before_the_taking()
    {
        var establishments = Enumerable
            .Range(100001, 6)
            .Select(u =>
                Primary(u) with
                {
                    Region = u % 2 == 0 ? "London" : "South West",
                    UrbanRural = u == 100006 ? "Rural town and fringe" : "Urban city and town",
                    Place = u == 100005 ? null : new GridPoint((u - 100001) * 3000, 4000),
                    Religion = u == 100004 ? "Church of England" : "Does not apply",
                    La = new LaCode(u < 100003 ? 201 : 202),
                }
            )
            .ToArray();
        var snapshot = Country(establishments, Column("pupils.fsm6", 2023, 1, 2, 3, 4, 5, 6));
        var method = Weights(snapshot, "pupils.fsm6");
        int[] With(SimilarFilter filter) => Urns(Ask(snapshot, 100001, method, filter, 2));
        Assert.Equal([100002, 100003], With(SimilarFilter.None));
        Assert.Equal([100002, 100004], With(new SimilarFilter { Regions = ["london"] }));
        Assert.Equal([100006], With(new SimilarFilter { Rural = true }));
        Assert.Equal([100004], With(new SimilarFilter { Religions = ["Church of England"] }));
        Assert.Equal([100003, 100004], With(new SimilarFilter { Authorities = [new LaCode(202)] }));
        // 9 km and no farther; the school without a place is left out.
        Assert.Equal(
            [100003, 100004],
            With(new SimilarFilter { WithinKilometres = 9, Authorities = [new LaCode(202)] })
        );
        Assert.Equal(9, Ask(snapshot, 100001, method).Neighbours[2].Kilometres);
    }

    [Fact]
    public void Schools_of_ones_own_trust_can_be_left_out()
    {
        static Membership In(int urn, int uid) =>
            new(
                new Urn(urn),
                new Uid(uid),
                new DateOnly(2015, 9, 1),
                null,
                EndEvidence.JoinedDate,
                EndEvidence.StillThere,
                new DateOnly(2016, 8, 4),
                new DateOnly(2024, 3, 29)
            );
        static Group Trust(int uid) =>
            new(
                new Uid(uid),
                $"Trust {uid}",
                [new DatedType(new DateOnly(2015, 9, 1), GroupType.MultiAcademyTrust)],
                "",
                "",
                null,
                null,
                null,
                true,
                "",
                new DateOnly(2024, 3, 29)
            );
        var snapshot = new Snapshot(
            "ab",
            new SnapshotContent
            {
                Establishments = [.. Enumerable.Range(100001, 4).Select(Primary)],
                Groups = [Trust(3001), Trust(3002)],
                Memberships = [In(100001, 3001), In(100002, 3001), In(100003, 3002)],
                Columns = [Column("pupils.fsm6", 2023, 1, 2, 3, 4)],
            },
            Manifest.Empty
        );
        var answer = Ask(
            snapshot,
            100001,
            Weights(snapshot, "pupils.fsm6"),
            new SimilarFilter { ExcludeOwnTrust = true }
        );
        Assert.Equal([100003, 100004], Urns(answer));
    }

    [Fact]
    public void Financial_benchmarking_takes_the_schools_own_region_first_from_sixty()
    {
        // 100001 with 100 pupils; then 80 schools of 101, 102, ... pupils, every fourth of its own region.
        var establishments = Enumerable
            .Range(0, 81)
            .Select(i => Primary(100001 + i) with { Region = i % 4 == 0 ? "London" : "South West" })
            .ToArray();
        var snapshot = Country(
            establishments,
            Column("pupils.number", 2023, [.. Enumerable.Range(0, 81).Select(i => 100.0 + i)]),
            Column("pupils.fsm", 2023, [.. Enumerable.Repeat(20.0, 81)]),
            Column("pupils.sen-support", 2023, [.. Enumerable.Repeat(10.0, 81)]),
            Column("pupils.ehc", 2023, [.. Enumerable.Repeat(2.0, 81)])
        );
        var answer = Ask(snapshot, 100001, SimilarMethods.Finance2024);
        // Among the 60 nearest (101 to 160 pupils) 15 are of London: 4, 8, ... 60; the other 15 are the nearest of elsewhere.
        var expected = Enumerable
            .Range(1, 15)
            .Select(i => 4 * i)
            .Concat(Enumerable.Range(1, 60).Where(i => i % 4 != 0).Take(15))
            .Order()
            .Select(i => 100001 + i);
        Assert.Equal(expected, Urns(answer));
        // Range 80 pupils: half the weight on (distance / 80) squared; the constant variables add nothing.
        Assert.Equal(Math.Sqrt(.5) * 1 / 80, answer.Neighbours[0].Distance, 1e-12);
        Assert.Equal(12, answer.Own.Single(o => o.Variable.Id == "sen").Figure);
        // The other way round, by the same rule: 100005 has it among its own 30.
        Assert.Contains(
            100005,
            Likeness
                .In(snapshot)
                .WhoNames(new Urn(100001), SimilarMethods.Finance2024)
                .Select(n => n.School.Urn.Value)
        );
    }

    [Fact]
    public void Who_names_a_school_is_who_has_it_in_their_list()
    {
        var snapshot = Drawn(11, 300, out _);
        var likeness = Likeness.In(snapshot);
        var method = SimilarMethods.Dfe2026Primary;
        foreach (var urn in new[] { 100001, 100100, 100300 })
        {
            var naming = likeness.WhoNames(new Urn(urn), method);
            var slowly = Enumerable
                .Range(100001, 300)
                .Where(other => other != urn)
                .Select(other =>
                    (
                        Other: other,
                        Rank: Array.IndexOf(
                            [.. Listed(snapshot, other).Select(n => n.Urn.Value)],
                            urn
                        ) + 1
                    )
                )
                .Where(n => n.Rank > 0)
                .ToList();
            Assert.Equal(
                slowly.Select(n => (n.Other, n.Rank)).Order(),
                naming.Select(n => (n.School.Urn.Value, n.Rank)).Order()
            );
        }
    }

    [Fact]
    public void Close_is_the_nearest_hundredth_of_all_pairs_and_few_close_is_said()
    {
        // On a line of 1,000 schools a pair is d apart or less with chance 1 - (1 - d / 1000)²: .01 at 5, .05 at 25.3.
        var snapshot = Country(
            [.. Enumerable.Range(100001, 1000).Select(Primary)],
            Column("pupils.number", 2023, [.. Enumerable.Range(0, 1000).Select(i => (double)i)])
        );
        var method = Weights(snapshot, "pupils.number");
        var answer = Ask(snapshot, 100501, method);
        var deviation = Math.Sqrt(1000 * 1001 / 12.0);
        Assert.InRange(answer.Limits.Close * deviation, 3.9, 6.1);
        Assert.InRange(answer.Limits.Fair * deviation, 24, 27);
        Assert.Equal(50, answer.Close + answer.Fair + answer.Loose);
        // Four or five on either side of a school within the line; at its end only on one.
        Assert.InRange(answer.Close, 8, 12);
        var end = Ask(snapshot, 100001, method);
        Assert.Equal($"Only {end.Close} of these 50 are close.", end.Warning);
        // Who asks for four and gets four close ones is not warned.
        Assert.Equal("", Ask(snapshot, 100501, method, null, 4).Warning);
    }

    [Fact]
    public void A_school_is_unusual_in_what_puts_it_among_the_outer_twentieth()
    {
        var snapshot = Country(
            [.. Enumerable.Range(100001, 100).Select(Primary)],
            Column("pupils.fsm6", 2023, [.. Enumerable.Range(0, 100).Select(i => (double)i)])
        );
        var method = Weights(snapshot, "pupils.fsm6");
        var unusual = Assert.Single(Ask(snapshot, 100098, method).Unusual);
        // 97 schools are lower, itself counts half: 97.5 of 100.
        Assert.Equal(.975, unusual.ShareBelow, 1e-12);
        Assert.Equal(
            "pupils.fsm6: 97 %, higher than 97 % of primary schools",
            unusual.Words(Peers.Primary)
        );
        Assert.Empty(Ask(snapshot, 100050, method).Unusual);
    }

    [Fact]
    public void Ones_own_weights_are_refused_with_a_sentence()
    {
        SimilarMethod? Read(string text, out string refusal) =>
            SimilarMethods.YourWeights(Five.Measures, text, out refusal);
        Assert.Null(Read("pupils.shoe-size:1", out var refusal));
        Assert.Equal("There is no measure 'pupils.shoe-size' in this snapshot.", refusal);
        Assert.Null(Read("pupils.eal:heavy", out refusal));
        Assert.Null(Read("pupils.eal:-1", out refusal));
        Assert.Null(Read("pupils.eal:1,pupils.eal:2", out refusal));
        Assert.Null(Read("", out refusal));
        Assert.Equal("Give between 1 and 30 measures a weight above 0.", refusal);
        // One choice has one name, however it was written.
        Assert.Equal(
            Read("pupils.fsm6:2,pupils.eal", out _)!.Id,
            Read("pupils.eal:1.0, pupils.fsm6:2", out _)!.Id
        );
    }

    [Fact]
    public void The_answer_as_JSON_has_the_promised_shape()
    {
        var answer = Ask(Five, 100002, Weights(Five, "pupils.fsm6:3,pupils.eal:1"));
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            SimilarJson.Write(answer, writer);
        using var json = JsonDocument.Parse(stream.ToArray());
        var root = json.RootElement;
        Assert.Equal(100002, root.GetProperty("urn").GetInt32());
        var neighbours = root.GetProperty("neighbours").EnumerateArray().ToList();
        Assert.Equal([1, 2, 3, 4], neighbours.Select(n => n.GetProperty("rank").GetInt32()));
        foreach (var neighbour in neighbours)
        {
            var distance = neighbour.GetProperty("distance").GetDouble();
            var parts = neighbour.GetProperty("contributions").EnumerateObject().ToList();
            Assert.Equal(
                distance * distance,
                parts.Sum(p => p.Value.GetDouble()),
                1e-9 * Math.Max(1, distance)
            );
            Assert.Equal(neighbour.GetProperty("known").GetInt32(), parts.Count);
            Assert.Equal(2, neighbour.GetProperty("of").GetInt32());
        }
    }

    [Fact]
    public void Each_named_method_names_each_variable_once_and_says_where_it_is_from() =>
        Assert.All(
            SimilarMethods.All,
            method =>
            {
                Assert.NotEmpty(method.Citation);
                Assert.Equal(
                    method.Variables.Count,
                    method.Variables.Select(v => v.Id).Distinct().Count()
                );
                Assert.Same(method, SimilarMethods.Find(method.Id));
            }
        );

    [Fact]
    public void The_order_of_the_files_never_changes_an_answer() =>
        Prop.ForAll<int>(seed =>
            {
                var snapshot = Drawn(seed, 120, out var content);
                var shuffled = content.Establishments.ToArray();
                new Random(seed).Shuffle(shuffled);
                var again = new Snapshot(
                    "ab",
                    content with
                    {
                        Establishments = shuffled,
                        Columns = [.. content.Columns.Reverse()],
                    },
                    Manifest.Empty
                );
                for (var urn = 100001; urn <= 100120; urn += 17)
                    Assert.Equal(Listed(snapshot, urn), Listed(again, urn));
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void An_unrelated_school_far_away_changes_no_distance_of_a_published_method() =>
        Prop.ForAll<int>(seed =>
            {
                var snapshot = Drawn(seed, 60, out var content);
                var more = new Snapshot(
                    "ab",
                    content with
                    {
                        Establishments = [.. content.Establishments, Primary(199999)],
                        Columns =
                        [
                            .. content.Columns.Select(c =>
                                Column(
                                    c.Measure.Id,
                                    c.Year.Starts,
                                    [
                                        .. Enumerable.Range(0, 60).Select(c.RowOrNaN),
                                        c.Measure.Id == "pupils.number" ? 900_000 : 100,
                                    ]
                                )
                            ),
                        ],
                    },
                    Manifest.Empty
                );
                for (var urn = 100001; urn <= 100060; urn += 7)
                {
                    // Who is compared at all may change by a hair: how much two schools must both know is a share of what is
                    // usually known, and the school from far away knows everything.
                    var (before, after) = (Listed(snapshot, urn), Listed(more, urn));
                    var alike = before.IntersectBy(after.Select(n => n.Urn), n => n.Urn).ToArray();
                    Assert.Equal(alike, after.IntersectBy(before.Select(n => n.Urn), n => n.Urn));
                    Assert.True(before.Length == 0 || alike.Length > before.Length / 2);
                }
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    /// <summary>A school's list by the Department's method; empty where too little is known of it.</summary>
    private static (Urn Urn, double Distance)[] Listed(
        Snapshot snapshot,
        int urn,
        int? take = null
    ) =>
        Likeness.In(snapshot).Ask(new Urn(urn), SimilarMethods.Dfe2026Primary, null, take)
            is SimilarAnswer answer
            ? [.. answer.Neighbours.Select(n => (n.School.Urn, n.Distance))]
            : [];

    /// <summary>A country of primaries drawn from a seed, with a hole here and there.</summary>
    private static Snapshot Drawn(int seed, int count, out SnapshotContent content)
    {
        var chance = new Random(seed);
        double[] Draw(double most) =>
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(_ =>
                        chance.Next(8) == 0 ? None : Math.Round(chance.NextDouble() * most, 1)
                    ),
            ];
        content = new SnapshotContent
        {
            Establishments = [.. Enumerable.Range(100001, count).Select(Primary)],
            Columns =
            [
                Column("pupils.fsm6", 2023, Draw(70)),
                Column("pupils.eal", 2023, Draw(90)),
                Column("pupils.sen-support", 2023, Draw(30)),
                Column("pupils.number", 2023, Draw(600)),
                Column("similar.ks1-prior", 2025, Draw(3)),
            ],
        };
        return new Snapshot("ab", content, Manifest.Empty);
    }
}
