using Trellis.Measures;
using Trellis.Publications;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Tests.SimilarSchools;

/// <summary>The metric on a country drawn by hand: 300 primary, 150 secondary and 120 special schools, three years of figures.</summary>
public sealed class TrellisTests
{
    private const int Primaries = 300;
    private const int Secondaries = 150;
    private const int Specials = 120;
    private const int FirstPrimary = 100_001;
    private const int FirstSecondary = 120_001;
    private const int FirstSpecial = 130_001;

    /// <summary>The 301st of the primaries, where a test draws one of its own.</summary>
    private static readonly Urn New = new(FirstPrimary + Primaries);

    private static readonly string[] All =
    [
        "pupils.number",
        "pupils.fsm6",
        "pupils.eal",
        "pupils.sen-support",
        "pupils.girls",
        "absence.overall",
        "ks2.pupils",
        "ks2.reading-average",
        "ks2.reading-progress",
        "ks2.maths-average",
        "ks2.maths-progress",
        "ks2.rwm-expected",
        "ks4.pupils",
        "ks4.attainment8",
        "ks4.progress8",
        "ks4.english-maths-5",
    ];

    private static readonly Snapshot Country = Draw();

    /// <summary>A figure between 0 and 1 that a school has for a reason of its own, the same every time.</summary>
    private static double Lot(int urn, int of) =>
        ((urn * 7919L) + (of * 104_729L)) * 2_654_435_761L % 1_000_003 / 1_000_003.0;

    private static Establishment School(int urn, Phase phase, int low, int high) =>
        new()
        {
            Urn = new Urn(urn),
            Name = $"School {urn}",
            Type = phase == Phase.NotApplicable ? "Community special school" : "Community school",
            TypeGroup =
                phase == Phase.NotApplicable
                    ? "Special schools"
                    : "Local authority maintained schools",
            Status = Status.Open,
            Phase = phase,
            LowAge = low,
            HighAge = high,
            Gender = "Mixed",
            Religion = "None",
            Admissions = "Not applicable",
            UrbanRural = "Urban city and town",
            Region = urn % 2 == 0 ? "London" : "South West",
            Place = new GridPoint(
                300_000 + (int)(200_000 * Lot(urn, 1)),
                200_000 + (int)(200_000 * Lot(urn, 2))
            ),
        };

    private static IEnumerable<Establishment> Schools() =>
        Enumerable
            .Range(FirstPrimary, Primaries)
            .Select(u => School(u, Phase.Primary, 4, 11))
            .Concat(
                Enumerable
                    .Range(FirstSecondary, Secondaries)
                    .Select(u => School(u, Phase.Secondary, 11, 16))
            )
            .Concat(
                Enumerable
                    .Range(FirstSpecial, Specials)
                    .Select(u => School(u, Phase.NotApplicable, 4, 19))
            );

    private static double? Figure(string measure, int urn, int year)
    {
        var primary = urn < FirstSecondary;
        var secondary = urn is >= FirstSecondary and < FirstSpecial;
        double fsm6 = Math.Round(5 + (60 * Lot(urn, 3)), 1),
            start = Lot(urn, 4),
            luck = Lot(urn, 100 + year);
        return measure switch
        {
            "pupils.number" => Math.Round(
                (secondary ? 700 : 80) + ((secondary ? 900 : 500) * Lot(urn, 5))
            ) + (year - 2017),
            "pupils.fsm6" => fsm6,
            "pupils.eal" => Math.Round(80 * Lot(urn, 6), 1),
            "pupils.sen-support" => Math.Round(5 + (20 * Lot(urn, 7)), 1),
            "pupils.girls" => Math.Round(45 + (10 * Lot(urn, 8)), 1),
            "absence.overall" => Math.Round(3 + (.05 * fsm6) + luck, 2),
            "ks2.pupils" => primary ? 28 : null,
            "ks2.reading-average" => primary ? Math.Round(98 + (8 * start) + (3 * luck)) : null,
            "ks2.reading-progress" => primary ? Math.Round((3 * luck) - (.03 * fsm6), 1) : null,
            "ks2.maths-average" => primary ? Math.Round(98 + (8 * start) + (4 * luck)) : null,
            "ks2.maths-progress" => primary ? Math.Round((4 * luck) - (.02 * fsm6), 1) : null,
            "ks2.rwm-expected" => primary ? Math.Round(40 + (40 * start) + (10 * luck)) : null,
            "ks4.pupils" => secondary ? 150 : null,
            "ks4.attainment8" => secondary ? Math.Round(35 + (20 * start) + (5 * luck), 1) : null,
            "ks4.progress8" => secondary ? Math.Round((.5 * luck) - (.01 * fsm6), 2) : null,
            "ks4.english-maths-5" => secondary ? Math.Round(20 + (40 * start) + (5 * luck)) : null,
            _ => null,
        };
    }

    private static MeasureColumn Column(
        string id,
        int year,
        IReadOnlyList<Establishment> sorted,
        Func<Urn, double?> figure
    ) =>
        MeasureColumn.Pack(
            new Measure(
                id,
                id,
                "Pupils",
                Unit.Percent,
                1,
                "neither",
                "all",
                "",
                "",
                false,
                new DateOnly(2026, 1, 1)
            ),
            new Year(year),
            new RowIndex($"{id}/{year}", [.. Enumerable.Range(0, sorted.Count)]),
            [.. sorted.Select(e => figure(e.Urn) ?? double.NaN)],
            new string?[sorted.Count]
        );

    /// <param name="change">What else the figure of a school is; null leaves it as it is drawn, NaN takes it away.</param>
    private static Snapshot Draw(
        IEnumerable<Establishment>? schools = null,
        Func<string, Urn, int, double?>? change = null,
        IReadOnlyList<Link>? links = null,
        PublishedNeighbours? released = null
    )
    {
        var given = (schools ?? Schools()).ToArray();
        var sorted = given.OrderBy(e => e.Urn).ToArray();
        return new Snapshot(
            "0123456789abcdef",
            new SnapshotContent
            {
                Establishments = given,
                Links = links ?? [],
                Columns =
                [
                    .. All.SelectMany(id =>
                        Enumerable
                            .Range(2016, 3)
                            .Select(year =>
                                Column(
                                    id,
                                    year,
                                    sorted,
                                    urn =>
                                        change?.Invoke(id, urn, year) ?? Figure(id, urn.Value, year)
                                )
                            )
                    ),
                ],
                Neighbours = released ?? PublishedNeighbours.None,
            },
            Manifest.Empty
        );
    }

    private static SimilarAnswer Ask(Snapshot snapshot, Urn urn, int? take = null) =>
        Assert.IsType<SimilarAnswer>(
            Likeness.In(snapshot).Ask(urn, SimilarMethods.Trellis, null, take)
        );

    private static string Told(SimilarAnswer answer) =>
        string.Join(
            '\n',
            answer.Neighbours.Select(n => $"{n.School.Urn} {n.Distance:R} {n.Based} {n.Words}")
        );

    [Theory]
    [InlineData(Peers.Primary, FirstPrimary, 12)]
    [InlineData(Peers.Secondary, FirstSecondary, 10)]
    [InlineData(Peers.Special, FirstSpecial, 9)]
    public void Contributions_sum_to_the_squared_distance(Peers peers, int first, int of)
    {
        foreach (var urn in new[] { first, first + 50, first + 99 })
        {
            var answer = Ask(Country, new Urn(urn));
            Assert.Equal(peers, answer.Peers);
            Assert.Equal(50, answer.Neighbours.Count);
            Assert.All(
                answer.Neighbours,
                n =>
                {
                    Assert.Equal(of, n.Of);
                    Assert.Equal(
                        n.Distance * n.Distance,
                        n.Contributions.Sum(c => c.Squared ?? 0),
                        1e-9 * Math.Max(1, n.Distance * n.Distance)
                    );
                }
            );
        }
    }

    [Fact]
    public void A_distance_is_worked_out_again_from_the_published_figures_and_coefficients()
    {
        var answer = Ask(Country, new Urn(FirstPrimary));
        var there = Country.SchoolOf(answer.Neighbours[3].School.Urn)!;
        var seen = Likeness.In(Country).Population(Peers.Primary, SimilarMethods.Trellis);
        int row = seen.Population.PositionOf(Country.SchoolOf(new Urn(FirstPrimary))!),
            other = seen.Population.PositionOf(there);
        double squared = 0;
        for (var k = 0; k < seen.Figures.Count; k++)
        {
            // The figure as shown, its logarithm where the variable says so, pulled in to the published limits.
            double Of(int at)
            {
                var figure = seen.Method.Variables[k].Compared(seen.Figures[k].Shown[at]);
                return seen.Figures[k].Standard is { } s
                    ? Math.Min(Math.Max(figure, s.Low), s.High)
                    : figure;
            }
            squared += seen.Coefficients[k] * (Of(row) - Of(other)) * (Of(row) - Of(other));
        }
        Assert.Equal(answer.Neighbours[3].Distance, Math.Sqrt(squared), 1e-9);
        // Axes count .65 of a squared distance of one deviation in everything, what heads look at .35.
        Assert.Equal(
            .65,
            seen.Method.Variables.Where(v => v.Axis.Length > 0).Sum(v => v.Weight),
            1e-9
        );
        Assert.Equal(1, seen.Method.Variables.Sum(v => v.Weight), 1e-9);
    }

    [Fact]
    public void A_place_on_an_axis_is_worked_out_again_from_the_constants()
    {
        var population = Likeness.In(Country).Population(Peers.Primary);
        var constants = population.Axes.Constants!;
        var table = TrellisTable.Of(population);
        Assert.Equal(constants.Inputs, table.Features.Select(f => f.Name));
        Assert.Equal(["attainment", "progress", "attendance"], constants.Axes);
        for (var axis = 0; axis < constants.Axes.Count; axis++)
        {
            var places = population.Axes.Figures(constants.Axes[axis]).Shown;
            for (var row = 0; row < places.Length; row += 37)
                Assert.Equal(
                    constants.Place(
                        [.. table.Features.Select(f => f.Figures[row])],
                        axis,
                        population.Axes.Folds[row]
                    ),
                    places[row],
                    1e-9
                );
        }
    }

    [Fact]
    public void The_order_of_the_establishments_changes_nothing()
    {
        var schools = Schools().ToArray();
        new Random(5).Shuffle(schools);
        var shuffled = Draw(schools);
        foreach (var urn in new[] { FirstPrimary + 7, FirstSecondary + 7, FirstSpecial + 7 })
            Assert.Equal(Told(Ask(Country, new Urn(urn))), Told(Ask(shuffled, new Urn(urn))));
    }

    [Fact]
    public void A_school_with_half_its_figures_missing_gets_an_answer_that_says_so()
    {
        var urn = new Urn(FirstPrimary + 20);
        var snapshot = Draw(
            change: (measure, of, _) =>
                of == urn && measure is not ("pupils.number" or "pupils.fsm6" or "pupils.eal")
                    ? double.NaN
                    : null
        );
        var answer = Ask(snapshot, urn);
        Assert.Equal(50, answer.Neighbours.Count);
        Assert.All(answer.Neighbours, n => Assert.Matches("^based on [0-9]+ of 12$", n.Based));
        Assert.All(
            answer.Neighbours,
            n => Assert.Equal(n.Known, n.Contributions.Count(c => c.Squared is not null))
        );
        Assert.All(
            new[] { "prior-attainment", "sen-support" },
            id => Assert.Null(answer.Own.Single(o => o.Variable.Id == id).Figure)
        );
        // Nothing known is nothing, not an average: of the others all is known to each other.
        Assert.Equal(
            "",
            Ask(snapshot, new Urn(FirstPrimary + 21))
                .Neighbours.First(n => n.School.Urn != urn)
                .Based
        );
    }

    [Fact]
    public void A_special_school_is_compared_with_special_schools()
    {
        var answer = Ask(Country, new Urn(FirstSpecial + 3));
        Assert.Equal(Peers.Special, answer.Peers);
        Assert.All(
            answer.Neighbours,
            n => Assert.InRange(n.School.Urn.Value, FirstSpecial, FirstSpecial + Specials)
        );
        Assert.All(answer.Neighbours, n => Assert.Equal("", n.Based));
        Assert.DoesNotContain(answer.Own, o => o.Variable.Id == "prior-attainment");
    }

    [Fact]
    public void An_infant_school_finds_infant_schools_among_the_nearest_and_says_what_is_not_known_of_it()
    {
        // The first twelve primaries teach children up to seven: they have no results at eleven.
        var snapshot = Draw(
            Schools().Select(e => e.Urn.Value < FirstPrimary + 12 ? e with { HighAge = 7 } : e),
            (measure, of, _) =>
                of.Value < FirstPrimary + 12 && measure.StartsWith("ks2.", StringComparison.Ordinal)
                    ? double.NaN
                    : null
        );
        var answer = Ask(snapshot, new Urn(FirstPrimary + 4));
        Assert.Equal(50, answer.Neighbours.Count);
        Assert.Null(answer.Own.Single(o => o.Variable.Id == "prior-attainment").Figure);
        Assert.All(answer.Neighbours, n => Assert.Matches("^based on [0-9]+ of 12$", n.Based));
        // Of ten drawn by chance fewer than one in two draws would have one: twelve of 300 are infant schools.
        var infants = answer.Neighbours.Take(10).Count(n => n.School.Urn.Value < FirstPrimary + 12);
        Assert.True(infants >= 4, $"{infants} of the 10 nearest are infant schools");
    }

    [Fact]
    public void An_all_through_school_is_compared_with_secondary_schools_by_what_its_older_pupils_reached()
    {
        var urn = new Urn(FirstSecondary + Secondaries);
        var snapshot = Draw(
            Schools().Append(School(urn.Value, Phase.AllThrough, 4, 18)),
            (measure, of, _) => of == urn && measure == "ks2.reading-average" ? 110 : null
        );
        var answer = Ask(snapshot, urn);
        Assert.Equal(Peers.Secondary, answer.Peers);
        Assert.All(
            answer.Neighbours,
            n => Assert.InRange(n.School.Urn.Value, FirstSecondary, FirstSecondary + Secondaries)
        );
        var prior = answer.Own.Single(o => o.Variable.Id == "prior-attainment");
        Assert.StartsWith("ks4.", prior.Reading!.Terms[0].Measure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_school_opened_last_year_is_read_in_its_only_year_and_one_of_which_nothing_is_published_is_told_so()
    {
        var schools = Schools()
            .Append(
                School(New.Value, Phase.Primary, 4, 11) with
                {
                    Opened = new DateOnly(2018, 9, 1),
                }
            )
            .ToArray();
        var opened = Draw(
            schools,
            (measure, of, year) =>
                of == New
                && (year < 2018 || !measure.StartsWith("pupils.", StringComparison.Ordinal))
                    ? double.NaN
                    : null
        );
        var answer = Ask(opened, New);
        Assert.Equal(50, answer.Neighbours.Count);
        Assert.All(answer.Neighbours, n => Assert.NotEqual("", n.Based));
        var size = answer.Own.Single(o => o.Variable.Id == "size");
        Assert.Equal(
            (Figure("pupils.number", New.Value, 2018), 2018),
            (size.Figure, size.Year!.Value.Starts)
        );

        var unknown = Draw(
            [
                .. schools.Select(e =>
                    e.Urn == New ? e with { LowAge = null, HighAge = null, Place = null } : e
                ),
            ],
            (_, of, _) => of == New ? double.NaN : null
        );
        var none = Assert.IsType<NoSimilarAnswer>(
            Likeness.In(unknown).Ask(New, SimilarMethods.Trellis)
        );
        Assert.Equal("too-little-known", none.Code);
        Assert.NotEmpty(none.Sentence);
    }

    [Fact]
    public void A_school_named_last_time_stays_while_it_is_among_the_nearest_120_and_goes_at_the_121st()
    {
        var urn = new Urn(FirstPrimary + 40);
        var nearest = Ask(Country, urn, 121).Neighbours.Select(n => n.School.Urn).ToArray();
        // Last time the 120th and the 121st of today were named, and the nearest of today was not.
        var released = new PublishedNeighbours([
            new("trellis", "primary", [urn.Value], [2], [nearest[119].Value, nearest[120].Value]),
        ]);
        var after = Ask(Draw(released: released), urn)
            .Neighbours.Select(n => n.School.Urn)
            .ToArray();
        Assert.Equal([.. nearest[..49], nearest[119]], after);
        // Who was named by another method, or for another phase, does not stay.
        foreach (var (method, phase) in new[] { ("dfe-2012", "primary"), ("trellis", "secondary") })
            Assert.Equal(
                nearest[..50],
                Ask(
                    Draw(
                        released: new([new(method, phase, [urn.Value], [1], [nearest[119].Value])])
                    ),
                    urn
                )
                    .Neighbours.Select(n => n.School.Urn)
            );
    }

    [Fact]
    public void A_school_named_last_time_under_an_older_number_stays_too()
    {
        var urn = new Urn(FirstPrimary + 40);
        var nearest = Ask(Country, urn, 120).Neighbours.Select(n => n.School.Urn).ToArray();
        // The 120th had another number last time, closed since; so had the school that asks.
        Urn older = new(140_001),
            own = new(140_002);
        var snapshot = Draw(
            Schools()
                .Concat(
                    new[] { older, own }.Select(u =>
                        School(u.Value, Phase.Primary, 4, 11) with
                        {
                            Status = Status.Closed,
                        }
                    )
                ),
            (_, of, _) => of == older || of == own ? double.NaN : null,
            [
                new Link(older, nearest[119], LinkKind.Successor, null, "Successor"),
                new Link(own, urn, LinkKind.Successor, null, "Successor"),
            ],
            new PublishedNeighbours([new("trellis", "primary", [own.Value], [1], [older.Value])])
        );
        Assert.Equal(nearest[119], Ask(snapshot, urn).Neighbours[^1].School.Urn);
    }

    // --- the inputs: steady figures -----------------------------------------------------------------------------------

    private static ReadFigures Read(
        string measure,
        string pupils,
        IReadOnlyList<Link> links,
        Establishment[] schools,
        params (string Id, int Year, double[] Figures)[] columns
    )
    {
        var snapshot = new Snapshot(
            "ab",
            new SnapshotContent
            {
                Establishments = schools,
                Links = links,
                Columns =
                [
                    .. columns.Select(c =>
                        Column(
                            c.Id,
                            c.Year,
                            schools,
                            urn => c.Figures[Array.FindIndex(schools, s => s.Urn == urn)]
                        )
                    ),
                ],
            },
            Manifest.Empty
        );
        return new Population(snapshot, Peers.Primary).Read(
            Reading.Of(measure, "") with
            {
                Smoothed = new Smoothing(3, pupils),
            }
        );
    }

    private static Establishment[] Row(int count) =>
        [.. Enumerable.Range(FirstPrimary, count).Select(u => School(u, Phase.Primary, 4, 11))];

    [Fact]
    public void A_percentage_is_drawn_to_the_mean_as_far_as_it_is_chance()
    {
        var read = Read(
            "pupils.fsm6",
            "pupils.number",
            [],
            Row(4),
            ("pupils.fsm6", 2018, [10, 20, 30, 40]),
            ("pupils.number", 2018, [100, 100, 100, 25])
        );
        // m = 25; variance (225 + 25 + 25 + 225) / 3. Each school's p is drawn one pupil's worth to the mean, so that 0 % has chance in it too.
        double m = 25,
            total = 500 / 3.0;
        double Chance(double percent, double pupils)
        {
            var p = ((percent * pupils) + m) / (pupils + 1) / 100;
            return 1e4 * p * (1 - p) / pupils;
        }
        double[] chance = [Chance(10, 100), Chance(20, 100), Chance(30, 100), Chance(40, 25)];
        var between = total - chance.Average();
        double[] figures = [10, 20, 30, 40];
        for (var row = 0; row < 4; row++)
        {
            var b = between / (between + chance[row]);
            Assert.Equal((b * figures[row]) + ((1 - b) * m), read.Figures[row], 1e-8);
            Assert.Equal(b * chance[row], read.Variances![row], 1e-8);
        }
        // The small school is moved the most of all.
        Assert.True(40 - read.Figures[3] > read.Figures[0] - 10);
    }

    [Fact]
    public void Three_years_are_taken_together_and_a_number_of_pupils_has_no_chance_in_it()
    {
        var read = Read(
            "pupils.number",
            "",
            [],
            Row(3),
            ("pupils.number", 2015, [900, 900, 40]),
            ("pupils.number", 2016, [100, 200, double.NaN]),
            ("pupils.number", 2017, [110, double.NaN, double.NaN]),
            ("pupils.number", 2018, [150, 220, double.NaN])
        );
        Assert.Equal((100 + 110 + 150) / 3.0, read.Figures[0], 1e-9);
        Assert.Equal((200 + 220) / 2.0, read.Figures[1], 1e-9);
        // One in none of them speaks by its newest before.
        Assert.Equal(40, read.Figures[2], 1e-9);
        Assert.Equal([3, 2, 1], read.Counts!.Select(c => (int)c));
        Assert.Equal([2018, 2018, 2015], read.Years.Select(y => y.Starts));
    }

    [Fact]
    public void The_years_before_it_became_an_academy_count_as_its_own()
    {
        var schools = Row(3);
        schools[0] = schools[0] with { Status = Status.Closed };
        var read = Read(
            "pupils.number",
            "",
            [new Link(schools[0].Urn, schools[2].Urn, LinkKind.Successor, null, "Successor")],
            schools,
            ("pupils.number", 2016, [90, 200, double.NaN]),
            ("pupils.number", 2017, [120, 200, double.NaN]),
            ("pupils.number", 2018, [double.NaN, 200, 150])
        );
        Assert.Equal([200, (90 + 120 + 150) / 3.0], read.Figures);
        Assert.Equal(3, read.Counts![1]);
    }

    [Fact]
    public void Under_the_published_constants_an_unrelated_school_changes_no_distance()
    {
        var more = Draw(Schools().Append(School(FirstPrimary + 900, Phase.Primary, 4, 11)));
        var published = Likeness.In(Country);
        Likeness own = Likeness.In(more),
            under = own.Under(published);
        var moved = 0;
        for (var i = 0; i < 40; i++)
        {
            Urn a = new(FirstPrimary + i),
                b = new(FirstPrimary + 200 - i);
            var before = published.Pair(a, b, SimilarMethods.Trellis)!.Distance;
            Assert.Equal(before, under.Pair(a, b, SimilarMethods.Trellis)!.Distance);
            if (before != own.Pair(a, b, SimilarMethods.Trellis)!.Distance)
                moved++;
        }
        // Under its own constants a school more moves everybody a hair, so the test could fail.
        Assert.True(moved > 30, $"{moved} of 40 moved");
    }

    [Fact]
    public void A_year_that_was_not_published_yet_is_drawn_by_the_nearest_that_was()
    {
        var reading = TrellisTable
            .Face(Peers.Primary)
            .Single(v => v.Id == "fsm6")
            .Readings.Single();
        var own = Likeness.In(Country);
        var newest = own.Population(Peers.Primary).Read(reading).Drawn[0].Year;
        var before = Likeness.In(Country, new Year(newest.Starts - 1));
        var published = before.Population(Peers.Primary).Read(reading).Drawn[0];
        var drawn = own.Under(before).Population(Peers.Primary).Read(reading).Drawn[0];
        Assert.Equal(newest, drawn.Year);
        Assert.Equal(
            (published.Mean, published.Between, published.Pupils),
            (drawn.Mean, drawn.Between, drawn.Pupils)
        );
    }

    [Fact]
    public void How_sure_a_school_of_a_list_is_comes_from_draws_that_are_the_same_each_time()
    {
        var likeness = Likeness.In(Country);
        var urn = new Urn(FirstPrimary + 40);
        var sure = likeness.Belonging(urn, SimilarMethods.Trellis)!;
        Assert.Equal(sure, likeness.Belonging(urn, SimilarMethods.Trellis)!);
        Assert.All(sure.Values, share => Assert.InRange(share, 1.0 / Belonging.Draws, 1));
        // Each draw names fifty.
        Assert.Equal(50, sure.Values.Sum(), 1e-9);
        var list = Ask(Country, urn).Neighbours.Select(n => sure.GetValueOrDefault(n.School.Urn));
        Assert.True(list.Take(5).Min() > list.TakeLast(5).Average());
        Assert.DoesNotContain(urn, sure.Keys);
    }

    [Fact]
    public void A_method_whose_figures_have_no_known_chance_says_nothing_of_how_sure_it_is() =>
        Assert.Null(
            Likeness.In(Country).Belonging(new Urn(FirstPrimary), SimilarMethods.FftDefault)
        );
}
