using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Trellis.Areas;
using Trellis.Groups;

namespace Trellis.Pages;

/// <summary>Somebody looks for a school, a trust or an area, and finds its page.</summary>
public sealed class FindTests(SiteFixture fixture)
{
    private readonly RunningSite site = fixture.Site;

    private async Task<IDocument> Page(string address)
    {
        using var answer = await Get(address);
        var html = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {(int)answer.StatusCode} {html}");
        var page = new HtmlParser().ParseDocument(html);
        Assert.Single(page.QuerySelectorAll("h1"));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Empty(page.QuerySelectorAll("[style], main script"));
        Assert.All(
            page.QuerySelectorAll("table:not(.chart table)"),
            table => Assert.NotNull(table.QuerySelector("caption"))
        );
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        return page;
    }

    private async Task<JsonElement> Json(string address) =>
        JsonDocument.Parse(await Text(address)).RootElement;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<HttpResponseMessage> Get(string address) => site.Client.GetAsync(address, Stop);

    private Task<string> Text(string address) => site.Client.GetStringAsync(address, Stop);

    private async Task<(HttpStatusCode Status, string? To)> Ask(string address)
    {
        using var answer = await Get(address);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString);
    }

    private Group ATrust =>
        site.Snapshot.Groups.First(g =>
            g.IsAcademyTrust && GroupStory.Of(site.Snapshot, g).Now.Count > 1
        );

    [Fact]
    public async Task The_first_page_has_one_search_box_and_says_where_its_figures_are_from()
    {
        var page = await Page("/");
        Assert.Single(page.QuerySelectorAll("input[name=q]"));
        Assert.Contains("Counted by Trellis", page.Body!.TextContent, StringComparison.Ordinal);
        var schools = AreaBook.Of(site.Snapshot).Country.Schools;
        Assert.Contains(
            page.QuerySelectorAll(".figures dd"),
            d => d.TextContent == $"{schools:N0}"
        );
    }

    [Fact]
    public async Task A_typed_URN_leads_straight_to_the_school()
    {
        var school = site.Snapshot.Schools[0];
        Assert.Equal(
            (HttpStatusCode.SeeOther, $"/school/{school.Urn}"),
            await Ask($"/search?q={school.Urn}")
        );
        Assert.Equal(
            (HttpStatusCode.SeeOther, $"/school/{school.Urn}"),
            await Ask($"/id/{school.Urn}")
        );
    }

    [Fact]
    public async Task Every_number_of_a_school_and_of_a_trust_leads_to_its_page()
    {
        var school = site.Snapshot.Schools.First(s =>
            s is { IsOpen: true, Current.LaEstab: not null }
        );
        Assert.Equal($"/school/{school.Urn}", (await Ask($"/id/{school.Current.LaEstab}")).To);
        var trust = site.Snapshot.Groups.First(g =>
            g is { IsAcademyTrust: true, CompanyNumber.Length: > 0 }
        );
        Assert.Equal($"/trust/{trust.Uid}", (await Ask($"/id/UID {trust.Uid}")).To);
        Assert.StartsWith("/trust/", (await Ask($"/trust/{trust.CompanyNumber}")).To);
        Assert.Equal(HttpStatusCode.NotFound, (await Ask("/id/no-such-number")).Status);
    }

    [Fact]
    public async Task A_name_lists_what_was_found_with_filters_that_can_be_taken_away_again()
    {
        var school = site.Snapshot.Schools.First(s => s.IsOpen && s.Current.Name.Length > 0);
        var page = await Page($"/search?q={Uri.EscapeDataString(school.Name)}");
        Assert.Equal(
            $"/school/{school.Urn}",
            page.QuerySelector(".ranked > li a")!.GetAttribute("href")
        );

        page = await Page("/search?phase=primary&phase=secondary");
        var chosen = page.QuerySelectorAll(".chosen a")
            .Select(a => a.GetAttribute("href"))
            .ToArray();
        Assert.Equal(
            "/search?phase=secondary /search?phase=primary /search",
            string.Join(' ', chosen)
        );
        Assert.True(page.QuerySelector("#filter-phase-primary")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task Pages_of_twenty_follow_one_another_and_leave_nothing_out()
    {
        var total = (await Json("/search.json?kind=school")).GetProperty("total").GetInt32();
        var seen = new List<string?>();
        for (var next = "/search?kind=school"; next is not null; )
        {
            var page = await Page(next);
            seen.AddRange(
                page.QuerySelectorAll(".ranked > li h2 a").Select(a => a.GetAttribute("href"))
            );
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }
        Assert.Equal(total, seen.Distinct().Count());
    }

    [Fact]
    public async Task The_download_is_the_whole_list()
    {
        var total = (await Json("/search.json?kind=school")).GetProperty("total").GetInt32();
        var csv = await Text("/search.csv?kind=school");
        Assert.Equal(total + 1, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Where_nothing_is_found_the_page_says_what_to_try()
    {
        var page = await Page("/search?q=qqxxzzvv&phase=primary");
        Assert.Contains(
            "Nothing was found",
            page.QuerySelector("main")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.NotNull(page.QuerySelector(".panel a[href='/search?q=qqxxzzvv']"));
    }

    [Theory]
    [InlineData("/search?phase=no-such-phase", "no-such-phase")]
    [InlineData("/search?kind=school&sort=upside-down", "do not know that order")]
    [InlineData("/search?kind=school&page=99999", "this is the last")]
    [InlineData("/search?kind=school&near=nowhere", "do not know the postcode")]
    public async Task What_is_not_understood_is_said_and_the_rest_is_answered(
        string address,
        string said
    )
    {
        var page = await Page(address);
        Assert.Contains(
            said,
            page.QuerySelector(".govuk-inset-text")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.NotEmpty(page.QuerySelectorAll(".ranked > li"));
    }

    [Fact]
    public async Task While_somebody_types_a_few_are_suggested()
    {
        var school = site.Snapshot.Schools.First(s => s.IsOpen && s.Current.Name.Length > 6);
        var found = await Json($"/search.json?suggest=1&q={Uri.EscapeDataString(school.Name)}");
        var first = found.GetProperty("suggestions")[0];
        Assert.Equal(school.Name, first.GetProperty("name").GetString());
        Assert.Equal($"/school/{school.Urn}", first.GetProperty("href").GetString());
    }

    [Fact]
    public async Task The_map_of_a_list_has_the_places_of_its_schools()
    {
        var points = (await Json("/search.json?kind=school&status=open&map=1")).GetProperty(
            "points"
        );
        Assert.NotEqual(0, points.GetArrayLength());
        // England lies between these.
        foreach (var point in points.EnumerateArray())
        {
            Assert.InRange(point.GetProperty("lat").GetDouble(), 49, 56);
            Assert.InRange(point.GetProperty("lon").GetDouble(), -7, 3);
        }
    }

    [Fact]
    public async Task A_trust_lists_its_schools_with_since_when_and_gives_the_same_as_files()
    {
        var story = GroupStory.Of(site.Snapshot, ATrust);
        var page = await Page($"/trust/{ATrust.Uid}");
        Assert.Equal(ATrust.Name, page.QuerySelector("h1")!.TextContent);
        foreach (var member in story.Now)
            Assert.NotNull(page.QuerySelector($"th a[href='/school/{member.School.Urn}']"));
        var csv = await Text($"/trust/{ATrust.Uid}.csv");
        Assert.Equal(
            story.Now.Count + 1,
            csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length
        );
        Assert.Equal(
            story.Now.Count(m => m.School.Current.Place is not null),
            (await Json($"/trust/{ATrust.Uid}.json")).GetProperty("points").GetArrayLength()
        );
        await Page($"/trust/{ATrust.Uid}/left");
        await Page($"/trust/{ATrust.Uid}/growth");
        Assert.Equal(HttpStatusCode.NotFound, (await Ask($"/trust/{ATrust.Uid}/nothing")).Status);
    }

    [Fact]
    public async Task Every_group_has_a_page_and_one_without_schools_says_so()
    {
        foreach (var group in site.Snapshot.Groups)
        {
            var page = await Page($"/trust/{group.Uid}");
            if (GroupStory.Of(site.Snapshot, group).Now.Count == 0)
                Assert.Contains(
                    "show no school in it now",
                    page.Body!.TextContent,
                    StringComparison.Ordinal
                );
        }
    }

    [Fact]
    public async Task From_a_region_by_its_map_to_an_authority_and_its_trusts()
    {
        var authority = site.Snapshot.LocalAuthorities.First(a =>
            AreaBook.Of(site.Snapshot).Of(a).Trusts > 0
        );
        var page = await Page($"/region/{Places.Regions.Slug(authority.Region)}");
        var address = $"/local-authority/{authority.Code}";
        Assert.NotNull(page.QuerySelector($"table a[href='{address}']"));
        Assert.NotNull(page.QuerySelector($"svg.area-map a[href='{address}'] path"));

        page = await Page(address);
        Assert.Equal(authority.Name, page.QuerySelector("h1")!.TextContent);
        var trust = AreaBook.Of(site.Snapshot).Of(authority).TrustsAtWork[0];
        Assert.NotNull(page.QuerySelector($"a[href='/trust/{trust.Trust.Uid}']"));
        foreach (var neighbour in authority.Neighbours)
            Assert.NotNull(page.QuerySelector($"a[href='/local-authority/{neighbour.Code}']"));
        await Page($"{address}/trusts");
        await Page($"{address}/neighbours");
    }

    [Fact]
    public async Task Every_authority_has_a_page_and_its_schools_are_as_many_as_the_search_finds()
    {
        foreach (var authority in site.Snapshot.LocalAuthorities)
        {
            await Page($"/local-authority/{authority.Code}");
            var found = await Json($"/search.json?kind=school&status=open&la={authority.Code}");
            var total =
                found.GetProperty("notices").GetArrayLength() > 0
                    ? 0
                    : found.GetProperty("total").GetInt32();
            Assert.Equal(AreaBook.Of(site.Snapshot).Of(authority).Schools, total);
        }
    }

    [Fact]
    public async Task Outlines_are_kept_for_good_only_under_the_snapshot_s_own_id()
    {
        using var answer = await Get(
            $"/data/outlines/local-authorities.json?snapshot={site.Snapshot.ShortId}"
        );
        Assert.Equal("application/geo+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            "immutable",
            answer.Headers.CacheControl!.ToString(),
            StringComparison.Ordinal
        );
        var outlines = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
        Assert.Equal(
            site.Snapshot.Outlines.Count(o => o.Kind == "local-authority"),
            outlines.GetProperty("features").GetArrayLength()
        );
        using var plain = await Get("/data/outlines/regions.json");
        Assert.DoesNotContain(
            "immutable",
            plain.Headers.CacheControl!.ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.NotFound, (await Ask("/data/outlines/moons.json")).Status);
    }

    [Theory]
    [InlineData("/trust/0")]
    [InlineData("/trust/abc")]
    [InlineData("/local-authority/1")]
    [InlineData("/local-authority/999")]
    [InlineData("/region/atlantis")]
    [InlineData("/id/")]
    public async Task What_is_not_there_is_answered_with_a_sentence(string address)
    {
        using var answer = await Get(address);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(
            "<h1",
            await answer.Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal
        );
    }
}
