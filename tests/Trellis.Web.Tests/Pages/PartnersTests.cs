using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Trellis.Pages.Partners;
using Trellis.Partners;
using Trellis.Schools;
using Trellis.SimilarSchools;

namespace Trellis.Pages;

/// <summary>A fictional country that is large enough for needs to be measured and partners to be found.</summary>
public sealed class LargeCountry : IAsyncLifetime
{
    public RunningSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await RunningSite.OverFiction(schools: 700);

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

/// <summary>Finding a partner and keeping a shortlist, as a head does it.</summary>
public sealed class PartnersTests(LargeCountry country, ITestOutputHelper output)
    : IClassFixture<LargeCountry>
{
    private RunningSite Site => country.Site;

    private Likeness Likeness => Likeness.In(Site.Snapshot);

    private Task<string> Text(string address) =>
        Site.Client.GetStringAsync(address, TestContext.Current.CancellationToken);

    private School[] Of(Peers peers) =>
        [
            .. Site.Snapshot.Schools.Where(s =>
                PeersOf.School(s, Site.Snapshot) == peers
                && Likeness.Ask(s.Urn, SimilarMethods.DefaultFor(peers), take: 1) is SimilarAnswer
            ),
        ];

    /// <summary>A primary school for which a need, asked alone within two hours, finds at least so many.</summary>
    private (School School, Need Need, PartnerAnswer Answer) Found(int least)
    {
        foreach (var school in Of(Peers.Primary))
        foreach (var need in Needs.For(Peers.Primary))
            if (
                PartnerSearch.Ask(
                    Likeness,
                    new PartnerQuestion(school.Urn, [need], Reach.OfMinutes(120))
                )
                    is PartnerAnswer answer
                && answer.Found >= least
            )
                return (school, need, answer);
        throw new InvalidOperationException("Nobody in the fictional country finds a partner.");
    }

    private static IEnumerable<string> Listed(IDocument page) =>
        page.QuerySelectorAll(".ranked h2 a").Select(a => a.GetAttribute("href")!.Split('/')[^1]);

    [Fact]
    public async Task Before_anything_is_ticked_there_are_three_questions_and_no_school()
    {
        var school = Of(Peers.Primary)[0];
        var (status, page) = await Site.Get($"/school/{school.Urn}/partners");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEmpty(page.QuerySelectorAll("input[name='need']"));
        Assert.NotEmpty(page.QuerySelectorAll("input[name='offer']"));
        Assert.NotNull(page.QuerySelector("select[name='within'] option[value='60'][selected]"));
        Assert.Empty(page.QuerySelectorAll(".ranked"));
        Assert.Equal("get", page.QuerySelector("form.filters")!.GetAttribute("method"));
    }

    [Fact]
    public async Task A_need_leads_to_three_schools_to_ring_each_with_its_reasons()
    {
        var (school, need, answer) = Found(4);
        var (_, page) = await Site.Get($"/school/{school.Urn}/partners?need={need.Id}&within=120");
        Assert.Equal(answer.Shortlist.Select(m => m.School.Urn.ToString()), Listed(page));
        var first = page.QuerySelector(".ranked > li")!.TextContent;
        Assert.Contains("% chance that its", first);
        Assert.Contains("to help", first);
        Assert.Contains("by car (estimated)", first);
        Assert.Matches("[Rr]ing the school office|its website|no telephone", first);
        Assert.Contains("3 schools to ring", page.QuerySelector("h1")!.TextContent);

        var (_, all) = await Site.Get(
            page.QuerySelector(".take-away a[href*='show=all']")!.GetAttribute("href")!
        );
        Assert.Equal(answer.Matches.Select(m => m.School.Urn.ToString()), Listed(all));
    }

    [Fact]
    public async Task The_table_and_the_JSON_have_the_very_schools_of_the_page()
    {
        var (school, need, answer) = Found(2);
        var address = $"/school/{school.Urn}/partners";
        var question = $"?need={need.Id}&within=120";
        var rows = (await Text($"{address}.csv{question}")).Split("\r\n")[1..^1];
        Assert.Equal(answer.Matches.Count, rows.Length);
        Assert.Equal(
            answer.Matches.Select(m => $"{m.Rank},{m.School.Urn}"),
            rows.Select(r => string.Join(',', r.Split(',')[..2]))
        );
        using var json = JsonDocument.Parse(await Text($"{address}.json{question}"));
        var first = json.RootElement.GetProperty("rows")[0];
        Assert.Equal(
            answer.Matches[0].ProbabilityBetter,
            first.GetProperty("probability_better").GetDouble()
        );
        Assert.Equal(answer.Found, json.RootElement.GetProperty("found").GetInt32());
    }

    [Fact]
    public async Task What_is_no_need_or_a_fourth_one_is_said_and_left_out()
    {
        var school = Of(Peers.Primary)[0];
        var four = string.Concat(Needs.For(Peers.Primary).Take(4).Select(n => $"need={n.Id}&"));
        var (status, page) = await Site.Get(
            $"/school/{school.Urn}/partners?{four}need=gold&within=far"
        );
        Assert.Equal(HttpStatusCode.OK, status);
        var said = page.QuerySelectorAll(".govuk-inset-text").Select(i => i.TextContent).ToArray();
        Assert.Equal(3, said.Length);
        Assert.Contains(said, s => s.Contains("'gold'"));
        Assert.Contains(said, s => s.Contains("is left out") && s.Contains("Up to 3"));
        Assert.Contains(said, s => s.Contains("'far'"));
    }

    [Fact]
    public async Task Where_nobody_is_near_enough_it_says_what_would_change_that()
    {
        var (school, need, _) = Found(2);
        var (_, page) = await Site.Get($"/school/{school.Urn}/partners?need={need.Id}&within=1");
        Assert.Contains("No good match within 1 minute", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("What would change that", page.Body!.TextContent);
        Assert.NotNull(page.QuerySelector($"a[href='/school/{school.Urn}/similar']"));
    }

    [Fact]
    public async Task A_limit_that_would_help_is_a_link_and_the_link_finds_as_many_as_it_says()
    {
        var tried = 0;
        foreach (var school in Of(Peers.Primary).Take(60))
        {
            var (_, page) = await Site.Get(
                $"/school/{school.Urn}/partners?need=attendance&within=30"
            );
            foreach (
                var link in page.QuerySelectorAll(
                    "main ul a[href*='alike=less'], main ul a[href*='sure=less'], main ul a[href*='within=45']"
                )
            )
            {
                if (!char.IsAsciiDigit(link.TextContent[0]))
                    continue;
                var href = link.GetAttribute("href")!;
                using var json = JsonDocument.Parse(
                    await Text(href.Replace("/partners?", "/partners.json?"))
                );
                Assert.Equal(
                    int.Parse(link.TextContent.Split(' ')[0]),
                    json.RootElement.GetProperty("found").GetInt32()
                );
                tried++;
            }
        }
        output.WriteLine($"{tried} links");
        Assert.True(tried > 5, $"Only {tried} links were there to be tried.");
    }

    [Fact]
    public async Task A_need_that_no_open_figure_speaks_of_is_answered_in_words()
    {
        var school = Of(Peers.Primary)[0];
        var (status, page) = await Site.Get($"/school/{school.Urn}/partners?need=leadership");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("No open figure speaks of leadership", page.Body!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".ranked"));
    }

    [Fact]
    public async Task A_school_that_is_not_compared_is_told_so()
    {
        var without = Site.Snapshot.Schools.First(s =>
            PeersOf.School(s, Site.Snapshot) is null && s.IsOpen
        );
        var (status, page) = await Site.Get($"/school/{without.Urn}/partners?need=maths");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("is not compared", page.Body!.TextContent);
        Assert.Empty(page.QuerySelectorAll("input[name='need']"));
    }

    [Fact]
    public async Task Every_kind_of_school_has_a_page_without_a_figure_that_is_none()
    {
        foreach (var peers in Enum.GetValues<Peers>())
        foreach (var school in Of(peers).Take(25))
        foreach (
            var address in (string[])
                [
                    "partners?need=attendance&need=maths&offer=reading",
                    "similar?same=ages&same=sexes",
                ]
        )
        {
            var html = await Text($"/school/{school.Urn}/{address}");
            Assert.Null(RenderEverything.Trouble(html));
            Assert.DoesNotMatch("(like you in|differs in|unusual in)[^<]*how far", html);
        }
    }

    [Fact]
    public async Task A_shortlist_grows_by_links_goes_along_and_can_be_made_smaller()
    {
        var school = Of(Peers.Primary)[0];
        var (_, list) = await Site.Get($"/school/{school.Urn}/similar");
        var add = list.QuerySelector(".ranked a[href*='/shortlist?add=']")!.GetAttribute("href")!;
        var (_, one) = await Site.Get(add);
        Assert.Contains("1 school on your shortlist", one.QuerySelector("h1")!.TextContent);
        Assert.Single(one.QuerySelectorAll("thead th"));

        var back = one.QuerySelector($"a[href^='/school/{school.Urn}/similar?add=']")!;
        var (_, again) = await Site.Get(back.GetAttribute("href")!);
        Assert.Contains("On your shortlist", again.QuerySelector(".ranked > li")!.TextContent);
        var more = again
            .QuerySelectorAll(".ranked a[href*='/shortlist?add=']")[0]
            .GetAttribute("href")!;
        var (_, two) = await Site.Get(more);
        Assert.Equal(2, two.QuerySelectorAll("thead th").Length);
        // The way from a list to a pair keeps it too.
        var pair = again.QuerySelectorAll(".ranked a[href*='/similar/']")[1].GetAttribute("href")!;
        var (_, compared) = await Site.Get(pair);
        Assert.Equal(
            more,
            compared.QuerySelector(".take-away a[href*='/shortlist?add=']")!.GetAttribute("href")
        );

        var (_, less) = await Site.Get(
            two.QuerySelectorAll("a")
                .First(a => a.TextContent.StartsWith("Take away"))
                .GetAttribute("href")!
        );
        Assert.Single(less.QuerySelectorAll("thead th"));
    }

    [Fact]
    public async Task A_shortlist_holds_five_and_no_school_that_is_not_there()
    {
        var schools = Of(Peers.Primary);
        var query = string.Join('&', schools.Skip(1).Take(6).Select(s => $"add={s.Urn}"));
        var (status, page) = await Site.Get(
            $"/school/{schools[0].Urn}/shortlist?{query}&add=999999&add={schools[0].Urn}"
        );
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Shortlist.Most, page.QuerySelectorAll("thead th").Length);
        Assert.Equal(3, page.QuerySelectorAll(".govuk-inset-text").Length);
        var rows = (await Text($"/school/{schools[0].Urn}/shortlist.csv?{query}")).Split("\r\n");
        Assert.Equal(
            schools.Skip(1).Take(5).Select(s => s.Urn.ToString()),
            rows[1..^1].Select(r => r.Split(',')[0])
        );
    }

    [Fact]
    public async Task An_empty_shortlist_says_how_to_fill_it()
    {
        var school = Of(Peers.Primary)[0];
        var (status, page) = await Site.Get($"/school/{school.Urn}/shortlist");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(page.QuerySelector($"main a[href='/school/{school.Urn}/partners']"));
        Assert.Empty(page.QuerySelectorAll("main table"));
    }

    [Fact]
    public async Task A_school_of_another_kind_on_the_list_is_said_not_to_be_compared()
    {
        var school = Of(Peers.Primary)[0];
        var other = Of(Peers.Secondary)[0];
        var (status, page) = await Site.Get($"/school/{school.Urn}/shortlist?add={other.Urn}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("not compared", page.Body!.TextContent);
    }

    [Fact]
    public async Task A_pair_says_what_each_could_give_the_other_as_the_figures_have_it()
    {
        var schools = Of(Peers.Primary);
        var (school, other) = schools
            .SelectMany(a => schools.Take(20).Select(b => (a, b)))
            .First(p => PartnerSearch.Between(Likeness, p.a.Urn, p.b.Urn).Get.Count > 0);
        var (get, give) = PartnerSearch.Between(Likeness, school.Urn, other.Urn);
        var (_, page) = await Site.Get($"/school/{school.Urn}/similar/{other.Urn}");
        Assert.Equal(
            get.Concat(give).Select(ShortlistView.Strong),
            page.QuerySelectorAll(".strong li").Select(l => l.TextContent.Trim())
        );
        using var json = JsonDocument.Parse(
            await Text($"/school/{school.Urn}/similar/{other.Urn}.json")
        );
        Assert.Equal(
            get[0].Probability,
            json.RootElement.GetProperty("theyAreBetterAt").GetProperty(get[0].Need.Id).GetDouble()
        );
    }

    [Fact]
    public void Twins_are_twins_both_ways_and_each_is_in_the_others_first_five()
    {
        var method = SimilarMethods.DefaultFor(Peers.Primary);
        var population = Likeness.Population(Peers.Primary, method);
        var twins = Twins.In(population);
        var lists = population.Lists(method.Take);
        var pairs = 0;
        for (var row = 0; row < population.Points.Rows; row++)
        {
            var expected = lists
                .Of(row)[..Math.Min(Twins.First, lists.Of(row).Length)]
                .ToArray()
                .Where(other =>
                    lists.Of(other)[..Math.Min(Twins.First, lists.Of(other).Length)].Contains(row)
                );
            Assert.Equal(expected, twins.Of(row));
            foreach (var other in twins.Of(row))
                Assert.Contains(row, twins.Of(other));
            pairs += twins.Of(row).Count;
        }
        Assert.True(pairs > 0);
    }

    [Fact]
    public async Task Only_schools_with_the_same_ages_are_named_where_that_is_asked()
    {
        var school = Of(Peers.Primary)
            .First(s => s.Current is { LowAge: not null, HighAge: not null });
        var (_, page) = await Site.Get($"/school/{school.Urn}/similar?same=ages&k=500");
        var named = Listed(page).Select(u => Site.Snapshot.Find(Urn.Parse(u))!).ToArray();
        Assert.NotEmpty(named);
        Assert.All(
            named,
            e =>
                Assert.Equal((school.Current.LowAge, school.Current.HighAge), (e.LowAge, e.HighAge))
        );
        Assert.Contains("with the same ages", page.QuerySelector(".chosen a")!.TextContent);
        Assert.NotNull(page.QuerySelector("#same-ages[checked]"));
    }

    [Theory]
    [InlineData("02079460000", "020 7946 0000")]
    [InlineData("2079460000", "020 7946 0000")]
    [InlineData("01134960000", "0113 496 0000")]
    [InlineData("01632960123", "01632 960123")]
    [InlineData("0NA", "")]
    [InlineData("", "")]
    public void A_telephone_number_is_written_as_people_read_it(string register, string shown) =>
        Assert.Equal(
            shown,
            Office.Telephone(new Establishment { Urn = Urn.Parse("100001"), Telephone = register })
        );
}
