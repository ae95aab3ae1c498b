using Trellis.Groups;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Search;
using Trellis.Snapshots;

namespace Trellis.Tests.Search;

public sealed class SearchIndexTests
{
    private static readonly DateOnly day = new(2022, 7, 22);

    // A small county: where a school lies, how it is called, what it was before.
    private static readonly Establishment[] establishments =
    [
        School(100001, "St Mary's CofE Primary School", "Ashford", "AB1 2CD", 1000, 1000) with
        {
            Religion = "Church of England",
        },
        School(100002, "St Mary's Catholic Primary School", "Ashford", "AB1 2CE", 1000, 2000) with
        {
            Religion = "Roman Catholic",
        },
        School(100003, "Park Hill Junior School", "Ashford", "AB1 3XY", 1000, 5000),
        School(100004, "Hill Park Infant School", "Beckton", "AB12 3XY", 9000, 1000),
        School(100005, "Old Road Boys' School", "Beckton", "AB12 4ZZ", 9000, 1500) with
        {
            Status = Status.Closed,
        },
        School(140005, "Riverside Academy", "Beckton", "AB12 4ZZ", 9000, 1500) with
        {
            TypeGroup = "Academies",
            Phase = Phase.Secondary,
            UrbanRural = "Rural village",
        },
        School(100007, "Green Lane School", "Ashford", "AB1 9ZZ", 1100, 1000) with
        {
            Status = Status.Closed,
        },
        School(100008, "Green Lane School", "Beckton", "AB12 9ZZ", 9100, 1000),
        School(20009, "Green Lane Nursery and Family", "Beckton", "AB12 9ZZ", 9100, 1000) with
        {
            Type = "Children's centre",
        },
        School(100010, "Green Lane Nursery School", "Beckton", "AB12 9ZX", 9100, 1000),
        School(100011, "Woodlands Community School", "Ashford", "", null, null),
        School(100012, "The Oak Tree Academy", "Ashford", "AB2 1AA", 500, 500),
    ];

    private static readonly Group trust = new(
        new Uid(2044),
        "Beacon Hill Trust",
        [new DatedType(day, GroupType.MultiAcademyTrust)],
        "TR00017",
        "07654321",
        new Ukprn(10055555),
        day,
        null,
        true,
        "AB1 2CD",
        day
    );

    private static readonly Snapshot snapshot = new(
        "county",
        new SnapshotContent
        {
            Establishments = establishments,
            Links =
            [
                new Link(new Urn(100005), new Urn(140005), LinkKind.Successor, day, "Successor"),
            ],
            Groups =
            [
                trust,
                trust with
                {
                    Uid = new Uid(100003),
                    Name = "Two Rivers Federation",
                    Types = [new DatedType(day, GroupType.Federation)],
                    GroupId = "",
                    CompanyNumber = "",
                    Ukprn = null,
                    Postcode = "",
                },
            ],
            Memberships =
            [
                new Membership(
                    new Urn(140005),
                    trust.Uid,
                    day,
                    null,
                    EndEvidence.JoinedDate,
                    EndEvidence.StillThere,
                    day,
                    day
                ),
            ],
            LocalAuthorities =
            [
                new LocalAuthority(new LaCode(201), "Ashfordshire", "E09000001", "London", []),
            ],
        },
        Manifest.Empty
    );

    private static readonly SearchIndex index = SearchIndex.Build(snapshot);

    private static Establishment School(
        int urn,
        string name,
        string town,
        string postcode,
        int? east,
        int? north
    ) =>
        new()
        {
            Urn = new Urn(urn),
            Name = name,
            La = new LaCode(201),
            LaName = "Ashfordshire",
            LaEstab = new LaEstab(new LaCode(201), (urn % 1000) + 3000),
            Ukprn = new Ukprn(10_000_000 + urn),
            Type = "Community school",
            TypeGroup = "Local authority maintained schools",
            Status = Status.Open,
            Phase = Phase.Primary,
            Religion = "None",
            Town = town,
            Postcode = postcode,
            Region = "London",
            UrbanRural = "Urban city and town",
            Place = east is { } e && north is { } n ? new GridPoint(e, n) : null,
        };

    private static SearchAnswer Find(string text) => index.Find(new SearchQuery { Text = text });

    private static string First(string text) => Find(text).Hits[0].Address;

    private static SearchAnswer Filtered(string text, params (Facet Facet, string Key)[] filters) =>
        index.Find(
            new SearchQuery
            {
                Text = text,
                Filters = filters
                    .GroupBy(f => f.Facet)
                    .ToDictionary(
                        g => g.Key,
                        IReadOnlyCollection<string> (g) => g.Select(f => f.Key).ToArray()
                    ),
            }
        );

    private static int Count(SearchAnswer answer, Facet facet, string key) =>
        answer.Facets.Single(f => f.Facet == facet).Values.SingleOrDefault(v => v.Key == key)?.Count
        ?? 0;

    [Theory]
    [InlineData("St Mary's CofE Primary School", "/school/100001")]
    [InlineData("saint marys church of england prim sch", "/school/100001")]
    [InlineData("St. Mary\u2019s C. of E. Primary School", "/school/100001")]
    [InlineData("primary school st mary's c of e", "/school/100001")]
    [InlineData("St Mayr's CE Primary", "/school/100001")]
    [InlineData("st marys chruch of england", "/school/100001")]
    [InlineData("St Mary's RC Primary", "/school/100002")]
    [InlineData("st mary roman catholic", "/school/100002")]
    [InlineData("park hill jnr", "/school/100003")]
    [InlineData("Hill Park Infants", "/school/100004")]
    [InlineData("Parkhill junior", "/school/100003")]
    [InlineData("wood lands comm school", "/school/100011")]
    [InlineData("woodlnads", "/school/100011")]
    [InlineData("oaktree acad", "/school/100012")]
    [InlineData("oak tr", "/school/100012")]
    [InlineData("beacon hill", "/trust/2044")]
    [InlineData("two rivers fed", "/trust/100003")]
    [InlineData("Ashfordshire", "/local-authority/201")]
    [InlineData("Ashfords", "/local-authority/201")]
    [InlineData("london", "/region/london")]
    public void A_name_is_found_as_people_type_it(string text, string address) =>
        Assert.Equal(address, First(text));

    [Theory]
    [InlineData("100001", "/school/100001")]
    [InlineData("201/3001", "/school/100001")]
    [InlineData("2013001", "/school/100001")]
    [InlineData("10100001", "/school/100001")]
    [InlineData("10055555", "/trust/2044")]
    [InlineData("07654321", "/trust/2044")]
    [InlineData("tr00017", "/trust/2044")]
    [InlineData("201", "/local-authority/201")]
    [InlineData("100005", "/school/140005")]
    [InlineData("ab1 2cd", "/school/100001")]
    [InlineData("AB12CE", "/school/100002")]
    public void A_number_or_a_postcode_comes_first(string text, string address) =>
        Assert.Equal(address, First(text));

    [Fact]
    public void A_district_of_postcodes_is_not_another_that_begins_alike() =>
        Assert.Equal(
            ["/school/100001", "/school/100002", "/school/100003", "/school/100007", "/trust/2044"],
            Find("AB1").Hits.Select(h => h.Address).Order()
        );

    [Fact]
    public void A_town_finds_its_schools() =>
        Assert.Equal(
            ["/school/100004", "/school/100008", "/school/100010", "/school/140005"],
            Find("beckton")
                .Hits.OfType<SchoolHit>()
                .Where(h => h.School.IsOpen && h.School.Current.Type != "Children's centre")
                .Select(h => h.Address)
                .Order()
        );

    [Fact]
    public void An_open_school_comes_before_a_closed_one_of_the_same_name() =>
        Assert.Equal(
            ["/school/100008", "/school/100007"],
            Find("Green Lane School").Hits.Take(2).Select(h => h.Address)
        );

    [Fact]
    public void A_school_comes_before_a_childrens_centre() =>
        Assert.Equal(
            ["/school/100010", "/school/20009"],
            Find("green lane nursery").Hits.Select(h => h.Address)
        );

    [Fact]
    public void The_name_of_a_predecessor_finds_the_continuing_school_and_says_so()
    {
        var hit = Assert.Single(Find("old road boys").Hits);
        Assert.Equal("/school/140005", hit.Address);
        Assert.Equal("Riverside Academy", hit.Name);
        Assert.Equal("formerly Old Road Boys' School (URN 100005)", hit.Note);
        Assert.Equal("Beacon Hill Trust", Assert.IsType<SchoolHit>(hit).Trust?.Name);
    }

    [Fact]
    public void A_continuing_school_is_one_hit() =>
        Assert.Single(Find("").Hits, h => h.Address == "/school/140005");

    [Fact]
    public void An_empty_query_lists_everything_by_name()
    {
        var names = Find("").Hits.Select(h => h.Name).ToArray();
        Assert.Equal(11 + 2 + 1 + 1, names.Length); // schools (12 entries, two of them one school), groups, authority, region
        Assert.Equal(names.OrderBy(n => n.ToUpperInvariant(), StringComparer.Ordinal), names);
    }

    [Fact]
    public void What_is_nothing_like_any_name_finds_nothing()
    {
        var answer = Find("qqqq zzzz");
        Assert.Equal((0, 1, 1), (answer.Total, answer.Page, answer.Pages));
        Assert.Empty(answer.Hits);
    }

    [Fact]
    public void A_facet_counts_without_its_own_filter_and_with_all_others()
    {
        var answer = Filtered("", (Facet.Status, "closed"), (Facet.Phase, "primary"));
        Assert.Equal("/school/100007", Assert.Single(answer.Hits).Address);
        // Of eleven schools one is closed and one is secondary.
        Assert.Equal(1, Count(answer, Facet.Status, "closed"));
        Assert.Equal(11 - 1 - 1, Count(answer, Facet.Status, "open"));
        Assert.Equal(0, Count(answer, Facet.Phase, "secondary"));
        Assert.Equal(1, Count(answer, Facet.LocalAuthority, "201"));
    }

    [Theory]
    [InlineData(Facet.Kind, "trust", 1)]
    [InlineData(Facet.Kind, "federation", 1)]
    [InlineData(Facet.Kind, "childrens-centre", 1)]
    [InlineData(Facet.Kind, "local-authority", 1)]
    [InlineData(Facet.Trust, "in-a-trust", 1)]
    [InlineData(Facet.Trust, "not-in-a-trust", 11 - 1)]
    [InlineData(Facet.Setting, "rural", 1)]
    [InlineData(Facet.ReligiousCharacter, "roman-catholic", 1)]
    [InlineData(Facet.ReligiousCharacter, "no-religious-character", 11 - 2)]
    [InlineData(Facet.TypeGroup, "academies", 1)]
    [InlineData(Facet.Region, "london", 11 + 1 + 1)]
    [InlineData(Facet.Phase, "no-such-phase", 0)]
    public void A_filter_lets_through_what_it_says(Facet facet, string key, int total) =>
        Assert.Equal(total, Filtered("", (facet, key)).Total);

    [Fact]
    public void The_nearest_schools_to_a_postcode_come_nearest_first()
    {
        var answer = index.Find(
            new SearchQuery
            {
                Text = "AB1 2CD",
                Order = SearchOrder.Distance,
                PageSize = 3,
            }
        );
        Assert.True(answer.Origin?.IsExact);
        Assert.Equal(
            [("/school/100001", 0.0), ("/school/100007", .1), ("/school/100012", Math.Sqrt(.5))],
            answer.Hits.Select(h => (h.Address, h.Kilometres!.Value))
        );
    }

    [Fact]
    public void A_postcode_where_no_school_lies_is_measured_from_its_neighbourhood_and_says_so()
    {
        var answer = index.Find(
            new SearchQuery
            {
                Text = "primary",
                Near = "AB12 9AA",
                Order = SearchOrder.Distance,
            }
        );
        Assert.Equal(
            new SearchOrigin(new Postcode("AB12", "9"), new GridPoint(9100, 1000), false),
            answer.Origin
        );
        Assert.Equal("/school/100001", answer.Hits[0].Address);
    }

    [Fact]
    public void Pages_follow_each_other_without_gap_or_repeat()
    {
        var all = Enumerable
            .Range(1, 4)
            .SelectMany(page => index.Find(new SearchQuery { Page = page, PageSize = 5 }).Hits)
            .Select(h => h.Address)
            .ToArray();
        Assert.Equal(15, all.Distinct().Count());
        Assert.Equal(Find("").Hits.Select(h => h.Address), all);
        Assert.Empty(index.Find(new SearchQuery { Page = int.MaxValue, PageSize = 5 }).Hits);
    }

    [Fact]
    public void The_order_of_the_files_never_changes_an_answer()
    {
        var reversed = SearchIndex.Build(
            new Snapshot(
                "reversed",
                new SnapshotContent
                {
                    Establishments = establishments.Reverse().ToArray(),
                    Links = snapshot.Links,
                    Groups = snapshot.Groups.Reverse().ToArray(),
                    Memberships = snapshot.Memberships,
                    LocalAuthorities = snapshot.LocalAuthorities,
                },
                Manifest.Empty
            )
        );
        foreach (var text in (string[])["green", "school", "st marys", "ab1", "hill", ""])
            Assert.Equal(
                Find(text).Hits.Select(h => h.Address),
                reversed.Find(new SearchQuery { Text = text }).Hits.Select(h => h.Address)
            );
    }

    [Fact]
    public void A_suggestion_comes_while_the_word_is_typed()
    {
        Assert.Equal("/school/140005", index.Suggest("riv", 8)[0].Address);
        Assert.Equal(2, index.Suggest("g", 2).Count);
        Assert.Empty(index.Suggest("  ", 8));
    }

    [Fact]
    public void Whatever_is_typed_there_is_an_answer()
    {
        var random = new Random(5);
        const string Signs = " 'a.B9/&-\u00e9\u2019\ud83c\udfebz%\0<>\"";
        for (var i = 0; i < 2000; i++)
        {
            var text = new string([
                .. Enumerable
                    .Range(0, random.Next(40))
                    .Select(_ => Signs[random.Next(Signs.Length)]),
            ]);
            Assert.InRange(Find(text).Total, 0, 15);
        }
        Assert.InRange(Find(new string('x', 5000)).Total, 0, 15);
    }
}
