using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Travel;

namespace Trellis.Pages;

/// <summary>Similar schools as their readers meet them, over a small fictional country.</summary>
public sealed class SimilarTests(SiteFixture fixture)
{
    private RunningSite Site => fixture.Site;

    private Task<string> Text(string address) =>
        Site.Client.GetStringAsync(address, TestContext.Current.CancellationToken);

    private School Of(Peers peers) =>
        Site.Snapshot.Schools.First(s =>
            PeersOf.School(s, Site.Snapshot) == peers
            && Likeness.In(Site.Snapshot).Ask(s.Urn, SimilarMethods.DefaultFor(peers))
                is SimilarAnswer
        );

    private static double Number(string? text) =>
        double.Parse(text!, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static double Value(IElement data) => Number(data.GetAttribute("value"));

    private static void Adds(IEnumerable<double> parts, double squared) =>
        Assert.InRange(parts.Sum() / squared, 1 - 1e-9, 1 + 1e-9);

    [Fact]
    public async Task How_sure_each_school_of_a_list_is_can_be_asked_and_its_file_says_the_same()
    {
        var school = Of(Peers.Primary);
        var address = $"/school/{school.Urn}/similar";
        var (_, list) = await Site.Get(address);
        Assert.Contains(
            list.QuerySelectorAll("a"),
            a => a.GetAttribute("href") == $"{address}?view=sure"
        );
        var (status, page) = await Site.Get($"{address}?view=sure");
        Assert.Equal(HttpStatusCode.OK, status);
        var cells = page.QuerySelectorAll("[aria-label*=draws] tbody tr")
            .Select(r => int.Parse(r.QuerySelector("td:last-child")!.TextContent.Trim()))
            .ToArray();
        Assert.NotEmpty(cells);
        Assert.All(cells, of => Assert.InRange(of, 0, 100));
        var csv = await Site.Client.GetStringAsync(
            $"{address}.csv?view=sure",
            TestContext.Current.CancellationToken
        );
        Assert.Contains("in_draws", csv, StringComparison.Ordinal);
        // By a method whose figures have no known chance there is nothing to say.
        var (_, other) = await Site.Get($"{address}?method=fft-default");
        Assert.DoesNotContain(
            other.QuerySelectorAll("a"),
            a => (a.GetAttribute("href") ?? "").Contains("view=sure", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_list_begins_with_the_nearest_and_says_how_close_how_far_and_why()
    {
        var school = Of(Peers.Primary);
        var (status, page) = await Site.Get($"/school/{school.Urn}/similar");
        Assert.Equal(HttpStatusCode.OK, status);
        var listed = page.QuerySelectorAll(".ranked > li");
        Assert.NotEmpty(listed);
        var distances = listed.Select(l => Value(l.QuerySelector("data")!)).ToArray();
        Assert.Equal(distances.Order(), distances);
        Assert.All(
            listed,
            l =>
                Assert.Contains(
                    l.QuerySelector(".govuk-tag")!.TextContent,
                    (string[])["close", "fair", "loose"]
                )
        );
        Assert.Contains(listed, l => l.TextContent.Contains("Like you in"));
        Assert.Contains("What was compared", page.Body!.TextContent);
    }

    [Fact]
    public async Task The_parts_of_every_distance_add_up_on_the_page_in_the_CSV_and_in_the_JSON()
    {
        foreach (var peers in Enum.GetValues<Peers>())
        {
            var address = $"/school/{Of(peers).Urn}/similar";
            var (_, page) = await Site.Get(address + "?view=parts");
            var rows = page.QuerySelectorAll("tr:has(data.squared)");
            Assert.NotEmpty(rows);
            foreach (var row in rows)
            {
                var distance = Value(row.QuerySelector("data.distance")!);
                Adds(row.QuerySelectorAll("data.part").Select(Value), distance * distance);
            }

            var lines = (await Text(address + ".csv")).Split("\r\n");
            var header = lines[0].Split(',');
            var parts = Enumerable
                .Range(0, header.Length)
                .Where(i => header[i].StartsWith("part_"))
                .ToArray();
            var cells = lines.Skip(1).Where(l => l.Length > 0).Select(Cells).ToArray();
            Assert.Equal(rows.Length, cells.Length);
            foreach (var row in cells)
            {
                var distance = Number(row[Array.IndexOf(header, "distance")]);
                Adds(
                    parts.Where(p => row[p].Length > 0).Select(p => Number(row[p])),
                    distance * distance
                );
            }

            using var json = JsonDocument.Parse(await Text(address + ".json"));
            var neighbours = json.RootElement.GetProperty("neighbours").EnumerateArray().ToArray();
            Assert.Equal(rows.Length, neighbours.Length);
            foreach (var neighbour in neighbours)
            {
                var distance = neighbour.GetProperty("distance").GetDouble();
                var contributions = neighbour
                    .GetProperty("contributions")
                    .EnumerateObject()
                    .Select(c => c.Value.GetDouble())
                    .ToArray();
                Adds(contributions, distance * distance);
                Assert.Equal(neighbour.GetProperty("known").GetInt32(), contributions.Length);
            }
        }
    }

    // Names may hold commas, and are then in quotes.
    private static string[] Cells(string line)
    {
        var cells = new List<string> { "" };
        var quoted = false;
        foreach (var c in line)
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
                cells.Add("");
            else
                cells[^1] += c;
        return [.. cells];
    }

    [Fact]
    public async Task A_filter_is_in_the_address_shown_as_chosen_and_holds_for_every_school_named()
    {
        var school = Of(Peers.Primary);
        var (_, page) = await Site.Get($"/school/{school.Urn}/similar?place=urban&k=500");
        var named = page.QuerySelectorAll(".ranked h2 a")
            .Select(a => Urn.Parse(a.GetAttribute("href")!.Split('/')[^1]));
        Assert.NotEmpty(named);
        Assert.All(
            named,
            urn => Assert.False(SimilarFilter.IsRural(Site.Snapshot.Find(urn)!) ?? true)
        );
        var chosen = page.QuerySelector(".chosen a")!;
        Assert.Contains("in towns and cities", chosen.TextContent);
        Assert.DoesNotContain("place", chosen.GetAttribute("href"));
    }

    [Fact]
    public async Task A_list_says_how_long_it_takes_by_car_and_that_it_is_estimated()
    {
        var school = Of(Peers.Primary);
        var (_, page) = await Site.Get($"/school/{school.Urn}/similar");
        Assert.All(
            page.QuerySelectorAll(".ranked > li"),
            l => Assert.Matches("[0-9] (minutes?|hours?) by car \\(estimated\\)", l.TextContent)
        );
        Assert.NotNull(page.QuerySelector("a[href='/method/travel']"));
        using var json = JsonDocument.Parse(await Text($"/school/{school.Urn}/similar.json"));
        Assert.All(
            json.RootElement.GetProperty("neighbours").EnumerateArray(),
            n =>
            {
                Assert.InRange(n.GetProperty("minutes").GetDouble(), 5, 1000);
                Assert.True(n.GetProperty("estimated").GetBoolean());
            }
        );
        var lines = (await Text($"/school/{school.Urn}/similar.csv")).Split("\r\n");
        var header = lines[0].Split(',');
        Assert.Contains("minutes", header);
        Assert.Equal("estimate", Cells(lines[1])[Array.IndexOf(header, "minutes_from")]);
    }

    [Fact]
    public async Task A_site_with_a_routers_times_shows_them_first_and_its_answers_are_others()
    {
        var school = Of(Peers.Primary);
        var first = Likeness
            .In(Site.Snapshot)
            .Ask(school.Urn, SimilarMethods.DefaultFor(Peers.Primary));
        var nearest = Assert.IsType<SimilarAnswer>(first).Neighbours[0].School;
        var times = TravelMatrix.Read(
            "times.csv",
            new MemoryStream(
                Encoding.UTF8.GetBytes(
                    $"from,to,minutes\n{school.Urn},{nearest.Urn},77\n999999,{school.Urn},1\n"
                )
            )
        );
        await using var site = await RunningSite.OverFiction(schools: 60, times);
        Assert.Equal(Site.Snapshot.Id, site.Snapshot.Id);
        var address = $"/school/{school.Urn}/similar";
        var (_, page) = await site.Get(address);
        var listed = page.QuerySelectorAll(".ranked > li");
        Assert.Matches("1 hour 17 minutes by car(?! \\(estimated)", listed[0].TextContent);
        Assert.All(listed.Skip(1), l => Assert.Contains("by car (estimated)", l.TextContent));
        Assert.Contains("or estimated where it says so", page.Body!.TextContent);

        var (_, hour) = await site.Get(address + "?minutes=60");
        Assert.DoesNotContain(
            hour.QuerySelectorAll(".ranked h2 a"),
            a => a.GetAttribute("href") == $"/school/{nearest.Urn}"
        );
        var (_, method) = await site.Get("/method/travel");
        Assert.Contains("2 times are loaded from times.csv", method.Body!.TextContent);
        Assert.Contains("1 of them name", method.Body!.TextContent);

        var stop = TestContext.Current.CancellationToken;
        using var with = await site.Client.GetAsync(address, stop);
        using var without = await Site.Client.GetAsync(address, stop);
        Assert.NotEqual(without.Headers.ETag, with.Headers.ETag);
    }

    [Fact]
    public async Task Within_an_hour_by_car_names_only_schools_that_are_and_says_so()
    {
        var school = Of(Peers.Primary);
        var journeys = Journeys.In(Site.Snapshot);
        var (_, page) = await Site.Get($"/school/{school.Urn}/similar?minutes=60&k=500");
        var named = page.QuerySelectorAll(".ranked h2 a")
            .Select(a => Urn.Parse(a.GetAttribute("href")!.Split('/')[^1]))
            .ToArray();
        Assert.NotEmpty(named);
        Assert.All(
            named,
            urn =>
                Assert.InRange(
                    journeys.Minutes(school.Current, Site.Snapshot.Find(urn)!),
                    TravelFormula.StartAndParking,
                    60
                )
        );
        Assert.Contains("within 60 minutes by car", page.QuerySelector(".chosen a")!.TextContent);
        Assert.Equal("60", page.QuerySelector("#minutes")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("coastal", true)]
    [InlineData("inland", false)]
    public async Task Schools_by_the_sea_are_told_from_those_inland(string coast, bool by)
    {
        var school = Of(Peers.Primary);
        var (_, page) = await Site.Get($"/school/{school.Urn}/similar?coast={coast}&k=500");
        Assert.All(
            page.QuerySelectorAll(".ranked h2 a")
                .Select(a => Urn.Parse(a.GetAttribute("href")!.Split('/')[^1])),
            urn => Assert.Equal(by, Coast.In(Site.Snapshot).IsCoastal(Site.Snapshot.Find(urn)!))
        );
        Assert.Contains("5.5 km", page.QuerySelector(".chosen a")!.TextContent);
    }

    [Fact]
    public async Task A_pair_says_how_long_it_takes_from_one_to_the_other()
    {
        var school = Of(Peers.Primary);
        var other = Site.Snapshot.Schools.First(s =>
            s != school && PeersOf.School(s, Site.Snapshot) == Peers.Primary
        );
        var (_, page) = await Site.Get($"/school/{school.Urn}/similar/{other.Urn}");
        var words = Journey.InWords(
            Journeys.In(Site.Snapshot).Minutes(school.Current, other.Current)
        );
        Assert.Contains(
            page.QuerySelectorAll(".figures > div"),
            d => d.TextContent.Contains("By car") && d.TextContent.Contains(words)
        );
    }

    [Fact]
    public async Task What_cannot_be_read_in_an_address_is_said_and_left_out()
    {
        var school = Of(Peers.Secondary);
        var (status, page) = await Site.Get(
            $"/school/{school.Urn}/similar?k=many&region=Atlantis&within=near&la=000&minutes=soon&coast=wet"
        );
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(6, page.QuerySelectorAll(".govuk-inset-text").Length);
        Assert.NotEmpty(page.QuerySelectorAll(".ranked > li"));
    }

    [Fact]
    public async Task A_method_that_does_not_exist_is_refused_with_the_names_of_those_that_do()
    {
        var (status, page) = await Site.Get($"/school/{Of(Peers.Primary).Urn}/similar?method=best");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("dfe-2026-primary", page.Body!.TextContent);
    }

    [Fact]
    public async Task A_school_without_a_list_is_told_why()
    {
        var without = Site.Snapshot.Schools.First(s =>
            PeersOf.School(s, Site.Snapshot) is null && s.IsOpen
        );
        var (status, page) = await Site.Get($"/school/{without.Urn}/similar");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("is not compared", page.Body!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".ranked"));
        using var json = JsonDocument.Parse(await Text($"/school/{without.Urn}/similar.json"));
        Assert.Equal(
            "not-compared",
            json.RootElement.GetProperty("why").GetProperty("code").GetString()
        );
    }

    [Fact]
    public async Task A_school_that_is_not_there_is_not_found()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Site.Get("/school/999999/similar")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Site.Get("/school/nobody/similar")).Status);
        var there = Of(Peers.Primary).Urn;
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Site.Get($"/school/{there}/similar/999999")).Status
        );
    }

    [Fact]
    public async Task Weights_of_ones_own_are_filled_in_and_lead_to_a_list_by_them_alone()
    {
        var school = Of(Peers.Primary);
        var (_, form) = await Site.Get($"/school/{school.Urn}/similar/weights");
        Assert.NotNull(form.QuerySelector("input[name='w.pupils.number']"));
        using var sent = await Site.Client.GetAsync(
            $"/school/{school.Urn}/similar/weights?w.pupils.number=2&w.pupils.eal=1&w.pupils.fsm6=",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Equal(
            $"/school/{school.Urn}/similar?weights=pupils.eal:1,pupils.number:2",
            $"{sent.Headers.Location}"
        );
        using var json = JsonDocument.Parse(
            await Text($"/school/{school.Urn}/similar.json?weights=pupils.eal:1,pupils.number:2")
        );
        Assert.Equal(
            ["pupils.eal", "pupils.number"],
            json.RootElement.GetProperty("neighbours")[0]
                .GetProperty("contributions")
                .EnumerateObject()
                .Select(c => c.Name)
                .Order()
        );
    }

    [Fact]
    public async Task A_weight_that_is_no_number_is_shown_beside_its_box()
    {
        var (status, page) = await Site.Get(
            $"/school/{Of(Peers.Primary).Urn}/similar/weights?w.pupils.number=lots"
        );
        Assert.Equal(HttpStatusCode.OK, status);
        var error = page.QuerySelector(".govuk-error-summary a")!;
        Assert.NotNull(page.QuerySelector(error.GetAttribute("href")!));
        Assert.StartsWith("Error: ", page.Title);
    }

    [Fact]
    public async Task A_pair_adds_up_and_is_as_far_apart_the_other_way_round()
    {
        var school = Of(Peers.Secondary);
        var (_, list) = await Site.Get($"/school/{school.Urn}/similar");
        var first = list.QuerySelectorAll(".ranked a")
            .First(a => a.TextContent.StartsWith("Compare"))
            .GetAttribute("href")!;
        var (status, pair) = await Site.Get(first);
        Assert.Equal(HttpStatusCode.OK, status);
        var distance = Value(pair.QuerySelector("#distance")!);
        Adds(pair.QuerySelectorAll("#compared data.part").Select(Value), distance * distance);
        Assert.Contains("number 1", pair.QuerySelector(".figures")!.TextContent);
        var back = pair.QuerySelectorAll(".take-away a")
            .Single(a => a.TextContent == "The other way round")
            .GetAttribute("href")!;
        var (_, swapped) = await Site.Get(back);
        Assert.Equal(distance, Value(swapped.QuerySelector("#distance")!), 1e-12);
    }

    [Fact]
    public async Task A_primary_and_a_secondary_are_set_side_by_side_without_a_distance()
    {
        var (status, page) = await Site.Get(
            $"/school/{Of(Peers.Primary).Urn}/similar/{Of(Peers.Secondary).Urn}"
        );
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null(page.QuerySelector("#distance"));
        Assert.Contains("is compared with primary schools", page.Body!.TextContent);
        Assert.NotEmpty(page.QuerySelectorAll("table"));
    }

    [Fact]
    public async Task Whoever_has_a_school_in_their_list_is_told_with_its_place_there()
    {
        var school = Of(Peers.Secondary);
        var (_, page) = await Site.Get($"/school/{school.Urn}/similar?direction=named-by");
        var naming = page.QuerySelectorAll(".ranked > li");
        Assert.NotEmpty(naming);
        var other = naming[0].QuerySelector("h2 a")!.GetAttribute("href")!;
        using var json = JsonDocument.Parse(await Text($"{other}/similar.json"));
        var place = json
            .RootElement.GetProperty("neighbours")
            .EnumerateArray()
            .Single(n => n.GetProperty("urn").GetInt32() == school.Urn.Value)
            .GetProperty("rank")
            .GetInt32();
        Assert.Contains($"number {place} in its list", naming[0].TextContent);
    }

    [Fact]
    public async Task Bars_of_a_figure_mark_the_school_itself_and_the_CSV_has_the_figure()
    {
        var address = $"/school/{Of(Peers.Primary).Urn}/similar";
        var (_, page) = await Site.Get(address + "?view=bars&measure=pupils.number");
        Assert.NotNull(page.QuerySelector("#bars .bar-mine"));
        var csv = await Text(address + ".csv?view=bars&measure=pupils.number");
        Assert.Contains("measure_pupils_number", csv.Split("\r\n")[0]);
    }

    [Fact]
    public async Task Every_view_has_one_heading_and_no_id_twice()
    {
        var school = Of(Peers.Primary);
        var (_, list) = await Site.Get($"/school/{school.Urn}/similar");
        var pair = list.QuerySelectorAll(".ranked a")
            .First(a => a.TextContent.StartsWith("Compare"))
            .GetAttribute("href")!;
        foreach (
            var address in (string[])
                [
                    $"/school/{school.Urn}/similar",
                    $"/school/{school.Urn}/similar?view=bars",
                    $"/school/{school.Urn}/similar?view=bars&measure=pupils.number",
                    $"/school/{school.Urn}/similar?view=parts",
                    $"/school/{school.Urn}/similar?direction=named-by",
                    $"/school/{school.Urn}/similar/weights",
                    pair,
                    "/method",
                    "/method/dfe-2026-primary",
                ]
        )
        {
            var (status, page) = await Site.Get(address);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Single(page.QuerySelectorAll("h1"));
            var ids = page.QuerySelectorAll("[id]").Select(e => e.Id!).ToArray();
            Assert.Equal(ids.Distinct(), ids);
            Assert.DoesNotContain("NaN", page.Body!.TextContent);
            Assert.Empty(page.QuerySelectorAll("[style]"));
        }
    }
}
