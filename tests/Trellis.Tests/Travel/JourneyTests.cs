using System.Diagnostics;
using System.Text;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Sources;
using Trellis.Travel;

namespace Trellis.Tests.Travel;

public sealed class JourneyTests
{
    private const int Here = 100001;

    private static Establishment School(
        int urn,
        int east = 0,
        string setting = "Urban city and town",
        int la = 201
    ) =>
        new()
        {
            Urn = new Urn(urn),
            Name = $"School {urn}",
            La = new LaCode(la),
            LaName = la == 921 ? "Isle of Wight" : $"Authority {la}",
            Status = Status.Open,
            Phase = Phase.Primary,
            UrbanRural = setting,
            Place = new GridPoint(400_000 + (1000 * east), 300_000),
        };

    private static Snapshot Country(params Establishment[] schools) =>
        new("0123456789abcdef", new SnapshotContent { Establishments = schools }, Manifest.Empty);

    private static Journey Between(Establishment from, Establishment to) =>
        Journeys.In(from.Urn == to.Urn ? Country(from) : Country(from, to)).Between(from, to);

    private static TravelMatrix Times(string text) =>
        TravelMatrix.Read("times.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Twenty_kilometres_from_a_village_to_a_town_are_37_minutes_by_hand()
    {
        // 26 km of road: 5 at 48 km/h, 5 at 32, 16 at 60: 6.25 + 9.375 + 16 minutes, and 5 to start and park: 36.625.
        var journey = Between(School(Here, 0, "Rural village"), School(100002, 20));
        Assert.Equal(37, journey.Minutes);
        Assert.Equal(20, journey.Kilometres);
        Assert.True(journey.IsEstimate);
        Assert.Equal("37 minutes by car (estimated)", journey.Words);
    }

    [Theory]
    // 13 km of road between conurbation schools: 12 + 12 minutes on 10 km, 3 on the rest, 5.
    [InlineData(10, "Urban major conurbation", "Urban minor conurbation", 32)]
    // 2.6 km between towns, 1.3 at each end: 2.4375 twice, 5.
    [InlineData(2, "Urban city and town", "", 10)]
    // 130 km between villages: 12.5, 30, 90 km at 90 km/h: 60, 5.
    [InlineData(
        100,
        "Rural village",
        "Rural hamlet and isolated dwellings in a sparse setting",
        108
    )]
    public void An_estimate_is_the_published_formula(
        double far,
        string from,
        string to,
        int minutes
    ) =>
        Assert.Equal(minutes, Between(School(Here, 0, from), School(100002, (int)far, to)).Minutes);

    [Fact]
    public void There_and_back_take_as_long()
    {
        Establishment village = School(Here, 0, "Rural village"),
            city = School(100002, 33, "Urban major conurbation");
        Assert.Equal(Between(village, city).Minutes, Between(city, village).Minutes);
    }

    [Fact]
    public void The_same_school_and_the_same_postcode_take_the_time_to_start_and_park()
    {
        var school = School(Here) with { Postcode = "AB1 2CD", Place = null };
        Assert.Equal(TravelFormula.StartAndParking, Between(school, school).Minutes);
        var twin = School(100002) with { Postcode = "AB1 2CD" };
        Assert.Equal(TravelFormula.StartAndParking, Between(school, twin).Minutes);
    }

    [Fact]
    public void A_school_without_a_place_has_no_journey_and_it_is_said_why()
    {
        var journey = Between(School(Here), School(100002) with { Place = null });
        Assert.Null(journey.Minutes);
        Assert.Null(journey.Kilometres);
        Assert.Equal("", journey.Words);
        Assert.Equal("The register gives no place for School 100002.", journey.Why);
    }

    [Fact]
    public void No_road_leads_from_the_Isle_of_Wight_to_the_mainland()
    {
        Establishment newport = School(Here, 0, la: 921),
            ryde = School(100002, 10, la: 921),
            portsmouth = School(100003, 14);
        var crossing = Between(newport, portsmouth);
        Assert.Null(crossing.Minutes);
        Assert.Equal(14, crossing.Kilometres);
        Assert.Equal(
            "No road leads to the Isle of Wight; it takes a boat or an aeroplane.",
            crossing.Why
        );
        Assert.Equal(crossing.Why, Between(portsmouth, newport).Why);
        Assert.NotNull(Between(newport, ryde).Minutes);
    }

    [Theory]
    [InlineData(1, "1 minute")]
    [InlineData(34.4, "34 minutes")]
    [InlineData(60, "1 hour")]
    [InlineData(65, "1 hour 5 minutes")]
    [InlineData(121, "2 hours 1 minute")]
    public void Minutes_are_said_in_words(double minutes, string words) =>
        Assert.Equal(words, Journey.InWords(minutes));

    [Fact]
    public void A_routers_time_counts_before_the_estimate_and_a_missing_pair_is_estimated()
    {
        var country = Country(School(Here), School(100002, 20), School(100003, 30));
        var journeys = new Journeys(
            country,
            Times("from,to,minutes\n100001,100002,51.5\n999999,100001,3\n")
        );
        var loaded = journeys.Between(country.Establishments[0], country.Establishments[1]);
        Assert.Equal(51.5, loaded.Minutes);
        Assert.Equal(20, loaded.Kilometres);
        Assert.Equal("52 minutes by car", loaded.Words);
        Assert.Equal(1, journeys.PassedOver);
        Assert.EndsWith(
            "(estimated)",
            journeys.Between(country.Establishments[0], country.Establishments[2]).Words
        );
    }

    [Fact]
    public void A_time_given_one_way_is_taken_for_both_and_one_given_both_ways_is_kept_apart()
    {
        var country = Country(School(Here), School(100002, 20), School(100003, 30));
        var schools = country.Establishments;
        var journeys = new Journeys(
            country,
            Times("to,minutes,from\n100002,51,100001\n100003,40,100001\n100001,44,100003")
        );
        Assert.Equal(51, journeys.Minutes(schools[1], schools[0]));
        Assert.Equal(40, journeys.Minutes(schools[0], schools[2]));
        Assert.Equal(44, journeys.Minutes(schools[2], schools[0]));
    }

    [Fact]
    public void A_pair_to_which_the_router_found_no_road_has_no_journey()
    {
        var country = Country(School(Here), School(100002, 2));
        var journey = new Journeys(country, Times("from,to,minutes\n100001,100002,")).Between(
            country.Establishments[0],
            country.Establishments[1]
        );
        Assert.Null(journey.Minutes);
        Assert.Equal("The loaded times have no road to School 100002.", journey.Why);
    }

    [Theory]
    [InlineData("from,to\n1,2", "line 1 names no column 'minutes'")]
    [InlineData("", "line 1 names no column 'from'")]
    [InlineData(
        "from,to,minutes\n100001,100002,5\n100001,school,5",
        "line 3, column 'to': 'school' is not a URN"
    )]
    [InlineData("from,to,minutes\n12,100002,5", "line 2, column 'from': '12' is not a URN")]
    [InlineData(
        "from,to,minutes\n100001,100002,-5",
        "line 2, column 'minutes': '-5' is not a number of minutes from 0 to 1440"
    )]
    [InlineData("from,to,minutes\n100001,100002,2040", "column 'minutes': '2040'")]
    [InlineData("from,to,minutes\n100001,100002", "line 2 has 2 cells; the header has 3")]
    [InlineData(
        "from,to,minutes\n100001,100002,5\n\n100001,100002,6",
        "line 4: the journey from 100001 to 100002 was given before, in line 2."
    )]
    public void A_bad_row_is_refused_by_file_line_and_column(string text, string sentence)
    {
        var wrong = Assert.Throws<UnreadableSourceException>(() => Times(text));
        Assert.StartsWith("times.csv: ", wrong.Message);
        Assert.Contains(sentence, wrong.Message);
    }

    [Fact]
    public void The_same_times_have_the_same_hash_and_others_another() =>
        Assert.Equal(
            2,
            new[] { "5", "5", "6" }
                .Select(m => Times($"from,to,minutes\n100001,100002,{m}\n").Hash)
                .Distinct()
                .Count()
        );

    private static Snapshot Scattered()
    {
        string[] settings = ["Rural village", "Urban city and town", "Urban major conurbation", ""];
        return Country([
            .. Enumerable
                .Range(0, 60)
                .Select(i =>
                    School(Here + i, 0, settings[i % 4], i % 11 == 10 ? 921 : 201) with
                    {
                        Place =
                            i % 13 == 12
                                ? null
                                : new GridPoint(
                                    400_000 + (i * 7919 % 90_001),
                                    300_000 + (int)(i * i * 104_729L % 80_021)
                                ),
                        Postcode = i % 13 == 12 || i == 5 ? "AB1 2CD" : "",
                    }
                ),
        ]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Minutes_to_many_schools_at_once_are_those_of_each_journey(bool withTimes)
    {
        var country = Scattered();
        var times = withTimes
            ? Times("from,to,minutes\n100001,100030,7\n100020,100001,90\n100001,100003,\n")
            : null;
        var journeys = new Journeys(country, times);
        foreach (var from in country.Establishments)
            Assert.Equal(
                country.Schools.Select(s => journeys.Minutes(from, s.Current)),
                journeys.MinutesFrom(from, country.Schools)
            );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_school_beyond_the_farthest_kilometres_is_within_the_minutes(bool withTimes)
    {
        var country = Scattered();
        var journeys = new Journeys(
            country,
            withTimes ? Times("from,to,minutes\n100001,100030,7\n100002,100031,31\n") : null
        );
        foreach (var limit in new double[] { 4, 5, 6, 10, 17, 18, 30, 47, 48, 60, 75.5, 120 })
        {
            var farthest = journeys.FarthestKilometres(limit);
            foreach (var a in country.Establishments)
            foreach (var b in country.Establishments)
                if (
                    journeys.Between(a, b) is { Minutes: { } minutes, Kilometres: { } far }
                    && minutes <= limit
                )
                    Assert.True(far <= farthest, $"{far} km in {minutes} minutes, limit {limit}");
        }
    }

    [Fact]
    public void The_farthest_kilometres_are_no_further_than_they_need_be()
    {
        foreach (var limit in new double[] { 6, 15, 30, 60, 120 })
        {
            var far = TravelFormula.FarthestKilometres(limit);
            Assert.True(
                TravelFormula.Minutes(far - .01, Setting.Country, Setting.Country) <= limit
            );
            Assert.True(TravelFormula.Minutes(far + .01, Setting.Country, Setting.Country) > limit);
        }
    }

    [Fact]
    public void Minutes_to_twenty_thousand_schools_take_a_tenth_of_a_partner_search()
    {
        string[] settings = ["Rural village", "Urban city and town", "Urban major conurbation"];
        var country = Country([
            .. Enumerable.Range(0, 20_000).Select(i => School(Here + i, i % 400, settings[i % 3])),
        ]);
        var journeys = new Journeys(country);
        var from = country.Establishments[7];
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 6; round++)
        {
            var watch = Stopwatch.StartNew();
            var minutes = journeys.MinutesFrom(from, country.Schools);
            if (watch.Elapsed < best)
                best = watch.Elapsed;
            Assert.Equal(20_000, minutes.Length);
        }
        TestContext.Current.SendDiagnosticMessage(
            "minutes to 20,000 schools in {0:N2} ms",
            best.TotalMilliseconds
        );
        Assert.True(best < TimeSpan.FromMilliseconds(5), $"{best}");
    }

    [Fact]
    public void A_time_counts_for_the_school_whichever_of_its_URNs_the_file_names()
    {
        Establishment before = School(100005, 3) with { Status = Status.Closed },
            after = School(100006, 3),
            other = School(Here);
        var country = new Snapshot(
            "0123456789abcdef",
            new SnapshotContent
            {
                Establishments = [before, after, other],
                Links =
                [
                    new Link(before.Urn, after.Urn, LinkKind.Successor, null, "Successor"),
                    new Link(after.Urn, before.Urn, LinkKind.Predecessor, null, "Predecessor"),
                ],
            },
            Manifest.Empty
        );
        var journeys = new Journeys(country, Times("from,to,minutes\n100001,100005,29\n"));
        Assert.Equal(29, journeys.Minutes(other, after));
    }
}
